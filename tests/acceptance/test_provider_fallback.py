"""Twilio is away and CM.com is there: the ladder goes on, by SMS of the second provider, and nothing comes twice."""

from collections.abc import Iterator

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import LATE_CHECK_CALL, WITHOUT_A_CHECK_CALL, climbs_to, overdue, panic
from tests.support.app_under_test import AppUnderTest
from tests.support.cm import FakeCm
from tests.support.second_provider import a_second_provider

ONLY_SMS = ('ways = [{ channel = "sms" }, { channel = "call" }]', 'ways = [{ channel = "sms" }]')
ANSWER = "Sms je antwoord naar +3197010200200."


@pytest.fixture
def cm(app: AppUnderTest) -> Iterator[FakeCm]:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    with a_second_provider(app) as cm:
        yield cm


def number(app: AppUnderTest, name: str) -> str:
    return str(getattr(app, name).employee.phone)


@pytest.mark.parametrize("status", [None, 500, 429])
def test_the_ladder_reaches_the_colleague_by_the_second_provider(
    app: AppUnderTest, cm: FakeCm, status: int | None
) -> None:
    app.twilio.weather.down(status)
    visit = overdue(app, Level.COLLEAGUE)
    sms = cm.expects_sms(number(app, "fatima"), "ALARM")
    assert sms.sender == "Achterwacht", "a name: nobody can answer it"
    assert "Jan de Wit heeft zich niet afgemeld" in sms.text
    assert sms.text.endswith(ANSWER)
    cm.forgets()
    told = {one["channel"]: one["state"] for one in app.karin.alarm()["told"] if one["level"] == "colleague"}
    assert told["sms"] == "delivered"
    story = app.karin.story(visit)
    assert "Bericht aan Fatima Bakker mislukt (sms)." not in story
    assert "Fatima Bakker is niet bereikt (telefoon)." in story, "calls know no second provider"
    app.twilio.weather.up()
    code = sms.text.split("Ik pak dit op: 1 ")[1][:4]
    app.fatima.phone.sends(f"1 {code}")
    app.fatima.phone.expects_sms("Jij pakt alarm")
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Fatima Bakker"
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.on_both
def test_wrong_credentials_at_twilio_are_told_to_the_administrator_once_an_hour(app: AppUnderTest, cm: FakeCm) -> None:
    app.twilio.weather.fail_next(500, 401, 20003)
    visit = panic(app)
    app.settles()
    for name in ("fatima", "karin"):
        cm.expects_sms(number(app, name), "NOOD")
    app.jobs.audit()
    app.jobs.tick()
    app.jobs.audit()
    cm.expects_sms(number(app, "anne"), "Twilio neemt nu geen sms aan; de tweede aanbieder verstuurt ze.")
    assert not [sms for sms in cm.messages if sms.to.endswith(number(app, "anne")[1:]) and not sms.read]
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_both_away_everything_is_kept_and_leaves_by_who_is_back_first(app: AppUnderTest, cm: FakeCm) -> None:
    app.twilio.weather.down()
    cm.down()
    visit = panic(app)
    app.passes(seconds=10)
    told = app.karin.alarm()["told"]
    assert {one["state"] for one in told} <= {"pending", "sending"}
    assert "Bericht aan Fatima Bakker mislukt (sms)." in app.karin.story(visit)
    cm.up()
    app.passes(seconds=31)
    for name in ("fatima", "karin"):
        cm.expects_sms(number(app, name), "NOOD")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.twilio.weather.up()
    app.passes(seconds=31)
    app.forgets_messages()
    assert len([sms for sms in cm.messages if sms.text.startswith("NOOD")]) == 2, "one for each of them, once"
    assert not [sms for sms in app.twilio.messages if sms.text.startswith("NOOD")]
    app.jan.does(visit, "check-out")


def test_an_answer_of_twilio_that_got_lost_is_looked_for_before_the_second_is_asked(
    app: AppUnderTest, cm: FakeCm
) -> None:
    visit = app.jan.checks_in(minutes=0.4)
    app.twilio.weather.swallow_next(1)
    app.passes(seconds=12)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    assert cm.messages == []
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_an_answer_of_the_second_that_got_lost_is_looked_for_too(app: AppUnderTest, cm: FakeCm) -> None:
    visit = app.jan.checks_in(minutes=0.4)
    app.twilio.weather.fail_next(1)
    cm.swallows, cm.loses_reports = 1, True
    app.passes(seconds=14)
    cm.expects_sms(number(app, "jan"), "Je afspraak loopt tot")
    assert cm.asked >= 1
    assert len(cm.messages) == 1
    app.jan.phone.is_silent()
    app.jan.does(visit, "check-out")


def test_what_the_second_could_not_deliver_is_a_call_at_once(app: AppUnderTest, cm: FakeCm) -> None:
    app.runs_on("demo", ONLY_SMS, LATE_CHECK_CALL)
    app.twilio.weather.refuse_number(number(app, "fatima"), 21612)
    cm.fails_to_reach(number(app, "fatima"))
    visit = overdue(app, Level.COLLEAGUE)
    cm.expects_sms(number(app, "fatima"), "ALARM")
    told = app.karin.alarm()["told"]
    assert [(one["channel"], one["state"]) for one in told if one["person"]["name"] == "Fatima Bakker"] == [
        ("sms", "failed"), ("call", "sent"),
    ]  # fmt: skip
    assert "Bericht aan Fatima Bakker mislukt (sms)." in app.karin.story(visit)
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.parametrize("code", [21610, 21614])
def test_an_opt_out_and_a_landline_do_not_go_by_the_second_provider(app: AppUnderTest, cm: FakeCm, code: int) -> None:
    app.runs_on("demo", ONLY_SMS, LATE_CHECK_CALL)
    app.twilio.weather.refuse_number(number(app, "fatima"), code)
    visit = overdue(app, Level.COLLEAGUE)
    app.settles()
    assert cm.messages == []
    assert [call.to for call in app.twilio.calls].count(number(app, "fatima")) == 1
    if code == 21610:
        app.anne.phone.expects_sms("Fatima Bakker stuurde STOP en krijgt geen sms meer")
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.on_both
@pytest.mark.parametrize("trouble", ["lost", "twice", "backwards"])
def test_reports_of_the_second_that_are_lost_doubled_or_turned_round(
    app: AppUnderTest, cm: FakeCm, trouble: str
) -> None:
    cm.loses_reports = trouble == "lost"
    cm.reports_twice = trouble == "twice"
    cm.reports_backwards = trouble == "backwards"
    app.twilio.weather.down()
    visit = overdue(app, Level.COLLEAGUE)
    cm.forgets()
    told = {one["channel"]: one["state"] for one in app.karin.alarm()["told"] if one["level"] == "colleague"}
    assert told["sms"] == ("sent" if trouble == "lost" else "delivered")
    assert set(cm.report_answers) <= {204}
    app.twilio.weather.up()
    if trouble == "lost":
        climbs_to(app, Level.POLICE)
        app.passes(seconds=61)
        assert app.jobs.reconcile() > 0
        told = {one["channel"]: one["state"] for one in app.karin.alarm()["told"] if one["level"] == "colleague"}
        assert told["sms"] == "delivered"
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.visit(visit)


def test_a_report_from_yesterday_changes_nothing(app: AppUnderTest, cm: FakeCm) -> None:
    app.twilio.weather.down()
    visit = overdue(app, Level.COLLEAGUE)
    sms = cm.expects_sms(number(app, "fatima"), "ALARM")
    app.twilio.weather.up()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    before = app.karin.story(visit)
    app.passes(minutes=60 * 11)
    sms.error = "31"
    assert cm.reports(sms, "3") == 204, "delivered stays delivered"
    app.settles()
    assert app.karin.story(visit) == before
    assert cm.reports(sms, "3", secret="x" * 40) == 403
