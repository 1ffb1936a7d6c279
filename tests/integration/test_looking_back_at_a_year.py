"""Two years of a town are read by their indexes (decision 0086).

Who looks for part of an address, or for whom a year has no visit, has that year read.
"""

from __future__ import annotations

import os
import re
from datetime import date
from itertools import product
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, text

from foundation.session import Database
from tests.support.organisations import Organisation

pytestmark = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
A_DAY = int(os.environ.get("VISITS_A_DAY", "30"))
"""The figures of the decision were made with a town."""
A_TOWN = 500
DAYS = 730
NEW_YEAR = date(2025, 1, 1)
A_YEAR = {"since": "2025-01-01", "until": "2025-12-31"}
TABLES = ("visit", "alarm", "message", "event", "companion")
SCANNED = re.compile(r"Seq Scan on (visit|message|event)\b")
"""Of alarms there are few: their table may be read whole where that is cheaper."""

VISITS = """
INSERT INTO visit (id, organisation_id, team_id, worker_id, protocol_id, created_by, created_at, created_from, state,
    drill, address, address_key, address_line, risk, planned_start, started_at, expected_end, ended_at, check_call,
    asked_count, chased_count, kind, police_wanted)
SELECT gen_random_uuid(), :org, :team, :worker, (SELECT id FROM protocol_version LIMIT 1), :worker, at, '', 'ended',
    false, '{}', 'NL|5211AA|' || n % 300 || '|', 'Dorpsstraat ' || n % 300 || ', 5211 AA Den Bosch', '{}', at, at,
    at + interval '30 minutes', at + interval '20 minutes', 'none', 0, 0, 'home_visit', false
FROM (SELECT n, CAST(:since AS timestamptz) + n * interval '1 day' / CAST(:a_day AS integer) AS at
      FROM generate_series(1, CAST(:a_day AS integer) * :days) AS n) AS made"""
ALARMS = """
INSERT INTO alarm (id, organisation_id, team_id, visit_id, worker_id, protocol_id, drill, cause, level, plan, rounds,
    quiet, opened_at, acknowledged_by, acknowledged_at, resolved_at, outcome, note)
SELECT gen_random_uuid(), organisation_id, team_id, id, worker_id, protocol_id, false, 'overdue', 'colleague', '{}', 0,
    false, expected_end, :worker, expected_end + random() * interval '5 minutes', expected_end + interval '9 minutes',
    'false_alarm', ''
FROM visit WHERE random() < 0.03"""
MESSAGES = """
INSERT INTO message (id, organisation_id, subject_kind, subject, origin, person, "to", channel, template, language,
    payload, priority, drill, created_at, not_before, state, state_at, attempts, news, silenced)
SELECT gen_random_uuid(), organisation_id, 'alarm', id, id, worker_id, '', 'sms', 'all_clear', 'nl', '{}',
    1, false, opened_at, opened_at, 'delivered', opened_at, 1, false, false
FROM alarm, generate_series(1, 5) AS n"""


def lived_in(database: Database, ours: Organisation) -> None:
    """Two years of visits, some with an alarm, and each alarm with its messages."""
    given: dict[str, Any] = {"org": ours.id, "team": ours.team, "worker": ours.worker.id}
    given |= {"since": NEW_YEAR, "a_day": A_DAY, "days": DAYS}
    with database.write() as session:
        for made in (VISITS, ALARMS, MESSAGES):
            session.execute(text(made), {name: one for name, one in given.items() if f":{name}" in made})
    with database.write() as session:
        for table in ("visit", "alarm", "message"):
            session.execute(text(f"ANALYZE {table}"))


SOUGHT: list[tuple[str, dict[str, Any]]] = [
    ("visits", {}),
    ("visits", {"alarmed": True}),
    ("visits", {"who": "bakker"}),
    ("visits", {"where": "Kerkstraat 3"}),
    ("visits", {"where": "5211AA 12", "ended": "checked_out"}),
    ("alarms", {}),
    ("alarms", {"where": "5211AA 12", "outcome": "incident"}),
    ("messages", {}),
    ("messages", {"where": "Kerkstraat"}),
    ("never-checked-in", {}),
]


def test_no_page_reads_a_whole_table(api: TestClient, database: Database, ours: Organisation) -> None:
    lived_in(database, ours)
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith("SELECT") and any(f"FROM {one}" in statement for one in TABLES):
            asked.append((statement, parameters))

    for who, (what, sought) in product((ours.manager, ours.worker), SOUGHT):
        if who is ours.worker and what in ("messages", "never-checked-in"):
            continue
        asked.clear()
        event.listen(database.engine, "before_cursor_execute", note)
        answer = who.post(api, f"/v1/past/{what}/_search", {**A_YEAR, **sought})
        event.remove(database.engine, "before_cursor_execute", note)
        assert answer.status_code == 200, answer.text
        assert asked
        with database.engine.connect() as connection:
            if A_DAY < A_TOWN:  # of so few rows it may read all, unless there is an index that it could begin at
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            for statement, parameters in asked:
                plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE) {statement}", parameters).scalars().all()
                if "VISITS_A_DAY" in os.environ:
                    print(who.name, what, sought, plan[-1], statement[:40])
                if "where" not in sought and what != "never-checked-in":
                    assert not [line for line in plan if SCANNED.search(line)], "\n".join(plan)
