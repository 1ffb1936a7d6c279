"""What comes late or twice: pressed before an alarm opened answers nothing, and the same thing is done once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import SHORT, WITHOUT_A_CHECK_CALL, climbs_to, overdue, panic
from tests.support.house import House


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.mark.parametrize(("action", "body"), [("ok", {}), ("extend", {"minutes": 15}), ("check-out", {})])
def test_pressed_before_the_alarm_it_never_answers_that_alarm(house: House, action: str, body: dict[str, int]) -> None:
    visit = overdue(house)
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    answer = house.jan.does(visit, action, ageSeconds=20, **body)
    assert answer["alarm"]["cause"] == "overdue"
    assert answer["state"] == "under_way"
    assert "voor het alarm. Het alarm blijft open." in answer["timeline"][-1]["text"]
    climbs_to(house, Level.COLLEAGUE)
    house.fatima.phone.expects_sms("heeft zich niet afgemeld")
    house.jan.does(visit, "check-out")
    house.fatima.phone.expects_sms("is veilig")


def test_a_check_out_that_comes_25_minutes_late_ends_a_calm_visit(house: House) -> None:
    visit = house.jan.checks_in(minutes=60)
    house.passes(minutes=30)
    ended = house.jan.does(visit, "check-out", ageSeconds=25 * 60)
    assert ended["state"] == "ended"
    again = house.jan.does(visit, "check-out", ageSeconds=26 * 60)
    assert (again["endedAt"], again["timeline"]) == (ended["endedAt"], ended["timeline"])
    house.passes(minutes=60)


def test_the_same_key_gets_the_same_answer_and_nothing_is_done_twice(house: House) -> None:
    visit = house.jan.checks_in(minutes=20)
    path, key = f"/v1/visits/{visit['id']}/extend", str(uuid4())
    first = house.jan.posts(path, {"minutes": 15, "ageSeconds": 1}, key=key)
    second = house.jan.posts(path, {"ageSeconds": 9, "minutes": 15}, key=key)
    assert second == first
    assert house.jan.visit(visit)["expectedEnd"] == first["expectedEnd"]
    assert house.jan.posts(path, {"minutes": 30}, key=key, expect=409)["code"] == "key_used_before"
    house.jan.posts(path, {"minutes": 15}, key=str(uuid4()))
    assert house.jan.visit(visit)["expectedEnd"] > first["expectedEnd"]
    key = str(uuid4())
    house.jan.posts(f"/v1/visits/{visit['id']}/check-out", {"returnTo": "space"}, key=key, expect=400)
    house.jan.posts(f"/v1/visits/{visit['id']}/check-out", {}, key=key)


def test_one_press_that_is_sent_twice_is_one_panic(house: House) -> None:
    body, key = {"id": str(uuid4())}, str(uuid4())
    first = house.jan.posts("/v1/alarms", body, key=key, expect=201)
    second = house.jan.posts("/v1/alarms", body, key=key, expect=201)
    assert second == first
    house.fatima.phone.expects_sms("NOOD")
    house.karin.phone.expects_sms("NOOD")
    house.fatima.phone.is_silent()
    house.fatima.on_alarm(first, "resolve", outcome="safe")
    house.forgets_messages()


def test_an_sms_that_is_delivered_twice_is_done_once(house: House) -> None:
    visit = house.jan.checks_in(minutes=20)
    for _ in range(2):
        assert house.jan.phone.sends("+15", sid="SM" + "7" * 32) == 200
    house.jan.phone.expects_sms("Je afspraak loopt nu tot")
    house.jan.phone.is_silent()
    assert len([line for line in house.jan.story(visit) if "blijft langer" in line]) == 1
    house.jan.phone.sends("+15")
    house.jan.phone.expects_sms("Je afspraak loopt nu tot")
    house.jan.does(visit, "check-out")


def test_a_digit_that_is_told_twice_is_done_once(house: House) -> None:
    house.twilio.every_call_ends_as(None)
    visit = house.jan.checks_in(minutes=SHORT)
    house.fatima.does(visit, "ask")
    house.jan.phone.expects_call().picks_up().presses("1", twice=True)
    assert len([line for line in house.jan.story(visit) if line.startswith("Jan de Wit: alles goed")]) == 1
    house.jan.does(visit, "check-out")

    panic(house)
    call = house.fatima.phone.expects_call().picks_up().presses("1", twice=True)
    assert "Het adres is:" in call.says, "the first answer got lost, and this one says who and where all the same"
    assert len([one for one in house.karin.alarm()["timeline"] if one["kind"] == "acknowledged"]) == 1
    house.karin.phone.expects_call().rings_out()
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_after_hours_without_a_clock_everything_that_is_due_still_happens(house: House) -> None:
    visit = house.jan.checks_in(minutes=SHORT)
    planned = house.ali.plans(starts_in=10, minutes=20)
    house.clock.offset += timedelta(hours=3)
    house.settles()
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    house.ali.phone.expects_sms("staat nog open")
    assert house.jan.visit(visit)["alarm"]["cause"] == "overdue"
    climbs_to(house, Level.COLLEAGUE)
    house.fatima.phone.expects_sms("heeft zich niet afgemeld")
    house.forgets_messages()
    house.ali.does(planned, "cancel")
    house.jan.does(visit, "check-out")
    house.forgets_messages()
