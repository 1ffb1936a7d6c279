"""Who takes an alarm has it: the climb stops, the others know, and it is not forgotten in their hands."""

from concurrent.futures import ThreadPoolExecutor

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import climbs_to, not_ok, overdue, panic
from tests.support.house import House, Rank, Role


def test_the_first_one_wins_and_everyone_knows_who_has_it(house: House) -> None:
    house.lets_calls_ring()
    overdue(house, Level.MANAGER)
    house.fatima.phone.forgets()
    karins = house.karin.phone.expects_sms("heeft zich niet afgemeld")
    alarm = house.fatima.alarm()
    taken = house.fatima.on_alarm(alarm, "acknowledge")
    assert taken["acknowledgedBy"]["name"] == "Fatima Bakker"
    assert taken["nextDeadline"]["kind"] == "unresolved"
    house.karin.phone.expects_sms("Fatima Bakker pakt het op")
    karins.then_answers("1").expects_sms("Fatima Bakker pakt alarm")
    house.karin.phone.expects_sms("Fatima Bakker pakt het op")
    assert "Karin Smit wilde het ook oppakken. Fatima Bakker heeft het." in _alarm_story(house)
    assert house.fatima.on_alarm(alarm, "acknowledge")["acknowledgedAt"] == taken["acknowledgedAt"]
    house.passes(seconds=20)
    house.karin.phone.is_silent()
    house.fatima.phone.is_silent()
    house.fatima.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()


def test_of_two_at_the_same_moment_one_has_it(house: House) -> None:
    house.lets_calls_ring()
    panic(house)
    house.settles()
    alarm = house.karin.alarm()
    both = (house.fatima, house.karin)
    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(lambda person: person.on_alarm(alarm, "acknowledge"), both))
    takers = {answer["acknowledgedBy"]["name"] for answer in answers}
    assert len(takers) == 1
    kinds = [line["kind"] for line in house.karin.alarm()["timeline"]]
    assert (kinds.count("acknowledged"), kinds.count("also_acknowledged")) == (1, 1)
    house.karin.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()


def test_who_can_not_is_out_and_when_nobody_can_the_next_level_is_at_once(house: House) -> None:
    house.lets_calls_ring()
    sven = house.also_has("Sven de Boer", Role.COLLEAGUE)
    house.puts_on_duty((Rank.FIRST, house.fatima), (Rank.SECOND, sven), (Rank.MANAGER, house.karin))
    overdue(house, Level.COLLEAGUE)
    house.fatima.phone.expects_sms("niet afgemeld").then_answers("2").expects_sms("Genoteerd: je kunt niet.")
    house.karin.phone.is_silent()
    sven.phone.expects_sms("niet afgemeld").then_answers("2").expects_sms("Genoteerd: je kunt niet.")
    house.karin.phone.expects_sms("heeft zich niet afgemeld")
    alarm = house.karin.alarm()
    assert alarm["level"] == "manager"
    house.karin.on_alarm(alarm, "decline")
    story = _alarm_story(house)
    assert story[-5:-1] == [
        "Karin Smit kan niet.",
        "Karin Smit overgeslagen: kon niet.",
        "Fatima Bakker overgeslagen: kon niet.",
        "Niemand bereikbaar: de politie-stap. Meteen door naar de volgende.",
    ]
    for everyone in (house.fatima, sven, house.karin, house.mohamed):
        everyone.phone.expects_sms("BEL NU 112")
    house.fatima.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()


def test_nobody_who_was_not_told_can_say_that_they_can_not(house: House) -> None:
    house.lets_calls_ring()
    overdue(house, Level.COLLEAGUE)
    house.forgets_messages()
    alarm = house.karin.alarm()
    assert house.karin.on_alarm(alarm, "decline", expect=409)["code"] == "not_asked"
    house.karin.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()


def test_who_took_it_and_does_not_close_it_is_asked_and_the_climb_goes_on(house: House) -> None:
    house.lets_calls_ring()
    overdue(house, Level.COLLEAGUE)
    house.fatima.phone.expects_sms("niet afgemeld").then_answers("1").expects_sms("Jij pakt alarm")
    house.passes(seconds=25)
    house.karin.phone.is_silent()
    house.passes(seconds=6)
    still = house.fatima.phone.expects_sms("staat nog open")
    assert "Ben je er nog mee bezig: 1" in still.text
    house.karin.phone.expects_sms("heeft zich niet afgemeld")
    alarm = house.karin.alarm()
    assert (alarm["acknowledgedBy"], alarm["level"]) == (None, "manager")
    assert "Fatima Bakker heeft het niet afgerond. Het alarm gaat verder." in _alarm_story(house)
    still.then_answers("1").expects_sms("Jij pakt alarm")
    house.karin.phone.expects_sms("Fatima Bakker pakt het op")
    house.fatima.phone.sends(f"VEILIG {still.code}")
    house.fatima.phone.expects_sms("is afgesloten")
    house.forgets_messages()


def test_handed_on_it_stays_with_the_old_taker_until_the_new_one_takes_it(house: House) -> None:
    house.lets_calls_ring()
    overdue(house, Level.COLLEAGUE)
    house.forgets_messages()
    alarm = house.fatima.alarm()
    house.fatima.on_alarm(alarm, "acknowledge")
    given = house.fatima.on_alarm(alarm, "assign", personId=str(house.mohamed.id))
    assert given["acknowledgedBy"]["name"] == "Fatima Bakker"
    asked = house.mohamed.phone.expects_sms("Fatima Bakker vraagt jou om dit over te nemen: Jan de Wit")
    assert "Dorpsstraat" in asked.text
    house.karin.phone.is_silent()
    asked.then_answers("1").expects_sms("Jij pakt alarm")
    house.fatima.phone.expects_sms("Mohamed el Amrani pakt het op")
    assert house.karin.alarm()["acknowledgedBy"]["name"] == "Mohamed el Amrani"
    assert "Fatima Bakker vraagt Mohamed el Amrani om het over te nemen." in _alarm_story(house)
    house.mohamed.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()


def test_it_is_not_handed_to_who_can_not_have_it(house: House) -> None:
    house.lets_calls_ring()
    sven = house.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    overdue(house, Level.COLLEAGUE, companions=[{"personId": str(sven.id)}])
    house.forgets_messages()
    alarm = house.fatima.alarm()
    wrong = house.fatima.on_alarm(alarm, "assign", personId=str(house.anne.id), expect=400)
    assert wrong["errors"][0]["pointer"] == "/personId"
    assert house.fatima.on_alarm(alarm, "assign", personId=str(sven.id), expect=409)["code"] == "may_not_take"
    house.fatima.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()


def test_jan_and_who_is_with_him_never_take_or_close_it(house: House) -> None:
    house.lets_calls_ring()
    sven = house.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    house.puts_on_duty((Rank.FIRST, sven), (Rank.FIRST, house.fatima), (Rank.MANAGER, house.karin))
    not_ok(house, companions=[{"personId": str(sven.id)}])
    alarm = house.karin.alarm()
    for action, body in (("acknowledge", {}), ("decline", {}), ("resolve", {"outcome": "safe"})):
        house.jan.on_alarm(alarm, action, **body, expect=403)
        assert sven.on_alarm(alarm, action, **body, expect=409)["code"] == "may_not_take"
    for action, body in (("assign", {"personId": str(house.fatima.id)}), ("police-calls", {"number": "112"})):
        house.jan.on_alarm(alarm, action, **body, expect=403)
        assert sven.on_alarm(alarm, action, **body, expect=409)["code"] == "may_not_take"
    assert house.jan.sees(alarm)["mayAct"] is False
    assert sven.sees(alarm)["mayAct"] is False
    assert house.karin.sees(alarm)["mayAct"] is True
    climbs_to(house, Level.POLICE)
    sven.phone.is_silent()
    house.karin.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()


def test_after_the_end_every_answer_says_that_it_is_over(house: House) -> None:
    house.lets_calls_ring()
    overdue(house, Level.COLLEAGUE)
    asked = house.fatima.phone.expects_sms("niet afgemeld")
    alarm = house.fatima.alarm()
    house.karin.on_alarm(alarm, "resolve", outcome="false_alarm", note="Telefoon lag in de auto")
    house.fatima.phone.expects_sms("voorbij: Jan de Wit, loos alarm")
    for action, body in (("acknowledge", {}), ("decline", {}), ("resolve", {"outcome": "safe"})):
        assert house.karin.on_alarm(alarm, action, **body, expect=409)["code"] == "alarm_over"
    asked.then_answers("1").expects_sms("Dat is al voorbij")
    closed = house.karin.sees(alarm)
    assert (closed["outcome"], closed["note"]) == ("false_alarm", "Telefoon lag in de auto")


def _alarm_story(house: House) -> list[str]:
    return [line["text"] for line in house.karin.alarm()["timeline"]]
