"""Whether somebody may act on an alarm or visit now, whatever door they come through: app, SMS, call or link.

What counts is what they may at this moment. Having been told of an alarm, having taken it, having been asked to be
back-up or to take a turn gives nothing by itself: who lost their role since reads nothing and closes nothing. Two more
than a role in the team gives a right, and both are of now:

- on duty for the team by the roster, with a role that watches in some team of the organisation;
- an administrator, for an alarm that came to them because nobody else could be reached.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.codes.records import CodeRecord
from achterwacht.kinds import Actor, CodePurpose
from achterwacht.people.policy import Action, Caller, Grant, Inside, act_on
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.refused import NotFound
from achterwacht.roster.records import RosterRecord, ShiftRecord, SwapRecord
from achterwacht.use_cases.relief import handed_over
from achterwacht.visits.facts import ReturnTo, VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.duty import WATCHING, Duty, DutyBook
from achterwacht.watch.held import Held, hold_alarm, hold_visit
from achterwacht.watch.inside import pressed_openly
from foundation.clock import clock_of

STANDING_IN = frozenset(
    {
        Action.SEE_VISIT, Action.ASK_WORKER, Action.REPORT_CHECK_CALL, Action.CLOSE_HOME_SAFE, Action.SEE_ALARM,
        Action.TAKE_ALARM, Action.RESOLVE_ALARM, Action.SEE_HAND_OVER, Action.TAKE_WATCH,
    }
)  # fmt: skip
"""What the roster gives to who is on duty for a team in which they have no role."""


def caller_now(session: Session, organisation_id: UUID, person_id: UUID | None, via: str) -> Caller:
    """Somebody who comes through another door than the app, with what they may now.

    Raises:
        NotFound: they don't work here any more.
    """
    person = session.scalars(
        select(PersonRecord).where(
            PersonRecord.organisation_id == organisation_id, PersonRecord.id == person_id, PersonRecord.active
        )
    ).one_or_none()
    if person is None:
        raise NotFound("person")
    grants = session.execute(
        select(GrantRecord.role, GrantRecord.team_id).where(
            GrantRecord.organisation_id == organisation_id, GrantRecord.person_id == person.id
        )
    )
    held = frozenset(Grant(role, team_id) for role, team_id in grants)
    return Caller(person.id, organisation_id, person.name, held, via)


def on_alarm(session: Session, me: Caller, alarm_id: UUID, action: Action) -> Actor:
    """The caller as the one who does this with that alarm.

    Raises:
        NotFound: they may not know of it.
        NotAllowed: they know of it, and may not do this.
    """
    record = session.scalars(
        select(AlarmRecord).where(AlarmRecord.organisation_id == me.organisation_id, AlarmRecord.id == alarm_id)
    ).one_or_none()
    if record is None or hidden(session, me, record):
        raise NotFound("alarm")
    inside = Inside(record.worker_id, companions_of(session, record), now=record.resolved_at is None)
    if action in STANDING_IN and not me.can(action, record.team_id) and stands_in(session, me, record):
        return me.actor()
    return act_on(me, action, Action.SEE_ALARM, record.team_id, inside)


def held_alarm(session: Session, me: Caller, alarm_id: UUID, action: Action) -> Held:
    """That alarm, locked, in the hands of the caller, who may do this with it.

    Raises:
        NotFound: they may not know of it.
        NotAllowed: they know of it, and may not do this.
    """
    held = hold_alarm(session, alarm_id, me.actor())
    record = held.root.alarm
    assert record is not None
    along = _companions(held.root)
    if _hidden_from(session, me, record, along):
        raise NotFound("alarm")
    if action in STANDING_IN and not me.can(action, record.team_id) and may_stand_in(held.root, held.book, me):
        return held
    inside = Inside(record.worker_id, along, now=record.resolved_at is None)
    return replace(held, by=act_on(me, action, Action.SEE_ALARM, record.team_id, inside))


def on_visit(session: Session, me: Caller, visit_id: UUID, action: Action) -> Actor:
    """The caller as the one who does this with that visit; a stranger's visit is not there.

    Raises:
        NotFound: they may not know of it.
        NotAllowed: they know of it, and may not do this.
    """
    found = session.execute(
        select(VisitRecord.team_id, VisitRecord.worker_id, VisitRecord.state, VisitRecord.return_to).where(
            VisitRecord.organisation_id == me.organisation_id, VisitRecord.id == visit_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound("visit")
    along = _along(session, me.organisation_id, visit_id)
    return _acts_on(me, action, found, along, lambda: _on_duty(session, me, found.team_id))


def held_visit(session: Session, me: Caller, visit_id: UUID, action: Action) -> Held:
    """That visit, locked, in the hands of the caller, who may do this with it; a stranger's visit is not there.

    Raises:
        NotFound: they may not know of it.
        NotAllowed: they know of it, and may not do this.
    """
    held = hold_visit(session, visit_id, me.actor())
    by = _acts_on(me, action, held.root.visit, _companions(held.root), lambda: _watches(held.root, held.book, me))
    return replace(held, by=by)


def _acts_on(me: Caller, action: Action, visit: Any, along: Collection[UUID], on_duty: Callable[[], bool]) -> Actor:
    """`visit`: has its team_id, worker_id, state and return_to."""
    goes_on = visit.state is VisitState.UNDER_WAY or visit.return_to is ReturnTo.HOME
    outside = me.id != visit.worker_id and me.id not in along
    if action in STANDING_IN and outside and not me.can(action, visit.team_id) and on_duty():
        return me.actor()
    return act_on(me, action, Action.SEE_VISIT, visit.team_id, Inside(visit.worker_id, along, now=goes_on))


def is_inside(held: Held, me: Caller) -> bool:
    """Whether the caller is one of those who go in, or said that they can't."""
    return me.id == held.root.worker_id or me.id in _companions(held.root)


def stands_in(session: Session, me: Caller, record: AlarmRecord) -> bool:
    """Whether the roster of now, or being an administrator whom it came to for want of others, gives this alarm."""
    if me.id == record.worker_id or me.id in companions_of(session, record):
        return False
    if me.has(Role.ADMINISTRATOR) and _was_told(session, me, record.id):
        return True
    return _on_duty(session, me, record.team_id)


def may_stand_in(root: Aggregate, book: DutyBook, me: Caller) -> bool:
    """The same, of an alarm that somebody holds."""
    if me.id == root.worker_id or me.id in _companions(root):
        return False
    return (me.has(Role.ADMINISTRATOR) and me.id in root.told) or _watches(root, book, me)


def teams_on_duty(session: Session, me: Caller) -> set[UUID]:
    """The teams without a role of theirs for which the caller is on duty now."""
    if not me.has(*WATCHING):
        return set()
    named = or_(
        ShiftRecord.person_id == me.id, ShiftRecord.id.in_(select(SwapRecord.shift_id).where(SwapRecord.to_id == me.id))
    )
    shifts = select(ShiftRecord.team_id).where(ShiftRecord.organisation_id == me.organisation_id, named)
    staying = select(RosterRecord.team_id, RosterRecord.staying).where(
        RosterRecord.organisation_id == me.organisation_id, RosterRecord.relief_id.is_not(None)
    )
    candidates = set(session.scalars(shifts))
    candidates |= {team for team, people in session.execute(staying) if str(me.id) in people}
    own = me.teams(*WATCHING)
    return set() if own is None else {one for one in candidates - own if _on_duty(session, me, one)}


def may_answer(session: Session, by: Actor, record: CodeRecord, action: Action) -> None:
    """Whether who sent this code may do now what it was given for. `action`: what is done to an alarm.

    Raises:
        NotFound, NotAllowed: not any more.
    """
    me = caller_now(session, by.organisation_id, by.person_id, by.via)
    match record.purpose:
        case CodePurpose.LADDER | CodePurpose.POLICE:
            on_alarm(session, me, record.subject_id, action)
        case CodePurpose.CHECK_CALL:
            on_visit(session, me, record.subject_id, Action.REPORT_CHECK_CALL)
        case CodePurpose.BACK_UP:
            on_visit(session, me, record.subject_id, Action.BE_BACK_UP)
        case CodePurpose.ALONE:
            on_visit(session, me, record.subject_id, Action.ALLOW_ALONE)
        case CodePurpose.COMPANION:
            on_visit(session, me, record.subject_id, Action.KEEP_VISIT)
        case CodePurpose.SWAP:
            me.require(Action.SWAP_TURN, _team_of_swap(session, by.organisation_id, record.subject_id))
        case CodePurpose.RELIEF:
            team_id = handed_over(session, by.organisation_id, record.subject_id)
            if team_id is not None and not _on_duty(session, me, team_id):
                me.require(Action.TAKE_WATCH, team_id)
        case CodePurpose.COMPANION_WELL:
            pass  # who is inside says how it goes, and 2 calls for help
        case CodePurpose.NUMBER_CHECK:
            pass  # it is about their own number
        case _:
            assert_never(record.purpose)


def hidden(session: Session, me: Caller, record: AlarmRecord) -> bool:
    """A silent alarm is not there for those inside: their screen may be in the wrong hand.

    Unless they pressed the noodknop too, for all to see: then they see that alarm, as if it were only that one.
    """
    return record.cause is Cause.DURESS and _hidden_from(session, me, record, companions_of(session, record))


def _hidden_from(session: Session, me: Caller, record: AlarmRecord, along: Collection[UUID]) -> bool:
    inside = record.cause is Cause.DURESS and me.id in {record.worker_id, *along}
    return inside and not pressed_openly(session, record)


def companions_of(session: Session, record: AlarmRecord) -> set[UUID]:
    """The colleagues who came along on the visit of this alarm."""
    return _along(session, record.organisation_id, record.visit_id) if record.visit_id is not None else set()


def _along(session: Session, organisation_id: UUID, visit_id: UUID) -> set[UUID]:
    found: Iterable[UUID | None] = session.scalars(
        select(CompanionRecord.person_id).where(
            CompanionRecord.organisation_id == organisation_id, CompanionRecord.visit_id == visit_id
        )
    )
    return {person for person in found if person is not None}


def _companions(root: Aggregate) -> set[UUID]:
    return {one.person_id for one in root.companions if one.person_id is not None}


def _on_duty(session: Session, me: Caller, team_id: UUID) -> bool:
    if not me.has(*WATCHING):
        return False
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    return _is_on(me, DutyBook(session, clock_of(session).now(session)).of(organisation, team_id))


def _watches(root: Aggregate, book: DutyBook, me: Caller) -> bool:
    return me.has(*WATCHING) and _is_on(me, book.of(root.organisation, root.team_id))


def _is_on(me: Caller, duty: Duty) -> bool:
    return me.id in {one.person for one in (*duty.first, *duty.rostered, *duty.second, *duty.managers)}


def _was_told(session: Session, me: Caller, alarm_id: UUID) -> bool:
    told = select(ToldRecord.id).where(
        ToldRecord.organisation_id == me.organisation_id, ToldRecord.alarm_id == alarm_id, ToldRecord.person_id == me.id
    )
    return session.scalar(told) is not None


def _team_of_swap(session: Session, organisation_id: UUID, swap_id: UUID) -> UUID | None:
    return session.scalar(
        select(ShiftRecord.team_id)
        .join(SwapRecord, SwapRecord.shift_id == ShiftRecord.id)
        .where(
            ShiftRecord.organisation_id == organisation_id,
            SwapRecord.organisation_id == organisation_id,
            SwapRecord.id == swap_id,
        )
    )
