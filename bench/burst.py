"""Many at once: 10,000 visits due in the same second with a panic in the middle, and how late a step is under load."""

import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, text, update

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.service import last_tick
from achterwacht.kinds import Actor, DeadlineKind
from achterwacht.people.records import PersonRecord
from achterwacht.use_cases.panic import raise_panic
from bench.clocks import Clocks, GoingClock
from bench.country import Place, send_out
from bench.places import settled
from bench.result import Against, Measured
from foundation.session import Database
from notifications.records import MessageRecord

VISITS, GRAVEST = 10_000, 100
A_SECOND, SECONDS, TICK = 100, 30, 1.0
TO_GET_READY = timedelta(seconds=25)
"""To make the visits and start a clock. With less, a slow machine measures how long a clock takes to start."""
LATENESS = text("SELECT extract(epoch FROM m.created_at - d.due_at) FROM message m JOIN deadline d ON d.id = m.origin")


def ten_thousand_at_once() -> list[Measured]:
    """Measure with one clock, and with two as in a deployment."""
    return [*_burst(1), *_burst(2)]


def _burst(how_many: int) -> list[Measured]:
    """Measure from the moment they are due until the last message is in the outbox, and a panic a second after the
    start.
    """
    with settled("postgresql") as (database, places, url):
        clocks = Clocks(url, how_many)
        visits = send_out(database, places, VISITS, DeadlineKind.END_APPROACHING, datetime.now(UTC))
        _make_graver(database, visits[-GRAVEST:])
        pressed: list[float] = []
        panic = threading.Timer(1.0, lambda: pressed.append(_press(database, places[0])))
        panic.start()
        run = clocks.run()
        panic.join()
        last_grave, first_other = _order(database)
        standing = "one clock" if how_many == 1 else "two clocks"
        return [
            Measured(
                f"10,000 visits due in the same second, PostgreSQL, {standing}", run.seconds, "s",
                [Against("the 4 s allowed", 4, run.seconds / 4, 1, at_most=True)],
                said="; gravest first" if last_grave <= first_other else "; NOT gravest first",
            ),
            Measured(
                f"a panic in the middle of it, {standing}", pressed[0] * 1000, "ms",
                [Against("the 300 ms allowed", 300, pressed[0] / 0.3, 1, at_most=True)],
            ),
        ]  # fmt: skip


def _make_graver(database: Database, visits: list[UUID]) -> None:
    with database.write() as session:
        grave = update(DeadlineRecord).where(DeadlineRecord.root_id.in_(visits)).values(priority=99)
        session.execute(grave, execution_options={"across_organisations": True, "synchronize_session": False})


def _press(database: Database, place: Place) -> float:
    """Returns the seconds from the press until its messages are in the outbox."""
    began = time.perf_counter()
    with database.write() as session:
        worker = session.scalars(
            select(PersonRecord).where(
                PersonRecord.organisation_id == place.organisation, PersonRecord.id == place.manager
            )
        ).one()
        raise_panic(session, Actor(worker.organisation_id, worker.id, via="app"))
    return time.perf_counter() - began


def _order(database: Database) -> tuple[datetime, datetime]:
    """Returns when the last of the gravest was recorded, and the last of the others' first batch."""
    with database.read() as session:
        grave = MessageRecord.origin.in_(select(DeadlineRecord.id).where(DeadlineRecord.priority == 99))
        across = {"across_organisations": True}
        last = session.scalar(select(func.max(MessageRecord.created_at)).where(grave), execution_options=across)
        first = session.scalar(select(func.min(MessageRecord.created_at)).where(~grave), execution_options=across)
        assert last
        assert first
        return last, first


def lateness() -> list[Measured]:
    """Measure how late the message of a step is in the outbox, with 100 due each second and a tick each second."""
    with settled("postgresql") as (database, places, url):
        start = datetime.now(UTC) + TO_GET_READY
        for second in range(SECONDS):
            for part in range(10):
                due = start + timedelta(seconds=second + part / 10)
                send_out(database, places, A_SECOND // 10, DeadlineKind.END_APPROACHING, due, analyze=False)
        with GoingClock(url, TICK):
            _until(start.timestamp())
            _must_tick_before(database, start)
            _until((start + timedelta(seconds=SECONDS + 5)).timestamp())
        with database.read() as session:
            late = sorted(float(row[0]) for row in session.execute(LATENESS))
        if len(late) != A_SECOND * SECONDS:
            raise RuntimeError(f"{len(late)} messages instead of {A_SECOND * SECONDS}")
        p99 = late[int(len(late) * 0.99)]
        return [
            Measured(
                "lateness of a step at 100 due a second, p99", p99, "s",
                [Against("the tick", TICK, p99 / TICK, 1.5, at_most=True)],
                said=f"(median {late[len(late) // 2]:.2f} s)",
            )
        ]  # fmt: skip


def _must_tick_before(database: Database, start: datetime) -> None:
    """Else the first steps are late because the clock still has to start, and nothing is known of how late it is."""
    with database.read() as session:
        if last_tick(session, start) is None:
            raise RuntimeError("the clock did not tick before the first step was due")


def _until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.time()))
