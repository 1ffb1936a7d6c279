"""How long somebody who guesses a password or PIN must wait: the first tries are free, then each one waits longer.

Nobody is ever locked out: the right one gets in after the wait, and guesses are forgotten after some quiet.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

MOST_DOUBLINGS = 20


@dataclass(frozen=True)
class Pace:
    """`free` tries without waiting; after the last of them a wait of `first`, doubled by each further try up to
    `longest`.

    forgotten: after this much quiet the count starts again.
    """

    free: int
    first: timedelta
    longest: timedelta
    forgotten: timedelta


@dataclass(frozen=True)
class Count:
    """The tries under one key. free_at: no further try is allowed before this moment."""

    tries: int
    last_at: datetime
    free_at: datetime


PIN = Pace(free=5, first=timedelta(seconds=30), longest=timedelta(minutes=15), forgotten=timedelta(hours=1))
"""Five wrong PINs within an hour (watch-rules.md)."""
FROM_ONE_PLACE = Pace(
    free=5, first=timedelta(seconds=2), longest=timedelta(minutes=15), forgotten=timedelta(minutes=30)
)
"""One account, tried from one network address, or by one browser."""
OF_ONE_ACCOUNT = Pace(free=50, first=timedelta(seconds=1), longest=timedelta(seconds=30), forgotten=timedelta(hours=1))
"""One account, tried from anywhere: generous and short, so that its owner can still get in from elsewhere."""
OF_ONE_PLACE = Pace(free=100, first=timedelta(seconds=1), longest=timedelta(seconds=10), forgotten=timedelta(hours=1))
"""All accounts, tried from one network address: a whole office may sit behind it."""
SECOND_STEP = Pace(free=5, first=timedelta(seconds=15), longest=timedelta(hours=1), forgotten=timedelta(days=1))
"""Codes after a password that was right: three of a million fit at a time, so some thirty guesses a day hardly
find one in years. A browser in which they signed in before is counted apart."""

NUMBER_CHECK = Pace(free=1, first=timedelta(minutes=1), longest=timedelta(hours=12), forgotten=timedelta(days=1))
"""SMS that test one number: once a minute, then less and less often, about ten on the worst day. These are no guesses,
but the arithmetic is the same."""

ASKED_FOR_ONE = Pace(free=3, first=timedelta(minutes=5), longest=timedelta(hours=1), forgotten=timedelta(days=1))
"""Links for a new password to one address, whoever asks for them: nobody's mailbox is filled."""
ASKED_FROM_ONE_PLACE = Pace(
    free=20, first=timedelta(minutes=1), longest=timedelta(minutes=15), forgotten=timedelta(hours=1)
)
"""Links for a new password, asked from one network address: a whole office may sit behind it."""


def waits_until(count: Count, now: datetime, pace: Pace) -> datetime | None:
    """Returns until when the next try must wait; None when it need not."""
    # A clock that was set back must not turn a wait of seconds into one of hours.
    return count.free_at if now < count.free_at <= now + pace.longest else None


def one_more(count: Count, now: datetime, pace: Pace) -> Count:
    """Returns the count with one more try, which counts as wrong until it turns out right."""
    tries = 1 if now - count.last_at > pace.forgotten else count.tries + 1
    return Count(tries, now, now + wait_after(tries, pace))


def wait_after(tries: int, pace: Pace) -> timedelta:
    """Returns how long the next try must wait after this many tries."""
    if tries < pace.free:
        return timedelta()
    longer: timedelta = pace.first * 2 ** min(tries - pace.free, MOST_DOUBLINGS)
    return min(longer, pace.longest)


def was_right(count: Count, *, all_of_it: bool) -> Count:
    """Returns the count after a right try: that try no longer counts, or (all_of_it) none of them does."""
    return replace(count, tries=0 if all_of_it else max(count.tries - 1, 0), free_at=count.last_at)
