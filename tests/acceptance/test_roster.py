"""The roster as its people live with it: gaps are told ahead, and two people swap a turn once."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from achterwacht.roster.records import SwapRecord, SwapState
from tests.acceptance.rosters import MONDAY, answers, asks_swap, at_six, path, sets, shift, week
from tests.acceptance.stories import LATE_CHECK_CALL, SHORT, WITHOUT_A_CHECK_CALL, Json, overdue
from tests.support.app_under_test import AppUnderTest, Role
from tests.support.person import Person

WORKDAYS = [1, 2, 3, 4, 5]


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    """It is a Monday morning."""
    app.clock.goes_to(MONDAY)
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    for person in (app.jan, app.ali, app.fatima, app.karin, app.mohamed, app.anne):
        person.signs_in()
    return app


# One person, one step.


def test_who_stands_in_two_steps_in_the_same_hours_is_said(app: AppUnderTest) -> None:
    first = shift(app.karin, "08:00", "18:00", days=[1, 2])
    manager = shift(app.karin, "17:00", "22:00", days=[2, 3], rank="manager")
    night = shift(app.karin, "22:00", "02:00", days=[2], rank="second")
    also = shift(app.mohamed, "08:00", "18:00", days=[1, 2])
    sets(app, first, manager, night, also)
    twice = [(turn["day"], turn["rank"], turn["person"]["name"]) for turn in week(app)["turns"] if turn["inTwoSteps"]]
    assert twice == [("2027-01-12", "first", "Karin Smit"), ("2027-01-12", "manager", "Karin Smit")]


def test_a_swap_is_offered_to_whom_it_can_be_asked_of(app: AppUnderTest) -> None:
    (given,) = sets(app, shift(app.fatima))
    may = {one["rank"]: {person["name"] for person in one["people"]} for one in week(app)["mayTake"]}
    assert may["manager"] == {"Karin Smit", "Mohamed el Amrani"}
    assert {"Fatima Bakker", "Karin Smit"} <= may["first"]
    assert "Jan de Wit" not in may["first"]
    asks_swap(app, app.fatima, given, "2027-01-13", app.jan, expect=400)
    asks_swap(app, app.fatima, given, "2027-01-13", app.mohamed)
    app.mohamed.phone.expects_sms("Fatima")


# Gaps.


def test_the_gaps_of_a_week_are_told_to_the_managers_once_a_day(app: AppUnderTest) -> None:
    sets(app, shift(app.fatima, "08:00", "18:00", days=[1, 2, 4, 5]))
    assert week(app)["gaps"] == [{"day": "2027-01-13", "from": "08:30", "until": "17:00"}]
    app.passes(minutes=90)
    for manager in (app.karin, app.mohamed):
        text = manager.phone.expects_sms("Geen achterwacht in het rooster van Inkomen: wo 13-1 08:30-17:00").text
        assert "en nog" not in text
        manager.phone.is_silent()
    app.passes(minutes=60 * 20)
    for person in (app.karin, app.mohamed, app.fatima, app.anne):
        person.phone.is_silent()
    app.passes(minutes=60 * 4)
    for manager in (app.karin, app.mohamed):
        manager.phone.expects_sms("wo 13-1 08:30-17:00")
    sets(app, shift(app.fatima, "08:00", "18:00", days=WORKDAYS))
    app.passes(minutes=60 * 24)
    assert week(app)["gaps"] == []
    app.invariants_hold()


def test_absence_a_holiday_and_a_visit_at_night_make_or_mend_a_gap(app: AppUnderTest) -> None:
    sets(
        app,
        shift(app.fatima, "08:00", "18:00", days=WORKDAYS, onHolidays="not"),
        shift(app.fatima, "18:00", "22:00", rank="out_of_hours", days=[1]),
    )
    assert week(app)["gaps"] == []
    start = datetime(2027, 1, 11, 20, 30, tzinfo=UTC)  # 21:30 there
    app.jan.plans(starts_in=(start - app.now()).total_seconds() / 60, minutes=60)
    assert week(app)["gaps"] == [{"day": "2027-01-11", "from": "22:00", "until": "22:30"}]
    app.fatima.is_absent(datetime(2027, 1, 14, 11, tzinfo=UTC))
    assert week(app)["gaps"][1:] == [
        {"day": "2027-01-14", "from": "12:00", "until": "17:00"},
        {"day": "2027-01-15", "from": "08:30", "until": "17:00"},
    ]
    assert [turn["day"] for turn in week(app)["turns"] if turn["absent"]] == ["2027-01-14", "2027-01-15"]
    app.fatima.is_back()
    easter = week(app, "2027-03-29")
    assert easter["holidays"] == [{"day": "2027-03-29", "name": "Tweede paasdag"}]
    assert "2027-03-29" not in {turn["day"] for turn in easter["turns"] if turn["rank"] == "first"}
    assert easter["gaps"] == [], "the office is closed"
    app.forgets_messages()


@pytest.mark.parametrize(
    ("until", "begins", "minutes", "gaps"),
    [
        # From 02:45 to the second 02:15: half an hour, of which the end looks earlier than the begin.
        ("02:00", "2027-10-31T00:45", 30, [("02:00", "02:15"), ("02:45", "03:00")]),
        # From 02:15 to the second 02:30: whoever is there until half past two is not there from then until three.
        ("02:30", "2027-10-31T00:15", 75, [("02:30", "03:00")]),
        # From 01:45 to 03:15 in spring: of the hour that never was nobody is missed.
        ("02:00", "2027-03-28T00:45", 30, [("03:00", "03:15")]),
    ],
)
def test_a_visit_over_a_change_of_the_clock_has_its_gaps(
    app: AppUnderTest, until: str, begins: str, minutes: int, gaps: list[tuple[str, str]]
) -> None:
    start = datetime.fromisoformat(begins).replace(tzinfo=UTC)
    app.clock.goes_to(start - timedelta(hours=30))
    for person in (app.jan, app.fatima, app.karin):
        person.signs_in()
    sets(app, shift(app.fatima, "08:00", until))
    app.jan.plans(starts_in=30 * 60, minutes=minutes)
    assert week(app, f"{start:%Y-%m-%d}")["gaps"] == [
        {"day": f"{start:%Y-%m-%d}", "from": begin, "until": end} for begin, end in gaps
    ]
    app.forgets_messages()


def test_who_manages_nobody_and_strangers_see_no_roster(app: AppUnderTest) -> None:
    strangers = app.has_neighbours()
    for employee, status in ((strangers.manager, 404), (app.jan.employee, 403), (None, 401)):
        answer = app.http.get(path(app, "/week"), headers=employee.headers if employee else {})
        assert answer.status_code == status
    app.fatima.asks(path(app, "/week?firstDay=1999-01-01"), expect=400)
    app.fatima.asks(path(app, "/week?firstDay=morgen"), expect=400)


# Swaps.


def test_a_swap_by_sms_holds_for_that_turn_and_the_ladder_goes_by_it(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    night, *_ = sets(app, shift(app.fatima, "20:00", "08:30"), shift(app.karin, rank="manager"))
    asks_swap(app, app.fatima, night, "2027-01-11", sven)
    asked = sven.phone.expects_sms("Fatima Bakker vraagt of jij de achterwacht overneemt: 11-1, 20:00 tot 08:30")
    asked.then_replies(f"1 {asked.code}")
    sven.phone.expects_sms("Genoteerd: jij bent achterwacht op 11-1, 20:00 tot 08:30.")
    app.fatima.phone.expects_sms("Sven de Boer neemt de achterwacht van Fatima Bakker over: 11-1")
    found = {turn["day"]: turn["person"]["name"] for turn in week(app)["turns"] if turn["rank"] == "first"}
    assert (found["2027-01-11"], found["2027-01-12"]) == ("Sven de Boer", "Fatima Bakker")
    app.passes(minutes=60 * 16)
    overdue(app)
    app.forgets_messages()
    app.passes(seconds=16)
    sven.phone.expects_sms("heeft zich niet afgemeld")
    app.fatima.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.on_both
def test_a_swap_that_is_refused_changes_nothing_and_stays_recorded(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    day_shift, *_ = sets(app, shift(app.fatima, "08:00", "18:00"))
    swap = asks_swap(app, app.fatima, day_shift, "2027-01-12", sven)
    asked = sven.phone.expects_sms("Fatima Bakker vraagt")
    asked.then_replies(f"2 {asked.code}")
    sven.phone.expects_sms("Genoteerd. Fatima Bakker krijgt bericht dat je niet kunt.")
    app.fatima.phone.expects_sms("Sven de Boer kan de achterwacht van Fatima Bakker niet overnemen: 12-1")
    assert {turn["person"]["name"] for turn in week(app)["turns"]} == {"Fatima Bakker"}
    answers(app, sven, swap, "accept", expect=409)
    asked.then_replies(f"1 {asked.code}")
    sven.phone.expects_sms("Deze dienst is al geregeld.")
    with app.database.read() as session:
        record = session.scalars(select(SwapRecord).where(SwapRecord.organisation_id == app.ours.id)).one()
        assert (record.state, record.day) == (SwapState.REFUSED, date(2027, 1, 12))


def test_a_taken_turn_can_be_given_on_and_a_question_taken_back(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    one, *_ = sets(app, shift(app.fatima, "08:00", "18:00"))
    answers(app, sven, asks_swap(app, app.fatima, one, "2027-01-12", sven), "accept")
    answers(app, app.fatima, asks_swap(app, sven, one, "2027-01-12", app.fatima), "accept")
    assert {turn["person"]["name"] for turn in week(app)["turns"]} == {"Fatima Bakker"}
    swap = asks_swap(app, app.fatima, one, "2027-01-13", sven)
    asks_swap(app, app.fatima, one, "2027-01-13", app.karin, expect=409)
    answers(app, app.fatima, swap, "withdraw")
    answers(app, sven, swap, "accept", expect=409)
    again = asks_swap(app, app.karin, one, "2027-01-13", app.karin)
    assert again["askedBy"] == str(app.karin.id), "a manager may, for somebody who is ill"
    app.forgets_messages()


@pytest.mark.on_both
def test_nobody_swaps_what_is_not_theirs_or_with_who_may_not_watch(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    one, *_ = sets(app, shift(app.fatima, "08:00", "18:00", days=[2]))
    strangers = app.has_neighbours()
    asks_swap(app, sven, one, "2027-01-12", sven, expect=403)
    asks_swap(app, app.fatima, one, "2027-01-12", app.jan, expect=400)
    asks_swap(app, app.fatima, one, "2027-01-12", app.fatima, expect=400)
    asks_swap(app, app.fatima, one, "2027-01-13", sven, expect=400)
    asks_swap(app, app.fatima, one, "2027-01-05", sven, expect=400)
    swap = asks_swap(app, app.fatima, one, "2027-01-12", sven)
    sven.phone.expects_sms("Fatima Bakker vraagt")
    for how in ("accept", "decline"):
        answers(app, app.karin, swap, how, expect=404)
        answer = app.http.post(
            f"/v1/teams/{app.ours.team}/swaps/{swap['id']}/{how}", json={}, headers=strangers.colleague.headers
        )
        assert answer.status_code == 404
    answers(app, sven, swap, "withdraw", expect=404)
    sets(app)
    for person in (sven, app.fatima):
        person.phone.expects_sms("de ruil van Fatima Bakker met Sven de Boer geldt niet meer")
    answers(app, sven, swap, "accept", expect=409)


def test_a_swap_asked_twice_with_one_id_is_one_question(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    one, *_ = sets(app, shift(app.fatima, "08:00", "18:00"))
    wish = {"id": str(uuid4()), "shiftId": one["id"], "day": "2027-01-12", "toId": str(sven.id)}
    where = f"/v1/teams/{app.ours.team}/swaps"
    assert app.fatima.posts(where, wish, expect=201) == app.fatima.posts(where, wish, expect=201)
    app.fatima.posts(where, {**wish, "day": "2027-01-13"}, expect=409)
    sven.phone.expects_sms("Fatima Bakker vraagt")
    sven.phone.is_silent()


# The end of a shift.


def reliefs(app: AppUnderTest, person: Person) -> list[Json]:
    found: list[Json] = person.asks("/v1/board")["reliefs"]
    return found


def test_a_shift_that_ends_with_nobody_out_needs_no_word(app: AppUnderTest) -> None:
    at_six(app)
    app.passes(minutes=5)
    assert reliefs(app, app.karin) == []
    app.invariants_hold()


def test_the_next_one_takes_the_watch_by_sms_and_the_old_one_has_it_until_then(app: AppUnderTest) -> None:
    sven = at_six(app)
    visit = app.jan.checks_in(minutes=240)
    app.passes(minutes=1.5)
    asked = sven.phone.expects_sms("Jouw achterwacht begint. Fatima Bakker draagt over: 1 bezoek (Jan de Wit).")
    assert [one["name"] for one in app.karin.visit(visit)["watch"]["onDuty"]] == ["Fatima Bakker", "Sven de Boer"]
    (relief,) = reliefs(app, sven)
    assert (relief["asksMe"], relief["staying"][0]["name"]) == (True, "Fatima Bakker")
    asked.then_replies(f"1 {asked.code}")
    sven.phone.expects_sms("Dank je. Jij bent nu achterwacht.")
    app.fatima.phone.expects_sms("Sven de Boer neemt de achterwacht van je over.")
    assert [one["name"] for one in app.karin.visit(visit)["watch"]["onDuty"]] == ["Sven de Boer"]
    assert app.karin.story(visit)[-2:] == [
        "Einde dienst. Fatima Bakker vraagt Sven de Boer de achterwacht over te nemen, en let tot dan zelf op.",
        "Sven de Boer neemt de achterwacht over van Fatima Bakker.",
    ]
    asked.then_replies(f"1 {asked.code}")
    sven.phone.expects_sms("De achterwacht is al overgenomen.")
    app.passes(minutes=5)
    for person in (app.fatima, sven, app.karin):
        person.phone.is_silent()
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_nobody_takes_it_so_it_is_asked_again_and_then_the_manager_hears_it(app: AppUnderTest) -> None:
    sven = at_six(app)
    visit = app.jan.checks_in(minutes=240)
    app.passes(minutes=1.5)
    sven.phone.expects_sms("Jouw achterwacht begint.")
    app.passes(seconds=20)
    sven.phone.expects_sms("Jouw achterwacht begint.")
    app.karin.phone.is_silent()
    app.passes(seconds=30)
    told = app.karin.phone.expects_sms("Inkomen is niet overgenomen door Sven de Boer. Nog bezig: 1 bezoek")
    assert "Fatima Bakker let nog op." in told.text
    assert reliefs(app, app.karin)[0]["managersTold"] is True
    app.passes(minutes=5)
    app.mohamed.phone.expects_sms("niet overgenomen")
    for person in (sven, app.karin, app.mohamed, app.fatima):
        person.phone.is_silent()
    told.then_replies(f"1 {told.code}")
    app.karin.phone.expects_sms("Jij bent nu achterwacht")
    app.fatima.phone.expects_sms("Karin Smit neemt de achterwacht van je over.")
    duty = [one["name"] for one in app.karin.visit(visit)["watch"]["onDuty"]]
    assert duty[0] == "Karin Smit", "she is not on the roster now, and has it all the same"
    assert "Karin Smit neemt de achterwacht over van Fatima Bakker." in app.karin.story(visit)
    app.jan.does(visit, "check-out")
    app.passes(minutes=1)
    again = app.jan.checks_in(minutes=SHORT)
    assert next(one["name"] for one in app.karin.visit(again)["watch"]["onDuty"]) == "Sven de Boer"
    app.jan.does(again, "check-out")


def test_who_cannot_take_it_says_so_and_the_manager_hears_it_at_once(app: AppUnderTest) -> None:
    sven = at_six(app)
    visit = app.jan.checks_in(minutes=240)
    app.passes(minutes=1.2)
    asked = sven.phone.expects_sms("Jouw achterwacht begint.")
    asked.then_replies(f"2 {asked.code}")
    sven.phone.expects_sms("Genoteerd: je kunt niet.")
    app.karin.phone.expects_sms("De achterwacht van Inkomen is niet overgenomen")
    app.mohamed.phone.expects_sms("De achterwacht van Inkomen is niet overgenomen")
    assert "Sven de Boer kan de achterwacht niet overnemen. Fatima Bakker let nog op." in app.karin.story(visit)
    where = f"/v1/teams/{app.ours.team}/relief"
    sven.posts(f"{where}/decline", expect=409)
    app.jan.posts(f"{where}/accept", expect=403)
    app.fatima.posts(f"{where}/accept", expect=409)
    app.karin.posts(f"{where}/accept", expect=204)
    app.karin.posts(f"{where}/accept", expect=409)
    app.fatima.phone.expects_sms("Karin Smit neemt de achterwacht van je over.")
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_the_next_one_who_is_out_too_is_not_asked(app: AppUnderTest) -> None:
    sven = at_six(app)
    visit = app.jan.checks_in(minutes=240, companions=[{"personId": str(sven.id)}])
    app.passes(minutes=1.2)
    for manager in (app.karin, app.mohamed):
        manager.phone.expects_sms("De achterwacht van Inkomen is niet overgenomen. Nog bezig: 1 bezoek (Jan de Wit)")
    sven.phone.is_silent()
    assert app.karin.story(visit)[-1].startswith("Niemand neemt de achterwacht over.")
    app.jan.does(visit, "check-out")


def test_an_alarm_that_the_old_one_took_goes_to_the_new_one(app: AppUnderTest) -> None:
    sven = at_six(app)
    app.passes(minutes=0.9)
    app.jan.posts("/v1/alarms", {}, expect=201)
    alarm = app.karin.alarm()
    app.fatima.on_alarm(alarm, "acknowledge")
    app.forgets_messages()
    app.passes(seconds=25)
    asked = sven.phone.expects_sms("Fatima Bakker draagt over: 1 alarm (Jan de Wit)")
    asked.then_replies(f"1 {asked.code}")
    sven.phone.expects_sms("Jij bent nu achterwacht")
    assert app.karin.sees(alarm)["acknowledgedBy"]["name"] == "Sven de Boer"
    app.fatima.phone.expects_sms("Sven de Boer pakt het op")
    app.fatima.phone.expects_sms("Sven de Boer neemt de achterwacht van je over.")
    app.forgets_messages()
    sven.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


# More visits than one person can watch.


@pytest.mark.on_both
def test_too_many_visits_for_one_is_said_on_the_board_and_to_the_managers_once_each_time(app: AppUnderTest) -> None:
    app.runs_on("demo", LATE_CHECK_CALL, ("most_visits_each = 20", "most_visits_each = 1"))
    sets(app, shift(app.fatima), shift(app.karin, rank="manager"))
    first = app.jan.checks_in(minutes=240)
    app.jobs.count()
    assert app.fatima.asks("/v1/board")["crowds"] == []
    second = app.ali.checks_in(minutes=240)
    assert [app.jobs.count(), app.jobs.count()] == [1, 0]
    for manager in (app.karin, app.mohamed):
        manager.phone.expects_sms("Druk bij Inkomen: 2 bezoeken tegelijk, en 1 achterwacht. Meer dan 1 per persoon")
        manager.phone.is_silent()
    (crowd,) = app.karin.asks("/v1/board")["crowds"]
    assert (crowd["team"]["name"], crowd["visits"], crowd["watchers"], crowd["most"]) == ("Inkomen", 2, 1, 1)
    app.ali.does(second, "check-out")
    assert app.jobs.count() == 0
    assert app.karin.asks("/v1/board")["crowds"] == []
    second = app.ali.checks_in(minutes=240)
    assert app.jobs.count() == 1, "it began again"
    app.forgets_messages()
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    sets(app, shift(app.fatima), shift(sven), shift(app.karin, rank="manager"))
    app.settles()
    assert app.jobs.count() == 0, "two people can"
    assert app.karin.asks("/v1/board")["crowds"] == []
    for person, visit in ((app.jan, first), (app.ali, second)):
        person.does(visit, "check-out")
