"""A clock ticks on whatever is done to the time on the wall, and whichever of its other jobs hang.

The wall is moved where APScheduler and the watchdog read it: no test may set the clock of the machine.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from uuid import UUID, uuid4

import apscheduler.schedulers.base
import pytest
from sqlalchemy import select

import scheduler.clock
import scheduler.pace
import scheduler.watchdog
from foundation.session import Database
from foundation.settings import Settings
from notifications import outbox
from notifications.channels.port import Envelope, TransportError
from notifications.channels.simulator import Simulator
from notifications.outbox import Outgoing
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import Template
from notifications.ways import Channel
from scheduler.clock import start_clock
from scheduler.jobs import Jobs
from scheduler.pace import Every
from scheduler.watchdog import Watchdog
from tests.support.organisations import Organisation
from tests.support.processes import SOON, eventually

on_one = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
JOBS = (
    "hand_back_failures", "post", "push", "reconcile", "audit", "count", "keep", "ask_to_close", "pass_on_own_cases",
    "sweep", "forget", "chain", "let_go", "refresh_statistics",
)  # fmt: skip


class Wall(datetime):
    """The clock on the wall, as far ahead of the real one as `moved` says."""

    moved = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Wall:
        there = datetime.now(tz or UTC) + cls.moved
        return cls.fromisoformat(there.isoformat())


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Wall]]:
    for module in (apscheduler.schedulers.base, scheduler.pace, scheduler.watchdog):
        monkeypatch.setattr(module, "datetime", Wall)
    monkeypatch.setattr(scheduler.clock, "Watchdog", partial(Watchdog, limit=2.0))
    yield Wall
    Wall.moved = timedelta()


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    made: list[float] = []
    monkeypatch.setattr(Jobs, "tick", lambda _: made.append(time.monotonic()))
    return made


@pytest.fixture
def started(database: Database, settings: Settings, ticks: list[float]) -> Iterator[Callable[[], None]]:
    running = []
    yield lambda: running.append(start_clock(database, settings.model_copy(update={"tick_seconds": 0.1})))
    for one in running:
        one.stop()


def awaits(ticks: list[float], more: int = 3) -> None:
    """Waits for so many ticks from now on."""
    wanted, until = len(ticks) + more, time.monotonic() + SOON
    while len(ticks) < wanted:
        assert time.monotonic() < until, f"{len(ticks)} ticks, and no more"
        time.sleep(0.02)


@on_one
@pytest.mark.parametrize("hours", [-1, -9000, 9000])
def test_the_wall_is_moved(hours: int, wall: type[Wall], ticks: list[float], started: Callable[[], None]) -> None:
    started()
    awaits(ticks)
    wall.moved = timedelta(hours=hours)
    awaits(ticks)


@on_one
def test_all_other_jobs_hang(ticks: list[float], started: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server, a push service, a provider, a share with files: one network may hold them all."""
    ended, dispatched = threading.Event(), threading.Event()
    for job in JOBS:
        monkeypatch.setattr(Jobs, job, lambda _: ended.wait())
    monkeypatch.setattr(Jobs, "dispatch", lambda _: dispatched.set())
    started()
    try:
        awaits(ticks, 10)
        dispatched.clear()
        assert dispatched.wait(SOON)
    finally:
        ended.set()


@on_one
def test_a_message_that_hangs_keeps_back_no_failure(
    database: Database, settings: Settings, ours: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who can't be reached is passed by at once, also while a provider does not answer for somebody else."""
    hangs, fails, ended = "+31611111111", "+31622222222", threading.Event()

    def send(_: object, envelope: Envelope) -> str:
        if envelope.to == fails:
            raise TransportError("21211", "no such number", permanent=True)
        ended.wait()
        return "SM1"

    def put(to: str) -> UUID:
        wanted = Outgoing(
            ours.id, None, uuid4(), ours.worker.id, to, Channel.SMS, Template.REPLY, "nl", {"text": "Genoteerd."}, 50
        )
        with database.write() as session:
            outbox.put(session, [wanted], database.clock.now(session))
            return session.scalars(select(MessageRecord.id).where(MessageRecord.to == to)).one()

    def state_of(message: UUID) -> tuple[MessageState, bool]:
        with database.read() as session:
            found = session.get_one(MessageRecord, message)
            return found.state, found.news

    monkeypatch.setattr(Simulator, "send", send)
    held = put(hangs)
    clock = start_clock(database, settings)
    try:
        eventually(lambda: state_of(held)[0] is MessageState.SENDING)
        failed = put(fails)
        eventually(lambda: state_of(failed) == (MessageState.FAILED, False))
        assert state_of(held)[0] is MessageState.SENDING
    finally:
        ended.set()
        clock.stop()


def test_where_none_comes_the_process_ends() -> None:
    ended = threading.Event()
    dog = Watchdog(0.1, lambda: None, limit=0.2, end_process=ended.set)
    dog.start()
    assert ended.wait(SOON)
    dog.stop()


def test_where_they_can_not_start_over_the_process_ends(wall: type[Wall]) -> None:
    def breaks() -> None:
        raise RuntimeError

    ended = threading.Event()
    dog = Watchdog(0.1, breaks, limit=0.5, end_process=ended.set)
    dog.start()
    wall.moved = timedelta(hours=-1)
    assert ended.wait(SOON)
    dog.stop()


def test_while_it_is_being_stopped_none_is_expected() -> None:
    ended = threading.Event()
    dog = Watchdog(0.1, lambda: None, limit=0.2, end_process=ended.set)
    dog.expect_no_more()
    dog.start()
    assert not ended.wait(1)
    dog.stop()


def test_every_so_many_seconds_in_step_and_what_was_missed_is_not_made_up_for() -> None:
    noon, every = datetime(2026, 11, 30, 12, tzinfo=UTC), Every(10)
    second = timedelta(seconds=1)
    assert every.get_next_fire_time(None, noon) == noon + 10 * second
    assert every.get_next_fire_time(noon, noon + second) == noon + 10 * second
    assert every.get_next_fire_time(noon, noon + 35 * second) == noon + 45 * second
