"""Letters through the doors, on both databases: drafted, signed, delivered, refused; numbers, paper."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from achterwacht.afterwards.letters import sign_letter
from achterwacht.clockwork.kept_letters import keep_letters
from achterwacht.incidents.records import IncidentReadRecord, ReadOf
from achterwacht.letters.numbering import next_number
from achterwacht.letters.records import LetterRecord
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.people.policy import Caller, Grant
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import read_profile
from achterwacht.protocols.service import shipped
from documents.store import Store
from foundation.clock import clock_of
from foundation.failpoints import Failpoint
from foundation.session import Database
from foundation.settings import Settings
from notifications.texts.formats import whole_day_of
from tests.integration.letters import (
    FACTS,
    LATER,
    REPORTED,
    WHAT,
    Filed,
    codes,
    does,
    files_reports,
    names,
    tasks,
    today,
    written,
)
from tests.support.dying import death_at
from tests.support.letters import in_docx, in_pdf
from tests.support.organisations import NOBODYS_ID, Employee, Organisation
from tests.support.person import an_address
from tests.support.s3 import a_fake_s3


@pytest.fixture
def filed(api: TestClient, database: Database, ours: Organisation) -> Filed:
    return files_reports(api, database, ours)


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


HANDED = {"how": "in_person", "receipt": "signed"}


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


ASKED = "Wij bekijken nog of u ook een {} krijgt."
GIVEN = "U krijgt ook een {}."


def test_a_letter_says_what_is_decided_when_it_is_signed(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    path = filed("losser", "D")
    names(database, ours, Function.SIGNATORY, ours.manager)
    names(database, ours, Function.SIGNATORY, ours.registrar)
    case = path.removesuffix("/letters")
    first, second = (written(api, ours.manager, path, "threat", facts=REPORTED) for _ in range(2))
    assert any(one.startswith(ASKED.format("belbeperking en een toegangsverbod")) for one in first["text"])
    own = [
        "Geachte heer, dit mag niet.",
        next(one for one in second["text"] if one.startswith("Wij bekijken nog of u")),
    ]
    read = ours.manager.patch(api, f"/v1/letters/{second['id']}", {"text": own}).json()["revision"]
    until = {"until": LATER}
    ban = ours.manager.post(api, f"{case}/measures", {"kind": "access_ban", **until})
    assert ban.status_code == 201, ban.text
    refused = ours.manager.post(api, f"/v1/letters/{second['id']}/sign", {"revision": read})
    assert codes(refused) == [("", "letter_changed")], "it says something else than what was read"
    for one in (first, second):
        said = " ".join(ours.manager.get(api, f"/v1/letters/{one['id']}").json()["text"])
        assert GIVEN.format("toegangsverbod") in said
        assert ASKED.format("belbeperking") in said
    no = {"kind": "call_restriction", "declined": True, "reason": "Hij belt nooit"}
    assert ours.manager.post(api, f"{case}/measures", no).status_code == 201
    signed = does(api, ours.manager, first, "sign", {})
    assert "belbeperking" not in " ".join(signed["text"])
    ended = ours.manager.post(api, f"/v1/measures/{ban.json()['id']}/end", {"reason": "Een vergissing"})
    assert ended.status_code == 200, ended.text
    assert ours.manager.get(api, f"/v1/letters/{second['id']}").json()["text"] == own[:1]
    assert ours.manager.get(api, f"/v1/letters/{first['id']}").json()["text"] == signed["text"], "signed is final"


NOT_YET = "Of dit bij de politie wordt gemeld, is nog niet besloten."
WILL = "Wij melden dit bij de politie."
DONE = "Dit is bij de politie gemeld."


def test_a_threat_letter_says_of_the_police_what_was_decided(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    """003 L725-745: the notification stands in the letter. Not before it is decided, nor where it was declined."""
    path = filed("losser", "D")
    for who in (ours.manager, ours.registrar):
        names(database, ours, Function.SIGNATORY, who)
    case = path.removesuffix("/letters")
    first, second = (written(api, ours.manager, path, "threat") for _ in range(2))
    own = ["Geachte heer, dit mag niet.", NOT_YET]
    read = ours.manager.patch(api, f"/v1/letters/{second['id']}", {"text": own}).json()["revision"]

    def said(letter: dict[str, Any]) -> list[str]:
        text: list[str] = ours.manager.get(api, f"/v1/letters/{letter['id']}").json()["text"]
        return [one for one in text if "politie" in one]

    assert (said(first), said(second)) == ([NOT_YET], [NOT_YET])
    no = {"kind": "police_notification", "declined": True, "reason": "De medewerker wil het niet"}
    assert ours.manager.post(api, f"{case}/measures", no).status_code == 201
    assert (said(first), said(second)) == ([], []), "declined: nothing is said"
    stale = ours.manager.post(api, f"/v1/letters/{second['id']}/sign", {"revision": read})
    assert codes(stale) == [("", "letter_changed")]
    decided = ours.worker.post(api, f"{case}/police", {"kind": "notification", "against": "person"})
    assert decided.status_code == 201, decided.text
    assert (said(first), said(second)) == ([WILL], []), "what a human wrote stays"
    changed = ours.worker.patch(api, f"{case}/police/person", {"kind": "none", "why": "Toch niet"})
    assert changed.status_code == 200, changed.text
    assert said(first) == []
    ours.worker.patch(api, f"{case}/police/person", {"kind": "notification", "why": ""})
    ours.worker.patch(api, f"{case}/police/person", {"on": today().isoformat()})
    assert said(first) == [DONE]
    ours.worker.patch(api, f"{case}/police/person", {"kind": "report"})
    assert said(first) == ["Hiervan is aangifte gedaan bij de politie."]
    signed = does(api, ours.manager, first, "sign", {})
    ours.worker.patch(api, f"{case}/police/person", {"kind": "notification"})
    assert ours.manager.get(api, f"/v1/letters/{first['id']}").json()["text"] == signed["text"], "signed is final"


def test_a_ban_says_that_a_report_was_made_only_where_it_was(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    """004 L1253-1254: a report was made; L301-303: and the employee is free not to."""
    path = filed("s-hertogenbosch", "threat")
    case = path.removesuffix("/letters")
    ban = {"kind": "access_ban", "until": LATER, "reason": "De tweede keer"}
    assert ours.manager.post(api, f"{case}/measures", ban).status_code == 201
    letter = written(api, ours.manager, path, "ban")
    assert letter["missing"] == ["aangifte_datum"], "it waits for what the employee decides"
    assert ours.worker.post(api, f"{case}/police", {"kind": "none", "against": "person"}).status_code == 201

    def now() -> dict[str, Any]:
        found: dict[str, Any] = ours.manager.get(api, f"/v1/letters/{letter['id']}").json()
        return found

    assert (now()["missing"], "aangifte gedaan" in " ".join(now()["text"])) == ([], False)
    ours.manager.patch(api, f"/v1/letters/{letter['id']}", {"facts": {**now()["facts"], **REPORTED}})
    assert "aangifte gedaan" not in " ".join(now()["text"]), "no day that somebody fills in makes it true"
    ours.worker.patch(api, f"{case}/police/person", {"kind": "report"})
    ours.worker.patch(api, f"{case}/police/person", {"on": today().isoformat(), "number": "PL21-4711"})
    assert now()["facts"]["policeReportedOn"] == today().isoformat()
    assert any("bij de politie aangifte gedaan van bedreiging" in one for one in now()["text"])
    ours.worker.patch(api, f"{case}/police/person", {"on": None, "number": "", "kind": "none"})
    signed = does(api, ours.manager, letter, "sign", {})
    assert "aangifte gedaan" not in " ".join(signed["text"])


def test_a_ban_for_what_nobody_reports_is_signed_without_a_report(
    api: TestClient, ours: Organisation, filed: Filed
) -> None:
    path = filed("s-hertogenbosch", "scolding", kind="scolding")
    ban = {"kind": "access_ban", "until": LATER, "reason": "De tweede keer"}
    assert ours.manager.post(api, path.replace("letters", "measures"), ban).status_code == 201
    letter = written(api, ours.manager, path, "ban")
    assert letter["missing"] == []
    assert "aangifte gedaan" not in " ".join(does(api, ours.manager, letter, "sign", {})["text"])


def test_a_letter_about_an_official_speaks_of_an_official(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    """003 L861-865: council, committees, mayor and aldermen are no employees."""
    names(database, ours, Function.OFFICIALS, ours.worker)
    path = filed("losser", "D")
    for letter in read_profile(shipped()["losser"]).letters:
        said = " ".join(written(api, ours.manager, path, letter.id)["text"])
        assert "tussen u en een van onze politieke ambtsdragers. Het gaat om het volgende: " + WHAT in said
        assert "Deze ambtsdrager vond uw gedrag agressief." in said
        assert "medewerkers" not in said, letter.id


def test_a_text_by_hand_does_not_leave_past_what_was_decided_since(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    """Whoever wrote it is told, who signed it signs anew, and nobody signs it before it was written again."""
    path = filed("losser", "D")
    case = path.removesuffix("/letters")
    names(database, ours, Function.SIGNATORY, ours.registrar)
    address = f"/v1/letters/{written(api, ours.manager, path, 'threat')['id']}"
    with database.write() as session:
        record = session.get_one(LetterRecord, UUID(address.rsplit("/", 1)[1]))
        record.spec = {**record.spec, "signed_by": ["signatory", "direct_manager"]}

    def now() -> dict[str, Any]:
        found: dict[str, Any] = ours.manager.get(api, address).json()
        return found

    def writes(*text: str, **more: Any) -> Any:
        return ours.manager.patch(api, address, {"text": text, **more})

    assert writes("Geachte heer, dit mag niet.").json()["behind"] == [], "it was written knowing how it stands"
    assert ours.registrar.post(api, f"{address}/sign", {}).json()["signers"][0]["signedBy"] is not None
    read = now()["revision"]
    no = {"kind": "call_restriction", "declined": True, "reason": "Hij belt nooit"}
    assert ours.manager.post(api, f"{case}/measures", no).status_code == 201
    ban = ours.manager.post(api, f"{case}/measures", {"kind": "access_ban", "until": LATER}).json()
    (behind,) = now()["behind"]
    assert behind["now"].startswith(GIVEN.format("toegangsverbod"))
    assert behind["before"].startswith(ASKED.format("belbeperking en een toegangsverbod"))
    assert (now()["text"], now()["signers"][0]["signedBy"]) == (["Geachte heer, dit mag niet."], None)
    assert [one for one in tasks(api, ours.registrar) if "Bedreigingsbrief" in one], "asked anew"

    def asked(who: Employee) -> int:
        mine = who.get(api, "/v1/tasks?mine=true").json()["tasks"]
        return len([one for one in mine if one["title"] == "Brief bijwerken: Bedreigingsbrief"])

    assert asked(ours.manager) == 1, "whoever wrote it, once, though two things were decided"
    assert asked(ours.registrar) == 0
    for who in (ours.registrar, ours.manager):
        refused = who.post(api, f"{address}/sign", {})
        assert (refused.status_code, codes(refused)) == (409, [("", "letter_behind")])
    assert codes(writes("Dit mag niet.", revision=read)) == [("", "letter_changed")], "begun before it was decided"
    assert writes("Dit mag niet. U mag niet langskomen.", revision=now()["revision"]).json()["behind"] == []
    assert asked(ours.manager) == 0, "it was written again"
    ours.manager.post(api, f"/v1/measures/{ban['id']}/end", {"reason": "Een vergissing"})
    (behind,) = now()["behind"]
    assert (behind["now"], behind["before"][:8]) == ("", "U krijgt")
    assert asked(ours.manager) == 1
    assert writes().json()["behind"] == [], "made anew from the facts, it follows"
    assert asked(ours.manager) == 0
    does(api, ours.registrar, now(), "sign")
    assert does(api, ours.manager, now(), "sign")["state"] == "signed"


def test_a_draft_is_for_whom_the_report_tells_by_now(api: TestClient, ours: Organisation, filed: Filed) -> None:
    told = {"name": "Pietersen", "initials": "J."}
    path = filed("heusden-zolder", "verbal", aggressor=told)
    case = path.removesuffix("/letters")
    letter = written(api, ours.manager, path, "reprimand", facts={**FACTS, "measures": "U komt alleen op afspraak."})
    address = f"/v1/letters/{letter['id']}"
    does(api, ours.worker, letter, "sign")
    home = an_address(77)

    def corrects(**aggressor: Any) -> tuple[str, str, bool]:
        """What the letter has for a name and an address, and whether it is still signed."""
        assert ours.worker.patch(api, case, {"aggressor": aggressor}).status_code == 200
        now = ours.manager.get(api, address).json()
        signed = any(one["signedBy"] for one in now["signers"])
        return now["addressee"]["name"], now["addressee"]["address"], signed

    def asked() -> int:
        mine = ours.manager.get(api, "/v1/tasks?mine=true").json()["tasks"]
        return len([one for one in mine if one["title"] == "Brief bijwerken: Brief om het gedrag te berispen"])

    name, line, signed = corrects(name="Pieters", initials="J.", address=home)
    assert (name, signed) == ("J. Pieters", False), "it is not what was signed any more"
    assert home["street"] in line
    assert tasks(api, ours.worker) == ["Brief ondertekenen: Brief om het gedrag te berispen"], "asked anew"
    does(api, ours.worker, letter, "sign")
    assert corrects(name="Pieters", initials="J.", address=home, clientReference="K-1") == (name, line, True)
    assert asked() == 0
    own = {"name": "Mevrouw Pieters-Smit", "address": "Postbus 1"}
    assert ours.manager.patch(api, address, {"addressee": own}).status_code == 200
    does(api, ours.worker, letter, "sign")
    assert corrects(name="Pieters", initials="J.", address=an_address(79)) == (own["name"], own["address"], True)
    assert asked() == 1, "what somebody wrote themselves is theirs to look at"
    corrects(name="Peters", initials="J.", address=an_address(79))
    assert asked() == 1, "once"
    ours.manager.patch(api, address, {"addressee": own})
    assert asked() == 0


def test_a_draft_names_the_day_that_the_report_tells_by_now(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("heusden-zolder", "verbal")
    case = path.removesuffix("/letters")
    letter = written(api, ours.manager, path, "reprimand", facts={**FACTS, "measures": "U komt alleen op afspraak."})
    address = f"/v1/letters/{letter['id']}"
    does(api, ours.worker, letter, "sign")
    days = [today() - timedelta(days=ago) for ago in range(6)]

    def corrects(ago: int) -> tuple[str, bool, bool]:
        """The day that the letter has, whether its text says so, and whether it is still signed."""
        at = f"{days[ago].isoformat()}T08:00:00Z"
        assert ours.worker.patch(api, case, {"happenedAt": at}).status_code == 200
        now = ours.manager.get(api, address).json()
        said = any(whole_day_of(days[ago], "nl") in one for one in now["text"])
        return now["facts"]["happenedOn"], said, any(one["signedBy"] for one in now["signers"])

    def asked() -> int:
        mine = ours.manager.get(api, "/v1/tasks?mine=true").json()["tasks"]
        return len([one for one in mine if one["title"] == "Brief bijwerken: Brief om het gedrag te berispen"])

    assert corrects(3) == (days[3].isoformat(), True, False), "it is not what was signed any more"
    assert tasks(api, ours.worker) == ["Brief ondertekenen: Brief om het gedrag te berispen"], "asked anew"
    does(api, ours.worker, letter, "sign")
    assert asked() == 0
    own = [f"U was op {whole_day_of(days[3], 'nl')} boos."]
    assert ours.manager.patch(api, address, {"text": own}).status_code == 200
    assert corrects(4) == (days[4].isoformat(), False, False)
    assert asked() == 1, "the words are theirs to look at"
    ours.manager.patch(api, address, {"text": [f"U was op {whole_day_of(days[4], 'nl')} boos."]})
    assert asked() == 0
    told = ours.manager.get(api, address).json()["facts"]
    ours.manager.patch(api, address, {"facts": {**told, "happenedOn": days[5].isoformat()}})
    does(api, ours.worker, letter, "sign")
    assert corrects(2) == (days[5].isoformat(), False, True), "a day that somebody chose stays"


def test_a_draft_for_nobody_that_the_report_names_any_more_is_signed_by_nobody(
    api: TestClient, ours: Organisation, filed: Filed
) -> None:
    told = {"name": "Pietersen", "initials": "J.", "address": an_address(77)}
    path = filed("heusden-zolder", "verbal", aggressor=told)
    letter = written(api, ours.manager, path, "reprimand", facts={**FACTS, "measures": "U komt alleen op afspraak."})
    does(api, ours.worker, letter, "sign")
    body = {"aggressor": {"name": "Pietersen", "initials": "J."}}
    assert ours.worker.patch(api, path.removesuffix("/letters"), body).status_code == 200
    now = ours.manager.get(api, f"/v1/letters/{letter['id']}").json()
    assert not any(one["signedBy"] for one in now["signers"])


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


def test_what_a_measure_says_stands_in_its_letter(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    path = filed("losser", "D")
    measures = path.replace("/letters", "/measures")
    made = ours.manager.post(
        api, measures, {"kind": "access_ban", "until": LATER, "conditions": ["with_contact_person"]}
    )
    assert made.status_code == 201, made.text
    for named in ({}, {"measureId": made.json()["id"]}):
        letter = written(api, ours.manager, path, "ban", facts={"what": WHAT}, **named)
        assert letter["measureId"] == made.json()["id"]
        assert (letter["facts"]["until"], letter["facts"]["where"]) == (LATER, "het stadhuis")
        assert letter["facts"]["conditions"] == ["with_contact_person"]
    names(database, ours, Function.SIGNATORY, ours.manager)
    sooner = written(api, ours.manager, path, "ban", facts={**REPORTED, "until": today().isoformat()})
    refused = ours.manager.post(api, f"/v1/letters/{sooner['id']}/sign", {})
    assert (refused.status_code, codes(refused)) == (400, [("/facts/until", "letter_other_end")])
    other = ours.manager.post(api, path, {"letterId": "warning", "measureId": made.json()["id"]})
    assert codes(other) == [("/measureId", "letter_of_no_measure")]


def test_what_was_noted_of_a_breach_stands_in_its_letter(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("s-hertogenbosch", "threat")
    put = {"kind": "access_ban", "until": LATER, "reason": "Hij wil ons opwachten"}
    ban = ours.manager.post(api, path.replace("/letters", "/measures"), put).json()["id"]
    told = written(api, ours.manager, path, "ban", facts=REPORTED)
    does(api, ours.manager, told, "sign", {})
    does(api, ours.manager, told, "delivered", {"how": "in_person", "receipt": "signed"})
    first = written(api, ours.manager, path, "ban_broken", facts={})
    assert first["missing"] == ["bezocht_datum", "bezocht"], "nobody noted a breach"
    came = {"happenedAt": datetime.now(UTC).isoformat(), "place": "Hal van het stadhuis"}
    assert ours.manager.post(api, f"/v1/measures/{ban}/broken", came).status_code == 201
    known = written(api, ours.manager, path, "ban_broken", facts={})
    assert known["missing"] == []
    assert known["facts"]["visited"] == "Hal van het stadhuis"
    assert known["facts"]["visitedOn"] == known["facts"]["earlierLetterOn"] == today().isoformat()
    said = written(api, ours.manager, path, "ban_broken", facts={"visited": "De balie"})
    assert said["facts"]["visited"] == "De balie"


def test_a_visit_from_before_the_letter_is_nothing_to_accuse_of(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    """004 L1226-1236: *met ons schrijven van (datum)* is the day on that letter, whenever it was handed over."""
    path = filed("s-hertogenbosch", "threat")
    put = {"kind": "access_ban", "until": LATER, "reason": "Hij wil ons opwachten"}
    ban = ours.manager.post(api, path.replace("/letters", "/measures"), put).json()["id"]
    told = written(api, ours.manager, path, "ban", facts=REPORTED)
    does(api, ours.manager, told, "sign", {})
    came = {"happenedAt": datetime.now(UTC).isoformat(), "place": "Hal van het stadhuis"}
    assert ours.manager.post(api, f"/v1/measures/{ban}/broken", came).status_code == 201
    does(api, ours.manager, told, "delivered", {"how": "in_person", "receipt": "signed"})
    of_it, signed_at = LetterRecord.id == UUID(told["id"]), datetime.now(UTC) - timedelta(days=5)
    with database.write() as session:
        session.execute(update(LetterRecord).where(of_it).values(signed_at=signed_at))
    known = written(api, ours.manager, path, "ban_broken", facts={})
    assert known["missing"] == ["bezocht_datum", "bezocht"], "they may not have known"
    on_it = today() - timedelta(days=5)
    assert known["facts"]["earlierLetterOn"] == on_it.isoformat(), "what stands on the letter"
    before = {**known["facts"], "visited": "De balie", "visitedOn": (on_it - timedelta(days=1)).isoformat()}
    ours.manager.patch(api, f"/v1/letters/{known['id']}", {"facts": before})
    refused = ours.manager.post(api, f"/v1/letters/{known['id']}/sign", {})
    assert codes(refused) == [("/facts/visitedOn", "visited_before_letter")]


def test_a_letter_does_not_outlive_its_measure(api: TestClient, ours: Organisation, filed: Filed) -> None:
    path = filed("corporatie", "threat")
    put = ours.manager.post(
        api, path.replace("/letters", "/measures"), {"kind": "street_ban", "reason": "Hij dreigt al maanden."}
    )
    assert put.status_code == 201, put.text
    letter = written(api, ours.manager, path, "sanction", facts={**FACTS, "measures": "Een straatverbod."})
    assert letter["measureId"] == put.json()["id"]
    ended = ours.manager.post(api, f"/v1/measures/{put.json()['id']}/end", {"reason": "Hij is verhuisd."})
    assert ended.status_code == 200, ended.text
    late = ours.manager.post(api, f"/v1/letters/{letter['id']}/sign", {})
    assert (late.status_code, codes(late)) == (409, [("", "letter_measure_not_in_force")])


def said_over(api: TestClient, who: Employee) -> list[str]:
    """Returns of which measures they are asked to tell somebody that they ended early."""
    titles = [one["title"] for one in who.get(api, "/v1/tasks?mine=true").json()["tasks"]]
    return [one.split(": ")[1].split(" is eerder voorbij")[0] for one in titles if "is eerder voorbij" in one]


@pytest.mark.parametrize("last", ["street_ban", "allocation"])
def test_the_end_of_one_measure_stops_no_letter_that_tells_of_another(
    api: TestClient, ours: Organisation, filed: Filed, last: str
) -> None:
    """001 L484-485: one letter for every sanction. It has one measure of its own: the last that was put."""
    path = filed("corporatie", "threat")
    put = {
        kind: ours.manager.post(
            api, path.replace("/letters", "/measures"), {"kind": kind, "reason": "Hij dreigt al maanden."}
        ).json()["id"]
        for kind in sorted(("street_ban", "allocation"), key=lambda one: one == last)
    }
    facts = {**FACTS, "measures": "Een straatverbod, en geen andere woning."}
    one, other = (written(api, ours.manager, path, "sanction", facts=facts) for _ in range(2))
    assert one["measureId"] == put[last]
    for letter in (one, other):
        does(api, ours.manager, letter, "sign")
    handed = {"how": "registered", "receipt": "signed"}
    does(api, ours.manager, other, "delivered", handed)
    ended = ours.manager.post(api, f"/v1/measures/{put['street_ban']}/end", {"reason": "Verhuisd."})
    assert ended.status_code == 200, ended.text
    assert "Brief bezorgen: Brief over een sanctie" in tasks(api, ours.manager), "it tells of the allocation too"
    assert said_over(api, ours.manager) == ["Straatverbod"]
    does(api, ours.manager, one, "delivered", handed)
    assert said_over(api, ours.manager) == ["Straatverbod"], "asked once"


def test_that_a_ban_was_broken_is_delivered_also_once_it_is_over(
    api: TestClient, ours: Organisation, filed: Filed
) -> None:
    """004 L1226-1236: what they did stays what they did."""
    path = filed("s-hertogenbosch", "threat")
    put = {"kind": "access_ban", "until": LATER, "reason": "Hij wil ons opwachten"}
    ban = ours.manager.post(api, path.replace("/letters", "/measures"), put).json()["id"]
    told = written(api, ours.manager, path, "ban", facts=REPORTED)
    does(api, ours.manager, told, "sign", {})
    does(api, ours.manager, told, "delivered", HANDED)
    came = {"happenedAt": datetime.now(UTC).isoformat(), "place": "Hal van het stadhuis"}
    assert ours.manager.post(api, f"/v1/measures/{ban}/broken", came).status_code == 201
    broken = written(api, ours.manager, path, "ban_broken", facts={})
    does(api, ours.manager, broken, "sign", {})
    (asked,) = [one for one in tasks(api, ours.manager) if one.startswith("Brief bezorgen")]
    assert ours.manager.post(api, f"/v1/measures/{ban}/end", {"reason": "Verhuisd."}).status_code == 200
    assert asked in tasks(api, ours.manager)
    does(api, ours.manager, broken, "delivered", HANDED)


def test_a_letter_goes_on_with_what_was_declined_first_and_taken_later(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    path = filed("corporatie", "threat")
    ban = {"kind": "street_ban", "reason": "Hij dreigt al maanden."}
    first = ours.manager.post(api, path.replace("/letters", "/measures"), ban).json()["id"]
    letter = written(api, ours.manager, path, "sanction", facts={**FACTS, "measures": "Een straatverbod."})
    with database.write() as session:
        session.execute(
            update(MeasureRecord).where(MeasureRecord.id == UUID(first)).values(state=MeasureState.DECLINED)
        )
    signing = f"/v1/letters/{letter['id']}/sign"
    assert codes(ours.manager.post(api, signing, {})) == [("", "letter_measure_not_in_force")]
    second = ours.manager.post(api, path.replace("/letters", "/measures"), ban).json()["id"]
    signed = ours.manager.post(api, signing, {})
    assert (signed.status_code, signed.json()["measureId"]) == (200, second)


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
