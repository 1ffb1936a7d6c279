"""Damage after an incident, from the report to the end of each line."""

from datetime import timedelta
from typing import Any

import pytest

from achterwacht.functions.records import HolderRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from tests.acceptance.stories import Json
from tests.support.app_under_test import AppUnderTest, Person

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
SCREEN = {"whose": "organisation", "what": "Beeldscherm", "amount": 240}
GLASSES = {"whose": "employee", "what": "Bril", "amount": 129.95}
DENTIST = {"whose": "employee_injury", "what": "Tandarts", "amount": 80}


def filed(app: AppUnderTest, *damages: Json, by: Person | None = None, **more: Any) -> Json:
    report = {
        "kind": "violence_things", "happenedAt": (app.now() - timedelta(hours=2)).isoformat(),
        "description": "Hij gooide het van tafel", "damages": list(damages), **more,
    }  # fmt: skip
    found: Json = (by or app.jan).posts("/v1/incidents", report, expect=201)
    app.forgets_messages()  # of the care that begins with each report
    return found


def asked(who: Person, incident: Json) -> list[tuple[str, str]]:
    tasks = who.asks(f"/v1/incidents/{incident['id']}/tasks")["tasks"]
    found = [one for one in tasks if one["kind"].startswith("damage") and one["state"] == "open"]
    return [(one["function"] or "", one["title"]) for one in sorted(found, key=lambda one: one["title"])]


def line(who: Person, incident: Json, what: str) -> Json:
    (found,) = [one for one in who.asks(f"/v1/incidents/{incident['id']}")["settling"]["lines"] if one["what"] == what]
    return dict(found)


def settles(who: Person, incident: Json, what: str, *, expect: Any = 200, **body: Any) -> Json:
    (found,) = [one for one in incident["damages"] if one["what"] == what]
    path = f"/v1/incidents/{incident['id']}/damages/{found['id']}/settlement"
    answer = who.app.http.put(path, json=body, headers=who.employee.headers)
    assert answer.status_code == expect, answer.text
    said: Json = answer.json()
    return said


@pytest.mark.by_turns
@pytest.mark.usefixtures("mail_leaves")
def test_in_s_hertogenbosch_the_reception_hears_of_it_and_each_line_is_followed_to_its_end(app: AppUnderTest) -> None:
    """004 L328-337, L449-451: told to facility affairs, staff is paid, by settlement or in court."""
    app.runs_on("s-hertogenbosch")
    desk = app.also_has("Rita Balie", Role.RECEPTION)
    incident = filed(app, SCREEN, GLASSES, DENTIST)
    told = "Informeer het hoofd Facilitaire Zaken, zodat de schade verhaald kan worden. Het gaat om: "
    assert asked(app.karin, incident) == [
        ("reception", f"{told}Beeldscherm; Bril; kosten door letsel."),
        ("direct_manager", "Schade afhandelen: Beeldscherm"),
        ("direct_manager", "Schade afhandelen: Bril"),
        ("direct_manager", "Schade afhandelen: kosten door letsel"),
    ]
    (task,) = [one for one in desk.asks("/v1/tasks?mine=true")["tasks"] if one["kind"] == "damage_step"]
    desk.posts(f"/v1/tasks/{task['id']}/done", {})
    # The employee follows their own; nobody else looks on, and nobody settles what happened to themselves.
    today = app.now().date().isoformat()
    paid: Json = {"paid": {"yes": True, "amount": 129.95, "on": today}}
    assert len(asked(app.jan, incident)) == 3
    settles(app.jan, incident, "Bril", expect=403, **paid)
    for stranger in (app.ali, app.fatima, desk):
        settles(stranger, incident, "Bril", expect=404, **paid)
    # Paid by us, and asked back: the claim waits for what comes of it.
    assert line(app.karin, incident, "Bril")["missing"] == ["paid", "recovery"]
    settles(app.karin, incident, "Bril", **paid)
    assert line(app.jan, incident, "Bril")["missing"] == ["recovery"]
    claim = {"how": "civil_party", "claimedOn": today}
    seen = settles(app.karin, incident, "Bril", **paid, recovery=claim)
    assert next(one for one in seen["lines"] if one["what"] == "Bril")["recovery"]["underWay"]
    assert ("direct_manager", "Vragen wat er van het verhalen kwam: Bril") in asked(app.karin, incident)
    settles(app.ruth, incident, "Beeldscherm", recovery={"how": "nothing", "why": "We weten niet wie het was"})
    settles(app.karin, incident, "Tandarts", recovery={"how": "settlement", "amount": 80, "on": today})
    app.passes(minutes=100 * 24 * 60)
    app.forgets_messages()
    for one in (app.karin, app.jan):
        one.signs_in()
    assert asked(app.karin, incident) == [("direct_manager", "Vragen wat er van het verhalen kwam: Bril")]
    # It is before the court still: said so, it is asked again in some months, and climbs to nobody.
    settles(app.karin, incident, "Bril", **paid, recovery={**claim, "how": "court"})
    app.passes(minutes=80 * 24 * 60)
    assert app.karin.phone.is_silent()
    for one in (app.karin, app.jan):
        one.signs_in()
    (later,) = [one for one in app.karin.asks("/v1/tasks?mine=true")["tasks"] if one["kind"] == "damage"]
    assert not later["late"]
    came = {**claim, "amount": 100, "on": app.now().date().isoformat()}
    settles(app.karin, incident, "Bril", **paid, recovery=came)
    assert asked(app.karin, incident) == []
    assert line(app.jan, incident, "Bril")["recovery"]["amount"] == 100
    # What was noted by mistake is noted anew, and asked again.
    settles(app.karin, incident, "Bril", **paid)
    assert asked(app.karin, incident) == [("direct_manager", "Schade afhandelen: Bril")]
    assert app.invariants_hold()


@one_database
def test_in_heusden_zolder_the_police_and_the_board_for_what_is_the_employees_own(app: AppUnderTest) -> None:
    """002 L1335-1343, whatever the behaviour was."""
    app.runs_on("heusden-zolder")
    incident = filed(app, GLASSES, behaviours=[{"id": "verbal", "channel": "office"}])
    police = app.jan.asks(f"/v1/incidents/{incident['id']}/police")
    assert ("belongings", ["report"], "always", "damage.own_steps[0]") in [
        (one["against"], one["kinds"], one["certainty"], one["because"]) for one in police["asked"]
    ]
    assert [title for _, title in asked(app.karin, incident)] == [
        "Schade afhandelen: Bril",
        "Stel een gemotiveerd verslag op aan het VB, dat de schade kan vergoeden. Het gaat om: Bril.",
    ]
    settling = app.jan.asks(f"/v1/incidents/{incident['id']}")["settling"]
    assert (settling["staffPaid"], settling["maySettle"], len(settling["says"])) == ("possibly", False, 1)


@one_database
def test_in_losser_the_manager_asks_legal_affairs_if_that_is_needed(app: AppUnderTest) -> None:
    """003 L824-828."""
    app.runs_on("losser")
    with app.database.write() as session:
        session.add(HolderRecord(organisation_id=app.ours.id, function=Function.LEGAL, person_id=app.ruth.id))
    incident = filed(app, SCREEN)
    step, settle = app.karin.asks(f"/v1/incidents/{incident['id']}/tasks")["tasks"], asked(app.karin, incident)
    (found,) = [one for one in step if one["kind"] == "damage_step"]
    assert found["title"].endswith("Juridische Zaken. Alleen als dat nodig is. Het gaat om: Beeldscherm.")
    app.karin.posts(f"/v1/tasks/{found['id']}/drop", {"reason": "De verzekering doet het"})
    assert ("direct_manager", "Schade afhandelen: Beeldscherm") in settle
    # It has no other end than what is noted of it.
    (task,) = [one for one in step if one["kind"] == "damage"]
    app.karin.posts(f"/v1/tasks/{task['id']}/done", {}, expect=409)
    app.karin.posts(f"/v1/tasks/{task['id']}/drop", {"reason": "Hoeft niet"}, expect=409)


@one_database
def test_what_is_added_later_is_asked_once_and_what_has_an_end_stays(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    incident = filed(app)
    path = f"/v1/incidents/{incident['id']}"
    assert asked(app.karin, incident) == []
    first = app.jan.patches(path, {"damages": [SCREEN]})
    second = app.jan.patches(path, {"damages": [*first["damages"], GLASSES]})
    titles = [title for _, title in asked(app.karin, incident)]
    assert titles[0].endswith("Het gaat om: Beeldscherm; Bril.")
    assert titles[1:] == ["Schade afhandelen: Beeldscherm", "Schade afhandelen: Bril"]
    screen, glasses = second["damages"]
    settles(app.karin, second, "Beeldscherm", recovery={"how": "nothing", "why": "Verzekerd"})
    # What has an end can't go, nor become somebody else's; its words may be better said.
    for damages in ([glasses], [{**screen, "whose": "employee"}, glasses]):
        refused = app.jan.patches(path, {"damages": damages}, expect=400)
        assert [(one["pointer"], one["code"]) for one in refused["errors"]] == [("/damages", "damage_settled")]
    app.jan.patches(path, {"damages": [{**screen, "what": "Beeldscherm van de spreekkamer"}]})
    assert [title for _, title in asked(app.karin, incident)] == titles[:1], "what is gone is asked of nobody"
    assert app.invariants_hold()


@pytest.mark.on_both
@pytest.mark.usefixtures("mail_leaves")
def test_what_comes_back_after_the_report_was_closed_is_noted_and_its_task_is_not_lost(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    incident = filed(app, SCREEN, GLASSES)
    path = f"/v1/incidents/{incident['id']}"
    today = app.now().date().isoformat()
    settles(app.karin, incident, "Beeldscherm", recovery={"how": "court", "claimedOn": today})
    app.karin.posts(f"{path}/close", {"reason": "De rest hoeft niet"})
    left = [
        ("direct_manager", "Schade afhandelen: Bril"),
        ("direct_manager", "Vragen wat er van het verhalen kwam: Beeldscherm"),
    ]
    assert asked(app.karin, incident) == left, "all else was dropped with the report"
    app.passes(minutes=100 * 24 * 60)
    app.forgets_messages()
    app.karin.signs_in()
    today = app.now().date().isoformat()
    settles(app.karin, incident, "Beeldscherm", recovery={"how": "court", "amount": 200, "on": today})
    assert asked(app.karin, incident) == left[:1]
    nothing = {"how": "nothing", "why": "Verzekerd"}
    settles(app.karin, incident, "Bril", paid={"yes": True, "amount": 129.95, "on": today}, recovery=nothing)
    assert asked(app.karin, incident) == []
    app.karin.patches(path, {"damages": []}, expect=409)
    assert app.invariants_hold()


@one_database
def test_who_is_handed_a_line_by_name_notes_its_end_and_reads_no_more_than_that(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    incident = filed(app, SCREEN, GLASSES, aggressor={"name": "Pieters"})
    tasks = app.karin.asks(f"/v1/incidents/{incident['id']}/tasks")["tasks"]
    task = next(one for one in tasks if one["title"] == "Schade afhandelen: Beeldscherm")
    path = f"/v1/tasks/{task['id']}"
    nothing = {"recovery": {"how": "nothing", "why": "Verzekerd"}}

    def puts(who: Person, body: Json, expect: int) -> Json:
        answer = app.http.put(f"{path}/settlement", json=body, headers=who.employee.headers)
        assert answer.status_code == expect, answer.text
        said: Json = answer.json()
        return said

    puts(app.ali, nothing, 404)
    app.karin.posts(f"{path}/hand-over", {"personId": str(app.jan.id)}, expect=400)
    app.karin.posts(f"{path}/hand-over", {"personId": str(app.ali.id)})
    app.forgets_messages()
    settles(app.ali, incident, "Beeldscherm", expect=404, **nothing)
    found = app.ali.asks(f"{path}/report")
    assert [one["what"] for one in found["settling"]["lines"]] == ["Beeldscherm"]
    assert found["settling"]["maySettle"]
    assert "Pieters" not in str(found)
    assert puts(app.ali, {"recovery": {"how": "nothing"}}, 400)["errors"][0]["pointer"] == "/recovery/why"
    assert puts(app.ali, nothing, 200)["state"] == "done"
    app.ali.asks(f"{path}/report", expect=404)
    puts(app.ali, nothing, 404)
    stranger = Person(app, app.has_neighbours().manager)
    puts(stranger, nothing, 404)
    assert app.invariants_hold()


@one_database
def test_damage_of_which_nobody_says_what_it_is_is_asked_when_the_form_no_longer_does(app: AppUnderTest) -> None:
    app.runs_on("losser")  # whose form has no damage on it
    incident = filed(app, damage=True)
    assert asked(app.jan, incident) == [("employee", "Noteren welke schade er is")]
    app.jan.patches(f"/v1/incidents/{incident['id']}", {"damages": [SCREEN]})
    assert [title for _, title in asked(app.jan, incident)][-1] == "Schade afhandelen: Beeldscherm"
    app.runs_on("s-hertogenbosch")
    assert asked(app.jan, filed(app, damage=True, happenedAt=(app.now() - timedelta(days=2)).isoformat())) == []


@one_database
def test_who_filed_it_for_somebody_reads_no_end(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    incident = filed(app, GLASSES, by=app.fatima, employeeId=str(app.jan.id))
    assert app.fatima.asks(f"/v1/incidents/{incident['id']}")["settling"]["lines"] == []
    settles(app.fatima, incident, "Bril", expect=403, recovery={"how": "nothing", "why": "Nee"})
