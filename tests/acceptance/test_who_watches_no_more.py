"""Whoever leaves, or loses the role by which they watched, has nothing of the watch any more: what they held goes on at
once, and nobody reads that they still look after it."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from achterwacht.alarms.facts import Level
from achterwacht.people.roles import Role
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, climbs_to, overdue
from tests.support.app_under_test import EVERY_DAY, AppUnderTest, Rank
from tests.support.person import Person

MONDAY = datetime(2027, 1, 11, 7, 0, tzinfo=UTC)
SLOW_TO_RESOLVE = ('unresolved_after = "30s"', 'unresolved_after = "10m"')
"""As every profile but that of the demonstration has it."""
ENDS = [{"active": False}, {"grants": []}]


@pytest.fixture(params=ENDS, ids=["left", "no role"])
def ends(request: pytest.FixtureRequest) -> Json:
    found: Json = request.param
    return found


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL, SLOW_TO_RESOLVE)


def end(app: AppUnderTest, person: Person, how: Json) -> None:
    app.anne.patches(f"/v1/people/{person.id}", how)


def is_over(app: AppUnderTest, visit: Json) -> None:
    app.forgets_messages()
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
    if app.karin.visit(visit)["state"] == "under_way":
        app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_an_alarm_that_they_had_taken_climbs_on_at_once(app: AppUnderTest, ends: Json) -> None:
    visit = overdue(app)
    climbs_to(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld").then_answers("1")
    app.forgets_messages()
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Fatima Bakker"
    end(app, app.fatima, ends)
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    assert app.karin.alarm()["acknowledgedBy"] is None
    assert any("Fatima Bakker" in line and "gaat verder" in line for line in app.karin.story(visit))
    is_over(app, visit)


def test_an_alarm_that_somebody_else_has_stays_with_them(app: AppUnderTest, ends: Json) -> None:
    visit = overdue(app)
    climbs_to(app, Level.COLLEAGUE)
    app.fatima.phone.forgets()
    app.karin.on_alarm(app.karin.alarm(), "acknowledge")
    app.forgets_messages()
    end(app, app.fatima, ends)
    app.settles()
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    app.mohamed.phone.is_silent()
    is_over(app, visit)


def test_who_keeps_a_role_that_watches_here_keeps_the_alarm(app: AppUnderTest) -> None:
    visit = overdue(app)
    climbs_to(app, Level.COLLEAGUE)
    app.karin.on_alarm(app.karin.alarm(), "acknowledge")
    app.forgets_messages()
    end(app, app.karin, {"grants": [{"role": "colleague", "teamId": str(app.ours.team)}]})
    app.settles()
    assert app.fatima.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert app.fatima.visit(visit)["state"] == "ended"


def test_the_next_step_of_the_ladder_passes_them_by(app: AppUnderTest, ends: Json) -> None:
    visit = overdue(app)
    climbs_to(app, Level.COLLEAGUE)
    end(app, app.karin, ends)
    app.forgets_messages()
    app.passes(seconds=16)
    app.mohamed.phone.expects_sms("heeft zich niet afgemeld")
    app.karin.phone.is_silent()
    app.forgets_messages()
    app.mohamed.on_alarm(app.mohamed.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert app.mohamed.visit(visit)["state"] == "ended"


def test_of_an_alarm_they_were_told_of_they_only_read_that_it_is_over(app: AppUnderTest) -> None:
    """Where he is, what he texts, his number and who acts: nothing of it is theirs to read any more."""
    visit = overdue(app)
    climbs_to(app, Level.COLLEAGUE)
    alarm = app.karin.alarm()
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    end(app, app.fatima, {"grants": []})
    app.forgets_messages()
    app.karin.on_alarm(alarm, "acknowledge")
    app.jan.does(visit, "extend", minutes=15)
    app.karin.phone.expects_sms("liet iets horen")
    app.jan.phone.sends("de hond is los")
    app.karin.phone.expects_sms("de hond is los")
    app.mohamed.on_alarm(alarm, "acknowledge", takeOver=True)
    app.karin.phone.expects_sms("Mohamed el Amrani neemt het van je over")
    app.settles()
    app.fatima.phone.is_silent()
    app.mohamed.on_alarm(alarm, "resolve", outcome="safe")
    app.fatima.phone.expects_sms("voorbij: Jan de Wit is veilig")
    is_over(app, visit)


def test_whom_nobody_may_phone_any_more_they_do_read(app: AppUnderTest) -> None:
    """They were asked to phone, and whoever holds him would hear it ring."""
    visit = overdue(app)
    climbs_to(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    end(app, app.fatima, {"grants": []})
    app.forgets_messages()
    app.jan.phone.sends("kan nu niet praten, hij luistert mee. bel me niet")
    assert "NIET" in app.fatima.phone.expects_sms("Bel Jan de Wit").text
    is_over(app, visit)


def test_who_leaves_while_they_are_on_a_visit_themselves_reads_no_more_of_it_either(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    app.puts_on_duty((Rank.FIRST, sven), (Rank.MANAGER, app.karin))
    visit = overdue(app)
    climbs_to(app, Level.COLLEAGUE)
    sven.phone.expects_sms("heeft zich niet afgemeld")
    own = sven.checks_in(minutes=60)
    end(app, sven, {"active": False})
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "acknowledge")
    app.settles()
    sven.phone.is_silent()
    app.karin.does(own, "check-out", reason="Gesproken")
    is_over(app, visit)


def test_who_took_it_before_somebody_else_lost_the_role_hears_all_of_it(app: AppUnderTest) -> None:
    visit = overdue(app)
    climbs_to(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld").then_answers("1")
    end(app, app.karin, {"grants": []})
    app.forgets_messages()
    app.jan.does(visit, "extend", minutes=15)
    app.fatima.phone.expects_sms("liet iets horen")
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def all_day(*duties: tuple[Rank, Person]) -> list[Json]:
    whole = {"days": EVERY_DAY, "from": "00:00", "until": "00:00"}
    return [{"rank": rank, "personId": str(person.id), **whole} for rank, person in duties]


def stands(app: AppUnderTest, *duties: tuple[Rank, Person]) -> list[Json]:
    """The roster from now on, as a manager sets it."""
    answer = app.karin.puts(f"/v1/teams/{app.ours.team}/roster", {"shifts": all_day(*duties)})
    app.settles()
    saved: list[Json] = answer["shifts"]
    return saved


def test_the_only_one_on_duty_is_not_said_to_watch_on(app: AppUnderTest, ends: Json) -> None:
    stands(app, (Rank.FIRST, app.fatima))
    visit = app.jan.checks_in(minutes=30)
    end(app, app.fatima, ends)
    for manager in (app.karin, app.mohamed):
        told = manager.phone.expects_sms("De achterwacht van Inkomen is niet overgenomen").text
        assert "Niemand let nu op" in told
        assert "Fatima Bakker let" not in told
    (relief,) = app.karin.asks("/v1/board")["reliefs"]
    assert (relief["staying"], relief["managersTold"]) == ([], True)
    story = app.karin.story(visit)
    assert any("Niemand let nu op" in line for line in story)
    assert not any("Fatima Bakker let" in line for line in story)
    app.karin.posts(f"/v1/teams/{app.ours.team}/relief/accept", expect=204)
    app.forgets_messages()
    assert app.karin.asks("/v1/board")["reliefs"] == []
    is_over(app, visit)


def test_who_follows_is_asked_and_reads_of_nobody_who_is_gone(app: AppUnderTest, ends: Json) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    stands(app, (Rank.FIRST, app.fatima))
    visit = app.jan.checks_in(minutes=30)
    stands(app, (Rank.FIRST, sven))
    sven.phone.expects_sms("Jouw achterwacht begint. Fatima Bakker draagt over")
    end(app, app.fatima, ends)
    asked = sven.phone.expects_sms("Jouw achterwacht begint. Nog bezig: 1 bezoek (Jan de Wit)")
    asked.then_answers("1")
    app.forgets_messages()
    assert "Sven de Boer neemt de achterwacht over." in app.karin.story(visit)
    is_over(app, visit)


# What they promised for a visit that is still to come.


def test_who_would_come_along_does_not_and_the_worker_reads_so(app: AppUnderTest, ends: Json) -> None:
    visit = app.jan.plans(starts_in=60, companions=[{"personId": str(app.ali.id)}])
    over = app.jan.plans(starts_in=120, companions=[{"personId": str(app.ali.id)}])
    app.jan.does(over, "cancel")
    app.forgets_messages()
    end(app, app.ali, ends)
    app.jan.phone.expects_sms("Ali Demir kan niet mee naar je afspraak")
    app.jan.phone.is_silent()
    assert app.jan.visit(visit)["companions"][0]["declinedAt"]
    app.jan.does(visit, "cancel")
    app.forgets_messages()


def test_who_would_be_back_up_is_not_and_the_worker_reads_so(app: AppUnderTest, ends: Json) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    visit = app.jan.plans(starts_in=60)
    app.jan.does(visit, "back-up", backUpId=str(sven.id))
    sven.does(visit, "back-up/accept")
    app.forgets_messages()
    end(app, sven, ends)
    app.jan.phone.expects_sms("Sven de Boer kan geen achterwacht zijn bij je afspraak")
    assert app.jan.visit(visit)["beforehand"]["backUp"]["person"] is None
    app.jan.does(visit, "cancel")
    app.forgets_messages()


# Turns and swaps.


def roster(app: AppUnderTest, person: Person, *days: int) -> Json:
    shift = {"rank": "first", "personId": str(person.id), "days": days or EVERY_DAY, "from": "08:00", "until": "18:00"}
    (saved,) = app.karin.puts(f"/v1/teams/{app.ours.team}/roster", {"shifts": [shift]})["shifts"]
    found: Json = saved
    return found


def asks(app: AppUnderTest, shift: Json, day: str, to: Person) -> Json:
    wish = {"id": str(uuid4()), "shiftId": shift["id"], "day": day, "toId": str(to.id)}
    found: Json = app.fatima.posts(f"/v1/teams/{app.ours.team}/swaps", wish, expect=201)
    return found


def week(app: AppUnderTest) -> dict[str, Any]:
    return app.karin.asks(f"/v1/teams/{app.ours.team}/roster/week?firstDay=2027-01-11")


@pytest.fixture
def monday(app: AppUnderTest) -> AppUnderTest:
    app.clock.goes_to(MONDAY)
    for person in (app.jan, app.fatima, app.karin, app.anne):
        person.signs_in()
    return app


def test_a_swap_that_was_asked_of_them_is_refused_in_words(monday: AppUnderTest, ends: Json) -> None:
    app = monday
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    shift = roster(app, app.fatima)
    asks(app, shift, "2027-01-13", sven)
    app.forgets_messages()
    end(app, sven, ends)
    app.fatima.phone.expects_sms("Sven de Boer kan de achterwacht van Fatima Bakker niet overnemen: 13-1")
    assert week(app)["swaps"] == []
    asks(app, shift, "2027-01-13", app.karin)
    app.forgets_messages()


def test_a_turn_that_they_had_taken_goes_back_to_whose_it_was(monday: AppUnderTest, ends: Json) -> None:
    app = monday
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    shift = roster(app, app.fatima)
    asks(app, shift, "2027-01-13", sven)
    code = re.search(r"\b1 (\d{4})", sven.phone.expects_sms("").text)
    assert code
    sven.phone.sends(f"1 {code.group(1)}")
    app.forgets_messages()
    assert {one["day"]: one["person"]["name"] for one in week(app)["turns"]}["2027-01-13"] == "Sven de Boer"
    end(app, sven, ends)
    app.fatima.phone.expects_sms("de ruil van Fatima Bakker met Sven de Boer geldt niet meer. Nu heeft Fatima Bakker")
    assert {one["person"]["name"] for one in week(app)["turns"]} == {"Fatima Bakker"}
    assert week(app)["gaps"] == []


def test_a_turn_that_somebody_took_over_from_them_stays_theirs(monday: AppUnderTest, ends: Json) -> None:
    """Also the one that runs now: its owner leaves half an hour after it began."""
    app = monday
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    shift = roster(app, app.fatima)
    for day in ("2027-01-11", "2027-01-15"):
        asks(app, shift, day, sven)
        code = re.search(r"\b1 (\d{4})", sven.phone.expects_sms("").text)
        assert code
        sven.phone.sends(f"1 {code.group(1)}")
        app.forgets_messages()
    app.passes(minutes=30)
    app.forgets_messages()
    end(app, app.fatima, ends)
    turns = {one["day"]: one["person"]["name"] for one in week(app)["turns"]}
    assert (turns["2027-01-11"], turns["2027-01-15"]) == ("Sven de Boer", "Sven de Boer")
    days = [f"2027-01-{day}" for day in (12, 13, 14, 16, 17)]
    assert [one["day"] for one in week(app)["gaps"] if one["day"] in days] == days[:3], "nobody has the others"
    assert not [one for one in week(app)["gaps"] if one["day"] in ("2027-01-11", "2027-01-15")]
    visit = app.jan.checks_in(minutes=10)
    app.passes(minutes=20)
    climbs_to(app, Level.COLLEAGUE)
    sven.phone.expects_sms("heeft zich niet afgemeld")
    is_over(app, visit)


def test_the_turns_of_who_may_not_watch_are_a_gap(monday: AppUnderTest) -> None:
    app = monday
    roster(app, app.fatima, 1, 2, 3, 4, 5)
    assert week(app)["gaps"] == []
    end(app, app.fatima, {"grants": []})
    assert [one["day"] for one in week(app)["gaps"]] == [f"2027-01-{day}" for day in range(11, 16)]
    app.passes(minutes=70)
    app.karin.phone.expects_sms("Geen achterwacht in het rooster van Inkomen: ma 11-1")
    app.forgets_messages()


def test_the_turns_of_who_has_no_number_are_a_gap(monday: AppUnderTest) -> None:
    """The ladder passes over them: nobody would be called in all that time."""
    app = monday
    roster(app, app.fatima, 1, 2, 3, 4, 5)
    end(app, app.fatima, {"phone": None})
    assert [one["day"] for one in week(app)["gaps"]] == [f"2027-01-{day}" for day in range(11, 16)]
    app.passes(minutes=70)
    app.karin.phone.expects_sms("Geen achterwacht in het rooster van Inkomen: ma 11-1")
    app.forgets_messages()


def test_a_worker_without_a_role_is_watched_over_all_the_same(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    end(app, app.jan, {"grants": []})
    app.jan.does(visit, "extend", minutes=15)
    app.jan.phone.sends("+15")
    app.forgets_messages()
    app.jan.does(visit, "panic")
    app.settles()
    assert app.karin.alarm()["cause"] == "panic"
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.forgets_messages()
