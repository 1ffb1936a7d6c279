"""The check call: ten minutes in, the colleague on duty asks whether all is well (in the demonstration: 30 seconds)."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import climbs_to, panic
from tests.support.app_under_test import AppUnderTest, Person, Rank, Role

ONLY_THE_COLLEAGUE = ('ways = ["ask_colleague", "phone_worker"]', 'ways = ["ask_colleague"]')
ONLY_THE_WORKER = ('ways = ["ask_colleague", "phone_worker"]', 'ways = ["phone_worker"]')
HEARD_DOES_NOT_COUNT = ("heard_counts = true", "heard_counts = false")


def test_the_profile_says_who_is_asked(app: AppUnderTest) -> None:
    app.runs_on("demo", ONLY_THE_COLLEAGUE)
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    app.jan.phone.is_silent()
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed bij Jan de Wit")
    app.jan.does(visit, "check-out")

    app.runs_on("demo", ONLY_THE_WORKER)
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    app.fatima.phone.is_silent()
    app.jan.phone.expects_call().picks_up().presses("1")
    app.passes(seconds=60)
    assert app.fatima.visit(visit)["watch"]["checkCall"] == "ok"
    app.jan.does(visit, "check-out")


def test_all_well_by_the_colleague_is_done_and_on_the_board(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    prompt = app.fatima.phone.expects_sms("Bel nu Jan de Wit")
    (shown,) = app.karin.asks("/v1/board")["visits"]
    assert (shown["checkCall"], shown["well"]) == ("asked", None)
    app.fatima.does(visit, "check-call", result="ok", note="Rustig gesprek")
    (shown,) = app.karin.asks("/v1/board")["visits"]
    assert (shown["checkCall"], shown["well"]["by"]) == ("ok", "Fatima Bakker")
    said = app.karin.visit(visit)["timeline"][-1]
    assert shown["well"]["at"][:19] == said["at"][:19], "as the story says"
    assert app.karin.story(visit)[-1] == "Belafspraak: alles goed, zegt Fatima Bakker. Rustig gesprek."
    prompt.then_answers("1").expects_sms("Dat is al voorbij")
    app.passes(seconds=60)
    app.jan.does(visit, "check-out")


def test_not_well_brings_in_the_manager_at_once(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    app.fatima.phone.expects_sms("Bel nu").then_answers("2").expects_sms("De teammanager wordt gewaarschuwd")
    text = app.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit").text
    assert "bij gevaar eerst 112" in text
    assert "Ik pak dit op: 1" in text
    alarm = app.karin.alarm()
    assert (alarm["cause"], alarm["level"], alarm["visitId"]) == ("not_ok", "manager", visit["id"])
    app.fatima.phone.is_silent()
    app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.karin.phone.expects_sms("is geholpen")
    assert app.karin.visit(visit)["state"] == "under_way"
    app.jan.does(visit, "check-out")


def test_no_answer_is_an_alarm_at_the_manager(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10)
    app.fatima.does(visit, "check-call", result="no_answer", note="Voicemail")
    app.karin.phone.expects_sms("Geen gehoor bij Jan de Wit")
    alarm = app.karin.alarm()
    assert (alarm["cause"], alarm["level"]) == ("check_call", "manager")
    assert "Belafspraak: geen gehoor, zegt Fatima Bakker. Voicemail." in app.karin.story(visit)
    app.jan.does(visit, "check-out")
    app.karin.phone.expects_sms("is veilig")


def test_a_sign_of_life_answers_it_where_the_profile_accepts_that(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    app.fatima.phone.expects_sms("Bel nu")
    app.jan.phone.sends("OK")
    app.jan.phone.expects_sms("Genoteerd: alles goed")
    app.passes(seconds=60)
    assert app.jan.visit(visit)["watch"]["checkCall"] == "ok"
    app.jan.does(visit, "check-out")

    app.runs_on("demo", ONLY_THE_COLLEAGUE, HEARD_DOES_NOT_COUNT)
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    prompt = app.fatima.phone.expects_sms("Bel nu")
    app.jan.does(visit, "ok")
    assert app.jan.visit(visit)["watch"]["checkCall"] == "asked"
    prompt.then_answers("1").expects_sms("alles goed")
    app.jan.does(visit, "check-out")


@pytest.mark.parametrize("who", ["the worker", "a colleague"])
def test_who_phoned_and_got_no_answer_is_heard_after_somebody_said_that_all_is_well(
    app: AppUnderTest, who: str
) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    prompt = app.fatima.phone.expects_sms("Bel nu Jan de Wit")
    if who == "the worker":
        app.jan.phone.sends("OK")
        app.jan.phone.expects_sms("Genoteerd: alles goed")
    else:
        app.karin.does(visit, "check-call", result="ok")
    prompt.then_answers("2").expects_sms("De teammanager wordt gewaarschuwd")
    app.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit")
    prompt.then_answers("2").expects_sms()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    prompt.then_answers("2").expects_sms("Dat is al voorbij")
    app.jan.does(visit, "check-out")


def test_a_digit_of_the_worker_is_a_sign_of_life_too_and_no_colleagues_voice(app: AppUnderTest) -> None:
    app.runs_on("demo", HEARD_DOES_NOT_COUNT)
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    prompt = app.fatima.phone.expects_sms("Bel nu")
    app.jan.phone.expects_call().picks_up().presses("1")
    assert app.fatima.story(visit)[-1] == "Jan de Wit: alles goed (telefoon)."
    assert app.fatima.visit(visit)["watch"]["checkCall"] == "asked", "a colleague must still hear them"
    prompt.then_answers("1").expects_sms("alles goed bij Jan de Wit")
    app.passes(seconds=60)
    app.jan.does(visit, "check-out")


def test_when_the_colleague_says_nothing_the_second_is_asked_and_then_it_is_an_alarm(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    app.puts_on_duty((Rank.FIRST, app.fatima), (Rank.SECOND, sven), (Rank.MANAGER, app.karin))
    app.runs_on("demo", ONLY_THE_COLLEAGUE)
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    app.fatima.phone.expects_sms("Bel nu Jan de Wit")
    sven.phone.is_silent()
    assert not _calls_to(app, app.jan)
    app.passes(seconds=20)
    sven.phone.expects_sms("Bel nu Jan de Wit")
    assert len(_calls_to(app, app.jan)) == 1, "the worker is phoned now"
    app.fatima.phone.is_silent()
    app.passes(seconds=20)
    app.fatima.phone.expects_sms("Geen gehoor bij Jan de Wit")
    sven.phone.expects_sms("Geen gehoor bij Jan de Wit")
    alarm = app.fatima.alarm()
    assert (alarm["cause"], alarm["level"]) == ("check_call", "colleague")
    assert "Niemand beantwoordde de belafspraak." in app.fatima.story(visit)
    app.fatima.on_alarm(alarm, "resolve", outcome="false_alarm")
    app.fatima.phone.expects_sms("loos alarm")
    sven.phone.expects_sms("loos alarm")
    app.jan.does(visit, "check-out")


def test_close_to_the_end_reminder_it_is_not_made(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=48 / 60)
    assert visit["watch"]["nextDeadline"]["kind"] == "end_approaching"
    app.passes(seconds=34)
    app.fatima.phone.is_silent()
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.does(visit, "check-out")


def test_during_an_alarm_it_is_dropped_and_said(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = panic(app)
    app.fatima.on_alarm(app.fatima.alarm(), "acknowledge")
    app.forgets_messages()
    app.passes(seconds=29)
    app.fatima.phone.is_silent()
    app.passes(seconds=3)
    assert "De belafspraak vervalt: er loopt een alarm." in app.fatima.story(visit)
    assert app.fatima.does(visit, "check-call", result="ok", expect=409)["code"] == "check_call_over"
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_a_code_of_a_check_call_that_became_an_alarm_is_answered_with_the_code_of_the_alarm(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    prompt = app.fatima.phone.expects_sms("Bel nu")
    climbs_to(app, Level.COLLEAGUE)
    app.forgets_messages()
    prompt.then_answers("1")
    answer = app.fatima.phone.expects_sms("Er loopt nu een alarm van Jan de Wit")
    app.fatima.phone.sends(f"VEILIG {answer.code}")
    app.fatima.phone.expects_sms("is afgesloten")
    app.fatima.phone.expects_sms("is veilig")
    assert app.fatima.asks("/v1/alarms?open=true")["alarms"] == []


def test_a_colleague_asks_now(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.fatima.does(visit, "ask")
    assert app.jan.visit(visit)["watch"]["checkCall"] == "asked", "the app asks"
    assert app.jan.story(visit)[-1] == "Fatima Bakker vraagt: alles goed?"
    app.jan.phone.expects_call().picks_up().presses("1")
    assert app.fatima.visit(visit)["watch"]["checkCall"] == "ok"
    app.passes(seconds=25)
    app.fatima.does(visit, "ask")
    app.jan.phone.expects_call().picks_up().presses("9")
    app.fatima.phone.expects_sms("NOOD")
    assert app.fatima.does(visit, "ask", expect=409)["code"] == "check_call_over"
    app.lets_calls_ring()
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_those_inside_do_not_report_their_own_check_call(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(sven.id)}])
    app.jan.does(visit, "check-call", result="ok", expect=403)
    assert sven.does(visit, "check-call", result="ok", expect=409)["code"] == "not_your_own"
    app.jan.does(visit, "check-out")


def _calls_to(app: AppUnderTest, person: Person) -> list[str]:
    return [call.sid for call in app.twilio.calls if call.to == person.employee.phone]
