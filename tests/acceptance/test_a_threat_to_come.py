"""P4, 003 L469-471, L516-518: a client threatens to come: police, reception and manager hear of it at once."""

import pytest

from tests.acceptance.stories import Json
from tests.support.app_under_test import AppUnderTest, Person

REPORT = {
    "kind": "threatening", "happenedAt": "2026-01-01T10:00:00Z", "description": "Hij zegt dat hij komt, met een mes",
    "aggressor": {"name": "D. de Graaf"},
}  # fmt: skip
KEY = "registration.threat_to_come"


def told(app: AppUnderTest, incident: Json) -> dict[str, str]:
    found = app.ruth.asks(f"/v1/incidents/{incident['id']}/tasks")["tasks"]
    of_it = [one for one in found if one["because"].startswith(KEY)]
    said = {one["function"]: one["title"] for one in of_it}
    assert len(said) == len(of_it), "each once"
    return said


@pytest.mark.by_turns
def test_who_must_know_is_told_at_any_hour_and_once(app: AppUnderTest) -> None:
    app.runs_on("losser")
    reception = Person(app, app.ours.reception)
    calm = app.jan.posts("/v1/incidents", REPORT, expect=201)
    assert told(app, calm) == {}
    app.forgets_messages()
    incident = app.jan.posts("/v1/incidents", REPORT | {"threatToCome": True}, expect=201)
    assert set(told(app, incident)) == {"reception", "direct_manager", "employee"}
    app.passes(minutes=1)
    reception.phone.expects_sms("Een collega heeft je nu nodig.")
    app.karin.phone.expects_sms("Een collega heeft je nu nodig.")
    (task,) = [one for one in reception.asks("/v1/tasks?mine=true")["tasks"] if one["because"].startswith(KEY)]
    read = reception.asks(f"/v1/tasks/{task['id']}/report")
    assert "D. de Graaf" in str(read)
    assert "met een mes" not in str(task), "not the story"
    app.karin.asks(f"/v1/tasks/{task['id']}/report", expect=403)
    app.jan.asks(f"/v1/tasks/{task['id']}/report", expect=404)
    app.forgets_messages()
    app.jan.patches(f"/v1/incidents/{incident['id']}", {"threatToCome": True, "persistent": True})
    assert len(told(app, incident)) == 3, "once"
    app.jan.patches(f"/v1/incidents/{calm['id']}", {"threatToCome": True})
    assert set(told(app, calm)) == {"reception", "direct_manager", "employee"}, "said later"
    reception.posts(f"/v1/tasks/{task['id']}/done", {})
    app.forgets_messages()
    assert app.invariants_hold()


@pytest.mark.by_turns
def test_who_has_several_of_these_tasks_is_told_once(app: AppUnderTest) -> None:
    """In a small organisation the manager is the reception too."""
    app.runs_on("losser")
    app.anne.puts("/v1/functions/reception", {"holders": [{"personId": str(app.ours.manager.id)}]})
    app.forgets_messages()
    incident = app.jan.posts("/v1/incidents", REPORT | {"threatToCome": True}, expect=201)
    app.passes(minutes=1)
    app.karin.phone.expects_sms("Een collega heeft je nu nodig.")
    assert [one for one in app.karin.phone.unread() if "nu nodig" in one] == []
    mine = [one for one in app.karin.asks("/v1/tasks?mine=true")["tasks"] if one["incidentId"] == incident["id"]]
    assert {"reception", "direct_manager"} <= {one["function"] for one in mine if one["because"].startswith(KEY)}
    app.forgets_messages()
    assert app.invariants_hold()
