"""Whether this installation works as it should. `/health/ready`, `/metrics`, the heartbeat and `check` use this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from achterwacht.canary.service import unanswered
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.service import last_tick, ticking
from achterwacht.monitoring import invariants
from achterwacht.monitoring.heartbeats import last_heartbeat
from achterwacht.monitoring.held import last_backup
from achterwacht.monitoring.invariants import Invariant
from notifications import outbox
from notifications.ways import TELEPHONE, Channel

CLOCK_LATE = timedelta(seconds=30)
"""A clock that has not ticked for this long counts as standing still (api.md)."""
NO_TIME = timedelta()


@dataclass(frozen=True)
class Health:
    """The state at one moment.

    ticked_at: when any clock last finished a tick. oldest_due: how long the oldest due deadline has waited for a
    decision. waiting: how many messages are due to leave, by channel. oldest_waiting: the age of the oldest text or
    call of them: a mail server or push service that hangs keeps no alarm. clocks: how many of them tick.
    unanswered: in how many organisations nobody answered the last daily test, though it asked.
    heartbeat_at: when the dead-man's switch last took a word of a clock. backup_at: of when the last backup tells.
    """

    now: datetime
    invariants: Sequence[Invariant]
    ticked_at: datetime | None
    oldest_due: timedelta
    waiting: Mapping[Channel, int]
    oldest_waiting: timedelta
    unanswered: int = 0
    heartbeat_at: datetime | None = None
    backup_at: datetime | None = None
    clocks: int = 0

    @property
    def tick_age(self) -> timedelta | None:
        return None if self.ticked_at is None else self.now - self.ticked_at

    @property
    def clock_late(self) -> bool:
        return is_late(self.ticked_at, self.now)

    @property
    def broken(self) -> Sequence[Invariant]:
        return [one for one in self.invariants if one.broken]

    @property
    def well(self) -> bool:
        """Whether every invariant holds and the clock runs."""
        return not self.broken and not self.clock_late


def is_late(ticked_at: datetime | None, now: datetime) -> bool:
    """Whether the clock stands still, as far as the database can tell."""
    return ticked_at is None or now - ticked_at > CLOCK_LATE


SOMEBODY = text("""
    SELECT EXISTS (SELECT 1 FROM visit WHERE state IN ('planned', 'under_way'))
        OR EXISTS (SELECT 1 FROM visit WHERE awaited_by IS NOT NULL AND returned_at IS NULL)
        OR EXISTS (SELECT 1 FROM alarm WHERE resolved_at IS NULL)
        OR EXISTS (SELECT 1 FROM message WHERE waits)""")


def anybody_to_watch(session: Session) -> bool:
    """Whether anything depends on the clock: somebody who is out or will be, an alarm, a message that must leave."""
    return bool(session.scalar(SOMEBODY))


def look(session: Session, now: datetime, tick: timedelta) -> Health:
    """Check the invariants and read the figures. Nothing in the result names a person or a visit."""
    due = select(func.min(DeadlineRecord.due_at)).where(
        DeadlineRecord.fired_at.is_(None), DeadlineRecord.cancelled_at.is_(None), DeadlineRecord.due_at <= now
    )
    oldest_due = session.scalar(due, execution_options={"across_organisations": True})
    waiting = outbox.waiting(session, now)
    heartbeat = last_heartbeat(session)
    return Health(
        now=now,
        invariants=invariants.check(session, now, tick),
        ticked_at=last_tick(session, now),
        oldest_due=now - oldest_due if oldest_due else NO_TIME,
        waiting={channel: waiting[channel].messages if channel in waiting else 0 for channel in Channel},
        unanswered=unanswered(session, now),
        oldest_waiting=max((now - waiting[one].oldest for one in TELEPHONE if one in waiting), default=NO_TIME),
        clocks=ticking(session, now, CLOCK_LATE),
        heartbeat_at=None if heartbeat is None else heartbeat.taken_at,
        backup_at=last_backup(session),
    )
