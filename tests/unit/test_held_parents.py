"""The guard itself: what it lets through, and what it does not."""

from typing import Any

import pytest
from sqlalchemy import Select, create_engine, select

from achterwacht.people.records import OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.visits.records import VisitRecord
from tests.support.held_parents import held_back

POSTGRESQL = create_engine("postgresql+psycopg://")
OF_A_TEAM = select(VisitRecord.id).join_from(VisitRecord, TeamRecord, TeamRecord.id == VisitRecord.team_id)
HOLDS = [
    select(OrganisationRecord.id).with_for_update(),
    select(PersonRecord).where(PersonRecord.active).with_for_update(skip_locked=True),
    OF_A_TEAM.with_for_update(),
    OF_A_TEAM.with_for_update(of=TeamRecord),
]
LETS = [
    select(OrganisationRecord.id).with_for_update(key_share=True),
    OF_A_TEAM.with_for_update(of=VisitRecord),
    select(VisitRecord).where(VisitRecord.worker_id.in_(select(PersonRecord.id))).with_for_update(),
    select(PersonRecord),
]


def sent(statement: Select[Any]) -> str:
    return str(statement.compile(POSTGRESQL))


@pytest.mark.parametrize("statement", HOLDS, ids=sent)
def test_what_keeps_back_who_refers_to_it_is_a_fault(statement: Select[Any]) -> None:
    assert held_back(sent(statement))


@pytest.mark.parametrize("statement", LETS, ids=sent)
def test_what_does_not_is_none(statement: Select[Any]) -> None:
    assert not held_back(sent(statement))
