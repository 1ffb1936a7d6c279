"""Twilio is away and CM.com is there: the ladder goes on, by SMS of the second provider, and nothing comes twice."""

from collections.abc import Iterator

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import LATE_CHECK_CALL, WITHOUT_A_CHECK_CALL, climbs_to, overdue, panic
from tests.support.cm import FakeCm
from tests.support.house import House
from tests.support.second_provider import a_second_provider

ONLY_SMS = ('ways = [{ channel = "sms" }, { channel = "call" }]', 'ways = [{ channel = "sms" }]')
ANSWER = "Sms je antwoord naar +3197010200200."


@pytest.fixture
def cm(house: House) -> Iterator[FakeCm]:
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    with a_second_provider(house) as cm:
        yield cm


def number(house: House, name: str) -> str:
    return str(getattr(house, name).citizen.phone)


@pytest.mark.parametrize("status", [None, 500, 429])
def test_the_ladder_reaches_the_colleague_by_the_second_provider(house: House, cm: FakeCm, status: int | None) -> None:
    house.twilio.weather.down(status)
    visit = overdue(house, Level.COLLEAGUE)
    sms = cm.expects_sms(number(house, "fatima"), "ALARM")
    assert sms.sender == "Achterwacht", "a name: nobody can answer it"
    assert "Jan de Wit heeft zich niet afgemeld" in sms.text
    assert sms.text.endswith(ANSWER)
    cm.forgets()
    told = {one["channel"]: one["state"] for one in house.karin.alarm()["told"] if one["level"] == "colleague"}
    assert told["sms"] == "delivered"
    story = house.karin.story(visit)
    assert "Bericht aan Fatima Bakker mislukt (SMS)." not in story
    assert "Bericht aan Fatima Bakker mislukt (telefoon)." in story, "calls know no second provider"
    house.twilio.weather.up()
    code = sms.text.split("Ik pak dit op: 1 ")[1][:4]
    house.fatima.phone.sends(f"1 {code}")
    house.fatima.phone.expects_sms("Jij pakt alarm")
    assert house.karin.alarm()["acknowledgedBy"]["name"] == "Fatima Bakker"
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_wrong_credentials_at_twilio_are_told_to_the_administrator_once_an_hour(house: House, cm: FakeCm) -> None:
    house.twilio.weather.fail_next(500, 401, 20003)
    visit = panic(house)
    house.settles()
    for name in ("fatima", "karin"):
        cm.expects_sms(number(house, name), "NOOD")
    house.jobs.audit()
    house.jobs.tick()
    house.jobs.audit()
    cm.expects_sms(number(house, "anne"), "Twilio neemt nu geen SMS aan; de tweede aanbieder verstuurt ze.")
    assert not [sms for sms in cm.messages if sms.to.endswith(number(house, "anne")[1:]) and not sms.read]
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_both_away_everything_is_kept_and_leaves_by_who_is_back_first(house: House, cm: FakeCm) -> None:
    house.twilio.weather.down()
    cm.down()
    visit = panic(house)
    house.passes(seconds=10)
    told = house.karin.alarm()["told"]
    assert {one["state"] for one in told} <= {"pending", "sending"}
    assert "Bericht aan Fatima Bakker mislukt (SMS)." in house.karin.story(visit)
    cm.up()
    house.passes(seconds=31)
    for name in ("fatima", "karin"):
        cm.expects_sms(number(house, name), "NOOD")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.twilio.weather.up()
    house.passes(seconds=31)
    house.forgets_messages()
    assert len([sms for sms in cm.messages if sms.text.startswith("NOOD")]) == 2, "one for each of them, once"
    assert not [sms for sms in house.twilio.messages if sms.text.startswith("NOOD")]
    house.jan.does(visit, "check-out")


def test_an_answer_of_twilio_that_got_lost_is_looked_for_before_the_second_is_asked(house: House, cm: FakeCm) -> None:
    visit = house.jan.checks_in(minutes=0.4)
    house.twilio.weather.swallow_next(1)
    house.passes(seconds=12)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    assert cm.messages == []
    house.jan.does(visit, "check-out")


def test_an_answer_of_the_second_that_got_lost_is_looked_for_too(house: House, cm: FakeCm) -> None:
    visit = house.jan.checks_in(minutes=0.4)
    house.twilio.weather.fail_next(1)
    cm.swallows, cm.loses_reports = 1, True
    house.passes(seconds=14)
    cm.expects_sms(number(house, "jan"), "Je afspraak loopt tot")
    assert cm.asked >= 1
    assert len(cm.messages) == 1
    house.jan.phone.is_silent()
    house.jan.does(visit, "check-out")


def test_what_the_second_could_not_deliver_is_a_call_at_once(house: House, cm: FakeCm) -> None:
    house.runs_on("demo", ONLY_SMS, LATE_CHECK_CALL)
    house.twilio.weather.refuse_number(number(house, "fatima"), 21612)
    cm.fails_to_reach(number(house, "fatima"))
    visit = overdue(house, Level.COLLEAGUE)
    cm.expects_sms(number(house, "fatima"), "ALARM")
    told = house.karin.alarm()["told"]
    assert [(one["channel"], one["state"]) for one in told if one["person"]["name"] == "Fatima Bakker"] == [
        ("sms", "failed"), ("call", "sent"),
    ]  # fmt: skip
    assert "Bericht aan Fatima Bakker mislukt (SMS)." in house.karin.story(visit)
    house.jan.does(visit, "check-out")
    house.forgets_messages()


@pytest.mark.parametrize("code", [21610, 21614])
def test_an_opt_out_and_a_landline_do_not_go_by_the_second_provider(house: House, cm: FakeCm, code: int) -> None:
    house.runs_on("demo", ONLY_SMS, LATE_CHECK_CALL)
    house.twilio.weather.refuse_number(number(house, "fatima"), code)
    visit = overdue(house, Level.COLLEAGUE)
    house.settles()
    assert cm.messages == []
    assert [call.to for call in house.twilio.calls].count(number(house, "fatima")) == 1
    if code == 21610:
        house.anne.phone.expects_sms("Fatima Bakker stuurde STOP en krijgt geen SMS meer")
    house.jan.does(visit, "check-out")
    house.forgets_messages()


@pytest.mark.parametrize("trouble", ["lost", "twice", "backwards"])
def test_reports_of_the_second_that_are_lost_doubled_or_turned_round(house: House, cm: FakeCm, trouble: str) -> None:
    cm.loses_reports = trouble == "lost"
    cm.reports_twice = trouble == "twice"
    cm.reports_backwards = trouble == "backwards"
    house.twilio.weather.down()
    visit = overdue(house, Level.COLLEAGUE)
    cm.forgets()
    told = {one["channel"]: one["state"] for one in house.karin.alarm()["told"] if one["level"] == "colleague"}
    assert told["sms"] == ("sent" if trouble == "lost" else "delivered")
    assert set(cm.report_answers) <= {204}
    house.twilio.weather.up()
    if trouble == "lost":
        climbs_to(house, Level.POLICE)
        house.passes(seconds=61)
        assert house.jobs.reconcile() > 0
        told = {one["channel"]: one["state"] for one in house.karin.alarm()["told"] if one["level"] == "colleague"}
        assert told["sms"] == "delivered"
    house.forgets_messages()
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.visit(visit)


def test_a_report_from_yesterday_changes_nothing(house: House, cm: FakeCm) -> None:
    house.twilio.weather.down()
    visit = overdue(house, Level.COLLEAGUE)
    sms = cm.expects_sms(number(house, "fatima"), "ALARM")
    house.twilio.weather.up()
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    before = house.karin.story(visit)
    house.passes(minutes=60 * 11)
    sms.error = "31"
    assert cm.reports(sms, "3") == 204, "delivered stays delivered"
    house.settles()
    assert house.karin.story(visit) == before
    assert cm.reports(sms, "3", secret="x" * 40) == 403
