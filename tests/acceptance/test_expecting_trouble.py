"""A worker says why they expect trouble (P1 L65-71, P3 L1402, P4 L591-617): who watches hears so, and what the profile
asks of a risk address is asked here too. It is theirs, and no mark."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.acceptance.stories import refused
from tests.support.app_under_test import AppUnderTest, an_address
from tests.support.person import Person

Json = dict[str, Any]
WHY = "Hij dreigde vorige week"
NEUTRAL = "Nieuwe instructie bij je afspraak. Open Achterwacht."


def says(person: Person, visit: Json, why: str = WHY, *, expect: int = 200, **more: Any) -> Json:
    answer: Json = person.puts(f"/v1/visits/{visit['id']}/expected-trouble", {"why": why, **more}, expect=expect)
    return answer


def takes_back(person: Person, visit: Json, *, expect: int = 200) -> Json:
    answer: Json = person.deletes(f"/v1/visits/{visit['id']}/expected-trouble", expect=expect)
    return answer


def test_by_plan_two_go_the_police_knows_and_a_colleague_calls(app: AppUnderTest) -> None:
    """P4, from planning to sign-off."""
    app.runs_on("losser").lets_calls_ring()
    planned = app.jan.plans(
        starts_in=60, minutes=45, background="Bekend", companions=[{"personId": str(app.ali.id)}], expectsTrouble=WHY
    )
    line = planned["address"]["line"].split(",")[0]
    for watcher in (app.fatima, app.karin):
        told = watcher.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
        assert line in told.text
        assert WHY not in told.text
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je gaat mee met Jan")
    assert (planned["expectsTrouble"], planned["troubleSaidBy"]["name"]) == (WHY, "Jan de Wit")
    assert planned["beforehand"]["pair"]["needed"]
    assert planned["beforehand"]["police"]["needed"]
    assert planned["beforehand"]["police"]["say"][-1].startswith("We verwachten dat het daar moeilijk kan worden.")
    (row,) = app.fatima.asks("/v1/board")["planned"]
    assert row["expectsTrouble"] == WHY
    assert (row["waits"]["mayStart"], row["waits"]["tellFirst"]) == (False, "de politie, 0900-8844")
    app.fatima.does(planned, "police-told")
    app.passes(minutes=59)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    companion = app.jan.visit(planned)["companions"][0]
    app.ali.does(planned, f"companions/{companion['id']}/there")
    visit = app.jan.does(planned, "check-in")
    app.passes(minutes=14.5)
    app.fatima.phone.is_silent()
    app.passes(minutes=1)
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed bij Jan de Wit")
    app.jan.does(visit, "panic")
    alarm = app.karin.alarm()
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert f"De medewerker verwachtte problemen: {WHY}." in sheet["say"]
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.jan.does(visit, "check-out")
    app.forgets_messages()
    assert app.jan.story(visit)[1] == (f"Jan de Wit verwacht problemen: {WHY}. Ingelicht: Fatima Bakker en Karin Smit.")


def test_who_says_it_at_the_door_is_watched_and_the_manager_hears_that_they_are_alone(app: AppUnderTest) -> None:
    app.runs_on("losser").lets_calls_ring()
    address = an_address()
    visit = app.jan.checks_in(minutes=45, address=address, expectsTrouble=WHY)
    assert visit["state"] == "under_way"
    told = app.karin.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
    assert "nu, tot" in told.text
    assert "Jan de Wit is alleen. Volgens het protocol gaan er twee." in told.text
    app.fatima.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
    assert visit["watch"]["nextDeadline"]["kind"] == "check_call"
    assert app.jan.story(visit)[1:] == [
        f"Jan de Wit verwacht problemen: {WHY}. Ingelicht: Fatima Bakker en Karin Smit.",
        "Jan de Wit gaat alleen. Volgens het protocol gaan er twee. Ingelicht: Karin Smit.",
    ]
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.on_both
def test_a_plan_that_says_it_only_at_its_check_in_starts_too(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij").lets_calls_ring()
    planned = app.jan.plans(minutes=45)
    visit = app.jan.does(planned, "check-in", expectsTrouble=WHY)
    assert (visit["state"], visit["expectsTrouble"]) == ("under_way", WHY)
    for watcher in (app.fatima, app.karin):
        watcher.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
    app.jan.does(visit, "check-out")


def test_at_an_address_with_a_mark_it_opens_no_door(app: AppUnderTest) -> None:
    app.runs_on("losser")
    address = an_address()
    body = {"address": address, "advice": ["attention"], "reason": "x", "reviewDate": "2040-01-01"}
    app.jan.posts("/v1/risk-addresses", body, expect=201)
    answer = app.jan.checks_in(minutes=45, address=address, expectsTrouble=WHY, expect=409)
    assert refused(answer) == "companion_needed"
    app.forgets_messages()


@pytest.mark.on_both
def test_later_while_it_is_planned_and_taken_back(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij")
    planned = app.jan.plans(starts_in=600, companions=[{"personId": str(app.ali.id)}])
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    assert (planned["expectsTrouble"], planned["troubleSaidBy"]) == (None, None)
    assert not planned["beforehand"]["pair"]["needed"]
    says(app.jan, planned)
    said = says(app.jan, planned)
    assert said["beforehand"]["pair"]["needed"]
    assert not said["beforehand"]["police"]["needed"]
    app.fatima.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
    app.karin.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
    assert app.ali.phone.expects_sms("Nieuwe instructie").text == NEUTRAL
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    assert says(app.jan, planned, policeWanted=True)["beforehand"]["police"]["needed"], "P1: in extreme cases"
    for other in (app.ali, app.karin):
        assert refused(takes_back(other, planned, expect=409)) == "not_their_expectation"
    takes_back(app.jan, planned)
    calm = takes_back(app.jan, planned)
    assert (calm["expectsTrouble"], calm["beforehand"]["pair"]["needed"]) == (None, False)
    assert not calm["beforehand"]["police"]["needed"]
    app.fatima.phone.is_silent()
    app.passes(minutes=2.1)
    for watcher in (app.fatima, app.karin):
        watcher.phone.expects_sms("Jan de Wit verwacht geen problemen meer op bezoek")
    assert app.jan.story(planned)[1:] == [
        f"Jan de Wit verwacht problemen: {WHY}. Ingelicht: Fatima Bakker en Karin Smit.",
        f"Jan de Wit verwacht problemen, en zegt ook: {WHY}. De politie moet het vooraf weten.",
        "Jan de Wit verwacht geen problemen meer. Ingelicht: Fatima Bakker en Karin Smit.",
    ]
    app.jan.does(planned, "cancel")
    app.ali.phone.expects_sms("gaat niet door")


def test_during_the_visit_it_is_told_and_stays(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij").lets_calls_ring()
    visit = app.jan.checks_in(minutes=45, companions=[{"personId": str(app.ali.id)}])
    says(app.ali, visit)
    assert app.jan.phone.expects_sms("Nieuwe instructie").text == NEUTRAL
    for watcher in (app.fatima, app.karin):
        assert "Ali Demir verwacht problemen bij het bezoek van Jan de Wit" in watcher.phone.expects_sms().text
    assert refused(takes_back(app.ali, visit, expect=409)) == "not_planned"
    app.jan.does(visit, "check-out")
    assert refused(says(app.jan, visit, expect=409)) == "not_planned"


@pytest.mark.on_both
def test_the_desk_says_it_of_a_visit_it_plans_and_those_who_were_told_hear_what_becomes_of_it(
    app: AppUnderTest,
) -> None:
    app.runs_on("woonmaatschappij")
    planned = app.fatima.plans(starts_in=600, workerId=str(app.jan.id), teamId=str(app.ours.team), expectsTrouble=WHY)
    assert planned["troubleSaidBy"]["name"] == "Fatima Bakker"
    app.jan.phone.expects_sms("Fatima Bakker heeft een afspraak voor je gepland")
    assert app.jan.phone.expects_sms("Nieuwe instructie").text == NEUTRAL
    assert "Fatima Bakker verwacht problemen bij een bezoek van Jan de Wit" in app.karin.phone.expects_sms().text
    assert refused(takes_back(app.jan, planned, expect=409)) == "not_their_expectation"
    later = {"plannedStart": planned["expectedEnd"], "expectedEnd": _later(planned["expectedEnd"])}
    app.http.patch(f"/v1/visits/{planned['id']}", json=later, headers=app.jan.employee.headers)
    for watcher in (app.fatima, app.karin):
        watcher.phone.expects_sms("Fatima Bakker verwacht problemen bij een bezoek van Jan de Wit")
    app.jan.does(planned, "cancel")
    for watcher in (app.fatima, app.karin):
        watcher.phone.expects_sms("Het bezoek van Jan de Wit gaat niet door")


def test_a_mark_of_the_register_says_nothing_of_it_and_nobody_else_reads_it(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij")
    address = an_address()
    planned = app.jan.plans(starts_in=600, address=address, expectsTrouble=WHY)
    app.forgets_messages()
    assert app.ruth.asks("/v1/risk-addresses")["marks"] == []
    looked_up = app.ali.posts("/v1/risk-addresses/_search", {"address": address, "purpose": "huisbezoek"})
    assert looked_up["advice"] == []
    app.ali.asks(f"/v1/visits/{planned['id']}", expect=404)
    assert WHY not in app.http.get("/v1/visits", headers=app.ali.employee.headers).text
    app.jan.does(planned, "cancel")
    app.forgets_messages()


def test_after_stop_a_manager_hears_it_in_a_call(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij").lets_calls_ring()
    app.karin.phone.sends("STOP")
    app.forgets_messages()
    app.jan.plans(starts_in=600, expectsTrouble=WHY)
    app.fatima.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
    app.karin.phone.expects_call()
    app.forgets_messages()


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("name", "follows"),
    [
        ("losser", {"pair": True, "police": True, "whom": "de politie, 0900-8844", "callMinutes": 15}),
        ("woonmaatschappij", {"pair": True, "police": False, "callMinutes": None}),
        ("corporatie", {"pair": False, "police": False, "callMinutes": None}),
    ],
)
def test_the_phone_knows_beforehand_what_follows(app: AppUnderTest, name: str, follows: Json) -> None:
    said = app.runs_on(name).jan.asks("/v1/protocol")["trouble"]
    assert {key: said[key] for key in follows} == follows


@pytest.mark.by_turns
@pytest.mark.parametrize("why", ["", "   ", "x" * 201])
def test_a_why_has_one_to_two_hundred_letters(app: AppUnderTest, why: str) -> None:
    planned = app.jan.plans(starts_in=600)
    says(app.jan, planned, why, expect=400)
    assert app.jan.visit(planned)["expectsTrouble"] is None


def test_what_two_expect_stays_until_both_took_it_back(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij")
    planned = app.jan.plans(starts_in=600, companions=[{"personId": str(app.ali.id)}])
    says(app.ali, planned, policeWanted=True)
    both = says(app.jan, planned, "Ik ook")
    assert (both["troubleSaidBy"]["name"], both["youSaidIt"]) == ("Ali Demir", True), (
        "one is named, and Jan said it too"
    )
    app.passes(minutes=3)
    app.forgets_messages()
    left = takes_back(app.ali, planned)
    assert takes_back(app.ali, planned)["expectsTrouble"] == "Ik ook", "a second press changes nothing"
    assert (left["expectsTrouble"], left["troubleSaidBy"]["name"]) == ("Ik ook", "Jan de Wit")
    assert left["beforehand"]["pair"]["needed"]
    assert not left["beforehand"]["police"]["needed"], "only Ali wanted that"
    says(app.ali, planned, "Toch wel")
    own = takes_back(app.ali, planned)
    assert (own["expectsTrouble"], own["troubleSaidBy"]["name"]) == ("Ik ook", "Jan de Wit")
    assert [one.visit(planned)["youSaidIt"] for one in (app.jan, app.ali, app.karin)] == [True, False, False]
    assert refused(takes_back(app.karin, planned, expect=409)) == "not_their_expectation"
    app.passes(minutes=3)
    for watcher in (app.fatima, app.karin):
        watcher.phone.is_silent()
    assert takes_back(app.jan, planned)["expectsTrouble"] is None
    for watcher in (app.fatima, app.karin):
        watcher.phone.expects_sms("Jan de Wit verwacht geen problemen meer op bezoek")
    app.forgets_messages()


@pytest.mark.on_both
def test_who_does_not_go_any_more_holds_no_plan(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij")
    planned = app.jan.plans(starts_in=5, companions=[{"personId": str(app.ali.id)}])
    says(app.ali, planned)
    where = f"/v1/visits/{planned['id']}"
    dropped = app.http.patch(where, json={"companions": []}, headers=app.jan.employee.headers).json()
    assert (dropped["expectsTrouble"], dropped["troubleSaidBy"]["name"]) == (WHY, "Jan de Wit")
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    takes_back(app.ali, planned, expect=404)
    assert takes_back(app.jan, planned)["expectsTrouble"] is None
    app.forgets_messages()
    app.jan.does(app.jan.does(planned, "check-in"), "check-out")
    app.passes(minutes=3)
    app.forgets_messages()


@pytest.mark.on_both
def test_leave_to_go_alone_lapses_with_what_it_was_given_for(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij")
    planned = app.jan.plans(starts_in=5, expectsTrouble=WHY)
    app.karin.does(planned, "allow-alone", reason="Ik bel mee")
    takes_back(app.jan, planned)
    assert says(app.jan, planned)["beforehand"]["pair"]["aloneAllowedBy"] is None
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.passes(minutes=3)
    app.forgets_messages()


def test_leave_to_go_alone_stays_where_a_mark_asked_for_it_too(app: AppUnderTest) -> None:
    app.runs_on("losser")
    address = an_address()
    body = {"address": address, "advice": ["attention"], "reason": "x", "reviewDate": "2040-01-01"}
    app.jan.posts("/v1/risk-addresses", body, expect=201)
    planned = app.jan.plans(starts_in=600, address=address, expectsTrouble=WHY)
    app.karin.does(planned, "allow-alone", reason="Ik bel mee")
    assert takes_back(app.jan, planned)["beforehand"]["pair"]["aloneAllowedBy"] is not None
    app.passes(minutes=3)
    app.forgets_messages()


@pytest.mark.parametrize("ends", ["expects", "calm"])
def test_said_and_taken_back_by_turns_people_hear_once_how_it_ends(app: AppUnderTest, ends: str) -> None:
    app.runs_on("woonmaatschappij")
    planned = app.jan.plans(starts_in=600, companions=[{"personId": str(app.ali.id)}])
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    says(app.jan, planned)
    for watcher in (app.fatima, app.karin):
        watcher.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
    app.ali.phone.expects_sms("Nieuwe instructie")
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    for _ in range(15):
        takes_back(app.jan, planned)
        says(app.jan, planned)
    if ends == "calm":
        takes_back(app.jan, planned)
    for person in (app.fatima, app.karin, app.ali):
        person.phone.is_silent()
    app.passes(minutes=2.1)
    words = "verwacht problemen op bezoek" if ends == "expects" else "verwacht geen problemen meer op bezoek"
    for watcher in (app.fatima, app.karin):
        watcher.phone.expects_sms(f"Jan de Wit {words}")
        watcher.phone.is_silent()
    app.ali.phone.expects_sms("Nieuwe instructie")
    app.forgets_messages()


@pytest.mark.on_both
def test_said_again_at_the_door_nobody_hears_afterwards_that_it_is_over(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij").lets_calls_ring()
    planned = app.jan.plans(starts_in=5, expectsTrouble=WHY)
    takes_back(app.jan, planned)
    app.forgets_messages()
    visit = app.jan.does(planned, "check-in", expectsTrouble=WHY)
    app.passes(minutes=3)
    for watcher in (app.fatima, app.karin):
        assert "nu, tot" in watcher.phone.expects_sms("Jan de Wit verwacht problemen op bezoek").text
        watcher.phone.is_silent()
    app.jan.does(visit, "check-out")


@pytest.mark.by_turns
@pytest.mark.parametrize(("where", "more"), [("", {}), ("", {"checkIn": True}), ("check-in", {})])
def test_who_wants_the_police_told_says_why(app: AppUnderTest, where: str, more: Json) -> None:
    if where:
        answer = app.jan.does(app.jan.plans(starts_in=10), where, policeWanted=True, expect=400)
    else:
        end = datetime.now(UTC) + timedelta(hours=3)
        body = {"address": an_address(), "expectedEnd": end.isoformat(), "policeWanted": True, **more}
        answer = app.jan.posts("/v1/visits", body, expect=400)
    assert [one["pointer"] for one in answer["errors"]] == ["/policeWanted"]


def test_a_why_reads_on_a_screen_as_it_was_written(app: AppUnderTest) -> None:
    said = says(app.jan, app.jan.plans(starts_in=600), "Hij \u202eslaat\u202c \u2066wie\u2069 komt\u200f")
    assert said["expectsTrouble"] == "Hij slaat wie komt"
    app.forgets_messages()


def _later(moment: str) -> str:
    return (datetime.fromisoformat(moment) + timedelta(minutes=30)).isoformat()
