"""A sender's number is a hint, a code is a proof: what a text may do without one (watch-rules.md, last section)."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, climbs_to, overdue, panic
from tests.support.house import House, Person, Rank, Role


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.mark.parametrize("words", ["veilig", "VEILIG", "safe", "Veilig!", "VEILIG 0000", "VEILIG, alles goed"])
def test_safe_without_the_code_does_nothing(house: House, words: str) -> None:
    panic(house)
    asked = house.fatima.phone.expects_sms("NOOD")
    house.fatima.phone.sends(words)
    text = house.fatima.phone.expects_sms().text
    assert "VEILIG" in text or "Code 0000 ken ik niet" in text
    alarm = house.karin.alarm()
    assert (alarm["resolvedAt"], alarm["acknowledgedBy"], alarm["takenWithoutCode"]) == (None, None, None)
    house.karin.phone.expects_sms("NOOD")
    house.fatima.phone.sends(f"VEILIG: {asked.code}, ik sta naast hem")
    house.fatima.phone.expects_sms("is afgesloten")
    house.forgets_messages()


def test_a_bare_one_takes_it_and_the_climb_goes_on_to_the_next_level_who_reads_that(house: House) -> None:
    visit = overdue(house, Level.COLLEAGUE)
    asked = house.fatima.phone.expects_sms("heeft zich niet afgemeld")
    house.fatima.phone.sends("1")
    text = house.fatima.phone.expects_sms("Jij pakt alarm").text
    assert text.endswith(f"Stuur 1 {asked.code}")
    alarm = house.karin.alarm()
    assert (alarm["acknowledgedBy"], alarm["takenWithoutCode"]["name"]) == (None, "Fatima Bakker")
    assert house.karin.story(visit)[-1] == "Opgepakt zonder code door Fatima Bakker (SMS). Het alarm gaat door."
    climbs_to(house, Level.MANAGER)
    text = house.karin.phone.expects_sms("heeft zich niet afgemeld").text
    assert "Opgepakt zonder code door Fatima Bakker." in text
    climbs_to(house, Level.POLICE)
    text = house.karin.phone.expects_sms("BEL NU 112").text
    assert "Opgepakt zonder code door Fatima Bakker." in text
    asked.then_answers("1").expects_sms("Jij pakt alarm")
    alarm = house.karin.alarm()
    assert (alarm["acknowledgedBy"]["name"], alarm["takenWithoutCode"]) == ("Fatima Bakker", None)
    house.forgets_messages()
    house.karin.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()


def test_after_a_bare_one_anybody_may_still_take_it(house: House) -> None:
    panic(house)
    house.fatima.phone.expects_sms("NOOD")
    asked = house.karin.phone.expects_sms("NOOD")
    house.fatima.phone.sends("1")
    house.fatima.phone.expects_sms("Jij pakt alarm")
    asked.then_answers("1").expects_sms("Jij pakt alarm")
    house.fatima.phone.expects_sms("Karin Smit pakt het op")
    house.fatima.phone.sends("1")
    house.fatima.phone.expects_sms("Karin Smit pakt alarm")
    assert house.karin.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_a_bare_one_on_the_police_task_does_not_say_that_the_police_were_called(house: House) -> None:
    visit = overdue(house, Level.POLICE)
    house.karin.phone.expects_sms("BEL NU 112")
    house.forgets_messages()
    house.karin.phone.sends("1")
    house.karin.phone.expects_sms("Jij pakt alarm")
    assert house.karin.alarm()["acknowledgedBy"] is None
    assert not any("belde 112" in line for line in house.karin.story(visit))
    house.passes(seconds=31)
    assert "Opgepakt zonder code door Karin Smit." in house.fatima.phone.expects_sms("BEL NU 112").text
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_a_bare_two_declines_for_that_number(house: House) -> None:
    overdue(house, Level.COLLEAGUE)
    house.fatima.phone.expects_sms("heeft zich niet afgemeld")
    house.fatima.phone.sends("2")
    house.fatima.phone.expects_sms("Genoteerd: je kunt niet.")
    house.karin.phone.expects_sms("heeft zich niet afgemeld")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_a_note_behind_the_code_stands_in_the_timeline_without_what_could_be_a_pin(house: House) -> None:
    visit = panic(house)
    house.fatima.phone.expects_sms("NOOD").then_answers("1")
    house.fatima.phone.expects_sms("Jij pakt alarm")
    house.karin.phone.expects_sms("NOOD").then_replies(f"2 {_code(house, house.karin)} zit in de trein, 12.34")
    house.karin.phone.expects_sms("Genoteerd: je kunt niet.")
    assert "Karin Smit kan niet: zit in de trein, **.**." in house.karin.story(visit)
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_all_is_well_at_the_check_call_needs_the_code_and_not_well_does_not(house: House) -> None:
    house.runs_on("demo")
    visit = house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    asked = house.fatima.phone.expects_sms("Bel nu Jan de Wit")
    house.fatima.phone.sends("1")
    house.fatima.phone.expects_sms(f"Zet de code uit het bericht erachter, bijvoorbeeld 1 {asked.code}")
    assert not any("alles goed" in line for line in house.karin.story(visit))
    house.fatima.phone.sends("2")
    house.fatima.phone.expects_sms("De teammanager wordt gewaarschuwd")
    house.forgets_messages()
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


@pytest.mark.parametrize("asked", ["back_up", "alone"])
def test_a_yes_that_others_count_on_needs_the_code(house: House, asked: str) -> None:
    house.runs_on("s-hertogenbosch")
    planned = house.jan.plans(starts_in=30, minutes=20, companions=[{"personId": str(house.ali.id)}])
    house.ali.phone.expects_sms("Je gaat mee")
    if asked == "alone":
        house.jan.does(planned, "ask-alone", reason="Ali is er niet")
        phone, words = house.karin.phone, "vraagt of alleen gaan mag"
    else:
        house.jan.does(planned, "back-up", backUpId=str(house.fatima.id))
        phone, words = house.fatima.phone, "vraagt of je achterwacht wilt zijn"
    code = phone.expects_sms(words).code
    phone.sends("1")
    phone.expects_sms(f"Zet de code uit het bericht erachter, bijvoorbeeld 1 {code}")
    phone.sends(f"1 {code}")
    house.forgets_messages()
    house.jan.does(planned, "cancel")
    house.forgets_messages()


def test_who_is_inside_is_not_declared_outside_by_a_bare_two(house: House) -> None:
    house.runs_on("s-hertogenbosch")
    visit = house.jan.checks_in(minutes=10, companions=[{"personId": str(house.ali.id)}])
    asked = house.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    house.ali.phone.sends("2")
    house.ali.phone.expects_sms(f"Zet de code uit het bericht erachter, bijvoorbeeld 1 {asked.code}")
    assert house.jan.visit(visit)["companions"][0]["declinedAt"] is None
    house.jan.does(visit, "check-out")
    house.forgets_messages()


def test_ok_by_sms_under_an_alarm_is_told_as_a_text_and_quiets_nobody(house: House) -> None:
    visit = overdue(house, Level.COLLEAGUE)
    house.forgets_messages()
    for words in ("OK", "+15"):
        house.jan.phone.sends(words)
        assert "(sms). Het alarm blijft open" in house.fatima.phone.expects_sms("Jan de Wit liet iets horen").text
    house.forgets_messages()
    climbs_to(house, Level.MANAGER)
    house.karin.phone.expects_sms("heeft zich niet afgemeld")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    assert house.jan.visit(visit)["state"] in ("ended", "under_way")


def test_a_bare_yes_to_a_swap_or_a_relief_changes_no_roster(house: House) -> None:
    ruth = house.also_has("Ruth Maas", Role.COLLEAGUE)
    house.puts_on_duty((Rank.FIRST, house.fatima), (Rank.SECOND, ruth), (Rank.MANAGER, house.karin))
    ruth.phone.sends("1")
    ruth.phone.expects_sms("Dat begrijp ik niet")


def _code(house: House, person: Person) -> str:
    return next(sms.text.split()[1].strip(".") for sms in house.twilio.messages if sms.to == person.citizen.phone)
