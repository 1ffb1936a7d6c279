"""A visit under way: begun, made longer, heard of."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import People
from achterwacht.decision import NOTHING, Decision, Event
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.visits.facts import CheckCall, Feeling, Pin, Rules, Visit, VisitState
from achterwacht.visits.refusals import NotPlanned
from achterwacht.visits.rules.trouble import stay_silent
from achterwacht.visits.rules.watching import (
    NO_DEADLINES,
    call_after,
    going_on,
    heard_at,
    lasts_longer,
    nobody_on_duty,
    shown_alarm,
    somebody_on_duty,
    times_fit,
    too_late,
    watch_deadlines,
)
from notifications.texts.templates import ALL_MESSAGES, Template


def check_in(
    visit: Visit, until: datetime, by: Actor, people: People, at_the_end: People, now: datetime, protocol: Rules
) -> Decision:
    """Start the watch. A repeat answers the same.

    Nobody on duty now (`people`) or at the expected end (`at_the_end`): said at once, and told to the administrator.

    Raises:
        NotPlanned: the visit is over.
        EndBeforeStart, VisitTooLong: the expected end can't be.
    """
    if visit.under_way:
        return NOTHING
    if visit.state is not VisitState.PLANNED:
        raise NotPlanned
    times_fit(now, until, protocol)
    started = replace(
        visit,
        state=VisitState.UNDER_WAY,
        started_at=now,
        expected_end=until,
        last_heard_at=now,
        chased_count=0,
        check_call=CheckCall.NONE if call_after(visit, protocol) is None else CheckCall.PLANNED,
    )
    decision = Decision(
        visit=started,
        events=(Event(EventKind.CHECKED_IN, by.person_id, {"until": until.isoformat()}),),
        deadlines={**NO_DEADLINES, **watch_deadlines(started, protocol, now)},
        silenced=ALL_MESSAGES,
    )
    watched = somebody_on_duty(visit, people) and somebody_on_duty(visit, at_the_end)
    return decision if watched else decision + nobody_on_duty(people)


def extend(
    visit: Visit,
    until: datetime,
    by: Actor,
    pin: Pin,
    pressed_at: datetime,
    people: People,
    now: datetime,
    protocol: Rules,
) -> Decision:
    """Move the expected end of a visit under way. What can't be is refused alike with either PIN.

    Raises:
        NotUnderWay: the visit has not started, or is over.
        EndNotLater: `until` does not lie after the expected end.
        VisitTooLong: `until` lies beyond the profile's longest visit.
    """
    lasts_longer(visit, going_on(visit), until, now, protocol)
    longer = replace(visit, expected_end=until)
    event = Event(EventKind.EXTENDED, by.person_id, {"until": until.isoformat(), "via": by.via})
    moved = Decision(visit=longer, events=(event,), deadlines=watch_deadlines(longer, protocol, now))
    return moved + _sign_of_life(
        longer, by, pin, {"heard": "extended", "until": until}, pressed_at, people, now, protocol
    )


def say_ok(
    visit: Visit, by: Actor, pin: Pin, pressed_at: datetime, people: People, now: datetime, protocol: Rules
) -> Decision:
    """The worker says that all is well. After the expected end that gives some time before the next question.

    Raises:
        NotUnderWay: the visit has not started, or is over.
    """
    going_on(visit)
    said = Decision(visit=visit, events=(Event(EventKind.SAID_OK, by.person_id, {"via": by.via}),))
    if visit.expected_end <= now and (shown_alarm(visit) is None or not too_late(visit, pressed_at)):
        visit = replace(visit, expected_end=now + protocol.watch.ok_gives)
        said += Decision(visit=visit, deadlines=watch_deadlines(visit, protocol, now))
    return said + _sign_of_life(visit, by, pin, {"heard": "ok"}, pressed_at, people, now, protocol)


def feel(by: Actor, feeling: Feeling) -> Decision:
    """One tap afterwards: how it was."""
    return Decision(events=(Event(EventKind.FELT, by.person_id, {"feeling": feeling.value}),))


def companion_says_well(visit: Visit, by: Actor, pin: Pin, people: People, now: datetime, protocol: Rules) -> Decision:
    """A companion says that all is well. Those who were told read it; it answers nothing, and the climb goes on.

    Raises:
        NotUnderWay: the visit has not started, or is over.
    """
    going_on(visit)
    said = Decision(events=(Event(EventKind.COMPANION_WELL, by.person_id, {"via": by.via}),))
    if pin is Pin.DURESS:
        return said + stay_silent(visit, by, people, now, protocol)
    return said + alarms.companion_heard(visit.open_alarm, by) if visit.open_alarm else said


def _sign_of_life(
    visit: Visit,
    by: Actor,
    pin: Pin,
    said: Mapping[str, Any],
    pressed_at: datetime,
    people: People,
    now: datetime,
    protocol: Rules,
) -> Decision:
    """What being heard does: it answers the check call where the profile accepts that, and perhaps the alarm."""
    if pin is not Pin.DURESS and too_late(visit, pressed_at):
        alarm = visit.open_alarm
        return alarms.heard(alarm, by, said, pressed_at, now) if alarm else NOTHING
    visit = heard_at(visit, by, pressed_at)
    decision = Decision(visit=visit)
    if visit.check_call is CheckCall.ASKED and protocol.check_call and protocol.check_call.heard_counts:
        visit = replace(visit, check_call=CheckCall.OK)
        decision += Decision(
            visit=visit,
            events=(Event(EventKind.CHECK_CALL_OK, by.person_id),),
            deadlines={DeadlineKind.CHECK_CALL_UNANSWERED: None},
            silenced=frozenset({Template.CHECK_CALL_COLLEAGUE, Template.CHECK_CALL_WORKER}),
        )
    if pin is Pin.DURESS:
        return decision + stay_silent(visit, by, people, now, protocol)
    return decision + alarms.heard(visit.open_alarm, by, said, pressed_at, now) if visit.open_alarm else decision
