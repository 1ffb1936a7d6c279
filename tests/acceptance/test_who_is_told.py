"""People are found at each step: who can't act is skipped, with the reason in the timeline, and nobody is left out."""

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, climbs_to, level_of, not_ok, overdue
from tests.support.house import House, Rank, Role


def test_absent_on_a_visit_or_a_companion_is_skipped_and_said(house: House) -> None:
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    sven = house.also_has("Sven de Boer", Role.COLLEAGUE)
    noor = house.also_has("Noor Aziz", Role.COLLEAGUE)
    bart = house.also_has("Bart Kok", Role.COLLEAGUE).has_number(None)
    house.puts_on_duty(
        (Rank.FIRST, house.fatima), (Rank.FIRST, noor), (Rank.SECOND, sven), (Rank.SECOND, bart),
        (Rank.MANAGER, house.karin),
    )  # fmt: skip
    house.fatima.is_absent()
    other = house.ali.checks_in(minutes=60, companions=[{"personId": str(noor.id)}])
    visit = overdue(house, Level.MANAGER, companions=[{"personId": str(sven.id)}])
    house.karin.phone.expects_sms("heeft zich niet afgemeld")
    story = house.karin.story(visit)
    for line in (
        "Fatima Bakker overgeslagen: is afwezig.",
        "Noor Aziz overgeslagen: is zelf op bezoek.",
        "Sven de Boer overgeslagen: is mee op bezoek.",
        "Bart Kok overgeslagen: heeft geen nummer.",
        "Niemand bereikbaar: de collega van dienst. Meteen door naar de volgende.",
        "Gewaarschuwd (de teammanager): Karin Smit.",
    ):
        assert line in story
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.ali.does(other, "check-out")


def test_a_worker_who_is_on_duty_does_not_get_their_own_alarm(house: House) -> None:
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    sven = house.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    house.puts_on_duty((Rank.FIRST, sven), (Rank.MANAGER, house.karin))
    visit = sven.checks_in(minutes=10)
    assert visit["watch"]["nobodyOnDuty"] is False
    assert [one["name"] for one in visit["watch"]["onDuty"]] == ["Karin Smit"]
    house.karin.does(visit, "check-call", result="no_answer")
    house.karin.phone.expects_sms("Geen gehoor bij Sven de Boer")
    climbs_to(house, Level.POLICE)
    house.karin.phone.expects_sms("BEL NU 112")
    assert "Sven de Boer overgeslagen: zit zelf in het alarm." in house.karin.story(visit)
    sven.phone.is_silent()
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    sven.does(visit, "check-out")


def test_the_roster_of_this_very_moment_counts(house: House) -> None:
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    overdue(house, Level.COLLEAGUE)
    house.fatima.phone.expects_sms("heeft zich niet afgemeld")
    house.puts_on_duty((Rank.FIRST, house.fatima), (Rank.MANAGER, house.mohamed))
    climbs_to(house, Level.MANAGER)
    house.karin.phone.is_silent()
    house.mohamed.phone.expects_sms("heeft zich niet afgemeld")
    house.mohamed.on_alarm(house.mohamed.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_another_profile_does_not_change_an_alarm_that_is_open(house: House) -> None:
    house.lets_calls_ring()
    visit = not_ok(house)
    plan = house.karin.alarm()["plan"]
    assert [(step["level"], step["afterSeconds"]) for step in plan] == [
        ("worker", 0.0), ("colleague", 15.0), ("manager", 15.0), ("police", 15.0),
    ]  # fmt: skip
    house.runs_on("s-hertogenbosch")
    house.forgets_messages()
    house.passes(seconds=16)
    assert level_of(house) is Level.POLICE, "after 15 s, as it was when it opened, and not after 3 minutes"
    assert house.karin.alarm()["plan"] == plan
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_nobody_takes_the_last_step_so_everyone_is_told_again_and_again_until_somebody_closes_it(house: House) -> None:
    house.lets_calls_ring()
    sven = house.also_has("Sven de Boer", Role.COLLEAGUE).is_absent()
    visit = not_ok(house)
    climbs_to(house, Level.POLICE)
    house.forgets_messages()
    everyone = (house.fatima, sven, house.karin, house.mohamed)
    for _ in range(3):
        calls = len(house.twilio.calls)
        house.passes(seconds=30)
        for person in everyone:
            person.phone.expects_sms("BEL NU 112")
            person.phone.is_silent()
        assert len(house.twilio.calls) == calls + len(everyone), "and every channel"
    assert house.karin.story(visit)[-1].startswith("Iedereen gewaarschuwd: Fatima Bakker, ")
    assert house.karin.alarm()["nextDeadline"]["kind"] == "ladder_step"
    house.jan.phone.is_silent()
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="help_given")
    house.forgets_messages()
    house.passes(minutes=5)
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_a_team_without_anybody_left_falls_to_the_administrator(house: House) -> None:
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    house.puts_on_duty()
    for one in (house.fatima, house.karin, house.mohamed):
        one.has_number(None)
    visit = house.jan.checks_in(minutes=10)
    house.anne.phone.expects_sms("Niemand in het rooster")
    house.jan.does(visit, "panic")
    house.anne.phone.expects_sms("BEL NU 112")
    for nobody in ("Geen collega van de achterwacht", "Geen teammanager", "Niemand die de politie belt"):
        house.anne.phone.expects_sms(f"{nobody} is in het rooster bereikbaar")
    house.anne.on_alarm(house.anne.alarm(), "acknowledge")
    house.passes(seconds=31)
    house.anne.phone.expects_sms("staat nog open")
    house.passes(seconds=31)
    house.forgets_messages()
    told = [one.text for one in house.twilio.messages if "in het rooster bereikbaar" in one.text]
    assert len(told) == len(set(told)) == 3, "each level once, though it climbed on after nobody finished"
    house.anne.on_alarm(house.anne.alarm(), "resolve", outcome="help_given")
    house.anne.phone.expects_sms("is geholpen")
    house.jan.does(visit, "check-out")
