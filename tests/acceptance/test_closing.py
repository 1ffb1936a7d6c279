"""Somebody who is not inside closes the alarm: everyone told hears it, and the visit goes on or ends by its cause."""

from datetime import timedelta

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import SHORT, WITHOUT_A_CHECK_CALL, Json, not_ok, overdue, panic
from tests.support.app_under_test import AppUnderTest


def _no_answer(app: AppUnderTest) -> Json:
    visit = app.jan.checks_in(minutes=10)
    app.fatima.does(visit, "check-call", result="no_answer")
    return visit


def _duress(app: AppUnderTest) -> Json:
    app.jan.sets_pin("2468", "8642")
    visit = app.jan.checks_in(minutes=10)
    app.jan.does(visit, "ok", pin="8642")
    return visit


OPENINGS = {
    "overdue": lambda app: overdue(app, Level.COLLEAGUE),
    "check_call": _no_answer,
    "not_ok": not_ok,
    "panic": panic,
    "duress": _duress,
}


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.mark.parametrize("cause", OPENINGS)
def test_without_a_new_end_only_overdue_ends_the_visit(app: AppUnderTest, cause: str) -> None:
    visit = OPENINGS[cause](app)
    app.forgets_messages()
    alarm = app.karin.alarm()
    assert alarm["cause"] == cause
    closed = app.karin.on_alarm(alarm, "resolve", outcome="help_given", note="Ter plaatse geweest")
    assert (closed["outcome"], closed["resolvedBy"]["name"]) == ("help_given", "Karin Smit")
    assert closed["nextDeadline"] is None
    after = app.fatima.visit(visit)
    assert after["alarm"] is None
    assert after["state"] == ("ended" if cause == "overdue" else "under_way")
    assert "Afgesloten door Karin Smit: hulp gegeven. Ter plaatse geweest." in app.fatima.story(visit)
    told = {message["person"]["name"] for message in alarm["told"]} - {"Jan de Wit"}
    for person in (app.fatima, app.karin):
        if person.name in told:
            text = person.phone.expects_sms("voorbij: Jan de Wit is geholpen").text
            assert text.endswith("afgesloten door Karin Smit.")
    app.jan.phone.is_silent()
    if after["state"] == "under_way":
        assert after["expectedEnd"] == visit["expectedEnd"]
        assert after["watch"]["nextDeadline"]["kind"] == "end_approaching", "it is watched until its expected end"
        app.fatima.does(visit, "check-out", reason="Hij is terug")


@pytest.mark.parametrize("cause", OPENINGS)
def test_with_a_new_end_the_visit_goes_on_until_then(app: AppUnderTest, cause: str) -> None:
    visit = OPENINGS[cause](app)
    app.forgets_messages()
    alarm = app.karin.alarm()
    past = (app.now() - timedelta(minutes=1)).isoformat()
    wrong = app.karin.on_alarm(alarm, "resolve", outcome="safe", expectedEnd=past, expect=400)
    assert wrong["errors"][0]["pointer"] == "/expectedEnd"
    far = (app.now() + timedelta(hours=13)).isoformat()
    app.karin.on_alarm(alarm, "resolve", outcome="safe", expectedEnd=far, expect=400)
    assert app.karin.alarm()["resolvedAt"] is None
    end = (app.now() + timedelta(minutes=5)).isoformat()
    app.karin.on_alarm(alarm, "resolve", outcome="safe", expectedEnd=end)
    app.forgets_messages()
    assert app.karin.visit(visit)["state"] == "under_way"
    app.passes(seconds=301)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    assert app.karin.alarm()["cause"] == "overdue", "a new alarm, when that end passes too"
    app.fatima.does(visit, "check-out", reason="Hij is terug")


@pytest.mark.parametrize("cause", ["not_ok", "panic"])
def test_when_the_expected_end_has_passed_meanwhile_the_visit_ends(app: AppUnderTest, cause: str) -> None:
    visit = {"not_ok": not_ok, "panic": panic}[cause](app, minutes=SHORT)
    alarm = app.karin.alarm()
    app.karin.on_alarm(alarm, "acknowledge")
    app.passes(seconds=26)
    app.forgets_messages()
    assert "Niet afgemeld." in app.karin.story(visit)
    assert app.karin.alarm()["cause"] == cause, "a lighter cause changes nothing"
    app.karin.on_alarm(alarm, "resolve", outcome="incident")
    app.karin.phone.expects_sms("er volgt een melding")
    app.forgets_messages()
    assert app.jan.visit(visit)["state"] == "ended"
    assert app.jan.story(visit)[-1] == "Bezoek beëindigd bij het afsluiten van het alarm."


def test_closing_by_sms_is_safe(app: AppUnderTest) -> None:
    panic(app)
    asked = app.fatima.phone.expects_sms("NOOD")
    asked.then_replies(f"veilig {asked.code}").expects_sms("is afgesloten: Jan de Wit is veilig.")
    app.fatima.phone.expects_sms("voorbij: Jan de Wit is veilig")
    app.karin.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("afgesloten door Fatima Bakker")
    (closed,) = app.karin.asks("/v1/alarms")["alarms"]
    assert (closed["outcome"], closed["resolvedBy"]["name"]) == ("safe", "Fatima Bakker")
    asked.then_replies(f"SAFE {asked.code}").expects_sms("Dat is al voorbij")


def test_a_call_to_the_police_is_noted_and_takes_the_alarm(app: AppUnderTest) -> None:
    visit = panic(app)
    app.forgets_messages()
    alarm = app.karin.alarm()
    noted = app.karin.on_alarm(alarm, "police-calls", number="112", reference="2026-1121", note="Wagen onderweg")
    assert noted["acknowledgedBy"]["name"] == "Karin Smit"
    assert "Karin Smit belde 112, kenmerk 2026-1121." in app.fatima.story(visit)
    app.fatima.phone.expects_sms("Karin Smit pakt het op")
    app.fatima.on_alarm(alarm, "police-calls", number="0900-8844")
    assert app.fatima.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    sheet = app.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert [(call["by"]["name"], call["number"]) for call in sheet["policeCalls"]] == [
        ("Karin Smit", "112"),
        ("Fatima Bakker", "0900-8844"),
    ]
    app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()


def test_what_became_graver_meanwhile_is_not_closed_by_what_was_seen(app: AppUnderTest) -> None:
    visit = overdue(app, Level.COLLEAGUE)
    seen = app.karin.alarm()["cause"]
    app.jan.does(visit, "panic")
    alarm = app.karin.alarm()
    refused = app.karin.on_alarm(alarm, "resolve", outcome="safe", cause=seen, expect=409)
    assert refused["code"] == "alarm_graver"
    assert app.karin.alarm()["resolvedAt"] is None
    closed = app.karin.on_alarm(alarm, "resolve", outcome="safe", cause=alarm["cause"])
    assert closed["outcome"] == "safe"
    app.forgets_messages()
