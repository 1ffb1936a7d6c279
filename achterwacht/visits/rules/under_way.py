"""A visit under way: started, extended, or with a sign of life."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import People
from achterwacht.context import Context, Press
from achterwacht.decision import NOTHING, Decision, Event
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.visits.facts import CheckCall, Feeling, Pin, Visit, VisitState
from achterwacht.visits.refusals import NotPlanned
from achterwacht.visits.rules.trouble import stay_silent
from achterwacht.visits.rules.watching import (
    NO_DEADLINES,
    call_after,
    going_on,
    heard_at,
    lasts_longer,
    shown_alarm,
    times_fit,
    too_late,
    watch_deadlines,
    who_would_hear,
)
from notifications.texts.templates import ALL_MESSAGES, Template


def check_in(visit: Visit, by: Actor, until: datetime, at_the_end: People, context: Context) -> Decision:
    """Start the watch. A repeat gets the same answer.

    If nobody is on duty now or at the expected end (`at_the_end`), the worker sees it at once and the administrator is
    told. Where only managers are, the timeline says so.

    Raises:
        NotPlanned: the visit is over.
        EndBeforeStart, VisitTooLong: the expected end can't be.
    """
    if visit.under_way:
        return NOTHING
    if visit.state is not VisitState.PLANNED:
        raise NotPlanned
    now = context.now
    times_fit(now, until, context.protocol)
    started = replace(
        visit,
        state=VisitState.UNDER_WAY,
        started_at=now,
        expected_end=until,
        last_heard_at=now,
        chased_count=0,
        check_call=CheckCall.NONE if call_after(visit, context.protocol) is None else CheckCall.PLANNED,
    )
    decision = Decision(
        visit=started,
        events=(Event(EventKind.CHECKED_IN, by.person_id, {"until": until.isoformat(), "via": by.via}),),
        deadlines={**NO_DEADLINES, **watch_deadlines(started, context)},
        silenced=ALL_MESSAGES,
    )
    return decision + who_would_hear(visit, context.people, at_the_end)


def extend(visit: Visit, press: Press, until: datetime, context: Context) -> Decision:
    """Move the expected end of a visit under way. An impossible end is refused in the same way with either PIN.

    Raises:
        NotUnderWay: the visit has not started, or is over.
        EndNotLater: `until` does not lie after the expected end.
        VisitTooLong: `until` lies beyond the profile's longest visit.
    """
    lasts_longer(visit, going_on(visit), until, context)
    longer = replace(visit, expected_end=until)
    event = Event(EventKind.EXTENDED, press.by.person_id, {"until": until.isoformat(), "via": press.by.via})
    moved = Decision(visit=longer, events=(event,), deadlines=watch_deadlines(longer, context))
    return moved + _sign_of_life(longer, press, {"heard": "extended", "until": until}, context)


def say_ok(visit: Visit, press: Press, context: Context) -> Decision:
    """Record that the worker is well. After the expected end this gives some time before the next question.

    Raises:
        NotUnderWay: the visit has not started, or is over.
    """
    going_on(visit)
    said = Decision(visit=visit, events=(Event(EventKind.SAID_OK, press.by.person_id, {"via": press.by.via}),))
    if visit.expected_end <= context.now and (shown_alarm(visit) is None or not too_late(visit, press.at, context.now)):
        visit = replace(visit, expected_end=context.now + context.protocol.watch.ok_gives)
        said += Decision(visit=visit, deadlines=watch_deadlines(visit, context))
    return said + _sign_of_life(visit, press, {"heard": "ok"}, context)


def feel(by: Actor, feeling: Feeling) -> Decision:
    """Record how the visit was: one tap afterwards."""
    return Decision(events=(Event(EventKind.FELT, by.person_id, {"feeling": feeling.value}),))


def companion_says_well(visit: Visit, press: Press, context: Context) -> Decision:
    """Record that a companion says all is well. Those who were told of an alarm read it; it does not stop the climb.

    Raises:
        NotUnderWay: the visit has not started, or is over.
    """
    going_on(visit)
    said = Decision(events=(Event(EventKind.COMPANION_WELL, press.by.person_id, {"via": press.by.via}),))
    if press.pin is Pin.DURESS:
        return said + stay_silent(visit, press.by, context)
    return said + alarms.companion_heard(visit.open_alarm, press.by) if visit.open_alarm else said


def _sign_of_life(visit: Visit, press: Press, said: Mapping[str, Any], context: Context) -> Decision:
    """Decide what a sign of life does: it may answer the check call, if the profile accepts that, and the alarm.

    That of a companion answers neither, whatever it was pressed with, nor that of one who said that they can't come:
    the worker is the one who is watched.
    """
    if visit.was_to_come(press.by.person_id) and press.pin is not Pin.DURESS:
        decision = Decision(visit=heard_at(visit, press.by, press.at))
        return decision + alarms.companion_heard(visit.open_alarm, press.by) if visit.open_alarm else decision
    if press.pin is not Pin.DURESS and too_late(visit, press.at, context.now):
        alarm = visit.open_alarm
        return alarms.heard(alarm, press, said, context) if alarm else NOTHING
    visit = heard_at(visit, press.by, press.at)
    decision = Decision(visit=visit)
    check_call = context.protocol.check_call
    if visit.check_call is CheckCall.ASKED and check_call and check_call.heard_counts:
        visit = replace(visit, check_call=CheckCall.OK)
        decision += Decision(
            visit=visit,
            events=(Event(EventKind.CHECK_CALL_OK, press.by.person_id),),
            deadlines={DeadlineKind.CHECK_CALL_UNANSWERED: None},
            silenced=frozenset({Template.CHECK_CALL_COLLEAGUE, Template.CHECK_CALL_WORKER}),
        )
    if press.pin is Pin.DURESS:
        return decision + stay_silent(visit, press.by, context)
    return decision + alarms.heard(visit.open_alarm, press, said, context) if visit.open_alarm else decision
