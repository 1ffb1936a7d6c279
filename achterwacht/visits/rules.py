"""The rules of a visit: planned, under way, ended (watch-rules.md, both tables).

Pure: time comes in as a parameter, people are found by the caller. The check call has its own rules in `check_calls`,
and reminding of a start or a home-coming that did not come in `chases`.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Cause, Level, People
from achterwacht.decision import (
    ALL_MESSAGES,
    NOT_OF_VISITS,
    NOTHING,
    Actor,
    Channel,
    CodePurpose,
    DeadlineKind,
    Decision,
    Event,
    EventKind,
    Notice,
    Template,
    Way,
)
from achterwacht.visits.facts import CheckCall, Deadlines, Feeling, Pin, ReturnTo, Rules, Visit, VisitState
from achterwacht.visits.refusals import (
    EndBeforeStart,
    EndNotLater,
    NotPlanned,
    NotUnderWay,
    ReasonNeeded,
    SilentAlarm,
    VisitTooLong,
)

BY_SMS = (Way(Channel.SMS),)
REMINDING = 40
TELLING_ADMINISTRATOR = 20
NO_DEADLINES: Deadlines = {kind: None for kind in DeadlineKind if kind not in NOT_OF_VISITS}


def plan(visit: Visit, by: Actor, protocol: Rules) -> Decision:
    """Put a visit in the plan. It has an open deadline from this moment on.

    Raises:
        EndBeforeStart, VisitTooLong: the times can't be.
    """
    _times_fit(visit.planned_start, visit.expected_end, protocol)
    return Decision(
        visit=visit,
        events=(Event(EventKind.PLANNED, by.person),),
        deadlines={DeadlineKind.PLANNED_START: visit.planned_start},
        notices=_by_somebody_else(visit, Template.VISIT_PLANNED, by),
    )


def move(visit: Visit, start: datetime, end: datetime, by: Actor, protocol: Rules) -> Decision:
    """Give a planned visit other times. What people promised for the old ones lapses.

    Raises:
        NotPlanned: it has started, or is over.
        EndBeforeStart, VisitTooLong: the times can't be.
    """
    if visit.state is not VisitState.PLANNED:
        raise NotPlanned
    if (start, end) == (visit.planned_start, visit.expected_end):
        return NOTHING
    promised = visit.back_up is not None or bool(visit.companions)
    moved = replace(
        visit,
        planned_start=start,
        expected_end=end,
        chased=0,
        alone_asked=None,
        alone_allowed_by=None,
        back_up_accepted_at=None,
        police_told_at=None,
    )
    _times_fit(start, end, protocol)
    return Decision(
        visit=moved,
        events=(Event(EventKind.MOVED, by.person, {"start": start.isoformat(), "again": promised or None}),),
        deadlines={DeadlineKind.PLANNED_START: start},
        notices=_by_somebody_else(moved, Template.VISIT_MOVED, by),
        silenced=ALL_MESSAGES,
    )


def cancel(visit: Visit, by: Actor, reason: str) -> Decision:
    """Cancel a planned visit. One under way can't be cancelled: check it out.

    Raises:
        NotPlanned: it has started, or is over.
    """
    if visit.state is VisitState.CANCELLED:
        return NOTHING
    if visit.state is not VisitState.PLANNED:
        raise NotPlanned
    return Decision(
        visit=replace(visit, state=VisitState.CANCELLED),
        events=(Event(EventKind.CANCELLED, by.person, {"reason": reason}),),
        deadlines=NO_DEADLINES,
        notices=_by_somebody_else(visit, Template.VISIT_CANCELLED, by),
        silenced=ALL_MESSAGES,
    )


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
    _times_fit(now, until, protocol)
    started = replace(
        visit,
        state=VisitState.UNDER_WAY,
        started_at=now,
        expected_end=until,
        last_heard_at=now,
        chased=0,
        check_call=CheckCall.NONE if _call_after(visit, protocol) is None else CheckCall.PLANNED,
    )
    decision = Decision(
        visit=started,
        events=(Event(EventKind.CHECKED_IN, by.person, {"until": until.isoformat()}),),
        deadlines={**NO_DEADLINES, **watch_deadlines(started, protocol, now)},
        silenced=ALL_MESSAGES,
    )
    watched = somebody_on_duty(visit, people) and somebody_on_duty(visit, at_the_end)
    return decision if watched else decision + _nobody_on_duty(people)


def somebody_on_duty(visit: Visit, people: People) -> bool:
    """Whether at least one colleague or manager outside could be told now."""
    watchers = people.at(Level.COLLEAGUE) + people.at(Level.MANAGER)
    return any(one.skip is None and not visit.of_the_visit(one.person) for one in watchers)


def watch_deadlines(visit: Visit, protocol: Rules, now: datetime) -> Deadlines:
    """What a visit under way must be asked from now on: the check call, the reminder, the end.

    A check call so close to the reminder is not made: the reminder asks the same. One whose moment passed is not spoken
    of: where it was due and the clock did not get to it yet, it still comes. A reminder whose moment passed before it
    was set (a very short visit) is not sent: the chase follows at once anyway.
    """
    assert visit.started_at is not None
    reminder = visit.expected_end - protocol.watch.reminder_before_end
    asked: dict[DeadlineKind, datetime | None] = {
        DeadlineKind.END_APPROACHING: reminder if reminder > now else None,
        DeadlineKind.OVERDUE: visit.expected_end + protocol.watch.grace,
    }
    after = _call_after(visit, protocol)
    if protocol.check_call is None or after is None or visit.check_call is not CheckCall.PLANNED:
        return {DeadlineKind.CHECK_CALL: None, **asked}
    due = visit.started_at + after
    if due <= now:
        return asked
    near = abs(due - reminder) <= protocol.check_call.near_reminder and reminder > now
    return {DeadlineKind.CHECK_CALL: due if due < visit.expected_end and not near else None, **asked}


def _call_after(visit: Visit, protocol: Rules) -> timedelta | None:
    """How long after the start this visit gets its check call, if it gets one by itself."""
    return None if protocol.check_call is None else protocol.check_call.due_after(visit.call_after)


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
    """Move the expected end of a visit under way. The duress PIN is never refused: it is heard, whatever can't be.

    Raises:
        NotUnderWay: the visit has not started, or is over.
        EndNotLater: `until` does not lie after the expected end.
        VisitTooLong: `until` lies beyond the profile's longest visit.
    """
    if _over_and_forced(visit, by, pin):
        return under_duress(visit, by, people, now, protocol)
    started_at = _going_on(visit)
    try:
        _lasts_longer(visit, started_at, until, now, protocol)
    except (EndNotLater, VisitTooLong):
        if pin is Pin.DURESS:
            return under_duress(visit, by, people, now, protocol)
        raise
    longer = replace(visit, expected_end=until)
    event = Event(EventKind.EXTENDED, by.person, {"until": until.isoformat(), "via": by.via})
    moved = Decision(visit=longer, events=(event,), deadlines=watch_deadlines(longer, protocol, now))
    return moved + _sign_of_life(
        longer, by, pin, {"heard": "extended", "until": until}, pressed_at, people, now, protocol
    )


def say_ok(
    visit: Visit, by: Actor, pin: Pin, pressed_at: datetime, people: People, now: datetime, protocol: Rules
) -> Decision:
    """The worker says that all is well. After the expected end that gives some time before the next question.

    The duress PIN is heard on a visit that somebody ended already, too.

    Raises:
        NotUnderWay: the visit has not started, or is over.
    """
    if _over_and_forced(visit, by, pin):
        return under_duress(visit, by, people, now, protocol)
    _going_on(visit)
    said = Decision(visit=visit, events=(Event(EventKind.SAID_OK, by.person, {"via": by.via}),))
    if visit.expected_end <= now and not _too_late(visit, pressed_at):
        visit = replace(visit, expected_end=now + protocol.watch.ok_gives)
        said += Decision(visit=visit, deadlines=watch_deadlines(visit, protocol, now))
    return said + _sign_of_life(visit, by, pin, {"heard": "ok"}, pressed_at, people, now, protocol)


def check_out(
    visit: Visit,
    by: Actor,
    pin: Pin,
    reason: str,
    return_to: ReturnTo | None,
    pressed_at: datetime,
    people: People,
    now: datetime,
    protocol: Rules,
) -> Decision:
    """End the watch. A repeat answers the same. Somebody else needs a reason.

    The duress PIN is heard on a visit that somebody ended already, too: a screen that does not know it yet asks for it.

    Raises:
        NotUnderWay: the visit has not started.
        ReasonNeeded: by a colleague without one.
    """
    if visit.state is VisitState.ENDED:
        return under_duress(visit, by, people, now, protocol) if _over_and_forced(visit, by, pin) else NOTHING
    _started(visit)
    if not visit.of_the_visit(by.person) and not reason.strip():
        raise ReasonNeeded
    event = Event(
        EventKind.CHECKED_OUT, by.person, {"via": by.via, "reason": reason, "return": return_to and return_to.value}
    )
    if pin is Pin.DURESS and visit.covered_at is None:
        # Their screen says what the right PIN would say: ended, and where to.
        covered = replace(visit, covered_at=now, return_to=return_to)
        return Decision(events=(event,)) + under_duress(covered, by, people, now, protocol)
    if pin is Pin.DURESS:
        return under_duress(visit, by, people, now, protocol)
    alarm = visit.open_alarm
    closing = alarms.sign_off(alarm, by, reason, pressed_at, now) if alarm else NOTHING
    visit = heard_at(visit, by, pressed_at)
    if alarm and (closing.alarm is None or closing.alarm.open):
        signed = visit if pressed_at < alarm.opened_at else replace(visit, signed_off_at=now)
        if alarm.cause is Cause.DURESS and visit.of_the_visit(by.person):
            # With the right PIN too: a check-out that seemed to do nothing would give the silent alarm away.
            signed = replace(signed, covered_at=visit.covered_at or now, return_to=return_to)
            return Decision(visit=signed, events=(event,)) + closing
        return Decision(visit=signed) + closing
    ended = replace(visit, state=VisitState.ENDED, ended_at=now, return_to=return_to, chased=0)
    home = protocol.home_safe if return_to is ReturnTo.HOME else None
    deadlines = {**NO_DEADLINES, DeadlineKind.HOME_SAFE: now + home.after} if home else NO_DEADLINES
    return Decision(visit=ended, events=(event,), deadlines=deadlines, silenced=ALL_MESSAGES) + closing


def not_in_silence(by: Actor, inside: Collection[UUID], silent: Collection[UUID]) -> None:
    """What a colleague may not do while one of those inside is in a silent alarm: ask, phone, or end the watch.

    Raises:
        SilentAlarm: by somebody outside; to those inside it does not exist.
    """
    if by.person not in {*inside, *silent} and not set(inside).isdisjoint(silent):
        raise SilentAlarm


def feel(by: Actor, feeling: Feeling) -> Decision:
    """One tap afterwards: how it was."""
    return Decision(events=(Event(EventKind.FELT, by.person, {"feeling": feeling.value}),))


def panic(visit: Visit, by: Actor, people: People, now: datetime, protocol: Rules) -> Decision:
    """The noodknop. Never too late, never refused while the visit is under way; it joins the alarm that is open."""
    _started(visit)
    return sound(heard_at(visit, by, now), Cause.PANIC, Level.MANAGER, people, now, protocol)


def under_duress(visit: Visit, by: Actor, people: People, now: datetime, protocol: Rules) -> Decision:
    """The duress PIN: an alarm that the worker's screen knows nothing of."""
    # Who was asked to phone the worker, and did not read it yet, is not asked any more.
    unsaid = Decision(silenced=frozenset({Template.CHECK_CALL_COLLEAGUE}))
    return unsaid + sound(heard_at(visit, by, now), Cause.DURESS, Level.MANAGER, people, now, protocol)


def sound(visit: Visit, cause: Cause, level: Level, people: People, now: datetime, protocol: Rules) -> Decision:
    """Open an alarm on the visit, or let the cause join the open one. A visit has at most one open alarm."""
    if visit.open_alarm:
        return Decision(visit=visit) + alarms.raise_alarm(visit.open_alarm, cause, level, people, now)
    return Decision(visit=visit) + alarms.open_alarm(visit.new_alarm(cause, level, now, protocol.plan()), people, now)


def after_resolving(
    visit: Visit, cause: Cause, new_end: datetime | None, now: datetime, protocol: Rules, by: Actor
) -> Decision:
    """What becomes of the visit when somebody closed its alarm.

    A new expected end lets it go on. Without one, `overdue` ends it, and so does any cause when the worker had signed
    off or the expected end has passed; otherwise it stays watched until its expected end.

    Raises:
        EndBeforeStart, VisitTooLong: the new end can't be.
    """
    if not visit.under_way:
        return NOTHING
    if new_end is not None:
        if new_end <= now:
            raise EndBeforeStart
        if new_end - _started(visit) > protocol.watch.longest_visit:
            raise VisitTooLong(longest=protocol.watch.longest_visit)
        visit = replace(visit, expected_end=new_end, signed_off_at=None, covered_at=None)
    elif cause is Cause.OVERDUE or visit.signed_off_at or visit.covered_at or visit.expected_end <= now:
        ended = replace(visit, state=VisitState.ENDED, ended_at=now)
        return Decision(visit=ended, events=(Event(EventKind.ENDED_BY_ALARM, by.person),), deadlines=NO_DEADLINES)
    return Decision(visit=visit, deadlines=watch_deadlines(visit, protocol, now))


def end_approaching(visit: Visit) -> Decision:
    """The end comes near: remind the worker, in a neutral text."""
    if not visit.under_way or visit.open_alarm:
        return NOTHING
    notice = Notice(visit.worker, Template.END_REMINDER, BY_SMS, REMINDING)
    return Decision(events=(Event(EventKind.REMINDED),), notices=(notice,))


def overdue(visit: Visit, people: People, now: datetime, protocol: Rules) -> Decision:
    """The expected end passed without a check-out: the alarm starts with the worker."""
    if not visit.under_way:
        return NOTHING
    event = Decision(events=(Event(EventKind.OVERDUE),))
    alarmed = sound(visit, Cause.OVERDUE, Level.WORKER, people, now, protocol)
    begins = visit.open_alarm is None and alarmed.alarm is not None and alarmed.alarm.level is Level.WORKER
    ways = protocol.plan().step(Level.WORKER).ways
    return event + alarmed + (ask_who_is_there(visit, ways) if begins else NOTHING)


def ask_who_is_there(visit: Visit, ways: tuple[Way, ...]) -> Decision:
    """The worker is silent: who is there with them is asked before anybody outside. Their answer is news, no more."""
    if not visit.there:
        return NOTHING
    return Decision(
        events=(Event(EventKind.COMPANION_CHASED, facts={"names": [one.name for one in visit.there]}),),
        notices=tuple(
            Notice(one.person, Template.CHASE_COMPANION, ways, REMINDING, code=CodePurpose.COMPANION_WELL)
            for one in visit.there
        ),
    )


def companion_says_well(visit: Visit, by: Actor, pin: Pin, people: People, now: datetime, protocol: Rules) -> Decision:
    """A companion says that all is well. Those who were told read it; it answers nothing, and the climb goes on.

    Raises:
        NotUnderWay: the visit has not started, or is over.
    """
    _going_on(visit)
    said = Decision(events=(Event(EventKind.COMPANION_WELL, by.person, {"via": by.via}),))
    if pin is Pin.DURESS:
        return said + under_duress(visit, by, people, now, protocol)
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
    if pin is not Pin.DURESS and _too_late(visit, pressed_at):
        alarm = visit.open_alarm
        return alarms.heard(alarm, by, said, pressed_at, now) if alarm else NOTHING
    visit = heard_at(visit, by, pressed_at)
    decision = Decision(visit=visit)
    if visit.check_call is CheckCall.ASKED and protocol.check_call and protocol.check_call.heard_counts:
        visit = replace(visit, check_call=CheckCall.OK)
        decision += Decision(
            visit=visit,
            events=(Event(EventKind.CHECK_CALL_OK, by.person),),
            deadlines={DeadlineKind.CHECK_CALL_UNANSWERED: None},
            silenced=frozenset({Template.CHECK_CALL_COLLEAGUE, Template.CHECK_CALL_WORKER}),
        )
    if pin is Pin.DURESS:
        return decision + under_duress(visit, by, people, now, protocol)
    return decision + alarms.heard(visit.open_alarm, by, said, pressed_at, now) if visit.open_alarm else decision


def _over_and_forced(visit: Visit, by: Actor, pin: Pin) -> bool:
    return visit.state is VisitState.ENDED and pin is Pin.DURESS and visit.of_the_visit(by.person)


def _lasts_longer(visit: Visit, started_at: datetime, until: datetime, now: datetime, protocol: Rules) -> None:
    if until <= visit.expected_end or until <= now:
        raise EndNotLater(expected_end=visit.expected_end)
    if until - started_at > protocol.watch.longest_visit:
        raise VisitTooLong(longest=protocol.watch.longest_visit)


def heard_at(visit: Visit, by: Actor, moment: datetime) -> Visit:
    """The last contact is when somebody inside pressed: not when it came in, and not what a colleague did."""
    if not visit.of_the_visit(by.person):
        return visit
    return replace(visit, last_heard_at=max(moment, visit.last_heard_at or moment))


def _too_late(visit: Visit, pressed_at: datetime) -> bool:
    """What was pressed before an alarm opened never answers that alarm."""
    return visit.open_alarm is not None and pressed_at < visit.open_alarm.opened_at


def _by_somebody_else(visit: Visit, template: Template, by: Actor) -> tuple[Notice, ...]:
    """The worker hears what another did with their day."""
    if by.person in (None, visit.worker):
        return ()
    return (Notice(visit.worker, template, BY_SMS, REMINDING, facts={"by": by.name}),)


def _nobody_on_duty(people: People) -> Decision:
    notices = tuple(
        Notice(one.person, Template.NOBODY_ON_DUTY, BY_SMS, TELLING_ADMINISTRATOR)
        for one in people.administrators
        if one.skip is None
    )
    return Decision(events=(Event(EventKind.NOBODY_ON_DUTY),), notices=notices)


def _going_on(visit: Visit) -> datetime:
    """When it started, if it is not over: neither in truth, nor for the worker who ended it with the duress PIN."""
    if visit.covered_at is not None:
        raise NotUnderWay
    return _started(visit)


def _started(visit: Visit) -> datetime:
    if not visit.under_way or visit.started_at is None:
        raise NotUnderWay
    return visit.started_at


def _times_fit(start: datetime, end: datetime, protocol: Rules) -> None:
    if end <= start:
        raise EndBeforeStart
    if end - start > protocol.watch.longest_visit:
        raise VisitTooLong(longest=protocol.watch.longest_visit)
