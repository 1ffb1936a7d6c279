"""What comes late or twice: pressed before an alarm opened answers nothing, and the same thing is done once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import SHORT, WITHOUT_A_CHECK_CALL, climbs_to, overdue, panic
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.on_both


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.mark.parametrize(("action", "body"), [("ok", {}), ("extend", {"minutes": 15}), ("check-out", {})])
def test_pressed_before_the_alarm_it_never_answers_that_alarm(
    app: AppUnderTest, action: str, body: dict[str, int]
) -> None:
    visit = overdue(app)
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    answer = app.jan.does(visit, action, ageSeconds=20, **body)
    assert answer["alarm"]["cause"] == "overdue"
    assert answer["state"] == "under_way"
    assert "voor het alarm. Het alarm blijft open." in answer["timeline"][-1]["text"]
    climbs_to(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    app.jan.does(visit, "check-out")
    app.fatima.phone.expects_sms("is veilig")


def test_a_check_out_that_comes_25_minutes_late_ends_a_calm_visit(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=60)
    app.passes(minutes=30)
    ended = app.jan.does(visit, "check-out", ageSeconds=25 * 60)
    assert ended["state"] == "ended"
    again = app.jan.does(visit, "check-out", ageSeconds=26 * 60)
    assert (again["endedAt"], again["timeline"]) == (ended["endedAt"], ended["timeline"])
    app.passes(minutes=60)


def test_the_same_key_gets_the_same_answer_and_nothing_is_done_twice(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=20)
    path, key = f"/v1/visits/{visit['id']}/extend", str(uuid4())
    first = app.jan.posts(path, {"minutes": 15, "ageSeconds": 1}, key=key)
    second = app.jan.posts(path, {"ageSeconds": 9, "minutes": 15}, key=key)
    assert second == first
    assert app.jan.visit(visit)["expectedEnd"] == first["expectedEnd"]
    assert app.jan.posts(path, {"minutes": 30}, key=key, expect=409)["code"] == "key_used_before"
    app.jan.posts(path, {"minutes": 15}, key=str(uuid4()))
    assert app.jan.visit(visit)["expectedEnd"] > first["expectedEnd"]
    key = str(uuid4())
    app.jan.posts(f"/v1/visits/{visit['id']}/check-out", {"returnTo": "space"}, key=key, expect=400)
    app.jan.posts(f"/v1/visits/{visit['id']}/check-out", {}, key=key)


def test_one_press_that_is_sent_twice_is_one_panic(app: AppUnderTest) -> None:
    body, key = {"id": str(uuid4())}, str(uuid4())
    first = app.jan.posts("/v1/alarms", body, key=key, expect=201)
    second = app.jan.posts("/v1/alarms", body, key=key, expect=201)
    assert second == first
    app.fatima.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("NOOD")
    app.fatima.phone.is_silent()
    app.fatima.on_alarm(first, "resolve", outcome="safe")
    app.forgets_messages()


def test_an_sms_that_is_delivered_twice_is_done_once(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=20)
    for _ in range(2):
        assert app.jan.phone.sends("+15", sid="SM" + "7" * 32) == 200
    app.jan.phone.expects_sms("Je afspraak loopt nu tot")
    app.jan.phone.is_silent()
    assert len([line for line in app.jan.story(visit) if "blijft langer" in line]) == 1
    app.jan.phone.sends("+15")
    app.jan.phone.expects_sms("Je afspraak loopt nu tot")
    app.jan.does(visit, "check-out")


def test_a_digit_that_is_told_twice_is_done_once(app: AppUnderTest) -> None:
    app.twilio.every_call_ends_as(None)
    visit = app.jan.checks_in(minutes=SHORT)
    app.fatima.does(visit, "ask")
    app.jan.phone.expects_call().picks_up().presses("1", twice=True)
    assert len([line for line in app.jan.story(visit) if line.startswith("Jan de Wit: alles goed")]) == 1
    app.jan.does(visit, "check-out")

    panic(app)
    call = app.fatima.phone.expects_call().picks_up().presses("1", twice=True)
    assert "Het adres is:" in call.says, "the first answer got lost, and this one says who and where all the same"
    assert len([one for one in app.karin.alarm()["timeline"] if one["kind"] == "acknowledged"]) == 1
    app.karin.phone.expects_call().rings_out()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_after_hours_without_a_clock_everything_that_is_due_still_happens(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=SHORT)
    planned = app.ali.plans(starts_in=10, minutes=20)
    app.clock.offset += timedelta(hours=3)
    app.settles()
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    app.ali.phone.expects_sms("staat nog open")
    assert app.jan.visit(visit)["alarm"]["cause"] == "overdue"
    climbs_to(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    app.forgets_messages()
    app.ali.does(planned, "cancel")
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_what_began_long_ago_is_told_with_its_day(app: AppUnderTest) -> None:
    """After an outage of a day "14:00 tot 14:01" would be read as today, and at noon as still to come."""
    app.clock.goes_to(datetime(2027, 6, 6, 12, 0, tzinfo=UTC))
    for person in (app.jan, app.fatima):
        person.signs_in()
    visit = app.jan.checks_in(minutes=SHORT)
    app.clock.goes_to(datetime(2027, 6, 7, 9, 0, tzinfo=UTC))
    for person in (app.jan, app.fatima):
        person.signs_in()
    app.settles()
    climbs_to(app, Level.COLLEAGUE)
    told = app.fatima.phone.expects_sms("heeft zich niet afgemeld").text
    assert ", 6-6, 14:00 tot 6-6, 14:0" in told
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.forgets_messages()
