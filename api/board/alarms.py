"""The alarms that a desk must hear on any page: few words, asked for every few seconds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, true

from achterwacht.alarms.facts import Cause, Level
from achterwacht.alarms.records import AlarmRecord
from achterwacht.people.actions import Action
from achterwacht.refused import NotAllowed
from achterwacht.views.visits import Reading
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.access import hidden
from achterwacht.watch.along import companions_of
from achterwacht.watch.inside import in_secret, open_presses
from achterwacht.watch.pressers import Presser, companion_who_pressed, pressers
from achterwacht.watch.wording import left_before
from api.alarms.schemas import PressedBy
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Named, Schema
from api.http.security import Me, Read
from api.timeline import maybe_named, named
from foundation.clock import clock_of

router = Router(prefix="/v1/board", tags=["board"])


class LoudAlarm(Schema):
    """An open alarm as the page announces it: who, where, how grave, and whether anybody has it."""

    id: UUID
    cause: Cause
    level: Level
    worker: Named
    pressed_by: PressedBy | None
    """Who pressed the noodknop or gave the duress PIN, if it was a companion."""
    address: str | None
    address_left: bool
    """The visit was over before the alarm: it is where they were last."""
    opened_at: datetime
    acknowledged_by: Named | None
    acknowledged_at: datetime | None


class LoudAlarms(Schema):
    alarms: list[LoudAlarm]
    as_of: datetime


@router.get("/alarms", responses=problems(403))
def alarms_of_the_desk(me: Me, session: Read) -> LoudAlarms:
    """Returns the open alarms of the teams you watch over, gravest first. Drills are left out, and so are your own.

    While you are inside of a silent alarm there are none of others either.
    """
    if not me.can(Action.SEE_BOARD):
        raise NotAllowed(Action.SEE_BOARD)
    teams = me.teams_for(Action.SEE_BOARD)
    reading = Reading(session, me.organisation_id, clock_of(session).now(session))
    found = session.execute(
        select(AlarmRecord, VisitRecord.address_line, VisitRecord.ended_at, VisitRecord.shown_ended_at)
        .outerjoin(
            VisitRecord,
            (VisitRecord.organisation_id == AlarmRecord.organisation_id) & (VisitRecord.id == AlarmRecord.visit_id),
        )
        .where(
            AlarmRecord.organisation_id == me.organisation_id,
            AlarmRecord.resolved_at.is_(None),
            AlarmRecord.drill.is_(False),
            AlarmRecord.worker_id != me.id,
            true() if teams is None else AlarmRecord.team_id.in_(teams),
        )
    ).all()
    heard = [(one, (line, over, shown)) for one, line, over, shown in found if not hidden(session, me, one)]
    if heard and in_secret(session, me.organisation_id, me.id):
        heard = [(one, place) for one, place in heard if companions_of(session, one).get(me.id)]
    # A companion on that visit sees the alarm of a noodknop that was pressed openly during the silent one.
    own = [one.id for one, _ in heard if one.cause is Cause.DURESS and companions_of(session, one).get(me.id)]
    openly = open_presses(session, me.organisation_id, own)
    who = pressers(session, me.organisation_id, [one.id for one, _ in heard if one.cause.pressed])
    who = {**who, **{one: press.by for one, press in openly.items() if press.by}}
    reading.learn(person for one, _ in heard for person in (one.worker_id, one.acknowledged_by))
    reading.learn(one.person for one in who.values())
    heard.sort(key=lambda row: (-row[0].cause.gravity, -row[0].level.height, row[0].opened_at))
    return LoudAlarms(
        alarms=[
            LoudAlarm(
                id=one.id,
                cause=Cause.PANIC if press else one.cause,
                level=press.level if press else one.level,
                worker=named(one.worker_id, reading),
                pressed_by=_pressed_by(companion_who_pressed(one.worker_id, who.get(one.id)), reading),
                address=address,
                address_left=left_before((shown_ended_at if press else None) or ended_at, opened_at),
                opened_at=opened_at,
                acknowledged_by=maybe_named(one.acknowledged_by, reading),
                acknowledged_at=press.not_before(one.acknowledged_at) if press else one.acknowledged_at,
            )
            for one, (address, ended_at, shown_ended_at) in heard
            for press in [openly.get(one.id)]
            for opened_at in [press.since if press else one.opened_at]
        ],
        as_of=reading.now,
    )


def _pressed_by(who: Presser | None, reading: Reading) -> PressedBy | None:
    return None if who is None else PressedBy(id=who.person, name=reading.name(who.person), said_no=who.said_no)
