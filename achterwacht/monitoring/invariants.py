"""What must always be true of the database (architecture.md section 8): the invariants of the nouns, and general ones.

Mail and pushes have their own limit: a list that comes late is a nuisance, but no reason to call the whole watch
broken. Nobody counts as told by a push.

They are checked after each step of the stateful tests, by `achterwacht check`, and every minute in production: the
heartbeat reports success only while all hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Date, bindparam, text
from sqlalchemy.orm import Session

from achterwacht.aftercare.invariants import INVARIANTS as OF_CARE
from achterwacht.clockwork.nouns import NOUNS
from achterwacht.letters.invariants import INVARIANTS as OF_LETTERS
from achterwacht.must_hold import MustHold
from foundation.columns import Moment

GRACE = timedelta(seconds=15)
"""How late a deadline or message may be, on top of one tick, before it counts as forgotten."""


@dataclass(frozen=True)
class Invariant:
    """One thing that must be true. `broken` counts the rows for which it is not."""

    name: str
    broken: int


OF_NO_NOUN = (
    *OF_CARE,
    *OF_LETTERS,
    MustHold(
        "no open deadline is late",
        """
        SELECT count(*) FROM deadline WHERE fired_at IS NULL AND cancelled_at IS NULL AND due_at < :late""",
    ),
    MustHold(
        "every step that fired recorded a message for each person it found",
        """
        SELECT count(*) FROM deadline d
            LEFT JOIN (SELECT origin, organisation_id, count(DISTINCT person) AS people FROM message
                WHERE organisation_id IN (SELECT id FROM organisation) AND created_at > :days_ago AND channel <> 'push'
                GROUP BY origin, organisation_id) told
            ON told.origin = d.id AND told.organisation_id = d.organisation_id
            WHERE d.reached_count > 0 AND d.fired_at > :recent
                AND (told.people IS NULL OR told.people < d.reached_count)""",
        # Messages are counted once, by an index, and not anew for each step: those of its moment are younger than it.
        ago={"days_ago": timedelta(days=3)},
    ),
    MustHold(
        "no message is overdue, or leased past its lease",
        """
        SELECT count(*) FROM message WHERE waits AND channel NOT IN ('mail', 'push')
            AND ((state = 'pending' AND not_before < :late) OR (state = 'sending' AND lease_until < :late))""",
    ),
    MustHold(
        "no mail or push waits a quarter of an hour",
        """
        SELECT count(*) FROM message WHERE waits AND channel IN ('mail', 'push')
            AND ((state = 'pending' AND not_before < :quarter_ago)
                OR (state = 'sending' AND lease_until < :quarter_ago))""",
        ago={"quarter_ago": timedelta(minutes=15)},
    ),
    MustHold(
        "the provider takes our messages",
        """
        SELECT count(*) FROM message WHERE waits AND attempts >= 3
            AND created_at < :minute_ago AND channel NOT IN ('mail', 'push')""",
        ago={"minute_ago": timedelta(minutes=1)},
    ),
)
ALL = (*OF_NO_NOUN, *(one for noun in NOUNS for one in noun.invariants))


def check(session: Session, now: datetime, tick: timedelta = timedelta(seconds=1)) -> Sequence[Invariant]:
    """Returns every invariant with how many rows break it."""
    moments = {"now": now, "late": now - tick - GRACE, "recent": now - timedelta(days=2)}
    days = {"yesterday": now.date() - timedelta(days=1)}
    found = []
    for one in ALL:
        known = {**moments, **days, **{key: now - ago for key, ago in one.ago.items()}}
        needed = {key: value for key, value in known.items() if f":{key}" in one.broken}
        types = (bindparam(key, type_=Date() if key in days else Moment()) for key in needed)
        rows = session.execute(text(one.broken).bindparams(*types), needed).scalar_one()
        found.append(Invariant(one.name, rows))
    return found


def broken(session: Session, now: datetime, tick: timedelta = timedelta(seconds=1)) -> Sequence[Invariant]:
    """Returns the invariants that do not hold."""
    return [one for one in check(session, now, tick) if one.broken]
