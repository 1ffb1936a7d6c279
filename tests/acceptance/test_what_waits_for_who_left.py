"""What waits in the outbox follows the person: to the number that they have by now, and to nobody who left."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from achterwacht.alarms.facts import Level
from achterwacht.people.records import GrantRecord, TeamRecord
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, climbs_to
from tests.support.app_under_test import AppUnderTest, Rank, Role, an_address

NEW = "+31655555599"
THERE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def is_kept_for_fatima(app: AppUnderTest) -> None:
    """The provider takes nothing while Jan's alarm comes to her."""
    app.jan.checks_in(minutes=0.4)
    app.twilio.weather.down()
    climbs_to(app, Level.COLLEAGUE)
    app.twilio.weather.up()


def closes(app: AppUnderTest) -> None:
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_who_leaves_gets_no_alarm_that_waited_for_them(app: AppUnderTest) -> None:
    is_kept_for_fatima(app)
    app.anne.patches(f"/v1/people/{app.fatima.id}", {"active": False})
    app.passes(seconds=40)
    app.fatima.phone.is_silent()
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    closes(app)


def test_who_got_another_number_is_told_there(app: AppUnderTest) -> None:
    is_kept_for_fatima(app)
    app.anne.patches(f"/v1/people/{app.fatima.id}", {"phone": NEW})
    app.passes(seconds=40)
    app.fatima.phone.is_silent()
    app.twilio.phone(NEW).expects_sms("heeft zich niet afgemeld")
    closes(app)


def test_who_has_no_number_any_more_is_not_told_at_the_one_they_had(app: AppUnderTest) -> None:
    is_kept_for_fatima(app)
    app.anne.patches(f"/v1/people/{app.fatima.id}", {"phone": None})
    app.passes(seconds=40)
    app.fatima.phone.is_silent()
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    closes(app)


@pytest.mark.parametrize("kept", ["nothing", "visits", "watches elsewhere"])
def test_who_may_not_watch_any_more_reads_no_alarm_of_others(app: AppUnderTest, kept: str) -> None:
    with app.database.write() as session:
        elsewhere = TeamRecord(organisation_id=app.ours.id, name="Elders")
        session.add(elsewhere)
        session.flush()
        grants = {
            "nothing": [], "visits": [{"role": "worker", "teamId": str(app.ours.team)}],
            "watches elsewhere": [{"role": "colleague", "teamId": str(elsewhere.id)}],
        }[kept]  # fmt: skip
    is_kept_for_fatima(app)
    app.puts_on_duty((Rank.FIRST, app.mohamed))
    app.anne.patches(f"/v1/people/{app.fatima.id}", {"grants": grants})
    app.passes(seconds=40)
    app.fatima.phone.is_silent()
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    closes(app)


def test_who_loses_another_role_is_told_as_before(app: AppUnderTest) -> None:
    with app.database.write() as session:
        grant = GrantRecord(organisation_id=app.ours.id, person_id=app.fatima.id, role=Role.HR, team_id=None)
        session.add(grant)
    is_kept_for_fatima(app)
    app.anne.patches(f"/v1/people/{app.fatima.id}", {"grants": [{"role": "colleague", "teamId": str(app.ours.team)}]})
    app.passes(seconds=40)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    closes(app)


def test_who_leaves_at_night_reads_no_address_in_the_morning(app: AppUnderTest) -> None:
    """Jan planned a visit that Ali takes over; the mark begins at midnight, and is told at seven."""
    address = an_address(318)
    day = app.now().astimezone(THERE).date() + timedelta(days=2)
    at_nine = datetime.combine(day, time(9), THERE)
    mark = app.ruth.posts(
        "/v1/risk-addresses",
        {
            "address": address, "advice": ["pairs"], "reason": "Dreigde", "reviewDate": "2040-01-01",
            "validFrom": day.isoformat(),
        },
        expect=201,
    )  # fmt: skip
    app.karin.posts(f"/v1/risk-addresses/{mark['id']}/approve")
    visit = app.jan.plans(
        address=address, plannedStart=at_nine.isoformat(), expectedEnd=(at_nine + timedelta(hours=1)).isoformat()
    )
    app.karin.changes(visit, workerId=str(app.ali.id))
    app.forgets_messages()
    app.passes(minutes=(datetime.combine(day, time(0, 1), THERE) - app.now()).total_seconds() / 60)
    app.anne.signs_in()
    app.anne.patches(f"/v1/people/{app.jan.id}", {"active": False})
    app.forgets_messages()
    app.passes(minutes=(datetime.combine(day, time(7, 1), THERE) - app.now()).total_seconds() / 60)
    app.jan.phone.is_silent()
    app.ali.phone.expects_sms("Nieuwe instructie bij je afspraak")
    app.ali.signs_in()
    app.ali.does(visit, "cancel")
