"""A watch that was put back from a backup is held: it starts for nobody until somebody says go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.people.organisations import every_organisation
from achterwacht.people.records import OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.retention.records import BackedUpRecord, RestoredRecord
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.clock import clock_of

EVERYWHERE = {"across_organisations": True}


@dataclass(frozen=True)
class Out:
    """Somebody who was on a visit, or awaited, when the backup was taken.

    expected: until when, by the clock on the wall of their organisation; None without a visit. alarm: since when there
    was one, by the same clock.
    """

    organisation: str
    team: str
    name: str
    phone: str | None
    address: str
    expected: datetime | None
    alarm: datetime | None


def hold(session: Session, taken_at: datetime) -> None:
    """Let nothing start with this database until somebody says go."""
    session.add(RestoredRecord(taken_at=taken_at, restored_at=clock_of(session).now(session)))
    session.flush()


def note_backup(session: Session, taken_at: datetime) -> None:
    """Remember that a backup was made, of what was true at that moment. Only the last one is."""
    session.execute(delete(BackedUpRecord))
    session.add(BackedUpRecord(taken_at=taken_at))


def last_backup(session: Session) -> datetime | None:
    """Returns of which moment the last backup tells the truth; None if we know of none."""
    return session.scalars(select(BackedUpRecord.taken_at).order_by(BackedUpRecord.taken_at.desc())).first()


def held_since(session: Session) -> datetime | None:
    """Returns of which moment a watch that is held tells the truth; None when it is not held."""
    return session.scalars(
        select(RestoredRecord.taken_at).where(RestoredRecord.let_go_at.is_(None)).order_by(RestoredRecord.taken_at)
    ).first()


def who_is_out(session: Session) -> Sequence[Out]:
    """Returns everybody who, as far as this database knows, is on a visit, awaited, or in an alarm."""
    waited_for = VisitRecord.awaited_by.is_not(None) & VisitRecord.returned_at.is_(None)
    open_alarm = (AlarmRecord.visit_id == VisitRecord.id) & (AlarmRecord.organisation_id == VisitRecord.organisation_id)
    visits = (
        select(VisitRecord, PersonRecord, TeamRecord.name, OrganisationRecord, AlarmRecord.opened_at)
        .join(PersonRecord, PersonRecord.id == VisitRecord.worker_id)
        .join(TeamRecord, TeamRecord.id == VisitRecord.team_id)
        .join(OrganisationRecord, OrganisationRecord.id == VisitRecord.organisation_id)
        .outerjoin(AlarmRecord, open_alarm & AlarmRecord.resolved_at.is_(None))
        .where(or_(VisitRecord.state == VisitState.UNDER_WAY, waited_for, AlarmRecord.id.is_not(None)))
        .order_by(VisitRecord.expected_end)
    )
    found = [
        Out(
            ours.name,
            team,
            person.name,
            person.phone,
            visit.address_line,
            _there(visit.awaited_by or visit.expected_end, ours),
            _there(alarm, ours),
        )
        for visit, person, team, ours, alarm in session.execute(visits, execution_options=EVERYWHERE)
    ]
    alone = (
        select(AlarmRecord, PersonRecord, TeamRecord.name, OrganisationRecord)
        .join(PersonRecord, PersonRecord.id == AlarmRecord.worker_id)
        .join(TeamRecord, TeamRecord.id == AlarmRecord.team_id)
        .join(OrganisationRecord, OrganisationRecord.id == AlarmRecord.organisation_id)
        .where(AlarmRecord.visit_id.is_(None), AlarmRecord.resolved_at.is_(None))
    )
    found += [
        Out(ours.name, team, person.name, person.phone, "", None, _there(alarm.opened_at, ours))
        for alarm, person, team, ours in session.execute(alone, execution_options=EVERYWHERE)
    ]
    return found


def _there(at: datetime | None, ours: OrganisationRecord) -> datetime | None:
    return None if at is None else at.astimezone(ZoneInfo(ours.time_zone))


def let_go(session: Session, by: str) -> None:
    """Let the watch go on: what is late is decided at the first tick, the gravest first. The audit says who said so."""
    now = clock_of(session).now(session)
    session.execute(
        update(RestoredRecord).where(RestoredRecord.let_go_at.is_(None)).values(let_go_at=now, let_go_by=by)
    )
    for organisation_id in every_organisation(session):
        note(session, organisation_id, Audited.WATCH_LET_GO, facts={"by": by})
