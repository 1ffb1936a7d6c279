"""Guessing a PIN: slowed down after five, by app, SMS and call; the duress PIN always calls for help, unseen."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from achterwacht.alarms.records import AlarmRecord
from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.guessing.rules import PIN
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, Json
from tests.support.house import House

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
RIGHT, DURESS, WRONG = "1234", "4321", "9999"
TOLD = "Er is vaak een verkeerde pincode ingevuld voor Jan de Wit, nu op bezoek"


@pytest.fixture
def house(house: House) -> House:
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    house.jan.sets_pin(RIGHT, DURESS)
    return house


def guesses(house: House, visit: Json, times: int = PIN.free) -> None:
    for _ in range(times):
        answer = house.jan.does(visit, "check-out", pin=WRONG, expect=400)
        assert answer["errors"][0]["code"] == "pin_wrong"


def causes(house: House) -> list[str]:
    with house.database.read() as session:
        return [one.value for one in session.scalars(select(AlarmRecord.cause))]


def told_once(house: House) -> None:
    house.settles()
    house.fatima.phone.expects_sms(TOLD)
    house.fatima.phone.is_silent()


@pytest.mark.parametrize("pin", [WRONG, RIGHT, DURESS])
def test_whatever_pin_it_is_the_slowed_answer_is_the_same(house: House, pin: str) -> None:
    visit = house.jan.checks_in(minutes=60)
    guesses(house, visit)
    told_once(house)
    for action, more in (("check-out", {}), ("ok", {}), ("extend", {"minutes": 15})):
        answer = house.http.post(
            f"/v1/visits/{visit['id']}/{action}", json={"pin": pin, **more}, headers=house.jan.citizen.headers
        )
        assert (answer.status_code, answer.json()["code"]) == (429, "pin_slowed")
        assert 0 < int(answer.headers["retry-after"]) <= PIN.first.total_seconds()
        assert pin not in answer.text
    assert house.jan.visit(visit)["state"] == "under_way", "and nothing that came with it is done"
    assert causes(house) == (["duress"] if pin == DURESS else [])
    shown = house.jan.visit(visit)
    assert shown["alarm"] is None, "nobody sees that it called for help"
    _ends(house, visit)


def test_each_further_try_waits_longer_and_who_knows_it_comes_through(house: House) -> None:
    visit = house.jan.checks_in(minutes=600)
    guesses(house, visit)
    waits = []
    for _ in range(4):
        answer = house.http.post(f"/v1/visits/{visit['id']}/ok", json={"pin": WRONG}, headers=house.jan.citizen.headers)
        waits.append(int(answer.headers["retry-after"]))
        house.passes(seconds=waits[-1])
        house.jan.does(visit, "ok", pin=WRONG, expect=400)
    assert waits == [30, 60, 120, 240]
    told_once(house)
    house.passes(seconds=480)
    house.jan.does(visit, "ok", pin=RIGHT)
    guesses(house, visit, PIN.free - 1)
    house.jan.does(visit, "check-out", pin=RIGHT)
    with house.database.read() as session:
        lines = session.scalars(select(AuditEventRecord.about_id).where(AuditEventRecord.kind == Audited.PIN_SLOWED))
        assert lines.all() == [house.jan.id]


@pytest.mark.parametrize("pin", [WRONG, RIGHT, DURESS])
@one_database
def test_by_sms_too(house: House, pin: str) -> None:
    visit = house.jan.checks_in(minutes=60)
    guesses(house, visit)
    told_once(house)
    house.jan.phone.sends(f"UIT {pin}")
    house.settles()
    house.jan.phone.expects_sms("Dat gaat nu niet. Probeer het na ")
    assert house.jan.visit(visit)["state"] == "under_way"
    assert causes(house) == (["duress"] if pin == DURESS else [])
    _ends(house, visit)


@one_database
def test_tries_by_sms_count_with_those_in_the_app(house: House) -> None:
    visit = house.jan.checks_in(minutes=60)
    guesses(house, visit, PIN.free - 1)
    house.jan.phone.sends(f"OK {WRONG}")
    house.settles()
    house.jan.phone.expects_sms("Zet je code erachter")
    told_once(house)
    house.jan.does(visit, "check-out", pin=RIGHT, expect=429)
    house.passes(seconds=PIN.first.total_seconds())
    house.jan.does(visit, "check-out", pin=RIGHT)


@one_database
def test_a_row_of_guesses_is_not_tried(house: House) -> None:
    visit = house.jan.checks_in(minutes=60)
    answers = [
        house.http.post(
            f"/v1/visits/{visit['id']}/ok", json={"pin": f"{number:04}"}, headers=house.jan.citizen.headers
        ).status_code
        for number in range(12)
    ]
    assert answers == [400] * PIN.free + [429] * (12 - PIN.free)
    told_once(house)
    _ends(house, visit)


def _ends(house: House, visit: Json) -> None:
    for alarm in house.mohamed.asks("/v1/alarms?open=true")["alarms"]:
        house.mohamed.on_alarm(alarm, "resolve", outcome="safe")
    house.karin.does(visit, "check-out", reason="Hij is thuis")
    house.settles()
    house.forgets_messages()
