"""A watch that was put back from a backup is held: it starts for nobody until somebody says go."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select, tuple_, update
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import open_in
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.organisations import every_organisation
from achterwacht.people.records import OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.retention.records import BackedUpRecord, RestoredRecord
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.clock import clock_of

EVERYWHERE = {"across_organisations": True}
Number = tuple[str, str | None]
"""A name, and the number to phone."""


@dataclass(frozen=True)
class Out:
    """Somebody who was on a visit, or awaited, when the backup was taken.

    expected: until when, or when a word from home was asked for, by the clock on the wall of their organisation; None
    without a visit. home: whether they were on their way home. alarm: since when there was one, by the same clock.
    along: who went with them, with their number.
    """

    organisation: str
    team: str
    name: str
    phone: str | None
    address: str
    expected: datetime | None
    alarm: datetime | None
    home: bool = False
    along: tuple[Number, ...] = ()


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
    """Returns everybody who, as far as this database knows, is on a visit, awaited, on the way home or in an alarm, and
    who is with them. A drill is none of these.
    """
    waited_for = VisitRecord.awaited_by.is_not(None) & VisitRecord.returned_at.is_(None)
    open_alarm = (AlarmRecord.visit_id == VisitRecord.id) & (AlarmRecord.organisation_id == VisitRecord.organisation_id)
    goes_home = open_in(
        VisitRecord.organisation_id.expression, RootKind.VISIT, DeadlineRecord.root_id == VisitRecord.id
    )
    under_way = VisitRecord.state == VisitState.UNDER_WAY
    visits = (
        select(VisitRecord, PersonRecord, TeamRecord.name, OrganisationRecord)
        .add_columns(AlarmRecord.opened_at, DeadlineRecord.due_at)
        .join(PersonRecord, PersonRecord.id == VisitRecord.worker_id)
        .join(TeamRecord, TeamRecord.id == VisitRecord.team_id)
        .join(OrganisationRecord, OrganisationRecord.id == VisitRecord.organisation_id)
        .outerjoin(AlarmRecord, open_alarm & AlarmRecord.resolved_at.is_(None) & AlarmRecord.drill.is_(False))
        .outerjoin(DeadlineRecord, goes_home & (DeadlineRecord.kind == DeadlineKind.HOME_SAFE))
        .where(or_(under_way, waited_for, AlarmRecord.id.is_not(None), DeadlineRecord.id.is_not(None)))
        .order_by(VisitRecord.expected_end)
    )
    rows = session.execute(visits, execution_options=EVERYWHERE).all()
    along = _along(session, [(visit.organisation_id, visit.id) for visit, *_ in rows])
    found = [
        Out(
            ours.name,
            team,
            person.name,
            person.phone,
            visit.address_line,
            _there(home or visit.awaited_by or visit.expected_end, ours),
            _there(alarm, ours),
            home is not None,
            tuple(along.get((visit.organisation_id, visit.id), ())),
        )
        for visit, person, team, ours, alarm, home in rows
    ]
    alone = (
        select(AlarmRecord, PersonRecord, TeamRecord.name, OrganisationRecord)
        .join(PersonRecord, PersonRecord.id == AlarmRecord.worker_id)
        .join(TeamRecord, TeamRecord.id == AlarmRecord.team_id)
        .join(OrganisationRecord, OrganisationRecord.id == AlarmRecord.organisation_id)
        .where(AlarmRecord.visit_id.is_(None), AlarmRecord.resolved_at.is_(None), AlarmRecord.drill.is_(False))
    )
    found += [
        Out(ours.name, team, person.name, person.phone, "", None, _there(alarm.opened_at, ours))
        for alarm, person, team, ours in session.execute(alone, execution_options=EVERYWHERE)
    ]
    return found


def _along(session: Session, visits: Sequence[tuple[UUID, UUID]]) -> Mapping[tuple[UUID, UUID], list[Number]]:
    """Returns who goes along, by organisation and visit: the name and the number of each."""
    found: dict[tuple[UUID, UUID], list[Number]] = defaultdict(list)
    rows = (
        select(CompanionRecord, PersonRecord.phone)
        .outerjoin(PersonRecord, PersonRecord.id == CompanionRecord.person_id)
        .where(tuple_(CompanionRecord.organisation_id, CompanionRecord.visit_id).in_(visits))
        .order_by(CompanionRecord.name, CompanionRecord.id)
    )
    for one, phone in session.execute(rows, execution_options=EVERYWHERE):
        if one.goes:
            found[one.organisation_id, one.visit_id].append((one.name, phone or one.phone))
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
