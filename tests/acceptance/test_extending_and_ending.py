"""Longer, well, or out: what ends a visit, and what only moves its end."""

from datetime import datetime, timedelta

from tests.acceptance.stories import SHORT
from tests.support.app_under_test import AppUnderTest

HOME_SAFE = ("[planning]", '[home_safe]\nafter = "1m"\nanswer_within = "30s"\n\n[planning]')


def test_the_reminder_is_neutral_and_moves_with_the_end(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=0.5)
    app.jan.does(visit, "extend", minutes=1)
    app.fatima.does(visit, "check-call", result="ok")
    app.passes(seconds=70)
    app.jan.phone.is_silent()
    app.passes(seconds=6)
    text = app.jan.phone.expects_sms("Je afspraak loopt tot").text
    assert text.endswith("Klaar: UIT. Langer: +15")
    assert not any(word in text.lower() for word in ("bezoek", "alarm", "achterwacht", "dorpsstraat"))
    app.jan.does(visit, "check-out")


def test_minutes_count_from_the_later_of_now_and_the_expected_end(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=20)
    end = _moment(visit["expectedEnd"])
    longer = app.jan.does(visit, "extend", minutes=15)
    assert _moment(longer["expectedEnd"]) == end + timedelta(minutes=15)
    app.jan.does(visit, "check-out")

    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=SHORT)
    app.passes(seconds=30)
    longer = app.jan.does(visit, "extend", minutes=15)
    assert _moment(longer["expectedEnd"]) > app.now() + timedelta(minutes=14)
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_an_end_that_is_not_later_or_too_late_changes_nothing(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=20)
    for end, code in ((19, "end_not_later"), (20, "end_not_later"), (12 * 60 + 1, "visit_too_long")):
        moment = _moment(visit["startedAt"]) + timedelta(minutes=end)
        if end == 20:
            moment = _moment(visit["expectedEnd"])
        problem = app.jan.does(visit, "extend", expectedEnd=moment.isoformat(), expect=400)
        assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [("/expectedEnd", code)]
    assert app.jan.visit(visit)["expectedEnd"] == visit["expectedEnd"]
    both = {"minutes": 5, "expectedEnd": visit["expectedEnd"]}
    app.jan.does(visit, "extend", **both, expect=400)
    app.jan.does(visit, "extend", expect=400)
    app.jan.phone.sends("+719")
    app.jan.phone.expects_sms("Zo lang mag een bezoek niet duren. Er is niets veranderd.")
    app.jan.does(visit, "check-out")
    assert app.jan.does(visit, "extend", minutes=15, expect=409)["code"] == "not_under_way"


def test_after_a_check_out_nothing_is_due_any_more(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=20)
    ended = app.jan.does(visit, "check-out", returnTo="office")
    assert ended["state"] == "ended"
    assert ended["watch"]["nextDeadline"] is None
    again = app.jan.does(visit, "check-out")
    assert (again["state"], again["endedAt"], again["timeline"]) == ("ended", ended["endedAt"], ended["timeline"])
    assert app.jan.does(visit, "feeling", feeling="amber")["feeling"] == "amber"
    assert app.jan.story(visit)[-1] == "Zo ging het: moeizaam."
    assert app.jan.does(visit, "ok", expect=409)["code"] == "not_under_way"
    app.passes(minutes=60)


def test_a_colleague_signs_somebody_else_off_only_with_a_reason(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=20)
    problem = app.fatima.does(visit, "check-out", reason="  ", expect=400)
    assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [("/reason", "reason_needed")]
    ended = app.fatima.does(visit, "check-out", reason="Jan belde dat hij klaar is")
    assert ended["state"] == "ended"
    assert app.jan.story(visit)[-1] == "Fatima Bakker meldt Jan de Wit af: Jan belde dat hij klaar is."


def test_straight_home_is_followed_until_jan_is_home(app: AppUnderTest) -> None:
    app.runs_on("demo", HOME_SAFE)
    visit = app.jan.checks_in(minutes=20)
    ended = app.jan.does(visit, "check-out", returnTo="home")
    assert ended["watch"]["nextDeadline"]["kind"] == "home_safe"
    app.passes(seconds=61)
    assert app.jan.phone.expects_sms("Ben je al thuis?").text == "Ben je al thuis? Antwoord OK. Hulp nodig: NOOD"
    app.passes(seconds=30)
    app.fatima.phone.expects_sms("Jan de Wit ging na het bezoek van")
    app.passes(seconds=30)
    app.karin.phone.expects_sms("naar huis en liet daarna niets horen")
    app.jan.phone.sends("OK")
    app.jan.phone.expects_sms("Genoteerd: je bent thuis.")
    assert app.jan.story(visit)[-1] == "Jan de Wit is thuis."
    app.passes(minutes=30)


def test_a_desk_with_a_landline_is_phoned_that_jan_is_not_home(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on("demo", HOME_SAFE)
    app.twilio.weather.refuse_number(app.fatima.employee.phone, 21614)
    visit = app.jan.checks_in(minutes=20)
    app.jan.does(visit, "check-out", returnTo="home")
    app.passes(seconds=61)
    app.jan.phone.expects_sms("Ben je al thuis?")
    app.passes(seconds=31)
    call = app.fatima.phone.expects_call().picks_up()
    assert "Jan de Wit ging na het bezoek naar huis" in call.presses("3").transcript
    app.jan.phone.sends("OK")
    app.jan.phone.expects_sms("Genoteerd: je bent thuis.")


def test_a_manager_who_heard_of_jan_closes_the_way_home_with_a_reason(app: AppUnderTest) -> None:
    app.runs_on("demo", HOME_SAFE)
    visit = app.jan.checks_in(minutes=20)
    app.karin.does(visit, "home-safe", reason="Hij belde", expect=409)
    app.jan.does(visit, "check-out", returnTo="home")
    (homeward,) = app.fatima.asks("/v1/board")["goingHome"]
    assert homeward["id"] == visit["id"]
    app.passes(seconds=125)
    app.forgets_messages()
    app.karin.does(visit, "home-safe", expect=400)
    app.karin.does(visit, "home-safe", reason=" ", expect=400)
    closed = app.karin.does(visit, "home-safe", reason="Zijn vrouw nam op")
    assert closed["watch"]["nextDeadline"] is None
    assert app.karin.story(visit)[-1] == "Jan de Wit is thuis, zegt Karin Smit: Zijn vrouw nam op."
    assert app.fatima.asks("/v1/board")["goingHome"] == []
    app.fatima.does(visit, "home-safe", reason="Nog eens", expect=409)
    app.passes(minutes=30)


def test_to_the_office_or_where_the_profile_does_not_want_it_nobody_asks(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=20)
    assert app.jan.does(visit, "check-out", returnTo="home")["watch"]["nextDeadline"] is None
    app.runs_on("demo", HOME_SAFE)
    visit = app.jan.checks_in(minutes=20)
    assert app.jan.does(visit, "check-out", returnTo="office")["watch"]["nextDeadline"] is None
    visit = app.jan.checks_in(minutes=20)
    app.jan.does(visit, "check-out", returnTo="home")
    app.jan.does(visit, "ok")
    app.passes(minutes=10)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
