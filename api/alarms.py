"""Alarms: the noodknop, and what those who watch do: take it, hand it on, close it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause, Outcome
from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.decision import Actor
from achterwacht.people.policy import Action, Caller, Inside, act_on
from achterwacht.refused import NotFound
from achterwacht.visits.records import CompanionRecord
from achterwacht.watch import alarming
from achterwacht.watch.inside import pressed_openly
from achterwacht.watch.views import Reading
from api.alarm_schemas import AlarmOut, Alarms, alarms_out
from api.errors import problems
from api.never_refused import NeverRefused
from api.once import Once
from api.places import Location, plain
from api.schemas import Note, Pressed, Utc
from api.security import Me, MeInDanger, Read, Write
from foundation.clock import clock_of

router = APIRouter(prefix="/v1/alarms", tags=["alarms"])
MOST = 200


class PanicIn(Pressed):
    """The noodknop, with or without a visit."""

    id: UUID | None = None
    visit_id: UUID | None = None
    location: Location | None = None
    note: Note | None = None


class Assign(Pressed):
    person_id: UUID


class Resolve(Pressed):
    """How it ended. With a new expected end the visit goes on."""

    outcome: Outcome
    note: Note | None = None
    expected_end: Utc | None = None


class PoliceCallIn(Pressed):
    """A human called: which number, and the reference they were given."""

    number: Annotated[str, Field(min_length=3, max_length=16)]
    reference: Annotated[str, Field(max_length=100)] | None = None
    note: Note | None = None


class CallFalse(Pressed):
    note: Note | None = None


@router.get("")
def alarms(me: Me, session: Read, open: bool = False) -> Alarms:
    """The alarms of your teams, and those you were told of; gravest first. Drills are not among them."""
    told = select(ToldRecord.alarm_id).where(
        ToldRecord.organisation_id == me.organisation_id, ToldRecord.person_id == me.id
    )
    teams = me.teams_for(Action.TAKE_ALARM)
    mine = or_(AlarmRecord.id.in_(told), AlarmRecord.worker_id == me.id)
    seen = true() if teams is None else or_(mine, AlarmRecord.team_id.in_(teams))
    wanted = AlarmRecord.resolved_at.is_(None) if open else true()
    found = session.scalars(
        select(AlarmRecord)
        .where(AlarmRecord.organisation_id == me.organisation_id, AlarmRecord.drill.is_(False), seen, wanted)
        .order_by(AlarmRecord.opened_at.desc())
        .limit(MOST)
    ).all()
    shown = [one for one in found if not hidden(session, me, one)]
    reading = Reading(session, me.organisation_id, clock_of(session).now(session))
    return Alarms(alarms=alarms_out(shown, reading, me), as_of=reading.now)


@router.get("/{alarm_id}", responses=problems(404))
def alarm(alarm_id: UUID, me: Me, session: Read) -> AlarmOut:
    """One alarm: who was told by what, and its timeline."""
    act_on_alarm(session, me, alarm_id, Action.SEE_ALARM)
    return shown_alarm(session, alarm_id, me)


def press(body: PanicIn, me: MeInDanger, session: Write, once: Once) -> AlarmOut | Response:
    """The noodknop. With visits under way it joins the alarm of each. Only who is not signed in is refused.

    A sign-in that was ended meanwhile still calls for help, and gets `{}`: it reads nothing.
    """
    location = plain(body.location, body.age_seconds)
    if me.only_alarms:
        alarming.raise_panic(session, me.actor(), body.visit_id, location)
        return heard_only(201)
    root = alarming.raise_panic(session, me.actor(), body.visit_id, location, body.note or "", body.id)
    assert root.alarm is not None
    return once.answer(shown_alarm(session, root.alarm.id, me))


router.add_api_route(
    "", press, methods=["POST"], status_code=201, response_model=AlarmOut, route_class_override=NeverRefused
)


@router.post("/{alarm_id}/acknowledge", responses=problems(403, 404, 409))
def acknowledge(alarm_id: UUID, body: Pressed, me: Me, session: Write, once: Once) -> AlarmOut:
    """Take it. The first one wins."""
    alarming.acknowledge(session, alarm_id, act_on_alarm(session, me, alarm_id, Action.TAKE_ALARM))
    return once.answer(shown_alarm(session, alarm_id, me))


@router.post("/{alarm_id}/decline", responses=problems(403, 404, 409))
def decline(alarm_id: UUID, body: Pressed, me: Me, session: Write, once: Once) -> AlarmOut:
    """Say that you can't."""
    alarming.decline(session, alarm_id, act_on_alarm(session, me, alarm_id, Action.TAKE_ALARM))
    return once.answer(shown_alarm(session, alarm_id, me))


@router.post("/{alarm_id}/assign", responses=problems(403, 404, 409))
def assign(alarm_id: UUID, body: Assign, me: Me, session: Write, once: Once) -> AlarmOut:
    """Hand it to somebody. The old taker stays until the new one acknowledges."""
    by = act_on_alarm(session, me, alarm_id, Action.TAKE_ALARM)
    alarming.assign(session, alarm_id, body.person_id, by)
    return once.answer(shown_alarm(session, alarm_id, me))


@router.post("/{alarm_id}/resolve", responses=problems(403, 404, 409))
def resolve(alarm_id: UUID, body: Resolve, me: Me, session: Write, once: Once) -> AlarmOut:
    """Close it; everyone who was told gets the all-clear."""
    by = act_on_alarm(session, me, alarm_id, Action.RESOLVE_ALARM)
    alarming.close(session, alarm_id, body.outcome, body.note or "", body.expected_end, by)
    return once.answer(shown_alarm(session, alarm_id, me))


@router.post("/{alarm_id}/police-calls", responses=problems(403, 404, 409))
def note_police_call(alarm_id: UUID, body: PoliceCallIn, me: Me, session: Write, once: Once) -> AlarmOut:
    """Note that a human called the police."""
    by = act_on_alarm(session, me, alarm_id, Action.TAKE_ALARM)
    alarming.note_police_call(session, alarm_id, body.number, body.reference or "", body.note or "", by)
    return once.answer(shown_alarm(session, alarm_id, me))


@router.post("/{alarm_id}/false-alarm", responses=problems(404, 409))
def call_false(alarm_id: UUID, body: CallFalse, me: Me, session: Write, once: Once) -> AlarmOut:
    """The worker says "loos alarm": a note that asks for a call back."""
    alarming.call_false(session, alarm_id, body.note or "", act_on_alarm(session, me, alarm_id, Action.SEE_ALARM))
    return once.answer(shown_alarm(session, alarm_id, me))


def heard_only(status: int) -> Response:
    """The answer to a sign-in that was ended: it was heard, and that is all it says."""
    return JSONResponse({}, status)


def act_on_alarm(session: Session, me: Caller, alarm_id: UUID, action: Action) -> Actor:
    """The caller as the one who does this with that alarm. Who was told of it may act on it, whatever their team."""
    record = session.scalars(
        select(AlarmRecord).where(AlarmRecord.organisation_id == me.organisation_id, AlarmRecord.id == alarm_id)
    ).one_or_none()
    if record is None or hidden(session, me, record):
        raise NotFound("alarm")
    inside = Inside(record.worker_id, _companions(session, record))
    if me.id not in {inside.worker, *inside.companions} and _was_told(session, me, alarm_id):
        return me.actor()
    return act_on(me, action, Action.SEE_ALARM, record.team_id, inside)


def hidden(session: Session, me: Caller, record: AlarmRecord) -> bool:
    """A silent alarm is not there for those inside: their screen may be in the wrong hand.

    Unless they pressed the noodknop too, for all to see: then they see that alarm, as if it were only that one.
    """
    inside = record.cause is Cause.DURESS and me.id in {record.worker_id, *_companions(session, record)}
    return inside and not pressed_openly(session, record)


def _companions(session: Session, record: AlarmRecord) -> set[UUID]:
    found = select(CompanionRecord.person_id).where(
        CompanionRecord.organisation_id == record.organisation_id, CompanionRecord.visit_id == record.visit_id
    )
    return {person for person in session.scalars(found) if person is not None}


def _was_told(session: Session, me: Caller, alarm_id: UUID) -> bool:
    told = select(ToldRecord.id).where(
        ToldRecord.organisation_id == me.organisation_id, ToldRecord.alarm_id == alarm_id, ToldRecord.person_id == me.id
    )
    return session.scalar(told) is not None


def shown_alarm(session: Session, alarm_id: UUID, me: Caller) -> AlarmOut:
    record = session.scalars(
        select(AlarmRecord).where(AlarmRecord.organisation_id == me.organisation_id, AlarmRecord.id == alarm_id)
    ).one()
    reading = Reading(session, me.organisation_id, clock_of(session).now(session))
    return alarms_out([record], reading, me)[0]
