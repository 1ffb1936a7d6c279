"""A number is verified by a code that went there, or a digit in a call: never by what seems to come from it."""

from typing import Any

import pytest

from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, panic
from tests.support.house import House, Person

TEST = "Achterwacht: klopt dit nummer?"


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def verified(person: Person) -> bool:
    return person.asks("/v1/me")["numberVerifiedAt"] is not None


def asks_for_a_code(person: Person, expect: int = 204) -> Any:
    return person.posts("/v1/me/number-check", expect=expect)


@pytest.mark.parametrize("words", ["STATUS", "OK", "1", "2", "1 4821", "VEILIG 4821", "4821", "wat?", "START"])
def test_what_seems_to_come_from_a_number_proves_nothing(house: House, words: str) -> None:
    house.fatima.has_number(house.fatima.citizen.phone)
    house.fatima.phone.sends(words)
    house.settles()
    assert not verified(house.fatima)
    house.forgets_messages()


@pytest.mark.parametrize("words", ["1 {code}", "1{code}", "{code}", "VEILIG {code}", "{code} 1"])
def test_the_code_of_a_test_verifies_and_the_answer_says_so(house: House, words: str) -> None:
    assert not verified(house.fatima)
    asks_for_a_code(house.fatima)
    sms = house.fatima.phone.expects_sms(TEST)
    assert "Fatima" not in sms.text
    assert not verified(house.fatima), "to be sent it is not enough"
    sms.then_replies(words.format(code=sms.code)).expects_sms("Je nummer klopt.")
    assert verified(house.fatima)


def test_who_says_no_is_left_alone_and_one_digit_says_nothing(house: House) -> None:
    asks_for_a_code(house.fatima)
    sms = house.fatima.phone.expects_sms(TEST)
    sms.then_replies("1").expects_sms(f"bijvoorbeeld 1 {sms.code}")
    sms.then_answers("2").expects_sms("Er is niets veranderd.")
    assert not verified(house.fatima)


def test_a_test_never_stands_in_the_way_of_an_alarm(house: House) -> None:
    asks_for_a_code(house.fatima)
    house.fatima.phone.expects_sms(TEST)
    panic(house)
    house.fatima.phone.expects_sms("NOOD")
    house.fatima.phone.sends("1")
    house.fatima.phone.expects_sms("Jij pakt alarm")
    assert not verified(house.fatima), "without the code it is a hint"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_the_code_of_an_alarm_that_went_there_verifies_too(house: House) -> None:
    panic(house)
    house.fatima.phone.expects_sms("NOOD").then_answers("2").expects_sms("je kunt niet")
    assert verified(house.fatima)
    assert not verified(house.karin)
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_a_code_that_went_to_another_number_proves_nothing_of_this_one(house: House) -> None:
    panic(house)
    asked = house.fatima.phone.expects_sms("NOOD")
    asks_for_a_code(house.fatima)
    test = house.fatima.phone.expects_sms(TEST)
    house.forgets_messages()
    house.fatima.has_number("+31612398765")
    another = house.twilio.phone("+31612398765")
    another.sends(f"2 {asked.code}")
    another.sends(f"1 {test.code}")
    house.settles()
    assert not verified(house.fatima)
    house.fatima.posts("/v1/me/number-check/confirm", {"code": test.code}, expect=400)
    assert not verified(house.fatima)
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_a_digit_in_a_call_to_the_number_verifies_and_an_answered_call_does_not(house: House) -> None:
    panic(house)
    call = house.karin.phone.expects_call().picks_up()
    assert not verified(house.karin), "voicemail answers too"
    call.presses("1")
    assert verified(house.karin)
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_the_code_may_be_typed_in_the_app_and_guesses_wait(house: House) -> None:
    asks_for_a_code(house.fatima)
    code = house.fatima.phone.expects_sms(TEST).code
    house.karin.posts("/v1/me/number-check/confirm", {"code": code}, expect=400)
    for guess in range(5):
        house.fatima.posts("/v1/me/number-check/confirm", {"code": f"00000{guess}"}, expect=400)
    house.fatima.posts("/v1/me/number-check/confirm", {"code": code}, expect=429)
    assert not verified(house.fatima)
    house.passes(seconds=31)
    house.fatima.posts("/v1/me/number-check/confirm", {"code": f" {code[:3]} {code[3:]}"}, expect=204)
    assert verified(house.fatima)
    assert not verified(house.karin)


def test_one_number_gets_a_test_once_a_minute_and_few_a_day(house: House) -> None:
    asks_for_a_code(house.fatima)
    first = house.fatima.phone.expects_sms(TEST).code
    asks_for_a_code(house.fatima, expect=429)
    house.anne.posts(f"/v1/people/{house.fatima.id}/number-check", expect=429)
    house.passes(seconds=61)
    asks_for_a_code(house.fatima)
    assert house.fatima.phone.expects_sms(TEST).code == first, "the same, so that either answer is right"
    sent = 2
    for _ in range(12):
        house.passes(minutes=25)
        answer = house.http.post("/v1/me/number-check", headers=house.fatima.citizen.headers)
        sent += answer.status_code == 204
        assert answer.status_code in (204, 429)
    assert sent <= 12
    house.forgets_messages()


def test_an_administrator_lets_a_number_be_tested_and_sees_it(house: House) -> None:
    path = f"/v1/people/{house.fatima.id}/number-check"
    house.karin.posts(path, expect=403)
    house.anne.posts(path, expect=204)
    house.fatima.phone.expects_sms(TEST).then_answers("1").expects_sms("Je nummer klopt.")
    people = {one["name"]: one for one in house.anne.asks("/v1/people")["people"]}
    assert people["Fatima Bakker"]["numberVerifiedAt"] is not None
    assert people["Karin Smit"]["numberVerifiedAt"] is None
    stranger = house.has_neighbours().worker
    house.anne.posts(f"/v1/people/{stranger.id}/number-check", expect=404)


def test_who_has_no_number_or_sent_stop_gets_no_test(house: House) -> None:
    house.fatima.phone.sends("STOP")
    house.settles()
    asks_for_a_code(house.fatima, expect=409)
    house.karin.has_number(None)
    asks_for_a_code(house.karin, expect=409)
    house.forgets_messages()


def test_board_and_roster_say_whose_number_is_not_tested(house: House) -> None:
    house.jan.checks_in()

    def said() -> tuple[dict[str, bool], set[bool]]:
        board, team = house.karin.asks("/v1/board"), house.town.team
        on_duty = {one["name"]: one["numberVerified"] for watch in board["watches"] for one in watch["onDuty"]}
        week = house.karin.asks(f"/v1/teams/{team}/roster/week")
        turns = {one["numberVerified"] for one in week["turns"] if one["person"]["name"] == "Fatima Bakker"}
        return on_duty, turns

    assert said() == ({"Fatima Bakker": False}, {False})
    asks_for_a_code(house.fatima)
    house.fatima.phone.expects_sms(TEST).then_answers("1").expects_sms("Je nummer klopt.")
    house.passes(seconds=2)
    assert said() == ({"Fatima Bakker": True}, {True})
    house.forgets_messages()
