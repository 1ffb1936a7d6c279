"""How a visit looks to the outside (api.md)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from achterwacht.addresses.address import address_of
from achterwacht.visits.facts import CheckCall, Feeling, ReturnTo, VisitState
from achterwacht.watch.views import Line, Reading, VisitView
from api.addresses import AddressOut, address_out
from api.schemas import Named, Schema


class CompanionOut(Schema):
    person_id: UUID | None
    name: str
    phone: str | None


class DeadlineOut(Schema):
    kind: str
    due_at: datetime


class OnDuty(Named):
    phone: str | None


class WorkerOut(Named):
    """Who visits, with the number that those who watch call."""

    phone: str | None


class WatchOut(Schema):
    """How the visit is watched now."""

    check_call: CheckCall
    next_deadline: DeadlineOut | None
    on_duty: list[OnDuty]
    nobody_on_duty: bool


class VisitAlarm(Schema):
    """The open alarm of a visit."""

    id: UUID
    cause: str
    level: str
    opened_at: datetime
    acknowledged_by: Named | None
    acknowledged_at: datetime | None
    resolved_at: datetime | None


class LineOut(Schema):
    """A line of the timeline, in words that can be shown."""

    at: datetime
    kind: str
    by: Named | None
    text: str


class RiskOut(Schema):
    """What the register said: instructions, never the story. `advice` is null when it could not be looked up.

    sameBuilding: there is a mark on another addition or box of this number; nothing more is said of it.
    """

    checked: bool
    checked_at: datetime | None = None
    advice: list[str] | None
    instructions: list[str]
    provisional: bool = False
    same_building: bool = False


class VisitOut(Schema):
    """A visit, as this caller may see it."""

    id: UUID
    state: VisitState
    worker: WorkerOut
    team: Named
    address: AddressOut
    client_name: str | None
    client_reference: str | None
    purpose: str | None
    background: str | None
    companions: list[CompanionOut]
    planned_start: datetime
    started_at: datetime | None
    expected_end: datetime
    ended_at: datetime | None
    return_to: ReturnTo | None
    feeling: Feeling | None
    drill: bool
    watch: WatchOut
    alarm: VisitAlarm | None
    timeline: list[LineOut]
    risk: RiskOut
    as_of: datetime

    @classmethod
    def of(cls, view: VisitView, reading: Reading) -> "VisitOut":
        record, alarm = view.record, view.alarm
        return cls(
            id=record.id,
            state=view.state,
            worker=WorkerOut(id=record.worker_id, name=reading.name(record.worker_id), phone=view.worker_phone),
            team=Named(id=record.team_id, name=reading.team(record.team_id)),
            address=address_out(address_of(record.address)),
            client_name=record.client_name,
            client_reference=record.client_reference,
            purpose=record.purpose,
            background=record.background,
            companions=[CompanionOut.model_validate(one) for one in view.companions],
            planned_start=record.planned_start,
            started_at=record.started_at,
            expected_end=record.expected_end,
            ended_at=view.ended_at,
            return_to=record.return_to,
            feeling=record.feeling,
            drill=record.drill,
            watch=WatchOut(
                check_call=view.check_call,
                next_deadline=_deadline(view.next_deadline),
                on_duty=[OnDuty(id=one.id, name=one.name, phone=one.phone) for one in view.on_duty],
                nobody_on_duty=view.nobody_on_duty,
            ),
            alarm=VisitAlarm(
                id=alarm.id,
                cause=view.cause_shown,
                level=alarm.level.value,
                opened_at=alarm.opened_at,
                acknowledged_by=maybe_named(alarm.acknowledged_by, reading),
                acknowledged_at=alarm.acknowledged_at,
                resolved_at=alarm.resolved_at,
            )
            if alarm
            else None,
            timeline=[line_out(line, reading) for line in view.timeline],
            risk=RiskOut.model_validate(record.risk),
            as_of=reading.now,
        )


class Visits(Schema):
    visits: list[VisitOut]
    as_of: datetime


def named(person: UUID, reading: Reading) -> Named:
    return Named(id=person, name=reading.name(person))


def maybe_named(person: UUID | None, reading: Reading) -> Named | None:
    return None if person is None else named(person, reading)


def line_out(line: Line, reading: Reading) -> LineOut:
    return LineOut(at=line.at, kind=line.kind, by=maybe_named(line.by, reading), text=line.text)


def _deadline(deadline: Any) -> DeadlineOut | None:
    return None if deadline is None else DeadlineOut(kind=deadline.kind.value, due_at=deadline.due_at)
