"""What costs nothing should cost nothing: deadlines that are not due, and visits that simply go on."""

import time
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import UUID

from sqlalchemy import text

from achterwacht.deadlines.service import Ticker
from achterwacht.kinds import DeadlineKind
from bench.clocks import Clocks
from bench.country import refresh_statistics, send_out
from bench.places import settled
from bench.result import Measured, at_most
from foundation.session import Database
from scheduler.jobs import HANDLERS

FEW, MANY = 1_000, 1_000_000
TICKS = 300
VISITS = 100_000


def a_million_open() -> list[Measured]:
    """Measure a tick that finds nothing due, with a thousand open deadlines and with a million."""
    measured = []
    for kind in ("postgresql", "sqlite"):
        with settled(kind) as (database, places, _):
            organisation = places[0].organisation
            wait_for_later(database, organisation, FEW)
            few = _tick(database)
            wait_for_later(database, organisation, MANY - FEW)
            many = _tick(database)
        measured.append(
            Measured(
                f"a tick with 1,000,000 open deadlines, {kind}", many * 1000, "ms",
                [at_most("with 1,000", few * 1000, many * 1000, 1.5)],
            )
        )  # fmt: skip
    return measured


def _tick(database: Database) -> float:
    ticker = Ticker(database, HANDLERS, "bench")
    for _ in range(20):
        ticker.tick()
    times = []
    for _ in range(TICKS):
        began = time.perf_counter()
        ticker.tick()
        times.append(time.perf_counter() - began)
    return median(times)


INTO = "INSERT INTO deadline (id, organisation_id, root_kind, root_id, kind, priority, due_at, failures) "
ON_POSTGRESQL = INTO + (
    "SELECT gen_random_uuid(), :organisation, 'visit', gen_random_uuid(), 'overdue', 60, "
    "clock_timestamp() + interval '1 day' + one * interval '1 s', 0 FROM generate_series(1, :rows) AS one"
)
ON_SQLITE = (
    "WITH RECURSIVE counted(one) AS (SELECT 1 UNION ALL SELECT one + 1 FROM counted WHERE one < :rows) "
    + INTO
    + "SELECT lower(hex(randomblob(16))), :organisation, 'visit', lower(hex(randomblob(16))), 'overdue', 60, "
    "datetime('now', '+1 day', '+' || one || ' seconds') || '.000000', 0 FROM counted"
)


def wait_for_later(database: Database, organisation: UUID, rows: int) -> None:
    sqlite = database.engine.dialect.name == "sqlite"
    with database.write() as session:
        session.execute(
            text(ON_SQLITE if sqlite else ON_POSTGRESQL),
            {"organisation": organisation.hex if sqlite else organisation, "rows": rows},
        )
    refresh_statistics(database)


def memory() -> list[Measured]:
    """Measure the most memory a clock held over some ticks, with 100,000 visits under way and with none."""
    with settled("postgresql") as (database, places, url):
        none = Clocks(url).tick_for(5)
        send_out(database, places, VISITS, DeadlineKind.END_APPROACHING, datetime.now(UTC) + timedelta(days=1))
        many = Clocks(url).tick_for(5)
    megabyte = 1_000_000
    return [
        Measured(
            "memory of a clock with 100,000 visits under way", many / megabyte, "MB",
            [at_most("with none", none / megabyte, many / megabyte, 1.3)],
        )
    ]  # fmt: skip
