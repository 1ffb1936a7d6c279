"""What fell to the last resort waits its five minutes: a start makes it no nearer, a clock set back no later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import FELL, set_deadline
from achterwacht.deadlines.service import FAILURES, Handlers, Ticker
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.roster.service import lock_roster, rooted
from foundation.settings import Settings
from scheduler.jobs import HANDLERS, Jobs
from tests.support.engine import Engine

ACROSS = {"across_organisations": True}
STARTS = 3


def cannot(_: Session, __: UUID, roots: Sequence[UUID]) -> int:
    raise ValueError(roots)


def is_climbing(engine: Engine) -> None:
    engine.checks_in(engine.ours.worker, seconds=20)
    engine.passes(21)


def is_asked(engine: Engine) -> None:
    engine.checks_in(engine.ours.worker, seconds=6000)
    engine.passes(31)


def is_relieved(engine: Engine) -> None:
    with engine.database.write() as session:
        roster = lock_roster(session, engine.ours.id, engine.ours.team)
        set_deadline(session, rooted(roster), DeadlineKind.RELIEF, engine.clock.at)


STORIES = {
    DeadlineKind.LADDER_STEP: is_climbing,
    DeadlineKind.CHECK_CALL_UNANSWERED: is_asked,
    DeadlineKind.RELIEF: is_relieved,
}


def open_one(engine: Engine, kind: DeadlineKind) -> tuple[UUID, datetime]:
    found = select(DeadlineRecord.id, DeadlineRecord.due_at).where(
        DeadlineRecord.kind == kind, DeadlineRecord.fired_at.is_(None), DeadlineRecord.cancelled_at.is_(None)
    )
    with engine.database.read() as session:
        deadline, due_at = session.execute(found, execution_options=ACROSS).one()
    return deadline, due_at


def fell(engine: Engine) -> int:
    with engine.database.read() as session:
        return session.scalar(select(func.count(DeadlineRecord.id)).where(FELL), execution_options=ACROSS) or 0


@pytest.fixture(params=STORIES)
def fallen(engine: Engine, request: pytest.FixtureRequest) -> tuple[DeadlineKind, Ticker]:
    """A deadline that nobody can decide, of which whom it concerns was told by the last resort."""
    kind: DeadlineKind = request.param
    STORIES[kind](engine)
    ticker = Ticker(engine.database, Handlers(dict.fromkeys(RootKind, cannot), HANDLERS.last_resorts), "cannot")
    engine.clock.forward(40)
    for _ in range(FAILURES):
        ticker.tick()
    assert fell(engine)
    return kind, ticker


def starts(engine: Engine) -> None:
    """Another process of the clock starts, and looks for the first time."""
    jobs = Jobs(engine.database, Settings(_env_file=None), "another", engine.providers)
    try:
        jobs.audit()
    finally:
        jobs.close()


def test_a_start_moves_nothing_and_tells_nobody_again(engine: Engine, fallen: tuple[DeadlineKind, Ticker]) -> None:
    kind, ticker = fallen
    before, told = open_one(engine, kind), engine.messages()
    for _ in range(STARTS):
        starts(engine)
        engine.clock.forward(60)
        for _ in range(FAILURES):
            ticker.tick()
    assert open_one(engine, kind) == before
    assert len(engine.messages()) == len(told)


def test_set_back_by_an_hour_it_is_tried_within_five_minutes(
    engine: Engine, fallen: tuple[DeadlineKind, Ticker]
) -> None:
    kind, _ = fallen
    engine.clock.forward(-3600)
    starts(engine)
    deadline, due_at = open_one(engine, kind)
    left = due_at - engine.clock.at
    assert timedelta(minutes=4) < left <= timedelta(minutes=5)
    starts(engine)
    assert open_one(engine, kind) == (deadline, due_at)
