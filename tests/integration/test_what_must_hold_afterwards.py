"""What must always be true after an incident is heard of as soon as one row breaks it: on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text

from achterwacht.aftercare.invariants import INVARIANTS as OF_CARE
from achterwacht.letters.invariants import INVARIANTS as OF_LETTERS
from achterwacht.measures.invariants import INVARIANTS as OF_MEASURES
from achterwacht.monitoring import invariants
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.tasks.invariants import INVARIANTS as OF_TASKS
from foundation.clock import clock_of
from foundation.session import Database
from tests.support.organisations import Employee, Organisation

A_LETTER = {"what": "U schold.", "measures": "U komt alleen op afspraak.", "contact": "S. de Vries"}
OPEN_ONES = "root_kind = '{}' AND fired_at IS NULL AND cancelled_at IS NULL"

BREAKS = {
    "every plan of care has an open task, or it ended": (
        "DELETE FROM task WHERE about_id IN (SELECT id FROM care_plan)"
    ),
    "the numbers of the letters of a year have no gaps": "UPDATE letter_year SET last = last + 1",
    "every number of a letter was given out": "DELETE FROM letter_year",
    "every signed letter was signed by somebody": "DELETE FROM letter_signature",
    "every letter that is not signed or delivered yet has a task, or somebody said that it need not be": (
        "UPDATE task SET state = 'done', closed_at = made_at WHERE kind = 'sign_letter'"
    ),
    "nobody is asked to sign a letter that is signed, or to deliver one that is not": (
        "UPDATE task SET state = 'open', closed_at = NULL WHERE kind = 'sign_letter' AND state = 'done'"
    ),
    "every measure in force with an end has an open deadline, and no other measure has one": (
        f"UPDATE deadline SET cancelled_at = due_at WHERE {OPEN_ONES.format('measure')}"
    ),
    "no measure is in force after its last day": (
        "UPDATE measure SET starts_on = '2020-01-01', until = '2020-02-01' WHERE state = 'in_force'"
    ),
    "every measure by which others must know somebody is against somebody with a name": (
        "UPDATE incident_aggressor SET name = ''"
    ),
    "every measure that was put to somebody has a task to decide on it, or somebody said that it need not be": (
        "DELETE FROM task WHERE kind = 'decide_measures'"
    ),
    "every open task has a deadline, and no other task has one": (
        f"UPDATE deadline SET cancelled_at = due_at WHERE {OPEN_ONES.format('task')}"
    ),
    "somebody is asked for every late task within a week, or it is passed on": (
        f"UPDATE deadline SET due_at = '2090-01-01' WHERE {OPEN_ONES.format('task')}"
    ),
    "every open report has an open task": "DELETE FROM task WHERE incident_id IS NOT NULL",
    "nobody is asked to close a report that is closed": (
        "UPDATE task SET kind = 'close_report' WHERE state = 'open' AND incident_id IN "
        "(SELECT id FROM incident WHERE closed_at IS NOT NULL)"
    ),
}
"""What must hold, and how it is broken. A late task is one of which every deadline lies years ahead."""


class Undone(Exception):
    """What was broken is as it was."""


def heard(database: Database, broken_by: str) -> set[str]:
    """Returns what is said to be broken after this; nothing of it stays."""
    found: set[str] = set()
    try:
        with database.write() as session:
            assert session.execute(text(broken_by)).rowcount > 0, "it breaks something"  # type: ignore[attr-defined]
            later = clock_of(session).now(session) + timedelta(days=3)
            found = {one.name for one in invariants.broken(session, later)}
            raise Undone
    except Undone:
        return found


def posts(api: TestClient, who: Employee, path: str, body: Any = None) -> dict[str, Any]:
    answer = who.post(api, path, body)
    assert answer.status_code in (200, 201), answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_each_is_heard_of(api: TestClient, database: Database, ours: Organisation) -> None:
    with database.write() as session:
        organisation = session.get_one(OrganisationRecord, ours.id)
        load_profile(session, organisation, shipped()["heusden-zolder"], clock_of(session).now(session))
    report = {
        "kind": "threatening", "happenedAt": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "description": "Hij dreigde", "aggressor": {"name": "Pieters"},
        "behaviours": [{"id": "physical", "channel": "home_visit"}],
    }  # fmt: skip
    reprimand = {"letterId": "reprimand", "facts": A_LETTER}
    ban = {"kind": "access_ban", "until": "2080-01-01", "reason": "De tweede keer"}
    first, again, third = (posts(api, ours.worker, "/v1/incidents", report)["id"] for _ in range(3))
    posts(api, ours.manager, f"/v1/incidents/{third}/close", {"reason": "De zorg gaat door"})
    both = (first, again)
    put = [posts(api, ours.manager, f"/v1/incidents/{one}/measures", ban) for one in both]
    assert [one["state"] for one in put] == ["put", "put"]
    assert posts(api, ours.board, f"/v1/measures/{put[0]['id']}/decide", {"yes": True})["state"] == "in_force"
    drafts = [posts(api, ours.manager, f"/v1/incidents/{one}/letters", reprimand)["id"] for one in both]
    for who in (ours.worker, ours.manager):
        posts(api, who, f"/v1/letters/{drafts[0]}/sign")
    with database.read() as session:
        assert not invariants.broken(session, clock_of(session).now(session))
    told = {name: heard(database, broken_by) for name, broken_by in BREAKS.items()}
    assert {name for name, found in told.items() if name not in found} == set()
    names = {one.name for one in (*OF_CARE, *OF_LETTERS, *OF_MEASURES, *OF_TASKS)}
    assert names == set(BREAKS), "each has its broken row"
