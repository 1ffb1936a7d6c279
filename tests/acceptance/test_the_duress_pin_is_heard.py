"""The duress PIN is heard whatever becomes of what it came with: ended, refused, unclear, repeated, broken."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.acceptance.silence import DURESS, PIN, outside_it_is_loud, sees_nothing
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json
from tests.support.app_under_test import AppUnderTest, Person


@pytest.fixture
def jan(app: AppUnderTest) -> Person:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    return app.jan.sets_pin(PIN, DURESS)


@pytest.mark.parametrize("way", ["app", "sms", "call"])
def test_it_is_heard_when_somebody_else_ended_the_visit_already(app: AppUnderTest, jan: Person, way: str) -> None:
    """The screen inside does not know it yet, and who types it has no other words."""
    app.twilio.every_call_ends_as(None)
    visit = jan.checks_in(minutes=10)
    app.fatima.does(visit, "ask")
    call = jan.phone.expects_call().picks_up().presses("1")
    app.fatima.does(visit, "check-out", reason="zei aan de telefoon dat het klaar is")
    app.lets_calls_ring().forgets_messages()
    if way == "app":
        jan.does(visit, "check-out", pin=DURESS)
    elif way == "sms":
        jan.phone.sends(f"UIT {DURESS}")
        jan.phone.expects_sms("Je bent nergens aangemeld. Er is niets veranderd.")
    else:
        call.presses(f"{DURESS}#")
        assert call.says == "Dank u wel. Tot later."
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("STIL ALARM")
    sees_nothing(jan, visit)
    jan.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


@pytest.mark.parametrize(("action", "body"), [("ok", {}), ("extend", {"minutes": 15})])
def test_a_screen_that_does_not_know_that_the_visit_was_ended_is_heard_too(
    app: AppUnderTest, jan: Person, action: str, body: Json
) -> None:
    visit = jan.checks_in(minutes=10)
    app.fatima.does(visit, "check-out", reason="zei aan de telefoon dat het klaar is")
    app.forgets_messages()
    refused = [jan.does(visit, action, pin=pin, **body, expect=409) for pin in (PIN, DURESS)]
    assert refused[0] == refused[1]
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("STIL ALARM")
    sees_nothing(jan, visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


@pytest.mark.by_turns
@pytest.mark.parametrize(
    "body",
    [
        {"after": timedelta(hours=13)},
        {"after": timedelta(minutes=5)},
        {"minutes": 1000},
        {"minutes": 0},
        {"minutes": -5},
        {"minutes": 99_999},
        {},
    ],
    ids=str,
)
def test_an_end_that_cant_be_is_refused_alike_and_the_duress_pin_is_heard(
    app: AppUnderTest, jan: Person, body: dict[str, Any]
) -> None:
    visit = jan.checks_in(minutes=10)
    if "after" in body:
        body = {"expectedEnd": (datetime.fromisoformat(visit["startedAt"]) + body["after"]).isoformat()}
    refused = [jan.does(visit, "extend", pin=pin, **body, expect=400) for pin in (PIN, DURESS)]
    assert refused[0] == refused[1]
    outside_it_is_loud(app, visit)
    sees_nothing(jan, visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


@pytest.mark.by_turns
@pytest.mark.parametrize("words", ["+0", "+720", "+800", "+99999"])
def test_by_sms_too_an_end_that_cant_be_is_refused_alike(app: AppUnderTest, jan: Person, words: str) -> None:
    visit = jan.checks_in(minutes=10)
    answers = []
    for pin in (PIN, DURESS):
        jan.phone.sends(f"{words} {pin}")
        answers.append(jan.phone.expects_sms().text)
    assert answers[0] == answers[1]
    assert "Er is niets veranderd." in answers[0]
    outside_it_is_loud(app, visit)
    sees_nothing(jan, visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


def test_it_is_heard_when_nobody_can_tell_which_visit_is_meant(app: AppUnderTest, jan: Person) -> None:
    visits = [jan.checks_in(minutes=10) for _ in range(2)]
    answers = []
    for pin in (PIN, DURESS):
        jan.phone.sends(f"UIT {pin}")
        answers.append(jan.phone.expects_sms().text)
    assert answers[0] == answers[1]
    app.forgets_messages()
    assert {app.karin.visit(one)["alarm"]["cause"] for one in visits} == {"duress"}
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    for one in visits:
        jan.does(one, "check-out", pin=PIN)
    app.forgets_messages()


def test_a_phone_that_asks_again_calls_for_help_once(app: AppUnderTest, jan: Person) -> None:
    """It got no answer, and sends the same key: that is no second press."""
    visit = jan.checks_in(minutes=10)

    def asks(minutes: int) -> tuple[int, bytes]:
        answer = app.http.post(
            f"/v1/visits/{visit['id']}/extend",
            json={"pin": DURESS, "minutes": minutes},
            headers={**jan.employee.headers, "Idempotency-Key": f"plus {minutes}"},
        )
        return answer.status_code, answer.content

    for minutes, status in ((1000, 400), (15, 200)):
        first, again = asks(minutes), asks(minutes)
        assert first == again
        assert first[0] == status
    app.settles()
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("STIL ALARM")
        person.phone.expects_sms("gaf nog eens de dwangcode")
        person.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    assert asks(15)[0] == 200, "and an old request that comes once more opens nothing"
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    jan.does(visit, "check-out", pin=PIN)


def test_a_fault_of_ours_does_not_lose_it(app: AppUnderTest, jan: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever becomes of the action: the call for help was recorded before it was begun."""

    def breaks(*_: object) -> None:
        raise RuntimeError("a fault")

    visit = jan.checks_in(minutes=10)
    app.expects_error("an error nobody expected")
    monkeypatch.setattr("achterwacht.visiting.visits.extend", breaks)
    jan.does(visit, "extend", pin=DURESS, minutes=15, expect=500)
    outside_it_is_loud(app, visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


REFUSED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("extend", {"pin": DURESS, "minutes": 1000}),
    ("extend", {"pin": DURESS}),
    ("extend", {"pin": DURESS, "expectedEnd": "1900-01-01T00:00:00Z"}),
    ("ok", {"pin": DURESS, "ageSeconds": -3}),
    ("check-out", {"pin": DURESS, "zomaar": 1}),
    ("check-out", {"pin": DURESS, "reason": "x" * 5_000}),
    ("check-out", {"pin": int(DURESS)}),
    ("ok", {"pin": f" {DURESS} "}),
    ("ok", {"pin": DURESS.translate({ord("0") + n: ord("\uff10") + n for n in range(10)})}),
)


@pytest.mark.by_turns
@pytest.mark.parametrize(("action", "body"), REFUSED)
def test_a_duress_pin_is_heard_whatever_else_in_its_body_is_refused(
    app: AppUnderTest, jan: Person, action: str, body: dict[str, Any]
) -> None:
    visit = jan.checks_in(minutes=60)
    answer = app.http.post(f"/v1/visits/{visit['id']}/{action}", json=body, headers=jan.employee.headers)
    assert answer.status_code in (200, 400)
    app.settles()
    assert [one["cause"] for one in app.karin.asks("/v1/alarms?open=true")["alarms"]] == ["duress"]
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.fatima.does(visit, "check-out", reason="Gesproken")
    app.forgets_messages()


def test_a_duress_pin_is_heard_with_a_key_that_was_used(app: AppUnderTest, jan: Person) -> None:
    visit = jan.checks_in(minutes=60)
    headers = {**jan.employee.headers, "Idempotency-Key": "a-key"}
    assert app.http.post(f"/v1/visits/{visit['id']}/ok", json={"pin": PIN}, headers=headers).status_code == 200
    assert app.http.post(f"/v1/visits/{visit['id']}/ok", json={"pin": DURESS}, headers=headers).status_code == 409
    app.settles()
    assert [one["cause"] for one in app.karin.asks("/v1/alarms?open=true")["alarms"]] == ["duress"]
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.fatima.does(visit, "check-out", reason="Gesproken")
    app.forgets_messages()
