"""Reading risk addresses from a file, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from achterwacht.risks import service
from achterwacht.risks.importing import NoApprover, Report, UnreadableFile, WrongColumns, import_marks, read_rows
from foundation.session import Database
from tests.support.town import Citizen, Town

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HEAD = "country;postcode;houseNumber;addition;street;city;box;advice;instruction;reason;reviewDate"
GOOD = """NL;5211 AA;12;a;Dorpsstraat;Den Bosch;;"pairs; police_first";Er is een hond.;Bedreiging;2027-05-01
nl;5211AA;14;;;;;office_only;;Bedreiging;1-5-2027
BE;9000;12;;Veldstraat;Gent;bus 3;pairs;;Agressie aan de deur;01/05/2027
"""
BAD = """NL;5211 SS;0;;;;;gevaar;;;morgen
"""


def read(session: Session, town: Town, content: str, **how: object) -> Report:
    rows = read_rows(content.encode())
    return import_marks(session, town.id, rows, town.administrator.id, NOW, **how)  # type: ignore[arg-type]


def test_a_good_file_becomes_proposals_by_the_administrator(database: Database, town: Town) -> None:
    with database.write() as session:
        assert read(session, town, f"{HEAD}\n{GOOD}") == Report(3, 0, ())
    with database.read() as session:
        marks = {mark.address_key: mark for mark in service.list_marks(session, town.id)}
        assert set(marks) == {"NL|5211AA|12|A", "NL|5211AA|14|", "BE|9000|VELDSTRAAT|12|3"}
        first = marks["NL|5211AA|12|A"]
        assert (first.advice, first.instruction, first.reason) == (
            ["police_first", "pairs"],
            "Er is een hond.",
            "Bedreiging",
        )
        assert {mark.review_date for mark in marks.values()} == {date(2027, 5, 1)}
        assert {(mark.proposed_by, mark.approved_by) for mark in marks.values()} == {(town.administrator.id, None)}


def test_reading_a_file_twice_adds_nothing(database: Database, town: Town) -> None:
    with database.write() as session:
        assert read(session, town, f"{HEAD}\n{GOOD}{GOOD}") == Report(3, 3, ())
    with database.write() as session:
        assert read(session, town, f"{HEAD}\n{GOOD}") == Report(0, 3, ())


def test_a_bad_row_is_reported_with_everything(database: Database, town: Town) -> None:
    with database.write() as session:
        report = read(session, town, f"{HEAD}\n{GOOD}{BAD}")
        assert (report.kept, [row.line for row in report.refused]) == (0, [5])
        assert [(one.pointer, one.code) for one in report.refused[0].wrong] == [
            ("/postcode", "postcode_nl"),
            ("/houseNumber", "house_number_nl"),
            ("/advice", "not_a_choice"),
            ("/reviewDate", "not_a_date"),
            ("/reason", "missing"),
        ]
        assert not service.list_marks(session, town.id)
        assert read(session, town, f"{HEAD}\n{GOOD}{BAD}", keep_good=True).kept == 3


def test_approved_by_another_person_who_may(database: Database, town: Town, strangers: Town) -> None:
    def may(who: Citizen) -> None:
        with database.write() as session:
            read(session, town, f"{HEAD}\n{GOOD}", approved_by=who.id)

    for who in (town.administrator, town.worker, town.board, strangers.registrar):
        with pytest.raises(NoApprover):
            may(who)
    may(town.registrar)
    with database.read() as session:
        assert {mark.approved_by for mark in service.list_marks(session, town.id)} == {town.registrar.id}


def test_the_ways_a_file_comes() -> None:
    commas = "reviewDate,reason,advice,houseNumber,postcode,country\r\n2027-05-01,Omdat,pairs,12,5211AA,NL\r\n,,,,,\r\n"
    for content in (commas.encode(), b"\xef\xbb\xbf" + commas.encode()):
        assert [(row.line, row.fields["reason"]) for row in read_rows(content)] == [(2, "Omdat")]


@pytest.mark.parametrize(
    ("content", "missing", "unknown"),
    [
        (b"", ["country", "postcode", "houseNumber", "advice", "reason", "reviewDate"], []),
        (f"{HEAD};Naam\n".encode(), [], ["Naam"]),
    ],
)
def test_wrong_columns(content: bytes, missing: list[str], unknown: list[str]) -> None:
    with pytest.raises(WrongColumns) as refused:
        read_rows(content)
    assert refused.value.facts == {"missing": missing, "unknown": unknown}


def test_no_such_file() -> None:
    with pytest.raises(UnreadableFile):
        read_rows(f"{HEAD}\nNL;5211AA;12;;Caf\xe9straat".encode("latin-1"))


def test_a_row_with_too_many_columns(database: Database, town: Town) -> None:
    with database.write() as session:
        report = read(session, town, f"{HEAD}\n{GOOD.splitlines()[1]};nog iets\n")
    assert [(one.pointer, one.code) for one in report.refused[0].wrong] == [("", "columns")]
