"""Bad weather at the provider: nothing is lost, nobody waits for it, and the other channel is tried at once."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import LATE_CHECK_CALL, WITHOUT_A_CHECK_CALL, climbs_to, level_of, overdue, panic
from tests.support.app_under_test import AppUnderTest

ONLY_SMS = ('ways = [{ channel = "sms" }, { channel = "call" }]', 'ways = [{ channel = "sms" }]')
ONLY_CALL = ('ways = [{ channel = "sms" }, { channel = "call" }]', 'ways = [{ channel = "call" }]')


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.mark.parametrize("status", [None, 503])
def test_while_the_provider_is_down_everything_is_kept_and_arrives_afterwards(
    app: AppUnderTest, status: int | None
) -> None:
    app.twilio.weather.down(status)
    visit = panic(app)
    app.passes(seconds=10)
    assert app.twilio.messages == []
    told = app.karin.alarm()["told"]
    assert {one["state"] for one in told} <= {"pending", "sending"}
    assert any(line.startswith("Bericht aan Fatima Bakker mislukt") for line in app.karin.story(visit))
    app.twilio.weather.up()
    app.passes(seconds=31)
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("NOOD")
        person.phone.forgets()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


@pytest.mark.parametrize(("status", "code"), [(500, 20500), (429, 20429)])
def test_a_refusal_that_passes_is_tried_again(app: AppUnderTest, status: int, code: int) -> None:
    visit = app.jan.checks_in(minutes=0.4)
    app.twilio.weather.fail_next(2, status, code)
    app.passes(seconds=13)
    app.jan.phone.is_silent()
    app.passes(seconds=6)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.does(visit, "check-out")


def test_the_ladder_climbs_all_the_same_and_nothing_of_it_is_dropped(app: AppUnderTest) -> None:
    app.twilio.weather.down()
    visit = app.jan.checks_in(minutes=0.4)
    climbs_to(app, Level.MANAGER)
    assert app.karin.alarm()["level"] == "manager", "a silent provider delays no step"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.twilio.weather.up()
    app.passes(seconds=60)
    assert app.jan.visit(visit)["state"] == "ended"
    app.jan.phone.is_silent()
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("voorbij: Jan de Wit is veilig")
        person.phone.is_silent()


def test_a_landline_is_phoned_instead(app: AppUnderTest) -> None:
    app.runs_on("demo", ONLY_SMS, LATE_CHECK_CALL)
    app.twilio.weather.refuse_number(app.fatima.employee.phone, 21614)
    app.twilio.every_call_ends_as(None)
    visit = overdue(app, Level.WORKER)
    app.forgets_messages()
    climbs_to(app, Level.COLLEAGUE)
    call = app.fatima.phone.expects_call().picks_up().presses("1")
    assert "Jan de Wit heeft zich niet afgemeld" in call.says
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Fatima Bakker"
    assert "Bericht aan Fatima Bakker mislukt (sms)." in app.karin.story(visit)
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_call_that_is_not_taken_becomes_a_text(app: AppUnderTest) -> None:
    app.runs_on("demo", ONLY_CALL, LATE_CHECK_CALL)
    app.fatima.phone.ignores_calls()
    visit = overdue(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    app.jan.does(visit, "check-out")
    app.fatima.phone.expects_sms("is veilig")


def test_an_undelivered_text_is_a_call_at_once(app: AppUnderTest) -> None:
    app.runs_on("demo", ONLY_SMS, LATE_CHECK_CALL)
    app.twilio.weather.refuse_number(app.fatima.employee.phone, 30003, "undelivered")
    visit = overdue(app, Level.COLLEAGUE)
    told = app.karin.alarm()["told"]
    assert [(one["channel"], one["state"]) for one in told if one["person"]["name"] == "Fatima Bakker"] == [
        ("sms", "failed"), ("call", "sent"),
    ]  # fmt: skip
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_when_no_channel_reaches_anybody_the_next_level_is_at_once(app: AppUnderTest) -> None:
    app.twilio.weather.refuse_number(app.fatima.employee.phone, 21614)
    app.fatima.phone.ignores_calls()
    overdue(app, Level.COLLEAGUE)
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    assert app.karin.alarm()["level"] == "manager", "at once, and not 15 s later"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_an_opt_out_is_phoned_and_the_administrator_must_act(app: AppUnderTest) -> None:
    app.runs_on("demo", ONLY_SMS, LATE_CHECK_CALL)
    app.twilio.weather.refuse_number(app.fatima.employee.phone, 21610)
    visit = overdue(app, Level.COLLEAGUE)
    app.settles()
    assert [call.to for call in app.twilio.calls].count(app.fatima.employee.phone) == 1
    app.anne.phone.expects_sms("Fatima Bakker stuurde STOP en krijgt geen sms meer")
    app.jan.does(visit, "check-out")
    visit = overdue(app, Level.COLLEAGUE)
    app.settles()
    assert [call.to for call in app.twilio.calls].count(app.fatima.employee.phone) == 2, "from now on at once"
    app.anne.phone.is_silent()
    app.jan.does(visit, "check-out")


def test_a_text_that_stop_kept_from_the_worker_is_said_in_the_timeline_and_a_call_follows(app: AppUnderTest) -> None:
    app.twilio.weather.refuse_number(app.jan.employee.phone, 21610)
    visit = app.jan.checks_in(minutes=0.4)
    app.passes(seconds=12)
    app.anne.phone.expects_sms("Jan de Wit stuurde STOP")
    assert app.fatima.story(visit)[-1] == (
        "Bericht aan Jan de Wit mislukt (sms): Jan de Wit stuurde STOP. Voortaan wordt er gebeld."
    )
    assert not [call for call in app.twilio.calls if call.to == app.jan.employee.phone]
    app.passes_until(lambda: level_of(app) is Level.WORKER)
    app.settles()
    assert [call.to for call in app.twilio.calls] == [app.jan.employee.phone]
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.on_both
def test_an_answer_that_got_lost_is_looked_for_and_not_sent_twice(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=0.4)
    app.twilio.weather.swallow_next(1)
    app.passes(seconds=22)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.phone.is_silent()
    app.jan.does(visit, "check-out")


def test_software_never_calls_or_texts_an_emergency_number(app: AppUnderTest) -> None:
    """The doors refuse such a number; should one stand in the database all the same, a guard stands before it."""
    visit = overdue(app, Level.MANAGER)
    app.forgets_messages()
    app.karin.has_number("112")
    app.fatima.has_number("+31112")
    app.expects_error("number refused")
    climbs_to(app, Level.POLICE)
    app.mohamed.phone.expects_sms("BEL NU 112")
    tried = [entry.to for entry in app.twilio.log.requests]
    assert not any(number in ("112", "+31112", "+112") for number in tried)
    assert app.twilio.log.violations == []
    app.mohamed.on_alarm(app.mohamed.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert app.mohamed.visit(visit)["state"] == "ended"
