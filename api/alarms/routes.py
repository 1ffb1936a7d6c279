"""Alarms: the noodknop, and what those who watch do: take it, hand it on, close it."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import case, or_, select, true
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause, Level, Outcome, PoliceCall
from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.roles import Role
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import guards, panic
from achterwacht.views.visits import Reading
from achterwacht.watch.access import held_alarm, hidden, on_alarm
from achterwacht.watch.passing_on import whom_to_ask
from achterwacht.watch.standing_in import teams_on_duty
from api.alarms.guards import GuardCallIn
from api.alarms.places import Location, plain
from api.alarms.schemas import AlarmOut, Alarms
from api.alarms.shown import alarm_made, alarms_out
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.never_refused import NeverRefused
from api.http.schemas import Named, Note, Pressed, Utc
from api.http.security import Me, MeInDanger, Read, Write
from foundation.clock import clock_of

router = Router(prefix="/v1/alarms", tags=["alarms"])
MOST = 200
MOST_HIDDEN = 20
"""Silent alarms that one person can be inside of: as a worker, and along with others."""
OPEN = AlarmRecord.resolved_at.is_(None)
GRAVEST_FIRST = (
    case((OPEN, 0), else_=1),
    case((OPEN, case(*((AlarmRecord.cause == one, -one.gravity) for one in Cause)))),
    case((OPEN, case(*((AlarmRecord.level == one, -one.height) for one in Level)))),
    case((OPEN, AlarmRecord.opened_at)),
    AlarmRecord.opened_at.desc(),
    AlarmRecord.id,
)
"""Open ones as a desk takes them, and then the others, the latest first."""


class PanicIn(Pressed):
    """The noodknop, with or without a visit."""

    id: UUID | None = None
    visit_id: UUID | None = None
    location: Location | None = None
    note: Note | None = None
    battery_percent: Annotated[int, Field(ge=0, le=100)] | None = None


class Acknowledge(Pressed):
    """takeOver: take it also from somebody who has it. Without it the first one keeps the alarm."""

    take_over: bool = False


class Tick(Pressed):
    """A step of the alarm's `steps`, by its index: done, or not done after all."""

    step: Annotated[int, Field(ge=0, le=99)]
    done: bool


class NoteIn(Pressed):
    note: Annotated[Note, Field(min_length=1)]


class Escalate(Pressed):
    """level: the one you saw. If the alarm is past it by now, the next step was taken already, and nothing happens."""

    level: Level


class Assign(Pressed):
    person_id: UUID


class Resolve(Pressed):
    """How it ended. With a new expected end the visit goes on."""

    outcome: Outcome
    note: Note | None = None
    expected_end: Utc | None = None
    cause: Annotated[Cause | None, Field(description="The cause that you saw: if it is graver now, 409.")] = None


class PoliceCallIn(Pressed):
    """A call that a human made: which number, and the reference they were given."""

    number: Annotated[str, Field(min_length=3, max_length=16)]
    reference: Annotated[str, Field(max_length=100)] | None = None
    note: Note | None = None


class CallFalse(Pressed):
    note: Note | None = None


@router.get("")
def alarms(me: Me, session: Read, open: bool = False) -> Alarms:
    """Returns the alarms of your teams and of those you are on duty for, gravest first, without drills.

    At most 200: first those that are open, the gravest of them, and then the latest; `more` says that there are others.
    An administrator also gets those that came to them because nobody else could be reached.
    """
    told = select(ToldRecord.alarm_id).where(
        ToldRecord.organisation_id == me.organisation_id, ToldRecord.person_id == me.id
    )
    teams = me.teams_for(Action.TAKE_ALARM)
    mine = AlarmRecord.worker_id == me.id
    if not me.grants:
        mine &= AlarmRecord.resolved_at.is_(None)
    if me.has(Role.ADMINISTRATOR):
        mine |= AlarmRecord.id.in_(told)
    seen = true() if teams is None else or_(mine, AlarmRecord.team_id.in_({*teams, *teams_on_duty(session, me)}))
    wanted = OPEN if open else true()
    found = session.scalars(
        select(AlarmRecord)
        .where(AlarmRecord.organisation_id == me.organisation_id, AlarmRecord.drill.is_(False), seen, wanted)
        .order_by(*GRAVEST_FIRST)
        .limit(MOST + 1 + MOST_HIDDEN)
    ).all()
    # Left out before they are counted: one place too few would give a silent alarm away to those inside.
    heard = [one for one in found if not hidden(session, me, one)]
    reading = Reading(session, me.organisation_id, clock_of(session).now(session), language=me.language)
    return Alarms(alarms=alarms_out(heard[:MOST], reading, me), more=len(heard) > MOST, as_of=reading.now)


@router.get("/{alarm_id}", responses=problems(404))
def alarm(alarm_id: UUID, me: Me, session: Read) -> AlarmOut:
    """Returns one alarm: who was told by what, and its timeline."""
    on_alarm(session, me, alarm_id, Action.SEE_ALARM)
    return shown_alarm(session, alarm_id, me)


def press(body: PanicIn, me: MeInDanger, session: Write, once: IdempotentRequest) -> AlarmOut | Response:
    """Raise the alarm of the noodknop.

    With visits under way it joins the alarm of each. Only somebody not signed in is refused.

    A sign-in that was ended meanwhile still calls for help, and gets `{}`: it reads nothing.
    """
    location = plain(body.location, body.age_seconds)
    if me.only_alarms:
        # With its id: no answer is kept here by a key, and the same press twice is one alarm.
        panic.raise_panic(
            session, me.actor(), body.visit_id, location, "", body.id,
            battery=body.battery_percent, age_seconds=body.age_seconds,
        )  # fmt: skip
        return heard_only(201)
    made = panic.raise_panic(
        session, me.actor(), body.visit_id, location, body.note or "", body.id,
        battery=body.battery_percent, age_seconds=body.age_seconds,
    )  # fmt: skip
    return once.answer(alarm_made(session, made, me))


router.add_api_route(
    "", press, methods=["POST"], status_code=201, response_model=AlarmOut, route_class_override=NeverRefused
)


@router.post("/{alarm_id}/acknowledge", responses=problems(403, 404, 409))
def acknowledge(alarm_id: UUID, body: Acknowledge, me: Me, session: Write, once: IdempotentRequest) -> AlarmOut:
    """Take the alarm. The first one wins; `takeOver` takes it from whoever has it, and they are told."""
    held = held_alarm(session, me, alarm_id, Action.TAKE_ALARM)
    return once.answer(alarm_made(session, alarm_cases.acknowledge(held, take_over=body.take_over), me))


@router.post("/{alarm_id}/decline", responses=problems(403, 404, 409))
def decline(alarm_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest) -> AlarmOut:
    """Say that you can't."""
    made = alarm_cases.decline(held_alarm(session, me, alarm_id, Action.TAKE_ALARM))
    return once.answer(alarm_made(session, made, me))


@router.post("/{alarm_id}/assign", responses=problems(403, 404, 409))
def assign(alarm_id: UUID, body: Assign, me: Me, session: Write, once: IdempotentRequest) -> AlarmOut:
    """Hand the alarm to somebody. Whoever had it keeps it until the new one acknowledges."""
    made = alarm_cases.assign(held_alarm(session, me, alarm_id, Action.TAKE_ALARM), body.person_id)
    return once.answer(alarm_made(session, made, me))


@router.get("/{alarm_id}/colleagues", responses=problems(403, 404))
def colleagues(alarm_id: UUID, me: Me, session: Read) -> list[Named]:
    """Returns to whom you can pass the alarm on now: who watches over its team and would get the question."""
    on_alarm(session, me, alarm_id, Action.TAKE_ALARM)
    record = alarm_record(session, me, alarm_id)
    return [Named(id=one.person, name=one.name) for one in whom_to_ask(session, me, record)]


@router.post("/{alarm_id}/steps", responses=problems(403, 404, 409))
def tick(alarm_id: UUID, body: Tick, me: Me, session: Write, once: IdempotentRequest) -> AlarmOut:
    """Tick a step of the desk's list, or remove the tick. Everybody who looks at the alarm sees who did it."""
    made = alarm_cases.tick(held_alarm(session, me, alarm_id, Action.TAKE_ALARM), body.step, body.done)
    return once.answer(alarm_made(session, made, me))


@router.post("/{alarm_id}/notes", responses=problems(403, 404, 409))
def note(alarm_id: UUID, body: NoteIn, me: Me, session: Write, once: IdempotentRequest) -> AlarmOut:
    """Write down what you know, while the alarm runs. Those who watch read it, and those inside never do."""
    held = held_alarm(session, me, alarm_id, Action.TAKE_ALARM)
    return once.answer(alarm_made(session, alarm_cases.note(held, body.note), me))


@router.post("/{alarm_id}/escalate", responses=problems(403, 404, 409))
def escalate(alarm_id: UUID, body: Escalate, me: Me, session: Write, once: IdempotentRequest) -> AlarmOut:
    """Take the next step of the ladder now. If somebody has the alarm, that lapses."""
    held = held_alarm(session, me, alarm_id, Action.TAKE_ALARM)
    return once.answer(alarm_made(session, alarm_cases.escalate(held, body.level), me))


@router.post("/{alarm_id}/resolve", responses=problems(403, 404, 409))
def resolve(alarm_id: UUID, body: Resolve, me: Me, session: Write, once: IdempotentRequest) -> AlarmOut:
    """Close the alarm. Everyone who was told gets the all-clear."""
    held = held_alarm(session, me, alarm_id, Action.RESOLVE_ALARM)
    made = alarm_cases.close(held, body.outcome, body.note or "", body.expected_end, body.cause)
    return once.answer(alarm_made(session, made, me))


@router.post("/{alarm_id}/police-calls", responses=problems(403, 404, 409))
def note_police_call(alarm_id: UUID, body: PoliceCallIn, me: Me, session: Write, once: IdempotentRequest) -> AlarmOut:
    """Record that a human called the police."""
    held = held_alarm(session, me, alarm_id, Action.TAKE_ALARM)
    made = alarm_cases.note_police_call(held, PoliceCall(body.number, body.reference or ""), body.note or "")
    return once.answer(alarm_made(session, made, me))


@router.post("/{alarm_id}/guard-calls", responses=problems(403, 404, 409))
def note_guard_call(alarm_id: UUID, body: GuardCallIn, me: Me, session: Write, once: IdempotentRequest) -> AlarmOut:
    """Record what came of a call that a human made to the guard firm."""
    held = held_alarm(session, me, alarm_id, Action.TAKE_ALARM)
    return once.answer(alarm_made(session, guards.note_guard_call(held, body.call()), me))


@router.post("/{alarm_id}/false-alarm", responses=problems(404, 409))
def call_false(alarm_id: UUID, body: CallFalse, me: Me, session: Write, once: IdempotentRequest) -> AlarmOut:
    """Record that the worker says "loos alarm", and ask for a call back."""
    made = alarm_cases.call_false(held_alarm(session, me, alarm_id, Action.SEE_ALARM), body.note or "")
    return once.answer(alarm_made(session, made, me))


def heard_only(status: int) -> Response:
    """Returns the answer to a sign-in that was ended: only that the call for help was heard."""
    return JSONResponse({}, status)


def alarm_record(session: Session, me: Caller, alarm_id: UUID) -> AlarmRecord:
    """Returns an alarm that the caller may see."""
    return session.scalars(
        select(AlarmRecord).where(AlarmRecord.organisation_id == me.organisation_id, AlarmRecord.id == alarm_id)
    ).one()


def shown_alarm(session: Session, alarm_id: UUID, me: Caller) -> AlarmOut:
    record = alarm_record(session, me, alarm_id)
    reading = Reading(session, me.organisation_id, clock_of(session).now(session), language=me.language)
    return alarms_out([record], reading, me)[0]
