"""Which colleagues came along on a visit."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.visits.records import CompanionRecord
from achterwacht.watch.aggregate import Aggregate


def companions_of(session: Session, record: AlarmRecord) -> set[UUID]:
    """The colleagues who came along on the visit of this alarm."""
    return along_on(session, record.organisation_id, record.visit_id) if record.visit_id is not None else set()


def along_on(session: Session, organisation_id: UUID, visit_id: UUID) -> set[UUID]:
    found: Iterable[UUID | None] = session.scalars(
        select(CompanionRecord.person_id).where(
            CompanionRecord.organisation_id == organisation_id, CompanionRecord.visit_id == visit_id
        )
    )
    return {person for person in found if person is not None}


def companions_in(root: Aggregate) -> set[UUID]:
    return {one.person_id for one in root.companions if one.person_id is not None}
