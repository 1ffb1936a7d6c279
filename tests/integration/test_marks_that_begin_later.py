"""A mark of a file is known already only where an open one is in force on every day that the row asks for."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from achterwacht.kinds import Actor
from achterwacht.risk_files.columns import MARKS
from achterwacht.risk_files.importing import judge
from achterwacht.risks import service
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.row_files.in_child import read_rows
from achterwacht.visiting.risk_marks import keep
from foundation.session import Database
from tests.integration.test_risk_import import NOW
from tests.support.organisations import Organisation

HEAD = "land;postcode;huisnummer;advies;reden;opnieuw bekijken op;geldt vanaf;geldt tot en met"
ADDRESS = "NL;5211AA;12;samen;Bedreiging"
USUAL = f"{ADDRESS};2027-06-30;;"


def read(database: Database, ours: Organisation, *rows: str, later: timedelta = timedelta()) -> tuple[int, int]:
    """How many marks a file made, and how many rows were known."""
    by, now = Actor(ours.id, ours.administrator.id), NOW + later
    with database.read() as session:
        judged = judge(session, by, read_rows(MARKS, "\n".join([HEAD, *rows]).encode()), now)
    assert judged.refused == ()
    with database.write() as session:
        return keep(session, by, judged.marks, None, now), judged.known


def test_a_row_that_begins_later_hides_none_that_begins_now(database: Database, ours: Organisation) -> None:
    assert read(database, ours, f"{ADDRESS};2027-06-30;01-06-2027;", USUAL) == (2, 0)
    with database.read() as session:
        assert min(one.valid_from for one in service.list_marks(session, ours.id)) == NOW
    assert read(database, ours, f"{ADDRESS};2027-06-30;01-06-2027;", USUAL, later=timedelta(days=1)) == (0, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(f"{ADDRESS};2027-06-30;01-06-2027;", id="begins in June"),
        pytest.param(f"{ADDRESS};2026-11-22;;2026-11-22", id="ends tomorrow"),
        pytest.param(f"{ADDRESS};2027-06-30;;2027-06-30", id="ends on the day of its review"),
    ],
)
def test_a_corrected_file_makes_the_mark_that_was_missing(database: Database, ours: Organisation, wrong: str) -> None:
    assert read(database, ours, wrong) == (1, 0)
    assert read(database, ours, USUAL, later=timedelta(hours=1)) == (1, 0)
    assert read(database, ours, USUAL, later=timedelta(hours=2)) == (0, 1)


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(USUAL, id="the same"),
        pytest.param(f"{ADDRESS};2027-12-31;;", id="another review, and the end that follows from it"),
        pytest.param(f"{ADDRESS};2027-06-30;01-06-2020;", id="began long ago"),
        pytest.param(f"{ADDRESS};2027-06-30;01-12-2026;", id="begins later"),
        pytest.param(f"{ADDRESS};2027-06-30;;2027-12-31", id="ends earlier"),
    ],
)
def test_what_a_mark_covers_is_known(database: Database, ours: Organisation, again: str) -> None:
    assert read(database, ours, USUAL) == (1, 0)
    assert read(database, ours, again, later=timedelta(days=3)) == (0, 1)


def test_two_rows_in_force_from_now_are_one(database: Database, ours: Organisation) -> None:
    assert read(database, ours, USUAL, f"{ADDRESS};2027-06-30;01-06-2020;") == (1, 1)


def test_a_mark_that_was_reviewed_is_known_still(database: Database, ours: Organisation) -> None:
    read(database, ours, USUAL)
    with database.write() as session:
        mark = session.scalars(select(RiskMarkRecord).where(RiskMarkRecord.organisation_id == ours.id)).one()
        by = Actor(ours.id, ours.registrar.id)
        service.approve(session, by, mark.id, NOW)
        service.review(session, by, mark.id, NOW.date() + timedelta(days=30), None, NOW)
    assert read(database, ours, USUAL, later=timedelta(days=3)) == (0, 1)
