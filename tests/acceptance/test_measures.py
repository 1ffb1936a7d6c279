"""What is done about who did it: from the report to a decision, as each protocol says."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import httpx2 as httpx
import pytest
from sqlalchemy import update

from achterwacht.afterwards import measures_seen
from achterwacht.functions.records import HolderRecord
from achterwacht.measures.records import MeasureRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from foundation.failpoints import Failpoint
from tests.acceptance.measures import (
    advice,
    advised,
    codes,
    filed,
    goes_on,
    in_days,
    measures,
    same_person,
    take,
    tasks_of,
)
from tests.support.app_under_test import AppUnderTest, Person, an_address
from tests.support.dying import death_at

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def app(app: AppUnderTest) -> Iterator[AppUnderTest]:
    yield app.runs_on("losser").lets_calls_ring()
    app.forgets_messages()  # of the care that begins with each report


@pytest.mark.on_both
def test_a_second_time_within_six_months_is_a_ban(app: AppUnderTest) -> None:
    """003 L656-696: first a warning letter; again within six months, after that letter, a ban or call restriction."""
    first = filed(app, "A", persistent=True, happenedAt=(app.now() - timedelta(days=100)).isoformat())
    (task,) = tasks_of(app, first, "decide_measures")
    assert (task["function"], task["state"], task["because"]) == ("direct_manager", "open", "deciding")
    said = advice(app, first)
    assert said["rule"] == "measures[0]"
    assert said["repeated"] == {"count": 0, "since": None, "incidents": []}
    (warning,) = said["measures"]
    assert (warning["kind"], warning["letterId"], warning["askFirst"]) == ("warning", "warning", ["contact_person"])
    taken = take(app, first, "warning")
    assert (taken["state"], taken["letterId"], taken["asAdvised"]) == ("taken", "warning", True)
    assert [one["state"] for one in tasks_of(app, first, "decide_measures")] == ["done"]

    second = filed(app, "C", "phone", persistent=True)
    assert advised(app, second) == ["warning"], "nobody said that it is the same person"
    person = app.karin.asks(f"/v1/incidents/{second['id']}/aggressor")
    (proposed,) = person["proposals"]
    assert proposed["report"]["incidentId"] == first["id"]
    assert proposed["why"] == ["reference", "name_and_birth_date"]
    linked = same_person(app, second, first)
    assert {one["by"]["name"] for one in linked["said"]} == {app.karin.name}
    said = advice(app, second)
    assert [one["kind"] for one in said["measures"]] == ["call_restriction"]
    assert (said["repeated"]["count"], said["repeated"]["incidents"]) == (1, [first["id"]])
    assert "Tweede keer binnen 6 maanden: eerste op " in said["because"]
    assert f"Dezelfde persoon volgens {app.karin.name}." in said["because"]
    assert codes(take(app, second, "call_restriction", expect=400)) == {"/until": "measure_needs_end"}
    taken = take(app, second, "call_restriction", until=in_days(app, 60))
    assert (taken["state"], taken["conditions"], taken["asAdvised"]) == ("in_force", ["calls_contact_person"], True)

    app.karin.deletes(f"/v1/incidents/{second['id']}/same-person")
    assert advised(app, second) == ["warning"], "taken back"
    assert app.invariants_hold()


@pytest.mark.on_both
def test_a_closed_report_takes_nothing_new_and_what_comes_back_is_noted(app: AppUnderTest) -> None:
    """Ours: no protocol says what closing is. What was decided goes on; to decide on more it is opened again."""
    incident = filed(app, "D")
    path, at = f"/v1/incidents/{incident['id']}", app.now().isoformat()
    ban = take(app, incident, "access_ban", until=in_days(app, 60))
    draft = app.karin.posts(f"{path}/letters", {"letterId": "threat"}, expect=201)
    its = f"/v1/letters/{draft['id']}"
    app.karin.posts(f"{path}/close", {"reason": "De rest hoeft niet"})
    refused = app.karin.posts(f"{its}/sign", {}, expect=409)
    assert refused["code"] == "incident_closed", "a draft that nobody signed goes nowhere"
    app.karin.patches(its, {"facts": {"what": "Toch iets anders"}}, expect=409)
    app.karin.deletes(its, expect=409)
    shown = app.karin.asks(its)
    assert (shown["mayWrite"], shown["maySign"], shown["state"]) == (False, False, "draft")
    for body in ({"kind": "damage_claim"}, {"kind": "call_restriction", "until": in_days(app, 60)}):
        assert app.karin.posts(f"{path}/measures", body, expect=409)["code"] == "incident_closed"
    app.karin.posts(f"{path}/letters", {"letterId": "call_restriction"}, expect=409)
    assert app.karin.asks(f"{path}/letters")["choices"] == [], "and none is offered"
    noted = app.karin.posts(f"/v1/measures/{ban['id']}/broken", {"happenedAt": at}, expect=201)
    assert len(noted["breaches"]) == 1, "that it was broken is noted still"
    assert [one["state"] for one in tasks_of(app, incident, "measure_step")][-1:] == ["open"], "and followed up"
    for who in (app.jan, app.ruth):  # whom it happened to, and who only keeps the register
        who.posts(f"{path}/reopen", {"reason": "Toch"}, expect=403)
    for who in (app.ali, app.anne, Person(app, app.ours.reception), Person(app, app.ours.board)):
        who.posts(f"{path}/reopen", {"reason": "Toch"}, expect=404)
    Person(app, app.has_neighbours().manager).posts(f"{path}/reopen", {"reason": "Toch"}, expect=404)
    app.karin.posts(f"{path}/reopen", {"reason": " "}, expect=400)
    opened = app.karin.posts(f"{path}/reopen", {"reason": "De schade blijkt groter"})
    assert (opened["state"], opened["closedBy"], opened["mayReopen"]) == ("seen", None, False)
    (before,) = app.jan.asks(path)["reopenings"]
    assert (before["closedBy"]["name"], before["closeReason"]) == (app.ours.manager.name, "De rest hoeft niet")
    assert (before["reopenedBy"]["name"], before["reason"]) == (app.ours.manager.name, "De schade blijkt groter")
    trail = Person(app, app.ours.administrator).asks("/v1/audit?kind=incident_reopened")["lines"]
    assert [(one["by"]["id"], one["facts"]) for one in trail] == [(str(app.ours.manager.id), {})], "no word of it"
    (task,) = [one for one in tasks_of(app, incident, "follow_up") if one["because"] == "incident.reopened"]
    assert (task["title"], task["function"]) == ("Weer geopend: De schade blijkt groter", "direct_manager")
    app.karin.posts(f"{path}/reopen", {"reason": "Toch"}, expect=409)
    assert app.karin.asks(its)["mayWrite"], "opened again, it is a draft as before"
    app.karin.posts(f"{path}/measures", {"kind": "damage_claim"}, expect=201)
    app.karin.posts(f"{path}/close", {}, expect=409)
    app.karin.posts(f"{path}/close", {"reason": "Nu echt klaar"})
    app.karin.posts(f"{path}/reopen", {"reason": "Nog een brief"})
    assert [one["closeReason"] for one in app.karin.asks(path)["reopenings"]] == ["De rest hoeft niet", "Nu echt klaar"]
    assert app.invariants_hold()


@one_database
def test_the_board_decides_on_a_ban_with_the_reasons(app: AppUnderTest) -> None:
    """002 L1132-1136."""
    app.runs_on("heusden-zolder")
    board = Person(app, app.ours.board)
    first, second = filed(app, "verbal"), filed(app, "physical")
    same_person(app, second, first)
    refused = take(app, second, "access_ban", expect=400)
    assert codes(refused) == {"/reason": "measure_needs_reason"}
    put = take(app, second, "access_ban", until=in_days(app, 60), reason="De tweede keer, na een waarschuwing")
    assert (put["state"], put["deciders"], put["mayDecide"]) == ("put", ["board"], False)
    assert app.karin.asks("/v1/bans")["bans"] == [], "nothing holds before it is decided"
    app.karin.posts(f"/v1/measures/{put['id']}/decide", {"yes": True}, expect=403)

    board.asks(f"/v1/incidents/{second['id']}", expect=404)
    (waits,) = board.asks("/v1/measures?toDecide=true")["measures"]
    assert (waits["id"], waits["about"], waits["mayDecide"]) == (put["id"], "J. Pieters", True)
    assert waits["reason"] == "De tweede keer, na een waarschuwing"
    (task,) = [one for one in board.asks("/v1/tasks?mine=true")["tasks"] if one["kind"] == "decide_measures"]
    assert (task["function"], task["title"]) == ("board", "Beslissen over Toegangsverbod")
    decided = board.posts(f"/v1/measures/{put['id']}/decide", {"yes": True})
    assert (decided["state"], decided["decidedBy"]["name"]) == ("in_force", board.name)
    assert [one["id"] for one in board.asks("/v1/measures?inForce=true")["measures"]] == [put["id"]]
    again = board.posts(f"/v1/measures/{put['id']}/decide", {"yes": False, "reason": "Toch niet"}, expect=409)
    assert again["code"] == "measure_decided"
    assert board.asks("/v1/tasks?mine=true")["tasks"] == []
    assert len(app.karin.asks("/v1/bans")["bans"]) == 1
    board.asks("/v1/bans", expect=403)

    denied = take(app, second, "received_at_police", reason="Hij blijft komen")
    assert codes(board.posts(f"/v1/measures/{denied['id']}/decide", {"yes": False}, expect=400)) == {
        "/reason": "measure_needs_reason"
    }
    no = board.posts(f"/v1/measures/{denied['id']}/decide", {"yes": False, "reason": "Te zwaar"})
    assert (no["state"], no["decisionReason"]) == ("declined", "Te zwaar")
    assert app.invariants_hold()


@pytest.mark.on_both
def test_who_decides_on_few_still_finds_them_among_many(app: AppUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of what waits is for somebody else, and came later or in the same moment."""
    monkeypatch.setattr(measures_seen, "A_PAGE", 2)
    app.runs_on("heusden-zolder")
    board = Person(app, app.ours.board)
    ours = take(app, filed(app, "physical"), "access_ban", until=in_days(app, 60), reason="De druppel")
    for minutes in (0, 1):
        app.passes(minutes=minutes)
        for _ in range(2):
            take(app, filed(app, "physical"), "access_ban", until=in_days(app, 60), reason="De druppel")
    with app.database.write() as session:
        others = update(MeasureRecord).where(MeasureRecord.id != UUID(ours["id"]))
        session.execute(others.values(deciders=[Function.MAYOR.value]))
    assert [one["id"] for one in board.asks("/v1/measures?toDecide=true")["measures"]] == [ours["id"]]
    found = app.karin.asks("/v1/measures")
    assert (len({one["id"] for one in found["measures"]}), found["more"]) == (5, False)


@one_database
def test_in_losser_the_mayor_decides_on_what_was_done_to_an_official_and_may_come_along(app: AppUnderTest) -> None:
    """003 L881-883, L911-919: the manager of the team puts it."""
    mayor = app.also_has("Els Burgers", Role.WORKER)
    with app.database.write() as session:
        for function, person in ((Function.MAYOR, mayor), (Function.OFFICIALS, app.jan)):
            session.add(HolderRecord(organisation_id=app.ours.id, function=function, person_id=person.id))
    incident = filed(app, "D")
    path = f"/v1/incidents/{incident['id']}"
    assert {tuple(one["decidedBy"]) for one in advice(app, incident)["measures"]} == {("mayor",), ("benefits",)}
    put = take(app, incident, "access_ban", until=in_days(app, 60), reason="Hij dreigde een raadslid")
    assert put["decidersCalled"] == ["de burgemeester"]
    assert (put["state"], put["deciders"]) == ("put", ["mayor"])
    (task,) = [one for one in mayor.asks("/v1/tasks?mine=true")["tasks"] if one["kind"] == "decide_measures"]
    assert task["function"] == "mayor"
    assert mayor.posts(f"/v1/measures/{put['id']}/decide", {"yes": True})["state"] == "in_force"
    not_this = take(app, incident, "call_restriction", declined=True, reason="Hij belt nooit")
    asked = mayor.asks(f"/v1/measures/{not_this['id']}")
    assert (asked["state"], asked["notToTake"], asked["reason"]) == ("put", True, "Hij belt nooit")
    police = app.jan.asks(f"{path}/police")["protocol"]
    assert (police["accompaniedBy"], police["accompaniedIfNeeded"], police["voluntary"]) == (
        ["de burgemeester"], True, True,
    )  # fmt: skip
    (person,) = [one for one in app.karin.asks(f"{path}/police")["mayReport"] if one["against"] == "person"]
    assert (person["by"], person["mayDecide"]) == (["employee"], False), "003 L911-919: doet zelf aangifte, of niet"
    app.jan.posts(f"{path}/police", {"kind": "none", "against": "person"}, expect=201)
    # Of a colleague who holds no office, the manager decides, and they say why they do not report it.
    other = filed(app, "D", by=app.ali)
    assert ["direct_manager"] in [one["decidedBy"] for one in advice(app, other)["measures"]]
    assert app.ali.asks(f"/v1/incidents/{other['id']}/police")["protocol"]["accompaniedBy"] == []
    app.ali.posts(f"/v1/incidents/{other['id']}/police", {"kind": "none", "against": "person"}, expect=400)
    assert app.invariants_hold()


@one_database
def test_a_proposal_not_to_take_is_decided_on_as_such_and_nothing_follows(app: AppUnderTest) -> None:
    """002 L1132-1136: the board decides; that nothing is done is its decision too."""
    app.runs_on("heusden-zolder")
    board = Person(app, app.ours.board)
    first, incident = filed(app, "verbal"), filed(app, "physical")
    same_person(app, incident, first)
    kind = "access_ban"
    put = take(app, incident, kind, until=in_days(app, 60), declined=True, reason="Hij is verhuisd")
    assert (put["state"], put["notToTake"], put["deciders"], put["letterId"]) == ("put", True, ["board"], None)
    (waits,) = board.asks("/v1/measures?toDecide=true")["measures"]
    assert not waits["mayPhoto"]
    assert (waits["notToTake"], waits["reason"]) == (True, "Hij is verhuisd")
    assert app.karin.asks("/v1/measures?notTaken=true")["measures"] == [], "nobody decided it yet"

    no = board.posts(f"/v1/measures/{put['id']}/decide", {"yes": False})
    decided = (no["state"], no["notToTake"], no["decidedBy"]["name"], no["reason"])
    assert decided == ("declined", True, board.name, "Hij is verhuisd")
    assert no["decidedAt"] is not None
    assert [one["id"] for one in app.karin.asks("/v1/measures?notTaken=true")["measures"]] == [put["id"]]
    assert [one["id"] for one in measures(app, incident)] == [put["id"]], "the case shows it"
    assert tasks_of(app, incident, "measure_step") == [], "no letter is asked for"
    assert app.karin.asks("/v1/bans")["bans"] == []
    tables = app.karin.asks(f"/v1/reports/{app.now().year}")["tables"]
    assert [row["id"] for one in tables if one["id"] == "measure" for row in one["rows"]] == []

    again = take(app, incident, kind, until=in_days(app, 60), declined=True, reason="Nog steeds")
    yes = board.posts(f"/v1/measures/{again['id']}/decide", {"yes": True, "reason": "Hij kwam terug"})
    assert (yes["state"], yes["notToTake"], yes["decisionReason"]) == ("in_force", True, "Hij kwam terug")
    assert len(app.karin.asks("/v1/bans")["bans"]) == 1
    assert app.invariants_hold()


@one_database
def test_an_order_talk_comes_first_and_its_outcome_opens_the_rest(app: AppUnderTest) -> None:
    """001 L482-485, L507-518."""
    app.runs_on("corporatie")
    incident = filed(app, "threat")
    assert codes(take(app, incident, "warning", expect=400)) == {"/reason": "measure_needs_reason"}
    assert "Eerst een ordegesprek." in advice(app, incident)["because"]
    take(app, incident, "order_talk")
    (talk,) = tasks_of(app, incident, "order_talk")
    (invitation,) = tasks_of(app, incident, "measure_step")
    assert invitation["title"].startswith("Brief maken: Uitnodiging")
    assert [one["text"] for one in talk["points"]][1].startswith("Wij accepteren dit gedrag niet.")
    app.karin.posts(f"/v1/tasks/{talk['id']}/done", {"outcome": "held", "note": "Excuses aangeboden"})
    step, invited = sorted(tasks_of(app, incident, "measure_step"), key=lambda one: one["id"] == invitation["id"])
    assert (invited["state"], invited["note"]) == ("dropped", "Het gesprek is geweest")
    assert step["title"] == "De afspraken van het ordegesprek in een brief bevestigen"
    assert take(app, incident, "warning")["asAdvised"]
    assert len(tasks_of(app, incident, "measure_step")) == 2, "a warning that may be said asks for no letter"
    (held,) = [one for one in measures(app, incident) if one["kind"] == "order_talk"]
    assert held["outcome"] == "held"
    for kind in ("warning", "order_talk"):
        again = take(app, incident, kind, reason="Nog eens", expect=409)
        assert again["code"] == "measure_stands", "what is done once is not decided on twice, nor by two at once"
    assert app.invariants_hold()


@one_database
def test_the_order_talk_is_within_a_week(app: AppUnderTest) -> None:
    """004 L259."""
    app.runs_on("s-hertogenbosch")
    incident = filed(app, "threat")
    take(app, incident, "order_talk")
    (talk,) = tasks_of(app, incident, "order_talk")
    assert datetime.fromisoformat(talk["dueAt"]) - app.now() <= timedelta(days=7)
    assert datetime.fromisoformat(talk["dueAt"]) - app.now() > timedelta(days=6)
    app.forgets_messages()


@one_database
def test_a_yes_is_to_the_end_that_was_shown(app: AppUnderTest) -> None:
    """000 L119-122: half a year. Put on one day, decided on another: it ends on the day that the yes was to."""
    app.runs_on("woonmaatschappij")
    incident = filed(app, "threat")
    take(app, incident, "order_talk")
    (talk,) = tasks_of(app, incident, "order_talk")
    app.karin.posts(f"/v1/tasks/{talk['id']}/done", {"outcome": "held", "note": "Geen excuses"})
    put = take(app, incident, "access_ban", app.ruth, reason="Namens de manager")
    assert (put["state"], put["asAdvised"]) == ("put", True)
    goes_on(app, days=19)
    decided = app.karin.signs_in().posts(f"/v1/measures/{put['id']}/decide", {"yes": True})
    assert (decided["from"], decided["until"]) == (in_days(app, 0), put["until"])
    assert decided["asAdvised"], "that it begins later is no other length than the protocol says"
    assert app.invariants_hold()


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(app: AppUnderTest) -> None:
    incident = filed(app, "D")
    body, path = {"kind": "access_ban", "until": in_days(app, 60)}, f"/v1/incidents/{incident['id']}/measures"

    def ask(who: Person) -> httpx.Response:
        return app.http.post(path, json=body, headers=who.employee.headers)

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(ask, (app.karin, app.mohamed)))
    assert sorted(one.status_code for one in answers) == [201, 409]
    (refused,) = [one.json() for one in answers if one.status_code == 409]
    assert refused["code"] == "measure_stands"
    assert len(measures(app, incident)) == 1


@pytest.mark.parametrize("point", [Failpoint.MEASURE_DECIDED, Failpoint.REQUEST_COMMITTED])
@one_database
def test_killed_between_a_decision_and_its_task_both_are_there_once(app: AppUnderTest, point: Failpoint) -> None:
    app.runs_on("s-hertogenbosch")
    incident = filed(app, "threat")
    path, body = f"/v1/incidents/{incident['id']}/measures", {"kind": "order_talk"}
    headers = {**app.karin.employee.headers, "Idempotency-Key": "once-and-for-all"}
    with death_at(point):
        assert app.http.post(path, json=body, headers=headers).status_code != 201
    assert len(measures(app, incident)) == len(tasks_of(app, incident, "order_talk"))
    assert app.http.post(path, json=body, headers=headers).status_code == 201
    assert len(measures(app, incident)) == len(tasks_of(app, incident, "order_talk")) == 1
    app.forgets_messages()
    assert app.invariants_hold()


@one_database
def test_a_mark_is_proposed_from_an_incident_and_never_approved_by_itself(app: AppUnderTest) -> None:
    incident = filed(app, "D")
    mark = {
        "address": an_address(4),
        "advice": ["pairs"],
        "reason": "Dreigde",
        "reviewDate": "2040-01-01",
        "incidentId": incident["id"],
        "measure": "Toegangsverbod",
    }
    made = app.karin.posts("/v1/risk-addresses", mark, expect=201)
    assert (made["state"], made["incidentId"], made["measure"]) == ("proposed", incident["id"], "Toegangsverbod")
    app.karin.posts(f"/v1/risk-addresses/{made['id']}/approve", expect=403)


@one_database
def test_what_the_employee_does_not_report_is_no_report_in_the_figures(app: AppUnderTest) -> None:
    """004 L299-305: the manager finds that it should be reported, and only the employee may; they are free not to."""
    app.runs_on("s-hertogenbosch")
    incident = filed(app, "threat", "home_visit", kind="threatening")
    take(app, incident, "police_report")

    def counted() -> list[str]:
        tables = app.jan.signs_in().asks(f"/v1/reports/{app.now().year}")["tables"]
        rows = [row for one in tables if one["id"] == "measure" for row in one["rows"]]
        return [one["id"] for one in rows if one["number"]["shown"] == "1"]

    assert counted() == ["police_report"], "as long as nobody said otherwise"
    path = f"/v1/incidents/{incident['id']}/police"
    app.jan.posts(path, {"kind": "none", "against": "person"}, expect=201)
    assert counted() == []
    changed = {"kind": "report"}
    answer = app.http.patch(f"{path}/person", json=changed, headers=app.jan.employee.headers)
    assert answer.status_code == 200, answer.text
    assert counted() == ["police_report"]


@one_database
def test_how_much_of_a_benefit_is_cut_is_said_by_who_decides(app: AppUnderTest) -> None:
    """003 L788-812: 40 to 100 per cent of the norm; the employee does not read of somebody's benefit."""
    benefits = app.also_has("Bea Smeets", Role.WORKER)
    with app.database.write() as session:
        session.add(
            HolderRecord(
                organisation_id=app.ours.id, function=Function.BENEFITS, team_id=None, person_id=benefits.employee.id
            )
        )
    incident = filed(app, "D")
    put = take(app, incident, "benefit_cut", reason="Ernstig", until=in_days(app, 30))
    assert (put["state"], put["percent"], put["percentLimits"]) == ("put", None, None)
    path = f"/v1/measures/{put['id']}"
    assert benefits.asks(path)["percentLimits"] == [40, 100]
    for percent, code in (
        (None, "measure_needs_percent"),
        (30, "measure_percent_limits"),
        (400, "measure_percent_limits"),
    ):
        refused = benefits.posts(f"{path}/decide", {"yes": True, "percent": percent}, expect=400)
        assert codes(refused) == {"/percent": code}
        assert "40 tot en met 100" in refused["errors"][0]["detail"]
    decided = benefits.posts(f"{path}/decide", {"yes": True, "percent": 40})
    assert (decided["state"], decided["percent"]) == ("in_force", 40)
    shown = app.jan.asks(f"/v1/incidents/{incident['id']}/measures")["measures"]
    assert [(one["kind"], one["percent"]) for one in shown] == [("benefit_cut", None)]
