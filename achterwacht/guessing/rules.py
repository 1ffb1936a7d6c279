"""How long somebody waits who guesses a password or PIN: the first tries cost nothing, then each one waits longer.

Nobody is ever locked out: what is right comes in after the wait, and what was guessed is forgotten after some quiet.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

MOST_DOUBLINGS = 20


@dataclass(frozen=True)
class Pace:
    """`free` tries at once; after the last of them a wait of `first`, doubled by each further try up to `longest`.

    forgotten: so much quiet, and the count begins anew.
    """

    free: int
    first: timedelta
    longest: timedelta
    forgotten: timedelta


@dataclass(frozen=True)
class Count:
    """What was tried under one key. free_at: before it nothing more is tried."""

    tries: int
    last_at: datetime
    free_at: datetime


PIN = Pace(free=5, first=timedelta(seconds=30), longest=timedelta(minutes=15), forgotten=timedelta(hours=1))
"""Five wrong PINs within an hour (watch-rules.md)."""
FROM_ONE_PLACE = Pace(
    free=5, first=timedelta(seconds=2), longest=timedelta(minutes=15), forgotten=timedelta(minutes=30)
)
"""One account, tried from one place on the network, or by one browser."""
OF_ONE_ACCOUNT = Pace(free=50, first=timedelta(seconds=1), longest=timedelta(seconds=30), forgotten=timedelta(hours=1))
"""One account, tried from anywhere: so wide and short that its owner comes in from elsewhere all the while."""
OF_ONE_PLACE = Pace(free=100, first=timedelta(seconds=1), longest=timedelta(seconds=10), forgotten=timedelta(hours=1))
"""All accounts, tried from one place: a whole office may sit behind it."""

NUMBER_CHECK = Pace(free=1, first=timedelta(minutes=1), longest=timedelta(hours=12), forgotten=timedelta(days=1))
"""SMS to test one number: once a minute, then ever less often, so about ten on the worst day. No guesses, but the same
arithmetic."""


def waits_until(count: Count, now: datetime, pace: Pace) -> datetime | None:
    """Until when the next try must wait; None when it need not."""
    # A clock that was set back must not make a wait of hours out of one of seconds.
    return count.free_at if now < count.free_at <= now + pace.longest else None


def one_more(count: Count, now: datetime, pace: Pace) -> Count:
    """The count with one try more, taken as wrong until it proves right."""
    tries = 1 if now - count.last_at > pace.forgotten else count.tries + 1
    return Count(tries, now, now + wait_after(tries, pace))


def wait_after(tries: int, pace: Pace) -> timedelta:
    """How long the next try waits after so many."""
    if tries < pace.free:
        return timedelta()
    longer: timedelta = pace.first * 2 ** min(tries - pace.free, MOST_DOUBLINGS)
    return min(longer, pace.longest)


def was_right(count: Count, *, all_of_it: bool) -> Count:
    """It was right: that try does not count, or (all_of_it) none of them does any more."""
    return replace(count, tries=0 if all_of_it else max(count.tries - 1, 0), free_at=count.last_at)
