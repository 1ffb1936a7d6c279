"""A planned visit is not forgotten either: its start is chased until somebody checks in, moves or cancels it."""

from datetime import UTC, datetime

import pytest

from tests.support.app_under_test import AppUnderTest


def test_a_start_that_does_not_come_is_chased_from_the_worker_up_to_the_manager(app: AppUnderTest) -> None:
    visit = app.jan.plans(starts_in=10, minutes=30)
    assert visit["state"] == "planned"
    assert visit["watch"]["nextDeadline"] == {"kind": "planned_start", "dueAt": visit["plannedStart"]}
    app.passes(minutes=9)
    app.jan.phone.is_silent()

    app.passes(seconds=61)
    text = app.jan.phone.expects_sms("staat nog open").text
    assert "meld je aan in de app" in text
    assert "Dorpsstraat" in text
    app.fatima.phone.is_silent()

    app.passes(seconds=15)
    text = app.fatima.phone.expects_sms("Jan de Wit had om").text
    assert "Dorpsstraat" in text
    assert "vraag of het doorgaat" in text
    app.karin.phone.is_silent()

    app.passes(seconds=15)
    app.karin.phone.expects_sms("Jan de Wit had om")
    app.passes(minutes=10)
    app.karin.phone.expects_sms("Jan de Wit had om")
    app.fatima.phone.is_silent()
    assert app.fatima.story(visit)[1:3] == [
        "Nog niet aangemeld. Herinnerd: Jan de Wit.",
        "Nog niet aangemeld. Herinnerd: Fatima Bakker.",
    ]
    app.jan.does(visit, "check-in")
    app.jan.does(visit, "check-out")


def test_checking_in_ends_the_chase_and_late_is_not_shorter(app: AppUnderTest) -> None:
    visit = app.jan.plans(starts_in=1, minutes=20)
    app.passes(minutes=1.1)
    app.jan.phone.expects_sms("staat nog open")
    started = app.jan.does(visit, "check-in")
    assert started["state"] == "under_way"
    assert started["expectedEnd"] > visit["expectedEnd"], "twenty minutes from now, as was planned"
    app.passes(seconds=25)
    app.fatima.phone.is_silent()
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_moving_it_begins_anew_and_cancelling_it_ends_it(app: AppUnderTest) -> None:
    visit = app.jan.plans(starts_in=1, minutes=20)
    app.passes(minutes=1.1)
    app.jan.phone.expects_sms("staat nog open")
    later = {"plannedStart": app.now().isoformat(), "expectedEnd": visit["expectedEnd"]}
    answer = app.http.patch(f"/v1/visits/{visit['id']}", json=later, headers=app.fatima.employee.headers)
    assert answer.status_code == 200
    app.jan.phone.expects_sms("Fatima Bakker heeft je afspraak verplaatst")
    app.passes(seconds=1)
    app.jan.phone.expects_sms("staat nog open")
    app.fatima.phone.is_silent()
    cancelled = app.fatima.does(visit, "cancel", reason="Client is ziek")
    assert cancelled["state"] == "cancelled"
    app.jan.phone.expects_sms("Fatima Bakker heeft je afspraak van")
    assert cancelled["watch"]["nextDeadline"] is None
    assert app.jan.story(visit)[-1] == "Afgezegd door Fatima Bakker: Client is ziek."
    assert app.jan.does(visit, "cancel")["state"] == "cancelled", "a repeat answers the same"
    app.jan.does(visit, "check-in", expect=409)
    app.passes(minutes=30)


def test_a_start_of_yesterday_is_told_with_its_day(app: AppUnderTest) -> None:
    """The managers are told again and again, also after midnight: at 00:05 "23:50" could be tonight."""
    app.clock.goes_to(datetime(2027, 6, 6, 21, 49, 30, tzinfo=UTC))
    for person in (app.jan, app.fatima, app.karin):
        person.signs_in()
    visit = app.jan.plans(starts_in=0.5)
    app.passes(minutes=1.6)
    app.jan.phone.expects_sms("Je afspraak van 23:50 staat nog open")
    app.karin.phone.expects_sms("Jan de Wit had om 23:50")
    app.forgets_messages()
    app.passes(minutes=13)
    app.karin.phone.expects_sms("Jan de Wit had op 6-6, om 23:50")
    app.karin.does(visit, "cancel")
    app.forgets_messages()


def test_where_nobody_can_be_reminded_the_next_one_is_at_once(app: AppUnderTest) -> None:
    app.puts_on_duty()
    visit = app.jan.plans(starts_in=1)
    app.passes(minutes=1.1)
    app.jan.phone.expects_sms("staat nog open")
    app.passes(seconds=15)
    app.karin.phone.expects_sms("Jan de Wit had om")
    app.mohamed.phone.expects_sms("Jan de Wit had om")
    assert "Nog niet aangemeld. Herinnerd: niemand bereikbaar." in app.karin.story(visit)
    app.karin.does(visit, "cancel")
    app.jan.phone.expects_sms("Karin Smit heeft je afspraak van")


def test_a_visit_under_way_can_not_be_cancelled_or_moved(app: AppUnderTest) -> None:
    visit = app.jan.checks_in()
    problem = app.jan.does(visit, "cancel", expect=409)
    assert problem["code"] == "not_planned"
    answer = app.http.patch(f"/v1/visits/{visit['id']}", json={}, headers=app.jan.employee.headers)
    assert answer.status_code == 409
    app.jan.does(visit, "check-out")
