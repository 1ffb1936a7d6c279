"""Killed while what follows on an incident is done: whoever asked asks again with the same key, and it is there once.

Each step dies at every boundary that it crosses. `tests/chaos/test_killed_after_an_incident.py` kills real processes.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from foundation.failpoints import Failpoint
from tests.support.dying import death_at
from tests.support.shell import Shell
from tests.unit.test_pictures import a_photo

pytestmark = pytest.mark.on_both

if TYPE_CHECKING:
    from tests.support.app_under_test import AppUnderTest, Person

PIETERS = {"name": "Pieters", "initials": "J.", "address": {"country": "NL", "postcode": "5211AA", "houseNumber": 12}}
FACTS = {"what": "U dreigde.", "contact": "S. de Vries, 073 - 123 45 67"}
LAID, COMMITTED = Failpoint.TASK_LAID, Failpoint.REQUEST_COMMITTED


@pytest.fixture(autouse=True)
def checked(app: AppUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """For `achterwacht check` on the database of the story."""
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", app.settings.database_url)
    monkeypatch.setenv("ACHTERWACHT_FILES", str(app.settings.files))


def dying(app: AppUnderTest, points: tuple[Failpoint, ...], who: Person, method: str, path: str, **sent: Any) -> Any:
    """Do something that dies at each of these places, one after the other, and at last is answered.

    What is committed before a death is only answered after it, so the place after COMMIT comes last.
    """
    headers = who.employee.headers | {"Idempotency-Key": str(uuid4())}
    for point in points:
        with death_at(point):
            app.http.request(method, path, headers=headers, **sent)
    answer = app.http.request(method, path, headers=headers, **sent)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def test_each_step_is_there_once(app: AppUnderTest) -> None:
    app.runs_on("corporatie")
    today = app.now().date().isoformat()
    report = {
        "id": str(uuid4()), "kind": "threatening", "happenedAt": (app.now() - timedelta(hours=2)).isoformat(),
        "description": "Hij dreigde.", "channel": "office", "aggressor": PIETERS,
        "behaviours": [{"id": "threat", "channel": "office"}],
        "damages": [{"whose": "employee", "what": "Bril", "amount": 129.95}],
    }  # fmt: skip
    filed = dying(app, (LAID, COMMITTED), app.jan, "POST", "/v1/incidents", json=report)
    path = f"/v1/incidents/{filed['id']}"

    # A photo that is in the store without a row.
    photo = {"files": {"file": ("foto.jpg", a_photo())}, "data": {"id": str(uuid4())}}
    added = dying(app, (Failpoint.ATTACHMENT_STORED,), app.jan, "POST", f"{path}/attachments", **photo)
    # What was measured, and the letter of it: drafted, signed, in the store, delivered.
    points: tuple[Failpoint, ...] = (Failpoint.MEASURE_DECIDED, LAID, COMMITTED)
    talk = dying(app, points, app.karin, "POST", f"{path}/measures", json={"kind": "order_talk"})
    asked = {"letterId": "warning", "facts": FACTS}
    letter = dying(app, (LAID, COMMITTED), app.karin, "POST", f"{path}/letters", json=asked)
    its = f"/v1/letters/{letter['id']}"
    points = (Failpoint.LETTER_SIGNED, LAID, COMMITTED)
    signed = dying(app, points, app.karin, "POST", f"{its}/sign", json={"revision": letter["revision"]})
    with death_at(Failpoint.LETTER_STORED):
        app.jobs.keep()
    app.jobs.keep()
    gone = {"how": "in_person", "receipt": "signed"}
    dying(app, (COMMITTED,), app.karin, "POST", f"{its}/delivered", json=gone)
    # What was noted at the police, and how the damage ends.
    police = {"kind": "report", "against": "person"}
    dying(app, (LAID, COMMITTED), app.jan, "POST", f"{path}/police", json=police)
    noted = {"on": today, "number": "PL21-4711", "copyOfRecord": "there"}
    points = (Failpoint.POLICE_NOTED, COMMITTED)
    dying(app, points, app.jan, "PATCH", f"{path}/police/person", json=noted)
    settled = {
        "paid": {"yes": True, "amount": 129.95, "on": today},
        "recovery": {"how": "civil_party", "claimedOn": today},
    }
    points = (Failpoint.DAMAGE_SETTLED, COMMITTED)
    line = f"{path}/damages/{filed['damages'][0]['id']}/settlement"
    dying(app, points, app.karin, "PUT", line, json=settled)

    whole = app.karin.asks(path)
    assert len(app.karin.asks("/v1/incidents")["incidents"]) == 1
    assert [one["id"] for one in whole["attachments"]] == [added["id"]]
    assert [one["id"] for one in whole["measures"]] == [talk["id"]]
    assert (signed["number"], app.karin.asks(its)["kept"]) == (f"{app.now().year}-0001", True)
    assert app.karin.asks(its)["state"] == "delivered"
    (matter,) = whole["police"]["matters"]
    assert (matter["number"], matter["missing"]) == ("PL21-4711", [])
    (noted_line,) = whole["settling"]["lines"]
    assert noted_line["paid"]["amount"] == 129.95
    tasks = app.ruth.asks(f"{path}/tasks")["tasks"]
    twice = [one for one, many in Counter((t["kind"], t["because"], t["title"]) for t in tasks).items() if many > 1]
    assert twice == [], "nothing is asked twice"
    app.forgets_messages()
    assert app.invariants_hold()
    app.clock.offset += timedelta(days=2)
    app.jobs.sweep()
    assert app.jan.signs_in().asks(path)["attachments"][0]["id"] == added["id"]
    app.http.get(f"{path}/attachments/{added['id']}", headers=app.jan.employee.headers).raise_for_status()
    app.clock.offset -= timedelta(days=2)
    Shell().gets("check")
