"""A letter about a measure: what it says of it, and that it leaves no sooner and no later than the measure holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from achterwacht.letters.records import LetterRecord
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.protocols.functions import Function
from foundation.session import Database
from notifications.texts.formats import whole_day_of
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
from tests.support.organisations import Employee, Organisation


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


def test_a_ban_that_begins_later_is_signed_with_the_day_on_which_it_begins(
    api: TestClient, ours: Organisation, filed: Filed
) -> None:
    path = filed("s-hertogenbosch", "threat")
    first = today() + timedelta(days=10)
    put = {"kind": "access_ban", "from": first.isoformat(), "until": LATER, "reason": "Na het loket van vrijdag"}
    assert ours.manager.post(api, path.replace("/letters", "/measures"), put).status_code == 201
    letter = written(api, ours.manager, path, "ban", facts=REPORTED)
    refused = ours.manager.post(api, f"/v1/letters/{letter['id']}/sign", {})
    assert (refused.status_code, codes(refused)) == (409, [("", "letter_begins_later")])
    day = whole_day_of(first, "nl")
    assert refused.json()["detail"] == f"Dit gaat pas in op {day}. Zet die datum in de tekst van de brief."
    text = [*letter["text"], f"Dit verbod gaat in op {day}."]
    assert ours.manager.patch(api, f"/v1/letters/{letter['id']}", {"text": text}).status_code == 200
    assert does(api, ours.manager, letter, "sign", {})["state"] == "signed"
