"""Who may, besides what `test_every_door.py` walks: who was told of an alarm, and nobody in the simulator."""

from uuid import uuid4

import pytest

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL
from tests.support.app_under_test import AppUnderTest


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def test_who_was_told_may_act_whatever_their_role(app: AppUnderTest) -> None:
    for one in (app.fatima, app.karin, app.mohamed):
        one.has_number(None)
    app.jan.posts("/v1/alarms", {}, expect=201)
    alarm = app.karin.alarm()
    assert {one["person"]["name"] for one in alarm["told"]} == {"Anne Jansen"}, "nobody else has a number"
    assert app.anne.on_alarm(alarm, "acknowledge")["acknowledgedBy"]["name"] == "Anne Jansen"
    app.ali.on_alarm(alarm, "acknowledge", expect=404)
    _closes(app)


def test_the_phones_of_the_simulator_are_not_there_while_messages_really_go_out(app: AppUnderTest) -> None:
    call, person = uuid4(), app.jan.id
    for method, path in (
        ("GET", "/simulator/phones"),
        ("POST", f"/simulator/phones/{person}/sms"),
        ("POST", f"/simulator/calls/{call}/answer"),
        ("POST", f"/simulator/calls/{call}/digits"),
        ("POST", f"/simulator/calls/{call}/hang-up"),
    ):
        answer = app.http.request(method, path, json={"text": "NOOD", "digits": "1"})
        assert answer.status_code == 404, path
    assert app.karin.asks("/v1/alarms")["alarms"] == []


def _closes(app: AppUnderTest) -> None:
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
