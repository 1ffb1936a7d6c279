"""Somebody left a psql open in the middle of an UPDATE: what belongs to that row waits, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from achterwacht.deadlines import service
from achterwacht.deadlines.records import OPEN, ClockRecord, DeadlineRecord
from achterwacht.kinds import DeadlineKind
from foundation.away import is_held
from notifications import outbox
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import Template
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


@pytest.mark.parametrize("at_once", [100, 1])
def test_a_failure_that_waits_keeps_back_no_other(
    at_once: int, engine: Engine, visits: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    some = partial(outbox.unreported_failures, limit=at_once)
    monkeypatch.setattr(outbox, "unreported_failures", some)
    to_workers = (MessageRecord.to.in_([engine.ours.worker.phone, engine.ours.worker2.phone]),)
    with engine.database.write() as session:
        session.execute(update(MessageRecord).where(*to_workers).values(state=MessageState.FAILED, news=True))
    with psql(engine, "SELECT 1 FROM visit WHERE id = :visit FOR UPDATE", visit=visits[0]):
        assert engine.jobs.hand_back_failures(service.BRIEFLY)
        left = {one.to for one in engine.messages(*to_workers) if one.news}
    assert left == {engine.ours.worker.phone}


def next_due(engine: Engine, root: UUID, *kinds: DeadlineKind) -> datetime:
    with engine.database.read() as session:
        of_root = (DeadlineRecord.root_id == root, DeadlineRecord.kind.in_(kinds), text(OPEN))
        found = session.scalar(select(func.min(DeadlineRecord.due_at)).where(*of_root), execution_options=ACROSS)
    assert found is not None
    return found


def climbs_soon(engine: Engine, visit: UUID) -> bool:
    return next_due(engine, visit, DeadlineKind.LADDER_STEP) < engine.clock.at + timedelta(minutes=1)


def is_set_back(engine: Engine, visits: tuple[UUID, UUID]) -> None:
    """By an hour, after the alarms of both visits were told of."""
    engine.jobs.tick()
    engine.clock.forward(-3600)
    assert not any(climbs_soon(engine, one) for one in visits)


@pytest.mark.parametrize("what", HELD)
def test_after_the_clock_was_set_back_all_the_rest_goes_on(
    what: str, engine: Engine, visits: tuple[UUID, UUID]
) -> None:
    is_set_back(engine, visits)
    with psql(engine, HELD[what], visit=visits[0]):
        engine.jobs.audit()
        assert [climbs_soon(engine, one) for one in visits] == [False, True]
    engine.jobs.audit()
    assert climbs_soon(engine, visits[0])


def test_after_the_clock_was_set_back_what_waits_to_be_sent_or_tried_again_goes_on(
    engine: Engine, visits: tuple[UUID, UUID]
) -> None:
    """Of the messages and of what fell to the last resort each could keep back the rest, and the other kind."""
    is_set_back(engine, visits)
    held, free = (MessageRecord.to == one.phone for one in (engine.ours.worker, engine.ours.worker2))
    fell = (DeadlineRecord.root_id.in_(visits), DeadlineRecord.kind == DeadlineKind.LADDER_STEP)
    in_five_minutes = engine.clock.at + timedelta(hours=1, minutes=5)
    with engine.database.write() as session:
        waits = {"state": MessageState.PENDING, "attempts": 0}
        session.execute(update(MessageRecord).where(held | free).values(waits))
        session.execute(
            update(DeadlineRecord).where(*fell).values(due_at=in_five_minutes, failure="ValueError"),
            execution_options=ACROSS,
        )
    steps = "UPDATE deadline SET due_at = due_at WHERE root_id = :visit"
    with (
        psql(engine, 'UPDATE message SET news = news WHERE "to" = :to', to=engine.ours.worker.phone),
        psql(engine, steps, visit=visits[0]),
    ):
        engine.jobs.audit()
        later = engine.clock.at + timedelta(minutes=6)
        assert [next_due(engine, one, DeadlineKind.LADDER_STEP) < later for one in visits] == [False, True]
        assert all(one.created_at < later for one in engine.messages(free))
        assert all(one.created_at > later for one in engine.messages(held))
    engine.jobs.audit()
    assert next_due(engine, visits[0], DeadlineKind.LADDER_STEP) < later
    assert all(one.created_at < later for one in engine.messages(held))


def test_that_the_clock_jumped_is_told_as_soon_as_it_can_be(engine: Engine) -> None:
    """It is seen once only. What is well meanwhile goes on being looked at."""
    engine.jobs.audit()
    engine.clock.forward(-3600)
    told = (MessageRecord.template == Template.CLOCK_JUMPED,)
    with psql(engine, "LOCK TABLE message IN SHARE MODE"):
        engine.jobs.audit()
        assert not engine.messages(*told)
    engine.jobs.audit()
    assert {one.to for one in engine.messages(*told)} == {engine.ours.administrator.phone}
