"""What may stand on the page of what is kept about somebody has words there: tables, columns, the commonest values."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from achterwacht.alarms.facts import Level, Plan, Step
from achterwacht.views.kept_about import ABOUT, SECRET, Kept
from achterwacht.watch.plans import column_of
from cli.kept_page import kept_words, page_of
from foundation.columns import Word
from migrations.metadata import all_tables
from notifications.ways import Channel, Way

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


def test_every_word_that_a_table_holds_is_dutch() -> None:
    """`sent_by` and its like are said as the column of that name is."""
    words = kept_words()
    kinds = [one.type for table in all_tables().tables.values() for one in table.columns]
    held = {word.value for kind in kinds if isinstance(kind, Word) for word in kind.words}
    said = {word for word in words["columns"] if word.endswith("_by")}
    assert held - set(words["values"]) - said == set()


def test_times_stand_on_the_clock_of_the_organisation_and_yes_and_no_in_words() -> None:
    row = {"happened_at": datetime(2026, 7, 1, 12, 0, tzinfo=UTC).isoformat(), "injured": False, "kind": "scolding"}
    page = page_of(Kept(about={"incident": [row]}, looked=[{"who": "Karin <Smit>"}]), ZoneInfo("Europe/Amsterdam"))
    assert "<th>gebeurd op</th><td>01-07-2026 14:00</td>" in page
    assert "<td>nee</td>" in page
    assert "<td>schelden</td>" in page
    assert "Karin &lt;Smit&gt;" in page
    assert "<h3></h3>" not in page


def test_what_a_column_holds_within_it_is_dutch_too() -> None:
    plan = Plan(
        steps=(Step(Level.COLLEAGUE, timedelta(minutes=15), (Way(Channel.SMS, timedelta()),)),),
        police_after_panic=timedelta(minutes=1),
        unresolved_after=timedelta(minutes=30),
        repeat_every=timedelta(minutes=5),
        guard=None,
    )
    row = {"plan": column_of(plan), "points": [{"text": "Samen naar huis", "done": False}]}
    page = page_of(Kept(about={"alarm": [row]}), ZoneInfo("Europe/Amsterdam"))
    assert "na (seconden): 900; langs welke weg: hoe het ging: sms; na (seconden): 0" in page
    assert "bewakingsfirma: –" in page
    assert "tekst: Samen naar huis; gedaan: nee" in page
    for word in ("None", "after", "ways", "repeatEvery", "done"):
        assert word not in page
