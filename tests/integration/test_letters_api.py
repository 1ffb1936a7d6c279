"""Letters through the doors, on both databases: drafted, signed, delivered, refused; numbers, paper."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from achterwacht.afterwards.letters import sign_letter
from achterwacht.clockwork.kept_letters import keep_letters
from achterwacht.incidents.records import IncidentReadRecord, ReadOf
from achterwacht.letters.numbering import next_number
from achterwacht.people.policy import Caller, Grant
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from documents.store import Store
from foundation.clock import clock_of
from foundation.failpoints import Failpoint
from foundation.session import Database
from foundation.settings import Settings
from tests.integration.letters import (
    FACTS,
    HANDED,
    LATER,
    REPORTED,
    WHAT,
    Filed,
    codes,
    does,
    names,
    tasks,
    today,
    written,
)
from tests.support.dying import death_at
from tests.support.letters import in_docx, in_pdf
from tests.support.organisations import NOBODYS_ID, Employee, Organisation
from tests.support.s3 import a_fake_s3


def test_from_the_draft_to_the_refusal(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("s-hertogenbosch", "threat")
    listed = ours.manager.get(api, path).json()
    assert [one["letterId"] for one in listed["choices"]] == [
        "agreements", "order_talk", "ban_notice", "ban", "ban_broken", "expected_behaviour", "written_aggression",
    ]  # fmt: skip
    letter = written(api, ours.manager, path, "ban")
    assert letter["addressee"] == {"name": "J. Pieters", "address": "5211 AA 12", "dear": ""}
    assert letter["facts"]["where"] == "alle gemeentelijke locaties"
    assert letter["facts"]["department"] == "Inkomen"
    assert letter["missing"] == ["aangifte_datum"]
    assert tasks(api, ours.manager) == ["Brief ondertekenen: Ontzegging toegang"]
    too_soon = ours.manager.post(api, f"/v1/letters/{letter['id']}/sign", {})
    assert codes(too_soon) == [("", "letter_measure_not_in_force")], "who sits at the door must know of it too"
    ban = {"kind": "access_ban", "until": LATER, "reason": "De tweede keer"}
    assert ours.manager.post(api, path.replace("letters", "measures"), ban).json()["state"] == "in_force"
    refused = ours.manager.post(api, f"/v1/letters/{letter['id']}/sign", {})
    assert (refused.status_code, codes(refused)) == (400, [("/facts/policeReportedOn", "letter_needs_police_report")])

    changed = ours.manager.patch(api, f"/v1/letters/{letter['id']}", {"facts": {**letter["facts"], **REPORTED}}).json()
    assert (changed["missing"], changed["revision"], changed["number"]) == ([], 2, None)
    stale = ours.manager.post(api, f"/v1/letters/{letter['id']}/sign", {"revision": 1})
    assert (stale.status_code, codes(stale)) == (409, [("", "letter_changed")])
    assert codes(ours.manager.post(api, f"/v1/letters/{letter['id']}/delivered", HANDED)) == [("", "letter_not_signed")]

    signed = does(api, ours.manager, letter, "sign", {"revision": 2})
    assert (signed["state"], signed["number"]) == ("signed", f"{today().year}-0001")
    assert signed["signers"][0]["signedBy"]["name"] == "Karin Smit"
    assert tasks(api, ours.manager) == ["Brief bezorgen: Ontzegging toegang"]
    for answer in (
        ours.manager.patch(api, f"/v1/letters/{letter['id']}", {"text": ["Anders."]}),
        ours.manager.delete(api, f"/v1/letters/{letter['id']}"),
        ours.manager.post(api, f"/v1/letters/{letter['id']}/sign", {}),
    ):
        assert (answer.status_code, codes(answer)) == (409, [("", "letter_signed")])

    gone = does(api, ours.manager, letter, "delivered", {**HANDED, "receipt": "refused", "note": "Aan de balie"})
    assert (gone["state"], gone["refusalDue"]) == ("delivered", True)
    assert tasks(api, ours.manager) == [
        "Brief bezorgen: Ontzegging toegang: verslag van de weigering",
        "Kopie van een brief geven: Ontzegging toegang, aan de beveiliging (als dat nodig is)",
        "Kopie van een brief geven: Ontzegging toegang, aan de politie",
        "Kopie van een brief geven: Ontzegging toegang, aan het dossier van de klant",
    ]
    told = does(api, ours.manager, letter, "refusal-report", {"what": "Meneer scheurde de brief doormidden."})
    assert told["refusal"]["what"] == "Meneer scheurde de brief doormidden."
    again = ours.manager.post(api, f"/v1/letters/{letter['id']}/refusal-report", {"what": "x"})
    assert codes(again) == [("", "letter_not_refused")]
    assert not [one for one in tasks(api, ours.manager) if "weigering" in one]
    register = ours.registrar.get(api, f"/v1/letters?year={today().year}").json()
    assert [(one["number"], one["addressee"], one["state"]) for one in register["letters"]] == [
        (signed["number"], "J. Pieters", "delivered")
    ]


def test_of_a_registered_letter_is_asked_whether_it_arrived(api: TestClient, ours: Organisation, filed: Filed) -> None:
    """004 L311-323: handed over, or by registered mail. What the post says comes days after it was sent."""
    letter = written(api, ours.manager, filed("corporatie", "threat"), "warning")
    does(api, ours.manager, letter, "sign")
    sent = does(api, ours.manager, letter, "delivered", {"how": "registered", "receipt": "none", "note": "RR 12"})
    assert (sent["receiptDue"], sent["refusalDue"]) == (True, False)
    asked = "Brief bezorgen: Waarschuwing: is de aangetekende brief aangekomen?"
    assert tasks(api, ours.manager) == [asked]
    back = does(api, ours.manager, letter, "delivered", {"how": "registered", "receipt": "signed", "note": "Getekend"})
    assert (back["receiptDue"], back["delivered"]["note"]) == (False, "RR 12\nGetekend")
    assert back["delivered"]["at"] == sent["delivered"]["at"]
    assert tasks(api, ours.manager) == []
    once_more = ours.manager.post(
        api, f"/v1/letters/{letter['id']}/delivered", {"how": "registered", "receipt": "refused"}
    )
    assert codes(once_more) == [("", "letter_delivered")]


def test_the_register_goes_on_after_a_page(
    api: TestClient, ours: Organisation, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filed("corporatie", "threat")
    for _ in range(3):
        letter = ours.manager.post(api, path, {"letterId": "warning", "facts": FACTS}).json()
        does(api, ours.manager, letter, "sign")
    for module in ("achterwacht.letters.register", "api.letters.routes"):
        monkeypatch.setattr(f"{module}.A_PAGE", 2)
    first = ours.registrar.get(api, f"/v1/letters?year={today().year}").json()
    assert (len(first["letters"]), first["next"]) == (2, first["letters"][-1]["id"])
    last = ours.registrar.get(api, f"/v1/letters?year={today().year}&after={first['next']}").json()
    assert (len(last["letters"]), last["next"]) == (1, None)
    numbers = [one["number"] for one in (*first["letters"], *last["letters"])]
    assert numbers == sorted(set(numbers))
    assert ours.registrar.get(api, f"/v1/letters?year={today().year - 1}&after={first['next']}").status_code == 404


def test_a_letter_is_found_by_number_name_and_addressee_the_latest_first(
    api: TestClient, ours: Organisation, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, numbers = filed("corporatie", "threat"), []
    for name in ("Élise van Dam", "J. Pieters", "K. Elisen"):
        body = {"letterId": "warning", "facts": FACTS, "addressee": {"name": name}}
        letter = ours.manager.post(api, path, body).json()
        numbers.append(does(api, ours.manager, letter, "sign")["number"])

    def found(who: Employee, text: str = "", **more: Any) -> list[str]:
        answer = who.post(api, "/v1/letters/_search", {"text": text, **more})
        assert answer.status_code == 200, answer.text
        return [one["number"] for one in answer.json()["letters"]]

    assert found(ours.registrar) == numbers[::-1]
    assert found(ours.manager, "elise") == [numbers[2], numbers[0]]
    assert found(ours.manager, numbers[1]) == [numbers[1]]
    assert found(ours.manager, "WAARSCHUW") == numbers[::-1]
    assert found(ours.manager, "%") == []
    assert found(ours.manager, year=today().year - 1) == []
    for module in ("achterwacht.letters.register", "api.letters.routes"):
        monkeypatch.setattr(f"{module}.A_FEW", 1)
    first = ours.registrar.post(api, "/v1/letters/_search", {"text": "elise"}).json()
    assert ([one["number"] for one in first["letters"]], first["next"]) == ([numbers[2]], first["letters"][0]["id"])
    assert found(ours.registrar, "elise", after=first["next"]) == [numbers[0]]
    for who in (ours.worker, ours.hr, ours.reception, ours.board, ours.administrator):
        assert who.post(api, "/v1/letters/_search", {}).status_code == 403


def test_e_never_gets_one(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("losser", "E", "D")
    assert ours.manager.get(api, path).json() == {"letters": [], "sent": [], "choices": [], "never": True}
    for letter in ("warning", "ban", "call_restriction", "threat"):
        answer = ours.manager.post(api, path, {"letterId": letter, "facts": FACTS})
        assert (answer.status_code, codes(answer)) == (409, [("", "letter_never")])
    unknown = ours.manager.post(api, path, {"letterId": "reprimand"})
    assert (unknown.status_code, codes(unknown)) == (400, [("/letterId", "letter_unknown")])


def test_what_is_known_when_it_is_signed_counts(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    path = filed("losser", "D")
    names(database, ours, Function.SIGNATORY, ours.manager)
    letter = written(api, ours.manager, path, "threat", facts=REPORTED)
    both = [{"id": one, "channel": "office"} for one in "DE"]
    changed = ours.worker.patch(api, path.removesuffix("/letters"), {"behaviours": both})
    assert changed.status_code == 200, changed.text
    refused = ours.manager.post(api, f"/v1/letters/{letter['id']}/sign", {})
    assert (refused.status_code, codes(refused)) == (409, [("", "letter_never")])
    assert ours.manager.get(api, f"/v1/letters/{letter['id']}").json()["state"] == "draft"


def test_what_was_put_away_is_no_letter(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("s-hertogenbosch", "threat")
    letter = f"/v1/letters/{written(api, ours.manager, path, 'ban')['id']}"
    assert ours.manager.delete(api, letter).status_code == 204
    assert "CONCEPT" in in_pdf(ours.manager.get(api, f"{letter}.pdf").content)
    word = ours.manager.get(api, f"{letter}.docx")
    assert (word.status_code, codes(word)) == (400, [("/facts/policeReportedOn", "letter_lacks")])


def test_nobody_is_banned_without_a_name(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("losser", "D", aggressor=None)
    answer = ours.manager.post(api, path, {"letterId": "ban", "facts": FACTS})
    assert (answer.status_code, codes(answer)) == (400, [("/addressee/name", "letter_needs_name")])
    letter = written(api, ours.manager, path, "ban", addressee={"name": "De man met de hond"})
    emptied = ours.manager.patch(api, f"/v1/letters/{letter['id']}", {"addressee": {"name": " "}})
    assert codes(emptied) == [("/addressee/name", "letter_needs_name")]


def test_signed_by_manager_and_employee(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("heusden-zolder", "verbal")
    letter = written(api, ours.manager, path, "reprimand", facts={**FACTS, "measures": "U komt alleen op afspraak."})
    assert tasks(api, ours.worker) == ["Brief ondertekenen: Brief om het gedrag te berispen"]
    assert ours.worker2.get(api, f"/v1/letters/{letter['id']}").status_code == 404
    half = does(api, ours.worker, letter, "sign")
    assert (half["state"], half["maySign"], half["mayWrite"]) == ("draft", False, False)
    assert tasks(api, ours.worker) == []
    text = [*half["text"], "Wij hopen dat het beter gaat."]
    changed = ours.manager.patch(api, f"/v1/letters/{letter['id']}", {"text": text}).json()
    assert (changed["edited"], [one["signedBy"] for one in changed["signers"]]) == (True, [None, None])
    assert tasks(api, ours.worker) == ["Brief ondertekenen: Brief om het gedrag te berispen"]
    does(api, ours.manager, letter, "sign")
    signed = does(api, ours.worker, letter, "sign")
    assert (signed["state"], signed["text"][-1]) == ("signed", "Wij hopen dat het beter gaat.")
    assert ours.worker.get(api, path).json()["letters"][0]["id"] == letter["id"]


def test_only_who_was_named_signs(api: TestClient, database: Database, ours: Organisation, filed: Filed) -> None:
    path = filed("losser", "D")
    letter = written(api, ours.manager, path, "threat")
    assert ours.manager.post(api, f"/v1/letters/{letter['id']}/sign", {}).status_code == 403
    assert ours.hr.post(api, f"/v1/letters/{letter['id']}/sign", {}).status_code == 404
    names(database, ours, Function.SIGNATORY, ours.hr)
    assert does(api, ours.hr, letter, "sign")["number"] is not None
    assert ours.hr.patch(api, f"/v1/letters/{letter['id']}", {"text": ["x"]}).status_code == 403


def test_the_employee_knows_only_that_it_went(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("corporatie", "threat")
    letter = written(api, ours.manager, path, "warning")
    nothing = {"letters": [], "sent": [], "choices": [], "never": False}
    assert ours.worker.get(api, path).json() == nothing
    does(api, ours.manager, letter, "sign")
    assert ours.worker.get(api, path).json() == nothing
    gone = does(api, ours.manager, letter, "delivered", {"how": "by_post", "receipt": "none"})
    sent = [{"name": "Waarschuwing", "deliveredAt": gone["delivered"]["at"]}]
    assert ours.worker.get(api, path).json() == {**nothing, "sent": sent}
    for way in ("", ".pdf", ".docx"):
        assert ours.worker.get(api, f"/v1/letters/{letter['id']}{way}").status_code == 404


def test_who_reads_it_is_logged(api: TestClient, database: Database, ours: Organisation, filed: Filed) -> None:
    path = filed("corporatie", "threat")
    letter = written(api, ours.manager, path, "warning")
    for way in ("", ".pdf", ".docx"):
        assert ours.registrar.get(api, f"/v1/letters/{letter['id']}{way}").status_code == 200
    ours.registrar.get(api, path)
    with database.read() as session:
        found = session.execute(
            select(IncidentReadRecord.what).where(
                IncidentReadRecord.organisation_id == ours.id, IncidentReadRecord.person_id == ours.registrar.id
            )
        ).all()
    assert [one.what for one in found] == [ReadOf.LETTER] * 4


def test_it_stands_on_paper(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("corporatie", "threat")
    lacking = written(api, ours.manager, path, "order_talk")
    answer = ours.manager.get(api, f"/v1/letters/{lacking['id']}.docx")
    assert {one[0] for one in codes(answer)} == {"/facts/talkOn", "/facts/talkAt", "/facts/talkPlace"}
    draft = ours.manager.get(api, f"/v1/letters/{lacking['id']}.pdf")
    assert draft.headers["content-type"] == "application/pdf"
    assert draft.headers["content-disposition"] == 'attachment; filename="brief-concept.pdf"'
    assert "CONCEPT" in in_pdf(draft.content)
    letter = written(api, ours.manager, path, "warning")
    signed = does(api, ours.manager, letter, "sign")
    for way, read in ((".pdf", in_pdf), (".docx", in_docx)):
        text = read(ours.manager.get(api, f"/v1/letters/{letter['id']}{way}").content)
        for part in (signed["number"], "Geachte heer of mevrouw J. Pieters,", WHAT, "Karin Smit", "de leidinggevende"):
            assert part in text


def test_it_is_kept_as_it_was_signed(
    api: TestClient, database: Database, settings: Settings, ours: Organisation, filed: Filed
) -> None:
    path = filed("corporatie", "threat")
    letter = does(api, ours.manager, written(api, ours.manager, path, "warning"), "sign")
    before = ours.manager.get(api, f"/v1/letters/{letter['id']}/letter.pdf").content
    store = Store(settings)
    assert (keep_letters(database, store), keep_letters(database, store)) == (1, 0)
    assert ours.manager.get(api, f"/v1/letters/{letter['id']}").json()["kept"]
    assert ours.manager.get(api, f"/v1/letters/{letter['id']}/letter.pdf").content == before
    (kept,) = [one for one in store.keys("letters") if letter["id"].replace("-", "") in one.key]
    assert store.get(kept.key) == before
    store.delete(kept.key)
    assert ours.manager.get(api, f"/v1/letters/{letter['id']}/letter.pdf").content == before, "made again from its row"


def test_numbers_have_no_gaps_and_no_doubles(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("corporatie", "threat")
    drafts = [written(api, ours.manager, path, "warning") for _ in range(6)]
    assert ours.manager.delete(api, f"/v1/letters/{drafts[0]['id']}").status_code == 204
    with ThreadPoolExecutor(5) as crowd:
        signed = list(crowd.map(lambda one: does(api, ours.manager, one, "sign"), drafts[1:]))
    assert sorted(one["number"] for one in signed) == [f"{today().year}-{one:04}" for one in range(1, 6)]


def test_each_organisation_and_year_counts_by_itself(
    database: Database, ours: Organisation, strangers: Organisation
) -> None:
    with database.write() as session:
        assert [next_number(session, ours.id, 2026) for _ in range(2)] == [1, 2]
        assert next_number(session, strangers.id, 2026) == 1
        assert next_number(session, ours.id, 2027) == 1
    with pytest.raises(RuntimeError):
        _numbers_and_fails(database, ours)
    with database.write() as session:
        assert next_number(session, ours.id, 2026) == 3, "a signature that failed took no number"


def test_killed_while_it_is_signed_or_kept(
    api: TestClient, database: Database, settings: Settings, ours: Organisation, filed: Filed
) -> None:
    path = filed("corporatie", "threat")
    letter = written(api, ours.manager, path, "warning")
    karin = Caller(ours.manager.id, ours.id, "Karin Smit", frozenset({Grant(Role.MANAGER, ours.team)}))

    def signs() -> None:
        with database.write() as session:
            sign_letter(session, karin, UUID(letter["id"]), None, clock_of(session).now(session))

    with death_at(Failpoint.LETTER_SIGNED):
        signs()
    after = ours.manager.get(api, f"/v1/letters/{letter['id']}").json()
    assert (after["state"], after["number"]) == ("draft", None)
    assert tasks(api, ours.manager) == ["Brief ondertekenen: Waarschuwing"]
    signs()
    signed = ours.manager.get(api, f"/v1/letters/{letter['id']}").json()
    assert signed["number"] == f"{today().year}-0001", "the death took no number"

    store, mine = Store(settings), f"letters/{ours.id.hex}"
    with death_at(Failpoint.LETTER_STORED):
        keep_letters(database, store)
    assert not ours.manager.get(api, f"/v1/letters/{letter['id']}").json()["kept"], (
        "never shown as kept before it is said"
    )
    assert keep_letters(database, store) == 1
    assert len(list(store.keys(mine))) == 1, "and nothing is left behind"


def test_a_store_that_is_away_holds_up_no_signature(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    path = filed("corporatie", "threat")
    with a_fake_s3() as s3:
        store = Store(Settings(_env_file=None, **s3.settings))  # type: ignore[arg-type]  # only texts are in it
        s3.away = True
        letter = does(api, ours.manager, written(api, ours.manager, path, "warning"), "sign")
        assert keep_letters(database, store) == 0
        assert not ours.manager.get(api, f"/v1/letters/{letter['id']}").json()["kept"]
        assert ours.manager.get(api, f"/v1/letters/{letter['id']}/letter.pdf").status_code == 200
        s3.away = False
        assert keep_letters(database, store) == 1


def _numbers_and_fails(database: Database, ours: Organisation) -> None:
    with database.write() as session:
        next_number(session, ours.id, 2026)
        raise RuntimeError


def test_strangers_find_nothing(api: TestClient, ours: Organisation, strangers: Organisation, filed: Filed) -> None:
    path = filed("corporatie", "threat")
    letter = written(api, ours.manager, path, "warning")
    for who in (strangers.manager, strangers.registrar):
        assert who.get(api, path).status_code == 404
        assert who.post(api, path, {"letterId": "warning"}).status_code == 404
        for way in ("", ".pdf", ".docx"):
            assert who.get(api, f"/v1/letters/{letter['id']}{way}").status_code == 404
            assert ours.manager.get(api, f"/v1/letters/{NOBODYS_ID}{way}").status_code == 404
    assert strangers.registrar.get(api, f"/v1/letters?year={today().year}").json()["letters"] == []
    assert strangers.registrar.post(api, "/v1/letters/_search", {}).json()["letters"] == []
    assert strangers.registrar.post(api, "/v1/letters/_search", {}).json()["letters"] == []
