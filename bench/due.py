"""How many due deadlines a second are decided and recorded, with their message in the outbox.

The deadline is the reminder before the end: one deadline, one person, one SMS. APScheduler fires an empty job for each,
Procrastinate runs an empty task; plain SQL writes the same rows in batches of 100 and decides nothing.
"""

from datetime import UTC, datetime
from statistics import median

from achterwacht.kinds import DeadlineKind
from bench import peers
from bench.clocks import Clocks
from bench.country import send_out
from bench.places import driver_url, empty, settled
from bench.result import Measured, at_least

VISITS, JOBS, ROUNDS = 10_000, 2_000, 3


def one_and_two_clocks() -> list[Measured]:
    """Measure on PostgreSQL, with one clock and with two."""
    rounds = [
        {
            "one": _ours("postgresql", 1),
            "apscheduler": _apscheduler("postgresql"),
            "two": _ours("postgresql", 2),
            "procrastinate": _procrastinate(),
            "plain": _plain("postgresql"),
        }
        for _ in range(ROUNDS)
    ]
    value = {name: median(one[name] for one in rounds) for name in rounds[0]}
    one, two, plain = value["one"], value["two"], value["plain"]
    return [
        Measured(
            "due deadlines, PostgreSQL, one clock", one, "a second",
            [
                at_least("APScheduler 3", value["apscheduler"], one, 5),
                at_least("Procrastinate", value["procrastinate"], one, 12),
                at_least("plain SQL", plain, one, 0.35),
            ],
            raw={"rounds": rounds},
        ),
        Measured(
            "the same, two clocks", two, "a second",
            [at_least("one clock", one, two, 1.4), at_least("plain SQL", plain, two, 0.5)],
            either=True,
        ),
    ]  # fmt: skip


def on_sqlite() -> list[Measured]:
    """Measure on a SQLite file, with the one clock it allows."""
    rounds = [
        {"one": _ours("sqlite", 1), "apscheduler": _apscheduler("sqlite"), "plain": _plain("sqlite")}
        for _ in range(ROUNDS)
    ]
    value = {name: median(one[name] for one in rounds) for name in rounds[0]}
    return [
        Measured(
            "due deadlines, SQLite", value["one"], "a second",
            [
                at_least("APScheduler 3", value["apscheduler"], value["one"], 6),
                at_least("plain SQL", value["plain"], value["one"], 0.1),
            ],
            raw={"rounds": rounds},
        )
    ]  # fmt: skip


def _ours(kind: str, clocks: int) -> float:
    with settled(kind) as (database, places, url):
        standing = Clocks(url, clocks)
        send_out(database, places, VISITS, DeadlineKind.END_APPROACHING, datetime.now(UTC))
        run = standing.run()
        if run.fired != VISITS:
            raise RuntimeError(f"{run.fired} of {VISITS} deadlines fired")
        return run.per_second


def _apscheduler(kind: str) -> float:
    with empty(kind) as url:
        return peers.apscheduler(url, JOBS)


def _procrastinate() -> float:
    with empty("postgresql") as url:
        return peers.procrastinate_tasks(driver_url(url), JOBS)


def _plain(kind: str) -> float:
    with settled(kind) as (database, places, url):
        send_out(database, places, VISITS, DeadlineKind.END_APPROACHING, datetime.now(UTC))
        plain = peers.plain_sql if kind == "postgresql" else peers.plain_sqlite
        return plain(driver_url(url))
