"""An observation from the street (P5 004 L727-734): two people, reachable, broken off when noticed."""

import pytest

from tests.acceptance.stories import refused
from tests.support.app_under_test import AppUnderTest


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("s-hertogenbosch").lets_calls_ring()


def test_two_observe_and_break_off_when_they_are_noticed(app: AppUnderTest) -> None:
    planned = app.jan.plans(
        starts_in=5, minutes=60, kind="observation", companions=[{"personId": str(app.ali.id)}], clientName=None
    )
    assert planned["kind"] == "observation"
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je bent er")
    visit = app.jan.does(planned, "check-in")
    assert visit["watch"]["checkCall"] == "planned", "reachable: the call after ten minutes comes here too"
    (row,) = app.fatima.asks("/v1/board")["visits"]
    assert row["kind"] == "observation"
    ended = app.jan.does(visit, "check-out", noticed=True, returnTo="office")
    assert ended["state"] == "ended"
    text = app.fatima.phone.expects_sms("Jan de Wit is gezien en heeft de observatie afgebroken").text
    assert "Dorpsstraat" in text
    assert "Gezien: Jan de Wit breekt de observatie af." in app.karin.story(visit)
    assert app.fatima.asks("/v1/board")["visits"] == []


def test_a_companion_may_break_it_off_and_the_same_press_again_tells_nobody(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30, kind="observation", companions=[{"personId": str(app.ali.id)}])
    app.forgets_messages()
    app.ali.does(visit, "check-out", noticed=True)
    app.fatima.phone.expects_sms("heeft de observatie afgebroken")
    app.jan.does(visit, "check-out", noticed=True)
    app.forgets_messages()


def test_the_sheet_for_the_police_says_what_they_were_doing(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=15, kind="observation", companions=[{"personId": str(app.ali.id)}])
    app.passes(minutes=22)
    app.forgets_messages()
    alarm = app.karin.alarm()
    said = " ".join(app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")["say"])
    assert "observeert buiten en is niet bereikbaar" in said
    assert "huisbezoek" not in said
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    assert app.jan.visit(visit)["state"] == "ended"


def test_who_visits_somebody_at_home_is_not_broken_off(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30, companions=[{"personId": str(app.ali.id)}])
    app.forgets_messages()
    assert refused(app.jan.does(visit, "check-out", noticed=True, expect=409)) == "not_an_observation"
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_a_kind_that_the_protocol_does_not_know_is_refused_at_its_field(app: AppUnderTest) -> None:
    answer = app.jan.plans(starts_in=5, kind="company_check", expect=400)
    assert [(one["pointer"], one["code"]) for one in answer["errors"]] == [("/kind", "kind_not_offered")]
    at_the_door = app.jan.checks_in(kind="company_check", companions=[{"personId": str(app.ali.id)}])
    assert at_the_door["kind"] == "home_visit", "who is there already is watched"
    app.jan.does(at_the_door, "check-out")
    app.runs_on("losser")
    check = app.jan.plans(starts_in=5, kind="company_check")
    assert app.jan.asks("/v1/protocol")["visitKinds"] == ["home_visit", "company_check"]
    app.jan.does(app.jan.does(check, "check-in"), "check-out")
    app.forgets_messages()


def test_the_phone_reads_what_it_can_choose_and_how_one_observes(app: AppUnderTest) -> None:
    protocol = app.jan.asks("/v1/protocol")
    assert protocol["visitKinds"] == ["home_visit", "observation"]
    assert "Vermoed je dat je gezien bent: breek af." in protocol["observing"]


def test_to_a_stranger_there_is_no_observation_to_break_off(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30, kind="observation", companions=[{"personId": str(app.ali.id)}])
    app.forgets_messages()
    stranger = app.has_neighbours().manager
    answer = app.http.post(
        f"/v1/visits/{visit['id']}/check-out", json={"noticed": True, "reason": "x"}, headers=stranger.headers
    )
    assert answer.status_code == 404
    app.ruth.does(visit, "check-out", noticed=True, expect=404)
    assert app.jan.visit(visit)["state"] == "under_way"
    app.jan.does(visit, "check-out")
    app.forgets_messages()
