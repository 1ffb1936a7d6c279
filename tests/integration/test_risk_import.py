"""Reading risk addresses from a file, on both databases."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import Actor, DeadlineKind
from achterwacht.risk_files.columns import MARKS
from achterwacht.risk_files.importing import Judged, NoApprover, approver, batches, judge
from achterwacht.risks import service
from achterwacht.row_files.in_child import read_rows
from achterwacht.row_files.sheets import LARGEST_UNPACKED
from achterwacht.row_files.unreadable import TooManyRows, UnreadableFile, WrongColumns
from achterwacht.visiting.risk_marks import keep
from foundation.session import Database
from tests.support.organisations import Employee, Organisation

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HEAD = "country;postcode;houseNumber;addition;street;city;box;advice;instruction;reason;reviewDate"
GOOD = """NL;5211 AA;12;a;Dorpsstraat;Den Bosch;;"pairs; police_first";Er is een hond.;Bedreiging;2027-05-01
nl;5211AA;14;;;;;office_only;;Bedreiging;1-5-2027
BE;9000;12;;Veldstraat;Gent;bus 3;pairs;;Agressie aan de deur;01/05/2027
"""
BAD = """NL;5211 SS;0;;;;;gevaar;;;morgen
"""


def read(
    database: Database, ours: Organisation, content: str | bytes, approved_by: Employee | None = None
) -> tuple[int, Judged]:
    """How many were kept of a file, and what was thought of its rows."""
    by = Actor(ours.id, ours.administrator.id)
    rows = read_rows(MARKS, content.encode() if isinstance(content, str) else content)
    with database.read() as session:
        judged = judge(session, by, rows, NOW)
        named = approver(session, by, approved_by.id) if approved_by else None
    with database.write() as session:
        return keep(session, by, judged.marks, named, NOW), judged


def counts(found: tuple[int, Judged]) -> tuple[int, int, int]:
    kept, judged = found
    return kept, judged.known, len(judged.refused)


def a_workbook(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("Nog een").append(["dit telt niet"])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_good_file_becomes_proposals_by_the_administrator(database: Database, ours: Organisation) -> None:
    assert counts(read(database, ours, f"{HEAD}\n{GOOD}")) == (3, 0, 0)
    with database.read() as session:
        marks = {mark.address_key: mark for mark in service.list_marks(session, ours.id)}
        assert set(marks) == {"NL|5211AA|12|A", "NL|5211AA|14|", "BE|9000|VELDSTRAAT|12|3"}
        first = marks["NL|5211AA|12|A"]
        assert (first.advice, first.instruction, first.reason) == (
            ["police_first", "pairs"],
            "Er is een hond.",
            "Bedreiging",
        )
        assert {mark.review_date for mark in marks.values()} == {date(2027, 5, 1)}
        assert {(mark.proposed_by, mark.approved_by) for mark in marks.values()} == {(ours.administrator.id, None)}


def test_reading_a_file_twice_adds_nothing(database: Database, ours: Organisation) -> None:
    assert counts(read(database, ours, f"{HEAD}\n{GOOD}{GOOD}")) == (3, 3, 0)
    assert counts(read(database, ours, f"{HEAD}\n{GOOD}")) == (0, 3, 0)


def test_a_bad_row_is_reported_with_everything(database: Database, ours: Organisation) -> None:
    _, judged = read(database, ours, f"{HEAD}\n{GOOD}{BAD}")
    assert (len(judged.marks), [row.line for row in judged.refused]) == (3, [5])
    assert [(one.pointer, one.code) for one in judged.refused[0].wrong] == [
        ("/postcode", "postcode_nl"),
        ("/houseNumber", "house_number_nl"),
        ("/advice", "not_a_choice"),
        ("/reviewDate", "not_a_date"),
        ("/reason", "missing"),
    ]


def test_approved_by_another_person_who_may(database: Database, ours: Organisation, strangers: Organisation) -> None:
    for who in (ours.administrator, ours.worker, ours.board, strangers.registrar):
        with pytest.raises(NoApprover):
            read(database, ours, f"{HEAD}\n{GOOD}", who)
    assert counts(read(database, ours, f"{HEAD}\n{GOOD}", ours.registrar)) == (3, 0, 0)
    with database.read() as session:
        marks = service.list_marks(session, ours.id)
        assert {mark.approved_by for mark in marks} == {ours.registrar.id}
        reviews = session.scalars(
            select(DeadlineRecord).where(
                DeadlineRecord.organisation_id == ours.id, DeadlineRecord.kind == DeadlineKind.MARK_REVIEW
            )
        ).all()
        assert {one.root_id for one in reviews} == {mark.id for mark in marks}
        assert {one.due_at for one in reviews} == {datetime(2027, 5, 1, 7, tzinfo=UTC)}


def test_everything_that_a_row_can_say(database: Database, ours: Organisation) -> None:
    head = "country,postcode,houseNumber,advice,reason,reviewDate,personName,criteria,notFor,measure,validFrom,endsOn"
    email = ours.worker.email
    row = (
        "NL,5211AA,12,not_this_employee,Onderzoek,2027-05-01,"
        f"K. Jansen,fraud_investigation;dog,{email},Brief,1-12-2026,2028-01-31"
    )
    assert counts(read(database, ours, f"{head}\n{row}\n")) == (1, 0, 0)
    with database.read() as session:
        (mark,) = service.list_marks(session, ours.id)
        assert (mark.person_name, mark.criteria, mark.measure) == ("K. Jansen", ["dog", "fraud_investigation"], "Brief")
        assert mark.facts().not_for == frozenset({ours.worker.id})
        assert (mark.valid_from, mark.ends_at) == (
            datetime(2026, 11, 30, 23, tzinfo=UTC),
            datetime(2028, 1, 31, 23, tzinfo=UTC),
        )
    wrong = (
        row.replace(ours.worker.email, "niemand@elders.test")
        .replace("2028-01-31", "2027-01-31")
        .replace(";dog", ";kat")
    )
    _, judged = read(database, ours, f"{head}\n{wrong}\n")
    assert [(one.pointer, one.code) for one in judged.refused[0].wrong] == [
        ("/criteria", "not_a_choice"),
        ("/notFor", "unknown_colleague"),
    ]


def test_a_workbook_of_excel(database: Database, ours: Organisation) -> None:
    names = ["country", "postcode", "houseNumber", "advice", "reason", "reviewDate", None]
    book = a_workbook(
        names,
        ["NL", "5211 AA", 12, "pairs", "Bedreiging", date(2027, 5, 1)],
        [None] * 6,
        ["NL", "5211 AA", 14.0, "pairs", "Bedreiging", "1-5-2027"],
        ["NL", "5211 AA", 16, "pairs", '=HYPERLINK("https://elders.test")', datetime(2027, 5, 1, 12)],  # noqa: DTZ001 - Excel knows no zones
        ["NL", "5211 AA", 18, "pairs", "Bedreiging", date(2027, 5, 1), "nog iets"],
    )
    kept, judged = read(database, ours, book)
    assert kept == 2
    assert [(row.line, [(one.pointer, one.code) for one in row.wrong]) for row in judged.refused] == [
        (5, [("/reason", "cell_formula")]),  # nobody calculated it: what it shows, nobody knows
        (6, [("", "columns")]),
    ]
    with database.read() as session:
        assert {mark.address_key for mark in service.list_marks(session, ours.id)} == {
            "NL|5211AA|12|", "NL|5211AA|14|",
        }  # fmt: skip


@pytest.mark.parametrize("content", [b"PK\x03\x04 and no more", b"a\x00b"])
def test_what_is_no_file_of_ours(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_rows(MARKS, content)


@pytest.mark.parametrize(
    ("name", "size"), [("brief.txt", 10), pytest.param("xl/worksheets/sheet1.xml", LARGEST_UNPACKED + 1, id="bomb")]
)
def test_a_zip_that_is_no_workbook(name: str, size: int) -> None:
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as packed:
        packed.writestr(name, b" " * size)
    with pytest.raises(UnreadableFile):
        read_rows(MARKS, held.getvalue())


def test_no_more_rows_than_were_asked_for() -> None:
    content = f"{HEAD}\n{GOOD}".encode()
    assert len(read_rows(MARKS, content, 3)) == 3
    with pytest.raises(TooManyRows):
        read_rows(MARKS, content, 2)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_twenty_thousand_rows(database: Database, ours: Organisation) -> None:
    rows = "\n".join(
        f"NL;{1000 + number // 90}AA;{1 + number % 90};;;;;pairs;;Bedreiging;2027-05-01" for number in range(20_000)
    )
    by = Actor(ours.id, ours.registrar.id)
    with database.read() as session:
        judged = judge(session, by, read_rows(MARKS, f"{HEAD}\n{rows}\n".encode()), NOW)
    assert (len(judged.marks), judged.known, judged.refused) == (20_000, 0, ())
    assert [len(one) for one in batches(judged.marks)] == [200] * 100


def test_the_ways_a_file_comes() -> None:
    commas = "reviewDate,reason,advice,houseNumber,postcode,country\r\n2027-05-01,Omdat,pairs,12,5211AA,NL\r\n,,,,,\r\n"
    for content in (commas.encode(), b"\xef\xbb\xbf" + commas.encode()):
        assert [(row.line, row.fields["reason"]) for row in read_rows(MARKS, content)] == [(2, "Omdat")]


@pytest.mark.parametrize(
    ("content", "missing", "unknown"),
    [
        (b"land", ["postcode", "huisnummer", "advies", "reden", "opnieuw bekijken op"], []),
        (f"{HEAD};Leeftijd\n".encode(), [], ["Leeftijd"]),
    ],
)
def test_wrong_columns(content: bytes, missing: list[str], unknown: list[str]) -> None:
    with pytest.raises(WrongColumns) as refused:
        read_rows(MARKS, content)
    assert refused.value.facts == {"missing": missing, "unknown": unknown, "twice": [], "known": True}


def test_no_such_file() -> None:
    with pytest.raises(UnreadableFile):
        read_rows(MARKS, f"{HEAD}\nNL;5211AA;12;;Caf\xe9straat".encode("cp850"))


def test_a_row_with_too_many_columns(database: Database, ours: Organisation) -> None:
    _, judged = read(database, ours, f"{HEAD}\n{GOOD.splitlines()[1]};nog iets\n")
    assert [(one.pointer, one.code) for one in judged.refused[0].wrong] == [("", "columns")]
