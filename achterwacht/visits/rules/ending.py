"""How a visit ends, and what goes on after its alarm was closed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Cause
from achterwacht.alarms.rules import BY_SMS
from achterwacht.context import Context, Press
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.visits.facts import Onward, Pin, ReturnTo, Visit, VisitKind, VisitState
from achterwacht.visits.refusals import (
    EndBeforeStart,
    NotAnObservation,
    ReasonNeeded,
    SilentAlarm,
    VisitTooLong,
)
from achterwacht.visits.rules.returning import Leg, closed_by_others, finished, leg_after, waits
from achterwacht.visits.rules.trouble import stay_silent
from achterwacht.visits.rules.watching import NO_DEADLINES, heard_at, started, watch_deadlines
from notifications.texts.templates import ALL_MESSAGES, Template

NOWHERE = Onward()


def check_out(
    visit: Visit,
    press: Press,
    reason: str,
    return_to: ReturnTo | None,
    context: Context,
    onward: Onward = NOWHERE,
) -> Decision:
    """End the watch. A repeat gets the same answer. Anybody but the worker must give a reason.

    Where the protocol says so, the worker is expected at the office or at the next stop from then on. With the duress
    PIN the visit ends on their own screen only.

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
    leg = leg_after(visit, return_to, onward, context)
    facts = {"via": by.via, "reason": reason, "return": leg.return_to and leg.return_to.value}
    event = Event(EventKind.CHECKED_OUT, by.person_id, facts | {"back": leg.awaited_by, "to": leg.heading_to})
    if press.pin is Pin.DURESS and visit.shown_ended_at is None:
        # Their screen shows what it would show with the right PIN: ended, and where they go next.
        covered = _going(replace(visit, shown_ended_at=now), leg)
        return Decision(events=(event,)) + stay_silent(covered, by, context)
    if press.pin is Pin.DURESS:
        return stay_silent(visit, by, context)
    alarm = visit.open_alarm
    closing = alarms.sign_off(alarm, press, reason, context) if alarm else NOTHING
    visit = heard_at(visit, by, press.at)
    if alarm and (closing.alarm is None or closing.alarm.open):
        signed = visit if alarm.came_after(press.at, now) else replace(visit, signed_off_at=now)
        if alarm.cause is Cause.DURESS and visit.of_the_visit(by.person_id):
            # With the right PIN too: a check-out that seemed to do nothing would give the silent alarm away.
            first = signed.shown_ended_at is None
            signed = _going(replace(signed, shown_ended_at=now), leg) if first else signed
            # Nor do they read that it ended twice: a repeat gets the same answer, as after any check-out.
            return Decision(visit=signed, events=(event,) if first else ()) + closing
        return Decision(visit=signed) + closing
    ended = _going(replace(visit, state=VisitState.ENDED, ended_at=now, chased_count=0, quiet=False), leg)
    home = context.protocol.home_safe if leg.return_to is ReturnTo.HOME else None
    deadlines = {**NO_DEADLINES, **waits(ended, context)}
    if home:
        deadlines[DeadlineKind.HOME_SAFE] = now + home.after
    over = Decision(visit=ended, events=(event,), deadlines=deadlines, silenced=ALL_MESSAGES)
    return over + closing + finished(ended, by, context)


def _going(visit: Visit, leg: Leg) -> Visit:
    return replace(
        visit,
        return_to=leg.return_to,
        awaited_by=leg.awaited_by,
        heading_to=leg.heading_to,
        returned_at=None,
    )


def broken_off(visit: Visit, press: Press, ended: Decision, context: Context) -> Decision:
    """Add to a check-out that an observer was noticed, and tell the colleague on duty (P5).

    Under an alarm, and with the duress PIN, it is a check-out like any other.

    ended: what the check-out decides.

    Raises:
        NotAnObservation: who visits somebody is not broken off for being seen.
    """
    if visit.kind is not VisitKind.OBSERVATION:
        raise NotAnObservation
    if ended.visit is None or ended.visit.state is not VisitState.ENDED:
        return ended
    watching = [one for one in context.people.first if one.skip is None and not visit.of_the_visit(one.person)]
    told = tuple(Notice(one.person, Template.BROKEN_OFF, BY_SMS, MessagePriority.NEWS) for one in watching)
    return ended + Decision(events=(Event(EventKind.BROKEN_OFF, press.by.person_id),), notices=told)


def not_in_silence(by: Actor, inside: Collection[UUID], silent: Collection[UUID]) -> None:
    """Refuse what a colleague may not do during a silent alarm: question or phone those inside, or end the watch.

    Raises:
        SilentAlarm: by somebody outside; to those inside it does not exist.
    """
    if by.person_id not in {*inside, *silent} and not set(inside).isdisjoint(silent):
        raise SilentAlarm


def after_resolving(visit: Visit, by: Actor, new_end: datetime | None, context: Context) -> Decision:
    """Decide what happens to the visit when somebody closes its alarm.

    A worker on the way back is not expected any more, unless a new moment was agreed. A visit that is under way goes on
    if it gets a new expected end. Without one it ends if the worker had signed off, or if the expected end has passed;
    otherwise, also where the worker asked for more time meanwhile, it is watched until its expected end. Whoever closed
    it knows how they are: that somebody asked not to be phoned is over.

    Raises:
        EndBeforeStart, VisitTooLong: the new end can't be.
    """
    now, longest = context.now, context.protocol.watch.longest_visit
    on_the_way = visit.state is VisitState.ENDED and visit.on_the_way
    if not visit.under_way and not on_the_way:
        return NOTHING
    visit = replace(visit, quiet=False)
    if new_end is not None:
        if new_end <= now:
            raise EndBeforeStart
        if new_end - (now if on_the_way else started(visit)) > longest:
            raise VisitTooLong(longest=longest)
    if on_the_way:
        return closed_by_others(visit, by, new_end, context)
    if new_end is not None:
        visit = _going(replace(visit, expected_end=new_end, signed_off_at=None, shown_ended_at=None), Leg(None))
    elif visit.signed_off_at or visit.shown_ended_at or visit.expected_end <= now:
        # Whoever closed it knows where the worker is, so what the worker's screen still said does not matter.
        ended = replace(visit, state=VisitState.ENDED, ended_at=now, awaited_by=None, heading_to=None, returned_at=None)
        return Decision(visit=ended, events=(Event(EventKind.ENDED_BY_ALARM, by.person_id),), deadlines=NO_DEADLINES)
    return Decision(visit=visit, deadlines=watch_deadlines(visit, context))
