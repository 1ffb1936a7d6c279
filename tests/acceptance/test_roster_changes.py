"""A roster that changes while people rely on it: nobody believes that they have the watch, or that another has it."""

from datetime import timedelta

import pytest

from tests.acceptance.rosters import MONDAY, NOT_ANY_MORE, TUESDAY, answers, asks_swap, sets, shift, week
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL
from tests.support.app_under_test import AppUnderTest, Role
from tests.support.person import Person


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    """It is a Monday morning."""
    app.clock.goes_to(MONDAY)
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    for person in (app.jan, app.fatima, app.karin, app.mohamed, app.anne):
        person.signs_in()
    return app


def changes(app: AppUnderTest, person: Person, what: dict[str, object]) -> None:
    answer = app.http.patch(f"/v1/people/{person.id}", json=what, headers=app.anne.employee.headers)
    assert answer.status_code == 200, answer.text


def has_tuesday(app: AppUnderTest) -> str:
    found = {turn["person"]["name"] for turn in week(app)["turns"] if turn["day"] == TUESDAY}
    return ", ".join(sorted(found))


def swapped(app: AppUnderTest) -> tuple[Person, dict[str, object]]:
    """Sven took the Tuesday of Fatima."""
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    given, *_ = sets(app, shift(app.fatima, "08:00", "18:00"))
    answers(app, sven, asks_swap(app, app.fatima, given, TUESDAY, sven), "accept")
    app.forgets_messages()
    assert has_tuesday(app) == "Sven de Boer"
    return sven, given


@pytest.mark.on_both
def test_a_roster_that_is_read_again_keeps_what_was_swapped(app: AppUnderTest) -> None:
    sven, given = swapped(app)
    (again,) = sets(app, {name: value for name, value in given.items() if name != "id"})
    assert again["id"] == given["id"]
    assert has_tuesday(app) == "Sven de Boer"
    sven.phone.is_silent()


@pytest.mark.parametrize("change", [{"until": "20:00"}, {"days": [3, 4]}])
def test_a_swap_of_a_turn_that_is_another_by_now_ends_and_both_hear_it(
    app: AppUnderTest, change: dict[str, object]
) -> None:
    sven, given = swapped(app)
    sets(app, {**given, **change})
    whose = "Nu heeft Fatima Bakker die dienst." if "until" in change else "Kijk in het rooster"
    for person in (sven, app.fatima):
        assert whose in person.phone.expects_sms(NOT_ANY_MORE).text
    assert has_tuesday(app) == ("Fatima Bakker" if "until" in change else "")


def test_so_does_one_of_a_shift_that_is_gone_and_a_question_about_it(app: AppUnderTest) -> None:
    sven, given = swapped(app)
    asks_swap(app, app.fatima, given, "2027-01-13", sven)
    asked = sven.phone.expects_sms("vraagt of jij de achterwacht overneemt: 13-1")
    sets(app, shift(app.karin))
    for person in (sven, app.fatima):
        for _ in range(2):
            person.phone.expects_sms(NOT_ANY_MORE)
    asked.then_replies(f"1 {asked.code}")
    sven.phone.expects_sms("Deze dienst is al geregeld.")


def test_a_question_about_a_shift_that_is_somebody_elses_by_now_is_over(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    given, *_ = sets(app, shift(app.fatima, "08:00", "18:00"))
    asks_swap(app, app.fatima, given, TUESDAY, sven)
    asked = sven.phone.expects_sms("vraagt")
    sets(app, {**given, "personId": str(app.mohamed.id)})
    app.forgets_messages()
    asked.then_replies(f"1 {asked.code}")
    sven.phone.expects_sms("Deze dienst is al geregeld.")
    assert has_tuesday(app) == "Mohamed el Amrani"


@pytest.mark.on_both
@pytest.mark.parametrize("may_still", [True, False])
def test_what_was_given_on_goes_back_to_who_had_it_and_whoever_has_it_now_hears_that(
    app: AppUnderTest, may_still: bool
) -> None:
    sven, given = swapped(app)
    noor = app.also_has("Noor Aziz", Role.COLLEAGUE)
    answers(app, noor, asks_swap(app, sven, given, TUESDAY, noor), "accept")
    if not may_still:
        changes(app, sven, {"grants": []})
    app.forgets_messages()
    changes(app, noor, {"active": False})
    now = "Sven de Boer" if may_still else "Fatima Bakker"
    assert has_tuesday(app) == now
    said = "de ruil van Sven de Boer met Noor Aziz geldt niet meer."
    assert f"Nu heeft {now} die dienst." in sven.phone.expects_sms(said).text
    if not may_still:
        app.fatima.phone.expects_sms(said)
    app.forgets_messages()


# Who keeps the watch.


def duty(app: AppUnderTest, visit: dict[str, object]) -> list[str]:
    return [one["name"] for one in app.karin.visit(visit)["watch"]["onDuty"]]


@pytest.mark.on_both
def test_who_keeps_the_watch_is_told_also_after_the_last_shift_was_taken_out(app: AppUnderTest) -> None:
    sets(app, shift(app.fatima))
    app.settles()
    visit = app.jan.checks_in(minutes=60)
    sets(app)
    app.settles()
    assert "Fatima Bakker let nog op." in app.karin.phone.expects_sms("niet overgenomen").text
    assert duty(app, visit) == ["Fatima Bakker"]
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def is_away(app: AppUnderTest, person: Person, minutes: int = 0) -> None:
    since = (app.now() + timedelta(minutes=minutes)).isoformat()
    changes(app, person, {"absentFrom": since})


@pytest.mark.on_both
@pytest.mark.parametrize("ahead", [0, 30])
def test_who_is_away_while_they_have_the_watch_is_not_said_to_keep_it(app: AppUnderTest, ahead: int) -> None:
    sets(app, shift(app.fatima), shift(app.karin, rank="manager"))
    app.settles()
    visit = app.jan.checks_in(minutes=90)
    is_away(app, app.fatima, ahead)
    app.passes(minutes=ahead + 1)
    told = app.karin.phone.expects_sms("De achterwacht van Inkomen is niet overgenomen")
    assert "let nog op" not in told.text
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_a_turn_that_nobody_has_by_an_absence_is_said_at_once(app: AppUnderTest) -> None:
    sets(app, shift(app.fatima), shift(app.karin, rank="manager"))
    app.passes(minutes=120)
    app.forgets_messages()
    is_away(app, app.fatima)
    app.settles()
    for manager in (app.karin, app.mohamed):
        manager.phone.expects_sms("ma 11-1")
    app.passes(minutes=60 * 4)
    app.karin.phone.is_silent()


@pytest.mark.on_both
@pytest.mark.parametrize("why", ["on a visit", "away"])
def test_who_would_be_told_of_no_alarm_takes_no_watch(app: AppUnderTest, why: str) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE, Role.WORKER)
    sets(app, shift(app.fatima, "08:00", "18:00"), shift(sven, "18:00", "08:00"), shift(app.karin, rank="manager"))
    app.passes(minutes=60 * 9.98)
    visit = app.jan.checks_in(minutes=240)
    app.passes(minutes=1.2)
    asked = sven.phone.expects_sms("Jouw achterwacht begint.")
    his = sven.checks_in(minutes=30) if why == "on a visit" else None
    if his is None:
        sven.is_absent()
    asked.then_replies(f"1 {asked.code}")
    sven.phone.expects_sms("Zo kun je de achterwacht niet overnemen")
    problem = sven.posts(f"/v1/teams/{app.ours.team}/relief/accept", expect=409)
    assert problem["code"] == "cannot_watch_now"
    assert duty(app, visit)[0] == "Fatima Bakker"
    app.forgets_messages()
    for person, one in ((app.jan, visit), (sven, his)):
        if one is not None:
            person.does(one, "check-out")
    app.forgets_messages()


def test_managers_who_are_away_are_not_the_only_ones_told(app: AppUnderTest) -> None:
    for manager in (app.karin, app.mohamed):
        manager.is_absent()
    sets(app, shift(app.fatima, "08:00", "09:30"), by=app.anne)
    app.passes(minutes=61)
    app.anne.phone.expects_sms("Inkomen")
    app.karin.phone.is_silent()


def test_nor_is_anybody_told_again_at_each_look(app: AppUnderTest) -> None:
    evening = shift(app.karin, "12:00", "13:00", rank="manager")
    sets(app, shift(app.fatima), evening)
    app.settles()
    visit = app.jan.checks_in(minutes=300)
    is_away(app, app.fatima)
    app.passes(minutes=1)
    told = app.karin.phone.expects_sms("Niemand let nu op.")
    app.mohamed.phone.expects_sms("Niemand let nu op.")
    app.forgets_messages()
    is_away(app, app.fatima)
    app.passes(minutes=60 * 4.5)
    for manager in (app.karin, app.mohamed):
        assert not [one for one in manager.phone.unread() if "niet overgenomen" in one]
    told.then_replies(f"1 {told.code}")
    app.karin.phone.expects_sms("Jij bent nu achterwacht")
    is_away(app, app.fatima)
    app.passes(minutes=1)
    assert duty(app, visit)[0] == "Karin Smit"
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_an_administrator_is_told_without_a_code_that_they_may_not_use(app: AppUnderTest) -> None:
    for manager in (app.karin, app.mohamed):
        manager.is_absent()
    sets(app, shift(app.fatima), by=app.anne)
    app.settles()
    visit = app.jan.checks_in(minutes=90)
    is_away(app, app.fatima)
    app.settles()
    assert "Zelf overnemen" not in app.anne.phone.expects_sms("niet overgenomen").text
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_what_is_lacking_tomorrow_morning_is_said_today_and_only_where_it_is(app: AppUnderTest) -> None:
    sets(app, shift(app.fatima), shift(app.karin, rank="manager"))
    app.passes(minutes=60 * 9)
    app.forgets_messages()
    is_away(app, app.fatima, 60 * 12)
    app.settles()
    app.karin.phone.expects_sms("di 12-1 08:30")
    app.forgets_messages()
    is_away(app, app.karin, 60 * 12)
    app.settles()
    app.mohamed.phone.is_silent()


def test_whoever_has_the_turn_after_a_change_hears_it_too(app: AppUnderTest) -> None:
    sven, given = swapped(app)
    noor = app.also_has("Noor Aziz", Role.COLLEAGUE)
    answers(app, noor, asks_swap(app, sven, given, TUESDAY, noor), "accept")
    app.forgets_messages()
    sets(app, {**given, "until": "20:00"})
    for person in (sven, noor, app.fatima):
        assert "Nu heeft Fatima Bakker die dienst." in person.phone.expects_sms("geldt niet meer").text


@pytest.mark.parametrize("how", ["no role", "left"])
def test_what_somebody_asked_who_watches_no_more_is_over(app: AppUnderTest, how: str) -> None:
    sven, given = swapped(app)
    noor = app.also_has("Noor Aziz", Role.COLLEAGUE)
    asks_swap(app, sven, given, TUESDAY, noor)
    asked = noor.phone.expects_sms("vraagt of jij")
    changes(app, sven, {"grants": []} if how == "no role" else {"active": False})
    noor.phone.expects_sms("de ruil van Sven de Boer met Noor Aziz geldt niet meer.")
    app.forgets_messages()
    asked.then_replies(f"1 {asked.code}")
    noor.phone.expects_sms("Deze dienst is al geregeld.")
    assert has_tuesday(app) == "Fatima Bakker"


def test_who_took_a_turn_of_who_leaves_can_still_give_it_on(app: AppUnderTest) -> None:
    sven, given = swapped(app)
    noor = app.also_has("Noor Aziz", Role.COLLEAGUE)
    asks_swap(app, sven, given, TUESDAY, noor)
    asked = noor.phone.expects_sms("vraagt of jij")
    changes(app, app.fatima, {"active": False})
    app.forgets_messages()
    asked.then_replies(f"1 {asked.code}")
    noor.phone.expects_sms("Genoteerd: jij bent achterwacht op 12-1")
    sven.phone.expects_sms("Noor Aziz neemt de achterwacht van Sven de Boer over")
    there = app.karin.asks(f"/v1/teams/{app.ours.team}/roster/week?firstDay=2027-01-11")["turns"]
    assert [(one["day"], one["person"]["name"]) for one in there] == [(TUESDAY, "Noor Aziz")]


# Two at the roster.


@pytest.mark.on_both
def test_who_read_the_roster_before_another_changed_it_does_not_undo_that(app: AppUnderTest) -> None:
    sets(app, shift(app.fatima))
    where = f"/v1/teams/{app.ours.team}/roster"
    read = app.karin.asks(where)
    evening = shift(app.karin, "18:00", "22:00")
    app.mohamed.puts(where, {**read, "shifts": [*read["shifts"], evening]})
    mine = {**read, "shifts": [shift(app.karin)]}
    assert app.karin.puts(where, mine, expect=409)["code"] == "roster_changed"
    assert len(app.karin.asks(where)["shifts"]) == 2
    read = app.karin.asks(where)
    mine["version"] = read["version"]
    app.karin.puts(where, mine)
    app.karin.puts(where, mine)  # the answer was lost, and it is pressed again
    assert [one["personId"] for one in app.karin.asks(where)["shifts"]] == [str(app.karin.id)]


def test_a_stranger_neither_reads_nor_sets_it_whatever_version_they_name(app: AppUnderTest) -> None:
    other = Person(app, app.has_neighbours().manager)
    sets(app, shift(app.fatima))
    where = f"/v1/teams/{app.ours.team}/roster"
    version = app.karin.asks(where)["version"]
    other.asks(where, expect=404)
    for seen in (version, "0" * 24):
        other.puts(where, {"version": seen, "shifts": []}, expect=404)
    assert app.karin.asks(where)["version"] == version
