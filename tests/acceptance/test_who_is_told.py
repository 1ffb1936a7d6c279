"""People are found at each step: who can't act is skipped, with the reason in the timeline, and nobody is left out."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, climbs_to, level_of, not_ok, overdue
from tests.support.app_under_test import AppUnderTest, Rank, Role


@pytest.mark.on_both
def test_absent_on_a_visit_or_a_companion_is_skipped_and_said(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    noor = app.also_has("Noor Aziz", Role.COLLEAGUE)
    bart = app.also_has("Bart Kok", Role.COLLEAGUE).has_number(None)
    app.puts_on_duty(
        (Rank.FIRST, app.fatima), (Rank.FIRST, noor), (Rank.SECOND, sven), (Rank.SECOND, bart),
        (Rank.MANAGER, app.karin),
    )  # fmt: skip
    app.fatima.is_absent()
    other = app.ali.checks_in(minutes=60, companions=[{"personId": str(noor.id)}])
    visit = overdue(app, Level.MANAGER, companions=[{"personId": str(sven.id)}])
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    story = app.karin.story(visit)
    for line in (
        "Fatima Bakker overgeslagen: is afwezig.",
        "Noor Aziz overgeslagen: is zelf op bezoek.",
        "Sven de Boer overgeslagen: is mee op bezoek.",
        "Bart Kok overgeslagen: heeft geen nummer.",
        "Niemand bereikbaar: de achterwacht. Meteen door naar de volgende.",
        "Gewaarschuwd (de teammanager): Karin Smit.",
    ):
        assert line in story
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.ali.does(other, "check-out")


def test_a_worker_who_is_on_duty_does_not_get_their_own_alarm(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    app.puts_on_duty((Rank.FIRST, sven), (Rank.MANAGER, app.karin))
    visit = sven.checks_in(minutes=10)
    assert visit["watch"]["nobodyOnDuty"] is False
    assert [one["name"] for one in visit["watch"]["onDuty"]] == ["Karin Smit"]
    app.karin.does(visit, "check-call", result="no_answer")
    app.karin.phone.expects_sms("Geen gehoor bij Sven de Boer")
    climbs_to(app, Level.POLICE)
    app.karin.phone.expects_sms("BEL NU 112")
    assert "Sven de Boer overgeslagen: zit zelf in het alarm." in app.karin.story(visit)
    sven.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    sven.does(visit, "check-out")


def test_the_roster_of_this_very_moment_counts(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    overdue(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    app.puts_on_duty((Rank.FIRST, app.fatima), (Rank.MANAGER, app.mohamed))
    climbs_to(app, Level.MANAGER)
    app.karin.phone.is_silent()
    app.mohamed.phone.expects_sms("heeft zich niet afgemeld")
    app.mohamed.on_alarm(app.mohamed.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_another_profile_does_not_change_an_alarm_that_is_open(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = not_ok(app)
    plan = app.karin.alarm()["plan"]
    assert [(step["level"], step["afterSeconds"]) for step in plan] == [
        ("worker", 0.0), ("colleague", 15.0), ("manager", 15.0), ("police", 15.0),
    ]  # fmt: skip
    app.runs_on("s-hertogenbosch")
    app.forgets_messages()
    app.passes(seconds=16)
    assert level_of(app) is Level.POLICE, "after 15 s, as it was when it opened, and not after 3 minutes"
    assert app.karin.alarm()["plan"] == plan
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_nobody_takes_the_last_step_so_everyone_is_told_again_and_again_until_somebody_closes_it(
    app: AppUnderTest,
) -> None:
    app.lets_calls_ring()
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE).is_absent()
    visit = not_ok(app)
    climbs_to(app, Level.POLICE)
    app.forgets_messages()
    everyone = (app.fatima, sven, app.karin, app.mohamed)
    for _ in range(3):
        calls = len(app.twilio.calls)
        app.passes(seconds=30)
        for person in everyone:
            person.phone.expects_sms("BEL NU 112")
            person.phone.is_silent()
        assert len(app.twilio.calls) == calls + len(everyone), "and every channel"
    assert app.karin.story(visit)[-1].startswith("Iedereen gewaarschuwd: Fatima Bakker, ")
    assert app.karin.alarm()["nextDeadline"]["kind"] == "ladder_step"
    app.jan.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    app.passes(minutes=5)
    app.forgets_messages()
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_a_team_without_anybody_left_falls_to_the_administrator(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    app.puts_on_duty()
    for one in (app.fatima, app.karin, app.mohamed):
        one.has_number(None)
    visit = app.jan.checks_in(minutes=10)
    app.anne.phone.expects_sms("Niemand in het rooster")
    app.jan.does(visit, "panic")
    app.anne.phone.expects_sms("BEL NU 112")
    for nobody in ("Niemand van de achterwacht", "Geen teammanager", "Niemand die de politie belt"):
        app.anne.phone.expects_sms(f"{nobody} is in het rooster bereikbaar")
    app.anne.on_alarm(app.anne.alarm(), "acknowledge")
    app.passes(seconds=31)
    app.anne.phone.expects_sms("staat nog open")
    app.passes(seconds=31)
    app.forgets_messages()
    told = [one.text for one in app.twilio.messages if "in het rooster bereikbaar" in one.text]
    assert len(told) == len(set(told)) == 3, "each level once, though it climbed on after nobody finished"
    app.anne.on_alarm(app.anne.alarm(), "resolve", outcome="help_given")
    app.anne.phone.expects_sms("is geholpen")
    app.jan.does(visit, "check-out")
