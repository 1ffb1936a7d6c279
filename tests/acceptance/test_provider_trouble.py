"""Bad weather at the provider: nothing is lost, nobody waits for it, and the other channel is tried at once."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import LATE_CHECK_CALL, WITHOUT_A_CHECK_CALL, climbs_to, level_of, overdue, panic
from tests.support.house import House

ONLY_SMS = ('ways = [{ channel = "sms" }, { channel = "call" }]', 'ways = [{ channel = "sms" }]')
ONLY_CALL = ('ways = [{ channel = "sms" }, { channel = "call" }]', 'ways = [{ channel = "call" }]')


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.mark.parametrize("status", [None, 503])
def test_while_the_provider_is_down_everything_is_kept_and_arrives_afterwards(house: House, status: int | None) -> None:
    house.twilio.weather.down(status)
    visit = panic(house)
    house.passes(seconds=10)
    assert house.twilio.messages == []
    told = house.karin.alarm()["told"]
    assert {one["state"] for one in told} <= {"pending", "sending"}
    assert any(line.startswith("Bericht aan Fatima Bakker mislukt") for line in house.karin.story(visit))
    house.twilio.weather.up()
    house.passes(seconds=31)
    for person in (house.fatima, house.karin):
        person.phone.expects_sms("NOOD")
        person.phone.forgets()
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


@pytest.mark.parametrize(("status", "code"), [(500, 20500), (429, 20429)])
def test_a_refusal_that_passes_is_tried_again(house: House, status: int, code: int) -> None:
    visit = house.jan.checks_in(minutes=0.4)
    house.twilio.weather.fail_next(2, status, code)
    house.passes(seconds=13)
    house.jan.phone.is_silent()
    house.passes(seconds=6)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    house.jan.does(visit, "check-out")


def test_the_ladder_climbs_all_the_same_and_nothing_of_it_is_dropped(house: House) -> None:
    house.twilio.weather.down()
    visit = house.jan.checks_in(minutes=0.4)
    climbs_to(house, Level.MANAGER)
    assert house.karin.alarm()["level"] == "manager", "a silent provider delays no step"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.twilio.weather.up()
    house.passes(seconds=60)
    assert house.jan.visit(visit)["state"] == "ended"
    house.jan.phone.is_silent()
    for person in (house.fatima, house.karin):
        person.phone.expects_sms("voorbij: Jan de Wit is veilig")
        person.phone.is_silent()


def test_a_landline_is_phoned_instead(house: House) -> None:
    house.runs_on("demo", ONLY_SMS, LATE_CHECK_CALL)
    house.twilio.weather.refuse_number(house.fatima.citizen.phone, 21614)
    house.twilio.every_call_ends_as(None)
    visit = overdue(house, Level.WORKER)
    house.forgets_messages()
    climbs_to(house, Level.COLLEAGUE)
    call = house.fatima.phone.expects_call().picks_up().presses("1")
    assert "Jan de Wit heeft zich niet afgemeld" in call.says
    assert house.karin.alarm()["acknowledgedBy"]["name"] == "Fatima Bakker"
    assert "Bericht aan Fatima Bakker mislukt (SMS)." in house.karin.story(visit)
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_a_call_that_is_not_taken_becomes_a_text(house: House) -> None:
    house.runs_on("demo", ONLY_CALL, LATE_CHECK_CALL)
    house.fatima.phone.ignores_calls()
    visit = overdue(house, Level.COLLEAGUE)
    house.fatima.phone.expects_sms("heeft zich niet afgemeld")
    house.jan.does(visit, "check-out")
    house.fatima.phone.expects_sms("is veilig")


def test_an_undelivered_text_is_a_call_at_once(house: House) -> None:
    house.runs_on("demo", ONLY_SMS, LATE_CHECK_CALL)
    house.twilio.weather.refuse_number(house.fatima.citizen.phone, 30003, "undelivered")
    visit = overdue(house, Level.COLLEAGUE)
    told = house.karin.alarm()["told"]
    assert [(one["channel"], one["state"]) for one in told if one["person"]["name"] == "Fatima Bakker"] == [
        ("sms", "failed"), ("call", "sent"),
    ]  # fmt: skip
    house.jan.does(visit, "check-out")
    house.forgets_messages()


def test_when_no_channel_reaches_anybody_the_next_level_is_at_once(house: House) -> None:
    house.twilio.weather.refuse_number(house.fatima.citizen.phone, 21614)
    house.fatima.phone.ignores_calls()
    overdue(house, Level.COLLEAGUE)
    house.karin.phone.expects_sms("heeft zich niet afgemeld")
    assert house.karin.alarm()["level"] == "manager", "at once, and not 15 s later"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_an_opt_out_is_phoned_and_the_administrator_must_act(house: House) -> None:
    house.runs_on("demo", ONLY_SMS, LATE_CHECK_CALL)
    house.twilio.weather.refuse_number(house.fatima.citizen.phone, 21610)
    visit = overdue(house, Level.COLLEAGUE)
    house.settles()
    assert [call.to for call in house.twilio.calls].count(house.fatima.citizen.phone) == 1
    house.anne.phone.expects_sms("Fatima Bakker stuurde STOP en krijgt geen SMS meer")
    house.jan.does(visit, "check-out")
    visit = overdue(house, Level.COLLEAGUE)
    house.settles()
    assert [call.to for call in house.twilio.calls].count(house.fatima.citizen.phone) == 2, "from now on at once"
    house.anne.phone.is_silent()
    house.jan.does(visit, "check-out")


def test_a_text_that_stop_kept_from_the_worker_is_said_in_the_timeline_and_a_call_follows(house: House) -> None:
    house.twilio.weather.refuse_number(house.jan.citizen.phone, 21610)
    visit = house.jan.checks_in(minutes=0.4)
    house.passes(seconds=12)
    house.anne.phone.expects_sms("Jan de Wit stuurde STOP")
    assert house.fatima.story(visit)[-1] == (
        "Bericht aan Jan de Wit mislukt (SMS): Jan de Wit stuurde STOP. Voortaan wordt er gebeld."
    )
    assert not [call for call in house.twilio.calls if call.to == house.jan.citizen.phone]
    house.passes_until(lambda: level_of(house) is Level.WORKER)
    house.settles()
    assert [call.to for call in house.twilio.calls] == [house.jan.citizen.phone]
    house.jan.does(visit, "check-out")
    house.forgets_messages()


def test_an_answer_that_got_lost_is_looked_for_and_not_sent_twice(house: House) -> None:
    visit = house.jan.checks_in(minutes=0.4)
    house.twilio.weather.swallow_next(1)
    house.passes(seconds=22)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    house.jan.phone.is_silent()
    house.jan.does(visit, "check-out")


def test_software_never_calls_or_texts_an_emergency_number(house: House) -> None:
    """The doors refuse such a number; should one stand in the database all the same, a guard stands before it."""
    visit = overdue(house, Level.MANAGER)
    house.forgets_messages()
    house.karin.has_number("112")
    house.fatima.has_number("+31112")
    house.expects_error("number refused")
    climbs_to(house, Level.POLICE)
    house.mohamed.phone.expects_sms("BEL NU 112")
    tried = [entry.to for entry in house.twilio.log.requests]
    assert not any(number in ("112", "+31112", "+112") for number in tried)
    assert house.twilio.log.violations == []
    house.mohamed.on_alarm(house.mohamed.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    assert house.mohamed.visit(visit)["state"] == "ended"
