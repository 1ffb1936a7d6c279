"""Planning: by the worker or at the desk, moved and cancelled by either; what was promised for another time lapses."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.scenes import local_time, marks
from tests.support.house import House, Person, Role, an_address

Json = dict[str, Any]
TWENTY_MINUTES = timedelta(minutes=20)


def moves(house: House, who: Person, visit: Json, *, hours: float, expect: int = 200) -> Json:
    """Another start, so many hours from now."""
    start = house.now() + timedelta(hours=hours)
    times = {"plannedStart": start.isoformat(), "expectedEnd": (start + TWENTY_MINUTES).isoformat()}
    answer = house.http.patch(f"/v1/visits/{visit['id']}", json=times, headers=who.citizen.headers)
    assert answer.status_code == expect, answer.text
    return dict(answer.json())


def test_the_desk_plans_for_a_worker_who_hears_of_it_and_goes(house: House) -> None:
    team = str(house.town.team)
    planned = house.fatima.plans(
        starts_in=5,
        minutes=20,
        address=an_address(241),
        teamId=team,
        workerId=str(house.jan.id),
        clientPhone="073 615 51 55",
        clientReference="K2",
    )
    assert planned["beforehand"]["missing"] == "", "the demonstration has no diary"
    assert planned["worker"]["name"] == "Jan de Wit"
    assert (planned["clientPhone"], planned["clientReference"]) == ("+31736155155", "K2")
    text = house.jan.phone.expects_sms("Fatima Bakker heeft een afspraak voor je gepland").text
    assert f"{local_time(planned['plannedStart'])} tot {local_time(planned['expectedEnd'])}, Dorpsstraat 241," in text
    assert house.jan.story(planned) == ["Gepland door Fatima Bakker voor Jan de Wit."]
    assert planned["id"] in [one["id"] for one in house.jan.asks("/v1/visits?state=planned&mine=true")["visits"]]
    house.jan.does(house.jan.does(planned, "check-in"), "check-out")


def test_only_the_desk_of_that_team_plans_for_another_and_only_for_who_visits(house: House) -> None:
    team, jan = str(house.town.team), str(house.jan.id)
    house.ali.plans(teamId=team, workerId=jan, expect=403)
    house.anne.plans(teamId=team, workerId=jan, expect=403)
    house.fatima.plans(workerId=jan, expect=400)
    for worker in (str(house.karin.id), str(house.fatima.id).replace(str(house.fatima.id)[:8], "00000000")):
        refused = house.fatima.plans(teamId=team, workerId=worker, expect=400)
        assert [(one["pointer"], one["code"]) for one in refused["errors"]] == [("/workerId", "unknown_colleague")]
    at_once = house.fatima.checks_in(teamId=team, workerId=jan, expect=400)
    assert at_once["errors"][0]["pointer"] == "/checkIn"
    for number in ("112", "0900-8844", "wijk"):
        refused = house.jan.plans(clientPhone=number, expect=400)
        assert refused["errors"][0]["pointer"] == "/clientPhone"
    stranger = house.has_neighbours().colleague
    assert house.http.get(f"/v1/teams/{team}/workers", headers=stranger.headers).status_code == 404
    house.ali.asks(f"/v1/teams/{team}/workers", expect=403)
    workers: Any = house.fatima.asks(f"/v1/teams/{team}/workers")
    assert [one["name"] for one in workers] == ["Ali Demir", "Jan de Wit"]


def test_the_same_plan_twice_is_one_visit_and_one_sms(house: House) -> None:
    body: Json = {
        "id": "0d5b1d7e-0000-4000-8000-000000000001",
        "plannedStart": (house.now() + timedelta(hours=1)).isoformat(),
        "expectedEnd": (house.now() + timedelta(hours=2)).isoformat(),
        "address": an_address(7), "teamId": str(house.town.team), "workerId": str(house.jan.id),
    }  # fmt: skip
    first, again = (house.fatima.plans(**body) for _ in range(2))
    assert first["id"] == again["id"]
    house.jan.phone.expects_sms("heeft een afspraak voor je gepland")
    house.fatima.plans(**{**body, "workerId": str(house.ali.id)}, expect=409)
    house.jan.does(first, "cancel")
    house.jan.phone.is_silent()


@pytest.fixture
def agreed(house: House) -> Json:
    """Past closing time at a marked address (P3): Ali said he comes, Fatima is back-up."""
    house.runs_on("heusden-zolder").lets_calls_ring()
    address = an_address(240)
    marks(house, address, "attention")
    planned = house.jan.plans(
        starts_in=24 * 60, minutes=20, address=address, companions=[{"personId": str(house.ali.id)}]
    )
    house.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je gaat mee met Jan")
    house.jan.does(planned, "back-up", backUpId=str(house.fatima.id))
    house.fatima.phone.expects_sms("Jan de Wit vraagt of je achterwacht wilt zijn").then_answers("1").expects_sms(
        "Dank je"
    )
    house.jan.phone.expects_sms("Fatima Bakker is je achterwacht")
    return house.jan.visit(planned)


def test_moving_lapses_what_was_promised_and_asks_it_anew(house: House, agreed: Json) -> None:
    assert agreed["companions"][0]["comingAt"] is not None
    assert agreed["beforehand"]["backUp"]["acceptedAt"] is not None
    moved = moves(house, house.karin, agreed, hours=26)
    assert moved["companions"][0]["comingAt"] is None
    assert moved["beforehand"]["backUp"]["acceptedAt"] is None
    assert moved["beforehand"]["backUp"]["person"]["name"] == "Fatima Bakker"
    there = datetime.fromisoformat(moved["plannedStart"]).astimezone(ZoneInfo("Europe/Amsterdam"))
    day = f"{there.day}-{there.month}, {there:%H:%M}"
    assert house.jan.story(moved)[-1].startswith(f"Verplaatst door Karin Smit, nu {day}. "), "another day is said"
    assert house.jan.story(moved)[-1].endswith("Wie meegaat en wie achterwacht is, zegt het opnieuw.")
    house.jan.phone.expects_sms("Karin Smit heeft je afspraak verplaatst")
    house.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je gaat mee met Jan")
    house.fatima.phone.expects_sms("vraagt of je achterwacht").then_answers("2").expects_sms("bericht dat je niet kunt")
    house.jan.phone.expects_sms("Fatima Bakker kan geen achterwacht zijn")
    house.fatima.does(moved, "cancel")
    house.jan.phone.expects_sms("Fatima Bakker heeft je afspraak van")
    house.ali.phone.expects_sms("gaat niet door")


def test_the_same_times_once_more_lapse_nothing(house: House, agreed: Json) -> None:
    times = {"plannedStart": agreed["plannedStart"], "expectedEnd": agreed["expectedEnd"], "purpose": "Herbeoordeling"}
    answer = house.http.patch(f"/v1/visits/{agreed['id']}", json=times, headers=house.jan.citizen.headers).json()
    assert answer["purpose"] == "Herbeoordeling"
    assert answer["companions"][0]["comingAt"] == agreed["companions"][0]["comingAt"] is not None
    house.jan.does(agreed, "cancel", reason="Ziek")
    house.ali.phone.expects_sms("gaat niet door: Dorpsstraat 240")
    house.fatima.phone.expects_sms("gaat niet door: Dorpsstraat 240")


def test_somebody_of_another_team_neither_moves_nor_cancels_it(house: House) -> None:
    planned = house.jan.plans(starts_in=60)
    moves(house, house.ali, planned, hours=2, expect=404)
    house.ali.does(planned, "cancel", expect=404)
    noor = house.also_has("Noor Jansen", Role.WORKER)
    moves(house, noor, planned, hours=2, expect=404)
    house.jan.does(planned, "cancel")
