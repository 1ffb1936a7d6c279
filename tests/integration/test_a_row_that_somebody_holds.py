"""Somebody left a psql open in the middle of an UPDATE: what belongs to that row waits, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from achterwacht.deadlines import service
from achterwacht.deadlines.records import OPEN, ClockRecord, DeadlineRecord
from foundation.away import is_held
from notifications.records import MessageRecord, MessageState
from scheduler import jobs
from tests.support.engine import Engine

pytestmark = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
ACROSS = {"across_organisations": True}
HELD = {
    "its deadlines": "UPDATE deadline SET due_at = due_at WHERE root_id = :visit",
    "its alarm": "UPDATE alarm SET visit_id = visit_id WHERE visit_id = :visit",
}
EVERYTHING = "UPDATE deadline SET due_at = due_at"
STUCK_SECONDS = 30.0


@pytest.fixture
def visits(engine: Engine) -> tuple[UUID, UUID]:
    """Two visits with an alarm, of which the next step is due."""
    held, free = (engine.checks_in(one, seconds=20) for one in (engine.ours.worker, engine.ours.worker2))
    engine.passes(21)
    engine.clock.forward(20)
    return held, free


@contextmanager
def psql(engine: Engine, statement: str, **what: object) -> Iterator[None]:
    """It was typed, and nobody typed COMMIT. Nothing ends a session of psql's that lies still."""
    with engine.database.engine.connect() as there:
        there.execute(text("SET idle_in_transaction_session_timeout = 0"))
        there.execute(text(statement), what)
        try:
            yield
        finally:
            there.invalidate()


def due(engine: Engine, visit: UUID) -> int:
    with engine.database.read() as session:
        now = engine.database.clock.now(session)
        of_visit = (DeadlineRecord.root_id == visit, DeadlineRecord.due_at <= now, text(OPEN))
        return session.scalar(select(func.count(DeadlineRecord.id)).where(*of_visit), execution_options=ACROSS) or 0


@pytest.mark.parametrize("what", HELD)
def test_a_tick_decides_all_the_rest(what: str, engine: Engine, visits: tuple[UUID, UUID]) -> None:
    (held, free), before = visits, engine.clock.at
    with psql(engine, HELD[what], visit=held):
        engine.jobs.tick()
        assert (due(engine, held) > 0, due(engine, free)) == (True, 0)
        with engine.database.read() as session:
            ticked = session.scalar(select(func.max(ClockRecord.ticked_at)))
        assert ticked is not None
        assert ticked > before, "and says that it ticks"
    engine.jobs.tick()
    assert due(engine, held) == 0


def test_where_all_is_held_a_tick_ends_before_its_watchdog_ends_it(
    engine: Engine, visits: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LONGEST_APART", 0.0)
    began = time.monotonic()
    with psql(engine, EVERYTHING), pytest.raises(Exception, match="lock timeout") as refused:
        engine.jobs.tick()
    assert is_held(refused.value)
    assert time.monotonic() - began < STUCK_SECONDS / 2


def test_a_failure_that_waits_keeps_back_no_other(
    engine: Engine, visits: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LOCK_PATIENCE", service.BRIEFLY)
    to_workers = (MessageRecord.to.in_([engine.ours.worker.phone, engine.ours.worker2.phone]),)
    with engine.database.write() as session:
        session.execute(update(MessageRecord).where(*to_workers).values(state=MessageState.FAILED, news=True))
    with psql(engine, "SELECT 1 FROM visit WHERE id = :visit FOR UPDATE", visit=visits[0]):
        assert engine.jobs.hand_back_failures()
        left = {one.to for one in engine.messages(*to_workers) if one.news}
    assert left == {engine.ours.worker.phone}
