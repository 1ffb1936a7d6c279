"""How a visit looks to the outside (api.md)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from achterwacht.addresses.described import place_of
from achterwacht.views.readiness import readiness
from achterwacht.views.shown_visit import VisitView
from achterwacht.views.visits import Reading
from achterwacht.visits.facts import (
    CheckCall,
    Feeling,
    Fraud,
    Occasion,
    PreparationStep,
    ReturnTo,
    VisitKind,
    VisitState,
)
from achterwacht.visits.records import CompanionRecord
from api.addresses.schemas import WhereToOut, where_out
from api.http.schemas import Named, Schema
from api.timeline import DeadlineOut, LineOut, line_out, maybe_named


class CompanionOut(Schema):
    """Somebody who comes along.

    `comingAt`: when they said beforehand that they come along. `thereAt`: when they said that they are at the door.
    `declinedAt`: when they said that they can't come.
    """

    id: UUID
    person_id: UUID | None
    name: str
    phone: str | None
    coming_at: datetime | None
    there_at: datetime | None
    declined_at: datetime | None


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
    """The open alarm of a visit."""

    id: UUID
    cause: str
    level: str
    opened_at: datetime
    acknowledged_by: Named | None
    acknowledged_at: datetime | None
    resolved_at: datetime | None


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


class PairOut(Schema):
    """Whether nobody may go alone there, whether somebody is there, and who let the worker go alone.

    `aloneAsked`: the worker asked a manager for that, and waits for the answer.
    """

    needed: bool
    there: bool
    alone_asked: bool
    alone_allowed_by: Named | None


class BackUpOut(Schema):
    """Whether a colleague must accept to be back-up (outside office hours), and who was asked."""

    needed: bool
    person: Named | None
    accepted_at: datetime | None


class PoliceFirstOut(Schema):
    """A human tells the police beforehand: whom to call and what to read out, line by line. Open until `toldAt`."""

    needed: bool
    told_at: datetime | None
    whom: str
    say: list[str]


class StepOut(Schema):
    """A thing to look up before the visit (`text` says what), and who did so. It stops nobody."""

    step: PreparationStep
    text: str
    done_by: Named | None
    done_at: datetime | None


class FraudOut(Schema):
    """Whether by this protocol a manager decides who goes after a fraud investigation.

    It also says whether that was asked, and what was decided: the same employee, or a colleague instead.
    """

    manager_decides: bool
    state: Fraud | None
    decided_by: Named | None


class BeforehandOut(Schema):
    """What must be so before the visit can start, and what is better done otherwise (`hints`, in words).

    `missing`: what the diary or the colleague who watches still needs, in sentences; perhaps empty. `unwatched`: by the
    roster no colleague has the watch at its start (of a planned visit; `hints` says so in words).
    """

    may_start: bool
    pair: PairOut
    back_up: BackUpOut
    police: PoliceFirstOut
    missing: str
    hints: list[str]
    unwatched: bool
    steps: list[StepOut]
    fraud: FraudOut


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
            companions=[_companion(one, silent=view.silent) for one in view.companions],
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


def _companion(record: CompanionRecord, *, silent: bool) -> CompanionOut:
    known = CompanionOut.model_validate(record)
    return known.model_copy(update={"phone": None}) if silent else known


def _beforehand(view: VisitView, reading: Reading) -> BeforehandOut:
    record, ready = view.record, readiness(view, reading)
    alone, accepted = record.alone_allowed_by, record.back_up_accepted_at
    return BeforehandOut(
        may_start=ready.may_start,
        pair=PairOut(
            needed=ready.pair_needed,
            there=ready.somebody_there,
            alone_asked=record.alone_asked is not None,
            alone_allowed_by=maybe_named(alone, reading),
        ),
        back_up=BackUpOut(
            needed=ready.back_up_needed, person=maybe_named(record.back_up, reading), accepted_at=accepted
        ),
        police=PoliceFirstOut(
            needed=ready.police_first, told_at=record.police_told_at, whom=ready.whom, say=list(ready.say_to_police)
        ),
        missing=ready.missing,
        hints=list(ready.hints),
        unwatched=ready.unwatched,
        fraud=FraudOut(
            manager_decides=ready.asks_after_fraud,
            state=record.fraud,
            decided_by=maybe_named(record.fraud_decided_by, reading),
        ),
        steps=[
            StepOut(step=one.step, text=one.text, done_by=maybe_named(one.done_by, reading), done_at=one.done_at)
            for one in ready.steps
        ],
    )


def _deadline(deadline: Any) -> DeadlineOut | None:
    return None if deadline is None else DeadlineOut(kind=deadline.kind.value, due_at=deadline.due_at)
