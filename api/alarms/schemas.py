"""How an alarm and its hand-over sheet look to the outside (api.md)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from achterwacht.alarms.facts import Cause, Level, Outcome
from achterwacht.alarms.records import AlarmRecord, PoliceCallRecord
from achterwacht.views.hand_over import Sheet
from achterwacht.views.visits import Reading
from achterwacht.watch.batteries import battery_of
from achterwacht.watch.spots import map_link
from api.addresses.schemas import WhereToOut
from api.alarms.guards import GuardOut
from api.http.schemas import Named, Schema
from api.timeline import DeadlineOut, LineOut, line_out, named
from notifications.records import MessageState
from notifications.ways import Channel


class PersonWithPhone(Named):
    phone: str | None


class PressedBy(Named):
    """A companion who pressed the noodknop or gave the duress PIN. saidNo: they had said that they do not come."""

    said_no: bool


class Presser(PressedBy):
    phone: str | None


class LocationOut(Schema):
    """at: when the phone was there; null if that was not stored."""

    latitude: float
    longitude: float
    accuracy_metres: float | None = None
    at: datetime | None = None


class BatteryOut(Schema):
    """How full the battery was of the phone on which the noodknop was pressed, and when."""

    percent: int
    at: datetime

    @classmethod
    def of(cls, alarm: AlarmRecord) -> "BatteryOut | None":
        known = battery_of(alarm)
        return None if known is None else cls(percent=known.percent, at=known.at)


class Told(Schema):
    """A message to somebody who was told.

    toldAt: when it was decided. at: since when its state is what it is. pickedUpAt: when a call was answered, by
    somebody or by a voicemail.
    """

    person: Named
    level: Level
    channel: Channel
    state: MessageState
    told_at: datetime
    at: datetime
    picked_up_at: datetime | None


class PlanStep(Schema):
    """A step of the frozen ladder, this many seconds after the one before."""

    level: Level
    after_seconds: float


class PoliceCallOut(Schema):
    at: datetime
    by: Named
    number: str
    reference: str
    note: str


class TickOut(Schema):
    """A step of `steps`, by its index, that somebody did."""

    step: int
    by: Named
    at: datetime


class AlarmOut(Schema):
    """An alarm, as this caller may see it.

    policeCall: the last time a human called the police; null if nobody did, at any level. guard: null if the protocol
    asks for no guard firm, and for those inside. silent: nobody phones or questions anybody inside, so no number is
    given. quiet: somebody inside asked by SMS that nobody phones. ticks: the steps that were done. name: what
    everybody who watches calls it; null for those inside. mayEscalate: whether there is a next step that the caller may
    take now. incidentId: the report of it, if there is one that the caller may read. addressLeft: the visit was over
    before the alarm, so its address is where they were last.
    """

    id: UUID
    incident_id: UUID | None
    name: str | None
    visit_id: UUID | None
    cause: Cause
    level: Level
    worker: PersonWithPhone
    pressed_by: Presser | None
    """Who pressed the noodknop or gave the duress PIN, if it was a companion."""
    team: Named
    address: WhereToOut | None
    address_left: bool
    location: LocationOut | None
    location_text: Annotated[str, Field(description="As one reads it out, with how exact and how old it is.")]
    map_link: str | None
    battery: BatteryOut | None
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
    guard: GuardOut | None
    emergency_number: str
    silent: bool
    quiet: bool
    drill: bool
    as_of: datetime
    may_act: bool
    may_escalate: bool


class Alarms(Schema):
    """more: whether there are others than these."""

    alarms: list[AlarmOut]
    more: bool
    as_of: datetime


class PlaceOut(Schema):
    line: str
    instructions: list[str]
    client_name: str
    background: str
    no_number: bool
    """A street or a description: there is no house number."""
    left: bool
    """The visit there was over before the alarm: it is where they were last."""


class OnwardOut(Schema):
    """Where they were going when the alarm opened.

    to: the next stop of the day; null: home, or else the office. by: when they were expected there; null: at no time.
    """

    to: str | None
    home: bool
    by: datetime | None


class Contact(Schema):
    name: str
    phone: str | None


class HandOver(Schema):
    """What to read out to the police.

    silent: nobody phones who is inside. quiet: neither, since somebody inside asked for it.
    """

    alarm_id: UUID
    drill: bool
    silent: bool
    quiet: bool
    emergency_number: str
    addresses: list[PlaceOut]
    onward: OnwardOut | None
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
    battery: BatteryOut | None
    resolved_at: Annotated[datetime | None, Field(description="Since when nobody needs to call any more.")]
    as_of: datetime

    @classmethod
    def of(cls, sheet: Sheet) -> "HandOver":
        reading = sheet.reading
        return cls(
            alarm_id=sheet.alarm.id,
            drill=sheet.alarm.drill,
            silent=sheet.silent,
            quiet=sheet.quiet,
            emergency_number=sheet.emergency_number,
            addresses=[
                PlaceOut(
                    line=one.line,
                    instructions=list(one.instructions),
                    client_name=one.client,
                    background=one.background,
                    no_number=one.no_number,
                    left=one.left,
                )
                for one in sheet.places
            ],
            onward=OnwardOut.model_validate(sheet.onward, from_attributes=True) if sheet.onward else None,
            worker=Contact(name=sheet.worker_name, phone=sheet.worker_phone),
            companions=[Contact(name=name, phone=phone) for name, phone in sheet.companions],
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
            police_calls=[police_call_out(one, reading) for one in sheet.police_calls],
            location=LocationOut.model_validate(sheet.spot.column()) if sheet.spot else None,
            location_text=sheet.spot_text,
            map_link=map_link(sheet.spot) if sheet.spot else None,
            battery=BatteryOut.of(sheet.alarm),
            resolved_at=sheet.alarm.resolved_at,
            as_of=reading.now,
        )


def police_call_out(call: PoliceCallRecord, reading: Reading) -> PoliceCallOut:
    return PoliceCallOut(
        at=call.called_at,
        by=named(call.called_by, reading),
        number=call.number,
        reference=call.reference,
        note=call.note,
    )
