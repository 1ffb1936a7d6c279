"""A draft follows what the report tells by now and what is decided on its case, until it is signed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from achterwacht.letters.records import LetterRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import read_profile
from achterwacht.protocols.service import shipped
from foundation.session import Database
from notifications.texts.formats import whole_day_of
from tests.integration.letters import (
    FACTS,
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
from tests.support.organisations import Employee, Organisation
from tests.support.person import an_address

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
