"""The rows of how damage ends."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.damages.facts import Settlement
from achterwacht.damages.records import DamageSettlementRecord


def settlements_of(session: Session, organisation_id: UUID, incident_id: UUID) -> Mapping[UUID, DamageSettlementRecord]:
    """Returns what was noted of an incident, by the id of its line."""
    table = DamageSettlementRecord
    of_it = (table.organisation_id == organisation_id) & (table.incident_id == incident_id)
    return {one.damage_id: one for one in session.scalars(select(table).where(of_it))}


def note(
    session: Session,
    organisation_id: UUID,
    incident_id: UUID,
    damage_id: UUID,
    settlement: Settlement,
    by: UUID,
    now: datetime,
) -> None:
    """Keep how a line ends, in the place of what was noted before. The incident is locked."""
    record = settlements_of(session, organisation_id, incident_id).get(damage_id)
    if record is None:
        record = DamageSettlementRecord(damage_id=damage_id, organisation_id=organisation_id, incident_id=incident_id)
        session.add(record)
    record.note(settlement, by, now)
    session.flush()
