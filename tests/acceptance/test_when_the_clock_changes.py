"""The two nights on which the clock is changed, in Amsterdam and in Brussels; and the server's own clock set wrong.

A visit lasts as long as it lasts. Texts and roster go by the clock on the wall.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from achterwacht.people.records import OrganisationRecord
from achterwacht.people.roles import Role
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import ShiftRecord
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, overdue
from tests.support.house import EVERY_DAY, House
from tests.support.person import Person

SUMMER_ENDS = datetime(2027, 10, 31, 1, 0, tzinfo=UTC)
"""03:00 becomes 02:00: the hour before and the hour after look the same on the wall."""
SUMMER_BEGINS = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
"""02:00 becomes 03:00: the hour between does not exist."""
Move = Callable[[datetime], House]


@pytest.fixture(params=["Europe/Amsterdam", "Europe/Brussels"])
def zone(request: pytest.FixtureRequest) -> ZoneInfo:
    return ZoneInfo(request.param)


@pytest.fixture
def night(house: House, zone: ZoneInfo) -> Move:
    """Moves the house to a moment of a night there. Fatima has the duty until half past two, Sven from then on."""

    def move(moment: datetime) -> House:
        house.clock.goes_to(moment)
        with house.database.write() as session:
            session.get_one(OrganisationRecord, house.town.id).time_zone = zone.key
        house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
        for person in (house.jan, house.fatima, house.karin):
            person.signs_in()
        house.puts_on_duty((Rank.MANAGER, house.karin))
        return house

    return move


def share_the_night(house: House) -> Person:
    """Fatima until half past two on the wall, Sven from then on."""
    sven = house.also_has("Sven de Boer", Role.COLLEAGUE)
    hours = ((house.fatima, time(14, 0), time(2, 30)), (sven, time(2, 30), time(14, 0)))
    with house.database.write() as session:
        for person, starts, ends in hours:
            session.add(
                ShiftRecord(
                    organisation_id=house.town.id, team_id=house.town.team, person_id=person.id, rank=Rank.FIRST,
                    days=EVERY_DAY, starts=starts, ends=ends,
                )
            )  # fmt: skip
    return sven


def close(house: House) -> None:
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_an_hour_over_the_end_of_summer_is_an_hour(night: Move) -> None:
    """From 02:20 summer time to 02:20 winter time."""
    house = night(SUMMER_ENDS - timedelta(minutes=40))
    sven = share_the_night(house)
    visit = house.jan.checks_in(minutes=60)
    house.passes(minutes=59.9)
    assert "loopt tot 02:20 (wintertijd)" in house.jan.phone.expects_sms("Je afspraak").text
    house.jan.phone.is_silent()
    house.passes(seconds=8)
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    house.passes(seconds=15)
    told = house.fatima.phone.expects_sms("02:20 (zomertijd) tot 02:20 (wintertijd)")
    sven.phone.is_silent()
    told.then_answers("1")
    assert house.karin.alarm()["acknowledgedBy"]["name"] == "Fatima Bakker"
    assert house.jan.visit(visit)["alarm"] is not None
    close(house)


@pytest.mark.parametrize(
    ("minutes", "first"),
    [(-45, True), (-15, False), (15, True), (45, False)],
    ids=["02:15", "02:45", "02:15b", "02:45b"],
)
def test_the_hour_that_comes_twice_has_its_people_twice(night: Move, minutes: int, first: bool) -> None:
    house = night(SUMMER_ENDS + timedelta(minutes=minutes))
    sven = share_the_night(house)
    visit = house.jan.checks_in(minutes=1)
    on_duty, other = (house.fatima, sven) if first else (sven, house.fatima)
    assert [one["name"] for one in visit["watch"]["onDuty"]] == [on_duty.citizen.name]
    house.passes(seconds=76)
    on_duty.phone.expects_sms("heeft zich niet afgemeld")
    other.phone.is_silent()
    close(house)


def test_over_the_beginning_of_summer_nobody_gets_an_hour_for_free(night: Move) -> None:
    """From 01:45 to 03:15 on the wall, which is half an hour. Half past two never was, and Sven's duty has begun."""
    house = night(SUMMER_BEGINS - timedelta(minutes=15))
    sven = share_the_night(house)
    visit = house.jan.checks_in(minutes=30)
    assert [one["name"] for one in visit["watch"]["onDuty"]] == ["Fatima Bakker"]
    house.passes(minutes=29.9)
    assert "loopt tot 03:15" in house.jan.phone.expects_sms("Je afspraak").text
    house.passes(seconds=8)
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    house.passes(seconds=15)
    assert "01:45 tot 03:15" in sven.phone.expects_sms("heeft zich niet afgemeld").text
    house.fatima.phone.is_silent()
    close(house)


# The server's own clock, which is set one hour wrong, or right again.


@pytest.fixture
def quiet(house: House) -> House:
    """The auditor has looked at the clock once."""
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    house.jobs.tick()
    house.jobs.audit()
    return house


def test_an_hour_forward_nothing_is_skipped_and_the_administrator_hears_of_it(quiet: House) -> None:
    house = quiet
    for error in ("the wall clock and the monotonic clock differ", "no open deadline is late", "no tick ended"):
        house.expects_error(error)
    house.jan.checks_in(minutes=30)
    house.clock.offset += timedelta(hours=1)
    house.jobs.audit()
    house.settles()
    assert house.anne.phone.expects_sms("De klok van de server sprong").text.split()[6] in ("3600", "3599", "3601")
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    house.passes(seconds=16)
    house.fatima.phone.expects_sms("heeft zich niet afgemeld")
    close(house)


def test_an_hour_back_a_ladder_that_climbs_goes_on_climbing(quiet: House) -> None:
    """The next step was due in seconds. By the new clock that would be in an hour."""
    house = quiet
    house.expects_error("the wall clock and the monotonic clock differ")
    house.expects_error("no tick ended")  # the last one lies in the future now, and counts for nothing
    overdue(house)
    house.forgets_messages()
    house.clock.offset -= timedelta(hours=1)
    house.jobs.audit()
    house.anne.phone.expects_sms("De klok van de server sprong")
    house.passes(seconds=16)
    house.fatima.phone.expects_sms("heeft zich niet afgemeld")
    house.passes(seconds=16)
    house.karin.phone.expects_sms("heeft zich niet afgemeld")
    close(house)


def test_an_hour_back_what_waited_to_be_sent_is_sent(quiet: House) -> None:
    house = quiet
    house.expects_error("the wall clock and the monotonic clock differ")
    house.expects_error("no tick ended")  # the last one lies in the future now, and counts for nothing
    house.twilio.weather.fail_next(2, 500)
    house.jan.posts("/v1/alarms", {}, expect=201)
    house.jobs.dispatch()
    house.jobs.tick()
    house.clock.offset -= timedelta(hours=1)
    house.jobs.audit()
    house.passes(seconds=31)
    house.fatima.phone.expects_sms("NOOD")
    house.karin.phone.expects_sms("NOOD")
    house.anne.phone.expects_sms("De klok van de server sprong")
    close(house)
