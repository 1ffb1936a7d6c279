"""Who is inside of an open silent alarm: nobody phones them, and nothing is asked of them.

Their telephone may be in the hand of whoever forces them. What still reaches them stands with each text
(`Spec.inside`); the rest is not sent, and what waits for an answer climbs to people outside.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, and_, bindparam, select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.visits.records import CompanionRecord

_HERE: BindParameter[UUID] = bindparam("organisation", type_=Uuid())
SILENT = (
    select(AlarmRecord.worker_id, CompanionRecord.person_id)
    .outerjoin(
        CompanionRecord,
        and_(
            CompanionRecord.organisation_id == AlarmRecord.organisation_id,
            CompanionRecord.visit_id == AlarmRecord.visit_id,
            CompanionRecord.declined_at.is_(None),
        ),
    )
    .where(
        AlarmRecord.organisation_id == _HERE,
        AlarmRecord.cause == Cause.DURESS,
        AlarmRecord.drill.is_(False),
        AlarmRecord.resolved_at.is_(None),
    )
)


def who_is_silent(session: Session, organisation_id: UUID) -> frozenset[UUID]:
    """Returns who is inside of an open silent alarm: the worker, and the colleagues who came along."""
    return people_in(session.execute(SILENT, {"organisation": organisation_id}))


def people_in(rows: Iterable[Any]) -> frozenset[UUID]:
    """Returns the people in the rows of `SILENT`."""
    return frozenset(person for row in rows for person in row if person is not None)
