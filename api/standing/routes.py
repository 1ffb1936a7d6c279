"""How it stands with what an organisation leans on: clock, messages, canary, drills, backup, heartbeat."""

from datetime import timedelta

from achterwacht.canary.rules import Fault, Result
from achterwacht.monitoring.standing import HowWell, Outside, standing
from achterwacht.people.actions import Action
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Schema, Utc
from api.http.security import Me, Read, SettingsOfApp
from foundation.clock import clock_of
from foundation.settings import Settings
from notifications.ways import Channel

router = Router(prefix="/v1/standing", tags=["administration"])


class LastTime(Schema):
    """at: when it last happened; null if never, or not that we know."""

    level: HowWell
    at: Utc | None


class WayStands(Schema):
    """lastAt: when a provider last took one, within a week. waiting: due, and with none yet. failed: within a day."""

    channel: Channel
    level: HowWell
    last_at: Utc | None
    waiting: int
    failed: int


class HowItStands(Schema):
    """level: the worst of all. held: put back from a backup, and not let go yet. broken: rules that do not hold now.

    canaryFault: what a machine did wrong in the last test. reachesPeople: whether messages leave this installation at
    all. heartbeat: when somebody outside last took the word that the clock sends; outside: whether one is sent, they
    look in another way, or nobody does.
    """

    as_of: Utc
    level: HowWell
    held: bool
    broken: int
    reaches_people: bool
    clock: LastTime
    ways: list[WayStands]
    canary: LastTime
    canary_result: Result
    canary_fault: Fault | None
    drill: LastTime
    backup: LastTime
    heartbeat: LastTime
    outside: Outside


@router.get("", responses=problems(403))
def how_it_stands(me: Me, session: Read, settings: SettingsOfApp) -> HowItStands:
    """Returns how it stands. Nothing of anybody is in it."""
    me.require(Action.SEE_STANDING)
    now, tick = clock_of(session).now(session), timedelta(seconds=settings.tick_seconds)
    outside = who_looks(settings)
    found = standing(session, me.organisation_id, now, tick, outside, settings.reaches_people)
    return HowItStands(
        as_of=found.now,
        level=found.level,
        held=found.held,
        broken=found.broken,
        reaches_people=settings.reaches_people,
        clock=LastTime.model_validate(found.clock),
        ways=[WayStands.model_validate(one) for one in found.ways],
        canary=LastTime.model_validate(found.canary),
        canary_result=found.canary_result,
        canary_fault=found.canary_fault,
        drill=LastTime.model_validate(found.drill),
        backup=LastTime.model_validate(found.backup),
        heartbeat=LastTime.model_validate(found.heartbeat),
        outside=outside,
    )


def who_looks(settings: Settings) -> Outside:
    """Returns who outside notices that all stands still, as far as the settings say."""
    if settings.heartbeat_url:
        return Outside.HEARTBEAT
    return Outside.OTHERWISE if settings.no_heartbeat_because else Outside.NOBODY
