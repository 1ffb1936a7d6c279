"""What is kept about somebody is shown to them whole and without others; what may go of it goes, the rest says why."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from achterwacht.addresses.reading import read_address
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.clockwork.forgetting.erasing import Erased, erase_resident, erase_staff
from achterwacht.clockwork.forgetting.people import SOMEBODY
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.idempotency.records import AnswerRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.records import PersonRecord
from achterwacht.tasks.facts import TaskState
from achterwacht.tasks.records import TaskRecord
from achterwacht.views.kept_about import Kept, kept_about_resident, kept_about_staff
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from migrations.metadata import all_tables
from tests.acceptance.stories import panic
from tests.support.app_under_test import AppUnderTest, Person, an_address
from tests.support.postcodes import says_postcode
from tests.support.shell import Shell

HOUSE, PIETERS = 12, "Mevrouw Pieters"
all_tables()


def of_staff(app: AppUnderTest, who: Person) -> Kept:
    with app.database.read() as session:
        return kept_about_staff(session, app.ours.id, who.id)


def of_resident(app: AppUnderTest, house: int = HOUSE, name: str = "") -> Kept:
    with app.database.read() as session:
        return kept_about_resident(session, app.ours.id, read_address(an_address(house)), name)


def erases(app: AppUnderTest, kept: Kept) -> Erased:
    found = {table: [UUID(row["id"]) for row in rows if "id" in row] for table, rows in kept.about.items()}
    with app.database.write() as session:
        return erase_resident(session, app.ours.id, found)


def visits(app: AppUnderTest, **more: Any) -> dict[str, Any]:
    visit: dict[str, Any] = app.jan.checks_in(minutes=10, clientName=PIETERS, address=an_address(HOUSE), **more)
    app.jan.does(visit, "check-out")
    return visit


@pytest.mark.on_both
def test_staff_read_what_is_about_them(app: AppUnderTest) -> None:
    app.has_neighbours()
    visits(app, background="Woont alleen")
    body = {"kind": "threatening", "happenedAt": app.now().isoformat(), "description": "Hij dreigde."}
    report = app.jan.posts("/v1/incidents", body, expect=201)
    app.karin.asks(f"/v1/incidents/{report['id']}")
    app.forgets_messages()
    kept = of_staff(app, app.jan)
    text = json.dumps([kept.about, kept.done])
    assert [one["name"] for one in kept.about["person"]] == [app.jan.name]
    assert len(kept.about["visit"]) == 1
    assert kept.about["incident"][0]["description"] == "Hij dreigde."
    assert {"grant_", "token", "task", "care_plan"} <= set(kept.about)
    for hidden in (PIETERS, "Woont alleen", "password_hash", "digest", "Dorpsstraat"):
        assert hidden not in json.dumps(kept.about["visit"]) + json.dumps(kept.about["person"])
    assert "argon2" not in text
    assert app.karin.name in {one["who"] for one in kept.looked}, "who read the report of somebody is told to them"
    other = of_staff(app, app.fatima)
    assert "visit" not in other.about
    assert "incident" not in other.about


@pytest.mark.on_both
def test_a_resident_reads_what_is_about_them(app: AppUnderTest) -> None:
    visits(app, background="Woont alleen")
    kept = of_resident(app)
    assert [one["client_name"] for one in kept.about["visit"]] == [PIETERS]
    assert kept.about["event"]
    assert app.jan.name not in json.dumps(kept.about)
    assert str(app.jan.id) not in json.dumps(kept.about["visit"])
    assert len(kept.looked) >= 1, "who looked for a mark at this address"
    assert of_resident(app, name="mevrouw  PIETERS").about["visit"]
    assert "visit" not in of_resident(app, name="Jansen").about
    assert of_resident(app, HOUSE + 1).about == {}
    neighbours = app.has_neighbours()
    with app.database.read() as session:
        address = read_address(an_address(HOUSE))
        assert kept_about_resident(session, neighbours.id, address).about == {}


@pytest.mark.on_both
def test_a_resident_does_not_read_that_somebody_called_for_help_in_silence(app: AppUnderTest) -> None:
    """Whoever forced a worker to sign off may ask for their file. It says what the screen said."""
    app.lets_calls_ring()
    app.jan.sets_pin("1234", "9876")
    visit = app.jan.checks_in(minutes=60, clientName=PIETERS, address=an_address(HOUSE))
    app.jan.does(visit, "check-out", pin="9876")
    app.passes(minutes=5)
    shown = app.jan.visit(visit)["endedAt"]
    for _ in range(2):
        kept = of_resident(app)
        text = json.dumps(kept.about)
        (row,) = kept.about["visit"]
        assert (row["ended_at"], row["state"]) == (shown.replace("Z", "+00:00"), "ended")
        assert {one["kind"] for one in kept.about["event"]} <= {"checked_in", "nobody_on_duty", "checked_out", "felt"}
        for word in ("shown_ended_at", "duress", "alarm", "step_told", "quiet", "check_call"):
            assert word not in text, word
        if app.karin.asks("/v1/alarms?open=true")["alarms"]:
            app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.on_both
def test_staff_read_who_looked_back_on_them_and_what_names_them(app: AppUnderTest) -> None:
    visits(app)
    today = app.now().date().isoformat()
    app.karin.posts("/v1/past/visits/_search", {"since": today, "until": today, "who": app.jan.name})
    body = {
        "address": an_address(HOUSE + 2), "advice": ["not_this_employee"], "notFor": [str(app.jan.id)],
        "reason": "x", "reviewDate": "2040-01-01",
    }  # fmt: skip
    app.karin.posts("/v1/risk-addresses", body, expect=201)
    app.forgets_messages()
    kept = of_staff(app, app.jan)
    assert (app.karin.name, "past") in {(one["who"], one["kind"]) for one in kept.looked}
    (mark,) = kept.about["risk_mark"]
    assert mark["as"] == ["not_for"]
    assert {"reason", "address", "person_name"}.isdisjoint(mark)


def reported(app: AppUnderTest, who: Person, *, to: str = "Piet Pieters", **more: Any) -> str:
    report = {
        "kind": "threatening", "happenedAt": app.now().isoformat(), "description": "Hij dreigde.", "channel": "office",
        "behaviours": [{"id": "threat", "channel": "office"}], "injury": {"yes": True, "namely": "blauwe plek"},
        "aggressor": {"name": to, "address": an_address(HOUSE)},
    }  # fmt: skip
    return str(who.posts("/v1/incidents", report | more, expect=201)["id"])


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_staff_read_nothing_of_others(app: AppUnderTest) -> None:
    """A letter says who did it and where they live, a message who was visited; and each has more than words."""
    app.runs_on("corporatie")
    visit = panic(app, clientName=PIETERS, address=an_address(HOUSE))
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="incident")
    report = reported(app, app.jan, causedBy="Bewoner Pieters")
    letter = app.karin.posts(
        f"/v1/incidents/{report}/letters", {"letterId": "warning", "facts": {"what": "U sloeg"}}, expect=201
    )
    plan = app.jan.asks(f"/v1/incidents/{report}/aftercare")["plans"][0]
    app.karin.posts(f"/v1/aftercare/{plan['id']}/offers", {"offer": "aftercare.offers[0]", "accepted": True})
    app.karin.patches(f"/v1/incidents/{report}", {"state": "seen"})
    app.karin.uploads(f"/v1/incidents/{report}/attachments", {"file": ("x.pdf", b"%PDF-1.4\n%%EOF")}, expect=201)
    of_another = reported(app, app.karin, employeeId=str(app.ali.id), injury={"yes": True, "namely": "hersenschudding"})
    app.jan.does(visit, "check-out")
    app.forgets_messages()

    kept = of_staff(app, app.jan)
    assert [one["id"] for one in kept.about["letter"]] == [letter["id"]]
    assert kept.about["care_offer"][0]["accepted"] is True
    assert len(kept.about["incident_attachment"]) == 1
    for who in (app.jan, app.karin, app.fatima):
        text = json.dumps(vars(of_staff(app, who)))
        for hidden in ("Dorpsstraat", PIETERS, "Piet Pieters", "Bewoner Pieters", "U sloeg"):
            assert hidden not in text, f"{hidden} in the file of {who.name}"
        assert not says_postcode(text), f"a postcode in the file of {who.name}"
    of_karin = of_staff(app, app.karin)
    assert of_karin.about["message"]
    assert of_karin.about["shift"], "with the times of her turns"
    assert "incident" not in of_karin.about
    assert of_another in json.dumps(of_karin.done)
    assert "hersenschudding" not in json.dumps(vars(of_karin))


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_resident_reads_reports_by_any_spelling_and_nothing_of_staff(app: AppUnderTest) -> None:
    app.runs_on("corporatie")
    named = reported(app, app.jan, to="Piët Pieters")
    at_home = reported(app, app.jan, aggressor=None, address=an_address(HOUSE))
    elsewhere = reported(app, app.jan, to="Piet Pieters", aggressor={"name": "Piet Pieters", "address": an_address(99)})
    visits(app)
    app.forgets_messages()
    kept = of_resident(app, name="pieters, piet")
    assert {one["id"] for one in kept.about["incident"]} == {named, at_home}
    assert kept.of_other_names == {PIETERS: 1}
    other = of_resident(app, name="Jansen")
    assert {one["id"] for one in other.about["incident"]} == {at_home}
    assert other.of_other_names == {PIETERS: 1, "Piët Pieters": 1}
    text = json.dumps(of_resident(app).about)
    assert elsewhere not in text
    for hidden in (app.jan.name, str(app.jan.id), app.karin.name, "blauwe plek"):
        assert hidden not in text


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_was_answered_about_a_visit_is_erased_with_it(app: AppUnderTest) -> None:
    body = {"clientName": PIETERS, "address": an_address(HOUSE), "checkIn": True,
            "expectedEnd": (app.now() + timedelta(minutes=10)).isoformat()}  # fmt: skip
    visit = app.jan.posts("/v1/visits", body, expect=201, key="once")
    app.jan.does(visit, "check-out")
    app.forgets_messages()
    erases(app, of_resident(app))
    assert app.jan.posts("/v1/visits", body, expect=201, key="once") == {"id": visit["id"]}, "it is not made again"
    with app.database.read() as session:
        answers = session.scalars(select(AnswerRecord.body).where(AnswerRecord.organisation_id == app.ours.id)).all()
    assert PIETERS not in "".join(one or "" for one in answers)


@pytest.mark.on_both
def test_what_is_over_is_erased_and_the_rest_says_why(app: AppUnderTest) -> None:
    visits(app)
    panic(app, address=an_address(HOUSE), clientName=PIETERS)
    app.forgets_messages()
    erased = erases(app, of_resident(app))
    assert erased.gone["visit"] == 1
    assert erased.stays["visit"].startswith("1: is planned, goes on")
    (left,) = of_resident(app).about["visit"]
    assert left["state"] == "under_way"
    assert app.invariants_hold()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="false_alarm")
    app.forgets_messages()


@pytest.mark.on_both
def test_who_left_is_erased_and_who_works_here_is_not(app: AppUnderTest) -> None:
    for active, gone in ((True, {}), (False, {"person": 1})):
        with app.database.write() as session:
            session.get_one(PersonRecord, app.mohamed.id).active = active
            assert erase_staff(session, app.ours.id, app.mohamed.id).gone == gone
    kept = of_staff(app, app.mohamed)
    assert [one["name"] for one in kept.about["person"]] == [SOMEBODY]
    assert "grant_" not in kept.about


def test_what_still_names_somebody_who_left_is_said(app: AppUnderTest) -> None:
    """Their name stands in the titles of tasks, where it goes, and in stories and messages, which say why they stay."""
    app.runs_on("corporatie")
    name = app.jan.is_called("Jöran d'Hondt").name
    panic(app)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="incident")
    reported(app, app.jan)
    with app.database.write() as session:
        closed = {"state": TaskState.DROPPED, "closed_at": app.now(), "note": "x"}
        session.execute(update(TaskRecord).values(**closed))
        session.execute(update(DeadlineRecord).values(cancelled_at=app.now()))
        session.execute(update(CarePlanRecord).values(ended_at=app.now()))
        session.execute(update(IncidentRecord).values(closed_at=app.now(), closed_by=app.karin.id))
        session.execute(update(VisitRecord).values(state=VisitState.ENDED, ended_at=app.now()))
        session.get_one(PersonRecord, app.jan.id).active = False
    with app.database.write() as session:
        erased = erase_staff(session, app.ours.id, app.jan.id)
        titles = json.dumps(
            [one.words for one in session.scalars(select(TaskRecord).where(TaskRecord.organisation_id == app.ours.id))],
            ensure_ascii=False,
        )
    assert erased.gone == {"person": 1}
    assert {"incident", "message"} <= set(erased.stays)
    assert erased.stays["incident"].startswith("1: ")
    assert name not in titles
    assert SOMEBODY in titles
    app.forgets_messages()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_the_files_at_the_console(app: AppUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", app.settings.database_url)
    visits(app, background="<b>Woont alleen</b>")
    to = tmp_path / "inzage"
    where = ("--organisation", app.ours.slug, "--postcode", "5211 AA", "--number", str(HOUSE))
    Shell().gets("access", "resident", *where, "--to", str(to))
    page = Path(f"{to}.html")
    assert "&lt;b&gt;Woont alleen&lt;/b&gt;" in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o077 == 0
    assert json.loads(Path(f"{to}.json").read_text(encoding="utf-8"))["about"]["visit"]
    assert "visit stays: 1" in Shell().gets("erase", "resident", *where), "by the clock of this machine it goes on"
