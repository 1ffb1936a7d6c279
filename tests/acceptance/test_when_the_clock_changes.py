"""The two nights on which the clock is changed, in Amsterdam and in Brussels; and the server's own clock set wrong.

A visit lasts as long as it lasts. Texts and roster go by the clock on the wall.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.roles import Role
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import ShiftRecord
from scheduler.jobs import Jobs
from tests.acceptance.stories import LATE_CHECK_CALL, WITHOUT_A_CHECK_CALL, Json, overdue
from tests.acceptance.test_who_watches_no_more import stands
from tests.support.app_under_test import EVERY_DAY, AppUnderTest
from tests.support.person import Person

SUMMER_ENDS = datetime(2027, 10, 31, 1, 0, tzinfo=UTC)
"""03:00 becomes 02:00: the hour before and the hour after look the same on the wall."""
SUMMER_BEGINS = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
"""02:00 becomes 03:00: the hour between does not exist."""
Move = Callable[[datetime], AppUnderTest]


@pytest.fixture(params=["Europe/Amsterdam", "Europe/Brussels"])
def zone(request: pytest.FixtureRequest) -> ZoneInfo:
    return ZoneInfo(request.param)


@pytest.fixture
def night(app: AppUnderTest, zone: ZoneInfo) -> Move:
    """Moves the time to a moment of a night there. Fatima has the duty until half past two, Sven from then on."""

    def move(moment: datetime) -> AppUnderTest:
        app.clock.goes_to(moment)
        with app.database.write() as session:
            session.get_one(OrganisationRecord, app.ours.id).time_zone = zone.key
        app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
        for person in (app.jan, app.fatima, app.karin):
            person.signs_in()
        app.puts_on_duty((Rank.MANAGER, app.karin))
        return app

    return move


def share_the_night(app: AppUnderTest) -> Person:
    """Fatima until half past two on the wall, Sven from then on."""
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    hours = ((app.fatima, time(14, 0), time(2, 30)), (sven, time(2, 30), time(14, 0)))
    with app.database.write() as session:
        for person, starts, ends in hours:
            session.add(
                ShiftRecord(
                    organisation_id=app.ours.id, team_id=app.ours.team, person_id=person.id, rank=Rank.FIRST,
                    days=EVERY_DAY, starts=starts, ends=ends,
                )
            )  # fmt: skip
    return sven


def close(app: AppUnderTest) -> None:
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_an_hour_over_the_end_of_summer_is_an_hour(night: Move) -> None:
    """From 02:20 summer time to 02:20 winter time."""
    app = night(SUMMER_ENDS - timedelta(minutes=40))
    sven = share_the_night(app)
    visit = app.jan.checks_in(minutes=60)
    app.passes(minutes=59.9)
    assert "loopt tot 02:20 (wintertijd)" in app.jan.phone.expects_sms("Je afspraak").text
    app.jan.phone.is_silent()
    app.passes(seconds=8)
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    app.passes(seconds=15)
    told = app.fatima.phone.expects_sms("02:20 (zomertijd) tot 02:20 (wintertijd)")
    sven.phone.is_silent()
    told.then_answers("1")
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Fatima Bakker"
    assert app.jan.visit(visit)["alarm"] is not None
    close(app)


@pytest.mark.parametrize(
    ("minutes", "first"),
    [(-45, True), (-15, False), (15, True), (45, False)],
    ids=["02:15", "02:45", "02:15b", "02:45b"],
)
def test_the_hour_that_comes_twice_has_its_people_twice(night: Move, minutes: int, first: bool) -> None:
    app = night(SUMMER_ENDS + timedelta(minutes=minutes))
    sven = share_the_night(app)
    visit = app.jan.checks_in(minutes=1)
    on_duty, other = (app.fatima, sven) if first else (sven, app.fatima)
    assert [one["name"] for one in visit["watch"]["onDuty"]] == [on_duty.employee.name]
    app.passes(seconds=76)
    on_duty.phone.expects_sms("heeft zich niet afgemeld")
    other.phone.is_silent()
    close(app)


def test_a_turn_that_ends_in_the_hour_that_comes_twice_leaves_nobody_alone_who_is_out(night: Move) -> None:
    """Until half past two, and nobody follows: at the first one Jan is still out, so Fatima stays until he is not."""
    app = night(SUMMER_ENDS - timedelta(minutes=45))
    turns = ((Rank.FIRST, app.fatima, "14:00", "02:30"), (Rank.MANAGER, app.karin, "00:00", "00:00"))
    shifts = [
        {"rank": rank, "personId": str(person.id), "days": EVERY_DAY, "from": starts, "until": ends}
        for rank, person, starts, ends in turns
    ]
    app.karin.puts(f"/v1/teams/{app.ours.team}/roster", {"shifts": shifts})
    visit = app.jan.checks_in(minutes=25)
    app.passes(minutes=20)
    assert "Fatima Bakker let" in app.karin.phone.expects_sms("De achterwacht van Inkomen is niet overgenomen").text
    app.forgets_messages()
    assert [one["name"] for one in app.jan.visit(visit)["watch"]["onDuty"]] == ["Fatima Bakker"]
    app.passes(minutes=5, seconds=16)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    close(app)


def test_over_the_beginning_of_summer_nobody_gets_an_hour_for_free(night: Move) -> None:
    """From 01:45 to 03:15 on the wall, which is half an hour. Half past two never was, and Sven's duty has begun."""
    app = night(SUMMER_BEGINS - timedelta(minutes=15))
    sven = share_the_night(app)
    visit = app.jan.checks_in(minutes=30)
    assert [one["name"] for one in visit["watch"]["onDuty"]] == ["Fatima Bakker"]
    app.passes(minutes=29.9)
    assert "loopt tot 03:15" in app.jan.phone.expects_sms("Je afspraak").text
    app.passes(seconds=8)
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    app.passes(seconds=15)
    assert "01:45 tot 03:15" in sven.phone.expects_sms("heeft zich niet afgemeld").text
    app.fatima.phone.is_silent()
    close(app)


# The server's own clock, which is set one hour wrong, or right again.


@pytest.fixture
def quiet(app: AppUnderTest) -> AppUnderTest:
    """The auditor has looked at the clock once."""
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    app.jobs.tick()
    app.jobs.audit()
    return app


def test_an_hour_forward_nothing_is_skipped_and_the_administrator_hears_of_it(quiet: AppUnderTest) -> None:
    app = quiet
    for error in ("the wall clock and the monotonic clock differ", "no open deadline is late", "no tick ended"):
        app.expects_error(error)
    app.jan.checks_in(minutes=30)
    app.clock.offset += timedelta(hours=1)
    app.jobs.audit()
    app.settles()
    assert app.anne.phone.expects_sms("De klok van de server sprong").text.split()[6] in ("3600", "3599", "3601")
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    app.passes(seconds=16)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    close(app)


def test_an_hour_back_a_ladder_that_climbs_goes_on_climbing(quiet: AppUnderTest) -> None:
    """The next step was due in seconds. By the new clock that would be in an hour."""
    app = quiet
    app.expects_error("the wall clock and the monotonic clock differ")
    app.expects_error("no tick ended")  # the last one lies in the future now, and counts for nothing
    overdue(app)
    app.forgets_messages()
    app.clock.offset -= timedelta(hours=1)
    app.jobs.audit()
    app.anne.phone.expects_sms("De klok van de server sprong")
    app.passes(seconds=16)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    app.passes(seconds=16)
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    close(app)


@pytest.mark.parametrize("asked", [False, True], ids=["before it", "while it has no answer"])
def test_an_hour_back_a_check_call_comes_and_climbs(app: AppUnderTest, asked: bool) -> None:
    app.lets_calls_ring().expects_error("the wall clock and the monotonic clock differ")
    app.expects_error("no tick ended")
    visit = app.jan.checks_in(minutes=120)
    app.jobs.audit()
    app.passes(seconds=31 if asked else 5)
    app.forgets_messages()
    app.clock.offset -= timedelta(hours=1)
    app.jobs.audit()
    app.forgets_messages()
    if not asked:
        app.passes(seconds=31)
        app.fatima.phone.expects_sms("Bel nu Jan de Wit")
    app.passes(seconds=21)
    app.passes(seconds=21)
    assert app.jan.visit(visit)["alarm"]["cause"] == "check_call"
    assert app.jan.visit(visit)["expectedEnd"] > (app.now() + timedelta(hours=2)).isoformat(), "as the worker said it"
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def is_set_back(app: AppUnderTest) -> None:
    """By an hour, and the auditor sees it."""
    app.expects_error("the wall clock and the monotonic clock differ")
    app.expects_error("no tick ended")
    app.forgets_messages()
    app.clock.offset -= timedelta(hours=1)
    app.jobs.audit()
    app.anne.phone.expects_sms("De klok van de server sprong")
    app.forgets_messages()


ANSWERS: dict[str, Callable[[AppUnderTest, Json], object]] = {
    "OK by SMS": lambda app, _: app.jan.phone.sends("OK"),
    "UIT by SMS": lambda app, _: app.jan.phone.sends("UIT"),
    "ok in the app": lambda app, visit: app.jan.does(visit, "ok", ageSeconds=20),
    "end in the app": lambda app, visit: app.jan.does(visit, "check-out", ageSeconds=20),
    "longer": lambda app, visit: app.jan.does(visit, "extend", minutes=15, ageSeconds=20),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
@pytest.mark.parametrize("seen", [True, False], ids=["after it was seen", "at once"])
def test_an_hour_back_the_worker_still_answers_for_themselves(
    quiet: AppUnderTest, answer: Callable[[AppUnderTest, Json], object], seen: bool
) -> None:
    app = quiet
    visit = overdue(app)
    app.forgets_messages()
    if seen:
        is_set_back(app)
    else:
        app.clock.offset -= timedelta(hours=1)
    answer(app, visit)
    app.forgets_messages()
    assert app.jan.visit(visit)["alarm"] is None
    app.passes(seconds=16)
    app.fatima.phone.is_silent()
    app.forgets_messages()
    if app.jan.visit(visit)["state"] == "under_way":
        app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_an_hour_back_what_was_pressed_long_before_is_no_answer(quiet: AppUnderTest) -> None:
    app = quiet
    visit = overdue(app)
    is_set_back(app)
    app.jan.does(visit, "ok", ageSeconds=120)
    assert app.jan.visit(visit)["alarm"] is not None
    app.passes(seconds=16)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    close(app)


def test_an_hour_back_who_did_not_start_is_chased_as_soon(quiet: AppUnderTest) -> None:
    app = quiet
    visit = app.jan.plans(starts_in=1)
    later = app.ali.plans(starts_in=120)
    app.passes(seconds=61)
    app.jan.phone.expects_sms("Je afspraak")
    is_set_back(app)
    app.passes(seconds=16)
    app.fatima.phone.expects_sms("Jan de Wit")
    app.passes(seconds=16)
    app.karin.phone.expects_sms("Jan de Wit")
    assert due(app, later) == datetime.fromisoformat(later["plannedStart"]), "the start is as it was said"
    app.jan.does(visit, "cancel")
    app.ali.does(later, "cancel")
    app.forgets_messages()


@pytest.mark.parametrize("asked", [False, True], ids=["before it", "while it has no answer"])
def test_an_hour_back_who_went_home_is_asked_and_missed_as_soon(app: AppUnderTest, asked: bool) -> None:
    home = ("[planning]", '[home_safe]\nafter = "2m"\nanswer_within = "30s"\n\n[planning]')
    app.lets_calls_ring().runs_on("demo", LATE_CHECK_CALL, home)
    app.jobs.tick()
    app.jobs.audit()
    visit = app.jan.checks_in(minutes=30)
    app.jan.does(visit, "check-out", returnTo="home")
    app.passes(minutes=2.1 if asked else 1)
    is_set_back(app)
    if not asked:
        app.passes(minutes=2.1)
        app.jan.phone.expects_sms("thuis")
    app.passes(seconds=31)
    app.fatima.phone.expects_sms("Jan de Wit")
    app.jan.phone.sends("OK")
    app.forgets_messages()


def test_an_hour_back_a_watch_that_nobody_takes_comes_to_the_managers_as_soon(quiet: AppUnderTest) -> None:
    app = quiet
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    stands(app, (Rank.FIRST, app.fatima), (Rank.MANAGER, app.karin))
    visit = app.jan.checks_in(minutes=120)
    stands(app, (Rank.FIRST, sven), (Rank.MANAGER, app.karin))
    sven.phone.expects_sms("Jouw achterwacht begint")
    is_set_back(app)
    app.passes(seconds=31)
    sven.phone.expects_sms("Jouw achterwacht begint")
    app.passes(seconds=31)
    app.karin.phone.expects_sms("niet overgenomen")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_an_hour_back_what_could_not_be_decided_is_tried_again_as_soon(quiet: AppUnderTest) -> None:
    """It fell to the last resort three times, and waits five minutes."""
    app = quiet
    visit = app.jan.checks_in(minutes=1)
    with app.database.write() as session:
        overdue = session.scalars(
            select(DeadlineRecord).where(
                DeadlineRecord.root_id == UUID(visit["id"]), DeadlineRecord.kind == DeadlineKind.OVERDUE
            )
        ).one()
        overdue.due_at, overdue.failure = app.now() + timedelta(minutes=5), "ValueError"
    is_set_back(app)
    app.passes(minutes=5.1)
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_the_clock_that_was_set_back_while_no_process_looked_is_made_up_for_at_the_start(quiet: AppUnderTest) -> None:
    """The machine stood still, or whoever saw it died."""
    app = quiet
    app.expects_error("no tick ended")
    overdue(app)
    app.forgets_messages()
    app.clock.offset -= timedelta(hours=1)
    app.jobs.close()
    app.jobs = Jobs(app.database, app.settings, "another clock")
    app.jobs.audit()
    app.passes(seconds=16)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    close(app)


def due(app: AppUnderTest, visit: Json) -> datetime:
    """When the next thing about this visit is due."""
    with app.database.read() as session:
        found = session.scalars(
            select(DeadlineRecord.due_at).where(
                DeadlineRecord.root_id == UUID(visit["id"]),
                DeadlineRecord.fired_at.is_(None),
                DeadlineRecord.cancelled_at.is_(None),
            )
        ).all()
    return min(found)


def test_an_hour_back_what_waited_to_be_sent_is_sent(quiet: AppUnderTest) -> None:
    app = quiet
    app.expects_error("the wall clock and the monotonic clock differ")
    app.expects_error("no tick ended")  # the last one lies in the future now, and counts for nothing
    app.twilio.weather.fail_next(2, 500)
    app.jan.posts("/v1/alarms", {}, expect=201)
    app.jobs.dispatch()
    app.jobs.tick()
    app.clock.offset -= timedelta(hours=1)
    app.jobs.audit()
    app.passes(seconds=31)
    app.fatima.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("NOOD")
    app.anne.phone.expects_sms("De klok van de server sprong")
    close(app)
