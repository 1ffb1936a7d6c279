"""Alarms as a caller may see them: read from the database, or from what is known of one that was just acted on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.described import place_of
from achterwacht.afterwards.after_an_alarm import ASKS_FOR_A_REPORT
from achterwacht.alarms.facts import Cause, Level, name_of
from achterwacht.alarms.records import AlarmRecord, PoliceCallRecord, TickRecord
from achterwacht.incidents.access import reports_of_alarms
from achterwacht.kinds import STEPS_OF_AN_ALARM, RootKind
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.protocols.desk_list import desk_list
from achterwacht.protocols.service import profile_version
from achterwacht.views.guards import Guards, guards_of
from achterwacht.views.visits import Reading
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.held import Made
from achterwacht.watch.inside import open_press, story_inside
from achterwacht.watch.plans import plan_of
from achterwacht.watch.pressers import companion_who_pressed, who_pressed
from achterwacht.watch.quiet import wants_quiet
from achterwacht.watch.spots import in_words, map_link, spot_of_alarm
from achterwacht.watch.standing_in import may_stand_in, stands_in
from achterwacht.watch.wording import left_before
from api.addresses.schemas import where_out
from api.alarms.guards import guard_out
from api.alarms.schemas import (
    AlarmOut,
    BatteryOut,
    LocationOut,
    PersonWithPhone,
    PlanStep,
    Presser,
    TickOut,
    Told,
    police_call_out,
)
from api.http.schemas import Named
from api.timeline import DeadlineOut, line_out, maybe_named, named
from notifications.records import MessageRecord
from notifications.texts.catalogue import catalogue


@dataclass(frozen=True)
class Known:
    """What is known of one alarm.

    messages: of its steps; messages that only inform are no part of the ladder. stands_in: whether the present roster
    lets the caller act on it.
    """

    record: AlarmRecord
    visit: VisitRecord | None
    companions: set[UUID]
    events: Sequence[Any]
    messages: Sequence[Any]
    police_calls: Sequence[Any]
    ticks: Sequence[Any]
    next_deadline: Any
    stands_in: Callable[[], bool]
    guards: Guards | None = None
    incident_id: UUID | None = None

    def people(self) -> list[UUID | None]:
        """Returns the ids of everybody whose name is shown."""
        record = self.record
        return [
            record.worker_id, record.acknowledged_by, record.unproven_by, record.resolved_by,
            *(one.person for one in self.messages), *(one.called_by for one in self.police_calls),
            *(one.done_by for one in self.ticks), *(one.by_id for one in self.events),
            *(one.by_id for one in (self.guards.calls_of(record.id) if self.guards else ())),
        ]  # fmt: skip


def alarm_made(session: Session, made: Made, me: Caller) -> AlarmOut:
    """Returns the alarm that this caller just acted on, as they may see it. Only its story is read."""
    root, reading = made.root, Reading.of(session, made, me.language)
    assert root.alarm is not None
    story = reading.story_of_alarm(root)
    steps = [one for one in root.deadlines.values() if one.kind in STEPS_OF_AN_ALARM]
    known = Known(
        record=root.alarm,
        visit=root.visit,
        companions=set(root.colleagues_inside()),
        events=story.events,
        messages=_of_steps(story.messages),
        police_calls=story.police_calls,
        ticks=story.ticks,
        next_deadline=min(steps, key=lambda one: one.due_at, default=None),
        stands_in=partial(may_stand_in, root, made.book, me),
        guards=guards_of(reading, [root.alarm.id]) if _wants_guard(root.alarm) else None,
        incident_id=_reports(session, me, [root.alarm]).get(root.alarm.id),
    )
    reading.learn(known.people())
    return _alarm_out(known, reading, me)


def alarms_out(records: Sequence[AlarmRecord], reading: Reading, me: Caller) -> list[AlarmOut]:
    """Returns the alarms as this caller may see them, gravest first."""
    session, organisation = reading.session, reading.organisation
    visits = {
        one.id: one
        for one in session.scalars(
            select(VisitRecord).where(
                VisitRecord.organisation_id == organisation.id, VisitRecord.id.in_([one.visit_id for one in records])
            )
        )
    }
    ids = [one.id for one in records]
    messages, calls, ticks = _messages(reading, ids), _police_calls(reading, ids), _ticks(reading, ids)
    around, reports = reading.around(records), _reports(session, me, records)
    guards = guards_of(reading, ids) if any(_wants_guard(one) for one in records) else None
    found = [
        Known(
            record=one,
            visit=visits.get(one.visit_id) if one.visit_id else None,
            companions=around.companions(one),
            events=around.events(one),
            messages=_of_steps(messages.get(one.id, ())),
            police_calls=[call for call in calls if call.alarm_id == one.id],
            ticks=[tick for tick in ticks if tick.alarm_id == one.id],
            next_deadline=around.next_deadline(one, STEPS_OF_AN_ALARM),
            stands_in=partial(stands_in, session, me, one),
            guards=guards if _wants_guard(one) else None,
            incident_id=reports.get(one.id),
        )
        for one in records
    ]
    reading.learn(person for one in found for person in one.people())
    found.sort(key=lambda one: (-one.record.cause.gravity, -one.record.level.height, one.record.opened_at))
    return [_alarm_out(one, reading, me) for one in found]


def _reports(session: Session, me: Caller, records: Sequence[AlarmRecord]) -> Mapping[UUID, UUID]:
    """The reports of the alarms that ended so that there is one, by alarm."""
    ended = [one.id for one in records if one.outcome in ASKS_FOR_A_REPORT]
    return reports_of_alarms(session, me, ended) if ended else {}


def _wants_guard(alarm: AlarmRecord) -> bool:
    return plan_of(alarm.plan).guard is not None


def _of_steps(messages: Sequence[Any]) -> Sequence[Any]:
    """Returns the messages that told a step of the ladder. A push beside one has no level, and told nobody."""
    return [one for one in messages if one.payload.get("level")]


def _alarm_out(known: Known, reading: Reading, me: Caller) -> AlarmOut:
    record, visit, companions, deadline = known.record, known.visit, known.companions, known.next_deadline
    inside = me.id == record.worker_id or me.id in companions
    protocol = profile_version(reading.session, record.organisation_id, record.protocol_id)
    # For those inside, a silent alarm began when the noodknop was pressed openly: nothing in it is older.
    press = open_press(known.events) if inside and record.cause is Cause.DURESS else None
    since = press.since if press else record.opened_at
    pressed_by = companion_who_pressed(record.worker_id, press.by if press else who_pressed(known.events))
    police_call = known.police_calls[-1] if known.police_calls else None
    silent = record.resolved_at is None and not inside and reading.silent({record.worker_id, *companions}, me.id)
    real = not inside and not record.drill
    asked = wants_quiet(record) or reading.quiet({record.worker_id, *companions}, me.id)
    quiet = real and not silent and record.resolved_at is None and asked
    steps = () if inside else desk_list(protocol.desk, record.cause, silent=real and silent, quiet=quiet)
    shown_at = {(one.cause, one.place): shown for shown, one in enumerate(steps)}
    spot = spot_of_alarm(record, visit)
    may_act = not inside and (me.can(Action.TAKE_ALARM, record.team_id) or known.stands_in())
    return AlarmOut(
        id=record.id,
        incident_id=known.incident_id,
        name=None if inside else name_of(record.id),
        visit_id=record.visit_id,
        # Those inside never read that it was silent: somebody may look along.
        cause=Cause.PANIC if inside and record.cause is Cause.DURESS else record.cause,
        level=press.level if press else record.level,
        worker=PersonWithPhone(
            id=record.worker_id,
            name=reading.name(record.worker_id),
            phone=None if silent or quiet else reading.phone(record.worker_id),
        ),
        pressed_by=Presser(
            id=pressed_by.person,
            name=reading.name(pressed_by.person),
            phone=None if silent or quiet else reading.phone(pressed_by.person),
            said_no=pressed_by.said_no,
        )
        if pressed_by
        else None,
        team=Named(id=record.team_id, name=reading.team(record.team_id)),
        address=where_out(place_of(visit.address)) if visit else None,
        address_left=visit is not None and left_before(_over_at(visit, inside=inside), since),
        location=LocationOut.model_validate(spot.column()) if spot else None,
        location_text=in_words(catalogue(reading.organisation.language), spot, reading.now) if spot else "",
        map_link=map_link(spot) if spot else None,
        battery=BatteryOut.of(record),
        opened_at=since,
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
                told_at=one.created_at,
                at=one.state_at,
                picked_up_at=one.picked_up_at,
            )
            for one in known.messages
            if press is None or one.created_at >= since
        ],
        plan=[PlanStep(level=one.level, after_seconds=one.after.total_seconds()) for one in plan_of(record.plan).steps],
        next_deadline=DeadlineOut(kind=deadline.kind.value, due_at=deadline.due_at)
        if deadline and record.resolved_at is None
        else None,
        timeline=[
            line_out(reading.line(event, record.worker_id, noted=press is None), reading)
            for event in (story_inside(known.events) if inside else known.events)
            if press is None or event.at >= since
        ],
        steps=[one.text for one in steps],
        ticks=[
            TickOut(step=shown_at[one.cause, one.step], by=named(one.done_by, reading), at=one.done_at)
            for one in known.ticks
            if (one.cause, one.step) in shown_at
        ],
        police_call=police_call_out(police_call, reading) if police_call and police_call.called_at >= since else None,
        guard=None if known.guards is None or inside else guard_out(known.guards, record, reading),
        emergency_number=protocol.emergency.number,
        silent=silent,
        quiet=quiet,
        drill=record.drill,
        as_of=reading.now,
        may_act=may_act,
        may_escalate=may_act and record.resolved_at is None and not record.drill and not record.rounds,
    )


def _over_at(visit: VisitRecord, *, inside: bool) -> datetime | None:
    """When the visit was over. For those inside one that was signed off with the duress PIN is over since then."""
    return visit.shown_ended_at if inside and visit.shown_ended_at is not None else visit.ended_at


def _police_calls(reading: Reading, alarm_ids: Sequence[UUID]) -> Sequence[PoliceCallRecord]:
    """Returns the calls to the police that humans made for these alarms, oldest first."""
    return reading.session.scalars(
        select(PoliceCallRecord)
        .where(PoliceCallRecord.organisation_id == reading.organisation.id, PoliceCallRecord.alarm_id.in_(alarm_ids))
        .order_by(PoliceCallRecord.called_at)
    ).all()


def _ticks(reading: Reading, alarm_ids: Sequence[UUID]) -> Sequence[TickRecord]:
    return reading.session.scalars(
        select(TickRecord)
        .where(TickRecord.organisation_id == reading.organisation.id, TickRecord.alarm_id.in_(alarm_ids))
        .order_by(TickRecord.step)
    ).all()


def _messages(reading: Reading, alarm_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[MessageRecord]]:
    """Returns the messages about these alarms, by alarm."""
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
        by_alarm.setdefault(one.subject, []).append(one)
    return by_alarm
