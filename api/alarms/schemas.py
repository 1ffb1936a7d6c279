"""How an alarm and its hand-over sheet look to the outside (api.md)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import select

from achterwacht.addresses.address import address_of
from achterwacht.alarms.facts import Cause, Level, Outcome
from achterwacht.alarms.records import AlarmRecord, PoliceCallRecord, TickRecord
from achterwacht.kinds import STEPS_OF_AN_ALARM, RootKind
from achterwacht.people.policy import Action, Caller
from achterwacht.people.records import PersonRecord
from achterwacht.protocols.service import profile_version
from achterwacht.use_cases.access import stands_in
from achterwacht.views.hand_over import Sheet
from achterwacht.views.visits import Around, Reading
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.inside import open_press, story_inside
from achterwacht.watch.plans import plan_of
from achterwacht.watch.spots import in_words, map_link, spot_of_alarm
from api.addresses.schemas import AddressOut, address_out
from api.http.schemas import Named, Schema
from api.timeline import DeadlineOut, LineOut, line_out, maybe_named, named
from notifications.records import MessageRecord, MessageState
from notifications.texts.catalogue import catalogue
from notifications.ways import Channel


class PersonWithPhone(Named):
    phone: str | None


class LocationOut(Schema):
    """at: when the phone was there; None where that was not kept."""

    latitude: float
    longitude: float
    accuracy_metres: float | None = None
    at: datetime | None = None


class Told(Schema):
    """A message to somebody who was told."""

    person: Named
    level: Level
    channel: Channel
    state: MessageState
    at: datetime


class PlanStep(Schema):
    """A step of the frozen ladder, so many seconds after the one before."""

    level: Level
    after_seconds: float


class PoliceCallOut(Schema):
    at: datetime
    by: Named
    number: str
    reference: str
    note: str


class TickOut(Schema):
    """A step of `steps`, by its place, that somebody did."""

    step: int
    by: Named
    at: datetime


class AlarmOut(Schema):
    """An alarm, as this caller may see it.

    policeCall: the last time a human called the police; null: nobody did, whatever the level. silent: nobody phones or
    asks who is inside, so no number is given. ticks: the steps that were done.
    """

    id: UUID
    visit_id: UUID | None
    cause: Cause
    level: Level
    worker: PersonWithPhone
    team: Named
    address: AddressOut | None
    location: LocationOut | None
    location_text: Annotated[str, Field(description="As one reads it out, with how exact and how old it is.")]
    map_link: str | None
    opened_at: datetime
    acknowledged_by: Named | None
    acknowledged_at: datetime | None
    taken_without_code: Named | None = None
    """Who said by SMS without a code that they take it. The climb goes on, and anybody may take it."""
    resolved_at: datetime | None
    resolved_by: Named | None
    outcome: Outcome | None
    note: str
    told: list[Told]
    plan: list[PlanStep]
    next_deadline: DeadlineOut | None
    timeline: list[LineOut]
    steps: list[str]
    ticks: list[TickOut]
    police_call: PoliceCallOut | None
    emergency_number: str
    silent: bool
    drill: bool
    as_of: datetime
    may_act: bool


class Alarms(Schema):
    alarms: list[AlarmOut]
    as_of: datetime


class PlaceOut(Schema):
    line: str
    instructions: list[str]
    client_name: str
    background: str


class Contact(Schema):
    name: str
    phone: str | None


class HandOver(Schema):
    """What to read to the police."""

    alarm_id: UUID
    drill: bool
    emergency_number: str
    addresses: list[PlaceOut]
    worker: Contact
    companions: list[Contact]
    people_inside: int
    cause: Cause
    cause_text: str
    since: datetime
    expected_end: datetime | None
    last_contact_at: datetime
    last_contact_text: str
    tried: list[LineOut]
    call_back: Contact | None
    say: list[str]
    police_calls: list[PoliceCallOut]
    location: LocationOut | None
    location_text: Annotated[str, Field(description="As one reads it out, with how exact and how old it is.")]
    map_link: str | None
    resolved_at: Annotated[datetime | None, Field(description="Since when nobody needs to call any more.")]
    as_of: datetime

    @classmethod
    def of(cls, sheet: Sheet) -> "HandOver":
        reading = sheet.reading
        return cls(
            alarm_id=sheet.alarm.id,
            drill=sheet.alarm.drill,
            emergency_number=sheet.emergency_number,
            addresses=[
                PlaceOut(
                    line=one.line,
                    instructions=list(one.instructions),
                    client_name=one.client,
                    background=one.background,
                )
                for one in sheet.places
            ],
            worker=Contact(name=sheet.worker_name, phone=sheet.worker_phone),
            companions=[Contact(name=one.name, phone=one.phone) for one in sheet.companions],
            people_inside=sheet.people_inside,
            cause=sheet.alarm.cause,
            cause_text=sheet.cause_text,
            since=sheet.since,
            expected_end=sheet.expected_end,
            last_contact_at=sheet.last_contact_at,
            last_contact_text=sheet.last_contact_text,
            tried=[line_out(line, reading) for line in sheet.tried],
            call_back=Contact(name=sheet.call_back[0], phone=sheet.call_back[1]) if sheet.call_back else None,
            say=list(sheet.say),
            police_calls=[_police_call(one, reading) for one in sheet.police_calls],
            location=LocationOut.model_validate(sheet.spot.column()) if sheet.spot else None,
            location_text=sheet.spot_text,
            map_link=map_link(sheet.spot) if sheet.spot else None,
            resolved_at=sheet.alarm.resolved_at,
            as_of=reading.now,
        )


def alarms_out(records: Sequence[AlarmRecord], reading: Reading, me: Caller) -> list[AlarmOut]:
    """The alarms as this caller may see them, gravest first."""
    session, organisation = reading.session, reading.organisation
    visits = {
        one.id: one
        for one in session.scalars(
            select(VisitRecord).where(
                VisitRecord.organisation_id == organisation.id, VisitRecord.id.in_([one.visit_id for one in records])
            )
        )
    }
    workers = {
        one.id: one
        for one in session.scalars(
            select(PersonRecord).where(
                PersonRecord.organisation_id == organisation.id, PersonRecord.id.in_([one.worker_id for one in records])
            )
        )
    }
    ids = [one.id for one in records]
    messages = _messages(reading, ids)
    calls, ticks = _police_calls(reading, ids), _ticks(reading, ids)
    around = reading.around(records)
    reading.learn(
        [message.person for several in messages.values() for message in several]
        + [call.called_by for call in calls.values()]
        + [tick.done_by for tick in ticks]
        + [
            person
            for one in records
            for person in (one.worker_id, one.acknowledged_by, one.unproven_by, one.resolved_by)
        ]
        + [event.by_id for events in around.events_by_alarm.values() for event in events]
    )
    ordered = sorted(records, key=lambda one: (-one.cause.gravity, -one.level.height, one.opened_at))
    shown = (
        _alarm_out(one, reading, me, visits, workers[one.worker_id], messages.get(one.id, ()), around)
        for one in ordered
    )
    return [
        one.model_copy(
            update={
                "police_call": _police_call(calls[one.id], reading)
                if one.id in calls and calls[one.id].called_at >= one.opened_at
                else None,
                "ticks": [
                    TickOut(step=tick.step, by=named(tick.done_by, reading), at=tick.done_at)
                    for tick in ticks
                    if one.steps and tick.alarm_id == one.id and tick.cause is record.cause
                ],
            }
        )
        for one, record in zip(shown, ordered, strict=True)
    ]


def _alarm_out(
    record: AlarmRecord,
    reading: Reading,
    me: Caller,
    visits: dict[UUID, VisitRecord],
    worker: PersonRecord,
    messages: Sequence[MessageRecord],
    around: Around,
) -> AlarmOut:
    visit = visits.get(record.visit_id) if record.visit_id else None
    companions = around.companions(record)
    inside = me.id == record.worker_id or me.id in companions
    events = around.events(record)
    protocol = profile_version(reading.session, record.organisation_id, record.protocol_id)
    # To those inside a silent alarm began when the noodknop was pressed for all to see: nothing of it is older.
    press = open_press(events) if inside and record.cause is Cause.DURESS else None
    silent = record.resolved_at is None and not inside and reading.silent({record.worker_id, *companions}, me.id)
    deadline = around.next_deadline(record, STEPS_OF_AN_ALARM)
    spot = spot_of_alarm(record, visit)
    return AlarmOut(
        id=record.id,
        visit_id=record.visit_id,
        # Those inside never read that it was silent: somebody may look along.
        cause=Cause.PANIC if inside and record.cause is Cause.DURESS else record.cause,
        level=press.level if press else record.level,
        worker=PersonWithPhone(id=worker.id, name=worker.name, phone=None if silent else worker.phone),
        team=Named(id=record.team_id, name=reading.team(record.team_id)),
        address=address_out(address_of(visit.address)) if visit else None,
        location=LocationOut.model_validate(spot.column()) if spot else None,
        location_text=in_words(catalogue(reading.organisation.language), spot, reading.now) if spot else "",
        map_link=map_link(spot) if spot else None,
        opened_at=press.since if press else record.opened_at,
        acknowledged_by=maybe_named(record.acknowledged_by, reading),
        acknowledged_at=press.not_before(record.acknowledged_at) if press else record.acknowledged_at,
        taken_without_code=maybe_named(record.unproven_by, reading),
        resolved_at=record.resolved_at,
        resolved_by=maybe_named(record.resolved_by, reading),
        outcome=record.outcome,
        note="" if press else record.note,
        told=[
            Told(
                person=named(one.person, reading),
                level=Level(one.payload["level"]),
                channel=one.channel,
                state=one.state,
                at=one.state_at,
            )
            for one in messages
            if press is None or one.created_at >= press.since
        ],
        plan=[PlanStep(level=one.level, after_seconds=one.after.total_seconds()) for one in plan_of(record.plan).steps],
        next_deadline=DeadlineOut(kind=deadline.kind.value, due_at=deadline.due_at)
        if deadline and record.resolved_at is None
        else None,
        timeline=[
            line_out(reading.line(event, record.worker_id, noted=press is None), reading)
            for event in (story_inside(events) if inside else events)
        ],
        steps=list(protocol.desk.steps(record.cause)) if not inside else [],
        ticks=[],
        police_call=None,
        emergency_number=protocol.emergency.number,
        silent=silent,
        drill=record.drill,
        as_of=reading.now,
        may_act=not inside and (me.can(Action.TAKE_ALARM, record.team_id) or stands_in(reading.session, me, record)),
    )


def _police_call(call: PoliceCallRecord, reading: Reading) -> PoliceCallOut:
    return PoliceCallOut(
        at=call.called_at,
        by=named(call.called_by, reading),
        number=call.number,
        reference=call.reference,
        note=call.note,
    )


def _police_calls(reading: Reading, alarm_ids: Sequence[UUID]) -> dict[UUID, PoliceCallRecord]:
    """The last call to the police of each of these alarms, where a human made one."""
    found = reading.session.scalars(
        select(PoliceCallRecord)
        .where(PoliceCallRecord.organisation_id == reading.organisation.id, PoliceCallRecord.alarm_id.in_(alarm_ids))
        .order_by(PoliceCallRecord.called_at)
    )
    return {one.alarm_id: one for one in found}


def _ticks(reading: Reading, alarm_ids: Sequence[UUID]) -> Sequence[TickRecord]:
    return reading.session.scalars(
        select(TickRecord)
        .where(TickRecord.organisation_id == reading.organisation.id, TickRecord.alarm_id.in_(alarm_ids))
        .order_by(TickRecord.step)
    ).all()


def _messages(reading: Reading, alarm_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[MessageRecord]]:
    """By alarm: the messages of the steps of these alarms; what only informs is not part of the ladder."""
    found: Any = (
        select(MessageRecord)
        .where(
            MessageRecord.organisation_id == reading.organisation.id,
            MessageRecord.subject_kind == RootKind.ALARM,
            MessageRecord.subject.in_(alarm_ids),
        )
        .order_by(MessageRecord.created_at, MessageRecord.id)
    )
    by_alarm: dict[UUID, list[MessageRecord]] = {}
    for one in reading.session.scalars(found):
        if one.payload.get("level"):
            by_alarm.setdefault(one.subject, []).append(one)
    return by_alarm
