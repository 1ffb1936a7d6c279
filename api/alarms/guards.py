"""The guard firm of an alarm, as those who watch see it, and what a human notes of a call to it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from achterwacht.alarms.guard_facts import GuardCall, GuardOutcome
from achterwacht.alarms.records import AlarmRecord
from achterwacht.guards.records import GuardCallRecord
from achterwacht.views.guards import Guards
from achterwacht.views.visits import Reading
from api.http.schemas import Named, Note, Pressed, Schema
from api.timeline import maybe_named

LONGEST = 240


class GuardCallIn(Pressed):
    """A human phoned the guard firm. minutes: how long it takes them to arrive."""

    outcome: GuardOutcome
    minutes: Annotated[int, Field(ge=0, le=LONGEST)] | None = None
    note: Note | None = None

    def call(self) -> GuardCall:
        return GuardCall(self.outcome, self.minutes, self.note or "")


class GuardCallOut(Schema):
    """The result of phoning the firm. by: who phoned; null if the firm answered the call itself."""

    at: datetime
    name: str
    outcome: GuardOutcome
    minutes: int | None
    by: Named | None
    note: str


class GuardOut(Schema):
    """The guard firm that the protocol asks for; name and phone are null if nobody filled one in."""

    name: str | None
    phone: str | None
    number_verified: bool
    calls: list[GuardCallOut]


class RowGuard(Schema):
    """The guard firm in a row of the board, with the last result of phoning it."""

    name: str | None
    outcome: GuardOutcome | None
    minutes: int | None
    at: datetime | None


def guard_out(guards: Guards, alarm: AlarmRecord, reading: Reading) -> GuardOut:
    firm = guards.firm(alarm.team_id)
    return GuardOut(
        name=firm.name if firm else None,
        phone=firm.phone if firm else None,
        number_verified=firm is not None and firm.number_verified_at is not None,
        calls=[_call_out(one, reading) for one in guards.calls_of(alarm.id)],
    )


def _call_out(call: GuardCallRecord, reading: Reading) -> GuardCallOut:
    return GuardCallOut(
        at=call.at,
        name=call.name,
        outcome=call.outcome,
        minutes=call.minutes,
        by=maybe_named(call.by_id, reading),
        note=call.note,
    )
