"""It happened to the manager: somebody else decides, signs and closes (docs/decisions/0090; 003 L895-897)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from achterwacht.people.records import GrantRecord
from tests.acceptance.stories import Json
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.mail_server import MailServer


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


FACTS = {"what": "U dreigde met een mes."}


def filed(app: AppUnderTest) -> str:
    """Karin, the manager, was threatened herself."""
    report = {
        "kind": "threatening", "happenedAt": (app.now() - timedelta(hours=2)).isoformat(), "channel": "office",
        "description": "Hij dreigde met een mes", "aggressor": {"name": "Pieters"},
        "behaviours": [{"id": "threat", "channel": "office"}],
    }  # fmt: skip
    found = str(app.karin.posts("/v1/incidents", report, expect=201)["id"])
    app.forgets_messages()
    return found


def a_letter_of_their_own_case(app: AppUnderTest, report: str, letter: str) -> None:
    """Karin reads, writes, delivers and puts away no letter to whoever did it: she is the employee here."""
    assert app.karin.asks(f"{report}/letters") == {"letters": [], "sent": [], "choices": [], "never": False}
    app.karin.posts(f"{report}/letters", {"letterId": "warning", "facts": FACTS}, expect=403)
    app.karin.asks(f"/v1/letters/{letter}", expect=404)
    app.karin.asks(f"/v1/letters/{letter}/letter.pdf", expect=404)
    app.karin.patches(f"/v1/letters/{letter}", {"facts": FACTS}, expect=404)
    app.karin.posts(f"/v1/letters/{letter}/sign", {}, expect=404)
    app.karin.posts(f"/v1/letters/{letter}/delivered", {"how": "by_post", "receipt": "none"}, expect=404)
    app.karin.deletes(f"/v1/letters/{letter}", expect=404)


def alone(app: AppUnderTest) -> None:
    """No other manager is left."""
    with app.database.write() as session:
        session.execute(delete(GrantRecord).where(GrantRecord.person_id == app.mohamed.id))


def tasks(who: Person, incident: str) -> dict[str, str]:
    found: list[Json] = who.asks("/v1/tasks?mine=true")["tasks"]
    return {one["kind"]: one["title"] for one in found if one["incidentId"] == incident}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("is_alone", [False, True])
def test_another_manager_or_else_the_registrar(app: AppUnderTest, is_alone: bool) -> None:
    app.runs_on("corporatie")
    if is_alone:
        alone(app)
    other = app.ruth if is_alone else app.mohamed
    incident = filed(app)
    path = f"/v1/incidents/{incident}"
    if is_alone:
        assert "zelf: daarom is dit aan een ander" in tasks(other, incident)["decide_measures"]
        assert "decide_measures" not in tasks(app.karin, incident)
    # A measure, and its letter.
    measure: dict[str, Any] = {"kind": "warning", "reason": "Een mes"}
    assert app.karin.posts(f"{path}/measures", measure, expect=403)["code"] == "incident_own"
    other.posts(f"{path}/measures", measure, expect=201)
    letter = other.posts(f"{path}/letters", {"letterId": "warning", "facts": FACTS}, expect=201)
    a_letter_of_their_own_case(app, path, letter["id"])
    assert other.posts(f"/v1/letters/{letter['id']}/sign", {})["state"] == "signed"
    a_letter_of_their_own_case(app, path, letter["id"])
    assert letter["id"] not in [one["id"] for one in app.karin.asks("/v1/letters")["letters"]]
    assert letter["id"] in [one["id"] for one in other.asks("/v1/letters")["letters"]]
    # And the report itself.
    assert app.karin.posts(f"{path}/close", {"reason": "Klaar"}, expect=403)["code"] == "incident_own"
    if not is_alone:
        app.ruth.posts(f"{path}/close", {"reason": "Klaar"}, expect=403)
    assert other.posts(f"{path}/close", {"reason": "Klaar"})["state"] == "closed"
    app.forgets_messages()
    assert app.invariants_hold()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_with_two_managers_whoever_may_has_it(app: AppUnderTest) -> None:
    app.runs_on("corporatie")
    incident = filed(app)
    assert "decide_measures" in tasks(app.mohamed, incident)
    assert "decide_measures" not in tasks(app.karin, incident), "she would be refused"
    assert "complete_form" in tasks(app.karin, incident), "what an employee has, she has"
    (task,) = [one for one in app.mohamed.asks("/v1/tasks?mine=true")["tasks"] if one["kind"] == "decide_measures"]
    app.mohamed.posts(f"/v1/tasks/{task['id']}/hand-over", {"personId": str(app.karin.id)}, expect=400)


@pytest.mark.on_both
def test_what_was_laid_before_goes_on_at_once(app: AppUnderTest, server: MailServer) -> None:
    """Laid with two managers, and the other one left: or before this was decided."""
    app.mails_through(server)
    app.runs_on("corporatie")
    incident = filed(app)
    path = f"/v1/incidents/{incident}"
    alone(app)
    assert "decide_measures" not in tasks(app.ruth, incident)
    assert app.jobs.pass_on_own_cases() > 0
    assert app.jobs.pass_on_own_cases() == 0, "it goes on already"
    app.passes(minutes=60 * 24 * 4)  # the office opens
    app.ruth.signs_in()
    assert "zelf: daarom is dit aan een ander" in tasks(app.ruth, incident)["decide_measures"]
    app.ruth.posts(f"{path}/measures", {"kind": "warning", "reason": "Een mes"}, expect=201)
    app.forgets_messages()
    assert app.invariants_hold()


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_the_list_of_what_waits_holds_what_one_may_decide(app: AppUnderTest) -> None:
    app.runs_on("corporatie")
    incident = filed(app)
    put = app.ruth.posts(f"/v1/incidents/{incident}/measures", {"kind": "warning", "reason": "Een mes"}, expect=201)
    assert put["state"] == "put"

    def waits_for(who: Person) -> list[bool]:
        found = who.asks("/v1/measures?toDecide=true")["measures"]
        return [one["mayDecide"] for one in found if one["id"] == put["id"]]

    assert [waits_for(one) for one in (app.karin, app.mohamed, app.ruth)] == [[], [True], []]
    alone(app)
    assert [waits_for(one) for one in (app.karin, app.ruth)] == [[], [True]]
    app.karin.asks(f"/v1/measures/{put['id']}", expect=404)
    app.karin.posts(f"/v1/measures/{put['id']}/decide", {"yes": True}, expect=404)
    assert app.karin.asks(f"/v1/incidents/{incident}/measures")["measures"] == [], "she hears of it later"
    app.ruth.posts(f"/v1/measures/{put['id']}/decide", {"yes": True})
    (told,) = app.karin.asks(f"/v1/incidents/{incident}/measures")["measures"]
    assert (told["state"], told["reason"], told["putBy"]) == ("taken", "", None)
    app.forgets_messages()
