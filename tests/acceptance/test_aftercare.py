"""Care for whoever was hit, from the report to the last talk: each step names its line of the text."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from achterwacht.functions.records import HolderRecord
from achterwacht.people.records import PersonRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from achterwacht.tasks.records import TaskRecord
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, panic
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.mail_server import MailServer

A_DAY = 24 * 60
NEEDED = "Een collega heeft je vandaag nodig."
EVERYBODY = "iedereen die betrokken was bij het incident"
DROP = "Een collega heeft je nu nodig. Laat liggen wat je doet."


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring()


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


def reports(who: Person, **also: Any) -> Json:
    """Somebody reports what happened an hour ago."""
    happened = (who.app.now() - timedelta(hours=1)).isoformat()
    body = {"kind": "threatening", "happenedAt": happened, "description": "Hij dreigde met een mes", **also}
    filed: Json = who.posts("/v1/incidents", body, expect=201)
    return filed


def patches(who: Person, path: str, **what: Any) -> None:
    answer = who.app.http.patch(path, json=what, headers=who.employee.headers)
    assert answer.status_code == 200, answer.text


def plans(who: Person, *, mine: bool = False) -> list[Json]:
    found: list[Json] = who.asks(f"/v1/aftercare?mine={str(mine).lower()}")["plans"]
    return found


def the_plan(who: Person, *, mine: bool = False) -> Json:
    (plan,) = plans(who, mine=mine)
    return plan


def steps(plan: Json, state: str = "open") -> list[tuple[str, str]]:
    return [(one["kind"], one["because"]) for one in plan["steps"] if one["state"] == state]


def step(plan: Json, because: str, kind: str | None = None) -> Json:
    return next(
        one
        for one in plan["steps"]
        if one["because"] == because and one["state"] == "open" and kind in (None, one["kind"])
    )


def does(who: Person, task: Json, expect: int = 200, **said: Any) -> Json:
    done: Json = who.posts(f"/v1/tasks/{task['id']}/done", said, expect=expect)
    return done


def ticked(task: Json, but: int = 0) -> list[Json]:
    return [{"text": one["text"], "done": place >= but} for place, one in enumerate(task["points"])]


def names(app: AppUnderTest, function: Function, person: Person) -> None:
    with app.database.write() as session:
        session.add(HolderRecord(organisation_id=app.ours.id, function=function, person_id=person.id))


def day(app: AppUnderTest, moment: str) -> int:
    """How many days after the incident, which was today."""
    return (datetime.fromisoformat(moment).date() - app.now().date()).days


def test_p2_three_talks(app: AppUnderTest, mail_leaves: MailServer) -> None:
    app.runs_on("corporatie")
    began = app.now()
    incident = reports(app.jan)
    for manager in (app.karin, app.mohamed):
        manager.phone.expects_sms(NEEDED)  # 001 L333-335: direct na het incident
    mine = the_plan(app.jan, mine=True)
    assert mine["seenAs"] == "own", "the employee sees at once what is planned for them"
    assert steps(mine)[0] == ("first_care", "aftercare.talks[0]")
    assert {one["because"] for one in mine["steps"]} >= {f"aftercare.talks[{place}]" for place in range(3)}
    assert len(mine["information"]) == 8  # 001 L456-474: wat normaal is na zoiets
    assert not any(one["points"] for one in mine["steps"]), "what is ticked is for who holds the talk"

    seen = the_plan(app.karin)
    first = step(seen, "aftercare.talks[0]")
    assert first["title"] == "Eerste opvang van Jan de Wit"
    does(app.karin, first, points=ticked(first))
    second = step(the_plan(app.karin), "aftercare.talks[1]")
    assert 1 <= day(app, second["notBefore"]) <= day(app, second["dueAt"])  # 001 L394: 1 tot 3 dagen
    does(app.karin, second, points=ticked(second, but=2), outcome="enough", expect=400)  # it does not come again
    done = does(app.karin, second, points=ticked(second, but=2), outcome="held")
    assert [one["done"] for one in done["points"]] == [False, False, True, True, True, True, True]
    third = step(the_plan(app.karin), "aftercare.talks[2]")
    assert 60 <= day(app, third["notBefore"]) <= day(app, third["dueAt"]) <= 90  # 001 L421: ca. 2 of 3 maanden
    team = step(the_plan(app.karin), "aftercare.team")
    assert team["title"] == "Het voorval in het werkoverleg bespreken, in overleg met Jan de Wit"  # 001 L358
    does(app.karin, team)
    after = step(the_plan(app.karin), "aftercare.afterwards[0]")
    does(app.karin, after)
    app.passes(minutes=59 * A_DAY)
    assert steps(the_plan(app.jan.signs_in(), mine=True)) == [("talk", "aftercare.talks[2]")]
    app.forgets_messages()
    mail_leaves.taken.clear()
    app.passes(minutes=8 * A_DAY)
    assert mail_leaves.to(app.karin.employee.email)[0].subject == "Een taak in Achterwacht"
    app.forgets_messages()
    does(app.karin.signs_in(), third)
    ended = the_plan(app.jan, mine=True)
    assert app.jan.asks("/v1/aftercare?mine=true&open=true")["plans"] == []
    assert (ended["endedAt"] is not None, steps(ended)) == (True, [])
    assert app.now() - began > timedelta(days=60)
    assert app.invariants_hold()
    assert incident["id"] == ended["incidentId"]


def test_who_has_it_is_not_who_may_have_it(app: AppUnderTest) -> None:
    """Given to a colleague, it is with them; it lies too long, and then also with whom it went on to."""
    app.runs_on("corporatie")
    reports(app.jan)
    app.forgets_messages()

    def who_has_it() -> list[tuple[str | None, str]]:
        return [(one["called"], one["name"]) for one in the_plan(app.jan.signs_in(), mine=True)["carers"]]

    manages = [("de leidinggevende", one.employee.name) for one in (app.karin, app.mohamed)]
    assert who_has_it() == manages
    first = next(one for one in the_plan(app.karin)["steps"] if one["kind"] == "first_care")
    app.karin.posts(f"/v1/tasks/{first['id']}/hand-over", {"personId": str(app.ali.id)})
    assert who_has_it() == [(None, app.ali.employee.name)]
    app.passes(minutes=8 * A_DAY)
    app.forgets_messages()
    assert who_has_it() == [(None, app.ali.employee.name), ("P&O", "Hanna Visser")]
    assert app.invariants_hold()


def test_p2_liever_een_ander(app: AppUnderTest) -> None:
    """001 L345-346: om wat voor redenen dan ook liever niet met hun leidinggevende."""
    app.runs_on("corporatie")
    reports(app.jan)
    app.forgets_messages()
    hr = Person(app, app.ours.hr)
    assert plans(hr) == [], "nothing that their task does not need"
    plan = the_plan(app.jan, mine=True)
    app.ali.posts(f"/v1/aftercare/{plan['id']}/another-person", expect=404)
    hr.posts(f"/v1/aftercare/{plan['id']}/another-person", expect=404)
    app.ruth.posts(f"/v1/aftercare/{plan['id']}/another-person", expect=403)
    moved = app.jan.posts(f"/v1/aftercare/{plan['id']}/another-person")
    assert (moved["carer"], [one["name"] for one in moved["carers"]]) == ("P&O", ["Hanna Visser"])
    hr.phone.expects_sms("Je hebt een taak in Achterwacht.")
    assert the_plan(hr)["seenAs"] == "cares"
    runs = the_plan(app.karin)
    assert (runs["seenAs"], runs["offers"], runs["information"]) == ("runs", [], [])
    assert all(one["points"] == [] for one in runs["steps"] if not one["mine"])
    talk = step(the_plan(hr), "aftercare.talks[0]")
    does(app.karin, talk, expect=403)
    done = does(hr, talk, points=ticked(talk))
    assert len(done["points"]) == 12
    assert all(one["points"] == [] for one in the_plan(app.karin)["steps"] if one["because"] == talk["because"])
    again = app.jan.posts(f"/v1/aftercare/{plan['id']}/another-person", expect=409)
    assert again["code"] == "care_nobody_else"
    app.passes(minutes=A_DAY)
    app.forgets_messages()
    assert app.invariants_hold()


def test_in_the_morning_whoever_cares_by_then_is_phoned(app: AppUnderTest) -> None:
    """001 L333, L345-346: directly after it, and by somebody else where they would rather have that."""
    app.runs_on("corporatie")
    app.passes(minutes=13 * 60)
    reports(app.jan.signs_in())
    plan = the_plan(app.jan, mine=True)
    app.jan.posts(f"/v1/aftercare/{plan['id']}/another-person")
    app.passes(minutes=8 * 60 + 30)
    Person(app, app.ours.hr).phone.expects_sms(NEEDED)
    assert app.karin.phone.is_silent()
    app.forgets_messages()
    assert app.invariants_hold()


def test_who_was_handed_first_care_in_the_night_is_phoned_and_not_the_manager(app: AppUnderTest) -> None:
    """001 L333: directly after it. By whoever has it in the morning."""
    app.runs_on("corporatie")
    app.passes(minutes=13 * 60)
    reports(app.jan.signs_in())
    first = step(the_plan(app.karin.signs_in()), "aftercare.talks[0]")
    ruth = {"personId": str(app.ruth.employee.id)}
    app.karin.posts(f"/v1/tasks/{first['id']}/hand-over", ruth)
    app.passes(minutes=8 * 60 + 30)
    app.ruth.phone.expects_sms(NEEDED)
    assert app.karin.phone.is_silent()
    app.forgets_messages()
    assert app.invariants_hold()


@pytest.mark.parametrize("away_from", [timedelta(hours=-1), timedelta(hours=5)])
def test_who_is_away_in_the_morning_is_not_phoned_then(app: AppUnderTest, away_from: timedelta) -> None:
    """001 L368-371: who is away is seen when the call is made, and not when it was reported in the night."""
    app.runs_on("corporatie")
    app.passes(minutes=13 * 60)
    reports(app.jan.signs_in())
    with app.database.write() as session:
        for manager in (app.karin, app.mohamed):
            session.get_one(PersonRecord, manager.id).absent_from = app.now() + away_from
    app.passes(minutes=8 * 60 + 30)
    Person(app, app.ours.hr).phone.expects_sms(NEEDED)
    assert app.karin.phone.is_silent()
    assert app.mohamed.phone.is_silent()
    app.forgets_messages()
    assert app.invariants_hold()


@pytest.mark.usefixtures("mail_leaves")
def test_p3_at_night_and_until_it_is_enough(app: AppUnderTest) -> None:
    """002 L1007-1040: alles laten vallen; regelmatig toetsen."""
    app.runs_on("heusden-zolder")
    app.passes(minutes=13 * 60)
    reports(app.jan.signs_in())
    app.karin.signs_in()
    app.karin.phone.expects_sms(DROP)
    app.mohamed.phone.expects_sms(DROP)
    first = step(the_plan(app.karin), "aftercare.first_by")
    assert first["points"][0]["text"] == "Maak tijd vrij."
    does(app.karin, first, points=ticked(first))
    does(app.karin, step(the_plan(app.karin), "aftercare.team"))
    waits = []
    for _ in range(3):
        talk = step(the_plan(app.karin.signs_in()), "aftercare.talks[0]")
        waits.append(day(app, talk["notBefore"]))
        app.passes(minutes=(day(app, talk["notBefore"])) * A_DAY)
        app.forgets_messages()
        does(app.karin.signs_in(), talk, points=ticked(talk), outcome="held")
    assert waits == sorted(waits), "after a week, after two, and then each month"
    assert app.invariants_hold()
    plan = the_plan(app.jan.signs_in(), mine=True)
    assert plan["regular"]
    app.jan.posts(f"/v1/aftercare/{plan['id']}/enough")
    ended = the_plan(app.jan, mine=True)
    assert (ended["endedAt"] is not None, ended["regular"]) == (True, False)
    app.jan.posts(f"/v1/aftercare/{plan['id']}/enough", expect=409)
    assert app.invariants_hold()


def test_p3_what_depends_on_how_somebody_is_is_only_said(app: AppUnderTest) -> None:
    """002 L1044-1051."""
    app.runs_on("heusden-zolder")
    reports(app.jan)
    app.forgets_messages()
    plan = the_plan(app.karin)
    assert [(one["toldOnly"], one["started"]) for one in plan["graver"]] == [(True, False), (True, False)]
    refused = app.karin.posts(f"/v1/aftercare/{plan['id']}/graver", {"rule": 0}, expect=400)
    assert refused["errors"][0]["pointer"] == "/rule"
    assert the_plan(app.jan, mine=True)["graver"] == []


def test_nobody_is_woken_where_the_text_says_nothing_of_dropping_everything(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    app.passes(minutes=13 * 60)
    reports(app.jan.signs_in())
    app.karin.signs_in()
    app.settles()
    assert app.karin.phone.is_silent()
    app.passes(minutes=12 * 60)
    app.karin.phone.expects_sms("Je hebt een taak in Achterwacht.")
    app.forgets_messages()


@pytest.mark.parametrize("told", ["an old one", "the manager files it", "the manager closed the alarm"])
def test_nobody_is_told_what_they_know_or_what_can_wait(app: AppUnderTest, told: str) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    if told == "an old one":
        reports(app.jan, happenedAt=(app.now() - timedelta(days=3)).isoformat())
    elif told == "the manager files it":
        reports(app.karin, employeeId=str(app.jan.id))
    else:
        visit = panic(app)
        app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="incident")
        app.jan.does(visit, "check-out")
        app.forgets_messages()
        reports(app.jan, visitId=visit["id"])
    app.settles()
    assert app.karin.phone.is_silent()
    assert app.mohamed.phone.is_silent()
    assert the_plan(app.jan, mine=True)["person"]["name"] == "Jan de Wit"


def test_who_is_away_is_passed_over_at_once(app: AppUnderTest) -> None:
    """001 L368-371: bij afwezigheid van de leidinggevende zorgt P&O voor de eerste opvang."""
    app.runs_on("corporatie")
    with app.database.write() as session:
        for manager in (app.karin, app.mohamed):
            person = session.get_one(PersonRecord, manager.id)
            person.absent_from = app.now() - timedelta(hours=2)
    reports(app.jan)
    hr = Person(app, app.ours.hr)
    hr.phone.expects_sms(NEEDED)
    assert app.karin.phone.is_silent()
    assert steps(the_plan(hr))[0] == ("first_care", "aftercare.talks[0]")


def test_p4_an_appointment_for_everybody_involved(app: AppUnderTest) -> None:
    """003 L834-848."""
    app.runs_on("losser")
    incident = reports(app.jan, behaviours=[{"id": "D", "channel": "office"}])
    path = f"/v1/incidents/{incident['id']}/aftercare"
    app.jan.posts(path, {"hit": "helped", "personId": str(app.ali.id)}, expect=403)
    app.fatima.posts(path, {"hit": "helped", "personId": str(app.ali.id)}, expect=404)
    added = app.karin.posts(path, {"hit": "helped", "personId": str(app.ali.id)}, expect=201)
    outside = app.karin.posts(path, {"hit": "bystander", "whom": EVERYBODY}, expect=201)
    app.karin.posts(path, {"hit": "bystander", "whom": "Piet de Vries, Dorpsstraat 12"}, expect=400)
    app.karin.posts(path, {"hit": "bystander"}, expect=400)
    assert app.karin.posts(path, {"hit": "helped", "personId": str(app.ali.id)}, expect=409)["code"] == "care_there"
    app.forgets_messages()
    for who in (app.jan, app.ali):
        plan = the_plan(who, mine=True)
        appointment = step(plan, "aftercare.graver[0]")
        assert appointment["title"].startswith("Maak zo snel mogelijk een afspraak")
    assert (outside["person"], steps(outside)) == (None, [("first_care", "aftercare.also_for")])
    assert [one["person"] for one in plans(app.jan)] == [{"id": str(app.jan.id), "name": "Jan de Wit"}]
    assert added["person"]["name"] == "Ali Demir"
    shown = app.jan.asks(path)["plans"]
    assert [one["seenAs"] for one in shown] == ["own"], "the care of others is not theirs to see"
    own_tasks = {one["aboutId"] for one in app.jan.asks(f"/v1/incidents/{incident['id']}/tasks")["tasks"]}
    assert added["id"] not in own_tasks
    does(app.karin, step(outside, "aftercare.also_for"))
    assert len([one for one in plans(app.karin) if one["endedAt"] is not None]) == 1
    assert app.invariants_hold()


def test_p4_an_official(app: AppUnderTest) -> None:
    """003 L877-948: the mayor, 48 hours by the clock, the coordinator always told, other officials informed."""
    app.runs_on("losser")
    mayor, coordinator = app.also_has("Els Burgers", Role.WORKER), app.also_has("Carla Post", Role.COLLEAGUE)
    secretary = app.also_has("Sem Koster", Role.HR)
    for function, person in (
        (Function.MAYOR, mayor),
        (Function.COORDINATOR, coordinator),
        (Function.OFFICIALS, app.jan),
        (Function.MUNICIPAL_SECRETARY, secretary),
    ):
        names(app, function, person)
    reports(app.jan, aggressor={"name": "Pieters"})
    mayor.phone.expects_sms(NEEDED)
    assert app.karin.phone.is_silent()
    plan = the_plan(app.jan, mine=True)
    assert (plan["official"], plan["policeAddress"], plan["policeVoluntary"]) == (
        True, "het adres van het stadhuis", True,
    )  # fmt: skip
    answer = step(the_plan(mayor), "aftercare.officials.answer_within_hours")
    hours = datetime.fromisoformat(answer["dueAt"]) - datetime.fromisoformat(plan["happenedAt"])
    assert hours == timedelta(hours=48)
    assert [one["kind"] for one in coordinator.asks("/v1/tasks?mine=true")["tasks"]] == ["official"]
    assert plans(coordinator) == [], "told, and no more"
    (told,) = coordinator.asks("/v1/tasks?mine=true")["tasks"]
    said = coordinator.asks(f"/v1/tasks/{told['id']}/report")
    assert (bool(said["happened"]["description"]), said["client"]) == (True, None)
    assert mayor.asks(f"/v1/tasks/{answer['id']}/report")["client"]["name"] == "Pieters", "003 L891-893: to whom"
    assert [one["name"] for one in plan["offers"]][1] == "Een door de ambtsdrager zelf gekozen hulpverlener"
    does(mayor, answer, points=ticked(answer))
    app.passes(minutes=60)
    app.forgets_messages()
    reports(mayor)
    secretary.phone.expects_sms(NEEDED)  # 003 L895-897: agressie tegen de burgemeester
    app.forgets_messages()
    assert the_plan(mayor, mine=True)["carers"] == [
        {"id": str(secretary.id), "name": "Sem Koster", "called": "de (loco)gemeentesecretaris"}
    ]
    assert app.invariants_hold()


@pytest.mark.usefixtures("mail_leaves")
def test_p5_both_say_whether_it_was_enough(app: AppUnderTest) -> None:
    """004 L358-359."""
    app.runs_on("s-hertogenbosch")
    reports(app.jan)
    app.forgets_messages()
    first = step(the_plan(app.karin), "aftercare.first_by")
    does(app.karin, first)
    does(app.karin, step(the_plan(app.karin), "aftercare.afterwards[0]"))
    plan = the_plan(app.jan, mine=True)
    path = f"/v1/aftercare/{plan['id']}/evaluate"
    asked = [one for one in the_plan(app.karin)["steps"] if one["kind"] == "evaluate_care"]
    for one in asked:
        does(app.karin, one, expect=409 if one["mine"] else 403)
    assert [one["mine"] for one in asked].count(True) == 1
    for stranger in (app.ali, app.fatima):
        stranger.posts(path, {"sufficient": True}, expect=404)
    app.ruth.posts(path, {"sufficient": True}, expect=403)
    assert plan["evaluation"]["mayAnswer"] is False, "after a time, and not on the day itself"
    for who in (app.jan, app.karin):
        assert who.posts(path, {"sufficient": True}, expect=409)["code"] == "care_evaluated_later"
    app.passes(minutes=45 * A_DAY)
    app.forgets_messages()
    app.jan.signs_in()
    app.karin.signs_in()
    assert "aftercare.evaluation" in {one["because"] for one in app.jan.asks("/v1/tasks?mine=true")["tasks"]}
    (own,) = [one for one in app.jan.asks("/v1/tasks?mine=true")["tasks"] if one["because"] == "aftercare.evaluation"]
    assert not own["mayHandOver"], "what they found of it, nobody says in their place"
    app.jan.posts(f"/v1/tasks/{own['id']}/hand-over", {"personId": str(app.ali.id)}, expect=400)
    said = app.jan.posts(path, {"sufficient": False})
    assert (said["evaluation"]["byEmployee"], said["evaluation"]["mayAnswer"]) == (False, False)
    app.jan.posts(path, {"sufficient": True}, expect=409)
    talk = step(the_plan(app.karin), "aftercare.evaluation", "talk")
    assert talk["title"] == "Gesprek over wat er nog nodig is met Jan de Wit"
    app.karin.posts(path, {"sufficient": True})
    assert the_plan(app.karin)["endedAt"] is None, "what was not enough is talked about first"
    does(app.karin, talk)
    assert the_plan(app.jan, mine=True)["endedAt"] is not None
    assert app.invariants_hold()


def test_help_is_offered_and_accepted_or_not(app: AppUnderTest) -> None:
    """004 L343-357; 002 L1030: vrije keuze."""
    app.runs_on("s-hertogenbosch")
    reports(app.jan)
    app.forgets_messages()
    plan = the_plan(app.jan, mine=True)
    path = f"/v1/aftercare/{plan['id']}/offers"
    colleagues, professional, trauma = (one["offer"] for one in plan["offers"])
    app.karin.posts(path, {"offer": colleagues})
    app.karin.posts(path, {"offer": "koffie"}, expect=400)
    app.karin.posts(path, {"offer": colleagues, "note": "slaapt slecht"}, expect=400)
    app.jan.posts(path, {"offer": colleagues, "accepted": False})
    taken = app.jan.posts(path, {"offer": professional, "accepted": True})
    seen = {one["offer"]: (one["offeredOn"] is not None, one["accepted"]) for one in taken["offers"]}
    assert seen == {colleagues: (True, False), professional: (True, True), trauma: (False, None)}
    noted = app.karin.posts(path, {"offer": trauma, "accepted": True})
    for plan in (noted, the_plan(app.jan, mine=True)):
        said = {one["offer"]: one["answeredBy"] and one["answeredBy"]["name"] for one in plan["offers"]}
        assert said == {colleagues: None, professional: None, trauma: app.karin.name}, "who said so is seen"
    arranged = [one["because"] for one in the_plan(app.karin)["steps"] if one["because"].startswith("aftercare.offers")]
    assert arranged == [professional], "what the manager notes themselves they arrange themselves"
    app.forgets_messages()
    assert app.invariants_hold()


def test_two_reports_of_one_alarm_and_nobody_gets_two_plans(app: AppUnderTest) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    visit = panic(app)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="incident")
    app.jan.does(visit, "check-out")
    app.forgets_messages()
    jans = reports(app.jan, visitId=visit["id"])
    path = f"/v1/incidents/{jans['id']}/aftercare"
    added = app.karin.posts(path, {"hit": "bystander", "personId": str(app.ali.id)}, expect=201)
    alis = reports(app.ali, visitId=visit["id"])
    reports(app.jan, visitId=visit["id"], description="Nog eens, met meer erbij")
    app.forgets_messages()
    assert len(plans(app.jan, mine=True)) == 1
    mine = the_plan(app.ali, mine=True)
    assert (mine["id"], mine["hit"]) == (added["id"], "victim")
    (shown,) = app.ali.asks(f"/v1/incidents/{alis['id']}/aftercare")["plans"]
    assert shown["id"] == added["id"], "the care stands with their own report too"
    assert app.invariants_hold()


@pytest.mark.parametrize("ended", [True, False])
def test_who_was_cared_for_as_a_bystander_and_reports_it_themselves_is_cared_for(
    app: AppUnderTest, ended: bool
) -> None:
    app.runs_on("corporatie")
    visit = app.jan.plans(starts_in=600)
    jans = reports(app.jan, visitId=visit["id"])
    path = f"/v1/incidents/{jans['id']}/aftercare"
    added = app.karin.posts(path, {"hit": "bystander", "personId": str(app.ali.id)}, expect=201)
    if ended:
        for one in added["steps"]:
            app.karin.posts(f"/v1/tasks/{one['id']}/drop", {"reason": "Ali wil er geen"})
        assert the_plan(app.ali, mine=True)["endedAt"] is not None
    app.passes(minutes=1)
    app.forgets_messages()
    reports(app.ali, visitId=visit["id"], extreme=True)
    app.settles()
    plan = the_plan(app.ali, mine=True)
    assert (plan["id"], plan["hit"], plan["endedAt"]) == (added["id"], "victim", None)
    open_now = steps(plan)
    assert [kind for kind, _ in open_now].count("first_care") == 1
    assert [because for kind, because in open_now if kind == "talk"] == [
        one["because"] for one in added["steps"] if one["kind"] == "talk"
    ], "all of it, once"
    assert ("care_step", "aftercare.graver[0]") in steps(the_plan(app.jan, mine=True)), "what is done once, is done"
    if ended:
        app.karin.phone.expects_sms(NEEDED)
    app.forgets_messages()
    assert app.invariants_hold()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_an_administrator_hands_on_what_everybody_let_lie_and_reads_nothing(app: AppUnderTest) -> None:
    app.runs_on("corporatie")
    incident = reports(app.jan)
    with app.database.write() as session:
        for one in session.scalars(select(TaskRecord).where(TaskRecord.incident_id == UUID(incident["id"]))):
            one.level = len(one.chain)
    path = f"/v1/aftercare/{the_plan(app.karin)['id']}"
    for closed in (False, True):
        assert plans(app.anne) == []
        app.anne.asks(path, expect=404)
        app.anne.posts(f"{path}/another-person", expect=404)
        app.anne.posts(f"{path}/enough", expect=404)
        if not closed:
            lay = [one for one in app.anne.asks("/v1/tasks?mine=true")["tasks"] if one["kind"] == "first_care"]
            (first,) = lay
            assert (first["mine"], first["mayHandOver"], first["points"]) == (True, True, [])
            assert step(the_plan(app.karin), first["because"])["points"] != [], "whose it is to do reads them"
            hr = Person(app, app.ours.hr)
            app.anne.posts(f"/v1/tasks/{first['id']}/hand-over", {"personId": str(hr.id)})
            does(hr, next(one for one in hr.asks("/v1/tasks?mine=true")["tasks"] if one["id"] == first["id"]))
            app.anne.posts(f"/v1/tasks/{first['id']}/hand-over", {"personId": str(hr.id)}, expect=404)
    app.forgets_messages()
    assert app.invariants_hold()


def test_who_leaves_is_not_lost(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    reports(app.jan)
    app.forgets_messages()
    patches(app.anne, f"/v1/people/{app.jan.id}", active=False)
    plan = the_plan(app.karin)
    assert plan["left"]
    assert step(plan, "aftercare.left")["title"] == "Jan de Wit werkt hier niet meer: rond de nazorg af"
    assert steps(plan, "dropped") == [("evaluate_care", "aftercare.evaluation")], "only they could say it"
    assert ("first_care", "aftercare.first_by") in steps(plan)
    app.forgets_messages()
    assert app.invariants_hold()


@pytest.mark.usefixtures("mail_leaves")
def test_a_manager_is_not_their_own_carer(app: AppUnderTest) -> None:
    app.runs_on("corporatie")
    reports(app.karin)
    hr = Person(app, app.ours.hr)
    hr.phone.expects_sms(NEEDED)
    assert app.mohamed.phone.is_silent()
    mine = the_plan(app.karin, mine=True)
    assert mine["seenAs"] == "own"
    assert not any(one["mine"] for one in mine["steps"])
    assert [one["name"] for one in mine["carers"]] == ["Hanna Visser"]
    cares = {"first_care", "talk", "care_step", "team_talk"}
    assert not cares & {one["kind"] for one in app.karin.asks("/v1/tasks?mine=true")["tasks"]}
    app.passes(minutes=20 * A_DAY)
    app.forgets_messages()
    later = {one["kind"] for one in app.karin.signs_in().asks("/v1/tasks?mine=true")["tasks"]}
    assert not cares & later, "also not when it was passed on"
    assert app.invariants_hold()


def test_p2_extreme(app: AppUnderTest) -> None:
    """001 L318-322, L442-445; said when the form is completed, it starts then."""
    app.runs_on("corporatie")
    incident = reports(app.jan)
    app.forgets_messages()
    assert not any(one["because"].startswith("aftercare.graver") for one in the_plan(app.karin)["steps"])
    patches(app.jan, f"/v1/incidents/{incident['id']}", extreme=True)
    laid = [one for one in the_plan(app.karin)["steps"] if one["because"] == "aftercare.graver[0]"]
    assert len(laid) == 6
    hr = Person(app, app.ours.hr)
    assert {one["title"] for one in hr.asks("/v1/tasks?mine=true")["tasks"]} >= {
        "Meld het incident bij de arbeidsinspectie.",
        "Maak een melding in het personeelsdossier en meld het bij de Arbodienst.",
    }
    assert plans(hr) == [], "a step shows no plan"
    app.forgets_messages()
    assert app.invariants_hold()


def test_another_organisation_sees_nothing(app: AppUnderTest) -> None:
    reports(app.jan)
    app.forgets_messages()
    plan = the_plan(app.jan, mine=True)
    elders = app.has_neighbours()
    for stranger in (Person(app, elders.manager), Person(app, elders.registrar), Person(app, elders.administrator)):
        stranger.asks(f"/v1/aftercare/{plan['id']}", expect=404)
        stranger.posts(f"/v1/aftercare/{plan['id']}/offers", {"offer": "aftercare.offers[0]"}, expect=404)
        assert plans(stranger) == []
