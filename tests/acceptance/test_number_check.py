"""A number is verified by a code that went there, or a digit in a call: never by what seems to come from it."""

from typing import Any

import pytest

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, panic
from tests.support.app_under_test import AppUnderTest, Person

TEST = "Achterwacht: klopt dit nummer?"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def verified(person: Person) -> bool:
    return person.asks("/v1/me")["numberVerifiedAt"] is not None


def asks_for_a_code(person: Person, expect: int = 204) -> Any:
    return person.posts("/v1/me/number-check", expect=expect)


@pytest.mark.by_turns
@pytest.mark.parametrize("words", ["STATUS", "OK", "1", "2", "1 4821", "VEILIG 4821", "4821", "wat?", "START"])
def test_what_seems_to_come_from_a_number_proves_nothing(app: AppUnderTest, words: str) -> None:
    app.fatima.has_number(app.fatima.employee.phone)
    app.fatima.phone.sends(words)
    app.settles()
    assert not verified(app.fatima)
    app.forgets_messages()


@pytest.mark.by_turns
@pytest.mark.parametrize("words", ["1 {code}", "1{code}", "{code}", "VEILIG {code}", "{code} 1"])
def test_the_code_of_a_test_verifies_and_the_answer_says_so(app: AppUnderTest, words: str) -> None:
    assert not verified(app.fatima)
    asks_for_a_code(app.fatima)
    sms = app.fatima.phone.expects_sms(TEST)
    assert "Fatima" not in sms.text
    assert not verified(app.fatima), "to be sent it is not enough"
    sms.then_replies(words.format(code=sms.code)).expects_sms("Je nummer klopt.")
    assert verified(app.fatima)


@pytest.mark.by_turns
@pytest.mark.parametrize(
    "words", ["ja", "Ja, dat klopt", "klopt", "YES", "ok", "\U0001f44d", "\U0001f44d\U0001f3fd", "nee", "\u2764\ufe0f"]
)
def test_who_answers_without_the_code_reads_which_answer_counts(app: AppUnderTest, words: str) -> None:
    for person in (app.fatima, app.jan):
        asks_for_a_code(person)
        sms = person.phone.expects_sms(TEST)
        answer = sms.then_replies(words).expects_sms("Zet de code erbij.")
        assert f"Klopt dit nummer: 1 {sms.code}. Klopt het niet: 2 {sms.code}" in answer.text
        assert not verified(person)
        sms.then_replies(f"1 {sms.code}").expects_sms("Je nummer klopt.")
        person.phone.sends(words)
        app.settles()
        assert not any("code erbij" in one for one in person.phone.unread()), "nothing is asked any more"
        app.forgets_messages()


def test_a_yes_on_a_visit_is_about_the_visit(app: AppUnderTest) -> None:
    asks_for_a_code(app.jan)
    app.jan.phone.expects_sms(TEST)
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends("ja")
    app.jan.phone.expects_sms("")
    assert any("alles goed" in one.lower() or "ok" in one.lower() for one in app.fatima.story(visit))
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_who_says_no_is_heard_by_the_administrators_and_one_digit_says_nothing(app: AppUnderTest) -> None:
    asks_for_a_code(app.fatima)
    sms = app.fatima.phone.expects_sms(TEST)
    for digit in "12":
        sms.then_replies(digit).expects_sms(f"Het nummer klopt: 1 {sms.code}")
    sms.then_answers("1").expects_sms("Je nummer klopt.")
    app.anne.phone.is_silent()
    sms.then_answers("2").expects_sms("De beheerder hoort dat dit nummer niet klopt.")
    assert not verified(app.fatima), "not any more"
    app.anne.phone.expects_sms(f"{app.fatima.employee.name} is niet bereikbaar op het nummer bij Mensen")
    app.fatima.phone.sends(f"2 {sms.code} verkeerd nummer")
    app.settles()
    app.anne.phone.is_silent()
    app.fatima.phone.forgets()
    app.jan.checks_in(minutes=30)
    (watch,) = app.karin.asks("/v1/board")["watches"]
    assert [(one["name"], one["numberVerified"]) for one in watch["onDuty"]] == [("Fatima Bakker", False)]
    week = app.karin.asks(f"/v1/teams/{app.ours.team}/roster/week")
    assert {one["numberVerified"] for one in week["turns"] if one["person"]["name"] == "Fatima Bakker"} == {False}


def denied(person: Person) -> bool:
    return person.asks("/v1/me")["numberDeniedAt"] is not None


def test_whose_number_is_denied_reads_it_in_the_app_until_it_is_put_right(app: AppUnderTest) -> None:
    """The only administrator is told on no other phone."""
    asks_for_a_code(app.anne)
    sms = app.anne.phone.expects_sms(TEST)
    assert not denied(app.anne)
    sms.then_answers("2").expects_sms("De beheerder hoort dat dit nummer niet klopt.")
    assert denied(app.anne)
    assert not denied(app.karin)
    people = {one["name"]: one for one in app.anne.asks("/v1/people")["people"]}
    assert [name for name, one in people.items() if one["numberDeniedAt"] is not None] == ["Anne Jansen"]
    app.anne.posts("/v1/me/number-check/confirm", {"code": sms.code}, expect=204)
    assert not denied(app.anne)


@pytest.mark.on_both
def test_another_number_was_not_denied(app: AppUnderTest) -> None:
    asks_for_a_code(app.anne)
    app.anne.phone.expects_sms(TEST).then_answers("2").expects_sms("De beheerder hoort dat dit nummer niet klopt.")
    app.http.patch(
        f"/v1/people/{app.anne.id}", json={"phone": "+31612009988"}, headers=app.anne.employee.headers
    ).raise_for_status()
    assert not denied(app.anne)


def test_an_administrator_whose_own_number_is_denied_is_not_told_there(app: AppUnderTest) -> None:
    asks_for_a_code(app.anne)
    app.anne.phone.expects_sms(TEST).then_answers("2").expects_sms("De beheerder hoort dat dit nummer niet klopt.")
    app.settles()
    app.anne.phone.is_silent()
    assert not verified(app.anne)


def test_who_denies_a_number_that_is_not_used_any_more_changes_nothing(app: AppUnderTest) -> None:
    asks_for_a_code(app.fatima)
    test = app.fatima.phone.expects_sms(TEST)
    app.fatima.has_number("+31612398765")
    asks_for_a_code(app.fatima)
    another = app.twilio.phone("+31612398765")
    another.expects_sms(TEST).then_answers("1").expects_sms("Je nummer klopt.")
    another.sends(f"2 {test.code}")
    app.settles()
    assert verified(app.fatima)
    app.anne.phone.is_silent()
    app.forgets_messages()


def test_a_test_never_stands_in_the_way_of_an_alarm(app: AppUnderTest) -> None:
    asks_for_a_code(app.fatima)
    app.fatima.phone.expects_sms(TEST)
    panic(app)
    app.fatima.phone.expects_sms("NOOD")
    app.fatima.phone.sends("1")
    app.fatima.phone.expects_sms("Jij pakt alarm")
    assert not verified(app.fatima), "without the code it is a hint"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_the_code_of_an_alarm_that_went_there_verifies_too(app: AppUnderTest) -> None:
    panic(app)
    app.fatima.phone.expects_sms("NOOD").then_answers("2").expects_sms("je kunt niet")
    assert verified(app.fatima)
    assert not verified(app.karin)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_code_that_went_to_another_number_proves_nothing_of_this_one(app: AppUnderTest) -> None:
    panic(app)
    asked = app.fatima.phone.expects_sms("NOOD")
    asks_for_a_code(app.fatima)
    test = app.fatima.phone.expects_sms(TEST)
    app.forgets_messages()
    app.fatima.has_number("+31612398765")
    another = app.twilio.phone("+31612398765")
    another.sends(f"2 {asked.code}")
    another.sends(f"1 {test.code}")
    app.settles()
    assert not verified(app.fatima)
    app.fatima.posts("/v1/me/number-check/confirm", {"code": test.code}, expect=400)
    assert not verified(app.fatima)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_digit_in_a_call_to_the_number_verifies_and_an_answered_call_does_not(app: AppUnderTest) -> None:
    panic(app)
    call = app.karin.phone.expects_call().picks_up()
    assert not verified(app.karin), "voicemail answers too"
    call.presses("1")
    assert verified(app.karin)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_the_code_may_be_typed_in_the_app_and_guesses_wait(app: AppUnderTest) -> None:
    asks_for_a_code(app.fatima)
    code = app.fatima.phone.expects_sms(TEST).code
    app.karin.posts("/v1/me/number-check/confirm", {"code": code}, expect=400)
    for guess in range(5):
        app.fatima.posts("/v1/me/number-check/confirm", {"code": f"00000{guess}"}, expect=400)
    app.fatima.posts("/v1/me/number-check/confirm", {"code": code}, expect=429)
    assert not verified(app.fatima)
    app.passes(seconds=31)
    app.fatima.posts("/v1/me/number-check/confirm", {"code": f" {code[:3]} {code[3:]}"}, expect=204)
    assert verified(app.fatima)
    assert not verified(app.karin)


def test_one_number_gets_a_test_once_a_minute_and_few_a_day(app: AppUnderTest) -> None:
    asks_for_a_code(app.fatima)
    first = app.fatima.phone.expects_sms(TEST).code
    asks_for_a_code(app.fatima, expect=429)
    app.anne.posts(f"/v1/people/{app.fatima.id}/number-check", expect=429)
    app.passes(seconds=61)
    asks_for_a_code(app.fatima)
    assert app.fatima.phone.expects_sms(TEST).code == first, "the same, so that either answer is right"
    sent = 2
    for _ in range(12):
        app.passes(minutes=25)
        answer = app.http.post("/v1/me/number-check", headers=app.fatima.employee.headers)
        sent += answer.status_code == 204
        assert answer.status_code in (204, 429)
    assert sent <= 12
    app.forgets_messages()


def test_an_administrator_lets_a_number_be_tested_and_sees_it(app: AppUnderTest) -> None:
    path = f"/v1/people/{app.fatima.id}/number-check"
    app.karin.posts(path, expect=403)
    app.anne.posts(path, expect=204)
    app.fatima.phone.expects_sms(TEST).then_answers("1").expects_sms("Je nummer klopt.")
    people = {one["name"]: one for one in app.anne.asks("/v1/people")["people"]}
    assert people["Fatima Bakker"]["numberVerifiedAt"] is not None
    assert people["Karin Smit"]["numberVerifiedAt"] is None
    stranger = app.has_neighbours().worker
    app.anne.posts(f"/v1/people/{stranger.id}/number-check", expect=404)


def test_who_has_no_number_or_sent_stop_gets_no_test(app: AppUnderTest) -> None:
    app.fatima.phone.sends("STOP")
    app.settles()
    asks_for_a_code(app.fatima, expect=409)
    app.karin.has_number(None)
    asks_for_a_code(app.karin, expect=409)
    app.forgets_messages()


def test_board_and_roster_say_whose_number_is_not_tested(app: AppUnderTest) -> None:
    app.jan.checks_in()

    def said() -> tuple[dict[str, bool], set[bool]]:
        board, team = app.karin.asks("/v1/board"), app.ours.team
        on_duty = {one["name"]: one["numberVerified"] for watch in board["watches"] for one in watch["onDuty"]}
        week = app.karin.asks(f"/v1/teams/{team}/roster/week")
        turns = {one["numberVerified"] for one in week["turns"] if one["person"]["name"] == "Fatima Bakker"}
        return on_duty, turns

    assert said() == ({"Fatima Bakker": False}, {False})
    asks_for_a_code(app.fatima)
    app.fatima.phone.expects_sms(TEST).then_answers("1").expects_sms("Je nummer klopt.")
    app.passes(seconds=2)
    assert said() == ({"Fatima Bakker": True}, {True})
    app.forgets_messages()


def asks_for_a_call(person: Person, expect: int = 204) -> Any:
    return person.posts("/v1/me/number-check", {"by": "call"}, expect=expect)


def test_a_call_tests_a_number_too_and_names_nobody(app: AppUnderTest) -> None:
    asks_for_a_call(app.fatima)
    call = app.fatima.phone.expects_call().picks_up()
    assert "Is het jouw nummer? Toets 1." in call.says
    assert not any(word in call.transcript for word in ("Fatima", "Bakker", "Voorbeeld"))
    assert not verified(app.fatima), "voicemail picks up too"
    call.presses("1", twice=True)
    assert "Je nummer klopt." in call.transcript
    assert verified(app.fatima)
    app.fatima.phone.is_silent()


@pytest.mark.by_turns
@pytest.mark.parametrize(("keys", "said"), [(("3", "1"), "Je nummer klopt."), (("3", "9"), "Ik hoorde geen keuze.")])
def test_another_digit_is_asked_again_once(app: AppUnderTest, keys: tuple[str, ...], said: str) -> None:
    asks_for_a_call(app.fatima)
    call = app.fatima.phone.expects_call().picks_up()
    for key in keys:
        call.presses(key)
    assert said in call.transcript
    assert verified(app.fatima) == (keys[-1] == "1")


def test_who_says_in_the_call_that_it_is_not_theirs_is_heard_by_the_administrators(app: AppUnderTest) -> None:
    asks_for_a_code(app.fatima)
    app.fatima.phone.expects_sms(TEST).then_answers("1").expects_sms("Je nummer klopt.")
    app.passes(seconds=61)
    asks_for_a_call(app.fatima)
    call = app.fatima.phone.expects_call().picks_up().presses("2", twice=True)
    assert "De beheerder hoort dat dit nummer niet klopt." in call.transcript
    assert (verified(app.fatima), denied(app.fatima)) == (False, True)
    app.anne.phone.expects_sms(f"{app.fatima.employee.name} is niet bereikbaar op het nummer bij Mensen")
    app.anne.phone.is_silent()


def test_a_call_that_nobody_takes_or_in_which_nobody_presses_proves_nothing(app: AppUnderTest) -> None:
    asks_for_a_call(app.fatima)
    app.fatima.phone.expects_call().goes_to_voicemail()
    app.passes(seconds=61)
    asks_for_a_call(app.fatima)
    app.fatima.phone.expects_call().rings_out()
    app.passes(minutes=5)
    assert not verified(app.fatima)
    for person in (app.fatima, app.anne):
        person.phone.is_silent()


def test_who_sent_stop_is_tested_by_a_call(app: AppUnderTest) -> None:
    app.fatima.phone.sends("STOP")
    app.settles()
    assert asks_for_a_code(app.fatima, expect=409)["code"] == "sms_refused"
    app.anne.posts(f"/v1/people/{app.fatima.id}/number-check", {"by": "call"}, expect=204)
    app.fatima.phone.expects_call().picks_up().presses("1")
    assert verified(app.fatima)
    app.karin.has_number(None)
    asks_for_a_call(app.karin, expect=409)
    app.forgets_messages()


def test_a_call_and_a_code_share_what_a_number_may_get(app: AppUnderTest) -> None:
    asks_for_a_code(app.fatima)
    asks_for_a_call(app.fatima, expect=429)
    app.karin.posts(f"/v1/people/{app.fatima.id}/number-check", {"by": "call"}, expect=403)
    asks_for_a_call(app.karin)
    asks_for_a_code(app.karin, expect=429)
    app.karin.posts("/v1/me/number-check", {"by": "fax"}, expect=400)
    app.karin.phone.expects_call().hangs_up()
    app.forgets_messages()


def test_a_call_to_a_number_that_became_another_proves_nothing_of_that_one(app: AppUnderTest) -> None:
    asks_for_a_call(app.fatima)
    call = app.fatima.phone.expects_call().picks_up()
    app.fatima.has_number("+31612398765")
    call.presses("1")
    assert "Deze test is niet meer nodig." in call.transcript
    assert not verified(app.fatima)


@pytest.mark.on_both
def test_who_is_inside_of_a_silent_alarm_or_asked_for_quiet_is_not_rung(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=60)
    app.jan.phone.sends("bel me niet, hij hoort het")
    app.settles()
    app.forgets_messages()
    path = f"/v1/people/{app.jan.id}/number-check"
    assert app.anne.posts(path, {"by": "call"}, expect=409)["code"] == "not_to_be_reached"
    asks_for_a_call(app.jan)
    app.settles()
    assert not [one for one in app.twilio.calls if one.to == app.jan.employee.phone], "said as on any day"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.jan.does(visit, "check-out")
    app.forgets_messages()
