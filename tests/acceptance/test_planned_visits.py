"""A planned visit is not forgotten either: its start is chased until somebody checks in, moves or cancels it."""

from tests.support.house import House


def test_a_start_that_does_not_come_is_chased_from_the_worker_up_to_the_manager(house: House) -> None:
    visit = house.jan.plans(starts_in=10, minutes=30)
    assert visit["state"] == "planned"
    assert visit["watch"]["nextDeadline"] == {"kind": "planned_start", "dueAt": visit["plannedStart"]}
    house.passes(minutes=9)
    house.jan.phone.is_silent()

    house.passes(seconds=61)
    text = house.jan.phone.expects_sms("staat nog open").text
    assert "Meld je aan in de app" in text
    assert "Dorpsstraat" in text
    house.fatima.phone.is_silent()

    house.passes(seconds=15)
    text = house.fatima.phone.expects_sms("Jan de Wit had om").text
    assert "Dorpsstraat" in text
    assert "vraag of het doorgaat" in text
    house.karin.phone.is_silent()

    house.passes(seconds=15)
    house.karin.phone.expects_sms("Jan de Wit had om")
    house.passes(minutes=10)
    house.karin.phone.expects_sms("Jan de Wit had om")
    house.fatima.phone.is_silent()
    assert house.fatima.story(visit)[1:3] == [
        "Nog niet aangemeld. Herinnerd: Jan de Wit.",
        "Nog niet aangemeld. Herinnerd: Fatima Bakker.",
    ]
    house.jan.does(visit, "check-in")
    house.jan.does(visit, "check-out")


def test_checking_in_ends_the_chase_and_late_is_not_shorter(house: House) -> None:
    visit = house.jan.plans(starts_in=1, minutes=20)
    house.passes(minutes=1.1)
    house.jan.phone.expects_sms("staat nog open")
    started = house.jan.does(visit, "check-in")
    assert started["state"] == "under_way"
    assert started["expectedEnd"] > visit["expectedEnd"], "twenty minutes from now, as was planned"
    house.passes(seconds=25)
    house.fatima.phone.is_silent()
    house.jan.does(visit, "check-out")


def test_moving_it_begins_anew_and_cancelling_it_ends_it(house: House) -> None:
    visit = house.jan.plans(starts_in=1, minutes=20)
    house.passes(minutes=1.1)
    house.jan.phone.expects_sms("staat nog open")
    later = {"plannedStart": house.now().isoformat(), "expectedEnd": visit["expectedEnd"]}
    answer = house.http.patch(f"/v1/visits/{visit['id']}", json=later, headers=house.fatima.citizen.headers)
    assert answer.status_code == 200
    house.jan.phone.expects_sms("Fatima Bakker heeft je afspraak verplaatst")
    house.passes(seconds=1)
    house.jan.phone.expects_sms("staat nog open")
    house.fatima.phone.is_silent()
    cancelled = house.fatima.does(visit, "cancel", reason="Client is ziek")
    assert cancelled["state"] == "cancelled"
    house.jan.phone.expects_sms("Fatima Bakker heeft je afspraak van")
    assert cancelled["watch"]["nextDeadline"] is None
    assert house.jan.story(visit)[-1] == "Afgezegd door Fatima Bakker: Client is ziek."
    assert house.jan.does(visit, "cancel")["state"] == "cancelled", "a repeat answers the same"
    house.jan.does(visit, "check-in", expect=409)
    house.passes(minutes=30)


def test_where_nobody_can_be_reminded_the_next_one_is_at_once(house: House) -> None:
    house.puts_on_duty()
    visit = house.jan.plans(starts_in=1)
    house.passes(minutes=1.1)
    house.jan.phone.expects_sms("staat nog open")
    house.passes(seconds=15)
    house.karin.phone.expects_sms("Jan de Wit had om")
    house.mohamed.phone.expects_sms("Jan de Wit had om")
    assert "Nog niet aangemeld. Herinnerd: niemand bereikbaar." in house.karin.story(visit)
    house.karin.does(visit, "cancel")
    house.jan.phone.expects_sms("Karin Smit heeft je afspraak van")


def test_a_visit_under_way_can_not_be_cancelled_or_moved(house: House) -> None:
    visit = house.jan.checks_in()
    problem = house.jan.does(visit, "cancel", expect=409)
    assert problem["code"] == "not_planned"
    answer = house.http.patch(f"/v1/visits/{visit['id']}", json={}, headers=house.jan.citizen.headers)
    assert answer.status_code == 409
    house.jan.does(visit, "check-out")
