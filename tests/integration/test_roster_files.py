"""A roster from a file: its turns are read and looked at, and nothing is set by it."""

from datetime import datetime, time
from io import BytesIO
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from tests.support.organisations import Employee, Organisation


def reads(api: TestClient, who: Employee, team: object, content: str | bytes) -> httpx.Response:
    data = content.encode() if isinstance(content, str) else content
    answer: httpx.Response = api.post(
        f"/v1/teams/{team}/roster/_read", files={"file": ("rooster.csv", data)}, headers=who.headers
    )
    return answer


@pytest.mark.by_turns
def test_turns_are_read_and_set_as_always(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    head = "Wie;E-mail;Stap;Dag;Van;Tot;Kamer"
    rows = (
        "Fatima Bakker;;Eerste;ma-vr;8:00;17:00;12", "fatima bakker;;eerste;ma-vr;08:00;17:00;13",
        f";{ours.manager.email.upper()};Teammanager;1-12-2040;18:00;2:00;",
        "Jan de Wit;;Eerste;za;8:00;17:00;", f";{strangers.colleague.email};Eerste;za;8:00;17:00;",
        "Niemand;;Eerste;za;8:00;17:00;",
    )  # fmt: skip
    path = f"/v1/teams/{ours.team}/roster"
    before = ours.manager.get(api, path).json()
    found: dict[str, Any] = reads(api, ours.manager, ours.team, "\n".join([head, *rows])).json()
    assert [(row["line"], [(one["column"], one["code"]) for one in row["wrong"]]) for row in found["refused"]] == [
        (5, [("Wie", "may_not_watch")]),
        (6, [("E-mail", "nobody_of_that_name")]),
        (7, [("Wie", "nobody_of_that_name")]),
    ]
    assert (found["rows"], found["refusedCount"]) == (6, 3)
    assert [(one["personId"], one["rank"], one["days"], one["firstDay"]) for one in found["shifts"]] == [
        (str(ours.colleague.id), "first", [1, 2, 3, 4, 5], None),
        (str(ours.manager.id), "manager", [6], "2040-12-01"),
    ]
    assert found["notes"] == ["Deze kolommen zijn niet gelezen: Kamer."]
    assert ours.manager.get(api, path).json() == before
    set_to = api.put(path, json={"shifts": found["shifts"]}, headers=ours.manager.headers)
    assert (set_to.status_code, len(set_to.json()["shifts"])) == (200, 2)


@pytest.mark.by_turns
def test_the_template_with_the_times_of_excel_and_one_phone_in_two_steps(api: TestClient, ours: Organisation) -> None:
    book = load_workbook(BytesIO(ours.administrator.get(api, f"/v1/teams/{ours.team}/roster/template.xlsx").content))
    head = [one.value for one in book["Rooster"][1]]
    assert head[:5] == ["wie", "stap", "dag", "van", "tot"]
    email = ours.manager.email
    book["Rooster"].append([email, "eerste", "elke dag", time(8), time(17)])
    book["Rooster"].append([email, "teammanager", "elke dag", time(9), time(10)])
    book["Rooster"].append([email, "tweede", None, datetime(2040, 12, 1, 18), datetime(2040, 12, 2, 8)])  # noqa: DTZ001 - Excel knows no zones
    held = BytesIO()
    book.save(held)
    found = reads(api, ours.administrator, ours.team, held.getvalue()).json()
    assert [(one["from"], one["until"], one["firstDay"]) for one in found["shifts"]] == [
        ("08:00", "17:00", None), ("09:00", "10:00", None), ("18:00", "08:00", "2040-12-01"),
    ]  # fmt: skip
    (note,) = found["notes"]
    assert note.startswith("In twee stappen tegelijk, en dan is er maar één telefoon: ")


@pytest.mark.by_turns
def test_whose_roster_it_is(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    for who, status in ((ours.worker, 403), (ours.colleague, 403), (strangers.administrator, 404)):
        assert reads(api, who, ours.team, "wie;stap;van;tot\n").status_code == status
        assert who.get(api, f"/v1/teams/{ours.team}/roster/template.xlsx").status_code == status
    many = "\n".join(["wie;stap;van;tot", *("Jan;1;8:00;9:00" for _ in range(501))])
    assert reads(api, ours.administrator, ours.team, many).json()["code"] == "file_rows"
