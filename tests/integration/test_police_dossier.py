"""The dossier for the police, read back by a parser that is not ours."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.service import load_profile, shipped
from foundation.clock import clock_of
from foundation.session import Database
from tests.support.organisations import NOBODYS_ID, Organisation

PATH = "/v1/incidents"
BEFORE = (datetime.now(UTC) - timedelta(hours=2)).isoformat().replace("+00:00", "Z")
TODAY = datetime.now(UTC).date().isoformat()
HOME = {"country": "NL", "postcode": "5211AA", "houseNumber": 12}
HIS = {"country": "NL", "postcode": "5213BB", "houseNumber": 7}
ODD = "#panic() *Pieters* $x$"
WHOLE: dict[str, Any] = {
    "happenedAt": BEFORE, "description": "Hij kwam op me af.", "place": "Marktplein", "channel": "home_visit",
    "behaviours": [{"id": "threat", "channel": "home_visit"}],
    "threatToCome": True, "injury": {"yes": True, "namely": "Hersenschudding"},
    "damages": [
        {"whose": "employee", "what": "Bril", "amount": 129.95},
        {"whose": "employee_injury", "what": "Tandarts", "amount": 80},
    ],
    "witnesses": [{"name": "De buurvrouw", "contact": "nummer 14"}],
    "aggressor": {"name": ODD, "initials": "J.", "dateOfBirth": "1981-03-04", "address": HIS},
    "employeeDetails": {"dateOfBirth": "1990-01-02", "address": HOME, "phone": "0612345678", "position": "Consulent"},
}  # fmt: skip
FIRST = {"happenedAt": BEFORE, "description": "Hij dreigde.", "kind": "threatening"}


@pytest.fixture
def p5(database: Database, ours: Organisation) -> None:
    with database.write() as session:
        organisation = session.get_one(OrganisationRecord, ours.id)
        load_profile(session, organisation, shipped()["s-hertogenbosch"], clock_of(session).now(session))


def text_of(paper: Any) -> str:
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf"), paper.text
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages).split())


@pytest.mark.usefixtures("p5")
def test_what_goes_along_to_the_police(api: TestClient, ours: Organisation) -> None:
    path = f"{PATH}/{ours.worker.post(api, PATH, WHOLE).json()['id']}"
    matter = {
        "kind": "report", "against": "person", "literally": "“Ik weet je te vinden”", "means": "Een keukenmes",
        "motive": "De uitkering was gestopt", "on": TODAY, "number": "PL21-4711",
    }  # fmt: skip
    assert ours.worker.post(api, f"{path}/police", matter).status_code == 201
    paper = ours.manager.get(api, f"{path}/police-dossier.pdf")
    text = text_of(paper)
    for part in (
        "Dossier voor de politie", "Wolvenhoek 1", "J. " + ODD, "4 maart 1981", "De buurvrouw, nummer 14", "Consulent",
        "Hij kwam op me af.", "Marktplein", "Een keukenmes", "De uitkering was gestopt", "“Ik weet je te vinden”",
        "op huisbezoek", "Bril: € 129,95", "Kosten van de medewerker: € 80,00", "langs te komen", "PL21-4711",
        "Aangifte, over de medewerker", "Wie", "Wat", "Waar", "Wanneer", "Waarmee", "Waarom", "Op welke wijze",
    ):  # fmt: skip
        assert part in text, part
    for secret in ("5211", "1990", "0612345678", "Hersenschudding", "Tandarts", "Blauwe"):
        assert secret not in text, secret
    with pikepdf.open(BytesIO(paper.content)) as read:
        assert read.Root.MarkInfo.Marked
        with read.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    assert ours.worker.get(api, f"{path}/readers").json()["readers"][0]["what"] == "dossier"


@pytest.mark.usefixtures("p5")
def test_what_nobody_knows_is_said_so(api: TestClient, ours: Organisation) -> None:
    path = f"{PATH}/{ours.worker.post(api, PATH, FIRST).json()['id']}"
    text = text_of(ours.worker.get(api, f"{path}/police-dossier.pdf"))
    # The aggressor's name, birth date and address, witnesses, behaviour, damage, place, means, motive, channel, words.
    assert text.count("Nog niet bekend") == 11
    assert "Nog niet besloten" in text
    # What somebody chose not to report, and why, is not for the police.
    none = {"kind": "none", "against": "person", "why": "Ik durf niet", "literally": "Ik maak je af"}
    assert ours.worker.post(api, f"{path}/police", none).status_code == 201
    text = text_of(ours.worker.get(api, f"{path}/police-dossier.pdf"))
    assert "durf" not in text
    assert "Ik maak je af" not in text


@pytest.mark.usefixtures("p5")
def test_who_may_not_make_it(api: TestClient, ours: Organisation) -> None:
    path = f"{PATH}/{ours.worker.post(api, PATH, FIRST).json()['id']}/police-dossier.pdf"
    assert ours.worker2.get(api, path).status_code == 404
    assert ours.worker.get(api, f"{PATH}/{NOBODYS_ID}/police-dossier.pdf").status_code == 404
    refused = ours.registrar.get(api, path)
    assert (refused.status_code, refused.json()["code"]) == (403, "police_not_yours")
