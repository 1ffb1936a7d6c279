"""An incident and the police, from the report to what came of it."""

from datetime import datetime, timedelta

import pytest

from tests.acceptance.stories import Json
from tests.support.app_under_test import AppUnderTest, Person

A_DAY = 24 * 60


def filed(app: AppUnderTest, *behaviours: str, **more: object) -> str:
    crosses = [{"id": one, "channel": "home_visit"} for one in behaviours]
    report = {
        "kind": "threatening", "happenedAt": (app.now() - timedelta(hours=2)).isoformat(),
        "description": "Hij zei dat hij me zou weten te vinden", "behaviours": crosses, **more,
    }  # fmt: skip
    found = str(app.jan.posts("/v1/incidents", report, expect=201)["id"])
    app.forgets_messages()  # of the care that begins with each report
    return found


def asked(who: Person, incident: str) -> list[tuple[str, str]]:
    tasks = who.asks(f"/v1/incidents/{incident}/tasks")["tasks"]
    found = [one for one in tasks if one["kind"].startswith("police") and one["state"] == "open"]
    return sorted((one["kind"], one["title"]) for one in found)


def the_matter(answer: Json, against: str) -> Json:
    (found,) = [one for one in answer["matters"] if one["against"] == against]
    return dict(found)


@pytest.mark.usefixtures("mail_leaves")
def test_in_s_hertogenbosch_against_things_and_against_a_person(app: AppUnderTest) -> None:
    """004 L268-310: the manager for the organisation; of themselves the employee, who is free not to."""
    app.runs_on("s-hertogenbosch")
    incident = filed(app, "threat", "violence_things", damages=[{"whose": "organisation", "what": "Ruit"}])
    path = f"/v1/incidents/{incident}/police"
    person = "Beslissen over aangifte of melding bij de politie"
    things = f"{person} (spullen van de organisatie)"
    assert asked(app.karin, incident) == [("police_question", person), ("police_question", things)]
    seen = app.jan.asks(path)
    assert (seen["protocol"]["address"], seen["protocol"]["voluntary"]) == ("Wolvenhoek 1", True)
    assert {one["against"]: one["mayDecide"] for one in seen["mayReport"]} == {
        "person": True, "things": False, "belongings": True,
    }  # fmt: skip
    # For things, the manager; never for a person, and nobody else for either.
    refused = app.karin.posts(path, {"kind": "report", "against": "person"}, expect=403)
    assert refused["code"] == "police_not_yours"
    app.karin.posts(path, {"kind": "none", "against": "person", "why": "Hij hoeft niet"}, expect=403)
    app.jan.posts(path, {"kind": "report", "against": "things"}, expect=403)
    app.ruth.posts(path, {"kind": "report", "against": "things"}, expect=403)
    decided = app.karin.posts(path, {"kind": "report", "against": "things"}, expect=201)
    assert the_matter(decided, "things")["forOrganisation"]
    app.karin.posts(path, {"kind": "report", "against": "things"}, expect=409)
    # The employee is free not to, and need not say why.
    declined = app.jan.posts(path, {"kind": "none", "against": "person"}, expect=201)
    assert the_matter(declined, "person")["missing"] == []
    assert [kind for kind, _ in asked(app.karin, incident)] == ["police_record"]
    # ... and may change their mind.
    changed = app.jan.patches(f"{path}/person", {"kind": "report", "literally": "Ik weet je te vinden"})
    found = the_matter(changed, "person")
    assert (found["address"], found["missing"]) == ("Wolvenhoek 1", ["on", "number"])
    assert [kind for kind, _ in asked(app.karin, incident)] == ["police_record"] * 2
    today = app.now().date().isoformat()
    app.jan.patches(f"{path}/person", {"on": today, "number": "PL21-4711", "accompaniedById": str(app.karin.id)})
    app.karin.patches(f"{path}/things", {"on": today, "number": "PL21-4712"})
    assert [kind for kind, _ in asked(app.karin, incident)] == ["police_outcome"] * 2
    app.passes(minutes=40 * A_DAY)
    app.forgets_messages()
    for one in (app.karin, app.jan, app.ruth):
        one.signs_in()
    assert "police_outcome" in {one["kind"] for one in app.karin.asks("/v1/tasks?mine=true")["tasks"]}
    # Asked for, it goes on: said so, that is asked again later, and climbs to nobody.
    for against in ("person", "things"):
        app.karin.patches(f"{path}/{against}", {"outcome": "under_way"})
    assert [kind for kind, _ in asked(app.karin, incident)] == ["police_outcome"] * 2
    app.passes(minutes=25 * A_DAY)
    app.forgets_messages()
    for one in (app.karin, app.jan, app.ruth):
        one.signs_in()
    ends = {one["dueAt"] for one in app.karin.asks("/v1/tasks?mine=true")["tasks"] if one["kind"] == "police_outcome"}
    assert all(datetime.fromisoformat(one) > app.now() + timedelta(days=20) for one in ends)
    for against in ("person", "things"):
        app.karin.patches(f"{path}/{against}", {"outcome": "convicted", "outcomeNote": "Werkstraf"})
    assert asked(app.karin, incident) == []
    assert app.invariants_hold()


def test_what_is_added_later_is_asked_once_and_not_when_it_was_answered(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    incident = filed(app, "threat")
    path = f"/v1/incidents/{incident}"
    threat = {"id": "threat", "channel": "home_visit"}
    things = {"id": "violence_things", "channel": "home_visit"}
    assert [kind for kind, _ in asked(app.jan, incident)] == ["police_question"]
    # Decided before anybody was asked: then it is no question any more.
    own = {"damages": [{"whose": "employee", "what": "Bril"}], "behaviours": [threat, things]}
    app.jan.posts(f"{path}/police", {"kind": "none", "against": "belongings"}, expect=201)
    app.jan.patches(path, own)
    assert [kind for kind, _ in asked(app.jan, incident)] == ["police_question"]
    # The organisation's window, said later, is asked of the manager: once.
    for what in ("Ruit", "Ruit en deur"):
        app.jan.patches(path, {"damages": [{"whose": "organisation", "what": what}, *own["damages"]]})
    titles = [title for _, title in asked(app.karin, incident)]
    assert len(titles) == 2
    assert titles[-1].endswith("(spullen van de organisatie)")
    # Answered is answered, whatever is added.
    app.karin.posts(f"{path}/police", {"kind": "none", "against": "things", "why": "Verzekerd"}, expect=201)
    app.jan.posts(f"{path}/police", {"kind": "none", "against": "person"}, expect=201)
    app.jan.patches(path, {"behaviours": [threat, things, {"id": "violence_persons", "channel": "home_visit"}]})
    assert asked(app.karin, incident) == []
    assert app.invariants_hold()


def test_what_cannot_be_is_said_with_where_it_stands(app: AppUnderTest) -> None:
    app.runs_on("corporatie")
    path = f"/v1/incidents/{filed(app, 'threat')}/police"
    app.jan.patches(f"{path}/person", {"number": "1"}, expect=404)
    wrong = app.jan.posts(path, {"kind": "none", "against": "person"}, expect=400)
    assert [(one["pointer"], one["code"]) for one in wrong["errors"]] == [("/why", "missing")]
    nobody = {"kind": "report", "against": "person", "accompaniedById": "00000000-0000-4000-8000-000000000000"}
    wrong = app.jan.posts(path, nobody, expect=400)
    assert [one["pointer"] for one in wrong["errors"]] == ["/accompaniedById"]
    own = {"kind": "report", "against": "person", "address": "Dorpsstraat 1"}
    assert app.jan.posts(path, own, expect=400)["errors"][0]["code"] == "unknown_field"
    assert app.jan.asks(path)["matters"] == []


def test_a_closed_report_stays_as_it_is(app: AppUnderTest) -> None:
    app.runs_on("corporatie")
    incident = filed(app, "threat")
    path = f"/v1/incidents/{incident}/police"
    app.jan.posts(path, {"kind": "none", "against": "person", "why": "Dat wil ik niet"}, expect=201)
    app.karin.patches(f"{path}/person", {"why": "Hij durft niet"}, expect=403)
    app.karin.posts(f"/v1/incidents/{incident}/close", {"reason": "Klaar"})
    assert app.jan.patches(f"{path}/person", {"kind": "report"}, expect=409)["code"] == "incident_closed"
    assert not the_matter(app.jan.asks(path), "person")["mayDecide"]


def test_what_came_of_it_is_noted_after_the_report_was_closed(app: AppUnderTest) -> None:
    """003 and 004: a report to the police has an end, and that may be a year later."""
    app.runs_on("s-hertogenbosch")
    incident = filed(app, "threat")
    path = f"/v1/incidents/{incident}/police"
    app.jan.posts(path, {"kind": "report", "against": "person", "literally": "Ik weet je te vinden"}, expect=201)
    app.jan.patches(f"{path}/person", {"on": app.now().date().isoformat()})
    app.karin.posts(f"/v1/incidents/{incident}/close", {"reason": "Klaar"})
    assert [kind for kind, _ in asked(app.karin, incident) if "police" in kind] == ["police_outcome"], (
        "it is asked still"
    )
    matter = the_matter(app.jan.asks(path), "person")
    assert (matter["mayNote"], matter["mayDecide"]) == (True, False)
    for changed in ({"literally": "Iets anders"}, {"kind": "notification"}, {"why": "x"}):
        assert app.jan.patches(f"{path}/person", changed, expect=409)["code"] == "incident_closed"
    app.jan.posts(path, {"kind": "report", "against": "belongings"}, expect=409)
    undecided = app.jan.patches(f"{path}/belongings", {"number": "1"}, expect=409)
    assert undecided["code"] == "incident_closed"
    noted = {"number": "PL21-4711", "literally": "Ik weet je te vinden", "outcome": "convicted"}
    assert the_matter(app.jan.patches(f"{path}/person", noted), "person")["outcome"] == "convicted"
    assert asked(app.karin, incident) == []
    app.ali.patches(f"{path}/person", noted, expect=404)
    assert app.invariants_hold()


def test_who_is_handed_it_by_name_notes_how_it_went_and_decides_nothing(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    incident = filed(app, "violence_things", damages=[{"whose": "organisation", "what": "Ruit"}])
    police = {"kind": "report", "against": "things", "literally": "Ik weet je te vinden"}

    def task(kind: str) -> str:
        tasks = app.karin.asks(f"/v1/incidents/{incident}/tasks")["tasks"]
        return next(f"/v1/tasks/{one['id']}" for one in tasks if one["kind"] == kind and one["state"] == "open")

    to_ali = {"personId": str(app.ali.id)}
    # Whether it is reported is decided on the page of the report.
    refused = app.karin.posts(f"{task('police_question')}/hand-over", to_ali, expect=400)
    assert refused["errors"][0]["code"] == "task_not_theirs_to_read"
    app.karin.posts(f"/v1/incidents/{incident}/police", police, expect=201)
    path = task("police_record")
    noted = {"on": app.now().date().isoformat(), "number": "PL21-4712"}
    app.ali.patches(f"{path}/police", noted, expect=404)
    app.karin.posts(f"{path}/hand-over", to_ali)
    app.forgets_messages()
    found = app.ali.asks(f"{path}/report")
    assert (found["police"]["missing"], found["happened"]) == (["on", "number"], None)
    assert police["literally"] not in str(found)
    app.ali.patches(f"{path}/police", {**noted, "kind": "none"}, expect=400)
    app.ali.patches(f"/v1/incidents/{incident}/police/things", noted, expect=404)
    assert app.ali.patches(f"{path}/police", noted)["state"] == "done"
    app.ali.patches(f"{path}/police", noted, expect=404)
    matter = the_matter(app.karin.asks(f"/v1/incidents/{incident}/police"), "things")
    assert (matter["number"], matter["changedBy"]["name"], matter["literally"]) == (
        "PL21-4712", app.ali.name, police["literally"],
    )  # fmt: skip
    assert "police_outcome" in [kind for kind, _ in asked(app.karin, incident)]
    assert app.invariants_hold()


def test_the_form_is_handed_only_to_who_may_read_the_report(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    incident = filed(app)
    tasks = app.jan.asks(f"/v1/incidents/{incident}/tasks")["tasks"]
    path = next(f"/v1/tasks/{one['id']}/hand-over" for one in tasks if one["kind"] == "complete_form")
    refused = app.jan.posts(path, {"personId": str(app.ali.id)}, expect=400)
    assert refused["errors"][0]["code"] == "task_not_theirs_to_read"
    assert app.jan.posts(path, {"personId": str(app.karin.id)})["person"]["name"] == app.karin.name
    app.forgets_messages()
    assert app.invariants_hold()
