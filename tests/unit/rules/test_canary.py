"""The canary sings once a day by the clock on the wall, also in the nights that have 23 or 25 hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achterwacht.canary.rules import DELIVERED_WITHIN, Result, next_time, result

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("now", "at", "expected"),
    [
        ("2026-11-23T06:59", "08:00", "2026-11-23T07:00"),
        ("2026-11-23T07:00", "08:00", "2026-11-24T07:00"),
        ("2026-11-23T23:30", "00:15", "2026-11-24T23:15"),
        ("2026-03-28T12:00", "02:30", "2026-03-29T01:30"),
        ("2026-10-24T12:00", "02:30", "2026-10-25T00:30"),
        ("2026-10-25T00:30", "02:30", "2026-10-26T01:30"),
    ],
)
def test_the_next_time(now: str, at: str, expected: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_time(moment, time.fromisoformat(at), AMSTERDAM) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(st.integers(0, 2 * 365 * 24 * 60), st.times())
def test_it_is_never_now_and_never_more_than_a_long_day_away(minutes: int, at: time) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    found = next_time(now, at.replace(second=0, microsecond=0), AMSTERDAM)
    assert timedelta() < found - now <= timedelta(hours=25)


def test_the_result() -> None:
    began = datetime(2026, 11, 23, 7, tzinfo=UTC)
    soon, later = began + timedelta(seconds=3), began + DELIVERED_WITHIN
    assert result(None, None, later) is Result.NEVER
    assert result(began, None, soon) is Result.UNDER_WAY
    assert result(began, soon, later) is Result.DELIVERED
    assert result(began, None, later) is Result.FAILED
    assert result(began, later + DELIVERED_WITHIN, later + 3 * DELIVERED_WITHIN) is Result.DELIVERED
