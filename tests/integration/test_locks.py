"""Two sessions at once on PostgreSQL: nobody waits for what another one holds, and what is locked is read anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Level
from achterwacht.alarms.records import AlarmRecord
from achterwacht.clockwork import visits_and_alarms
from achterwacht.deadlines.records import OPEN, DeadlineRecord
from achterwacht.events.records import EventRecord
from achterwacht.kinds import DeadlineKind, EventKind, RootKind
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import panic
from achterwacht.visiting import visits as visit_cases
from achterwacht.visits.facts import Pin
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.held import hold_alarm, hold_visit
from achterwacht.watch.locking import lock_alarm, lock_due, lock_visit
from foundation.session import Database
from notifications import sending
from notifications.records import MessageRecord, MessageState
from notifications.states import locked
from scheduler.jobs import HANDLERS
from tests.support.engine import Engine, by
from tests.support.outbox import call, claim, message, put, sent

pytestmark = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
LONG = 3600
ACROSS = {"across_organisations": True}


@pytest.fixture
def other(engine: Engine, database_url: str) -> Iterator[Database]:
    """The same database as another process has it."""
    database = Database.at(database_url, engine.clock)
    yield database
    database.engine.dispose()


@contextmanager
def impatient(database: Database) -> Iterator[Session]:
    """A session that does not wait for a lock longer than a moment."""
    with database.write() as session:
        session.connection().exec_driver_sql("SET LOCAL lock_timeout = '300ms'")
        yield session


def alarmed(engine: Engine) -> set[UUID | None]:
    with engine.database.read() as session:
        found = select(AlarmRecord.visit_id)
        return set(session.scalars(found, execution_options=ACROSS))


def test_a_tick_decides_what_it_can_have_and_waits_for_nobody(engine: Engine, other: Database) -> None:
    held, free = (engine.checks_in(engine.ours.worker, seconds=20) for _ in range(2))
    engine.clock.forward(21)
    with engine.database.write() as session:
        lock_visit(session, held, engine.ours.id)
        with impatient(other) as clock:
            assert HANDLERS.passes[RootKind.VISIT](clock, engine.ours.id, [held, free]) > 0
        assert alarmed(engine) == {free}


def test_a_tick_waits_for_no_alarm_that_another_holds(engine: Engine, other: Database) -> None:
    alarms = []
    for one in (engine.ours.worker, engine.ours.worker2):
        with engine.database.write() as session:
            alarms.append(panic.raise_panic(session, by(one, engine.ours)).root.id)
    engine.clock.forward(16)
    with engine.database.write() as session:
        lock_alarm(session, alarms[0], engine.ours.id)
        with impatient(other) as clock:
            assert HANDLERS.passes[RootKind.ALARM](clock, engine.ours.id, alarms) == 1


def test_a_sender_takes_what_it_can_have_and_waits_for_nobody(engine: Engine, other: Database) -> None:
    put(engine, message(engine, "eerste", priority=60), message(engine, "tweede", priority=50))
    with engine.database.write() as session:
        (first,) = sending.claim(session, 1)
        with impatient(other) as second:
            assert [one.id for one in sending.claim(second, 2)] != [first.id]


def test_a_visit_is_read_anew_once_it_is_locked(engine: Engine, other: Database) -> None:
    visit = engine.checks_in(engine.ours.worker, seconds=LONG)
    with engine.database.write() as session:
        known = session.scalars(select(VisitRecord).where(VisitRecord.id == visit), execution_options=ACROSS).one()
        before = known.expected_end
        with other.write() as meanwhile:
            visit_cases.extend(hold_visit(meanwhile, visit, by(engine.ours.worker, engine.ours)), None, 15, Pin.NOT_SET)
        root, _ = lock_visit(session, visit, engine.ours.id)
        assert root.visit is known
        assert known.expected_end > before


def test_a_root_that_came_due_is_read_anew_once_it_is_locked(engine: Engine, other: Database) -> None:
    visit = engine.checks_in(engine.ours.worker, seconds=LONG)
    with engine.database.write() as session:
        known = session.scalars(select(VisitRecord).where(VisitRecord.id == visit), execution_options=ACROSS).one()
        before = known.expected_end
        with other.write() as meanwhile:
            visit_cases.extend(hold_visit(meanwhile, visit, by(engine.ours.worker, engine.ours)), None, 15, Pin.NOT_SET)
        (root,) = lock_due(session, RootKind.VISIT, engine.ours.id, [visit])
        assert root.visit is known
        assert known.expected_end > before


def test_a_message_is_read_anew_once_it_is_locked(engine: Engine, other: Database) -> None:
    put(engine, message(engine))
    (claimed,) = claim(engine)
    call(engine, claimed)
    with other.write() as session:
        before = session.get_one(MessageRecord, claimed.id)
        sent(engine, claimed)
        after = locked(session, claimed.id)
        assert after is before
        assert after.state is MessageState.SENT


def test_what_was_due_when_it_was_looked_for_is_asked_again_under_the_lock(engine: Engine, other: Database) -> None:
    visit = engine.checks_in(engine.ours.worker, seconds=20)
    engine.clock.forward(21)
    with other.write() as clock:
        with engine.database.write() as session:
            visit_cases.extend(hold_visit(session, visit, by(engine.ours.worker, engine.ours)), None, 15, Pin.NOT_SET)
        visits_and_alarms.fire_due_visits(clock, engine.ours.id, [visit])
    assert alarmed(engine) == set()


def test_what_another_clock_decided_meanwhile_is_not_decided_again(engine: Engine, other: Database) -> None:
    visit = engine.checks_in(engine.ours.worker, seconds=20)
    engine.clock.forward(21)
    for database in (engine.database, other):
        with database.write() as clock:
            visits_and_alarms.fire_due_visits(clock, engine.ours.id, [visit])
    with engine.database.read() as session:
        fired = select(DeadlineRecord.fired_at).where(DeadlineRecord.kind == DeadlineKind.OVERDUE)
        (at,) = session.scalars(fired, execution_options=ACROSS)
        overdue = select(func.count()).where(EventRecord.kind == EventKind.OVERDUE)
        assert (at is not None, session.scalar(overdue, execution_options=ACROSS)) == (True, 1)
    assert len(alarmed(engine)) == 1


def test_the_clock_and_a_press_that_want_the_same_step_take_it_once(engine: Engine, other: Database) -> None:
    with engine.database.write() as session:
        alarm = panic.raise_panic(session, by(engine.ours.worker, engine.ours)).root.id
    engine.clock.forward(LONG)
    began, step = Barrier(2), DeadlineKind.LADDER_STEP

    def press() -> None:
        began.wait()
        with other.write() as session:
            alarm_cases.escalate(hold_alarm(session, alarm, by(engine.ours.manager, engine.ours)), Level.MANAGER)

    presses = Thread(target=press)
    presses.start()
    began.wait()
    with engine.database.write() as session:
        HANDLERS.passes[RootKind.ALARM](session, engine.ours.id, [alarm])
    presses.join()
    with engine.database.read() as session:
        told = select(func.count()).where(
            EventRecord.alarm_id == alarm, EventRecord.facts["level"].as_string() == "police"
        )
        assert session.scalar(told.where(EventRecord.kind == EventKind.STEP_TOLD), execution_options=ACROSS) == 1
        due = select(DeadlineRecord.due_at).where(
            DeadlineRecord.root_id == alarm, DeadlineRecord.kind == step, text(OPEN)
        )
        assert len(session.scalars(due, execution_options=ACROSS).all()) == 1
