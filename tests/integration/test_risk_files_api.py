"""The register's files through the doors: reading one in, and what is given out about an address or person."""

from io import BytesIO
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from achterwacht.audit.records import RegisterViewRecord
from foundation.session import Database
from tests.support.organisations import Employee, Organisation

PATH = "/v1/risk-addresses"
HEAD = "country;postcode;houseNumber;advice;reason;reviewDate;personName;instruction"
GOOD = f"""{HEAD}
NL;5211 AA;12;pairs;=1+1;2040-05-01;K. Jansen;Er is een hond.
NL;5211 AA;14;pairs;Bedreiging;2040-05-01;;
"""
OTHERS = f"""{HEAD}
NL;5211 AA;12;pairs;x;2040-05-01;P. de Vries;
NL;5212 BB;1;pairs;x;2040-05-01;k. jansen;
"""
BAD = f"{GOOD}NL;5211;16;vliegen;x;ooit;;\n"
ADDRESS = {"country": "NL", "postcode": "5211 AA", "houseNumber": 12}


def sends(api: TestClient, who: Employee, content: str | bytes, **fields: Any) -> httpx.Response:
    data = content.encode() if isinstance(content, str) else content
    answer: httpx.Response = api.post(
        f"{PATH}/_import", files={"file": ("marks.csv", data)}, data=fields, headers=who.headers
    )
    return answer


def asks(api: TestClient, who: Employee, **fields: Any) -> httpx.Response:
    return who.post(api, f"{PATH}/_export", {"address": ADDRESS, **fields})


def marks_of(api: TestClient, ours: Organisation) -> list[dict[str, Any]]:
    marks: list[dict[str, Any]] = ours.registrar.get(api, PATH).json()["marks"]
    return marks


def test_a_dry_run_changes_nothing_and_a_file_can_be_sent_twice(api: TestClient, ours: Organisation) -> None:
    dry = sends(api, ours.registrar, GOOD, dryRun="true")
    assert dry.json() == {
        "rows": 2, "kept": 2, "known": 0, "refusedCount": 0, "refused": [], "dryRun": True, "notes": [],
    }  # fmt: skip
    assert marks_of(api, ours) == []
    assert sends(api, ours.registrar, GOOD).json()["kept"] == 2
    assert {one["state"] for one in marks_of(api, ours)} == {"proposed"}
    again = sends(api, ours.registrar, GOOD).json()
    assert (again["kept"], again["known"]) == (0, 2)


def test_the_registrar_chooses_the_good_rows_or_nothing(api: TestClient, ours: Organisation) -> None:
    nothing = sends(api, ours.registrar, BAD).json()
    assert (nothing["rows"], nothing["kept"], nothing["refusedCount"]) == (3, 0, 1)
    assert [(one["column"], one["code"]) for one in nothing["refused"][0]["wrong"]] == [
        ("postcode", "postcode_nl"),
        ("advice", "not_a_choice"),
        ("reviewDate", "not_a_date"),
    ]
    assert nothing["refused"][0]["line"] == 4
    assert marks_of(api, ours) == []
    assert sends(api, ours.registrar, BAD, keepGood="true").json()["kept"] == 2
    assert len(marks_of(api, ours)) == 2


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\xff\xfe\x00", "file_utf_16"), (b"", "file_empty"), (b"PK\x03\x04", "file_unreadable")],
)
def test_no_such_file(api: TestClient, ours: Organisation, content: bytes, code: str) -> None:
    answer = sends(api, ours.registrar, content)
    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_a_file_that_is_too_large(api: TestClient, ours: Organisation) -> None:
    rows = "\n".join("NL;5211 AA;12;pairs;x;2040-05-01;;" for _ in range(2_001))
    many = sends(api, ours.registrar, f"{HEAD}\n{rows}")
    assert (many.status_code, many.json()["code"]) == (409, "file_rows")
    assert sends(api, ours.registrar, "x" * 1_100_000).status_code == 413
    assert api.post(f"{PATH}/_import", headers=ours.registrar.headers).status_code == 400


def test_a_workbook(api: TestClient, ours: Organisation) -> None:
    book = Workbook()
    for line in GOOD.splitlines():
        book.active.append([f"'{cell}" if cell.startswith("=") else cell for cell in line.split(";")])
    held = BytesIO()
    book.save(held)
    assert sends(api, ours.registrar, held.getvalue()).json()["kept"] == 2


def test_all_that_is_kept_about_an_address(
    api: TestClient, ours: Organisation, strangers: Organisation, database: Database
) -> None:
    sends(api, ours.registrar, GOOD)
    for who in (ours, strangers):
        search = {"address": ADDRESS, "purpose": "intake"}
        who.worker.post(api, f"{PATH}/_search", search)
        who.worker.post(api, f"{PATH}/_search", search | {"address": {**ADDRESS, "houseNumber": 14}})
    mark = next(one for one in marks_of(api, ours) if one["personName"])
    ours.registrar.post(api, f"{PATH}/{mark['id']}/end", {"reason": "Verhuisd"})
    answer = asks(api, ours.registrar)
    assert answer.headers["content-disposition"].startswith('attachment; filename="risicoadres-')
    (found,) = answer.json()["marks"]
    assert (found["id"], found["state"], found["reason"]) == (mark["id"], "ended", "=1+1")
    (look,) = answer.json()["lookUps"]
    assert (look["purpose"], look["told"]) == ("intake", [mark["id"]])
    for one in ours.everybody:
        assert one.name not in answer.text, "a resident is not told which employee"
        assert str(one.id) not in answer.text
    (look,) = asks(api, ours.registrar, withNames=True).json()["lookUps"]
    assert (look["person"]["name"], look["purpose"]) == ("Jan de Wit", "intake")
    assert asks(api, strangers.registrar).json()["marks"] == []
    with database.read() as session:
        views = session.scalars(select(RegisterViewRecord).where(RegisterViewRecord.organisation_id == ours.id)).all()
        exported = [(one.person_id, one.what) for one in views if one.what != "marks"]
        assert exported == [(ours.registrar.id, "export")] * 2


def test_about_one_person_nothing_of_another(api: TestClient, ours: Organisation) -> None:
    sends(api, ours.registrar, GOOD)
    sends(
        api,
        ours.registrar,
        f"{HEAD}\nNL;5211 AA;12;pairs;x;2040-05-01;P. de Vries;\nNL;5212 BB;1;pairs;x;2040-05-01;Jansen k;\n",
    )
    found = asks(api, ours.registrar, personName="K. Jansen").json()["marks"]
    assert [(one["personName"], one["address"]["postcode"]) for one in found] == [
        ("K. Jansen", "5211AA"),
        ("Jansen k", "5212BB"),
    ]


def test_as_a_workbook_without_formulas(api: TestClient, ours: Organisation) -> None:
    sends(api, ours.registrar, GOOD)
    ours.worker.post(api, f"{PATH}/_search", {"address": ADDRESS, "purpose": '=cmd|"/c calc"!A1\x07'})
    answer = asks(api, ours.registrar, format="xlsx")
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Markeringen", "Inzage"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    said = {cell.value for cell in cells}
    assert {"'=1+1", '\'=cmd|"/c calc"!A1', "K. Jansen"} <= said
    assert not {one.name for one in ours.everybody} & said
    named = load_workbook(BytesIO(asks(api, ours.registrar, format="xlsx", withNames=True).content))
    assert "Jan de Wit" in {cell.value for sheet in named for row in sheet.iter_rows() for cell in row}
    assert {"advies", "ga met z'n tweeën", "voorgesteld"} <= said


def test_in_dutch_as_excel_on_windows_writes_it(api: TestClient, ours: Organisation) -> None:
    content = (
        "Land;Post code;Huisnr.;Advies;Criteria;Reden;Opnieuw bekijken op;Instructie\r\n"
        'Nederland;5211 AA;12;"Bel eerst, met z\'n tweeën";Hond;Bedreiging;1-5-2040;Pas op: één hond\r\n'
        "NL;5211 AA;14;zwemmen;;Bedreiging;1-5-2040;\r\n"
    )
    dry = sends(api, ours.registrar, content.encode("cp1252"), dryRun="true", keepGood="true").json()
    assert [(one["column"], one["code"]) for one in dry["refused"][0]["wrong"]] == [("Advies", "not_a_choice")]
    assert "tweeën, één" in dry["notes"][0]
    assert sends(api, ours.registrar, content.encode("cp1252"), keepGood="true").json()["kept"] == 1
    (mark,) = marks_of(api, ours)
    assert (mark["advice"], mark["criteria"]) == (["pairs", "phone_first"], ["dog"])
    assert mark["instruction"] == "Pas op: één hond"
    empty = ours.registrar.get(api, f"{PATH}/template.xlsx").content
    again = sends(api, ours.registrar, empty).json()
    assert (again["rows"], again["notes"]) == (0, [])


def test_only_the_registrar(api: TestClient, ours: Organisation) -> None:
    for who in ours.everybody:
        for answer in (sends(api, who, GOOD, dryRun="true"), asks(api, who)):
            assert answer.status_code == (200 if who is ours.registrar else 403), who.name
    assert api.post(f"{PATH}/_import", files={"file": ("x.csv", b"")}).status_code == 401
    assert api.post(f"{PATH}/_export", json={"address": ADDRESS}).status_code == 401
