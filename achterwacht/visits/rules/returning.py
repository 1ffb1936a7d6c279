"""The way back after a visit: until we hear of the worker, they are expected at the office or at the day's next stop.

The way back belongs to the visit that ended (docs/decisions/0062-the-way-back-belongs-to-the-visit.md). The watch goes
from stop to stop, each with an end of its own, and between two stops there is always one moment at which the worker is
missed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Cause, Level
from achterwacht.context import Context, Press
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.visits.facts import Onward, Pin, ReturnTo, Visit, VisitState
from achterwacht.visits.refusals import BackBeforeEnd, BackTooLate, EndNotLater, NotOnTheWayBack, ReasonNeeded
from achterwacht.visits.rules.trouble import sound, stay_silent
from achterwacht.visits.rules.watching import BY_SMS, heard_at, shown_alarm, too_late
from achterwacht.visits.times import OfficeHoursTimes, Rules
from notifications.texts.templates import Template


@dataclass(frozen=True)
class Leg:
    """Where the worker goes from here, and by when they are expected there.

    awaited_by: None when nobody expects them.
    """

    return_to: ReturnTo | None
    awaited_by: datetime | None = None
    heading_to: str | None = None


def leg_after(visit: Visit, return_to: ReturnTo | None, onward: Onward, context: Context) -> Leg:
    """Returns where the worker goes after this visit.

    If the next stop starts before they would be back, or too soon after that to go to the office in between, it belongs
    to the same trip and they are expected there. A worker who did not say where they go, and would be back after the
    office has closed, is taken to go home.
    """
    after = context.protocol.signing_off.back_after
    if after is None or onward.elsewhere or return_to is ReturnTo.HOME:
        return Leg(return_to)
    now = context.now
    said = min(visit.back_by or now, now + context.protocol.watch.longest_visit)
    there = max(now + after, said)
    stop = onward.stop
    if stop is not None and stop.start <= max(there, now + 2 * after):
        return Leg(return_to, max(stop.start, now) + after, stop.address)
    if return_to is None and visit.back_by is None and _closed(there, context.protocol.office_hours, onward.zone):
        return Leg(ReturnTo.HOME)
    return Leg(return_to, there)


def waits(visit: Visit, context: Context) -> dict[DeadlineKind, datetime | None]:
    """Returns the deadline for a worker on the way back."""
    due = visit.awaited_by + context.protocol.watch.grace if visit.on_the_way and visit.awaited_by else None
    return {DeadlineKind.BACK: due}


def not_back(visit: Visit, context: Context) -> Decision:
    """Open an alarm, which starts with the worker: nothing was heard of them at the office or at the next stop."""
    if visit.state is not VisitState.ENDED or not visit.on_the_way:
        return NOTHING
    event = Event(EventKind.NOT_BACK, facts={"to": visit.heading_to})
    return Decision(events=(event,)) + sound(visit, Cause.NOT_BACK, Level.WORKER, context)


def back(visit: Visit, press: Press, reason: str, to: ReturnTo, context: Context, *, at_home: bool = False) -> Decision:
    """Record that the worker is back at the office, or goes straight home after all.

    A repeat gets the same answer. Anybody but the worker must give a reason. An open alarm is treated as in a
    check-out. With the duress PIN the worker is back on their own screen only.

    at_home: they are there already, so nobody asks for a sign of life from home.

    Raises:
        NotOnTheWayBack: nobody waits for them.
        ReasonNeeded: by a colleague without one.
    """
    if visit.returned_at is not None:
        return NOTHING
    if not visit.on_the_way:
        raise NotOnTheWayBack
    by, now = press.by, context.now
    if by.person_id != visit.worker and not reason.strip():
        raise ReasonNeeded
    # Who goes along comes back with the worker, as far as anybody said: the worker answers for all, by name.
    along = [one.name for one in visit.along if not one.declined]
    facts = {
        "via": by.via,
        "reason": reason.strip(),
        "return": to.value,
        "home": at_home or None,
        "names": along or None,
    }
    said = Event(EventKind.RETURNED, by.person_id, facts)
    there = replace(visit, returned_at=now, return_to=to)
    if press.pin is Pin.DURESS:
        closed = Decision(visit=there, events=(said,), deadlines={DeadlineKind.BACK: None})
        return closed + stay_silent(there, by, context)
    if too_late(visit, press.at, context.now) and visit.open_alarm is not None:
        return Decision(visit=_heard(visit, press)) + alarms.sign_off(visit.open_alarm, press, reason, context)
    asks = to is ReturnTo.HOME and not at_home and not covered(visit)
    home = context.protocol.home_safe if asks else None
    deadlines = {DeadlineKind.BACK: None, DeadlineKind.HOME_SAFE: now + home.after if home else None}
    decision = Decision(visit=_heard(there, press), events=(said,), deadlines=deadlines)
    alarm = visit.open_alarm
    return decision + alarms.sign_off(alarm, press, reason, context) if alarm else decision


def later(visit: Visit, press: Press, until: datetime, context: Context) -> Decision:
    """Expect the worker later, by `until`. An impossible moment is refused in the same way with either PIN.

    Raises:
        NotOnTheWayBack: nobody waits for them.
        EndNotLater, BackBeforeEnd: it does not lie after the moment that holds, or is past.
        BackTooLate: it lies further ahead than the longest visit.
    """
    if not visit.on_the_way or visit.awaited_by is None:
        raise NotOnTheWayBack
    if until <= visit.awaited_by:
        raise EndNotLater(expected_end=visit.awaited_by)
    back_in_time(until, context.now, context.protocol)
    return _goes_on(visit, press, until, "extended", context)


def well_on_the_way(visit: Visit, press: Press, context: Context) -> Decision:
    """Record that the worker is well and not there yet. If the moment has passed, they get more time before the next
    question.

    Raises:
        NotOnTheWayBack: nobody waits for them.
    """
    if not visit.on_the_way or visit.awaited_by is None:
        raise NotOnTheWayBack
    said = Decision(events=(Event(EventKind.SAID_OK, press.by.person_id, {"via": press.by.via}),))
    past = visit.awaited_by <= context.now
    until = context.now + context.protocol.watch.ok_gives if past else visit.awaited_by
    return said + _goes_on(visit, press, until, "ok", context)


def went_on(visit: Visit, press: Press, context: Context) -> Decision:
    """Record that the worker checked in on the next visit, where the watch begins. For an open alarm this is only a
    sign of life.
    """
    if not visit.on_the_way:
        return NOTHING
    on = Decision(
        visit=_heard(replace(visit, returned_at=context.now), press),
        events=(Event(EventKind.WENT_ON, press.by.person_id),),
        deadlines={DeadlineKind.BACK: None},
    )
    return on + alarms.heard(visit.open_alarm, press, {"heard": "ok"}, context) if visit.open_alarm else on


def replanned(visit: Visit, onward: Onward, context: Context) -> Decision:
    """Adapt the way back to a changed plan of the day: another stop or another moment.

    An open alarm stays as it is. A silent one is not there to those inside: on their screen the moment moves.
    """
    if not visit.on_the_way or shown_alarm(visit) is not None:
        return NOTHING
    leg = leg_after(visit, visit.return_to or ReturnTo.OFFICE, onward, context)
    if leg.heading_to == visit.heading_to:
        # Where nothing changed for the way back, nobody is expected later than they were; nor ever earlier than was
        # agreed with them since.
        after, left = context.protocol.signing_off.back_after, visit.ended_at or visit.shown_ended_at or context.now
        if onward.stop is None or after is None or leg.heading_to is None:
            return NOTHING
        at_the_stop = max(onward.stop.start, left) + after
        if visit.awaited_by is not None and at_the_stop <= visit.awaited_by:
            return NOTHING
        leg = replace(leg, awaited_by=at_the_stop)
    moved = replace(visit, awaited_by=leg.awaited_by, heading_to=leg.heading_to)
    facts = {"until": leg.awaited_by, "to": leg.heading_to}
    deadlines = {} if covered(visit) else waits(moved, context)
    return Decision(visit=moved, events=(Event(EventKind.AWAITED, facts=facts),), deadlines=deadlines)


def closed_by_others(visit: Visit, by: Actor, until: datetime | None, context: Context) -> Decision:
    """End the way back when somebody closes its alarm, since they know where the worker is. A newly agreed moment keeps
    it open.
    """
    if until is None:
        return Decision(visit=replace(visit, returned_at=context.now), deadlines={DeadlineKind.BACK: None})
    moved = replace(visit, awaited_by=until)
    event = Event(EventKind.AWAITED, by.person_id, {"until": until, "to": visit.heading_to})
    return Decision(visit=moved, events=(event,), deadlines=waits(moved, context))


def finished(visit: Visit, by: Actor, context: Context) -> Decision:
    """Tell the desk that a visit is finished, where the protocol says so: the colleague on duty, or else a manager.

    Whoever ended the visit is not told. If a back-up was agreed on, the back-up is told instead of the desk.
    """
    if not context.protocol.signing_off.tells_finished or by.person_id is None or visit.back_up_accepted_at is not None:
        return NOTHING
    facts = {"back": visit.awaited_by, "to": visit.heading_to, "home": visit.return_to is ReturnTo.HOME}
    for people in (context.people.first, context.people.managers):
        told = [one for one in people if one.skip is None and not visit.of_the_visit(one.person)]
        if told:
            return Decision(
                notices=tuple(
                    Notice(one.person, Template.VISIT_FINISHED, BY_SMS, MessagePriority.NEWS, facts=facts)
                    for one in told
                    if one.person != by.person_id
                )
            )
    return NOTHING


def covered(visit: Visit) -> bool:
    """Whether the visit is over on the worker's screen only. The silent alarm watches over them then, and nothing else
    may.
    """
    return visit.shown_ended_at is not None and visit.state is not VisitState.ENDED


def back_in_time(moment: datetime | None, end: datetime, protocol: Rules) -> None:
    """Check the moment at which the worker says they will be back, against the end of the visit.

    It can't be further ahead than the longest visit, since until then nobody misses them.

    Raises:
        BackBeforeEnd: it does not lie after the end.
        BackTooLate: it lies further ahead.
    """
    if moment is None:
        return
    if moment <= end:
        raise BackBeforeEnd
    if moment - end > protocol.watch.longest_visit:
        raise BackTooLate(longest=protocol.watch.longest_visit)


def _goes_on(visit: Visit, press: Press, until: datetime, heard: str, context: Context) -> Decision:
    """Expect the worker, who was heard of on the way, by this moment. What was pressed before an alarm opened changes
    nothing.
    """
    said = {"heard": heard, "until": until} if heard == "extended" else {"heard": heard}
    alarm = visit.open_alarm
    if press.pin is not Pin.DURESS and alarm is not None and too_late(visit, press.at, context.now):
        return alarms.heard(alarm, press, said, context)
    moved = _heard(replace(visit, awaited_by=until, back_by=visit.back_by if visit.heading_to else until), press)
    facts = {"until": until, "to": visit.heading_to, "via": press.by.via}
    events = () if until == visit.awaited_by else (Event(EventKind.AWAITED, press.by.person_id, facts),)
    decision = Decision(
        visit=moved,
        events=events,
        deadlines={} if covered(visit) else waits(moved, context),
    )
    if press.pin is Pin.DURESS:
        return decision + stay_silent(moved, press.by, context)
    return decision + alarms.heard(alarm, press, said, context) if alarm else decision


def _heard(visit: Visit, press: Press) -> Visit:
    return heard_at(visit, press.by, press.at)


def _closed(moment: datetime, hours: Sequence[OfficeHoursTimes], zone: tzinfo) -> bool:
    """Whether the office is closed at that moment, in local time."""
    wall = moment.astimezone(zone)
    return not any(wall.isoweekday() in one.days and one.opens <= wall.time() <= one.closes for one in hours)
