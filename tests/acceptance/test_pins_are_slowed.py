"""Guessing a PIN: slowed down after five, by app, SMS and call; the duress PIN always calls for help, unseen."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from achterwacht.alarms.records import AlarmRecord
from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.guessing.rules import PIN
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json
from tests.support.app_under_test import AppUnderTest

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


def _ends(app: AppUnderTest, visit: Json) -> None:
    for alarm in app.mohamed.asks("/v1/alarms?open=true")["alarms"]:
        app.mohamed.on_alarm(alarm, "resolve", outcome="safe")
    app.karin.does(visit, "check-out", reason="Hij is thuis")
    app.settles()
    app.forgets_messages()
