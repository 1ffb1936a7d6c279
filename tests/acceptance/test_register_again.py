"""The register is asked again at the door and when something changes: what was known of a place is not forgotten."""

import pytest

from achterwacht.risks import look_up
from tests.acceptance.stories import Json, marks, refused
from tests.support.app_under_test import AppUnderTest, Role, an_address


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring()


@pytest.fixture
def unreadable(app: AppUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError

    app.expects_error("the risk register could not be read")
    monkeypatch.setattr(look_up, "look_up", fails)


@pytest.fixture
def planned(app: AppUnderTest) -> Json:
    """A plan of Jan's at an address of which the register says something."""
    app.runs_on("s-hertogenbosch")
    address = an_address()
    marks(app, address, "pairs")
    made: Json = app.jan.plans(starts_in=5, address=address)
    app.forgets_messages()
    assert made["risk"]["advice"] == ["pairs"]
    return made


def test_what_is_known_stands_where_the_register_can_not_be_read_at_the_door(
    app: AppUnderTest, planned: Json, unreadable: None
) -> None:
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    moved = app.karin.patches(f"/v1/visits/{planned['id']}", {"companions": [{"name": "M. Jansen (wijkteam)"}]})
    assert moved["risk"] == planned["risk"]
    begun = app.jan.does(planned, "check-in")
    assert begun["risk"] == planned["risk"]
    app.jan.does(planned, "check-out")
    app.forgets_messages()


def test_of_another_place_nothing_is_known_then(app: AppUnderTest, planned: Json, unreadable: None) -> None:
    moved = app.karin.patches(f"/v1/visits/{planned['id']}", {"address": an_address()})
    assert (moved["risk"]["checked"], moved["risk"]["advice"]) == (False, None)
    app.karin.does(planned, "cancel", reason="x")
    app.forgets_messages()


def test_leave_to_go_alone_was_given_for_what_was_known(app: AppUnderTest) -> None:
    """003 L595: where there is a mark two go, always."""
    app.runs_on("s-hertogenbosch")
    address = an_address()
    planned = app.jan.plans(starts_in=5, address=address)
    app.karin.does(planned, "allow-alone", reason="Ik bel mee")
    marks(app, address, "pairs")
    assert app.jan.visit(planned)["beforehand"]["pair"]["aloneAllowedBy"] is None
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.karin.does(planned, "allow-alone", reason="Ik bel mee")
    app.jan.does(app.jan.does(planned, "check-in"), "check-out")
    app.passes(minutes=3)
    app.forgets_messages()


def test_who_planned_for_themselves_and_does_not_go_reads_no_instruction(app: AppUnderTest) -> None:
    address = an_address()
    planned = app.jan.plans(starts_in=600, address=address)
    app.karin.patches(f"/v1/visits/{planned['id']}", {"workerId": str(app.ali.id)})
    app.forgets_messages()
    body = {"address": address, "advice": ["pairs"], "reason": "x", "reviewDate": "2040-01-01"}
    mark = app.karin.posts("/v1/risk-addresses", body, expect=201)
    app.mohamed.posts(f"/v1/risk-addresses/{mark['id']}/approve")
    app.passes(minutes=3)
    assert app.jan.phone.is_silent()
    app.ali.phone.expects_sms("Nieuwe instructie")
    app.forgets_messages()


def test_by_sms_of_two_plans_at_a_door_the_one_of_now_is_begun(app: AppUnderTest) -> None:
    address = {"country": "NL", "postcode": "5211 AA", "houseNumber": 12}
    early = app.jan.plans(starts_in=1, address=address)
    late = app.jan.plans(starts_in=180, address=address)
    app.passes(minutes=179)
    app.forgets_messages()
    app.jan.phone.sends("IN 5211AA 12 30")
    app.settles()
    states = [app.jan.visit(one)["state"] for one in (early, late)]
    assert states == ["planned", "under_way"]
    app.jan.does(late, "check-out")
    app.jan.does(early, "cancel", reason="x")
    app.forgets_messages()


def test_by_sms_a_visit_without_a_plan_is_of_the_team_of_the_last_one(app: AppUnderTest) -> None:
    other = app.anne.posts("/v1/teams", {"name": "Wmo"}, expect=201)["id"]
    grants = [{"role": Role.WORKER, "teamId": str(app.ours.team)}, {"role": Role.WORKER, "teamId": other}]
    app.anne.patches(f"/v1/people/{app.jan.id}", {"grants": grants})
    for team in (other, str(app.ours.team), other):
        app.jan.does(app.jan.checks_in(minutes=30, teamId=team), "check-out")
        app.forgets_messages()
        app.passes(minutes=1)
        app.jan.phone.sends("IN 5211AA 12 30")
        app.settles()
        (visit,) = app.jan.asks("/v1/visits?state=under_way&mine=true")["visits"]
        assert visit["team"]["id"] == team
        app.jan.does(visit, "check-out")
        app.forgets_messages()


def test_who_can_not_come_is_not_read_to_the_police(app: AppUnderTest) -> None:
    """What is read out says who goes."""
    app.runs_on("losser")
    address = an_address()
    marks(app, address, "police_first")
    companions = [{"personId": str(app.ali.id)}, {"name": "M. Jansen (wijkteam)"}]
    planned = app.jan.plans(starts_in=600, address=address, companions=companions)
    ali = next(one for one in planned["companions"] if one["personId"])
    app.ali.does(planned, f"companions/{ali['id']}/cant")
    said = " ".join(app.karin.visit(planned)["beforehand"]["police"]["say"])
    assert "Er gaan: Jan de Wit, en ook M. Jansen (wijkteam)." in said
    app.karin.does(planned, "cancel", reason="x")
    app.forgets_messages()
