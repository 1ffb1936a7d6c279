"""Where on a map the visits and alarms of the board are: the board itself says it in words, and waits for nobody.

Who may read a place is decided as it was before there was a map. An address is on the board already. The place of a
phone is given of an alarm only, to who may read that alarm; and never of a silent one, of which the board shows no more
than the address.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from achterwacht.addresses.described import WhereTo, place_of
from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.alarms.spotted import Spot
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.refused import NotAllowed
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.access import hidden
from achterwacht.watch.spots import spot_of_alarm
from api.addresses.routes import RegistersOfApp
from api.http.errors import problems
from api.http.last_step import Router
from api.http.limits import RateLimiter
from api.http.schemas import Body, Schema
from api.http.security import MeBefore
from api.http.transaction import DoorsOfApp
from api.maps.points import points_of
from api.maps.routes import SettingsOfApp
from foundation.setting_groups.maps import MapOf

router = Router(prefix="/v1/board", tags=["board"])

MOST = 30
"""So many visits or alarms at once; a desk with more asks again."""
_tries = RateLimiter("120/minute")


class Source(StrEnum):
    """Where a place comes from."""

    PHONE = "phone"
    ADDRESS = "address"


class ToLocate(Body):
    """Which visits and alarms of the board to place."""

    visits: Annotated[list[UUID], Field(default_factory=list, max_length=MOST)]
    alarms: Annotated[list[UUID], Field(default_factory=list, max_length=MOST)]


class PlaceOnMap(Schema):
    """Of a visit or an alarm. accuracyMetres: how far off the phone may be; null if it did not say, or of an address.

    at: when the phone was there; null of an address.
    """

    id: UUID
    latitude: float
    longitude: float
    accuracy_metres: float | None = None
    at: datetime | None = None
    source: Source


class PlacesOnMap(Schema):
    """askAgain: those of which the register gave no answer now. What is in neither has no known place."""

    places: list[PlaceOnMap]
    ask_again: list[UUID]


@dataclass
class _Asked:
    addresses: dict[UUID, WhereTo] = field(default_factory=dict)
    spots: dict[UUID, Spot] = field(default_factory=dict)

    def note(self, alarm: AlarmRecord, visit: VisitRecord | None) -> None:
        spot = None if alarm.cause is Cause.DURESS else spot_of_alarm(alarm, visit)
        # Next to a vague place stands somebody else's house: the address says more.
        if spot is not None and (visit is None or not spot.vague):
            self.spots[alarm.id] = spot
        elif visit is not None:
            self.addresses[alarm.id] = place_of(visit.address)


@router.post("/_locate", responses=problems(403, 429))
async def locate(
    body: ToLocate, me: MeBefore, doors: DoorsOfApp, registers: RegistersOfApp, settings: SettingsOfApp
) -> PlacesOnMap:
    """Returns where these visits under way and open alarms are. Nothing is stored; without a map nobody is asked."""
    if not me.can(Action.SEE_BOARD):
        raise NotAllowed(Action.SEE_BOARD)
    _tries.take(str(me.id))
    if settings.map is MapOf.NONE:
        return PlacesOnMap(places=[], ask_again=[])
    asked = await doors.do(False, partial(_asked, me=me, body=body))
    points = await points_of(registers, asked.addresses)
    by_phone = [
        PlaceOnMap(
            id=one,
            latitude=spot.latitude,
            longitude=spot.longitude,
            accuracy_metres=spot.accuracy,
            at=spot.at,
            source=Source.PHONE,
        )
        for one, spot in asked.spots.items()
    ]
    by_address = [
        PlaceOnMap(id=one, latitude=point.latitude, longitude=point.longitude, source=Source.ADDRESS)
        for one, point in points.found.items()
    ]
    return PlacesOnMap(places=by_phone + by_address, ask_again=points.away)


def _asked(session: Session, me: Caller, body: ToLocate) -> _Asked:
    teams = me.teams_for(Action.SEE_BOARD)
    visits = session.execute(
        select(VisitRecord.id, VisitRecord.address).where(
            VisitRecord.organisation_id == me.organisation_id,
            VisitRecord.id.in_(body.visits),
            VisitRecord.state == VisitState.UNDER_WAY,
            true() if teams is None else VisitRecord.team_id.in_(teams),
        )
    )
    asked = _Asked(addresses={one.id: place_of(one.address) for one in visits})
    alarms = session.execute(
        select(AlarmRecord, VisitRecord)
        .outerjoin(
            VisitRecord,
            (VisitRecord.organisation_id == AlarmRecord.organisation_id) & (VisitRecord.id == AlarmRecord.visit_id),
        )
        .where(
            AlarmRecord.organisation_id == me.organisation_id,
            AlarmRecord.id.in_(body.alarms),
            AlarmRecord.resolved_at.is_(None),
            true() if teams is None else AlarmRecord.team_id.in_(teams),
        )
    )
    for alarm, visit in alarms:
        if not hidden(session, me, alarm):
            asked.note(alarm, visit)
    return asked
