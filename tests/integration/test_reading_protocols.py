"""A protocol is read in words, with where each rule comes from, and each that the organisation could use."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.service import load_profile, shipped
from foundation.clock import clock_of
from foundation.session import Database
from tests.support.organisations import Organisation


def reads(api: TestClient, ours: Organisation, profile: str) -> dict[str, Any]:
    answer = ours.manager.get(api, f"/v1/protocols/{profile}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def page(found: dict[str, Any], title: str) -> dict[str, Any]:
    one: dict[str, Any]
    (one,) = [one for one in found["pages"] if one["title"] == title]
    return one


@pytest.mark.by_turns
def test_in_words_with_where_each_rule_comes_from(api: TestClient, ours: Organisation) -> None:
    listed = ours.manager.get(api, "/v1/protocols").json()["protocols"]
    assert [one["id"] for one in listed if one["inForce"]] == ["demo"]
    assert {one["id"] for one in listed} >= {"losser", "s-hertogenbosch", "corporatie"}
    assert "heusden-zolder" not in {one["id"] for one in listed}, "that is for another country"
    losser = reads(api, ours, "losser")
    assert losser["version"] is None, "as it comes with the product"
    brief = page(losser, "In het kort")
    assert [row["cells"] for row in brief["rows"]][1:6] == [
        ["herinnering aan de medewerker", "5 min voor het einde"],
        ["de medewerker", "5 min na het einde: sms, telefoon na 1 min"],
        ["de achterwacht", "8 min na het einde: sms, telefoon"],
        ["de leidinggevende", "11 min na het einde: sms, telefoon"],
        ["politie-stap: een mens belt", "14 min na het einde: sms, telefoon"],
    ]
    assert {row["source"] for row in brief["rows"]} == {"eigen keuze"}
    den_bosch = reads(api, ours, "s-hertogenbosch")
    ladder = page(den_bosch, "In het kort")
    assert [row["cells"][0] for row in ladder["rows"]][4] == "de teammanager"
    steps = str(page(den_bosch, "Opschaling")["rows"])
    assert ("de teammanager" in steps, "leidinggevende" in steps) == (True, False), "our words take that of the profile"
    numbers = page(losser, "Noodnummers: een mens belt ze")
    assert [(row["cells"], row["source"]) for row in numbers["rows"]] == [
        (["Bij nood", "112"], "003 L540"), (["Geen spoed", "0900-8844"], "003 L565"),
    ]  # fmt: skip


@pytest.mark.by_turns
def test_a_part_that_was_changed_here_cites_nothing(api: TestClient, ours: Organisation, database: Database) -> None:
    changed = shipped()["losser"].replace('grace = "5m"', 'grace = "7m"')
    with database.write() as session:
        load_profile(session, session.get_one(OrganisationRecord, ours.id), changed, clock_of(session).now(session))
    found = reads(api, ours, "losser")
    assert found["version"] == 2
    assert ["de medewerker", "7 min na het einde: sms, telefoon na 1 min"] in [
        row["cells"] for row in page(found, "In het kort")["rows"]
    ]
    assert {row["source"] for row in page(found, "Tijden van een bezoek")["rows"]} == {""}
    assert page(found, "Met z'n tweeën")["rows"][0]["source"] == "003 L595"


@pytest.mark.by_turns
def test_who_may_read_them(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    for who in (ours.colleague, ours.registrar, ours.board, strangers.administrator):
        assert who.get(api, "/v1/protocols/losser").status_code == 200
    for who in (ours.worker, ours.reception):
        assert who.get(api, "/v1/protocols").status_code == 403
        assert who.get(api, "/v1/protocols/losser").status_code == 403
    for nobodys in ("heusden-zolder", "niet-van-ons"):
        assert ours.manager.get(api, f"/v1/protocols/{nobodys}").status_code == 404


@pytest.mark.by_turns
def test_an_organisation_speaks_the_dutch_of_its_profile(database: Database, ours: Organisation) -> None:
    with database.write() as session:
        organisation = session.get_one(OrganisationRecord, ours.id)
        for profile, spoken in (("heusden-zolder", "nl-BE"), ("losser", "nl")):
            load_profile(session, organisation, shipped()[profile], clock_of(session).now(session))
            assert organisation.language == spoken
        organisation.language = "fr"
        load_profile(session, organisation, shipped()["heusden-zolder"], clock_of(session).now(session))
        assert organisation.language == "fr", "what it chose itself stays"
