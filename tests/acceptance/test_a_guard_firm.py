"""An external guard firm in an alarm (P1): phoned with the police task, and told what it needs and no more."""

from typing import Any

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.silence import DURESS, PIN
from tests.acceptance.stories import a_belgian_address, climbs_to, refused
from tests.support.app_under_test import AppUnderTest
from tests.support.twilio.phones import Phone

LANDLINE, MOBILE = "+3233445566", "+32475123456"
FIRM = {"name": "Bewaking Oost", "phone": LANDLINE}
Json = dict[str, Any]


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("woonmaatschappij").lets_calls_ring()


def puts(app: AppUnderTest, path: str, body: Json, expect: int = 200) -> Json:
    answer = app.http.put(f"/v1{path}", json=body, headers=app.anne.employee.headers)
    assert answer.status_code == expect, answer.text
    found: Json = answer.json()
    return found


def firm(app: AppUnderTest, phone: str = LANDLINE) -> Phone:
    puts(app, "/guard-firm", FIRM | {"phone": phone})
    return app.twilio.phone(phone)


def overdue_until_the_police_task(app: AppUnderTest) -> Json:
    visit = app.jan.checks_in(minutes=15, address=a_belgian_address(12), clientName="R. Peeters")
    climbs_to(app, Level.MANAGER)
    app.forgets_messages()
    return visit


def climbs_on(app: AppUnderTest) -> None:
    app.passes(minutes=3)
    app.karin.phone.expects_sms("BEL NU 112")
    app.fatima.phone.expects_sms("BEL NU 112")


@pytest.mark.on_both
def test_the_firm_is_phoned_with_the_police_task_hears_who_and_where_and_comes(app: AppUnderTest) -> None:
    guard = firm(app)
    visit = overdue_until_the_police_task(app)
    guard.is_silent()
    climbs_on(app)
    call = guard.expects_call().picks_up()
    assert "Jan" not in call.says, "a voicemail may be listening"
    assert "Dorpsstraat" not in call.says
    call.presses("1")
    assert "Jan de Wit" in call.says
    assert "Dorpsstraat 12" in call.says
    for secret in ("Peeters", " ".join(app.jan.employee.phone[-4:]), "112"):
        assert secret not in call.transcript
    call.presses("1")
    assert "jullie komen" in call.says
    for one in (app.karin, app.fatima):
        one.phone.expects_sms("Bewaking Oost komt (Jan de Wit")
    alarm = app.karin.alarm()
    assert alarm["acknowledgedBy"] is None, "an outsider takes nothing, and the climb goes on"
    assert [(one["outcome"], one["by"]) for one in alarm["guard"]["calls"]] == [("comes", None)]
    assert alarm["guard"]["numberVerified"], "somebody there pressed a digit"
    (row,) = app.karin.asks("/v1/board")["alarms"]
    assert (row["guard"]["name"], row["guard"]["outcome"]) == ("Bewaking Oost", "comes")
    assert app.karin.asks("/v1/board")["withoutGuard"] == []
    app.passes(minutes=3)
    app.forgets_messages()
    guard.is_silent()
    tried = [one["text"] for one in app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")["tried"]]
    assert "Bewakingsfirma Bewaking Oost: komt (telefoon)." in tried
    ends(app, visit)


def test_the_firm_that_cant_says_so_and_one_that_is_silent_is_phoned_again_with_everyone(app: AppUnderTest) -> None:
    guard = firm(app)
    visit = overdue_until_the_police_task(app)
    climbs_on(app)
    guard.expects_call().rings_out()
    for one in (app.karin, app.fatima):
        one.phone.expects_sms("Bewaking Oost is NIET bereikt")
    app.passes(minutes=3)
    app.forgets_messages()
    app.passes(minutes=3)
    call = app.twilio.phone(LANDLINE).expects_call().picks_up().presses("1")
    call.presses("2")
    assert "kunnen niet komen" in call.says
    app.karin.phone.expects_sms("Bewaking Oost kan NIET komen")
    app.forgets_messages()
    ends(app, visit)


def test_a_firm_with_a_mobile_is_texted_too_and_nothing_is_taken_by_what_it_texts(app: AppUnderTest) -> None:
    guard = firm(app, MOBILE)
    visit = overdue_until_the_police_task(app)
    climbs_on(app)
    text = guard.expects_sms("Jan de Wit, Dorpsstraat 12").text
    assert "Karin Smit" in text or app.karin.employee.phone[-4:] in text.replace(" ", ""), "whom to phone back"
    assert "Peeters" not in text
    assert app.karin.alarm()["acknowledgedBy"] is None
    app.forgets_messages()
    ends(app, visit)


def test_without_a_firm_the_ladder_goes_on_in_the_same_moment_and_it_shows(app: AppUnderTest) -> None:
    assert [one["name"] for one in app.karin.asks("/v1/board")["withoutGuard"]] == ["Inkomen"]
    assert app.karin.asks(f"/v1/teams/{app.ours.team}/roster/week")["guardMissing"]
    visit = overdue_until_the_police_task(app)
    climbs_on(app)
    app.anne.phone.expects_sms("er is geen nummer ingevuld")
    alarm = app.karin.alarm()
    assert alarm["guard"] == {"name": None, "phone": None, "numberVerified": False, "calls": []}
    assert any("Geen bewakingsfirma ingevuld" in one["text"] for one in alarm["timeline"])
    assert refused(app.karin.on_alarm(alarm, "guard-calls", outcome="comes", expect=409)) == "no_guard_firm"
    app.forgets_messages()
    ends(app, visit)


def test_a_human_phones_the_firm_and_notes_that_it_comes(app: AppUnderTest) -> None:
    guard = firm(app)
    visit = overdue_until_the_police_task(app)
    alarm = app.karin.alarm()
    noted = app.karin.on_alarm(alarm, "guard-calls", outcome="comes", minutes=20, note="twee man")
    assert noted["acknowledgedBy"]["name"] == "Karin Smit"
    said = "Karin Smit belde bewakingsfirma Bewaking Oost: komt over 20 min. twee man."
    assert said in [one["text"] for one in noted["timeline"]]
    app.fatima.phone.expects_sms("Bewaking Oost komt over 20 min")
    app.fatima.phone.expects_sms("Karin Smit pakt het op")
    app.passes(minutes=15)
    app.forgets_messages()
    guard.is_silent()
    ends(app, visit)


def test_the_noodknop_brings_the_firm_with_the_police_task(app: AppUnderTest) -> None:
    guard = firm(app)
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(14))
    app.jan.does(visit, "panic")
    app.forgets_messages()
    guard.is_silent()
    app.passes(minutes=1.1)
    guard.expects_call().picks_up().presses("1").presses("1")
    app.forgets_messages()
    inside = app.jan.sees(app.karin.alarm())
    assert inside["guard"] is None, "who is inside reads nothing of it"
    ends(app, visit)


@pytest.mark.on_both
def test_it_hears_who_pressed_and_who_else_is_inside(app: AppUnderTest) -> None:
    guard = firm(app, MOBILE)
    along = [{"personId": str(app.ali.id)}]
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(14), companions=along)
    app.ali.does(visit, "panic")
    app.passes(minutes=1.1)
    asked = "Ali Demir (op pad met Jan de Wit) vroeg om hulp, Dorpsstraat 14"
    text = guard.expects_sms(f"medewerkers hebben mogelijk hulp nodig. {asked}").text
    assert "NIET" not in text
    call = guard.expects_call().picks_up().presses("1")
    assert "Medewerkers hebben mogelijk hulp nodig: Ali Demir, op pad met Jan de Wit, vroeg om hulp." in call.says
    for one in (app.jan, app.ali):
        assert " ".join(one.employee.phone[-4:]) not in call.transcript
    call.presses("1")
    app.forgets_messages()
    ends(app, visit)


def test_of_a_silent_alarm_it_hears_whom_not_to_phone(app: AppUnderTest) -> None:
    guard = firm(app, MOBILE)
    app.jan.sets_pin(PIN, DURESS)
    along = [{"personId": str(app.ali.id)}]
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(14), companions=along)
    app.jan.does(visit, "ok", pin=DURESS)
    app.passes(minutes=1.1)
    text = guard.expects_sms("medewerkers hebben mogelijk hulp nodig. Jan de Wit (op pad met Ali Demir), ").text
    assert "Bel Jan de Wit en Ali Demir NIET." in text
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


def test_a_drill_phones_no_outsider(app: AppUnderTest) -> None:
    guard = firm(app)
    drill = app.karin.posts("/v1/drills", {"teamId": str(app.ours.team), "kind": "panic"}, expect=201)
    app.passes(minutes=2)
    app.forgets_messages()
    guard.is_silent()
    story = [one["text"] for one in app.karin.asks(f"/v1/drills/{drill['id']}")["timeline"]]
    assert "Oefening: bewakingsfirma Bewaking Oost wordt niet gebeld." in story
    app.karin.posts(f"/v1/drills/{drill['id']}/stop")
    app.forgets_messages()


def test_a_call_that_is_taken_when_all_is_over_says_so(app: AppUnderTest) -> None:
    guard = firm(app)
    visit = overdue_until_the_police_task(app)
    climbs_on(app)
    call = guard.expects_call()
    ends(app, visit)
    assert "al voorbij" in call.picks_up().says


@pytest.mark.by_turns
@pytest.mark.parametrize("number", ["112", "101", "1712", "0900-8844", "+32 70 22 22 22", "0800 12 345"])
def test_no_emergency_or_service_number_can_be_a_firm(app: AppUnderTest, number: str) -> None:
    puts(app, "/guard-firm", FIRM | {"phone": number}, expect=400)
    puts(app, f"/teams/{app.ours.team}/guard-firm", FIRM | {"phone": number}, expect=400)


@pytest.mark.on_both
def test_a_team_has_a_firm_of_its_own_or_that_of_the_organisation(app: AppUnderTest) -> None:
    assert app.anne.asks("/v1/guard-firm")["wanted"]
    firm(app)
    own = f"/teams/{app.ours.team}/guard-firm"
    assert app.anne.asks(f"/v1{own}")["name"] is None
    puts(app, own, {"name": "Wacht West", "phone": MOBILE})
    visit = overdue_until_the_police_task(app)
    assert app.karin.alarm()["guard"]["name"] == "Wacht West"
    app.http.delete(f"/v1{own}", headers=app.anne.employee.headers)
    assert app.karin.alarm()["guard"]["name"] == "Bewaking Oost"
    lines = [one for one in app.anne.asks("/v1/audit")["lines"] if one["kind"] == "guard_firm_set"]
    assert [one["facts"].get("name") for one in lines] == [None, "Wacht West", "Bewaking Oost"]
    assert LANDLINE not in str(lines), "the audit holds no number"
    ends(app, visit)


@pytest.mark.on_both
def test_another_number_is_not_verified(app: AppUnderTest) -> None:
    guard = firm(app)
    visit = overdue_until_the_police_task(app)
    climbs_on(app)
    guard.expects_call().picks_up().presses("1").presses("1")
    app.forgets_messages()
    assert app.anne.asks("/v1/guard-firm")["numberVerifiedAt"]
    assert puts(app, "/guard-firm", FIRM | {"name": "Anders"})["numberVerifiedAt"], "another name, the same number"
    assert puts(app, "/guard-firm", FIRM | {"phone": MOBILE})["numberVerifiedAt"] is None
    ends(app, visit)


def ends(app: AppUnderTest, visit: Json) -> None:
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    if app.jan.visit(visit)["state"] == "under_way":
        app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_nobody_who_works_here_is_phoned_as_the_firm(app: AppUnderTest) -> None:
    """Else a worker inside would hear the alarm read out."""
    for person in (app.jan, app.fatima):
        wrong = puts(app, "/guard-firm", FIRM | {"phone": person.employee.phone}, expect=400)
        assert [(one["pointer"], one["code"]) for one in wrong["errors"]] == [("/phone", "phone_of_a_person")]
