"""People who stand in without a role in the team: those on duty by the roster, and administrators who were told."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.roles import Role
from achterwacht.roster.records import RosterRecord, ShiftRecord, SwapRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.along import companions_in, companions_of
from achterwacht.watch.duty import Duty, DutyBook
from achterwacht.watch.persons import WATCHING
from foundation.clock import clock_of

STANDING_IN = frozenset(
    {
        Action.SEE_VISIT, Action.ASK_WORKER, Action.REPORT_CHECK_CALL, Action.CLOSE_HOME_SAFE, Action.SEE_ALARM,
        Action.TAKE_ALARM, Action.RESOLVE_ALARM, Action.SEE_HAND_OVER, Action.TAKE_WATCH,
    }
)  # fmt: skip
"""What somebody may do who is on duty for a team without a role in it."""


def stands_in(session: Session, me: Caller, record: AlarmRecord) -> bool:
    """Whether the caller may act on this alarm without a role in its team.

    They may when they are on duty for the team now, or when they are an administrator who was told of it. Never when
    they are inside themselves.
    """
    if me.id == record.worker_id or companions_of(session, record).get(me.id):
        return False
    if me.has(Role.ADMINISTRATOR) and _was_told(session, me, record.id):
        return True
    return on_duty_for(session, me, record.team_id)


def may_stand_in(root: Aggregate, book: DutyBook, me: Caller) -> bool:
    """Returns the same as `stands_in`, for an alarm that is held."""
    if me.id == root.worker_id or companions_in(root).get(me.id):
        return False
    return (me.has(Role.ADMINISTRATOR) and me.id in root.told) or watches_over(root, book, me)


def teams_on_duty(session: Session, me: Caller) -> set[UUID]:
    """Returns the teams for which the caller is on duty now without a role in them."""
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
    return set() if own is None else {one for one in candidates - own if on_duty_for(session, me, one)}


def on_duty_for(session: Session, me: Caller, team_id: UUID) -> bool:
    """Whether the caller is on duty for this team now, with a role that watches in some team."""
    if not me.has(*WATCHING):
        return False
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    return _is_on(me, DutyBook(session, clock_of(session).now(session)).of(organisation, team_id))


def watches_over(root: Aggregate, book: DutyBook, me: Caller) -> bool:
    """Returns the same as `on_duty_for`, for the team of a visit or alarm that is held."""
    return me.has(*WATCHING) and _is_on(me, book.of(root.organisation, root.team_id))


def _is_on(me: Caller, duty: Duty) -> bool:
    return me.id in {one.person for one in (*duty.first, *duty.rostered, *duty.second, *duty.managers)}


def _was_told(session: Session, me: Caller, alarm_id: UUID) -> bool:
    told = select(ToldRecord.id).where(
        ToldRecord.organisation_id == me.organisation_id, ToldRecord.alarm_id == alarm_id, ToldRecord.person_id == me.id
    )
    return session.scalar(told) is not None
