"""The figures of a year through the doors, on both databases: what counts, who sees what, and what is not shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sqlalchemy import select

from achterwacht.alarms.facts import Cause, Level, Outcome
from achterwacht.alarms.records import AlarmRecord
from achterwacht.incidents.facts import IncidentKind
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.service import load_profile, shipped
from foundation.columns import new_id
from foundation.session import Database
from tests.support.letters import in_pdf
from tests.support.organisations import Employee, Organisation, an_organisation

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
YEAR = datetime.now(AMSTERDAM).year - 1
"""A year that is over, whatever day it is."""


def at(month: int, day: int, hour: int, year: int = YEAR) -> datetime:
    return datetime(year, month, day, hour, 30, tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.fixture
def happened(database: Database, ours: Organisation) -> Any:
    """Reports as they stand in the register."""

    def happens(number: int, moment: datetime, kind: IncidentKind, team: UUID | None = None, **more: Any) -> None:
        with database.write() as session:
            for _ in range(number):
                employee = more.get("employee", ours.worker.id)
                session.add(
                    IncidentRecord(
                        id=new_id(), organisation_id=ours.id, created_from="", team_id=team or ours.team,
                        kind=kind, channel=more.get("channel", ConductChannel.OFFICE), happened_at=moment,
                        description="x", reported_by=employee, employee_id=employee, created_at=moment,
                    )
                )  # fmt: skip

    return happens


def read(api: TestClient, who: Employee, query: str = "") -> dict[str, Any]:
    answer = who.get(api, f"/v1/reports/{YEAR}{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def rows(found: dict[str, Any], table: str) -> dict[str, str]:
    (one,) = [one for one in found["tables"] if one["id"] == table]
    return {row["name"]: row["number"]["shown"] for row in [*one["rows"], one["total"]]}


def test_what_happened_is_counted_on_the_clock_of_the_organisation(
    api: TestClient, ours: Organisation, happened: Any
) -> None:
    # In winter and in summer; the last evening of the year, which in UTC is still that year, and one just after it.
    happened(20, at(1, 4, 9), IncidentKind.SCOLDING)
    happened(30, at(7, 6, 16), IncidentKind.THREATENING, channel=ConductChannel.PHONE)
    happened(6, at(12, 31, 23), IncidentKind.SCOLDING, channel=None)
    happened(7, at(1, 1, 0, YEAR + 1), IncidentKind.SCOLDING)
    happened(9, at(7, 6, 16, YEAR - 1), IncidentKind.OTHER)
    found = read(api, ours.registrar)
    assert rows(found, "kind") == {
        "Schelden": "26", "Bedreigen": "30", "Geweld tegen mensen": "0", "Geweld tegen spullen": "0",
        "Wil niet weggaan": "0", "Iets anders": "0", "Alle meldingen": "56",
    }  # fmt: skip
    assert rows(found, "channel") == {
        "Van persoon tot persoon": "20", "Telefonisch": "30", "Schriftelijk": "0", "Niet ingevuld": "6",
        "Alle meldingen": "56",
    }  # fmt: skip
    places = {"Niet ingevuld": "6", "Op afstand": "30", "Op kantoor": "20", "Alle meldingen": "56"}
    assert rows(found, "place") == places
    hours = rows(found, "hour")
    assert (hours["09:00"], hours["16:00"], hours["23:00"], hours["14:00"]) == ("20", "30", "6", "0")
    weekdays = ("Maandag", "Dinsdag", "Woensdag", "Donderdag", "Vrijdag", "Zaterdag", "Zondag")
    expected = dict.fromkeys(weekdays, 0)
    for number, moment in ((20, at(1, 4, 9)), (30, at(7, 6, 16)), (6, at(12, 31, 23))):
        expected[weekdays[moment.astimezone(AMSTERDAM).weekday()]] += number
    assert rows(found, "weekday") == {day: str(number) for day, number in expected.items()} | {"Alle meldingen": "56"}
    (kinds,) = [one for one in found["tables"] if one["id"] == "kind"]
    assert {row["id"]: row["before"]["count"] for row in kinds["rows"]}["other"] == 9
    assert rows(read(api, ours.registrar, "?quarter=3"), "kind")["Bedreigen"] == "30"
    assert rows(read(api, ours.registrar, "?quarter=3"), "kind")["Alle meldingen"] == "30"
    assert (found["complete"], found["scope"]) == (True, "organisation")


def test_one_to_four_is_never_said_and_can_not_be_computed(api: TestClient, ours: Organisation, happened: Any) -> None:
    happened(3, at(1, 4, 9), IncidentKind.SCOLDING)
    happened(12, at(1, 4, 9), IncidentKind.THREATENING)
    happened(20, at(1, 4, 9), IncidentKind.OTHER)
    found = read(api, ours.registrar)
    kinds = rows(found, "kind")
    assert (kinds["Schelden"], kinds["Iets anders"], kinds["Alle meldingen"]) == ("< 5", "20", "35")
    assert kinds["Bedreigen"] == "–", "else 35 - 20 - 12 is the 3"
    (row,) = [row for one in found["tables"] if one["id"] == "kind" for row in one["rows"] if row["id"] == "scolding"]
    assert row["number"] == {"count": None, "withheld": "few", "shown": "< 5"}
    assert rows(read(api, ours.registrar, "?quarter=1"), "kind")["Bedreigen"] == "–", "nor from the quarter"
    assert rows(read(api, ours.registrar, f"?team={ours.team}"), "kind")["Bedreigen"] == "–", "nor from the team"


def test_the_name_of_a_row_says_nothing_of_a_few(api: TestClient, ours: Organisation, happened: Any) -> None:
    """Two places under a total of two to four would be one each: their names alone would say so."""
    happened(30, at(1, 4, 9), IncidentKind.OTHER, channel=ConductChannel.PHONE)
    happened(1, at(1, 4, 9), IncidentKind.OTHER, channel=ConductChannel.OFFICE)
    happened(1, at(1, 4, 9), IncidentKind.OTHER, channel=ConductChannel.HOME_VISIT)
    found = read(api, ours.registrar)
    assert rows(found, "channel")["Van persoon tot persoon"] == "< 5"
    assert list(rows(found, "place")) == ["Op afstand", "Alle meldingen"]


def test_everybody_sees_as_far_as_their_role_goes(
    api: TestClient, database: Database, ours: Organisation, happened: Any
) -> None:
    theirs = an_organisation(database, "elders")
    other = new_id()
    with database.write() as session:
        session.add(TeamRecord(id=other, organisation_id=ours.id, name="Wijkteam Noord"))
    happened(8, at(5, 5, 10), IncidentKind.SCOLDING, other)
    happened(6, at(5, 5, 10), IncidentKind.SCOLDING)
    happened(2, at(5, 5, 10), IncidentKind.SCOLDING, employee=ours.worker2.id)
    everything = read(api, ours.registrar)
    assert rows(everything, "team")["Alle meldingen"] == "16"
    assert read(api, ours.board)["scope"] == "organisation"
    assert rows(read(api, ours.registrar, f"?team={other}"), "kind")["Schelden"] == "8"
    assert ours.board.get(api, f"/v1/reports/{YEAR}?team={other}").status_code == 404, "whoever reads no reports"
    team = read(api, ours.manager)
    assert (team["scope"], team["team"]["id"], rows(team, "kind")["Schelden"]) == ("team", str(ours.team), "8")
    assert "team" not in [one["id"] for one in team["tables"]]
    assert ours.manager.get(api, f"/v1/reports/{YEAR}?team={other}").status_code == 404
    own = read(api, ours.worker2)
    assert (own["scope"], rows(own, "kind")["Schelden"], own["advice"]) == ("own", "2", None), "their own they know"
    assert ours.worker2.get(api, f"/v1/reports/{YEAR}?team={ours.team}").status_code == 404
    assert rows(read(api, theirs.registrar), "kind")["Alle meldingen"] == "0"
    assert theirs.registrar.get(api, f"/v1/reports/{YEAR}?team={ours.team}").status_code == 404


def test_alarms_how_soon_they_were_taken_and_drills(api: TestClient, database: Database, ours: Organisation) -> None:
    opened = at(3, 3, 11)
    with database.write() as session:
        organisation = session.get_one(OrganisationRecord, ours.id)
        protocol = load_profile(session, organisation, shipped()["demo"], opened)
        for place in range(20):
            session.add(
                AlarmRecord(
                    id=new_id(), organisation_id=ours.id, team_id=ours.team, worker_id=ours.worker.id,
                    protocol_id=protocol.id, drill=place >= 14, cause=Cause.PANIC, level=Level.COLLEAGUE, plan={},
                    opened_at=opened, acknowledged_by=ours.manager.id,
                    acknowledged_at=opened + timedelta(seconds=10 * (place + 1) + 0.4),
                    resolved_at=opened + timedelta(hours=1), resolved_by=ours.manager.id,
                    outcome=Outcome.FALSE_ALARM if place < 7 else Outcome.SAFE, note="",
                )
            )  # fmt: skip
    found = read(api, ours.registrar)
    assert rows(found, "outcome")["Loos alarm"] == "7"
    assert rows(found, "alarm")["Alle alarmen"] == "14"
    assert rows(found, "drill")["Alle oefeningen"] == "6"
    times = {(one["id"], one["percent"]): one["seconds"] for one in found["times"]}
    assert times[("acknowledged", 50)] == 70, "in whole seconds"
    assert times[("acknowledged", 98)] is None, "of fourteen, it would be the slowest one"
    with database.write() as session:
        for record in session.scalars(select(AlarmRecord).where(AlarmRecord.drill.is_(False)).limit(5)):
            session.delete(record)
    times = {(one["id"], one["percent"]): one["seconds"] for one in read(api, ours.registrar)["times"]}
    assert times[("acknowledged", 50)] is None, "of nine, only four took longer"
    assert {one["id"]: one["percent"] for one in found["shares"]}["false"] == 50


def test_each_reads_them_in_their_own_language_and_a_file_speaks_that_of_the_organisation(
    api: TestClient, ours: Organisation, happened: Any
) -> None:
    happened(12, at(3, 2, 9), IncidentKind.THREATENING)
    assert ours.board.put(api, "/v1/me/language", {"language": "fr"}).status_code < 300
    found = read(api, ours.board)
    assert rows(found, "kind").items() >= {("Menaces", "12"), ("Insultes", "0"), ("Toutes les déclarations", "12")}
    assert "Lundi" in rows(found, "weekday")
    assert "Au bureau" in rows(found, "place")
    assert {one["title"] for one in found["tables"]} >= {"Ce qui s'est passé", "Heure de la journée"}
    assert found["legend"].startswith("< 5 : d'un à quatre.")
    written = ours.board.get(api, f"/v1/reports/{YEAR}/figures.csv").text
    assert "Wat er gebeurde;Bedreigen;12" in written


def test_the_same_in_a_spreadsheet_and_on_paper_with_the_advice(
    api: TestClient, ours: Organisation, happened: Any
) -> None:
    happened(3, at(1, 4, 9), IncidentKind.SCOLDING)
    happened(12, at(1, 4, 9), IncidentKind.THREATENING)
    happened(20, at(1, 4, 9), IncidentKind.OTHER)
    path = f"/v1/reports/{YEAR}"
    refused = ours.manager.put(api, f"{path}/advice", {"advice": "Meer licht."})
    assert refused.status_code == 403
    before = ours.registrar.put(api, f"/v1/reports/{YEAR - 1}/advice", {"advice": "Oefen elk kwartaal."})
    assert before.status_code == 200, before.text
    said = {"advice": "=1+1 zet een tweede balie neer.", "becameOfIt": "Twee keer geoefend."}
    ours.registrar.put(api, f"{path}/advice", {"advice": "Een eerste zin."})
    found = ours.registrar.put(api, f"{path}/advice", said).json()
    assert (found["advice"]["advice"], found["adviceBefore"]["advice"]) == (said["advice"], "Oefen elk kwartaal.")
    for address in (f"{path}.csv", f"{path}/figures.csv"):
        text = ours.board.get(api, address).content.decode("utf-8-sig")
        assert "Wat er gebeurde;Schelden;< 5;0" in text
        assert "Wat er gebeurde;Bedreigen;–;0" in text
        assert "'=1+1 zet" in text, "a cell is no formula"
    sheet = load_workbook(BytesIO(ours.board.get(api, f"{path}.xlsx").content)).active
    assert sheet is not None
    assert ("Wat er gebeurde", "Iets anders", 20, 0) in [tuple(row) for row in sheet.iter_rows(values_only=True)]
    for address in (f"{path}.pdf", f"{path}/figures.pdf?quarter=1"):
        answer = ours.board.get(api, address)
        assert answer.headers["content-type"] == "application/pdf"
        paper = in_pdf(answer.content)
        for words in ("Schelden", "< 5", "een tweede balie", "Twee keer geoefend."):
            assert words in paper, words
    text = ours.board.get(api, f"{path}/figures.csv?quarter=1").content.decode("utf-8-sig")
    assert text.splitlines()[1] == f"Cijfers 1e kwartaal {YEAR};Alle teams;;", "whose they are, and of when"
    assert "De periode is nog niet om" in ours.board.get(api, f"/v1/reports/{YEAR + 1}.csv").content.decode("utf-8-sig")
    own = ours.worker.get(api, f"{path}.pdf").content
    assert "Je eigen meldingen en bezoeken" in in_pdf(own)
    assert "Alle teams" not in in_pdf(own)
    assert "Advies" not in in_pdf(own), "nor is it said that there is none"
    assert "Advies" not in ours.worker.get(api, f"{path}.csv").content.decode("utf-8-sig")
