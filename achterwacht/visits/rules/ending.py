"""How a visit ends, and what goes on after its alarm was closed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Cause
from achterwacht.context import Context, Press
from achterwacht.decision import NOTHING, Decision, Event
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.visits.facts import Pin, ReturnTo, Visit, VisitState
from achterwacht.visits.refusals import (
    EndBeforeStart,
    ReasonNeeded,
    SilentAlarm,
    VisitTooLong,
)
from achterwacht.visits.rules.trouble import stay_silent
from achterwacht.visits.rules.watching import NO_DEADLINES, heard_at, started, watch_deadlines
from notifications.texts.templates import ALL_MESSAGES


def check_out(visit: Visit, press: Press, reason: str, return_to: ReturnTo | None, context: Context) -> Decision:
    """End the watch. A repeat answers the same. Somebody else needs a reason.

    With the duress PIN it ends on their own screen only.

    Raises:
        NotUnderWay: the visit has not started.
        ReasonNeeded: by a colleague without one.
    """
    if visit.state is VisitState.ENDED:
        return NOTHING
    started(visit)
    by, now = press.by, context.now
    if not visit.of_the_visit(by.person_id) and not reason.strip():
        raise ReasonNeeded
    event = Event(
        EventKind.CHECKED_OUT, by.person_id, {"via": by.via, "reason": reason, "return": return_to and return_to.value}
    )
    if press.pin is Pin.DURESS and visit.shown_ended_at is None:
        # Their screen says what the right PIN would say: ended, and where to.
        covered = replace(visit, shown_ended_at=now, return_to=return_to)
        return Decision(events=(event,)) + stay_silent(covered, by, context)
    if press.pin is Pin.DURESS:
        return stay_silent(visit, by, context)
    alarm = visit.open_alarm
    closing = alarms.sign_off(alarm, press, reason, context) if alarm else NOTHING
    visit = heard_at(visit, by, press.at)
    if alarm and (closing.alarm is None or closing.alarm.open):
        signed = visit if press.at < alarm.opened_at else replace(visit, signed_off_at=now)
        if alarm.cause is Cause.DURESS and visit.of_the_visit(by.person_id):
            # With the right PIN too: a check-out that seemed to do nothing would give the silent alarm away.
            signed = replace(signed, shown_ended_at=visit.shown_ended_at or now, return_to=return_to)
            return Decision(visit=signed, events=(event,)) + closing
        return Decision(visit=signed) + closing
    ended = replace(visit, state=VisitState.ENDED, ended_at=now, return_to=return_to, chased_count=0)
    home = context.protocol.home_safe if return_to is ReturnTo.HOME else None
    deadlines = {**NO_DEADLINES, DeadlineKind.HOME_SAFE: now + home.after} if home else NO_DEADLINES
    return Decision(visit=ended, events=(event,), deadlines=deadlines, silenced=ALL_MESSAGES) + closing


def not_in_silence(by: Actor, inside: Collection[UUID], silent: Collection[UUID]) -> None:
    """What a colleague may not do while one of those inside is in a silent alarm: ask, phone, or end the watch.

    Raises:
        SilentAlarm: by somebody outside; to those inside it does not exist.
    """
    if by.person_id not in {*inside, *silent} and not set(inside).isdisjoint(silent):
        raise SilentAlarm


def after_resolving(visit: Visit, by: Actor, cause: Cause, new_end: datetime | None, context: Context) -> Decision:
    """What becomes of the visit when somebody closed its alarm.

    A new expected end lets it go on. Without one, `overdue` ends it, and so does any cause when the worker had signed
    off or the expected end has passed; otherwise it stays watched until its expected end.

    Raises:
        EndBeforeStart, VisitTooLong: the new end can't be.
    """
    if not visit.under_way:
        return NOTHING
    now, longest = context.now, context.protocol.watch.longest_visit
    if new_end is not None:
        if new_end <= now:
            raise EndBeforeStart
        if new_end - started(visit) > longest:
            raise VisitTooLong(longest=longest)
        visit = replace(visit, expected_end=new_end, signed_off_at=None, shown_ended_at=None)
    elif cause is Cause.OVERDUE or visit.signed_off_at or visit.shown_ended_at or visit.expected_end <= now:
        ended = replace(visit, state=VisitState.ENDED, ended_at=now)
        return Decision(visit=ended, events=(Event(EventKind.ENDED_BY_ALARM, by.person_id),), deadlines=NO_DEADLINES)
    return Decision(visit=visit, deadlines=watch_deadlines(visit, context))
