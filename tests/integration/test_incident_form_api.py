"""The complete form of a report through the doors: told, changed, completed, signed, closed, read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.service import load_profile, shipped
from foundation.clock import clock_of
from foundation.session import Database
from tests.support.organisations import NOBODYS_ID, Employee, Organisation

PATH = "/v1/incidents"
BEFORE = (datetime.now(UTC) - timedelta(hours=2)).isoformat().replace("+00:00", "Z")
HOME = {"country": "NL", "postcode": "5211AA", "houseNumber": 12}
FIRST = {"happenedAt": BEFORE, "description": "Hij dreigde met een mes.", "kind": "threatening"}
WHOLE: dict[str, Any] = {
    "happenedAt": BEFORE,
    "description": "“Ik weet waar je woont”, zei hij.",
    "channel": "home_visit",
    "behaviours": [{"id": "threat", "channel": "home_visit"}, {"id": "scolding", "channel": "in_writing"}],
    "persistent": True,
    "threatToCome": True,
    "injury": {"yes": True, "namely": "Blauwe plek op de arm"},
    "policeReport": {"yes": False, "namely": "Ik wil er eerst over nadenken"},
    "aftercare": {"yes": True, "namely": "Gesprek met Karin"},
    "furtherAction": {"yes": True, "namely": "Waarschuwing"},
    "damages": [
        {"whose": "employee", "what": "Bril", "amount": 129.95},
        {"whose": "organisation", "what": "Ruit"},
    ],
    "witnesses": [{"name": "De buurvrouw", "contact": "nummer 14"}],
    "stalkingLog": [{"at": BEFORE, "circumstances": "Hij stond bij mijn auto", "hit": ["family", "employee"]}],
    "aggressor": {
        "name": "Pieters", "initials": "J.", "dateOfBirth": "1981-03-04", "address": HOME, "clientReference": "K-77",
    },
    "employeeDetails": {"gender": "v", "dateOfBirth": "1990-01-01", "address": HOME, "position": "Consulent"},
}  # fmt: skip

Filed = Callable[..., dict[str, Any]]


@pytest.fixture
def runs_on(database: Database, ours: Organisation) -> Callable[[str], None]:
    """Let the organisation run on a profile."""

    def runs(profile: str) -> None:
        with database.write() as session:
            organisation = session.get_one(OrganisationRecord, ours.id)
            load_profile(session, organisation, shipped()[profile], clock_of(session).now(session))

    return runs


@pytest.fixture
def filed(api: TestClient, ours: Organisation, runs_on: Callable[[str], None]) -> Filed:
    """File a report on the largest form."""
    runs_on("s-hertogenbosch")

    def file(who: Employee | None = None, **fields: Any) -> dict[str, Any]:
        answer = (who or ours.worker).post(api, PATH, {**WHOLE, **fields})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    return file


def pointers(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400, answer.text
    return {one["pointer"]: one["code"] for one in answer.json()["errors"]}


def test_all_of_the_complete_form_is_kept(api: TestClient, ours: Organisation, filed: Filed) -> None:
    made = filed()
    assert made == ours.worker.get(api, f"{PATH}/{made['id']}").json()
    assert made["kind"] == "other", "the words of the protocol say what it was"
    assert made["behaviours"] == [
        {"id": "threat", "channel": "home_visit", "name": "Dreigen: ernstige bedreiging en intimidatie"},
        {"id": "scolding", "channel": "in_writing", "name": "Schelden, hinderlijk gedrag of verbaal geweld"},
    ]
    for name in ("persistent", "threatToCome", "injury", "furtherAction"):
        assert made[name] == WHOLE[name]
    assert made["aftercare"] == {**WHOLE["aftercare"], "plans": made["aftercare"]["plans"]}
    assert (made["injured"], made["damage"], made["extreme"]) == (True, True, False)
    assert made["policeReport"] == {**WHOLE["policeReport"], "on": None}
    assert [(one["whose"], one["what"], one["amount"]) for one in made["damages"]] == [
        ("employee", "Bril", 129.95), ("organisation", "Ruit", None),
    ]  # fmt: skip
    assert made["witnesses"] == [{**WHOLE["witnesses"][0], "personId": None}]
    assert made["stalkingLog"][0]["hit"] == ["employee", "family"]
    assert (made["aggressor"]["clientReference"], made["aggressor"]["address"]["houseNumber"]) == ("K-77", 12)
    assert made["employeeDetails"]["position"] == "Consulent"
    assert made["missing"] == []
    assert made["asks"][-1] == "signatures"


@pytest.mark.parametrize("door", ["change", "complete"])
def test_a_late_form_undoes_nothing_that_was_changed_meanwhile(
    api: TestClient, ours: Organisation, filed: Filed, door: str
) -> None:
    path, late = f"{PATH}/{filed()['id']}", {"description": "Zoals ik het die avond typte", "revision": 1}
    changed = ours.worker.patch(api, path, {"description": "Beter opgeschreven", "revision": 1}).json()
    assert changed["revision"] == 2
    refused = (
        ours.worker.patch(api, path, late) if door == "change" else ours.worker.post(api, f"{path}/complete", late)
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "incident_changed")
    now = ours.worker.get(api, path).json()
    assert (now["description"], now["revision"]) == ("Beter opgeschreven", 2)
    assert ours.worker.patch(api, path, {**late, "revision": 2}).json()["description"] == late["description"]


def test_what_is_said_once_more_keeps_its_line(api: TestClient, ours: Organisation, filed: Filed) -> None:
    made = filed()
    path, (glasses, window) = f"{PATH}/{made['id']}", made["damages"]
    lines = [{"whose": "third_party", "what": "Fiets"}, {"whose": "organisation", "what": "Ruit"}]
    kept = ours.worker.patch(api, path, {"damages": [*lines, {**glasses, "amount": 140}]}).json()["damages"]
    assert [one["id"] for one in kept][1:] == [window["id"], glasses["id"]]
    assert [one["amount"] for one in kept] == [None, None, 140]
    strange = [{"id": NOBODYS_ID, "whose": "employee", "what": "Jas"}]
    assert pointers(ours.worker.patch(api, path, {"damages": strange})) == {"/damages/0/id": "unknown"}
    again = ours.worker.patch(api, path, {"damages": kept}).json()
    assert again["revision"] == 2, "what is said again is no change"
    empty: dict[str, Any] = {
        "behaviours": [],
        "aggressor": None,
        "employeeDetails": None,
        "witnesses": [],
        "stalkingLog": [],
    }
    emptied = ours.worker.patch(api, path, {**empty, "damages": [], "damage": False, "injury": {"yes": False}}).json()
    assert {name: emptied[name] for name in empty} == empty
    assert (emptied["damages"], emptied["injured"], emptied["injury"]) == ([], False, {"yes": False, "namely": None})


def test_everything_that_is_wrong_is_named_at_once(api: TestClient, ours: Organisation, filed: Filed) -> None:
    filed()
    wrong = {
        **FIRST,
        "diagnosis": "gebroken arm",
        "behaviours": [{"id": "threat", "channel": "duif"}],
        "damages": [{"whose": "buurman", "what": "", "amount": -1}],
        "attempts": 1000,
        "aggressor": {"dateOfBirth": "1899-12-31", "bsn": "123456782"},
        "injury": {"yes": "ja"},
    }
    assert pointers(ours.worker.post(api, PATH, wrong)) == {
        "/diagnosis": "unknown_field",
        "/behaviours/0/channel": "not_a_choice",
        "/damages/0/whose": "not_a_choice",
        "/damages/0/what": "too_short",
        "/damages/0/amount": "too_small",
        "/attempts": "too_big",
        "/aggressor/dateOfBirth": "day_too_far",
        "/aggressor/bsn": "unknown_field",
        "/injury/yes": "not_yes_or_no",
    }
    rules = {**FIRST, "motive": "woede", "behaviours": [{"id": "hond", "channel": "phone"}], "witnesses": [
        {"name": "Iemand", "personId": NOBODYS_ID}]}  # fmt: skip
    assert pointers(ours.worker.post(api, PATH, rules)) == {
        "/behaviours/0/id": "not_a_choice", "/motive": "not_on_form", "/witnesses/0/personId": "unknown_colleague",
    }  # fmt: skip
    both = {**FIRST, "injured": False, "injury": {"yes": True}}
    assert pointers(ours.worker.post(api, PATH, both)) == {"/injury/yes": "no_and_what"}
    assert pointers(ours.worker.post(api, PATH, {"happenedAt": BEFORE, "description": "x"})) == {"/kind": "missing"}


def test_completed_signed_and_closed(api: TestClient, ours: Organisation, filed: Filed) -> None:
    made = filed(injury=None, policeReport=None)
    path = f"{PATH}/{made['id']}"
    early = ours.worker.post(api, f"{path}/sign")
    assert (early.status_code, early.json()["code"]) == (409, "incident_not_completed")
    assert pointers(ours.worker.post(api, f"{path}/complete")) == {"/injury": "missing", "/policeReport": "missing"}
    last = {"injury": {"yes": False}, "policeReport": {"yes": True, "on": "2026-01-02"}}
    done = ours.worker.post(api, f"{path}/complete", last).json()
    assert (done["state"], done["completedBy"]["name"], done["maySign"]) == ("completed", "Jan de Wit", True)
    signed = ours.worker.post(api, f"{path}/sign", {"revision": done["revision"]}).json()
    assert [(one["function"], one["person"]["name"]) for one in signed["signatures"]] == [("employee", "Jan de Wit")]
    changed = ours.worker.patch(api, path, CHANGE).json()
    assert changed["signatures"][0]["fallenAt"] == changed["changedAt"]
    unread = ours.manager.post(api, f"{path}/sign", {"revision": done["revision"]})
    assert (unread.status_code, unread.json()["code"]) == (409, "incident_changed")
    assert pointers(ours.worker.patch(api, path, {"aftercare": None})) == {"/aftercare": "missing"}
    both = [who.post(api, f"{path}/sign", {"revision": changed["revision"]}) for who in (ours.worker, ours.manager)]
    standing = [one["function"] for one in both[1].json()["signatures"] if one["fallenAt"] is None]
    assert standing == ["employee", "direct_manager"]
    assert ours.registrar.post(api, f"{path}/close").status_code == 403
    closed = ours.manager.post(api, f"{path}/close", {"reason": "Alles is gedaan"}).json()
    assert (closed["state"], closed["closedBy"]["name"]) == ("closed", "Karin Smit")
    for act, body in (("", CHANGE), ("/complete", {}), ("/sign", {}), ("/close", {})):
        method = "PATCH" if act == "" else "POST"
        late = ours.manager.ask(api, method, path + act, body)
        assert (late.status_code, late.json()["code"]) == (409, "incident_closed")


CHANGE = {"description": "Hij schold en gooide een stoel."}


def test_a_signature_and_a_change_in_the_same_moment(api: TestClient, ours: Organisation, filed: Filed) -> None:
    """Whichever comes first: what stands is signed as it was read, or not at all."""
    made = filed()
    path = f"{PATH}/{made['id']}"
    revision = ours.worker.post(api, f"{path}/complete").json()["revision"]
    with ThreadPoolExecutor(4) as pool:
        turns = [{"description": f"Hij schold, {turn} keer"} for turn in range(2)]
        asked = [pool.submit(ours.worker.patch, api, path, turn) for turn in turns]
        read = {"revision": revision}
        asked += [pool.submit(who.post, api, f"{path}/sign", read) for who in (ours.worker, ours.manager)]
        answers = [one.result().status_code for one in asked]
    assert set(answers) <= {200, 409}
    now = ours.worker.get(api, f"{path}").json()
    assert now["revision"] == revision + 2
    assert [one for one in now["signatures"] if one["fallenAt"] is None] == []


def test_two_managers_close_it_at_once(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = f"{PATH}/{filed()['id']}/close"
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: who.post(api, path, {"reason": "x"}), (ours.manager, ours.manager2)))
    assert sorted(one.status_code for one in answers) == [200, 409]


def test_filed_for_somebody(api: TestClient, ours: Organisation, strangers: Organisation, filed: Filed) -> None:
    jan = str(ours.worker.id)
    made = filed(ours.colleague, employeeId=jan, employeeDetails=None)
    path = f"{PATH}/{made['id']}"
    assert (made["employee"]["name"], made["reportedBy"]["id"]) == ("Jan de Wit", str(ours.colleague.id))
    assert (made["mine"], ours.worker.get(api, path).json()["mine"]) == (False, True)
    assert ours.manager.get(api, path).status_code == 200, "it belongs to the team of whom it happened to"
    assert ours.colleague.get(api, path).status_code == 200
    assert ours.worker.patch(api, path, CHANGE).status_code == 200
    assert ours.colleague.get(api, path).status_code == 404, "once they went on with it, it is theirs"
    assert ours.colleague.get(api, PATH).json()["incidents"] == []
    for who in (ours.worker2, ours.hr, ours.reception):
        assert who.post(api, PATH, {**FIRST, "employeeId": jan}).status_code == 403
    for nobody in (NOBODYS_ID, str(strangers.worker.id)):
        for who in (ours.colleague, ours.registrar):
            unknown = who.post(api, PATH, {**FIRST, "employeeId": nobody})
            assert pointers(unknown) == {"/employeeId": "person_unknown"}
    assert ours.registrar.post(api, PATH, {**FIRST, "employeeId": jan}).status_code == 201
    for_themselves = ours.worker2.post(api, PATH, {**FIRST, "employeeId": str(ours.worker2.id)})
    assert for_themselves.status_code == 201


def test_a_manager_handles_what_they_filed_for_somebody(api: TestClient, ours: Organisation, filed: Filed) -> None:
    made = filed(ours.manager, employeeId=str(ours.worker.id))
    path = f"{PATH}/{made['id']}"
    assert ours.manager.patch(api, path, {"state": "seen"}).json()["seenBy"]["name"] == "Karin Smit"
    own = filed(ours.manager)
    assert ours.manager.post(api, f"{PATH}/{own['id']}/close", {"reason": "x"}).json()["code"] == "incident_own"


def test_without_a_team_the_registrar_handles_it(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = f"{PATH}/{filed(ours.hr)['id']}"
    assert ours.registrar.patch(api, path, {"state": "seen"}).json()["state"] == "seen"
    assert ours.registrar.post(api, f"{path}/close", {"reason": "x"}).json()["state"] == "closed"


def test_who_read_it(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = f"{PATH}/{filed()['id']}"
    ours.worker.get(api, path)
    ours.manager.get(api, path)
    ours.registrar.get(api, PATH)
    assert ours.worker2.get(api, f"{path}/readers").status_code == 404
    read = ours.worker.get(api, f"{path}/readers").json()
    assert [(one["person"]["name"], one["what"]) for one in read["readers"]] == [
        (ours.registrar.name, "list"), ("Karin Smit", "report"),
    ]  # fmt: skip
    assert read["more"] is False


def test_a_protocol_that_signs_nothing(api: TestClient, ours: Organisation, runs_on: Callable[[str], None]) -> None:
    runs_on("losser")
    said = {**FIRST, "kind": None, "channel": "phone", "conductClass": "D", "attempts": 2}
    made = ours.worker.post(api, PATH, said).json()
    assert [(one["id"], one["channel"]) for one in made["behaviours"]] == [("D", "phone")]
    path = f"{PATH}/{made['id']}"
    assert ours.worker.post(api, f"{path}/complete").json()["state"] == "completed"
    unasked = ours.worker.post(api, f"{path}/sign")
    assert (unasked.status_code, unasked.json()["code"]) == (409, "no_signature_asked")


def test_the_ids_are_those_of_the_profile_that_held(
    api: TestClient, ours: Organisation, filed: Filed, runs_on: Callable[[str], None]
) -> None:
    made = filed()
    runs_on("losser")
    shown = ours.worker.get(api, f"{PATH}/{made['id']}").json()
    assert shown["behaviours"] == made["behaviours"]
    assert ours.worker.post(api, f"{PATH}/{made['id']}/complete").json()["state"] == "completed"


def test_filed_twice_from_the_queue(api: TestClient, ours: Organisation, filed: Filed) -> None:
    chosen = str(uuid4())
    first = filed(id=chosen)
    assert filed(id=chosen) == first
    other = ours.worker.post(api, PATH, {**WHOLE, "id": chosen, "witnesses": []})
    assert (other.status_code, other.json()["code"]) == (409, "id_taken")
    with ThreadPoolExecutor(3) as pool:
        body = {**WHOLE, "id": str(uuid4())}
        made = list(pool.map(lambda _: ours.worker.post(api, PATH, body), range(3)))
    assert {one.status_code for one in made} == {201}
    assert len({str(one.json()) for one in made}) == 1
    assert len(ours.worker.get(api, PATH).json()["incidents"]) == 2


def test_what_the_protocol_asks(api: TestClient, ours: Organisation, filed: Filed) -> None:
    form = ours.worker.get(api, f"{PATH}/{filed()['id']}/form").json()
    assert (form["fields"][0], form["several"], form["motives"]) == ("employee", True, [])
    assert "in_writing" in form["channels"], "the text has a chapter about it, and its form no column"
    assert form["behaviours"][-1] == {"id": "other", "name": "Overige", "attempts": None, "persists": False}


def test_it_is_asked_if_it_went_on_where_that_makes_it_aggression(
    api: TestClient, ours: Organisation, filed: Filed, runs_on: Callable[[str], None]
) -> None:
    """003 L281-287: of A, B and C; D and E are aggression at once."""
    runs_on("losser")
    said = {**FIRST, "kind": None, "channel": "phone", "conductClass": "D"}
    made = ours.worker.post(api, PATH, said).json()
    form = ours.worker.get(api, f"{PATH}/{made['id']}/form").json()
    assert form["persistent"]
    assert [one["id"] for one in form["behaviours"] if one["persists"]] == ["A", "B", "C"]


def test_the_form_on_paper(api: TestClient, ours: Organisation, filed: Filed) -> None:
    odd = "#panic() *Pieters* $x$"
    made = filed(
        aggressor={"name": odd, "initials": "J."},
        description="Hij riep: “ik weet je te vinden”.\nToen ging hij.",
        damages=[*WHOLE["damages"], {"whose": "organisation", "what": "Auto", "amount": 1850}],
    )
    path = f"{PATH}/{made['id']}"
    done = ours.worker.post(api, f"{path}/complete").json()
    ours.worker.post(api, f"{path}/sign", {"revision": done["revision"]})
    paper = ours.manager.get(api, f"{path}/form.pdf")
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
    text = " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages).split())
    for part in (
        "Registratieformulier agressie", "Voorstad", "J. " + odd, "ik weet je te vinden", "op huisbezoek",
        "schriftelijk", "Bril: € 129,95", "Blauwe plek", "Jan de Wit", "Nog niet getekend", "Consulent",
        "Auto: € 1.850,00", "De buurvrouw, nummer 14", "Hij stond bij mijn auto", "Hield het aan? Ja", "Vrouw",
        "Voorstad · Jan de Wit, ",
    ):  # fmt: skip
        assert part in text, part
    with pikepdf.open(BytesIO(paper.content)) as read:
        assert read.Root.MarkInfo.Marked
        with read.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    bare = filed(damage=True, damages=[], witnesses=[], stalkingLog=[], persistent=False, threatToCome=False)
    paper = ours.manager.get(api, f"{PATH}/{bare['id']}/form.pdf")
    text = " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages).split())
    assert text.count("Er is schade. Van wie en wat: nog niet ingevuld.") == 2
    assert "Getuigen" not in text
    assert "Hield het aan" not in text
    assert ours.worker2.get(api, f"{path}/form.pdf").status_code == 404
    assert ours.worker.get(api, f"{path}/readers").json()["readers"][0]["what"] == "form"
