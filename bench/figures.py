"""The figures of a year with 100,000 reports, beside the same statements asked by the bare driver."""

import time
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from statistics import median
from typing import Any
from uuid import uuid4

from sqlalchemy import event, insert

from achterwacht.incidents.facts import IncidentKind
from achterwacht.incidents.form_records import IncidentBehaviourRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.policy import Caller, Grant
from achterwacht.people.roles import Role
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.views.figures import figures
from bench.country import Place, refresh_statistics
from bench.places import settled
from bench.result import Measured, at_most
from foundation.session import Database

REPORTS = 100_000
A_BATCH = 5_000
TIMES = 9
YEAR = 2025
BEHAVIOUR = ("scolding", "threat", "violence", "things")

Asked = list[tuple[str, Any]]


def a_hundred_thousand() -> list[Measured]:
    """Measure the figures of the whole organisation, with those of the year before, both ways in turn."""
    measured = []
    for kind in ("postgresql", "sqlite"):
        with settled(kind) as (database, places, _):
            put_reports(database, places[0])
            refresh_statistics(database)
            caller = Caller(places[0].workers[0], places[0].organisation, "bench", frozenset({Grant(Role.REGISTRAR)}))
            now = datetime(YEAR + 1, 6, 1, tzinfo=UTC)
            asked = _statements(database, caller, now)
            ours, plain = [], []
            for _ in range(TIMES):
                ours.append(_took(database, partial(figures, caller=caller, year=YEAR, now=now)))
                plain.append(_took(database, partial(_ask, asked=asked)))
            value, bare = median(ours) * 1000, median(plain) * 1000
            name = f"the figures of a year with 100,000 reports, {kind}"
            measured.append(Measured(name, value, "ms", [at_most("their plain SQL", bare, value, 1.2)]))
    return measured


def _took(database: Database, does: Any) -> float:
    with database.read() as session:
        began = time.perf_counter()
        does(session)
        return time.perf_counter() - began


def _statements(database: Database, caller: Caller, now: datetime) -> Asked:
    """Returns what the figures ask of the database, as the driver gets it."""
    asked: Asked = []

    def heard(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.lstrip().startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", heard)
    try:
        with database.read() as session:
            asked.clear()
            figures(session, caller, YEAR, now)
    finally:
        event.remove(database.engine, "before_cursor_execute", heard)
    return asked


def _ask(session: Any, asked: Asked) -> None:
    cursor = session.connection().connection.cursor()
    for statement, parameters in asked:
        cursor.execute(statement, parameters)
        cursor.fetchall()
    cursor.close()


def put_reports(database: Database, place: Place) -> None:
    chance, first = Random(7), datetime(YEAR, 1, 1, tzinfo=UTC)
    kinds, channels = list(IncidentKind), list(ConductChannel)
    for _ in range(REPORTS // A_BATCH):
        reports, crosses = [], []
        for _ in range(A_BATCH):
            at, made = first + timedelta(minutes=chance.randrange(364 * 24 * 60)), uuid4()
            employee = chance.choice(place.workers)
            reports.append(
                {
                    "id": made, "organisation_id": place.organisation, "created_from": "", "team_id": place.team,
                    "kind": chance.choice(kinds), "channel": chance.choice(channels), "happened_at": at,
                    "description": "x", "reported_by": employee, "employee_id": employee, "created_at": at,
                    "conduct_class": chance.choice(BEHAVIOUR), "expressions": [], "persistent": False,
                    "extreme": False, "threat_to_come": False, "revision": 1,
                }
            )  # fmt: skip
            crosses.append(
                {
                    "id": uuid4(), "organisation_id": place.organisation, "incident_id": made, "line": 0,
                    "behaviour": chance.choice(BEHAVIOUR), "channel": chance.choice(channels),
                }
            )  # fmt: skip
        with database.write() as session:
            session.execute(insert(IncidentRecord), reports)
            session.execute(insert(IncidentBehaviourRecord), crosses)
