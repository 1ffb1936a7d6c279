"""When the canary sings, and what became of it: what a machine did wrong, and what may be nobody at the desk. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from achterwacht.deadlines.rules import EVERY_DAY, Schedule

DELIVERED_WITHIN = timedelta(minutes=10)
"""How long the provider has to say that the test message arrived, and its call was over. Callbacks get lost; asking
afterwards takes a minute or two."""
ANSWERED_WITHIN = timedelta(minutes=30)
"""How long somebody has to answer the test message, where an answer is asked."""


class Result(StrEnum):
    """What became of the last test."""

    NEVER = "never"
    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    FAILED = "failed"


class Fault(StrEnum):
    """What a machine did wrong. way_in: the call was picked up, and the provider never asked us what to say."""

    SMS = "sms"
    CALL = "call"
    WAY_IN = "way_in"


@dataclass(frozen=True)
class Rung:
    """What the provider says of the test call. rang_out: nobody took it, so the way there works."""

    placed_at: datetime | None = None
    picked_up_at: datetime | None = None
    rang_out: bool = False


@dataclass(frozen=True)
class Seen:
    """What is known of the last test.

    sent_at, delivered_at: of its SMS. asks: the SMS carried a code. texted_at: that code came back. call: None if none
    was made. heard_at: we were asked for the words of the call. pressed_at: 1 was pressed in it.
    """

    started_at: datetime | None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    asks: bool = False
    texted_at: datetime | None = None
    call: Rung | None = None
    heard_at: datetime | None = None
    pressed_at: datetime | None = None

    @property
    def arrived_at(self) -> datetime | None:
        """When its SMS arrived. Who sends its code back has it, whatever the provider says."""
        return self.delivered_at or self.texted_at

    @property
    def answered_at(self) -> datetime | None:
        return min((one for one in (self.texted_at, self.pressed_at) if one is not None), default=None)

    @property
    def rang_at(self) -> datetime | None:
        """When it rang, as far as anybody can tell: from then on it was rung."""
        call = self.call
        rang = call is not None and (call.rang_out or call.picked_up_at is not None or self.heard_at is not None)
        return call.placed_at if call is not None and rang else None


def next_time(now: datetime, at: time, zone: ZoneInfo) -> datetime:
    """Returns the first moment after `now` at which the clocks in that zone show `at`."""
    moment = Schedule(EVERY_DAY, (at,)).next_after(now, zone)
    assert moment is not None, "there is a tomorrow"
    return moment


def fault(seen: Seen, now: datetime) -> Fault | None:
    """Returns what a machine did wrong in the last test; None: nothing, or it is too early to say.

    That nobody picked up or answered is no fault: perhaps nobody was there.
    """
    if seen.started_at is None or now < seen.started_at + DELIVERED_WITHIN:
        return None
    if seen.arrived_at is None:
        return Fault.SMS
    if seen.call is None or seen.heard_at is not None or seen.call.rang_out:
        return None
    return Fault.CALL if seen.call.picked_up_at is None else Fault.WAY_IN


def result(seen: Seen, now: datetime) -> Result:
    """Returns what became of the last test. What arrives or is answered late no longer counts as failed."""
    if seen.started_at is None:
        return Result.NEVER
    if fault(seen, now) is not None:
        return Result.FAILED
    call = seen.call
    if seen.arrived_at is None or (call is not None and seen.heard_at is None and not call.rang_out):
        return Result.UNDER_WAY
    if seen.answered_at is not None:
        return Result.ANSWERED
    if not seen.asks:
        return Result.DELIVERED
    return Result.UNDER_WAY if now < seen.started_at + ANSWERED_WITHIN else Result.UNANSWERED
