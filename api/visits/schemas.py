"""How a visit looks to the outside (api.md)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from achterwacht.addresses.described import place_of
from achterwacht.views.shown_visit import VisitView
from achterwacht.views.visits import Reading
from achterwacht.visits.facts import (
    CheckCall,
    Feeling,
    Occasion,
    ReturnTo,
    VisitKind,
    VisitState,
)
from achterwacht.visits.records import CompanionRecord
from achterwacht.watch.quiet import wants_quiet
from api.addresses.schemas import WhereToOut, where_out
from api.http.schemas import Named, Schema
from api.timeline import DeadlineOut, LineOut, line_out, maybe_named
from api.visits.beforehand_shown import BeforehandOut, _beforehand


class CompanionOut(Schema):
    """Somebody who comes along.

    `comingAt`: when they said beforehand that they come along. `thereAt`: when they said that they are at the door.
    `declinedAt`: when they said that they can't come. `saidNoAt`: the same, if they called for help after that: they
    count as inside, and whether they are there is not known.
    """

    id: UUID
    person_id: UUID | None
    name: str
    phone: str | None
    coming_at: datetime | None
    there_at: datetime | None
    declined_at: datetime | None
    said_no_at: datetime | None


class OnDuty(Named):
    phone: str | None


class WorkerOut(Named):
    """The worker, with the number that those who watch call."""

    phone: str | None


class WatchOut(Schema):
    """How the visit is watched now."""

    check_call: CheckCall
    next_deadline: DeadlineOut | None
    on_duty: list[OnDuty]
    nobody_on_duty: bool


class WayBackOut(Schema):
    """The worker is expected by `by`: at `headingTo`, the next stop of the day, or else at the office."""

    by: datetime
    heading_to: str | None


class VisitAlarm(Schema):
    """The open alarm of a visit. quiet: nobody phones, since somebody inside asked for that."""

    id: UUID
    cause: str
    level: str
    opened_at: datetime
    acknowledged_by: Named | None
    acknowledged_at: datetime | None
    resolved_at: datetime | None
    quiet: bool


class RiskOut(Schema):
    """What the register said: instructions, never the story. `advice` is null if it could not be looked up.

    sameBuilding: there is a mark on another addition or box of this number, or on an address that may be this one in
    another spelling; nothing more is said about it.
    """

    checked: bool
    checked_at: datetime | None = None
    advice: list[str] | None
    instructions: list[str]
    provisional: bool = False
    same_building: bool = False
    no_address: bool = False
    """There is no house number, so the register was not asked. That says nothing about the place."""


class VisitOut(Schema):
    """A visit, as this caller may see it."""

    id: UUID
    state: VisitState
    worker: WorkerOut
    team: Named
    address: WhereToOut
    client_name: str | None
    client_reference: str | None
    client_phone: str | None
    purpose: str | None
    background: str | None
    companions: list[CompanionOut]
    planned_start: datetime
    started_at: datetime | None
    expected_end: datetime
    ended_at: datetime | None
    return_to: ReturnTo | None
    back_by: datetime | None
    """When the worker will be back at the office, as they said."""
    way_back: WayBackOut | None
    """Nobody is inside any more, and the worker is still expected; null if nobody expects them."""
    feeling: Feeling | None
    drill: bool
    silent: bool
    """Somebody inside has a silent alarm: no number is given, and nobody questions them or checks them out."""
    quiet: bool
    """Nobody phones who is inside, since one of them asked for that by SMS."""
    kind: VisitKind
    occasion: Occasion | None
    call_after_minutes: int | None
    expects_trouble: str | None
    """Why somebody who goes, or who planned it, expects trouble: a judgement of their own, not a risk mark."""
    trouble_said_by: Named | None
    you_said_it: bool
    """Whether the caller is one of those who said so, and can take it back; `troubleSaidBy` names only one of them."""
    beforehand: BeforehandOut
    watch: WatchOut
    alarm: VisitAlarm | None
    timeline: list[LineOut]
    risk: RiskOut
    as_of: datetime

    @classmethod
    def of(cls, view: VisitView, reading: Reading) -> "VisitOut":
        record, alarm, openly = view.record, view.alarm, view.openly
        return cls(
            id=record.id,
            state=view.state,
            worker=WorkerOut(id=record.worker_id, name=reading.name(record.worker_id), phone=view.worker_phone),
            team=Named(id=record.team_id, name=reading.team(record.team_id)),
            address=where_out(place_of(record.address)),
            client_name=record.client_name,
            client_reference=record.client_reference,
            client_phone=None if view.silent else record.client_phone,
            purpose=record.purpose,
            background=record.background,
            companions=[_companion(one, reading, silent=view.silent) for one in view.companions],
            planned_start=record.planned_start,
            started_at=record.started_at,
            expected_end=record.expected_end,
            ended_at=view.ended_at,
            return_to=record.return_to,
            back_by=record.back_by,
            way_back=None if (back := view.way_back) is None else WayBackOut(by=back.by, heading_to=back.heading_to),
            feeling=record.feeling,
            drill=record.drill,
            silent=view.silent,
            quiet=view.quiet or view.own_quiet,
            kind=record.kind,
            occasion=record.occasion,
            call_after_minutes=record.call_after_minutes,
            expects_trouble=record.expects_trouble,
            trouble_said_by=maybe_named(record.trouble_said_by, reading),
            you_said_it=view.you_said_it,
            beforehand=_beforehand(view, reading),
            watch=WatchOut(
                check_call=view.check_call,
                next_deadline=_deadline(view.next_deadline),
                on_duty=[OnDuty(id=one.id, name=one.name, phone=one.phone) for one in view.on_duty],
                nobody_on_duty=view.nobody_on_duty,
            ),
            alarm=VisitAlarm(
                id=alarm.id,
                cause=view.cause_shown,
                level=(openly.level if openly else alarm.level).value,
                opened_at=openly.since if openly else alarm.opened_at,
                acknowledged_by=maybe_named(alarm.acknowledged_by, reading),
                acknowledged_at=openly.not_before(alarm.acknowledged_at) if openly else alarm.acknowledged_at,
                resolved_at=alarm.resolved_at,
                quiet=wants_quiet(alarm),
            )
            if alarm
            else None,
            timeline=[line_out(line, reading) for line in view.timeline],
            risk=RiskOut.model_validate(record.risk),
            as_of=reading.now,
        )


class Visits(Schema):
    """more: whether there are others than these."""

    visits: list[VisitOut]
    more: bool
    as_of: datetime


def _companion(record: CompanionRecord, reading: Reading, *, silent: bool) -> CompanionOut:
    """A colleague's number is the one they have now."""
    phone = None if silent else record.phone or reading.phone(record.person_id)
    return CompanionOut.model_validate(record).model_copy(update={"phone": phone})


def _deadline(deadline: Any) -> DeadlineOut | None:
    return None if deadline is None else DeadlineOut(kind=deadline.kind.value, due_at=deadline.due_at)
