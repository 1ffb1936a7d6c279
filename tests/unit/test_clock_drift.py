"""Whether the clock on the wall jumped, and what only looks as if it did."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler import clock_drift
from scheduler.clock_drift import ClockDrift


class Clocks:
    """The one on the wall and the monotonic one. takes: seconds until the database says what time it is."""

    def __init__(self) -> None:
        self.wall, self.passed, self.takes = datetime(2026, 11, 30, 22, 0, tzinfo=UTC), 100.0, 0.0

    def monotonic(self) -> float:
        return self.passed

    def pass_by(self, seconds: float) -> None:
        self.wall, self.passed = self.wall + timedelta(seconds=seconds), self.passed + seconds

    def now(self) -> datetime:
        said = self.wall
        self.pass_by(self.takes)
        return said


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    clocks = Clocks()
    monkeypatch.setattr(clock_drift, "time", clocks)
    return clocks


@pytest.fixture
def drift(clocks: Clocks) -> ClockDrift:
    drift = ClockDrift(clocks.now)
    assert drift.look() is None
    return drift


def test_time_that_passes_is_no_jump(clocks: Clocks, drift: ClockDrift) -> None:
    clocks.pass_by(60)
    assert drift.look() is None


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_jump_is_seen_once(seconds: int, clocks: Clocks, drift: ClockDrift) -> None:
    clocks.pass_by(60)
    clocks.wall += timedelta(seconds=seconds)
    assert drift.look() == timedelta(seconds=seconds)
    assert drift.look() is None


def test_an_answer_that_took_long_is_no_jump(clocks: Clocks, drift: ClockDrift) -> None:
    clocks.takes = 20
    assert drift.look() is None
    clocks.takes = 0
    clocks.pass_by(60)
    assert drift.look() is None


def test_a_jump_meanwhile_is_seen_at_the_next_look(clocks: Clocks, drift: ClockDrift) -> None:
    clocks.takes = 20
    clocks.wall -= timedelta(hours=1)
    assert drift.look() is None
    clocks.takes = 0
    assert drift.look() == timedelta(hours=-1)
