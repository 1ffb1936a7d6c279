"""What may stand on the page of what is kept about somebody has words there: tables, columns, the commonest values."""

from datetime import UTC, datetime
from enum import Enum
from zoneinfo import ZoneInfo

import pytest

from achterwacht.alarms.facts import Cause, Outcome
from achterwacht.incidents.facts import IncidentKind
from achterwacht.letters.facts import LetterState
from achterwacht.measures.facts import MeasureState
from achterwacht.people.roles import Role
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.tasks.facts import TaskState
from achterwacht.views.kept_about import ABOUT, SECRET, Kept
from achterwacht.visits.facts import VisitKind, VisitState
from cli.kept_page import kept_words, page_of
from migrations.metadata import all_tables

OF_OUR_OWN = {"as", "who", "whose"}
"""Columns of the page that no table has."""


def test_every_table_with_something_of_somebody_and_each_of_its_columns_has_a_word() -> None:
    words = kept_words()
    everything = all_tables().tables
    of_somebody = {
        name
        for name, table in everything.items()
        if "organisation_id" in table.columns
        and any(one.column.table.name == "person" for one in table.foreign_keys if one.parent.key in ABOUT)
    }
    tables = {name: table for name, table in everything.items() if name in words["tables"]}
    assert set(words["tables"]) == set(tables), "a word for no table"
    assert of_somebody - set(tables) == set()
    columns = {one.key for table in tables.values() for one in table.columns} - SECRET
    assert columns - set(words["columns"]) == set()


@pytest.mark.parametrize(
    "values",
    [Cause, ConductChannel, IncidentKind, LetterState, MeasureState, Outcome, Role, TaskState, VisitKind, VisitState],
)
def test_what_is_most_often_read_is_dutch(values: type[Enum]) -> None:
    assert {one.value for one in values} - set(kept_words()["values"]) == set()


def test_times_stand_on_the_clock_of_the_organisation_and_yes_and_no_in_words() -> None:
    row = {"happened_at": datetime(2026, 7, 1, 12, 0, tzinfo=UTC).isoformat(), "injured": False, "kind": "scolding"}
    page = page_of(Kept(about={"incident": [row]}, looked=[{"who": "Karin <Smit>"}]), ZoneInfo("Europe/Amsterdam"))
    assert "<th>gebeurd op</th><td>01-07-2026 14:00</td>" in page
    assert "<td>nee</td>" in page
    assert "<td>schelden</td>" in page
    assert "Karin &lt;Smit&gt;" in page
    assert "<h3></h3>" not in page
