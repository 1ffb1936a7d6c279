"""The way back from a visit: somebody waits at the office, or at the next stop, and misses who does not come (P3)."""

from datetime import datetime, timedelta

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import LATE_CHECK_CALL, Json, climbs_to, level_of, local_time
from tests.support.app_under_test import AppUnderTest
from tests.support.person import an_address

BACK = ("[planning]", '[signing_off]\nback_after = "2m"\n\n[planning]')
HOME = ("[planning]", '[home_safe]\nafter = "3m"\nanswer_within = "30s"\n\n[planning]')
TOLD = ("back_after", "tells_finished = true\nback_after")
MY_DAY = "/v1/visits?mine=true&state=planned,under_way"
PIN, DURESS = "2468", "8642"
CHASE = "Terug op kantoor: stuur TERUG. Later: +15. Al thuis: THUIS. Hulp nodig: NOOD. We bellen je zo."


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on("demo", LATE_CHECK_CALL, BACK, HOME)


def gone(app: AppUnderTest, **said: str) -> Json:
    """A visit of Jan's that is over, with him on the way back."""
    visit = app.jan.checks_in(minutes=10)
    ended: Json = app.jan.posts(f"/v1/visits/{visit['id']}/check-out", {"returnTo": "office", **said})
    return ended


def missed(app: AppUnderTest, level: Level = Level.WORKER, **said: str) -> Json:
    """Jan did not come back, and his alarm has just reached this level."""
    visit = gone(app, **said)
    climbs_to(app, level)
    return visit


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_after_a_visit_jan_is_waited_for_at_the_office(app: AppUnderTest) -> None:
    visit = gone(app)
    assert (visit["state"], visit["wayBack"]["headingTo"]) == ("ended", None)
    assert timedelta(seconds=119) < moment(visit["wayBack"]["by"]) - app.now() <= timedelta(minutes=2)
    assert visit["watch"]["nextDeadline"] == {"kind": "back", "dueAt": visit["wayBack"]["by"]}
    assert [one["id"] for one in app.jan.asks(MY_DAY)["visits"]] == [visit["id"]]
    (row,) = app.fatima.asks("/v1/board")["goingHome"]
    assert (row["id"], row["wayBack"]["headingTo"], row["next"]["kind"]) == (visit["id"], None, "back")
    by = local_time(visit["wayBack"]["by"])
    assert app.jan.story(visit)[-1] == f"Jan de Wit meldt zich af. Wordt om {by} terug verwacht."
    there = app.jan.does(visit, "back")
    assert (there["wayBack"], there["watch"]["nextDeadline"], there["returnTo"]) == (None, None, "office")
    assert app.jan.story(visit)[-1] == "Jan de Wit is terug op kantoor."
    assert app.jan.asks(MY_DAY)["visits"] == []
    assert app.fatima.asks("/v1/board")["goingHome"] == []
    again = app.jan.does(visit, "back")
    assert again["timeline"] == there["timeline"]
    assert app.jan.does(visit, "ok", expect=409)["code"] == "not_under_way"
    assert app.jan.does(app.jan.plans(starts_in=500), "back", expect=409)["code"] == "not_on_the_way_back"
    app.passes(minutes=30)


def test_not_back_climbs_the_ladder_and_says_what_it_is(app: AppUnderTest) -> None:
    visit = missed(app)
    assert app.jan.phone.expects_sms().text == CHASE
    app.passes(seconds=6)
    app.jan.phone.expects_call()
    app.fatima.phone.is_silent()
    climbs_to(app, Level.COLLEAGUE)
    text = app.fatima.phone.expects_sms("is niet terug op kantoor").text
    ended, by = local_time(visit["endedAt"]), local_time(visit["wayBack"]["by"])
    assert f"Jan de Wit is niet terug op kantoor, verwacht om {by}. Laatst: " in text
    assert f", klaar om {ended}. Bel {app.jan.employee.phone.replace('+316', '06 ')}. Ik pak dit op: 1 " in text
    alarm = app.fatima.alarm()
    assert (alarm["cause"], alarm["level"]) == ("not_back", "colleague")
    (row,) = app.fatima.asks("/v1/board")["alarms"]
    assert row["cause"] == "not_back"
    (loud,) = app.fatima.asks("/v1/board/alarms")["alarms"]
    assert [one["addressLeft"] for one in (alarm, row, loud)] == [True] * 3, "where he was last, not where he is"
    climbs_to(app, Level.MANAGER)
    assert "Fatima reageerde niet." in app.karin.phone.expects_sms("is niet terug op kantoor").text
    climbs_to(app, Level.POLICE)
    assert "onderweg, laatst " in app.karin.phone.expects_sms("BEL NU 112").text
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert any(f"Daar was het bezoek om {ended} klaar." in line for line in sheet["say"])
    assert any(f"ging daarna naar kantoor, en werd daar verwacht om {by}" in line for line in sheet["say"])
    assert any("is na een huisbezoek niet teruggekomen" in line for line in sheet["say"])
    assert [one["left"] for one in sheet["addresses"]] == [True]
    assert sheet["onward"] == {"to": None, "home": False, "by": visit["wayBack"]["by"]}
    page = app.http.get(
        f"/v1/alarms/{alarm['id']}/hand-over", headers=app.karin.employee.headers | {"Accept": "text/html"}
    ).text
    assert page.index("Laatst bekende adres.") < page.index("<h1>")
    assert f"Was op weg naar</dt><dd>kantoor, verwacht om {by}</dd>" in page
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    closed = app.jan.visit(visit)
    assert (closed["wayBack"], closed["watch"]["nextDeadline"], closed["alarm"]) == (None, None, None)
    app.passes(minutes=60)


@pytest.mark.by_turns
@pytest.mark.parametrize("said", ["TERUG", "ik ben terug op kantoor", "Kantoor", "NAAR HUIS", "thuis", "app", "home"])
def test_while_only_jan_was_asked_what_he_says_answers_it(app: AppUnderTest, said: str) -> None:
    visit = missed(app)
    app.jan.phone.expects_sms("Terug op kantoor: stuur TERUG.")
    if said in ("app", "home"):
        app.jan.does(visit, "back", to="home" if said == "home" else "office")
    else:
        app.jan.phone.sends(said)
        app.jan.phone.expects_sms("Genoteerd: je ")
    closed = app.jan.visit(visit)
    assert (closed["alarm"], closed["wayBack"]) == (None, None)
    assert closed["returnTo"] == ("home" if said in ("NAAR HUIS", "thuis", "home") else "office")
    asks_at_home = closed["watch"]["nextDeadline"] is not None
    assert asks_at_home == (said in ("NAAR HUIS", "home")), "who is home already is not asked whether they are"
    app.fatima.phone.is_silent()
    if asks_at_home:
        app.jan.does(visit, "ok")
    app.passes(minutes=30)


def test_who_went_along_is_waited_for_too_and_the_worker_answers_for_all(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    app.jan.does(visit, "check-out", returnTo="office")
    climbs_to(app, Level.WORKER)
    app.jan.phone.expects_sms("Allemaal terug op kantoor, ook Ali Demir: stuur TERUG.")
    climbs_to(app, Level.COLLEAGUE)
    assert "Ging mee: Ali Demir." in app.fatima.phone.expects_sms("is niet terug op kantoor").text
    sheet = app.karin.asks(f"/v1/alarms/{app.karin.alarm()['id']}/hand-over")
    assert "Voor zover bekend zijn er 2 mensen van ons: Jan de Wit, en ook Ali Demir." in sheet["say"]
    app.ali.phone.is_silent()
    app.jan.does(visit, "back")
    app.forgets_messages()
    assert "Jan de Wit en Ali Demir zijn terug op kantoor." in app.jan.story(visit)
    app.passes(minutes=30)


def test_plus_and_ok_move_it_and_then_jan_is_missed_again(app: AppUnderTest) -> None:
    visit = missed(app)
    app.jan.phone.expects_sms("Terug op kantoor: stuur TERUG.").then_replies("+15").expects_sms("We letten op je tot ")
    later = app.jan.visit(visit)
    assert (later["alarm"], later["wayBack"]["headingTo"]) == (None, None)
    assert timedelta(minutes=14) < moment(later["wayBack"]["by"]) - app.now() <= timedelta(minutes=15)
    climbs_to(app, Level.WORKER)
    app.jan.phone.expects_sms("Terug op kantoor: stuur TERUG.").then_replies("ok").expects_sms("We letten op je tot ")
    climbs_to(app, Level.COLLEAGUE)
    app.forgets_messages()
    app.jan.phone.sends("OK")
    app.jan.phone.expects_sms("We letten op je tot ")
    app.fatima.phone.expects_sms("liet iets horen: alles goed (sms). Het alarm blijft open")
    assert app.fatima.alarm()["level"] == "colleague"
    app.jan.does(visit, "back")
    app.fatima.phone.expects_sms("is veilig")
    app.passes(minutes=30)


@pytest.mark.on_both
def test_moved_in_the_app_and_never_further_than_anybody_waits(app: AppUnderTest) -> None:
    visit = gone(app)
    by = moment(visit["wayBack"]["by"])
    moved = app.jan.does(visit, "extend", minutes=30)
    assert moment(moved["wayBack"]["by"]) == by + timedelta(minutes=30)
    assert app.jan.story(visit)[-1].startswith("Jan de Wit wordt verwacht om ")
    early = (app.now() + timedelta(minutes=1)).isoformat()
    assert app.jan.does(visit, "extend", expectedEnd=early, expect=400)["errors"][0]["code"] == "end_not_later"
    far = (app.now() + timedelta(hours=13)).isoformat()
    assert app.jan.does(visit, "extend", expectedEnd=far, expect=400)["errors"][0]["code"] == "back_too_late"
    app.jan.does(visit, "back")
    visit = app.jan.checks_in(minutes=10)
    assert app.jan.does(visit, "check-out", backBy=far, expect=400)["errors"][0]["code"] == "back_too_late"
    said = app.now() + timedelta(minutes=50)
    gone_now = app.jan.does(visit, "check-out", returnTo="office", backBy=said.isoformat())
    assert moment(gone_now["wayBack"]["by"]) == said
    app.jan.does(visit, "back")


def test_a_bare_word_closes_nothing_once_others_were_told(app: AppUnderTest) -> None:
    visit = missed(app, Level.COLLEAGUE)
    app.forgets_messages()
    app.jan.phone.sends("TERUG")
    app.jan.phone.expects_sms("Genoteerd. Een collega belt je om het af te ronden.")
    app.fatima.phone.expects_sms("Jan de Wit meldt zich af. Het alarm blijft open.")
    alarm = app.fatima.alarm()
    assert alarm["resolvedAt"] is None
    climbs_to(app, Level.MANAGER)
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    assert app.jan.visit(visit)["wayBack"] is None
    app.passes(minutes=30)


def test_with_a_pin_set_the_word_asks_for_it(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = gone(app, pin=PIN)
    for word in ("TERUG", "NAAR HUIS", "THUIS", "+15", "OK"):
        app.jan.phone.sends(word)
        app.jan.phone.expects_sms(f"Zet je code erachter, bijvoorbeeld {word} 1234")
    assert app.jan.does(visit, "back", expect=400)["errors"][0]["pointer"] == "/pin"
    assert app.jan.visit(visit)["wayBack"] is not None
    app.jan.phone.sends(f"terug {PIN}")
    app.jan.phone.expects_sms("Genoteerd: je bent terug.")
    assert app.jan.visit(visit)["wayBack"] is None
    app.passes(minutes=30)


@pytest.mark.on_both
def test_signed_off_with_the_duress_pin_the_screen_says_the_same_and_outside_it_is_loud(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    calm, forced = app.jan.checks_in(minutes=10), app.jan.checks_in(minutes=10)
    app.jan.does(calm, "check-out", returnTo="office", pin=PIN)
    app.jan.does(calm, "back", pin=PIN, expect=409)  # he is still on the other one
    covered = app.jan.does(forced, "check-out", returnTo="office", pin=DURESS)
    assert (covered["state"], covered["alarm"]) == ("ended", None)
    assert covered["wayBack"] is not None, "as the right PIN would say"
    assert [one["id"] for one in app.jan.asks(MY_DAY)["visits"]] == [covered["id"]]
    app.fatima.phone.expects_sms("STIL ALARM")
    app.karin.phone.expects_sms("STIL ALARM")
    app.jan.phone.sends(f"TERUG {PIN}")
    app.jan.phone.expects_sms("Genoteerd: je bent terug.")
    app.fatima.phone.expects_sms("meldt zich af. Het alarm blijft open. Bel Jan de Wit NIET.")
    assert app.jan.visit(forced)["wayBack"] is None
    assert app.fatima.alarm()["cause"] == "duress"
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    app.passes(minutes=60)


@pytest.mark.by_turns
@pytest.mark.parametrize("level", [None, Level.WORKER, Level.COLLEAGUE])
@pytest.mark.parametrize("way", ["app", "sms"])
def test_back_with_the_duress_pin_is_so_on_their_own_screen_only(
    app: AppUnderTest, level: Level | None, way: str
) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = gone(app, pin=PIN) if level is None else missed(app, level, pin=PIN)
    app.forgets_messages()
    if way == "app":
        said = app.jan.does(visit, "back", pin=DURESS)
        assert (said["wayBack"], said["alarm"]) == (None, None)
    else:
        app.jan.phone.sends(f"TERUG {DURESS}")
        app.jan.phone.expects_sms("Genoteerd: je bent terug.")
    assert app.jan.asks("/v1/alarms?open=true")["alarms"] == []
    text = app.fatima.phone.expects_sms("STIL ALARM").text
    assert "onderweg, laatst " in text
    assert (app.fatima.alarm()["cause"], level_of(app)) == ("duress", Level.MANAGER)
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    assert app.jan.visit(visit)["wayBack"] is None
    app.passes(minutes=30)


def test_a_colleague_reports_somebody_back_only_with_a_reason(app: AppUnderTest) -> None:
    visit = missed(app, Level.COLLEAGUE)
    app.forgets_messages()
    assert app.fatima.does(visit, "back", reason=" ", expect=400)["errors"][0]["code"] == "reason_needed"
    there = app.fatima.does(visit, "back", reason="Jan staat naast me")
    assert (there["alarm"], there["wayBack"]) == (None, None)
    assert app.jan.story(visit)[-2] == "Jan de Wit is terug op kantoor, zegt Fatima Bakker: Jan staat naast me."
    app.fatima.phone.expects_sms("is veilig")
    app.passes(minutes=30)


def test_who_closes_the_alarm_may_agree_on_a_new_moment(app: AppUnderTest) -> None:
    visit = missed(app, Level.COLLEAGUE)
    app.forgets_messages()
    alarm = app.fatima.alarm()
    until = app.now() + timedelta(minutes=20)
    app.fatima.on_alarm(alarm, "resolve", outcome="safe", expectedEnd=until.isoformat())
    app.forgets_messages()
    assert moment(app.jan.visit(visit)["wayBack"]["by"]) == until
    climbs_to(app, Level.WORKER)
    app.jan.phone.expects_sms("Terug op kantoor: stuur TERUG.")
    app.jan.does(visit, "back")
    app.passes(minutes=30)


def test_the_noodknop_on_the_way_back_joins_what_is_open(app: AppUnderTest) -> None:
    visit = missed(app, Level.COLLEAGUE)
    app.forgets_messages()
    app.jan.posts("/v1/alarms", {}, expect=201)
    text = app.karin.phone.expects_sms("NOOD").text
    assert "drukte om" in text
    assert "onderweg, laatst " in text
    app.fatima.phone.expects_sms("NOOD")
    alarm = app.karin.alarm()
    assert (alarm["cause"], alarm["visitId"]) == ("panic", visit["id"])
    assert app.jan.does(visit, "back")["alarm"] is not None, "somebody else closes it"
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="false_alarm")
    app.forgets_messages()
    app.passes(minutes=30)


def test_taken_handed_on_and_asked_again_like_every_alarm(app: AppUnderTest) -> None:
    missed(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("is niet terug op kantoor").then_answers("1").expects_sms("Jij pakt alarm")
    app.passes(minutes=1)
    app.fatima.phone.expects_sms("staat nog open: onderweg, laatst ")
    app.forgets_messages()
    app.fatima.on_alarm(app.fatima.alarm(), "assign", personId=str(app.karin.id))
    asked = app.karin.phone.expects_sms("vraagt jou om dit over te nemen")
    app.forgets_messages()
    app.karin.phone.sends(f"VEILIG {asked.code}")
    app.forgets_messages()
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    app.passes(minutes=30)


def test_a_late_clock_still_finds_who_is_not_back(app: AppUnderTest) -> None:
    gone(app)
    app.clock.offset += timedelta(hours=2)
    app.settles()
    app.jan.phone.expects_sms("Terug op kantoor: stuur TERUG.")
    app.forgets_messages()
    assert app.fatima.alarm()["cause"] == "not_back"
    app.jan.phone.sends("TERUG")
    app.forgets_messages()
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_by_sms_one_says_where_to(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("UIT")
    text = app.jan.phone.expects_sms("Je bent afgemeld. We letten op je tot ").text
    assert text.endswith("Terug op kantoor: TERUG. Naar huis: NAAR HUIS.")
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Je bent al afgemeld. We letten op je tot ")
    app.jan.phone.sends("STATUS")
    app.jan.phone.expects_sms("Er wordt op je gelet tot ")
    app.jan.phone.sends("ik ga rechtstreeks naar huis")
    app.jan.phone.expects_sms("Genoteerd: je gaat naar huis. Stuur OK als je thuis bent.")
    assert app.jan.visit(visit)["watch"]["nextDeadline"]["kind"] == "home_safe"
    app.jan.phone.sends("Ben thuis")
    app.jan.phone.expects_sms("Genoteerd: je bent thuis.")
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("UIT, naar huis")
    app.jan.phone.expects_sms("Je bent afgemeld. Stuur OK als je thuis bent.")
    app.jan.does(visit, "ok")
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("Weer terug op kantoor")
    app.jan.phone.expects_sms("Genoteerd: je bent terug.")
    assert (app.jan.visit(visit)["state"], app.jan.visit(visit)["wayBack"]) == ("ended", None)
    app.jan.phone.sends("TERUG")
    app.jan.phone.expects_sms("Je bent nergens aangemeld.")
    app.passes(minutes=30)


def test_after_office_hours_nobody_waits_at_an_empty_office(app: AppUnderTest) -> None:
    app.clock.offset += timedelta(hours=6, minutes=55)  # 16:55, and closed at 17:00
    app.settles()
    app.runs_on("demo", LATE_CHECK_CALL, ("[planning]", BACK[1].replace("2m", "10m")), HOME)
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Je bent afgemeld. Stuur OK als je thuis bent.")
    ended = app.jan.visit(visit)
    assert (ended["returnTo"], ended["wayBack"]) == ("home", None)
    app.jan.does(visit, "ok")
    visit = gone(app)
    assert visit["wayBack"] is not None, "who says to go to the office is waited for there"
    app.jan.does(visit, "back")


def test_the_next_check_in_takes_over_and_what_was_said_goes_along(app: AppUnderTest) -> None:
    said = app.now() + timedelta(minutes=90)
    first = app.jan.checks_in(minutes=10, backBy=said.isoformat())
    first = app.jan.does(first, "check-out", returnTo="office")
    assert first["wayBack"]["by"] == first["backBy"]
    assert moment(first["backBy"]) == said
    second = app.jan.checks_in(minutes=10)
    assert app.jan.visit(first)["wayBack"] is None
    assert app.jan.story(first)[-1] == "Jan de Wit is begonnen aan het volgende bezoek."
    assert moment(second["backBy"]) == said
    second = app.jan.does(second, "check-out", returnTo="office")
    assert moment(second["wayBack"]["by"]) == said
    app.jan.does(second, "back")
    app.passes(minutes=120)


@pytest.mark.on_both
def test_a_check_in_by_sms_without_the_pin_ends_no_way_back(app: AppUnderTest) -> None:
    """A number is forged for a few cents (docs/decisions/0091): such a text begins a watch and nothing else."""
    app.jan.sets_pin(PIN, DURESS)
    first = gone(app, pin=PIN)
    app.jan.phone.sends("IN 5211AA 12 30")
    answer = app.jan.phone.expects_sms("Aangemeld").text
    assert app.jan.visit(first)["wayBack"] is not None
    assert "Je wordt ook nog terug verwacht" in answer
    app.jan.phone.sends("OK")
    app.jan.phone.expects_sms("Zet je code erachter")
    assert app.jan.visit(first)["wayBack"] is not None
    app.jan.phone.sends(f"OK {PIN}")
    app.jan.phone.expects_sms("Genoteerd")
    assert app.jan.visit(first)["wayBack"] is None
    app.jan.phone.sends(f"UIT {PIN}")
    app.jan.phone.expects_sms("Je bent afgemeld")
    app.jan.phone.sends(f"IN 5211AA 14 30 {PIN}")
    assert "terug verwacht" not in app.jan.phone.expects_sms("Aangemeld").text
    (open_one,) = app.jan.asks(MY_DAY)["visits"]
    app.jan.does(open_one, "check-out", pin=PIN, returnTo="home")
    app.jan.phone.sends(f"OK {PIN}")
    app.jan.phone.expects_sms("Genoteerd: je bent thuis.")


def test_the_next_check_in_ends_the_wait_for_who_went_home(app: AppUnderTest) -> None:
    first = app.jan.checks_in(minutes=10)
    first = app.jan.does(first, "check-out", returnTo="home")
    assert first["watch"]["nextDeadline"]["kind"] == "home_safe"
    second = app.jan.checks_in(minutes=10)
    assert app.jan.visit(first)["watch"]["nextDeadline"] is None
    assert app.jan.story(first)[-1] == "Jan de Wit is begonnen aan het volgende bezoek."
    app.passes(minutes=5)
    app.jan.phone.is_silent()
    app.fatima.phone.is_silent()
    app.jan.does(second, "check-out", returnTo="home")
    app.jan.does(second, "ok")


def test_a_colleague_who_signs_jan_off_elsewhere_does_not_say_that_he_is_home(app: AppUnderTest) -> None:
    first, second = app.jan.checks_in(minutes=10), app.jan.checks_in(minutes=10)
    app.jan.does(first, "check-out", returnTo="home")
    app.fatima.does(second, "check-out", reason="Hij belde")
    assert app.jan.visit(first)["watch"]["nextDeadline"]["kind"] == "home_safe"
    app.jan.does(first, "ok")
    app.forgets_messages()
    app.jan.does(second, "back")


def test_a_forged_check_in_does_not_end_the_wait_for_who_went_home(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    first = app.jan.checks_in(minutes=10)
    app.jan.does(first, "check-out", pin=PIN, returnTo="home")
    app.jan.phone.sends("IN 5211AA 12 30")
    app.jan.phone.expects_sms("Aangemeld")
    assert app.jan.visit(first)["watch"]["nextDeadline"]["kind"] == "home_safe"
    app.jan.phone.sends(f"OK {PIN}")
    app.jan.phone.expects_sms("Genoteerd")
    assert app.jan.visit(first)["watch"]["nextDeadline"] is None
    (open_one,) = app.jan.asks(MY_DAY)["visits"]
    app.jan.does(open_one, "check-out", pin=PIN, returnTo="home")
    app.jan.phone.sends(f"OK {PIN}")
    app.jan.phone.expects_sms("Genoteerd: je bent thuis.")


@pytest.mark.on_both
def test_from_stop_to_stop_there_is_one_watch(app: AppUnderTest) -> None:
    one, two = app.jan.plans(minutes=10), app.jan.plans(starts_in=11.5, minutes=10, address=an_address(44))
    app.jan.does(one, "check-in")
    app.passes(minutes=9)
    app.forgets_messages()
    app.jan.phone.sends("UIT")
    line = app.fatima.asks("/v1/board")["planned"][0]["address"]
    text = app.jan.phone.expects_sms(f"Je bent afgemeld. Volgende: {line}. We letten op je tot ").text
    assert text.endswith(": meld je daar aan.")
    on = app.jan.visit(one)["wayBack"]
    assert on["headingTo"] == line
    assert moment(on["by"]) == moment(two["plannedStart"]) + timedelta(minutes=2), "and not when he would be back"
    climbs_to(app, Level.WORKER)
    app.jan.phone.expects_sms("Bij je volgende afspraak: meld je daar aan.")
    climbs_to(app, Level.COLLEAGUE)
    assert f"is niet aangekomen bij {line}, verwacht om" in app.fatima.phone.expects_sms("is niet aangekomen").text
    app.jan.does(two, "check-in")
    app.fatima.phone.expects_sms("liet iets horen: alles goed. Het alarm blijft open")
    app.forgets_messages()
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    two = app.jan.does(two, "check-out")
    assert two["wayBack"]["headingTo"] is None
    app.jan.does(two, "back")
    app.passes(minutes=60)


@pytest.mark.on_both
def test_when_the_next_stop_moves_or_falls_away_so_does_the_watch(app: AppUnderTest) -> None:
    one, two = app.jan.plans(minutes=10), app.jan.plans(starts_in=11, minutes=10, address=an_address(44))
    app.jan.does(one, "check-in")
    app.passes(minutes=9, seconds=30)
    app.forgets_messages()
    app.jan.does(one, "check-out", returnTo="office")
    assert app.jan.visit(one)["wayBack"]["headingTo"] is not None
    start = moment(two["plannedStart"])
    later = {"plannedStart": (start + timedelta(seconds=20)).isoformat()}
    app.http.patch(f"/v1/visits/{two['id']}", json=later, headers=app.jan.employee.headers).raise_for_status()
    assert moment(app.jan.visit(one)["wayBack"]["by"]) == start + timedelta(minutes=2, seconds=20)
    app.jan.does(two, "cancel")
    assert app.jan.visit(one)["wayBack"]["headingTo"] is None
    app.forgets_messages()
    app.jan.does(one, "back")
    app.passes(minutes=60)


@pytest.mark.on_both
def test_the_desk_hears_of_each_finished_visit_where_the_protocol_asks_it(app: AppUnderTest) -> None:
    app.runs_on("demo", LATE_CHECK_CALL, BACK, TOLD, HOME)
    visit = gone(app)
    text = app.fatima.phone.expects_sms("Jan de Wit is om ").text
    assert " klaar bij " in text
    assert text.endswith(f" en is om {local_time(visit['wayBack']['by'])} terug.")
    app.karin.phone.is_silent()
    app.jan.does(visit, "back")
    visit = app.jan.checks_in(minutes=10)
    app.jan.does(visit, "check-out", returnTo="home")
    assert app.fatima.phone.expects_sms("Jan de Wit is om ").text.endswith(" en gaat naar huis.")
    app.jan.does(visit, "ok")
    visit = app.jan.checks_in(minutes=10)
    app.fatima.does(visit, "check-out", reason="Jan belde")
    app.fatima.phone.is_silent()
    app.jan.does(visit, "back")
    app.passes(minutes=30)


def test_who_is_on_the_way_stands_on_the_list_of_the_team(app: AppUnderTest) -> None:
    visit = gone(app)
    (stay,) = app.fatima.asks(f"/v1/teams/{app.ours.team}/whereabouts")["underWay"]
    assert stay["address"].startswith("onderweg, laatst ")
    assert (stay["until"], stay["next"]["task"]) == (visit["wayBack"]["by"], "call")
    app.jan.does(visit, "back")
    assert app.fatima.asks(f"/v1/teams/{app.ours.team}/whereabouts")["underWay"] == []


def test_who_is_inside_at_the_next_stop_is_missed_nowhere_whatever_profile_runs_there(app: AppUnderTest) -> None:
    """A team of another profile, or a switch meanwhile: the next visit's own expects nobody at the office."""
    before = gone(app)
    app.runs_on("demo", LATE_CHECK_CALL)
    inside = app.jan.checks_in(minutes=30)
    assert app.jan.visit(before)["wayBack"] is None
    app.passes(minutes=10)
    assert level_of(app) is None, "an alarm for somebody who sits inside, and is watched"
    app.jan.does(inside, "check-out")
    app.forgets_messages()


def test_what_is_planned_under_another_profile_is_a_next_stop_too(app: AppUnderTest) -> None:
    app.runs_on("demo", LATE_CHECK_CALL, ("[planning]", '[signing_off]\nback_after = "20m"\n\n[planning]'))
    before = gone(app)
    app.runs_on("demo", LATE_CHECK_CALL)
    planned = app.jan.plans(starts_in=15)
    back = app.jan.visit(before)["wayBack"]
    assert back["headingTo"] is not None
    assert moment(back["by"]) == moment(planned["plannedStart"]) + timedelta(minutes=20)
    app.jan.does(planned, "cancel")
    app.jan.does(before, "back")
    app.forgets_messages()
