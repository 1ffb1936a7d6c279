"""Files in which a mark was lost without a word, or that held up the server. What is right stands beside each."""

import asyncio
import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from achterwacht.risk_files.columns import MARKS
from achterwacht.risk_files.doubts import doubts
from achterwacht.row_files import reading
from achterwacht.row_files.in_child import read_all, read_rows
from achterwacht.row_files.reading import JOB, read_long_file
from achterwacht.row_files.rows import FileRead, Row
from achterwacht.row_files.unreadable import CountsDiffer, TooHeavy, TooManyRows, UnreadableFile, WrongColumns
from cli.plain import Refused
from cli.row_files import found_in
from foundation.apart import TooBusy
from foundation.visible import on_lines
from tests.support.workbooks import HEAD, MAIN, a_book, a_sheet, mark, row, text

FILES = Path(__file__).parents[1] / "files" / "marks"
HOUSE, A_DAY = ("/houseNumber", "cell_date"), ("/houseNumber", "field_day")
OPEN, INSIDE = ("", "quote_open"), ("", "quote_inside")
Said = list[tuple[int, list[tuple[str, str]]]]


def said(found: FileRead | Sequence[Row]) -> Said:
    """What is doubtful about each row."""
    rows = found.rows if isinstance(found, FileRead) else found
    return [(row.line, [(one.pointer, one.code) for one in doubts(row)]) for row in rows]


def lines(*rows: str, head: Sequence[str] = HEAD) -> bytes:
    return "\r\n".join([";".join(head), *rows, ""]).encode()


def of_number(number: str = "12", addition: str = "") -> list[tuple[str, str]]:
    ((_, wrong),) = said(read_all(MARKS, lines(f"NL;5211 AA;{number};{addition};pairs;Bedreiging;1-5-2040")))
    return wrong


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("c11a-dimension-a1.xlsx", [(line, []) for line in range(2, 7)]),
        ("c11b-dimension-stale.xlsx", [(line, []) for line in range(2, 7)]),
        ("c11c-dimension-right.xlsx", [(line, []) for line in range(2, 7)]),
        (
            "c12-house-numbers-became-dates.xlsx",
            [
                (2, [("/houseNumber", "cell_date")]),
                (3, [("/houseNumber", "cell_date")]),
                (4, [("/addition", "cell_date")]),
            ],
        ),
        (
            "c12b-excel-saved-as-csv.csv",
            [
                (2, [("/houseNumber", "field_day")]),
                (3, [("/houseNumber", "field_day")]),
                (4, [("/addition", "field_day")]),
            ],
        ),
        (
            "c14-unbalanced-quote.csv",
            [(2, [("", "quote_open")]), *((line, [("", "quote_inside")]) for line in (3, 4, 5))],
        ),
        ("c14b-quote-never-closed.csv", [(2, []), (3, [("", "quote_open")]), (4, []), (5, [])]),
    ],
)
def test_no_row_is_lost_and_none_is_guessed(name: str, right: Said) -> None:
    assert said(read_all(MARKS, (FILES / name).read_bytes())) == right


@pytest.mark.parametrize(
    "number",
    ["2026-01-12", "12-jan", "12-mrt", "jan-12", "12 JAN", "12 januari", "12-1-2026", "12/01/26", "12.1.2026", "46034",
     "2026-01-12 00:00:00", "12:01", "1-2026", "févr-12", "12-mai"],
)  # fmt: skip
def test_what_excel_made_a_day_is_no_house(number: str) -> None:
    assert of_number(number) == [("/houseNumber", "field_day")]


@pytest.mark.parametrize("number", ["12.0", "12,5", "1,2E+01", "1E+05", "12.50"])
def test_what_is_no_whole_number_is_no_house(number: str) -> None:
    assert of_number(number) == [("/houseNumber", "field_number")]


@pytest.mark.parametrize(
    "nothing",
    ["NULL", "null", "#N/A", "#N/B", "#REF!", "#VALUE!", "n.v.t.", "nvt", "N.V.T.", "geen", "x", "X", "onbekend", "NaN",
     "None", "N/A", "?", "TRUE", "WAAR", "nee", "<null>"],
)  # fmt: skip
def test_what_says_nothing_is_no_addition(nothing: str) -> None:
    assert of_number(addition=nothing) == [("/addition", "field_nothing")]
    assert of_number(f"12 {nothing}") == [("/houseNumber", "field_nothing")]


@pytest.mark.parametrize("addition", ["0", "00", "1.0", "12345", "2,0", "1E+02"])
def test_what_is_no_number_of_a_door_is_no_addition(addition: str) -> None:
    assert of_number(addition=addition) == [("/addition", "field_number")]


@pytest.mark.parametrize("addition", ["feb-28", "2-jan", "2026-02-28", "01-02-2026", "mei 3"])
def test_a_day_is_no_addition(addition: str) -> None:
    assert of_number(addition=addition) == [("/addition", "field_day")]


@pytest.mark.parametrize(
    ("number", "addition"),
    [("12", ""), ("12", "A"), ("12-A", ""), ("12", "bis"), ("12", "3"), ("12", "-3"), ("12", "01"), ("12", "II"),
     ("12", "hs"), ("12", "1-2"), ("12-3", ""), ("12E3", ""), ("1", "E3"), ("12 A", ""), ("12", "zwart"), ("012", "")],
)  # fmt: skip
def test_what_doors_are_called_is_no_doubt(number: str, addition: str) -> None:
    assert of_number(number, addition) == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('NL;5211 AA;12;;pairs;Zei "kom maar";1-5-2040', [("", "quote_stray")]),
        ('NL;5211 AA;12;;pairs;"Zei "kom";1-5-2040', [("", "quote_stray")]),
        ('NL;5211 AA;12;;pairs;"Dreigde; 1-5-2040', [("", "quote_open")]),
        ('NL;5211 AA;12;;pairs;"Dreigde;1-5-2040"', [("", "columns_few")]),
        ("NL;5211 AA;12;;pairs;Dreigde", [("", "columns_few")]),
        ("NL;5211 AA;12;;pairs;Dreigde; sloeg;1-5-2040", [("", "columns")]),
        ('NL;5211 AA;12;"a;b";pairs;Dreigde;1-5-2040', [("/addition", "field_separator")]),
        ('NL;5211 AA;12;;pairs;"Dreigde;1-5-2040;x";1-5-2040', [("/reason", "field_row")]),
        ('NL;5211 AA;12;;pairs;"Dreigde;pairs";1-5-2040', [("/reason", "field_row")]),
        ('NL;5211 AA;12;;pairs;"Dreigde; had een mes";1-5-2040', []),
        ('NL;5211 AA;12;;pairs;"Zei: ""kom maar""";1-5-2040', []),
        ("NL;5211 AA;12;;pairs;#REF!;1-5-2040", [("/reason", "field_nothing")]),
        ('NL;5211 AA;12;;pairs;="Mes",x;1-5-2040', [("", "quote_stray")]),
        ('NL;5211 AA;12;;pairs;="Mes"s;1-5-2040', [("", "quote_stray")]),
        ('NL;5211 AA;12;;pairs;="Mes;1-5-2040', [("", "quote_stray")]),
    ],
)  # fmt: skip
def test_a_quote_or_a_column_too_many_is_said(line: str, wrong: list[tuple[str, str]]) -> None:
    other = "NL;5211 AA;14;;pairs;Mes getrokken;1-5-2040"
    assert said(read_all(MARKS, lines(other, line, other))) == [(2, []), (3, wrong), (4, [])]


def test_a_text_of_several_lines_never_takes_a_row_along() -> None:
    found = said(
        read_all(
            MARKS, lines('NL;5211 AA;12;;pairs;"Dreigde', 'en sloeg";1-5-2040', "NL;5211 AA;14;;pairs;Mes;1-5-2040")
        )
    )
    assert found == [(2, [("", "quote_open")]), (3, [("", "quote_inside")]), (4, [])]


@pytest.mark.parametrize(
    ("head", "twice", "unknown"),
    [
        ([*HEAD, "addition"], ["addition"], []),
        ([*HEAD, " addition "], ["addition"], []),
        ([*HEAD, "Addition"], ["addition", "Addition"], []),
        ([*HEAD, "Huisnummer"], ["houseNumber", "Huisnummer"], []),
        ([*HEAD, "", "city"], [], ["kolom 8"]),
    ],
)
def test_a_heading_that_comes_twice_or_is_empty(head: list[str], twice: list[str], unknown: list[str]) -> None:
    for content in (
        lines(head=head),
        a_book(f'<worksheet xmlns="{MAIN}"><sheetData>{row(*head)}</sheetData></worksheet>'),
    ):
        with pytest.raises(WrongColumns) as refused:
            read_rows(MARKS, content)
        assert refused.value.facts == {"missing": [], "unknown": unknown, "twice": twice, "known": True}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c t="b"><v>1</v></c>', "cell_boolean"), ('<c t="e"><v>#N/A</v></c>', "cell_error"),
        ("<c><f>B2+1</f></c>", "cell_formula"), ("<c><f>B2+1</f><v>3</v></c>", ""),
        ('<c s="1"><v>46054</v></c>', "cell_date"),
        ('<c t="d"><v>2026-02-28T00:00:00</v></c>', "cell_date"), ("<c><v>1.5</v></c>", "field_number"),
        ("<c><v>3.0</v></c>", ""), ('<c t="str"><f>""</f><v></v></c>', ""), ("<c/>", ""),
        (text("a&#10;b"), "field_break"),
    ],
)  # fmt: skip
def test_what_a_cell_of_excel_can_hold(cell: str, code: str) -> None:
    found = read_all(MARKS, a_book(a_sheet(row("NL", "5211 AA", "12", cell, "pairs", "Bedreiging", "1-5-2040"))))
    assert said(found) == [(2, [("/addition", code)] if code else [])]


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        (text("1.2"), []), (text("0.01"), []), (text("1.0"), [("/box", "field_number")]),
        ("<c><v>1.2</v></c>", [("/box", "field_number")]), ("<c><v>1.02</v></c>", [("/box", "field_number")]),
        ("<c><v>3</v></c>", []),
    ],
)  # fmt: skip
def test_a_box_with_a_point_is_one_where_it_is_a_text(cell: str, wrong: list[tuple[str, str]]) -> None:
    """Box 1.10 that Excel took for a number is 1.1 by now: another door."""
    head = ("land", "postcode", "huisnummer", "bus", "straat", "plaats", "advies", "reden", "opnieuw bekijken op")
    cells = ("BE", "9000", "12", cell, "Veldstraat", "Gent", "pairs", "Bedreiging", "1-5-2040")
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{row(*head)}{row(*cells)}</sheetData></worksheet>'
    assert said(read_all(MARKS, a_book(sheet))) == [(2, wrong)]


def test_merged_cells_hidden_rows_and_other_sheets_are_said() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="D2:D3"/></mergeCells>'
    hidden = mark("14").replace("<row", '<row hidden="1"')
    found = read_all(MARKS, a_book(a_sheet(mark("12", "A") + hidden, merged), sheets=3))
    assert said(found) == [(2, []), (3, [("/addition", "cell_merged")])]
    assert (found.others, found.hidden) == (["Blad2", "Blad3"], 1)


def test_the_last_row_there_is_with_nothing_but_a_look_is_no_row() -> None:
    """LibreOffice writes it where a whole column has a look."""
    last = '<row r="1048576" customFormat="false" ht="12.8"><c r="A1048576" s="1"/></row>'
    assert len(read_all(MARKS, a_book(a_sheet(mark() + last))).rows) == 1
    with pytest.raises(TooManyRows):
        read_all(MARKS, a_book(a_sheet(mark() + mark(at=1_048_576))))


def test_empty_rows_do_not_count_and_what_is_written_far_to_the_right_does() -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t></t></si><si><r><t>Be</t></r><r><t>dreiging</t></r></si></sst>'
    far = mark("14").replace("</row>", text("ver weg", "BZ5") + "</row>").replace("<row", '<row r="5"')
    rows = row() + row('<c t="s"><v>0</v></c>', number=3) + mark(reason="", at=4).replace("<t></t>", "<t>x</t>") + far
    assert said(read_all(MARKS, a_book(a_sheet(rows), strings=shared))) == [
        (4, [("/addition", "field_nothing")]), (5, [("", "columns")])
    ]  # fmt: skip


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_a_workbook_that_was_damaged_on_its_way_is_refused(part: str) -> None:
    held = BytesIO()
    Workbook().save(held)
    whole = bytearray(held.getvalue())
    packed = whole.index(part.encode()) + len(part)
    whole[packed : packed + 8] = b"\xff" * 8
    with pytest.raises(UnreadableFile):
        read_all(MARKS, bytes(whole))


STYLE_BOMB = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 3_000_000}</cellXfs></styleSheet>'
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
BOMBS: dict[str, tuple[Callable[[], bytes], type[UnreadableFile] | None]] = {
    "a row far away": (lambda: a_book(a_sheet(mark(at=2_000_000_000))), TooManyRows),
    "a row a little too far away": (lambda: a_book(a_sheet(mark(at=4_100))), TooManyRows),
    "empty rows": (lambda: a_book(a_sheet("<row/>" * 14_000_000)), TooManyRows),
    "three million styles": (lambda: a_book(a_sheet(mark()), STYLE_BOMB), UnreadableFile),
    "entities": (lambda: a_book(a_sheet(mark(reason="&c;"), before=ENTITIES)), UnreadableFile),
    "a file from outside": (
        lambda: a_book(a_sheet(mark(reason="&f;"), before='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>')),
        UnreadableFile,
    ),
    "shared strings": (
        lambda: a_book(a_sheet(mark()), strings=f'<sst xmlns="{MAIN}">{"<si><t>a</t></si>" * 6_000_000}</sst>'),
        UnreadableFile,
    ),
    "unpacks to more than is allowed": (
        lambda: a_book(a_sheet(mark()), more={"x.xml": "a" * 101_000_000}),
        UnreadableFile,
    ),
    "nested": (lambda: a_book(a_sheet("<a>" * 1_000_000 + "</a>" * 1_000_000)), None),
    "the same cell twice": (lambda: a_book(a_sheet(row(text("NL", "A2"), text("BE", "A2")))), UnreadableFile),
    "the same row twice": (lambda: a_book(a_sheet(mark(at=2) + mark(at=2))), UnreadableFile),
    "a hundred sheets": (lambda: a_book(a_sheet(mark()), sheets=100), None),
    "merged all over": (lambda: a_book(a_sheet(mark(), '<mergeCell ref="A1:XFD1048576"/>' * 1_000)), UnreadableFile),
    "a wide row": (lambda: a_book(a_sheet(row(*["<c/>"] * 1_000_000))), None),
    "one field of a hundred megabytes": (lambda: lines("NL;5211 AA;" + "1" * 19_000_000), None),
    "a million columns": (lambda: (";".join(f"k{n}" for n in range(1_000_000))).encode(), WrongColumns),
    "a million quotes": (lambda: lines(*['NL;"' * 200] * 1_900), None),
    "quotes over lines": (lambda: lines(*['NL;5211 AA;12;;pairs;"x'] * 1_900), None),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_or_read_within_its_limits(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make, refused = BOMBS[name]
    monkeypatch.setattr(reading, "LONG_JOB", replace(JOB, seconds=60, patience=240.0))
    read = read_long_file(MARKS, make(), 2_000)
    if refused is None:
        assert asyncio.run(read).rows is not None
    else:
        with pytest.raises(refused) as raised:
            asyncio.run(read)
        assert type(raised.value) in (refused, TooHeavy)


def test_what_takes_too_long_is_said_and_a_busy_machine_is_not_the_files_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(reading, "LONG_JOB", replace(JOB, patience=0.0001))
    with pytest.raises(TooBusy):
        asyncio.run(read_long_file(MARKS, lines()))
    file = tmp_path / "marks.csv"
    file.write_bytes(lines())
    with pytest.raises(Refused, match="this machine is too busy to read it now"):
        found_in(MARKS, file)


def test_a_count_that_does_not_add_up_refuses_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row in a comment is a row for the one count and none for the other."""
    with pytest.raises(CountsDiffer) as refused:
        read_all(MARKS, a_book(a_sheet(mark() + f"<!--{mark('14')}-->")))
    assert refused.value.facts == {"rows": 1, "counted": 2}


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=5)


def same_or_refused(written: list[list[str]], found: FileRead) -> None:
    """Each row that stands comes back as it was; whatever is doubtful says so; nothing is put together of two."""
    texts = [tuple(map(_or_nothing, cells)) for cells in written]
    for one in found.rows:
        if not [wrong for wrong in doubts(one) if wrong.pointer == ""]:
            assert tuple(_or_nothing(one.fields[name]) for name in HEAD) in texts


def _or_nothing(text: str) -> str:
    """A cell with white space alone is empty; what nobody sees is left out."""
    seen = on_lines(text)
    return seen if seen.strip() else ""


@given(ROWS, st.sampled_from(";,"), st.sampled_from(list[Literal[0, 1]]([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])))
def test_what_csv_writes_comes_back_the_same_or_is_refused(
    rows: list[list[str]], separator: str, quoting: Literal[0, 1]
) -> None:
    held = StringIO()
    csv.writer(held, delimiter=separator, quoting=quoting).writerows([HEAD, *rows])
    same_or_refused(rows, read_all(MARKS, held.getvalue().encode()))


@given(ROWS)
def test_what_openpyxl_writes_comes_back_the_same_or_is_refused(rows: list[list[str]]) -> None:
    clean = [[ILLEGAL_CHARACTERS_RE.sub("", cell).replace("\r", "") for cell in cells] for cells in rows]
    book = Workbook()
    for cells in [list(HEAD), *clean]:
        book.active.append(["'" + cell if cell.startswith("=") else cell for cell in cells])
    held = BytesIO()
    book.save(held)
    shown = [["'" + cell if cell.startswith("=") else cell for cell in cells] for cells in clean]
    same_or_refused(shown, read_all(MARKS, held.getvalue()))


@pytest.mark.parametrize(
    "addition",
    ["A en B", "A, B", "A of B", "A+B", "1 en 2", "t/m 20", "a/b", "a-c", "A t/m D", "t.o.", "naast", "geen toevoeging",
     "zie reden", "alle", "hele flat", "wordt nagevraagd", "was 14", "idem", "gezin"],
)  # fmt: skip
def test_what_is_no_addition_of_one_door_is_refused(addition: str) -> None:
    for column, said in (("addition", addition), ("houseNumber", f"12 {addition}"), ("box", addition)):
        row = Row(2, {"houseNumber": "12", column: said}, {})
        assert [one.pointer for one in doubts(row)] == [f"/{column}"], (column, said)


@pytest.mark.parametrize(
    "addition", ["A", "bis", "hs", "II", "3", "A2", "12-14", "rd", "unit 4", "bus 3", "1-2", "boven"]
)
def test_what_is_an_addition_is_kept(addition: str) -> None:
    assert doubts(Row(2, {"houseNumber": "12", "addition": addition}, {})) == []


def styled(*formats: str) -> str:
    """Style 1 is the first of these formats, and so on."""
    escaped = [escape(one, {'"': "&quot;"}) for one in formats]
    listed = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{one}"/>' for n, one in enumerate(escaped))
    used = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    styles = f'<numFmts>{listed}</numFmts><cellXfs><xf numFmtId="0"/>{used}</cellXfs>'
    return f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'


def shown_by(format: str, cell: str = '<c s="1"><v>12</v></c>') -> tuple[str, list[tuple[str, str]]]:
    (found,) = read_rows(MARKS, a_book(a_sheet(mark(number=cell)), styled(format)))
    return found.fields["houseNumber"], said([found])[0][1]


@pytest.mark.parametrize(
    "format",
    [
        '0" bis"', '"nr "0', 'General" a"', "0\\ \\b\\i\\s", "[$€-413] 0", "0%", ";;;", '[>100]0;0" x"', "0/0", "0E+00",
        '0"-14"', '#,##0" bus 3"', "0-0",
    ],
)  # fmt: skip
def test_a_number_that_excel_shows_otherwise_is_refused_and_never_taken_bare(format: str) -> None:
    assert shown_by(format)[1] == [("/houseNumber", "cell_shown")]


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("General", "12"), ("0", "12"), ("@", "12"), ("#,##0", "12"), ("[Red]0", "12"), ("[$-413]0", "12"),
        ("0_)", "12"), ("0.00", "12"), ("0;-0;;@", "12"), ("0000", "0012"), ("General;General;General;General", "12"),
    ],
)  # fmt: skip
def test_a_plain_number_is_what_excel_shows(format: str, text: str) -> None:
    assert shown_by(format) == (text, [])


def test_a_text_that_excel_shows_with_more_is_refused_too() -> None:
    cell = '<c s="1" t="inlineStr"><is><t>12</t></is></c>'
    assert shown_by('@" bis"', cell)[1] == [("/houseNumber", "cell_shown")]
    assert shown_by('0;0;0;"geheim"', cell)[1] == [("/houseNumber", "cell_shown")]
    assert shown_by("0;0;0;@", cell) == ("12", [])
    assert shown_by('0" bis"', cell) == ("12", []), "that format is for numbers alone"


BELGIAN = ("country", "postcode", "street", "houseNumber", "box", "city", "advice", "reason", "reviewDate")


@pytest.mark.parametrize(
    ("street", "number", "wrong"),
    [
        ("Veldstraat 12", "12", [("/street", "field_street")]),
        ("Veldstraat 12A", "12", [("/street", "field_street")]),
        ("Veldstraat, 12", "12 bus 3", [("/street", "field_street")]),
        ("Veldstraat 12 bus 3", "14", [("/street", "field_street")]),
        ("9000", "12", [("/street", "field_street")]),
        ("Plein 1944", "12", []),
        ("Veldstraat", "12", []),
        ("1 Meistraat", "1", []),
        ("Veldstraat", "12_3", [("/houseNumber", "field_box")]),
        ("Veldstraat", "12-3", [("/houseNumber", "field_box")]),
        ("Veldstraat", "12-14", []),
    ],
)
def test_a_flemish_street_with_its_number_in_it_and_a_box_as_a_range_are_questioned(
    street: str, number: str, wrong: list[tuple[str, str]]
) -> None:
    row_of = f"BE;9000;{street};{number};;Gent;pairs;Bedreiging;1-5-2040"
    ((_, found),) = said(read_all(MARKS, lines(row_of, head=BELGIAN)))
    assert found == wrong


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;;"])
def test_the_line_for_excel_alone_is_no_row(first: str) -> None:
    content = first.encode() + b"\r\n" + lines("NL;5211 AA;12;;pairs;Bedreiging;1-5-2040")
    (found,) = read_rows(MARKS, content)
    assert (found.line, found.fields["houseNumber"]) == (3, "12")
    by_comma = b"\xef\xbb\xbfsep=,\n" + content.split(b"\r\n", 1)[1].replace(b";", b",")
    assert [one.fields["houseNumber"] for one in read_rows(MARKS, by_comma)] == ["12"]
