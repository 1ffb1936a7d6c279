"""Guessing a PIN: slowed down after five, by app, SMS and call; the duress PIN always calls for help, unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from sqlalchemy import QueuePool, select

from achterwacht.alarms.records import AlarmRecord
from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.guessing.records import GuessRecord
from achterwacht.guessing.rules import PIN
from achterwacht.people.kept_secrets import reckon_pin
from achterwacht.visits.facts import Pin
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json
from tests.support.app_under_test import AppUnderTest
from tests.support.twilio.records import new_sid
from tests.support.twilio.webhooks import WebhookFailed

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
RIGHT, DURESS, WRONG = "1234", "4321", "9999"
TOLD = "Er is vaak een verkeerde pincode ingevuld voor Jan de Wit, nu op bezoek"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    app.jan.sets_pin(RIGHT, DURESS)
    return app


def guesses(app: AppUnderTest, visit: Json, times: int = PIN.free) -> None:
    for _ in range(times):
        answer = app.jan.does(visit, "check-out", pin=WRONG, expect=400)
        assert answer["errors"][0]["code"] == "pin_wrong"


def causes(app: AppUnderTest) -> list[str]:
    with app.database.read() as session:
        return [one.value for one in session.scalars(select(AlarmRecord.cause))]


def told_once(app: AppUnderTest) -> None:
    app.settles()
    app.fatima.phone.expects_sms(TOLD)
    app.fatima.phone.is_silent()


@pytest.mark.by_turns
@pytest.mark.parametrize("pin", [WRONG, RIGHT, DURESS])
def test_whatever_pin_it_is_the_slowed_answer_is_the_same(app: AppUnderTest, pin: str) -> None:
    visit = app.jan.checks_in(minutes=60)
    guesses(app, visit)
    told_once(app)
    for action, more in (("check-out", {}), ("ok", {}), ("extend", {"minutes": 15})):
        answer = app.http.post(
            f"/v1/visits/{visit['id']}/{action}", json={"pin": pin, **more}, headers=app.jan.employee.headers
        )
        assert (answer.status_code, answer.json()["code"]) == (429, "pin_slowed")
        assert 0 < int(answer.headers["retry-after"]) <= PIN.first.total_seconds()
        assert pin not in answer.text
    assert app.jan.visit(visit)["state"] == "under_way", "and nothing that came with it is done"
    assert causes(app) == (["duress"] if pin == DURESS else [])
    shown = app.jan.visit(visit)
    assert shown["alarm"] is None, "nobody sees that it called for help"
    _ends(app, visit)


@pytest.mark.on_both
def test_each_further_try_waits_longer_and_who_knows_it_comes_through(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=600)
    guesses(app, visit)
    waits = []
    for _ in range(4):
        answer = app.http.post(f"/v1/visits/{visit['id']}/ok", json={"pin": WRONG}, headers=app.jan.employee.headers)
        waits.append(int(answer.headers["retry-after"]))
        app.passes(seconds=waits[-1])
        app.jan.does(visit, "ok", pin=WRONG, expect=400)
    assert waits == [30, 60, 120, 240]
    told_once(app)
    app.passes(seconds=480)
    app.jan.does(visit, "ok", pin=RIGHT)
    guesses(app, visit, PIN.free - 1)
    app.jan.does(visit, "check-out", pin=RIGHT)
    with app.database.read() as session:
        lines = session.scalars(select(AuditEventRecord.about_id).where(AuditEventRecord.kind == Audited.PIN_SLOWED))
        assert lines.all() == [app.jan.id]


@pytest.mark.parametrize("pin", [WRONG, RIGHT, DURESS])
@one_database
def test_by_sms_too(app: AppUnderTest, pin: str) -> None:
    visit = app.jan.checks_in(minutes=60)
    guesses(app, visit)
    told_once(app)
    app.jan.phone.sends(f"UIT {pin}")
    app.settles()
    app.jan.phone.expects_sms("Dat gaat nu niet. Probeer het na ")
    assert app.jan.visit(visit)["state"] == "under_way"
    assert causes(app) == (["duress"] if pin == DURESS else [])
    _ends(app, visit)


@one_database
def test_tries_by_sms_count_with_those_in_the_app(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=60)
    guesses(app, visit, PIN.free - 1)
    app.jan.phone.sends(f"OK {WRONG}")
    app.settles()
    app.jan.phone.expects_sms("Zet je code erachter")
    told_once(app)
    app.jan.does(visit, "check-out", pin=RIGHT, expect=429)
    app.passes(seconds=PIN.first.total_seconds())
    app.jan.does(visit, "check-out", pin=RIGHT)


@one_database
def test_a_row_of_guesses_is_not_tried(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=60)
    answers = [
        app.http.post(
            f"/v1/visits/{visit['id']}/ok", json={"pin": f"{number:04}"}, headers=app.jan.employee.headers
        ).status_code
        for number in range(12)
    ]
    assert answers == [400] * PIN.free + [429] * (12 - PIN.free)
    told_once(app)
    _ends(app, visit)


def by_text(app: AppUnderTest, visit: Json) -> None:
    for text in ("OK 1234", "+15 9999", "UIT 1234"):
        app.jan.phone.sends(text)


def by_call(app: AppUnderTest, visit: Json) -> None:
    app.twilio.every_call_ends_as(None)
    app.fatima.does(visit, "ask")
    app.jan.phone.expects_call().picks_up().presses("1").presses("9999#").presses("1234#")
    app.settles()
    app.jan.does(visit, "check-out", pin=RIGHT)


def in_the_app(app: AppUnderTest, visit: Json) -> None:
    app.jan.does(visit, "ok", pin=WRONG, expect=400)
    app.jan.does(visit, "extend", minutes=15, pin=RIGHT)
    app.jan.does(visit, "check-out", pin=RIGHT)


@pytest.mark.parametrize("way", [by_text, by_call, in_the_app])
def test_the_digest_of_a_pin_is_reckoned_outside_any_transaction(
    app: AppUnderTest, way: Callable[[AppUnderTest, Json], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever hashes inside keeps a connection for all that time, and on SQLite the one writer."""
    inside: list[int] = []

    def watched(pin: str, pin_hash: str, duress_hash: str | None) -> Pin | None:
        inside.append(cast(QueuePool, app.database.engine.pool).checkedout())
        return reckon_pin(pin, pin_hash, duress_hash)

    visit = app.jan.checks_in(minutes=60)
    app.settles()
    monkeypatch.setattr("achterwacht.use_cases.pins.reckon_pin", watched)
    way(app, visit)
    assert inside == [0, 0, 0]
    assert app.jan.visit(visit)["state"] == "ended"
    app.settles()
    app.forgets_messages()


@pytest.mark.on_both
def test_a_text_that_the_provider_sends_again_is_no_second_guess(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=60)
    sid = new_sid("SM")
    for _ in range(PIN.free + 2):
        app.jan.phone.sends(f"UIT {WRONG}", sid=sid)
    with app.database.read() as session:
        assert session.scalars(select(GuessRecord.tries)).all() == [1]
    app.settles()
    app.jan.phone.expects_sms("Zet je code erachter")
    app.jan.phone.is_silent()
    app.jan.does(visit, "check-out", pin=RIGHT)


@pytest.mark.by_turns
@pytest.mark.parametrize("pin", [WRONG, RIGHT, DURESS])
@pytest.mark.parametrize(("words", "answer"), [("UIT", "Je hebt 2 bezoeken"), ("+ 1 5", "minuten")])
def test_a_slowed_pin_is_answered_where_nobody_knows_which_visit_or_how_long(
    app: AppUnderTest, words: str, answer: str, pin: str
) -> None:
    visits = [app.jan.checks_in(minutes=60) for _ in range(2 if words == "UIT" else 1)]
    guesses(app, visits[0])
    told_once(app)
    app.jan.phone.sends(f"{words} {pin}")
    app.settles()
    app.jan.phone.expects_sms(answer)
    assert [app.jan.visit(one)["state"] for one in visits] == ["under_way"] * len(visits)
    assert causes(app) == (["duress"] * len(visits) if pin == DURESS else [])
    for one in visits:
        _ends(app, one)


@pytest.mark.by_turns
@pytest.mark.parametrize("pin", [WRONG, RIGHT, DURESS])
def test_in_a_drill_a_slowed_pin_is_told_to_wait(app: AppUnderTest, pin: str) -> None:
    visit = app.jan.checks_in(minutes=60)
    guesses(app, visit)
    told_once(app)
    app.karin.does(visit, "check-out", reason="Hij is thuis")
    drill = app.karin.posts(
        "/v1/drills", {"teamId": str(app.ours.team), "workerId": str(app.jan.id), "kind": "overdue"}, expect=201
    )
    app.settles()
    app.jan.phone.forgets()
    app.jan.phone.sends(f"OK {pin}")
    app.settles()
    app.jan.phone.expects_sms("Dat gaat nu niet. Probeer het na ")
    assert (app.karin.asks(f"/v1/drills/{drill['id']}")["endedAt"] is None) == (pin != DURESS)
    assert causes(app).count("duress") == (pin == DURESS)
    for alarm in app.mohamed.asks("/v1/alarms?open=true")["alarms"]:
        app.mohamed.on_alarm(alarm, "resolve", outcome="safe")
    if pin != DURESS:
        app.karin.posts(f"/v1/drills/{drill['id']}/stop")
    app.settles()
    app.forgets_messages()


@pytest.mark.parametrize("way", ["sms", "call"])
def test_a_fault_of_ours_does_not_lose_the_duress_pin(
    app: AppUnderTest, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever becomes of what came with it: the call for help was recorded before that was begun."""

    def breaks(*_: object) -> None:
        raise RuntimeError("a fault")

    app.twilio.every_call_ends_as(None)
    visit = app.jan.checks_in(minutes=60)
    app.expects_error("an error nobody expected")
    if way == "sms":
        monkeypatch.setattr("achterwacht.visiting.visits.check_out", breaks)
        sid = new_sid("SM")
        with pytest.raises(WebhookFailed):
            app.jan.phone.sends(f"UIT {DURESS}", sid=sid)
        monkeypatch.undo()
        app.jan.phone.sends(f"UIT {DURESS}", sid=sid)
        app.jan.phone.expects_sms("Je bent afgemeld.")
    else:
        app.fatima.does(visit, "ask")
        call = app.jan.phone.expects_call().picks_up().presses("1")
        monkeypatch.setattr("achterwacht.visiting.visits.answer_check_call", breaks)
        with pytest.raises(WebhookFailed):
            call.presses(f"{DURESS}#")
        monkeypatch.undo()
    assert causes(app) == ["duress"], "and the same text again is no second call for help"
    app.lets_calls_ring()
    _ends(app, visit)


def _ends(app: AppUnderTest, visit: Json) -> None:
    for alarm in app.mohamed.asks("/v1/alarms?open=true")["alarms"]:
        app.mohamed.on_alarm(alarm, "resolve", outcome="safe")
    app.karin.does(visit, "check-out", reason="Hij is thuis")
    app.settles()
    app.forgets_messages()
