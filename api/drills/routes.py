"""Drills ("oefeningen"): beginning one, ending it, and reading what it showed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Level
from achterwacht.drills.report import Answered, Row, Step
from achterwacht.drills.rules import DrillKind
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller, act_on
from achterwacht.people.teams import colleagues_of, team_of, teams_of
from achterwacht.use_cases import drills as drill_cases
from achterwacht.views.drills import A_PAGE, DrillView, drill_of, drills_of, last_drills, view_drills
from achterwacht.views.visits import Reading
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import Named, Pressed, Schema
from api.http.security import Me, Read, Write
from api.timeline import LineOut, line_out, maybe_named, named
from foundation.clock import clock_of
from notifications.records import MessageState
from notifications.ways import Channel

router = Router(prefix="/v1/drills", tags=["drills"])


class DrillIn(Pressed):
    """Who plays the worker: you, if nobody is named. `kind`: not checked out, or the noodknop."""

    id: UUID | None = None
    team_id: UUID
    worker_id: UUID | None = None
    kind: DrillKind = DrillKind.OVERDUE


class DrillMessage(Schema):
    channel: Channel
    state: MessageState
    at: datetime


class DrillRow(Schema):
    """One person in one step. `seconds` from being told to the answer; null if there was none."""

    person: Named
    level: Level
    told_at: datetime
    messages: list[DrillMessage]
    delivered: bool
    answer: Answered | None
    answered_at: datetime | None
    seconds: float | None


class DrillStep(Schema):
    """A step of the ladder: when it was reached, and who took it; null if not."""

    level: Level
    reached_at: datetime | None
    taken_by: Named | None
    taken_at: datetime | None


class DrillOut(Schema):
    """A drill with its report. `endedBy` is null if it ended by itself."""

    id: UUID
    team: Named
    kind: DrillKind
    worker: Named
    started_by: Named | None
    started_at: datetime
    ended_at: datetime | None
    ended_by: Named | None
    people: list[DrillRow]
    silent: list[Named]
    steps: list[DrillStep]
    timeline: list[LineOut]
    as_of: datetime


class TeamDrills(Schema):
    """A team: whether you may begin a drill there, who can play, and when its last one was."""

    team: Named
    last_at: datetime | None
    may_start: bool
    players: list[Named]


class DrillTaken(Schema):
    """Who took it first, and how long after they were told."""

    person: Named
    seconds: float


class DrillLine(Schema):
    """A drill in the list. told: everybody who was told. silent: how many of them did not answer."""

    id: UUID
    team: Named
    kind: DrillKind
    worker: Named
    started_at: datetime
    ended_at: datetime | None
    told: list[Named]
    taken: DrillTaken | None
    silent: int


class Drills(Schema):
    """next: what to pass as `after` to read on; null at the end."""

    drills: list[DrillLine]
    next: UUID | None
    teams: list[TeamDrills]
    as_of: datetime


@router.get("", responses=problems(403, 404))
def drills(me: Me, session: Read, after: UUID | None = None) -> Drills:
    """Returns the drills of your teams, the latest first, by 50, and when each team had its last one."""
    me.require(Action.SEE_DRILLS)
    mine = me.teams_for(Action.SEE_DRILLS)
    reading = Reading(session, me.organisation_id, clock_of(session).now(session), language=me.language)
    last = last_drills(session, me.organisation_id)
    found = drills_of(session, me.organisation_id, mine, after)
    page = found[:A_PAGE]
    return Drills(
        drills=[_line(one, reading) for one in view_drills(reading, page, me.id)],
        next=page[-1].id if len(found) > len(page) else None,
        teams=[
            TeamDrills(
                team=Named(id=team.id, name=team.name),
                last_at=last.get(team.id),
                may_start=(may := me.can(Action.RUN_DRILL, team.id)),
                players=_players(session, me, team.id) if may else [],
            )
            for team in teams_of(session, me.organisation_id, mine)
        ],
        as_of=reading.now,
    )


@router.get("/{drill_id}", responses=problems(404))
def drill(drill_id: UUID, me: Me, session: Read) -> DrillOut:
    """Returns one drill: who was told when and how, and how long they took to answer."""
    record = drill_of(session, me.organisation_id, drill_id)
    act_on(me, Action.SEE_DRILLS, Action.SEE_DRILLS, record.team_id)
    return _shown(session, me, drill_id)


@router.post("", status_code=201, responses=problems(403, 404, 409))
def start(body: DrillIn, me: Me, session: Write, once: IdempotentRequest) -> DrillOut:
    """Begin a drill: the real ladder, with every text marked. It ends by itself."""
    by = me.require(Action.RUN_DRILL, team_of(session, me.organisation_id, body.team_id).id)
    started = drill_cases.start(session, body.id, body.team_id, body.worker_id or me.id, body.kind, by)
    return once.answer(_shown(session, me, started))


@router.post("/{drill_id}/stop", responses=problems(403, 404))
def stop(drill_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest) -> DrillOut:
    """End the drill at once; everyone who was told hears it. A repeat gets the same answer."""
    record = drill_of(session, me.organisation_id, drill_id)
    drill_cases.stop(session, drill_id, act_on(me, Action.RUN_DRILL, Action.SEE_DRILLS, record.team_id))
    return once.answer(_shown(session, me, drill_id))


def _players(session: Session, me: Caller, team_id: UUID) -> list[Named]:
    found = colleagues_of(session, me.organisation_id, frozenset({team_id}))
    return [Named(id=one.id, name=one.name) for one in found]


def _shown(session: Session, me: Caller, drill_id: UUID) -> DrillOut:
    reading = Reading(session, me.organisation_id, clock_of(session).now(session), language=me.language)
    return _out(view_drills(reading, [drill_of(session, me.organisation_id, drill_id)], me.id)[0], reading)


def _line(view: DrillView, reading: Reading) -> DrillLine:
    record, taken = view.record, view.quickest
    return DrillLine(
        id=record.id,
        team=Named(id=record.team_id, name=reading.team(record.team_id)),
        kind=DrillKind(record.cause.value),
        worker=named(record.worker_id, reading),
        started_at=record.opened_at,
        ended_at=record.resolved_at,
        told=[named(person, reading) for person in dict.fromkeys(row.person for row in view.rows)],
        taken=None if taken is None else DrillTaken(person=named(taken.person, reading), seconds=taken.seconds),
        silent=len(view.silent),
    )


def _out(view: DrillView, reading: Reading) -> DrillOut:
    record = view.record
    return DrillOut(
        id=record.id,
        team=Named(id=record.team_id, name=reading.team(record.team_id)),
        kind=DrillKind(record.cause.value),
        worker=named(record.worker_id, reading),
        started_by=maybe_named(view.started_by, reading),
        started_at=record.opened_at,
        ended_at=record.resolved_at,
        ended_by=maybe_named(record.resolved_by, reading),
        people=[_row(row, reading) for row in view.rows],
        silent=[named(person, reading) for person in view.silent],
        steps=[_step(step, reading) for step in view.steps],
        timeline=[line_out(line, reading) for line in view.timeline],
        as_of=reading.now,
    )


def _row(row: Row, reading: Reading) -> DrillRow:
    return DrillRow(
        person=named(row.person, reading),
        level=row.level,
        told_at=row.told_at,
        messages=[DrillMessage(channel=one.channel, state=one.state, at=one.state_at) for one in row.messages],
        delivered=any(one.state is MessageState.DELIVERED for one in row.messages),
        answer=row.answer.what if row.answer else None,
        answered_at=row.answer.at if row.answer else None,
        seconds=row.seconds,
    )


def _step(step: Step, reading: Reading) -> DrillStep:
    return DrillStep(
        level=step.level,
        reached_at=step.reached_at,
        taken_by=maybe_named(step.taken_by, reading),
        taken_at=step.taken_at,
    )
