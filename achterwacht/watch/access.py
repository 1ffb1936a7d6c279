"""Whether somebody may act on an alarm or visit now, through whichever door they come: app, SMS, call or link.

What counts is what they may do at this moment. Having been told of an alarm, having taken it, or having been asked to
be back-up or to take a turn gives nothing by itself: somebody who lost their role since then reads nothing and closes
nothing. Besides a role in the team, two things give a right, and only as long as they last (`standing_in.py`):

- being on duty for the team by the roster, with a role that watches in some team of the organisation;

- being an administrator, for an alarm that came to them because nobody else could be reached.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.records import CodeRecord
from achterwacht.kinds import Actor
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller, Grant, Inside, act_on
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.refused import NotFound
from achterwacht.roster.records import ShiftRecord, SwapRecord
from achterwacht.visits.facts import ReturnTo, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.along import Going, along_on, companions_in, companions_of
from achterwacht.watch.held import Held, hold_alarm, hold_visit
from achterwacht.watch.inside import pressed_openly
from achterwacht.watch.persons import WATCHING
from achterwacht.watch.reliefs import handed_over
from achterwacht.watch.standing_in import STANDING_IN, may_stand_in, on_duty_for, stands_in, watches_over


def caller_now(session: Session, organisation_id: UUID, person_id: UUID | None, via: str) -> Caller:
    """Returns somebody who does not come through the app, with what they may do now.

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
    """Returns the caller as the actor for this action on that alarm.

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
    """Lock that alarm for the caller, who may take this action on it.

    Raises:
        NotFound: they may not know of it.
        NotAllowed: they know of it, and may not do this.
    """
    held = hold_alarm(session, alarm_id, me.actor())
    record = held.root.alarm
    assert record is not None
    along = companions_in(held.root)
    if _hidden_from(session, me, record, along):
        raise NotFound("alarm")
    if action in STANDING_IN and not me.can(action, record.team_id) and may_stand_in(held.root, held.book, me):
        return held
    inside = Inside(record.worker_id, along, now=record.resolved_at is None)
    return replace(held, by=act_on(me, action, Action.SEE_ALARM, record.team_id, inside))


def on_visit(session: Session, me: Caller, visit_id: UUID, action: Action) -> Actor:
    """Returns the caller as the actor for this action on that visit. A stranger's visit does not exist for them.

    Raises:
        NotFound: they may not know of it.
        NotAllowed: they know of it, and may not do this.
    """
    found = session.execute(
        select(
            VisitRecord.team_id,
            VisitRecord.worker_id,
            VisitRecord.state,
            VisitRecord.return_to,
            VisitRecord.awaited_by,
            VisitRecord.returned_at,
        ).where(VisitRecord.organisation_id == me.organisation_id, VisitRecord.id == visit_id)
    ).one_or_none()
    if found is None:
        raise NotFound("visit")
    along = along_on(session, me.organisation_id, visit_id)
    return _acts_on(me, action, found, along, lambda: on_duty_for(session, me, found.team_id))


def held_visit(session: Session, me: Caller, visit_id: UUID, action: Action) -> Held:
    """Lock that visit for the caller, who may take this action on it. A stranger's visit does not exist for them.

    Raises:
        NotFound: they may not know of it.
        NotAllowed: they know of it, and may not do this.
    """
    held = hold_visit(session, visit_id, me.actor())
    by = _acts_on(me, action, held.root.visit, companions_in(held.root), lambda: watches_over(held.root, held.book, me))
    return replace(held, by=by)


def _acts_on(me: Caller, action: Action, visit: Any, along: Going, on_duty: Callable[[], bool]) -> Actor:
    """Returns the actor for a visit row.

    visit: a row with team_id, worker_id, state, return_to, awaited_by and returned_at.
    """
    awaited = visit.awaited_by is not None and visit.returned_at is None
    goes_on = visit.state is VisitState.UNDER_WAY or awaited or visit.return_to is ReturnTo.HOME
    outside = me.id != visit.worker_id and not along.get(me.id, False)
    if action in STANDING_IN and outside and not me.can(action, visit.team_id) and on_duty():
        return me.actor()
    return act_on(me, action, Action.SEE_VISIT, visit.team_id, Inside(visit.worker_id, along, now=goes_on))


def is_inside(held: Held, me: Caller) -> bool:
    """Whether the caller is one of those who go in, also if they said that they can't."""
    return me.id == held.root.worker_id or me.id in companions_in(held.root)


def may_answer(session: Session, by: Actor, record: CodeRecord, action: Action) -> None:
    """Check that the sender of this code may do now what it was given for.

    action: what is done to an alarm.

    Raises:
        NotFound, NotAllowed: not any more.
    """
    if record.purpose is CodePurpose.COMPANION_WELL:
        return  # somebody inside says how it goes, and 2 calls for help, also of who left meanwhile
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
            if team_id is not None and not on_duty_for(session, me, team_id):
                me.require(Action.TAKE_WATCH, team_id)
        case CodePurpose.NUMBER_CHECK:
            pass  # it is about their own number
        case _:
            assert_never(record.purpose)


def hidden(session: Session, me: Caller, record: AlarmRecord) -> bool:
    """Whether this silent alarm does not exist for the caller, who is inside: their screen may be in the wrong hands.

    If they also pressed the noodknop openly, they see that alarm, as if there were no other. A colleague who watches,
    and said that they can't come along, is told of it and must find it. Of others who said so nobody knows for certain
    that they are outside.
    """
    return record.cause is Cause.DURESS and _hidden_from(session, me, record, companions_of(session, record))


def _hidden_from(session: Session, me: Caller, record: AlarmRecord, along: Going) -> bool:
    goes = me.id == record.worker_id or along.get(me.id, False) or (me.id in along and not me.has(*WATCHING))
    return record.cause is Cause.DURESS and goes and not pressed_openly(session, record)


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
