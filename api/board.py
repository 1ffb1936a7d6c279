"""The board: who is where until when, by urgency. Asked for every two seconds, and it says how old it is."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import select, true

from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.service import last_tick
from achterwacht.people.policy import Action, Caller
from achterwacht.people.records import TeamRecord
from achterwacht.people.service import who_sent_stop
from achterwacht.refused import NotAllowed
from achterwacht.visits.facts import CheckCall, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.crowding import crowd_of
from achterwacht.watch.health import is_late
from achterwacht.watch.relieving import Relief, reliefs_of
from achterwacht.watch.views import Reading, VisitView
from achterwacht.whereabouts.listing import going_home, list_of, shown
from api.alarm_schemas import AlarmOut, alarms_out
from api.alarms import hidden
from api.errors import problems
from api.schemas import Named, Schema
from api.security import Me, Read
from api.visit_schemas import VisitOut
from api.whereabouts import WhereaboutsOut
from foundation.clock import clock_of

router = APIRouter(prefix="/v1/board", tags=["board"])


class ClockOut(Schema):
    """Whether the clock that watches everybody still goes."""

    late: bool
    last_tick_at: datetime | None


class ReliefOut(Schema):
    """A watch that is handed over at the end of a shift. Who stays has it until one of those asked takes it."""

    team: Named
    staying: list[Named]
    asked: list[Named]
    asks_me: bool
    managers_told: bool

    @classmethod
    def of(cls, relief: Relief, reading: Reading, me: Caller) -> "ReliefOut":
        return cls(
            team=Named(id=relief.team_id, name=reading.team(relief.team_id)),
            staying=[Named(id=one, name=reading.name(one)) for one in relief.staying],
            asked=[Named(id=one, name=reading.name(one)) for one in relief.asked],
            asks_me=me.id in relief.asked,
            managers_told=relief.managers_told,
        )


class CrowdOut(Schema):
    """More visits under way than who has the watch can look after. most: how many one person can."""

    team: Named
    visits: int
    watchers: int
    most: int


class Board(Schema):
    as_of: datetime
    clock: ClockOut
    alarms: list[AlarmOut]
    drills: list[AlarmOut]
    visits: list[VisitOut]
    planned: list[VisitOut]
    going_home: list[VisitOut]
    phoned_only: list[UUID]
    """Workers of these visits who sent STOP: what would be an SMS to them is a call."""
    teams: list[Named]
    reliefs: list[ReliefOut]
    crowds: list[CrowdOut]
    whereabouts: list[WhereaboutsOut]
    """What the device keeps for when the server is gone: the lists of the teams of which anybody is on the board."""


@router.get("", responses=problems(403))
def board(me: Me, session: Read) -> Board:
    """Alarms first, drills apart, then visits under way by urgency, then what is planned for the coming hours."""
    if not me.can(Action.SEE_BOARD):
        raise NotAllowed(Action.SEE_BOARD)
    now = clock_of(session).now(session)
    teams = me.teams_for(Action.SEE_BOARD)
    reading = Reading(session, me.organisation_id, now)
    mine = true() if teams is None else VisitRecord.team_id.in_(teams)
    records = session.scalars(
        select(VisitRecord).where(VisitRecord.organisation_id == me.organisation_id, mine, shown(now))
    ).all()
    homeward = session.scalars(going_home(me.organisation_id).where(mine)).all()
    alarms = session.scalars(
        select(AlarmRecord).where(
            AlarmRecord.organisation_id == me.organisation_id,
            AlarmRecord.resolved_at.is_(None),
            true() if teams is None else AlarmRecord.team_id.in_(teams),
        )
    ).all()
    views = reading.visits(records, me.id, timeline=False)
    visits = [VisitOut.of(view, reading) for view in views]
    # A silent alarm of one's own is not there for who is inside, here neither.
    heard = [one for one in alarms if not one.drill and not hidden(session, me, one)]
    busy = {view.record.team_id for view in views} | {one.team_id for one in heard}
    ticked = last_tick(session, now)
    names = session.execute(
        select(TeamRecord.id, TeamRecord.name)
        .where(TeamRecord.organisation_id == me.organisation_id, true() if teams is None else TeamRecord.id.in_(teams))
        .order_by(TeamRecord.name)
    )
    return Board(
        as_of=now,
        clock=ClockOut(late=is_late(ticked, now), last_tick_at=ticked),
        alarms=alarms_out(heard, reading, me),
        drills=alarms_out([one for one in alarms if one.drill], reading, me),
        visits=sorted((one for one in visits if one.state is VisitState.UNDER_WAY), key=_urgency),
        planned=sorted((one for one in visits if one.state is VisitState.PLANNED), key=lambda one: one.planned_start),
        crowds=_crowds(reading, views),
        reliefs=[ReliefOut.of(one, reading, me) for one in reliefs_of(session, me.organisation_id, teams)],
        going_home=[VisitOut.of(view, reading) for view in reading.visits(homeward, me.id, timeline=False)],
        phoned_only=who_sent_stop(session, me.organisation_id, {one.worker_id for one in (*records, *homeward)}),
        teams=[Named(id=row.id, name=row.name) for row in names],
        whereabouts=[WhereaboutsOut.of(list_of(reading, team, views, heard, me.id)) for team in sorted(busy)],
    )


def _crowds(reading: Reading, views: Sequence[VisitView]) -> list[CrowdOut]:
    out = Counter(view.record.team_id for view in views if view.record.state is VisitState.UNDER_WAY)
    found = [
        crowd_of(reading.session, reading.organisation, team, visits, reading.duty(team))
        for team, visits in sorted(out.items())
    ]
    return [
        CrowdOut(
            team=Named(id=one.team_id, name=reading.team(one.team_id)),
            visits=one.visits,
            watchers=one.watchers,
            most=one.most,
        )
        for one in found
        if one is not None
    ]


def _urgency(visit: VisitOut) -> tuple[bool, bool, datetime]:
    """Alarms, then check calls that wait for an answer, then what ends first."""
    return visit.alarm is None, visit.watch.check_call is not CheckCall.ASKED, visit.expected_end
