"""Tasks after an incident, whatever lays them: who has one, how it is done, and what is said of who holds nothing."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from achterwacht.functions.records import HolderRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.tasks.ending import settle
from achterwacht.tasks.facts import Due, TaskKind, TaskState
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from tests.acceptance.stories import Json
from tests.support.app_under_test import AppUnderTest, Person

REPORT = {"kind": "threatening", "happenedAt": "2026-01-01T10:00:00Z", "description": "Hij dreigde met een mes"}
A_DAY = 24 * 60


@pytest.fixture
def incident(app: AppUnderTest) -> Json:
    filed: Json = app.jan.posts("/v1/incidents", REPORT, expect=201)
    return filed


def laid(app: AppUnderTest, incident: Json, kind: TaskKind, *chain: Function, points: tuple[str, ...] = ()) -> str:
    with app.database.write() as session:
        organisation = session.get_one(OrganisationRecord, app.ours.id)
        task = Laid(
            kind, app.ours.team, None, chain, "ours", incident_id=UUID(incident["id"]), points=points,
            facts={"to": "wie dit moet weten"},
        )  # fmt: skip
        return str(lay(session, organisation, task, app.now()).id)


def names(app: AppUnderTest, function: Function, person: Person, team: UUID | None = None) -> None:
    with app.database.write() as session:
        session.add(HolderRecord(organisation_id=app.ours.id, function=function, person_id=person.id, team_id=team))


def mine(who: Person) -> list[str]:
    """Those that a test laid, and not what its profile lays with a report."""
    return [one["id"] for one in who.asks("/v1/tasks?mine=true")["tasks"] if one["because"] == "ours"]


def takes_note(who: Person) -> None:
    """Of what their protocol tells them."""
    for one in who.asks("/v1/tasks?mine=true")["tasks"]:
        if one["kind"] == "route":
            who.posts(f"/v1/tasks/{one['id']}/done", {})


def test_a_function_has_it_by_name_or_else_by_role(app: AppUnderTest, incident: Json) -> None:
    hr = Person(app, app.ours.hr)
    task = laid(app, incident, TaskKind.ROUTE, Function.HR)
    assert (mine(hr), mine(app.ali), mine(app.ruth)) == ([task], [], [])
    names(app, Function.HR, app.ali)
    assert (mine(hr), mine(app.ali)) == ([], [task]), "whoever was named, and no role beside it"
    names(app, Function.HR, app.fatima, app.ours.team)
    assert (mine(app.ali), mine(app.fatima)) == ([], [task]), "for the team goes before the organisation"


def test_it_is_done_by_who_has_it(app: AppUnderTest, incident: Json) -> None:
    hr = Person(app, app.ours.hr)
    task = laid(app, incident, TaskKind.ROUTE, Function.HR, points=("Bel de leidinggevende",))
    path = f"/v1/tasks/{task}/done"
    said = {"points": [{"text": "Bel de leidinggevende", "done": True}], "note": "Gebeld"}
    app.ali.posts(path, said, expect=404)
    app.karin.posts(path, said, expect=403)
    hr.posts(path, {"points": [{"text": "Iets anders", "done": True}]}, expect=400)
    hr.posts(path, {"outcome": "beter"}, expect=400)
    done = hr.posts(path, said)
    assert (done["state"], done["note"], done["closedBy"]["id"]) == ("done", "Gebeld", str(hr.id))
    assert done["points"] == said["points"]
    hr.posts(path, said, expect=409)
    takes_note(app.ruth)
    app.passes(minutes=9 * A_DAY)
    app.forgets_messages()
    assert app.invariants_hold()


def test_what_only_its_own_thing_ends_is_not_done_by_saying_so(app: AppUnderTest, incident: Json) -> None:
    task = laid(app, incident, TaskKind.SIGN_LETTER, Function.DIRECT_MANAGER)
    refused = app.karin.posts(f"/v1/tasks/{task}/done", {}, expect=409)
    assert refused["code"] == "task_ends_otherwise"
    with app.database.write() as session:
        settle(session, app.ours.id, UUID(incident["id"]), TaskKind.SIGN_LETTER, "ours", app.karin.id)
    with app.database.read() as session:
        record = session.get_one(TaskRecord, UUID(task))
        assert (record.state, record.closed_by) == (TaskState.DONE, app.karin.id)
    assert app.invariants_hold()


def test_whom_it_happened_to_sees_what_concerns_them(app: AppUnderTest, incident: Json) -> None:
    care = laid(app, incident, TaskKind.TALK, Function.DIRECT_MANAGER)
    letter = laid(app, incident, TaskKind.SIGN_LETTER, Function.DIRECT_MANAGER)

    def seen(who: Person) -> set[str]:
        return {one["id"] for one in who.asks(f"/v1/incidents/{incident['id']}/tasks")["tasks"]}

    assert {care, letter} <= seen(app.karin)
    assert {care, letter} <= seen(app.ruth)
    assert care in seen(app.jan)
    assert letter not in seen(app.jan)


def test_nobody_holds_it_is_said_at_once_and_asked_of_the_administrator(app: AppUnderTest, incident: Json) -> None:
    for _ in range(2):
        laid(app, incident, TaskKind.ROUTE, Function.PREVENTION)
    shown = app.karin.asks(f"/v1/incidents/{incident['id']}/tasks")["tasks"]
    assert [one["heldByNobody"] for one in shown if one["function"] == "prevention"] == [True, True]
    asking = [one for one in app.anne.asks("/v1/tasks?mine=true")["tasks"] if one["kind"] == "name_holder"]
    (asked,) = [one for one in asking if one["title"] == "Iemand aanwijzen: de preventieadviseur"]
    assert asked["id"] not in [one["id"] for one in app.karin.asks("/v1/tasks")["tasks"]]
    app.passes(minutes=A_DAY)
    app.anne.phone.expects_sms("Je hebt een taak in Achterwacht.")
    assert {one["level"] for one in _levels(app)} == {1}, "and the next has it the same day"
    names(app, Function.PREVENTION, app.ali)
    app.passes(minutes=8 * A_DAY)
    with app.database.read() as session:
        record = session.get_one(TaskRecord, UUID(asked["id"]))
        assert record.state is TaskState.DONE, "somebody was named"
    app.forgets_messages()
    assert app.invariants_hold()


def _levels(app: AppUnderTest) -> list[Json]:
    with app.database.read() as session:
        found = session.scalars(
            select(TaskRecord).where(TaskRecord.organisation_id == app.ours.id, TaskRecord.kind == TaskKind.ROUTE)
        )
        return [{"level": one.level} for one in found if one.chain[0] == Function.PREVENTION]


def test_a_talk_after_two_months_is_asked_for_then(app: AppUnderTest, incident: Json) -> None:
    begins = app.now() + timedelta(days=60)
    with app.database.write() as session:
        organisation = session.get_one(OrganisationRecord, app.ours.id)
        due = Due(begins, begins + timedelta(days=30))
        task = Laid(TaskKind.TALK, app.ours.team, app.karin.id, (Function.DIRECT_MANAGER,), "ours", due=due)
        lay(session, organisation, task, app.now())
    app.passes(minutes=59 * A_DAY)
    app.forgets_messages()
    app.passes(minutes=2 * A_DAY)
    app.karin.phone.expects_sms("Je hebt een taak in Achterwacht.")
    app.forgets_messages()
    assert app.invariants_hold()


def test_everybody_whom_the_protocol_names_is_told_of_a_report(app: AppUnderTest) -> None:
    """P1, 000 L92-95: the trusted person, HR and the prevention adviser at once; the register perhaps; the police."""
    app.runs_on("woonmaatschappij")
    incident = app.jan.posts("/v1/incidents", REPORT, expect=201)
    hr, ali = Person(app, app.ours.hr), app.ali
    names(app, Function.TRUSTED_PERSON, ali)
    all_of_it = app.ruth.asks(f"/v1/incidents/{incident['id']}/tasks")["tasks"]
    told = {one["because"]: one for one in all_of_it if one["kind"] in ("route", "follow_up")}
    assert {key: (one["function"], one["heldByNobody"]) for key, one in told.items()} == {
        "registration.routes[0]": ("trusted_person", False),
        "registration.routes[1]": ("hr", False),
        "registration.routes[2]": ("prevention", True),
        "registration.routes[3]": ("direct_manager", False),
        "registration.follow_up[0]": ("direct_manager", False),
    }
    (its,) = [one for one in hr.asks("/v1/tasks?mine=true")["tasks"] if one["kind"] == "route"]
    assert its["title"] == "Kennisnemen van een melding"
    assert (its["inShort"]["employee"]["name"], its["inShort"]["kind"]) == ("Jan de Wit", "threatening")
    assert "dreigde" not in str(its), "not the story"
    hr.asks(f"/v1/incidents/{incident['id']}", expect=404)
    hr.posts(f"/v1/tasks/{its['id']}/done", {})
    hr.posts(f"/v1/tasks/{told['registration.routes[0]']['id']}/drop", {"reason": "Niet nodig"}, expect=404)
    ali.posts(f"/v1/tasks/{told['registration.routes[0]']['id']}/drop", {"reason": "Niet nodig"}, expect=403)
    # Of several reports whoever reads them, and whom they are about, must know which it is.
    for who in (app.ruth, app.karin, app.jan):
        asked = who.asks(f"/v1/incidents/{incident['id']}/tasks")["tasks"]
        assert {one["inShort"] and one["inShort"]["employee"]["name"] for one in asked} == {"Jan de Wit"}
    question = told["registration.routes[3]"]
    assert question["title"] == "Opnemen in het feitenregister derden, als dat nodig is"
    app.jan.posts(f"/v1/tasks/{question['id']}/drop", {"reason": "Liever niet"}, expect=404)
    dropped = app.karin.posts(f"/v1/tasks/{question['id']}/drop", {"reason": "Geen feit voor dat register"})
    assert dropped["state"] == "dropped"
    assert app.invariants_hold()


def test_what_is_made_over_all_reports_of_a_year_is_asked_for_once(app: AppUnderTest) -> None:
    """P5, 004 L218-220 and L240-244."""
    app.runs_on("s-hertogenbosch")
    for _ in range(2):
        app.jan.posts("/v1/incidents", REPORT, expect=201)
    made = [one for one in app.ruth.asks("/v1/tasks")["tasks"] if one["incidentId"] is None]
    assert sorted(one["kind"] for one in made if one["kind"] in ("figures", "follow_up")) == ["figures", "follow_up"]
    (figures,) = [one for one in made if one["kind"] == "figures"]
    assert figures["title"] == "Cijfers van alle meldingen samen maken, voor het A.M.T., de Arbocommissie"
    assert figures["notBefore"] == f"{app.now().year}-12-31T23:00:00Z"
