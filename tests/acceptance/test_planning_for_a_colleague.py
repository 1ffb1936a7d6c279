"""Planning: by the worker or at the desk, moved and cancelled by either; what was promised for another time lapses."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.stories import local_time, marks
from tests.support.app_under_test import AppUnderTest, Person, Role, an_address

Json = dict[str, Any]
TWENTY_MINUTES = timedelta(minutes=20)


def moves(app: AppUnderTest, who: Person, visit: Json, *, hours: float, expect: int = 200) -> Json:
    """Another start, so many hours from now."""
    start = app.now() + timedelta(hours=hours)
    times = {"plannedStart": start.isoformat(), "expectedEnd": (start + TWENTY_MINUTES).isoformat()}
    answer = app.http.patch(f"/v1/visits/{visit['id']}", json=times, headers=who.employee.headers)
    assert answer.status_code == expect, answer.text
    return dict(answer.json())


@pytest.mark.on_both
def test_the_desk_plans_for_a_worker_who_hears_of_it_and_goes(app: AppUnderTest) -> None:
    team = str(app.ours.team)
    planned = app.fatima.plans(
        starts_in=5,
        minutes=20,
        address=an_address(241),
        teamId=team,
        workerId=str(app.jan.id),
        clientPhone="073 615 51 55",
        clientReference="K2",
    )
    assert planned["beforehand"]["missing"] == "", "the demonstration has no diary"
    assert planned["worker"]["name"] == "Jan de Wit"
    assert (planned["clientPhone"], planned["clientReference"]) == ("+31736155155", "K2")
    text = app.jan.phone.expects_sms("Fatima Bakker heeft een afspraak voor je gepland").text
    assert f"{local_time(planned['plannedStart'])} tot {local_time(planned['expectedEnd'])}, Dorpsstraat 241," in text
    assert app.jan.story(planned) == ["Gepland door Fatima Bakker voor Jan de Wit."]
    assert planned["id"] in [one["id"] for one in app.jan.asks("/v1/visits?state=planned&mine=true")["visits"]]
    app.jan.does(app.jan.does(planned, "check-in"), "check-out")


def test_only_the_desk_of_that_team_plans_for_another_and_only_for_who_visits(app: AppUnderTest) -> None:
    team, jan = str(app.ours.team), str(app.jan.id)
    app.ali.plans(teamId=team, workerId=jan, expect=403)
    app.anne.plans(teamId=team, workerId=jan, expect=403)
    app.fatima.plans(workerId=jan, expect=400)
    for worker in (str(app.karin.id), str(app.fatima.id).replace(str(app.fatima.id)[:8], "00000000")):
        refused = app.fatima.plans(teamId=team, workerId=worker, expect=400)
        assert [(one["pointer"], one["code"]) for one in refused["errors"]] == [("/workerId", "unknown_colleague")]
    at_once = app.fatima.checks_in(teamId=team, workerId=jan, expect=400)
    assert at_once["errors"][0]["pointer"] == "/checkIn"
    for number in ("112", "0900-8844", "wijk"):
        refused = app.jan.plans(clientPhone=number, expect=400)
        assert refused["errors"][0]["pointer"] == "/clientPhone"
    stranger = app.has_neighbours().colleague
    assert app.http.get(f"/v1/teams/{team}/workers", headers=stranger.headers).status_code == 404
    app.ali.asks(f"/v1/teams/{team}/workers", expect=403)
    workers: Any = app.fatima.asks(f"/v1/teams/{team}/workers")
    assert [one["name"] for one in workers] == ["Ali Demir", "Jan de Wit"]


def test_the_same_plan_twice_is_one_visit_and_one_sms(app: AppUnderTest) -> None:
    body: Json = {
        "id": "0d5b1d7e-0000-4000-8000-000000000001",
        "plannedStart": (app.now() + timedelta(hours=1)).isoformat(),
        "expectedEnd": (app.now() + timedelta(hours=2)).isoformat(),
        "address": an_address(7), "teamId": str(app.ours.team), "workerId": str(app.jan.id),
    }  # fmt: skip
    first, again = (app.fatima.plans(**body) for _ in range(2))
    assert first["id"] == again["id"]
    app.jan.phone.expects_sms("heeft een afspraak voor je gepland")
    app.fatima.plans(**{**body, "workerId": str(app.ali.id)}, expect=409)
    app.jan.does(first, "cancel")
    app.jan.phone.is_silent()


@pytest.fixture
def agreed(app: AppUnderTest) -> Json:
    """Past closing time at a marked address (P3): Ali said he comes, Fatima is back-up."""
    app.runs_on("heusden-zolder").lets_calls_ring()
    address = an_address(240)
    marks(app, address, "attention")
    planned = app.jan.plans(starts_in=24 * 60, minutes=20, address=address, companions=[{"personId": str(app.ali.id)}])
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je gaat mee met Jan")
    app.jan.does(planned, "back-up", backUpId=str(app.fatima.id))
    app.fatima.phone.expects_sms("Jan de Wit vraagt of je achterwacht wilt zijn").then_answers("1").expects_sms(
        "Dank je"
    )
    app.jan.phone.expects_sms("Fatima Bakker is je achterwacht")
    return app.jan.visit(planned)


@pytest.mark.on_both
def test_moving_lapses_what_was_promised_and_asks_it_anew(app: AppUnderTest, agreed: Json) -> None:
    assert agreed["companions"][0]["comingAt"] is not None
    assert agreed["beforehand"]["backUp"]["acceptedAt"] is not None
    moved = moves(app, app.karin, agreed, hours=26)
    assert moved["companions"][0]["comingAt"] is None
    assert moved["beforehand"]["backUp"]["acceptedAt"] is None
    assert moved["beforehand"]["backUp"]["person"]["name"] == "Fatima Bakker"
    there = datetime.fromisoformat(moved["plannedStart"]).astimezone(ZoneInfo("Europe/Amsterdam"))
    day = f"{there.day}-{there.month}, {there:%H:%M}"
    assert app.jan.story(moved)[-1].startswith(f"Verplaatst door Karin Smit, nu {day}. "), "another day is said"
    assert app.jan.story(moved)[-1].endswith("Wie meegaat en wie achterwacht is, zegt het opnieuw.")
    app.jan.phone.expects_sms("Karin Smit heeft je afspraak verplaatst")
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je gaat mee met Jan")
    app.fatima.phone.expects_sms("vraagt of je achterwacht").then_answers("2").expects_sms("bericht dat je niet kunt")
    app.jan.phone.expects_sms("Fatima Bakker kan geen achterwacht zijn")
    app.fatima.does(moved, "cancel")
    app.jan.phone.expects_sms("Fatima Bakker heeft je afspraak van")
    app.ali.phone.expects_sms("gaat niet door")


@pytest.mark.on_both
def test_the_same_times_once_more_lapse_nothing(app: AppUnderTest, agreed: Json) -> None:
    times = {"plannedStart": agreed["plannedStart"], "expectedEnd": agreed["expectedEnd"], "purpose": "Herbeoordeling"}
    answer = app.http.patch(f"/v1/visits/{agreed['id']}", json=times, headers=app.jan.employee.headers).json()
    assert answer["purpose"] == "Herbeoordeling"
    assert answer["companions"][0]["comingAt"] == agreed["companions"][0]["comingAt"] is not None
    app.jan.does(agreed, "cancel", reason="Ziek")
    app.ali.phone.expects_sms("gaat niet door: Dorpsstraat 240")
    app.fatima.phone.expects_sms("gaat niet door: Dorpsstraat 240")


def test_somebody_of_another_team_neither_moves_nor_cancels_it(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=60)
    moves(app, app.ali, planned, hours=2, expect=404)
    app.ali.does(planned, "cancel", expect=404)
    noor = app.also_has("Noor Jansen", Role.WORKER)
    moves(app, noor, planned, hours=2, expect=404)
    app.jan.does(planned, "cancel")
