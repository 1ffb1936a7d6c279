"""Who may, besides what `test_every_door.py` walks: who was told of an alarm, and nobody in the simulator."""

from uuid import uuid4

import pytest

from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL
from tests.support.house import House


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def test_who_was_told_may_act_whatever_their_role(house: House) -> None:
    for one in (house.fatima, house.karin, house.mohamed):
        one.has_number(None)
    house.jan.posts("/v1/alarms", {}, expect=201)
    alarm = house.karin.alarm()
    assert {one["person"]["name"] for one in alarm["told"]} == {"Anne Jansen"}, "nobody else has a number"
    assert house.anne.on_alarm(alarm, "acknowledge")["acknowledgedBy"]["name"] == "Anne Jansen"
    house.ali.on_alarm(alarm, "acknowledge", expect=404)
    _closes(house)


def test_the_phones_of_the_simulator_are_not_there_while_messages_really_go_out(house: House) -> None:
    call, person = uuid4(), house.jan.id
    for method, path in (
        ("GET", "/simulator/phones"),
        ("POST", f"/simulator/phones/{person}/sms"),
        ("POST", f"/simulator/calls/{call}/answer"),
        ("POST", f"/simulator/calls/{call}/digits"),
        ("POST", f"/simulator/calls/{call}/hang-up"),
    ):
        answer = house.http.request(method, path, json={"text": "NOOD", "digits": "1"})
        assert answer.status_code == 404, path
    assert house.karin.asks("/v1/alarms")["alarms"] == []


def _closes(house: House) -> None:
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
