"""Whoever is looked for by name is found, whatever letters it begins with: on both databases."""

from datetime import date

import pytest

from achterwacht.people.records import PersonRecord
from achterwacht.views.past.seeking import Sought
from foundation.session import Database
from tests.support.organisations import Organisation


@pytest.mark.parametrize("typed", ["özlem", "Özlem", "ÖZLEM", "şahin", "lem şah"])
def test_a_name_that_begins_with_an_accent(database: Database, ours: Organisation, typed: str) -> None:
    day = date(2026, 11, 28)
    with database.write() as session:
        session.get_one(PersonRecord, ours.worker2.id).name = "Özlem Şahin-50%"
    with database.read() as session:
        assert Sought(day, day, who=typed).people(session, ours.id) == [ours.worker2.id]
        assert Sought(day, day, who="0%n").people(session, ours.id) == []
