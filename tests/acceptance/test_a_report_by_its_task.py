"""Whoever has an open task about a report reads what that task needs, and nobody else reads it by that."""

import json

import pytest
from sqlalchemy import select

from achterwacht.functions.records import HolderRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.records import TaskRecord
from tests.acceptance.stories import Json
from tests.support.app_under_test import AppUnderTest, Person

SECRETS = ("Pieters", "1981-03-04", "Hij lijkt op zijn broer")
"""Who did it, and what is only for who handles the report."""
STORY = "Hij dreigde met een mes"


def reports(app: AppUnderTest, **also: object) -> str:
    body = {
        "kind": "threatening", "happenedAt": app.now().isoformat(), "description": STORY, "injured": True,
        "causedBy": SECRETS[2], "aggressor": {"name": SECRETS[0], "dateOfBirth": SECRETS[1]}, **also,
    }  # fmt: skip
    filed = str(app.jan.posts("/v1/incidents", body, expect=201)["id"])
    app.forgets_messages()
    return filed


def read(who: Person, task: str, expect: int = 200) -> Json:
    found: Json = who.asks(f"/v1/tasks/{task}/report", expect=expect)
    return found


def of_kind(who: Person, kind: str, text: str = "") -> Json:
    found = who.asks("/v1/tasks?mine=true")["tasks"]
    return next(one for one in found if one["kind"] == kind and text in one["title"])


def refused(app: AppUnderTest, task: str) -> None:
    """Each wrong role, a stranger, and a second organisation."""
    for who in (app.ali, app.jan, app.anne, Person(app, app.ours.reception), Person(app, app.ours.board)):
        read(who, task, expect=404)
    for who in (app.karin, app.mohamed, app.ruth):  # they see the task, and it is not theirs
        read(who, task, expect=403)
    away = app.has_neighbours()
    for who in (Person(app, away.manager), Person(app, away.registrar), Person(app, away.hr)):
        read(who, task, expect=404)


@pytest.mark.on_both
def test_hr_reads_what_it_passes_on(app: AppUnderTest) -> None:
    """001 L322, L443-445: P&O reports it to the inspectorate and the occupational health service."""
    app.runs_on("corporatie").lets_calls_ring()
    incident = reports(app, extreme=True)
    hr = Person(app, app.ours.hr)
    task = of_kind(hr, "care_step", "arbeidsinspectie")
    assert task["opens"]
    found = read(hr, task["id"])
    assert found["happened"]["description"] == STORY
    assert (found["happened"]["injured"], found["damages"], found["care"]) == (True, None, None)
    assert found["inShort"]["employee"]["name"] == "Jan de Wit"
    assert not any(one in json.dumps(found) for one in SECRETS)
    # The report itself, and what hangs on it, stays closed.
    for path in ("", "/tasks", "/form.pdf", "/letters", "/measures", "/aggressor", "/advice", "/police", "/aftercare"):
        hr.asks(f"/v1/incidents/{incident}{path}", expect=404)
    (seen,) = [
        one for one in app.jan.asks(f"/v1/incidents/{incident}/readers")["readers"] if one["person"]["id"] == str(hr.id)
    ]
    assert seen["what"] == "report"
    refused(app, task["id"])
    # Handed over by name, it goes along; done, it is over.
    noor = app.also_has("Noor de Wit", Role.HR)
    hr.posts(f"/v1/tasks/{task['id']}/hand-over", {"personId": str(noor.id)})
    assert read(noor, task["id"])["happened"]["description"] == STORY
    noor.posts(f"/v1/tasks/{task['id']}/done", {})
    for who in (hr, noor, app.karin):
        read(who, task["id"], expect=404)
    app.forgets_messages()


@pytest.mark.on_both
def test_who_is_there_for_the_employee_reads_of_their_care(app: AppUnderTest) -> None:
    """000 L92: a trusted person. Jan would rather not talk with his manager."""
    app.runs_on("woonmaatschappij").lets_calls_ring()
    fatima = app.fatima
    with app.database.write() as session:
        session.add(HolderRecord(organisation_id=app.ours.id, function=Function.TRUSTED_PERSON, person_id=fatima.id))
    reports(app)
    (plan,) = app.jan.asks("/v1/aftercare?mine=true")["plans"]
    app.jan.posts(f"/v1/aftercare/{plan['id']}/another-person")
    task = of_kind(fatima, "first_care")
    found = read(fatima, task["id"])
    assert (found["happened"], found["damages"], found["care"]["id"]) == (None, None, plan["id"])
    assert not any(one in json.dumps(found) for one in (STORY, *SECRETS))
    refused(app, task["id"])
    # What is to be noted with her: that it was reported, not what.
    told = of_kind(fatima, "route")
    assert not told["opens"]
    assert read(fatima, told["id"])["happened"] is None
    fatima.posts(f"/v1/tasks/{task['id']}/done", {"points": task["points"]})
    read(fatima, task["id"], expect=404)
    app.forgets_messages()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_deputy_without_a_role_closes_by_the_task(app: AppUnderTest) -> None:
    """It came to them since the manager let it lie; whom everybody let it lie to only hands it on."""
    app.runs_on("corporatie")
    incident = reports(app)
    for who in (app.karin, app.ruth):
        while left := [one for one in who.asks(f"/v1/incidents/{incident}/tasks")["tasks"] if one["state"] == "open"]:
            for one in left:
                who.posts(f"/v1/tasks/{one['id']}/drop", {"reason": "Niet nodig"})
    assert app.jobs.ask_to_close() == 1
    with app.database.write() as session:
        session.add(
            HolderRecord(
                organisation_id=app.ours.id,
                function=Function.DEPUTY_MANAGER,
                person_id=app.ali.id,
                team_id=app.ours.team,
            )
        )
        asked = session.scalars(select(TaskRecord).where(TaskRecord.kind == TaskKind.CLOSE_REPORT)).one()
        asked.level = 1
        path = f"/v1/tasks/{asked.id}"
    task = of_kind(app.ali, "close_report")
    assert task["opens"]
    assert app.ali.asks(f"{path}/report")["happened"]["description"] == STORY
    app.ali.asks(f"/v1/incidents/{incident}", expect=404)
    for who in (app.jan, app.anne):
        who.posts(f"{path}/close-report", {}, expect=404)
    app.ruth.posts(f"{path}/close-report", {}, expect=403)
    with app.database.write() as session:
        session.get_one(TaskRecord, asked.id).level = 3
    app.anne.posts(f"{path}/close-report", {}, expect=403)
    assert app.ali.posts(f"{path}/close-report", {})["state"] == "done"
    closed = app.karin.asks(f"/v1/incidents/{incident}")
    assert (closed["state"], closed["closedBy"]["name"]) == ("closed", app.ali.name)
    app.ali.asks(f"{path}/report", expect=404)
    app.forgets_messages()
    assert app.invariants_hold()


@pytest.mark.by_turns
def test_the_contact_person_sees_which_client_it_is(app: AppUnderTest) -> None:
    """003 L656-666: "neem altijd contact op met de contactpersoon van de klant". Fatima has no role in this team."""
    app.runs_on("losser").lets_calls_ring()
    fatima = app.fatima
    with app.database.write() as session:
        session.add(HolderRecord(organisation_id=app.ours.id, function=Function.CONTACT_PERSON, person_id=fatima.id))
    told = {"name": SECRETS[0], "dateOfBirth": SECRETS[1], "clientReference": "K-77"}
    behaviours = [{"id": "A", "channel": "office"}]
    incident = reports(app, aggressor=told, behaviours=behaviours, persistent=True, injured=False)
    app.karin.posts(f"/v1/incidents/{incident}/measures", {"kind": "warning"}, expect=201)
    task = of_kind(fatima, "measure_step")
    assert task["opens"]
    found = read(fatima, task["id"])
    client = found["client"]
    assert (client["name"], client["clientReference"]) == (SECRETS[0], "K-77")
    assert [one["id"] for one in client["behaviours"]] == ["A"]
    assert client["measure"]
    assert (found["happened"], found["damages"], found["police"], found["care"]) == (None, None, None, None)
    assert not any(one in json.dumps(found) for one in (STORY, *SECRETS[1:]))
    for path in ("", "/measures", "/advice", "/letters", "/aggressor"):
        fatima.asks(f"/v1/incidents/{incident}{path}", expect=404)
    refused(app, task["id"])
    fatima.posts(f"/v1/tasks/{task['id']}/done", {"note": "Liever geen brief: hij zit midden in een traject."})
    read(fatima, task["id"], expect=404)
    app.forgets_messages()
