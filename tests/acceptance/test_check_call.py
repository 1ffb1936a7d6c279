"""The check call: ten minutes in, the colleague on duty asks whether all is well (in the demonstration: 30 seconds)."""

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import climbs_to, panic
from tests.support.house import House, Person, Rank, Role

ONLY_THE_COLLEAGUE = ('ways = ["ask_colleague", "phone_worker"]', 'ways = ["ask_colleague"]')
ONLY_THE_WORKER = ('ways = ["ask_colleague", "phone_worker"]', 'ways = ["phone_worker"]')
HEARD_DOES_NOT_COUNT = ("heard_counts = true", "heard_counts = false")


def test_the_profile_says_who_is_asked(house: House) -> None:
    house.runs_on("demo", ONLY_THE_COLLEAGUE)
    visit = house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    house.jan.phone.is_silent()
    house.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed bij Jan de Wit")
    house.jan.does(visit, "check-out")

    house.runs_on("demo", ONLY_THE_WORKER)
    visit = house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    house.fatima.phone.is_silent()
    house.jan.phone.expects_call().picks_up().presses("1")
    house.passes(seconds=60)
    assert house.fatima.visit(visit)["watch"]["checkCall"] == "ok"
    house.jan.does(visit, "check-out")


def test_all_well_by_the_colleague_is_done_and_on_the_board(house: House) -> None:
    house.lets_calls_ring()
    visit = house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    prompt = house.fatima.phone.expects_sms("Bel nu Jan de Wit")
    (shown,) = house.karin.asks("/v1/board")["visits"]
    assert shown["checkCall"] == "asked"
    house.fatima.does(visit, "check-call", result="ok", note="Rustig gesprek")
    (shown,) = house.karin.asks("/v1/board")["visits"]
    assert shown["checkCall"] == "ok"
    assert house.karin.story(visit)[-1] == "Belafspraak: alles goed, zegt Fatima Bakker. Rustig gesprek."
    prompt.then_answers("1").expects_sms("Dat is al voorbij")
    house.passes(seconds=60)
    house.jan.does(visit, "check-out")


def test_not_well_brings_in_the_manager_at_once(house: House) -> None:
    house.lets_calls_ring()
    visit = house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    house.fatima.phone.expects_sms("Bel nu").then_answers("2").expects_sms("De teammanager wordt gewaarschuwd")
    text = house.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit").text
    assert "bij gevaar eerst 112" in text
    assert "Ik pak dit op: 1" in text
    alarm = house.karin.alarm()
    assert (alarm["cause"], alarm["level"], alarm["visitId"]) == ("not_ok", "manager", visit["id"])
    house.fatima.phone.is_silent()
    house.karin.on_alarm(alarm, "resolve", outcome="help_given")
    house.karin.phone.expects_sms("is geholpen")
    assert house.karin.visit(visit)["state"] == "under_way"
    house.jan.does(visit, "check-out")


def test_no_answer_is_an_alarm_at_the_manager(house: House) -> None:
    house.lets_calls_ring()
    visit = house.jan.checks_in(minutes=10)
    house.fatima.does(visit, "check-call", result="no_answer", note="Voicemail")
    house.karin.phone.expects_sms("Geen gehoor bij Jan de Wit")
    alarm = house.karin.alarm()
    assert (alarm["cause"], alarm["level"]) == ("check_call", "manager")
    assert "Belafspraak: geen gehoor, zegt Fatima Bakker. Voicemail." in house.karin.story(visit)
    house.jan.does(visit, "check-out")
    house.karin.phone.expects_sms("is veilig")


def test_a_sign_of_life_answers_it_where_the_profile_accepts_that(house: House) -> None:
    house.lets_calls_ring()
    visit = house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    house.fatima.phone.expects_sms("Bel nu")
    house.jan.phone.sends("OK")
    house.jan.phone.expects_sms("Genoteerd: alles goed")
    house.passes(seconds=60)
    assert house.jan.visit(visit)["watch"]["checkCall"] == "ok"
    house.jan.does(visit, "check-out")

    house.runs_on("demo", ONLY_THE_COLLEAGUE, HEARD_DOES_NOT_COUNT)
    visit = house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    prompt = house.fatima.phone.expects_sms("Bel nu")
    house.jan.does(visit, "ok")
    assert house.jan.visit(visit)["watch"]["checkCall"] == "asked"
    prompt.then_answers("1").expects_sms("alles goed")
    house.jan.does(visit, "check-out")


def test_a_digit_of_the_worker_is_a_sign_of_life_too_and_no_colleagues_voice(house: House) -> None:
    house.runs_on("demo", HEARD_DOES_NOT_COUNT)
    visit = house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    prompt = house.fatima.phone.expects_sms("Bel nu")
    house.jan.phone.expects_call().picks_up().presses("1")
    assert house.fatima.story(visit)[-1] == "Jan de Wit: alles goed (telefoon)."
    assert house.fatima.visit(visit)["watch"]["checkCall"] == "asked", "a colleague must still hear them"
    prompt.then_answers("1").expects_sms("alles goed bij Jan de Wit")
    house.passes(seconds=60)
    house.jan.does(visit, "check-out")


def test_when_the_colleague_says_nothing_the_second_is_asked_and_then_it_is_an_alarm(house: House) -> None:
    house.lets_calls_ring()
    sven = house.also_has("Sven de Boer", Role.COLLEAGUE)
    house.puts_on_duty((Rank.FIRST, house.fatima), (Rank.SECOND, sven), (Rank.MANAGER, house.karin))
    house.runs_on("demo", ONLY_THE_COLLEAGUE)
    visit = house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    house.fatima.phone.expects_sms("Bel nu Jan de Wit")
    sven.phone.is_silent()
    assert not _calls_to(house, house.jan)
    house.passes(seconds=20)
    sven.phone.expects_sms("Bel nu Jan de Wit")
    assert len(_calls_to(house, house.jan)) == 1, "the worker is phoned now"
    house.fatima.phone.is_silent()
    house.passes(seconds=20)
    house.fatima.phone.expects_sms("Geen gehoor bij Jan de Wit")
    sven.phone.expects_sms("Geen gehoor bij Jan de Wit")
    alarm = house.fatima.alarm()
    assert (alarm["cause"], alarm["level"]) == ("check_call", "colleague")
    assert "Niemand beantwoordde de belafspraak." in house.fatima.story(visit)
    house.fatima.on_alarm(alarm, "resolve", outcome="false_alarm")
    house.fatima.phone.expects_sms("loos alarm")
    sven.phone.expects_sms("loos alarm")
    house.jan.does(visit, "check-out")


def test_close_to_the_end_reminder_it_is_not_made(house: House) -> None:
    visit = house.jan.checks_in(minutes=48 / 60)
    assert visit["watch"]["nextDeadline"]["kind"] == "end_approaching"
    house.passes(seconds=34)
    house.fatima.phone.is_silent()
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    house.jan.does(visit, "check-out")


def test_during_an_alarm_it_is_dropped_and_said(house: House) -> None:
    house.lets_calls_ring()
    visit = panic(house)
    house.fatima.on_alarm(house.fatima.alarm(), "acknowledge")
    house.forgets_messages()
    house.passes(seconds=29)
    house.fatima.phone.is_silent()
    house.passes(seconds=3)
    assert "De belafspraak vervalt: er loopt een alarm." in house.fatima.story(visit)
    assert house.fatima.does(visit, "check-call", result="ok", expect=409)["code"] == "check_call_over"
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_a_code_of_a_check_call_that_became_an_alarm_is_answered_with_the_code_of_the_alarm(house: House) -> None:
    house.lets_calls_ring()
    house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    prompt = house.fatima.phone.expects_sms("Bel nu")
    climbs_to(house, Level.COLLEAGUE)
    house.forgets_messages()
    prompt.then_answers("1")
    answer = house.fatima.phone.expects_sms("Er loopt nu een alarm van Jan de Wit")
    house.fatima.phone.sends(f"VEILIG {answer.code}")
    house.fatima.phone.expects_sms("is afgesloten")
    house.fatima.phone.expects_sms("is veilig")
    assert house.fatima.asks("/v1/alarms?open=true")["alarms"] == []


def test_a_colleague_asks_now(house: House) -> None:
    visit = house.jan.checks_in(minutes=10)
    house.fatima.does(visit, "ask")
    assert house.jan.visit(visit)["watch"]["checkCall"] == "asked", "the app asks"
    assert house.jan.story(visit)[-1] == "Fatima Bakker vraagt: alles goed?"
    house.jan.phone.expects_call().picks_up().presses("1")
    assert house.fatima.visit(visit)["watch"]["checkCall"] == "ok"
    house.passes(seconds=25)
    house.fatima.does(visit, "ask")
    house.jan.phone.expects_call().picks_up().presses("9")
    house.fatima.phone.expects_sms("NOOD")
    assert house.fatima.does(visit, "ask", expect=409)["code"] == "check_call_over"
    house.lets_calls_ring()
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_those_inside_do_not_report_their_own_check_call(house: House) -> None:
    sven = house.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    visit = house.jan.checks_in(minutes=10, companions=[{"personId": str(sven.id)}])
    house.jan.does(visit, "check-call", result="ok", expect=403)
    assert sven.does(visit, "check-call", result="ok", expect=409)["code"] == "not_your_own"
    house.jan.does(visit, "check-out")


def _calls_to(house: House, person: Person) -> list[str]:
    return [call.sid for call in house.twilio.calls if call.to == person.citizen.phone]
