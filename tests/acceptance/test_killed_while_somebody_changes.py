"""Killed while somebody leaves, gets another number, or calls for help after they said that they do not come along.

Each dies before every commit that it makes, and once it is committed without an answer; then whoever asked for it asks
again. Nothing is silent afterwards, and nobody hears it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from achterwacht.alarms.facts import Level
from foundation.failpoints import Failpoint
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, climbs_to, overdue
from tests.acceptance.test_killed_at_its_boundary import SENDER, TEXT, begins_anew, dies, how_often, is_heard_through
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.dying import death_at, death_before

pytestmark = pytest.mark.on_both

PIN, DURESS = "2468", "8642"
NEW = "+31655555598"
SLOW_TO_RESOLVE = ('unresolved_after = "30s"', 'unresolved_after = "10m"')


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL, SLOW_TO_RESOLVE)


def deaths(app: AppUnderTest) -> Iterator[tuple[str, Callable[[], AbstractContextManager[object]]]]:
    """Before the first commit of a request, and after it, when only its answer is lost."""
    yield "before", lambda: death_before(app.database, 1)
    yield "after", lambda: death_at(Failpoint.REQUEST_COMMITTED)


def changed_twice(app: AppUnderTest, person: Person, what: Json, dying: AbstractContextManager[object]) -> None:
    """The administrator changes somebody, we die of it, and they press once more."""
    with dying:
        app.http.patch(f"/v1/people/{person.id}", json=what, headers=app.anne.employee.headers)
    app.anne.patches(f"/v1/people/{person.id}", what)
    begins_anew(app)


def is_over(app: AppUnderTest, visit: Json) -> None:
    app.forgets_messages()
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
    if app.karin.visit(visit)["state"] == "under_way":
        app.fatima.does(visit, "check-out", reason="Gesproken")
    app.forgets_messages()


@pytest.mark.parametrize("when", ["before", "after"])
def test_whoever_had_the_alarm_leaves_and_it_climbs_on_once(app: AppUnderTest, when: str) -> None:
    visit = overdue(app)
    climbs_to(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld").then_answers("1")
    app.forgets_messages()
    before = how_often(app, app.karin, "heeft zich niet afgemeld")
    changed_twice(app, app.fatima, {"active": False}, dict(deaths(app))[when]())
    assert app.karin.alarm()["acknowledgedBy"] is None
    assert how_often(app, app.karin, "heeft zich niet afgemeld") == before + 1
    assert len([line for line in app.karin.story(visit) if "Het alarm gaat verder" in line]) == 1
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.parametrize("point", SENDER)
def test_what_climbs_on_as_they_leave_is_sent_although_the_sender_died(app: AppUnderTest, point: Failpoint) -> None:
    visit = overdue(app)
    climbs_to(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld").then_answers("1")
    app.forgets_messages()
    app.anne.patches(f"/v1/people/{app.fatima.id}", {"active": False})
    dies(app, point, app.settles)
    assert how_often(app, app.karin, "heeft zich niet afgemeld") == 1
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert app.karin.visit(visit)["state"] == "ended"


@pytest.mark.parametrize("when", ["before", "after"])
def test_whoever_leaves_on_a_visit_is_told_of_once_and_watched_over(app: AppUnderTest, when: str) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=30)
    changed_twice(app, app.jan, {"active": False}, dict(deaths(app))[when]())
    assert how_often(app, app.karin, "werkt hier niet meer, maar is nog op pad") == 1
    app.jobs.forget()
    app.jan.phone.sends(f"UIT {DURESS}")
    app.settles()
    assert app.karin.alarm()["cause"] == "duress"
    is_over(app, visit)


@pytest.mark.parametrize("point", [*TEXT, *SENDER])
def test_whoever_left_on_a_visit_calls_for_help_through_a_death(app: AppUnderTest, point: Failpoint) -> None:
    visit = app.jan.checks_in(minutes=30)
    app.anne.patches(f"/v1/people/{app.jan.id}", {"active": False})
    app.forgets_messages()
    is_heard_through(app, app.jan, "NOOD", point)
    assert app.karin.alarm()["cause"] == "panic"
    assert how_often(app, app.karin, "NOOD") == 1
    is_over(app, visit)


@pytest.mark.parametrize("number", [NEW, None])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_number_that_changes_on_a_visit_leaves_both_heard(app: AppUnderTest, when: str, number: str | None) -> None:
    visit = app.jan.checks_in(minutes=30)
    changed_twice(app, app.jan, {"phone": number}, dict(deaths(app))[when]())
    app.jan.phone.sends("NOOD")
    app.settles()
    assert app.karin.alarm()["cause"] == "panic"
    assert how_often(app, app.karin, "NOOD") == 1
    is_over(app, visit)


@pytest.mark.parametrize("point", [*TEXT, *SENDER])
def test_the_old_number_calls_for_help_through_a_death(app: AppUnderTest, point: Failpoint) -> None:
    visit = app.jan.checks_in(minutes=30)
    app.anne.patches(f"/v1/people/{app.jan.id}", {"phone": NEW})
    app.forgets_messages()
    is_heard_through(app, app.jan, "NOOD", point)
    assert app.karin.alarm()["worker"]["name"] == "Jan de Wit"
    assert how_often(app, app.karin, "NOOD") == 1
    is_over(app, visit)


@pytest.mark.parametrize("point", [*TEXT, *SENDER])
def test_a_companion_who_said_no_calls_for_help_through_a_death(app: AppUnderTest, point: Failpoint) -> None:
    visit = app.jan.checks_in(minutes=30, companions=[{"personId": str(app.ali.id)}])
    app.ali.does(visit, f"companions/{visit['companions'][0]['id']}/cant")
    app.forgets_messages()
    is_heard_through(app, app.ali, "NOOD", point)
    told = [sms.text for sms in app.twilio.messages if sms.to == app.karin.employee.phone and "NOOD" in sms.text]
    assert len(told) == 1
    assert "Ali Demir" in told[0]
    (along,) = app.karin.visit(visit)["companions"]
    assert (along["declinedAt"], along["saidNoAt"] is not None) == (None, True)
    is_over(app, visit)


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_press_of_a_companion_who_said_no_is_one_alarm(app: AppUnderTest, when: str) -> None:
    visit = app.jan.checks_in(minutes=30, companions=[{"personId": str(app.ali.id)}])
    app.ali.does(visit, f"companions/{visit['companions'][0]['id']}/cant")
    app.forgets_messages()
    key = "a-press-of-ali"
    with dict(deaths(app))[when]():
        headers = app.ali.employee.headers | {"Idempotency-Key": key}
        app.http.post(f"/v1/visits/{visit['id']}/panic", json={}, headers=headers)
    app.ali.posts(f"/v1/visits/{visit['id']}/panic", {}, key=key)
    begins_anew(app)
    assert how_often(app, app.karin, "NOOD") == 1
    (along,) = app.karin.visit(visit)["companions"]
    assert (along["declinedAt"], along["saidNoAt"] is not None) == (None, True)
    is_over(app, visit)
