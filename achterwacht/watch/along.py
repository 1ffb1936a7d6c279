"""The colleagues who come along on a visit, and whether they go: who said that they can't is outside, and can help.

To who can't the visit still exists, and they may say that they come after all.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.visits.records import CompanionRecord
from achterwacht.watch.aggregate import Aggregate

Going = Mapping[UUID, bool]
"""By colleague: whether they go."""


def companions_of(session: Session, record: AlarmRecord) -> Going:
    """Returns the colleagues who came along on the visit of this alarm; empty when it has no visit."""
    return along_on(session, record.organisation_id, record.visit_id) if record.visit_id is not None else {}


def along_on(session: Session, organisation_id: UUID, visit_id: UUID) -> Going:
    """Returns the colleagues who come along on a visit."""
    found = session.execute(
        select(CompanionRecord.person_id, CompanionRecord.declined_at).where(
            CompanionRecord.organisation_id == organisation_id, CompanionRecord.visit_id == visit_id
        )
    )
    return {row.person_id: row.declined_at is None for row in found if row.person_id is not None}


def companions_in(root: Aggregate) -> Going:
    """Returns the same as `along_on`, from a visit that is held: nothing is read."""
    return {one.person_id: one.declined_at is None for one in root.companions if one.person_id is not None}
