"""What is known of an incident before anybody has written a word: from its visit and its alarm."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address
from achterwacht.addresses.described import DescribedPlace, place_of
from achterwacht.alarms.records import AlarmRecord
from achterwacht.incidents.facts import Witness
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller, Inside
from achterwacht.people.records import GrantRecord
from achterwacht.people.roles import Role
from achterwacht.refused import NotFound
from achterwacht.visits.records import CompanionRecord, VisitRecord


class Alarm(NamedTuple):
    id: UUID
    visit_id: UUID | None
    team_id: UUID
    worker_id: UUID


@dataclass(frozen=True)
class Known:
    """worker_id: who was on the visit, or in the alarm. along: who came along, as far as they said. inside: they, the
    worker, and whoever called for help there after they had said that they do not come."""

    team_id: UUID | None = None
    visit_id: UUID | None = None
    alarm_id: UUID | None = None
    protocol_id: UUID | None = None
    worker_id: UUID | None = None
    place: str | None = None
    address: Address | None = None
    along: tuple[Witness, ...] = ()
    inside: frozenset[UUID] = frozenset()


def known_of(session: Session, caller: Caller, visit_id: UUID | None, alarm_id: UUID | None, *, asked: bool) -> Known:
    """Returns what the visit and the alarm of a report say. asked: the caller has the task to report this.

    Raises:
        NotFound: no such visit or alarm in this organisation, or an alarm that the caller does not see.
    """
    alarm = None
    if alarm_id is not None:
        alarm = _alarm(session, caller, AlarmRecord.id == alarm_id)
        if alarm is None or not (asked or caller.can(Action.SEE_ALARM, alarm.team_id, Inside(alarm.worker_id))):
            raise NotFound("alarm")
        visit_id = visit_id or alarm.visit_id
    if visit_id is None:
        return Known() if alarm is None else _of_alarm(alarm)
    visit = session.scalars(
        select(VisitRecord).where(VisitRecord.organisation_id == caller.organisation_id, VisitRecord.id == visit_id)
    ).one_or_none()
    if visit is None:
        raise NotFound("visit")
    along = _along(session, visit)
    inside = frozenset({visit.worker_id, *(one.person_id for one in along if one.person_id is not None)})
    if not asked and not caller.can(Action.SEE_VISIT, visit.team_id, Inside(visit.worker_id, inside)):
        # Anybody may report what they saw of a visit; what else there is to know of it, they are not told.
        return Known(visit.team_id, visit.id, None if alarm is None else alarm.id, visit.protocol_id)
    alarm = alarm or _alarm(session, caller, (AlarmRecord.visit_id == visit_id) & ~AlarmRecord.drill)
    where = place_of(visit.address)
    return Known(
        team_id=visit.team_id,
        visit_id=visit.id,
        alarm_id=None if alarm is None else alarm.id,
        protocol_id=visit.protocol_id,
        worker_id=visit.worker_id,
        place=where.line if isinstance(where, DescribedPlace) else None,
        address=None if isinstance(where, DescribedPlace) else where,
        along=tuple(Witness(one.name, one.phone, one.person_id) for one in along if one.goes),
        inside=inside,
    )


def _of_alarm(alarm: Alarm) -> Known:
    return Known(alarm.team_id, alarm_id=alarm.id, worker_id=alarm.worker_id, inside=frozenset({alarm.worker_id}))


def team_of_person(session: Session, organisation_id: UUID, person_id: UUID) -> UUID | None:
    """Returns the team of somebody: the one they visit people for, else any of theirs."""
    grants = session.execute(
        select(GrantRecord.role, GrantRecord.team_id).where(
            GrantRecord.organisation_id == organisation_id,
            GrantRecord.person_id == person_id,
            GrantRecord.team_id.is_not(None),
        )
    ).all()
    first = min(grants, key=lambda one: (one.role is not Role.WORKER, str(one.team_id)), default=None)
    return None if first is None else first.team_id


def _alarm(session: Session, caller: Caller, which: ColumnElement[bool]) -> Alarm | None:
    """Returns the last alarm of which this is true."""
    found = session.execute(
        select(AlarmRecord.id, AlarmRecord.visit_id, AlarmRecord.team_id, AlarmRecord.worker_id)
        .where(AlarmRecord.organisation_id == caller.organisation_id, which)
        .order_by(AlarmRecord.opened_at.desc(), AlarmRecord.id)
        .limit(1)
    ).one_or_none()
    return None if found is None else Alarm(found.id, found.visit_id, found.team_id, found.worker_id)


def _along(session: Session, visit: VisitRecord) -> Sequence[CompanionRecord]:
    """Returns the companions of whom nobody knows that they stayed away."""
    return session.scalars(
        select(CompanionRecord)
        .where(
            CompanionRecord.organisation_id == visit.organisation_id,
            CompanionRecord.visit_id == visit.id,
            CompanionRecord.declined_at.is_(None),
        )
        .order_by(CompanionRecord.name, CompanionRecord.id)
    ).all()
