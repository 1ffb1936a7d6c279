"""The colleagues who came along on a visit."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.visits.records import CompanionRecord
from achterwacht.watch.aggregate import Aggregate


def companions_of(session: Session, record: AlarmRecord) -> set[UUID]:
    """Returns the ids of the colleagues who came along on the visit of this alarm; empty when it has no visit."""
    return along_on(session, record.organisation_id, record.visit_id) if record.visit_id is not None else set()


def along_on(session: Session, organisation_id: UUID, visit_id: UUID) -> set[UUID]:
    """Returns the ids of the colleagues who come along on a visit, also of those who said that they can't."""
    found: Iterable[UUID | None] = session.scalars(
        select(CompanionRecord.person_id).where(
            CompanionRecord.organisation_id == organisation_id, CompanionRecord.visit_id == visit_id
        )
    )
    return {person for person in found if person is not None}


def companions_in(root: Aggregate) -> set[UUID]:
    """Returns the same as `along_on`, from a visit that is held: nothing is read."""
    return {one.person_id for one in root.companions if one.person_id is not None}
