"""The canary sings once a day by the clock on the wall, also in the nights that have 23 or 25 hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achterwacht.canary.rules import (
    ANSWERED_WITHIN,
    DELIVERED_WITHIN,
    Fault,
    Result,
    Rung,
    Seen,
    fault,
    next_time,
    result,
)

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


BEGAN = datetime(2026, 11, 23, 7, tzinfo=UTC)
SOON, LATER, LATEST = BEGAN + timedelta(seconds=3), BEGAN + DELIVERED_WITHIN, BEGAN + ANSWERED_WITHIN
TAKEN, RANG_OUT = Rung(SOON, picked_up_at=SOON), Rung(SOON, rang_out=True)


@pytest.mark.parametrize(
    ("seen", "now", "expected", "wrong"),
    [
        (Seen(None), LATER, Result.NEVER, None),
        (Seen(BEGAN), SOON, Result.UNDER_WAY, None),
        (Seen(BEGAN, delivered_at=SOON), LATER, Result.DELIVERED, None),
        (Seen(BEGAN), LATER, Result.FAILED, Fault.SMS),
        (Seen(BEGAN, delivered_at=LATEST), LATEST + DELIVERED_WITHIN, Result.DELIVERED, None),
        # Asked for an answer: the code that comes back says that the SMS arrived, whatever the provider says.
        (Seen(BEGAN, asks=True, delivered_at=SOON), LATER, Result.UNDER_WAY, None),
        (Seen(BEGAN, asks=True, delivered_at=SOON), LATEST, Result.UNANSWERED, None),
        (Seen(BEGAN, asks=True, texted_at=SOON), LATEST, Result.ANSWERED, None),
        (Seen(BEGAN, asks=True, delivered_at=SOON, texted_at=LATEST), LATEST, Result.ANSWERED, None),
        (Seen(BEGAN, asks=True), LATEST, Result.FAILED, Fault.SMS),
        # The call: nobody there is nobody's fault, and words that were never asked for are.
        (Seen(BEGAN, delivered_at=SOON, call=Rung(SOON)), SOON, Result.UNDER_WAY, None),
        (Seen(BEGAN, delivered_at=SOON, call=Rung(SOON)), LATER, Result.FAILED, Fault.CALL),
        (Seen(BEGAN, delivered_at=SOON, call=Rung()), LATER, Result.FAILED, Fault.CALL),
        (Seen(BEGAN, delivered_at=SOON, call=TAKEN), LATER, Result.FAILED, Fault.WAY_IN),
        (Seen(BEGAN, delivered_at=SOON, call=RANG_OUT), LATER, Result.DELIVERED, None),
        (Seen(BEGAN, delivered_at=SOON, call=TAKEN, heard_at=SOON), LATER, Result.DELIVERED, None),
        (Seen(BEGAN, asks=True, delivered_at=SOON, call=TAKEN, heard_at=SOON), LATEST, Result.UNANSWERED, None),
        (Seen(BEGAN, delivered_at=SOON, call=TAKEN, heard_at=SOON, pressed_at=SOON), SOON, Result.ANSWERED, None),
        (Seen(BEGAN, call=TAKEN, heard_at=SOON, pressed_at=SOON), LATER, Result.FAILED, Fault.SMS),
    ],
)  # fmt: skip
def test_the_result(seen: Seen, now: datetime, expected: Result, wrong: Fault | None) -> None:
    assert (result(seen, now), fault(seen, now)) == (expected, wrong)


def test_it_rang_if_it_was_taken_or_rang_out() -> None:
    assert Seen(BEGAN, call=RANG_OUT).rang_at == Seen(BEGAN, call=TAKEN).rang_at == SOON
    assert Seen(BEGAN, call=Rung(SOON)).rang_at is None
    assert Seen(BEGAN).rang_at is None
