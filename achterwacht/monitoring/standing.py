"""How it stands with what an organisation leans on, for its administrator and its desk. Nothing of anybody is in it.

The clock, the heartbeat, the backup and what must hold are of the whole installation; messages, canary and drills are
of the organisation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.canary.rules import Fault, Result
from achterwacht.canary.service import view_canary
from achterwacht.monitoring import health
from achterwacht.monitoring.heartbeats import is_heard, last_heartbeat
from achterwacht.monitoring.held import held_since, last_backup
from achterwacht.people.organisations import is_demonstration
from foundation.moments import CLOCKS_DIFFER
from notifications.records import MessageRecord, MessageState
from notifications.ways import Channel

OLD_BACKUP = timedelta(hours=26)
"""A day, and the time that making one takes."""
OLD_DRILL = timedelta(days=31)
WAITS_LONG = timedelta(minutes=2)
LOOKED_BACK = timedelta(days=7)
A_DAY = timedelta(days=1)
ARRIVED = (MessageState.SENT, MessageState.DELIVERED)
SHOWN = (Channel.SMS, Channel.CALL, Channel.MAIL)


class HowWell(StrEnum):
    """How it stands: well, to be looked at, or wrong at this moment."""

    WELL = "well"
    DOUBT = "doubt"
    WRONG = "wrong"


@dataclass(frozen=True)
class Way:
    """How messages of this organisation leave. last_at: when a provider last took one, in a week.

    waiting: how many are due and with no provider yet. failed: how many did not arrive, in a day.
    """

    channel: Channel
    level: HowWell
    last_at: datetime | None
    waiting: int
    failed: int


@dataclass(frozen=True)
class Moment:
    """Something that happens now and then, and when it did last."""

    level: HowWell
    at: datetime | None


@dataclass(frozen=True)
class Standing:
    """How it stands at one moment. held: put back from a backup, and not let go yet. broken: rules that don't hold.

    heartbeat: when somebody outside last took the word that the clock sends. unreached: people are watched over here,
    and no message reaches anybody."""

    now: datetime
    clock: Moment
    held: bool
    broken: int
    ways: Sequence[Way]
    canary: Moment
    canary_result: Result
    canary_fault: Fault | None
    drill: Moment
    backup: Moment
    heartbeat: Moment
    unreached: bool

    @property
    def level(self) -> HowWell:
        """Returns the worst of all."""
        wrong = self.held or self.unreached or self.broken > 0
        moments = [one.level for one in (self.clock, self.canary, self.drill, self.backup, self.heartbeat)]
        return HowWell.WRONG if wrong else max([*moments, *(one.level for one in self.ways)], key=list(HowWell).index)


class Outside(StrEnum):
    """Who outside notices that all stands still: a heartbeat is sent, they look in another way, or nobody does."""

    HEARTBEAT = "heartbeat"
    OTHERWISE = "otherwise"
    NOBODY = "nobody"


def standing(
    session: Session, organisation_id: UUID, now: datetime, tick: timedelta, outside: Outside, reaches_people: bool
) -> Standing:
    """Returns how it stands with this organisation, and with the installation under it.

    reaches_people: whether messages leave it at all. Only in the demonstration nothing is wrong when they don't.
    """
    looked = health.look(session, now, tick)
    canary = view_canary(session, organisation_id)
    result = Result.NEVER if canary is None else canary.result
    drill = session.scalar(
        select(func.max(AlarmRecord.opened_at)).where(AlarmRecord.organisation_id == organisation_id, AlarmRecord.drill)
    )
    backup = last_backup(session)
    return Standing(
        now=now,
        clock=Moment(HowWell.WRONG if looked.clock_late else HowWell.WELL, looked.ticked_at),
        held=held_since(session) is not None,
        broken=len(looked.broken),
        ways=_ways(session, organisation_id, now),
        canary=Moment(_of_canary(result), None if canary is None else canary.started_at),
        canary_result=result,
        canary_fault=None if canary is None else canary.fault,
        drill=Moment(_since(drill, now, OLD_DRILL), drill),
        backup=Moment(_since(backup, now, OLD_BACKUP), backup),
        heartbeat=_heartbeat(session, now, outside),
        unreached=not reaches_people and not is_demonstration(session, organisation_id),
    )


def _heartbeat(session: Session, now: datetime, outside: Outside) -> Moment:
    if outside is not Outside.HEARTBEAT:
        return Moment(HowWell.DOUBT if outside is Outside.NOBODY else HowWell.WELL, None)
    known = last_heartbeat(session)
    return Moment(HowWell.WELL if is_heard(known, now) else HowWell.WRONG, None if known is None else known.taken_at)


def _ways(session: Session, organisation_id: UUID, now: datetime) -> list[Way]:
    ours = (MessageRecord.organisation_id == organisation_id, MessageRecord.created_at > now - LOOKED_BACK)
    due = or_(
        MessageRecord.state == MessageState.SENDING,
        and_(MessageRecord.state == MessageState.PENDING, MessageRecord.not_before <= now),
    )
    failed = and_(MessageRecord.state == MessageState.FAILED, MessageRecord.state_at > now - A_DAY)
    rows = session.execute(
        select(
            MessageRecord.channel,
            func.max(MessageRecord.state_at).filter(MessageRecord.state.in_(ARRIVED)),
            func.count().filter(due),
            func.min(MessageRecord.not_before).filter(due),
            func.count().filter(failed),
            func.max(MessageRecord.state_at).filter(failed),
        )
        .where(*ours)
        .group_by(MessageRecord.channel)
    )
    found: Mapping[Channel, Way] = {
        channel: Way(channel, _of_way(now, last, oldest, failed_at), last, waiting, times)
        for channel, last, waiting, oldest, times, failed_at in rows
    }
    return [found.get(one, Way(one, HowWell.WELL, None, 0, 0)) for one in SHOWN]


def _of_way(now: datetime, last: datetime | None, oldest: datetime | None, failed_at: datetime | None) -> HowWell:
    if oldest is not None and now - oldest > WAITS_LONG:
        return HowWell.WRONG
    # The last thing that is known of it is that it did not arrive.
    return HowWell.DOUBT if failed_at is not None and (last is None or last < failed_at) else HowWell.WELL


def _of_canary(result: Result) -> HowWell:
    doubted = (Result.NEVER, Result.UNANSWERED)
    return HowWell.WRONG if result is Result.FAILED else HowWell.DOUBT if result in doubted else HowWell.WELL


def _since(at: datetime | None, now: datetime, longest: timedelta) -> HowWell:
    """A moment that is still to come shows that a clock is wrong, and not that it goes well."""
    return HowWell.WELL if at is not None and -CLOCKS_DIFFER <= now - at <= longest else HowWell.DOUBT
