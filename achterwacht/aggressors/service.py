"""The use cases of somebody who did it: propose, say that it is the same person, take that back.

Who may do this with which report stands in `afterwards/aggressors.py`. Here every report is one that the caller
may see.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from achterwacht.addresses.likeness import near_keys
from achterwacht.aggressors import rules
from achterwacht.aggressors.facts import Alike
from achterwacht.aggressors.records import AggressorReadRecord, AggressorRecord, ReadOfAggressor, SamePersonRecord
from achterwacht.incidents.found_by import reference_key
from achterwacht.incidents.records import IncidentAggressorRecord, IncidentRecord
from achterwacht.refused import NotFound
from foundation.columns import new_id

MOST = 50
"""How many reports are compared at most for each reason to propose one."""

LOOKED_THROUGH = 20_000
"""In how many reports a name is looked for, the latest first: names are compared folded, which no index does."""


def propose(session: Session, incident: IncidentRecord) -> Mapping[UUID, tuple[Alike, ...]]:
    """Returns the reports that may be about the person of this one, and of which nobody said that they are."""
    organisation_id = incident.organisation_id
    told = session.get(IncidentAggressorRecord, (incident.id, organisation_id))
    if told is None:
        return {}
    others = {
        one.incident_id: one.told()
        for way in _ways(told)
        for one in session.scalars(
            select(IncidentAggressorRecord)
            .where(
                IncidentAggressorRecord.organisation_id == organisation_id,
                IncidentAggressorRecord.incident_id != incident.id,
                way,
            )
            .order_by(IncidentAggressorRecord.incident_id)
            .limit(MOST)
        )
    }
    if incident.aggressor_id is not None:
        for known in reports_of(session, organisation_id, incident.aggressor_id):
            others.pop(known.id, None)
    return rules.proposals(told.told(), others)


def search(
    session: Session, incident: IncidentRecord, asked: str, teams: frozenset[UUID] | None, most: int
) -> list[UUID]:
    """Returns the reports of these teams (None: of any) about somebody who is called so, the latest first. Not those
    that are already said to be about the person of this one."""
    told = IncidentAggressorRecord
    wanted = (
        select(told)
        .join(
            IncidentRecord,
            (IncidentRecord.id == told.incident_id) & (IncidentRecord.organisation_id == told.organisation_id),
        )
        .where(told.organisation_id == incident.organisation_id, told.incident_id != incident.id)
        .where(true() if teams is None else IncidentRecord.team_id.in_(teams))
        .order_by(IncidentRecord.happened_at.desc(), IncidentRecord.id)
        .limit(LOOKED_THROUGH)
        .execution_options(yield_per=500)
    )
    if incident.aggressor_id is not None:
        about = IncidentRecord.aggressor_id
        wanted = wanted.where(or_(about.is_(None), about != incident.aggressor_id))
    called = (one.incident_id for one in session.scalars(wanted) if rules.is_called(one.told(), asked))
    return list(islice(called, most))


def _ways(told: IncidentAggressorRecord) -> list[ColumnElement[bool]]:
    """Returns a condition for each reason, each with an index of its own."""
    about, record = told.told(), IncidentAggressorRecord
    ways: list[ColumnElement[bool]] = []
    if reference_key(about.client_reference) is not None:
        ways.append(record.reference_key == reference_key(about.client_reference))
    if about.date_of_birth is not None:
        ways.append(record.date_of_birth == about.date_of_birth)
    if about.address is not None:
        ways.append(record.near_key.in_(near_keys(about.address)))
        if about.address.register_key is not None:
            ways.append(record.register_key == about.address.register_key)
    return ways


def reports_of(session: Session, organisation_id: UUID, aggressor_id: UUID) -> Sequence[IncidentRecord]:
    """Returns the reports about this person, by what people say, latest first."""
    return session.scalars(
        select(IncidentRecord)
        .where(IncidentRecord.organisation_id == organisation_id, IncidentRecord.aggressor_id == aggressor_id)
        .order_by(IncidentRecord.happened_at.desc(), IncidentRecord.id)
    ).all()


def said(session: Session, organisation_id: UUID, aggressor_id: UUID) -> Sequence[SamePersonRecord]:
    """Returns what people say of this person and nobody took back, oldest first."""
    return session.scalars(
        select(SamePersonRecord)
        .where(
            SamePersonRecord.organisation_id == organisation_id,
            SamePersonRecord.aggressor_id == aggressor_id,
            SamePersonRecord.taken_back_at.is_(None),
        )
        .order_by(SamePersonRecord.said_at, SamePersonRecord.id)
    ).all()


def say_same(session: Session, incident: IncidentRecord, other: IncidentRecord, by: UUID, now: datetime) -> UUID:
    """Record that two reports, both locked, are about the same person. Returns that person.

    Raises:
        OneAndTheSame: it is one report.
        SamePersonAlready: somebody said so before.
        AnotherPerson: of both it was said that they are about somebody, and not the same.
    """
    if incident.id == other.id:
        raise rules.OneAndTheSame
    known = {one.aggressor_id for one in (incident, other) if one.aggressor_id is not None}
    if len(known) > 1:
        raise rules.AnotherPerson
    if incident.aggressor_id is not None and incident.aggressor_id == other.aggressor_id:
        raise rules.SamePersonAlready
    aggressor_id = known.pop() if known else _make(session, incident.organisation_id, by, now)
    for one in (incident, other):
        if one.aggressor_id is None:
            link(session, one, aggressor_id, by, now)
    return aggressor_id


def link(session: Session, incident: IncidentRecord, aggressor_id: UUID, by: UUID, now: datetime) -> None:
    """Record that a report is about this person."""
    incident.aggressor_id = aggressor_id
    session.add(
        SamePersonRecord(
            id=new_id(),
            organisation_id=incident.organisation_id,
            incident_id=incident.id,
            aggressor_id=aggressor_id,
            said_by=by,
            said_at=now,
        )
    )
    session.flush()


def take_back(session: Session, incident: IncidentRecord, by: UUID, now: datetime) -> None:
    """Record that a report, which is locked, is not about that person after all.

    Raises:
        NotSaid: nobody says so.
    """
    if incident.aggressor_id is None:
        raise rules.NotSaid
    statement = session.scalars(
        select(SamePersonRecord).where(
            SamePersonRecord.organisation_id == incident.organisation_id,
            SamePersonRecord.incident_id == incident.id,
            SamePersonRecord.taken_back_at.is_(None),
        )
    ).one_or_none()
    if statement is not None:
        statement.taken_back_by, statement.taken_back_at = by, now
    incident.aggressor_id = None
    session.flush()


def find(session: Session, organisation_id: UUID, aggressor_id: UUID) -> AggressorRecord:
    """Returns one person.

    Raises:
        NotFound: there is none in this organisation.
    """
    record = session.scalars(
        select(AggressorRecord).where(
            AggressorRecord.organisation_id == organisation_id, AggressorRecord.id == aggressor_id
        )
    ).one_or_none()
    if record is None:
        raise NotFound("aggressor")
    return record


def log_read(
    session: Session,
    organisation_id: UUID,
    by: UUID,
    what: ReadOfAggressor,
    now: datetime,
    *,
    incident_id: UUID | None = None,
    aggressor_id: UUID | None = None,
) -> None:
    """Log that somebody read who did it."""
    session.add(
        AggressorReadRecord(
            organisation_id=organisation_id,
            person_id=by,
            at=now,
            what=what,
            incident_id=incident_id,
            aggressor_id=aggressor_id,
        )
    )
    session.flush()


def _make(session: Session, organisation_id: UUID, by: UUID, now: datetime) -> UUID:
    record = AggressorRecord(id=new_id(), organisation_id=organisation_id, made_by=by, made_at=now)
    session.add(record)
    session.flush()
    return record.id
