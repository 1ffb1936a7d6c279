"""Longer, well, or out: what ends a visit, and what only moves its end."""

from datetime import datetime, timedelta

from tests.acceptance.scenes import SHORT
from tests.support.house import House

HOME_SAFE = ("[planning]", '[home_safe]\nafter = "1m"\nanswer_within = "30s"\n\n[planning]')


def test_the_reminder_is_neutral_and_moves_with_the_end(house: House) -> None:
    visit = house.jan.checks_in(minutes=0.5)
    house.jan.does(visit, "extend", minutes=1)
    house.fatima.does(visit, "check-call", result="ok")
    house.passes(seconds=70)
    house.jan.phone.is_silent()
    house.passes(seconds=6)
    text = house.jan.phone.expects_sms("Je afspraak loopt tot").text
    assert text.endswith("Klaar: UIT. Langer: +15")
    assert not any(word in text.lower() for word in ("bezoek", "alarm", "achterwacht", "dorpsstraat"))
    house.jan.does(visit, "check-out")


def test_minutes_count_from_the_later_of_now_and_the_expected_end(house: House) -> None:
    visit = house.jan.checks_in(minutes=20)
    end = _moment(visit["expectedEnd"])
    longer = house.jan.does(visit, "extend", minutes=15)
    assert _moment(longer["expectedEnd"]) == end + timedelta(minutes=15)
    house.jan.does(visit, "check-out")

    house.lets_calls_ring()
    visit = house.jan.checks_in(minutes=SHORT)
    house.passes(seconds=30)
    longer = house.jan.does(visit, "extend", minutes=15)
    assert _moment(longer["expectedEnd"]) > house.now() + timedelta(minutes=14)
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_an_end_that_is_not_later_or_too_late_changes_nothing(house: House) -> None:
    visit = house.jan.checks_in(minutes=20)
    for end, code in ((19, "end_not_later"), (20, "end_not_later"), (12 * 60 + 1, "visit_too_long")):
        moment = _moment(visit["startedAt"]) + timedelta(minutes=end)
        if end == 20:
            moment = _moment(visit["expectedEnd"])
        problem = house.jan.does(visit, "extend", expectedEnd=moment.isoformat(), expect=400)
        assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [("/expectedEnd", code)]
    assert house.jan.visit(visit)["expectedEnd"] == visit["expectedEnd"]
    both = {"minutes": 5, "expectedEnd": visit["expectedEnd"]}
    house.jan.does(visit, "extend", **both, expect=400)
    house.jan.does(visit, "extend", expect=400)
    house.jan.phone.sends("+719")
    house.jan.phone.expects_sms("Zo lang mag een bezoek niet duren. Er is niets veranderd.")
    house.jan.does(visit, "check-out")
    assert house.jan.does(visit, "extend", minutes=15, expect=409)["code"] == "not_under_way"


def test_after_a_check_out_nothing_is_due_any_more(house: House) -> None:
    visit = house.jan.checks_in(minutes=20)
    ended = house.jan.does(visit, "check-out", returnTo="office")
    assert ended["state"] == "ended"
    assert ended["watch"]["nextDeadline"] is None
    again = house.jan.does(visit, "check-out")
    assert (again["state"], again["endedAt"], again["timeline"]) == ("ended", ended["endedAt"], ended["timeline"])
    assert house.jan.does(visit, "feeling", feeling="amber")["feeling"] == "amber"
    assert house.jan.story(visit)[-1] == "Zo ging het: gespannen."
    assert house.jan.does(visit, "ok", expect=409)["code"] == "not_under_way"
    house.passes(minutes=60)


def test_a_colleague_signs_somebody_else_off_only_with_a_reason(house: House) -> None:
    visit = house.jan.checks_in(minutes=20)
    problem = house.fatima.does(visit, "check-out", reason="  ", expect=400)
    assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [("/reason", "reason_needed")]
    ended = house.fatima.does(visit, "check-out", reason="Jan belde dat hij klaar is")
    assert ended["state"] == "ended"
    assert house.jan.story(visit)[-1] == "Fatima Bakker meldt Jan de Wit af: Jan belde dat hij klaar is."


def test_straight_home_is_followed_until_jan_is_home(house: House) -> None:
    house.runs_on("demo", HOME_SAFE)
    visit = house.jan.checks_in(minutes=20)
    ended = house.jan.does(visit, "check-out", returnTo="home")
    assert ended["watch"]["nextDeadline"]["kind"] == "home_safe"
    house.passes(seconds=61)
    assert house.jan.phone.expects_sms("Ben je al thuis?").text == "Ben je al thuis? Antwoord OK. Hulp nodig: NOOD"
    house.passes(seconds=30)
    house.fatima.phone.expects_sms("Jan de Wit ging na het bezoek van")
    house.passes(seconds=30)
    house.karin.phone.expects_sms("naar huis en liet daarna niets horen")
    house.jan.phone.sends("OK")
    house.jan.phone.expects_sms("Genoteerd: je bent thuis.")
    assert house.jan.story(visit)[-1] == "Jan de Wit is thuis."
    house.passes(minutes=30)


def test_a_desk_with_a_landline_is_phoned_that_jan_is_not_home(house: House) -> None:
    house.lets_calls_ring().runs_on("demo", HOME_SAFE)
    house.twilio.weather.refuse_number(house.fatima.citizen.phone, 21614)
    visit = house.jan.checks_in(minutes=20)
    house.jan.does(visit, "check-out", returnTo="home")
    house.passes(seconds=61)
    house.jan.phone.expects_sms("Ben je al thuis?")
    house.passes(seconds=31)
    call = house.fatima.phone.expects_call().picks_up()
    assert "Jan de Wit ging na het bezoek naar huis" in call.presses("3").transcript
    house.jan.phone.sends("OK")
    house.jan.phone.expects_sms("Genoteerd: je bent thuis.")


def test_a_manager_who_heard_of_jan_closes_the_way_home_with_a_reason(house: House) -> None:
    house.runs_on("demo", HOME_SAFE)
    visit = house.jan.checks_in(minutes=20)
    house.karin.does(visit, "home-safe", reason="Hij belde", expect=409)
    house.jan.does(visit, "check-out", returnTo="home")
    (homeward,) = house.fatima.asks("/v1/board")["goingHome"]
    assert homeward["id"] == visit["id"]
    house.passes(seconds=125)
    house.forgets_messages()
    house.karin.does(visit, "home-safe", expect=400)
    house.karin.does(visit, "home-safe", reason=" ", expect=400)
    closed = house.karin.does(visit, "home-safe", reason="Zijn vrouw nam op")
    assert closed["watch"]["nextDeadline"] is None
    assert house.karin.story(visit)[-1] == "Jan de Wit is thuis, zegt Karin Smit: Zijn vrouw nam op."
    assert house.fatima.asks("/v1/board")["goingHome"] == []
    house.fatima.does(visit, "home-safe", reason="Nog eens", expect=409)
    house.passes(minutes=30)


def test_to_the_office_or_where_the_profile_does_not_want_it_nobody_asks(house: House) -> None:
    visit = house.jan.checks_in(minutes=20)
    assert house.jan.does(visit, "check-out", returnTo="home")["watch"]["nextDeadline"] is None
    house.runs_on("demo", HOME_SAFE)
    visit = house.jan.checks_in(minutes=20)
    assert house.jan.does(visit, "check-out", returnTo="office")["watch"]["nextDeadline"] is None
    visit = house.jan.checks_in(minutes=20)
    house.jan.does(visit, "check-out", returnTo="home")
    house.jan.does(visit, "ok")
    house.passes(minutes=10)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
