"""The guard itself: what it lets through, and what it does not."""

import pytest
from sqlalchemy import select, update

from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.visits.records import CompanionRecord, VisitRecord
from notifications.records import MessageRecord
from tests.support.whole_roots import halves

HERE = VisitRecord.organisation_id == AlarmRecord.organisation_id
OF_SOME = DeadlineRecord.organisation_id.in_([])
HALF = [
    select(VisitRecord.state).where(VisitRecord.id == AlarmRecord.visit_id),
    select(AlarmRecord.id).where(AlarmRecord.visit_id.in_(select(VisitRecord.id))),
    update(DeadlineRecord)
    .where(DeadlineRecord.root_id.in_([]), DeadlineRecord.organisation_id.in_([]))
    .values(reached_count=1),
    update(MessageRecord).where(MessageRecord.subject.in_([]), MessageRecord.subject_kind == "visit").values(news=True),
    "SELECT 1 FROM visit v WHERE EXISTS (SELECT 1 FROM deadline d WHERE d.root_id = v.id AND d.root_kind = 'visit')",
]
WHOLE = [
    select(VisitRecord.state).where(VisitRecord.id == AlarmRecord.visit_id, HERE),
    select(VisitRecord.id, VisitRecord.team_id).order_by(VisitRecord.id),
    select(AlarmRecord.id).where(AlarmRecord.visit_id.is_(None)),
    select(CompanionRecord).where(CompanionRecord.visit_id.in_([]), CompanionRecord.organisation_id.in_([])),
    "UPDATE visit SET state = ? WHERE visit.id = ? AND visit.organisation_id = ?",
]


@pytest.mark.parametrize("statement", HALF, ids=str)
def test_what_is_found_by_less_than_the_whole_is_a_fault(statement: object) -> None:
    assert halves(str(statement))


@pytest.mark.parametrize("statement", WHOLE, ids=str)
def test_what_names_the_whole_is_none_and_neither_is_what_compares_no_id(statement: object) -> None:
    assert not halves(str(statement))
