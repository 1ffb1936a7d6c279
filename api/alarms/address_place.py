"""Where the address of an alarm is on a map. The alarm says the address itself, and the place of the phone."""

from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.described import WhereTo, place_of
from achterwacht.alarms.records import AlarmRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.access import on_alarm
from api.addresses.routes import RegistersOfApp
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Schema
from api.http.security import MeBefore
from api.http.transaction import DoorsOfApp
from api.maps.points import points_of
from api.maps.routes import SettingsOfApp
from foundation.setting_groups.maps import MapOf

router = Router(tags=["alarms"])


class PointOut(Schema):
    latitude: float
    longitude: float


class AddressPlace(Schema):
    """place: null if there is no address, if nobody knows where it is, or if the register is away."""

    place: PointOut | None


@router.get("/v1/alarms/{alarm_id}/address-place", responses=problems(404))
async def address_place(
    alarm_id: UUID, me: MeBefore, doors: DoorsOfApp, registers: RegistersOfApp, settings: SettingsOfApp
) -> AddressPlace:
    """Returns where the address of an alarm is, by the public register. Without a map nobody is asked."""
    where = await doors.do(False, partial(_where, me=me, alarm_id=alarm_id))
    if where is None or settings.map is MapOf.NONE:
        return AddressPlace(place=None)
    found = (await points_of(registers, {alarm_id: where})).found.get(alarm_id)
    return AddressPlace(place=None if found is None else PointOut(latitude=found.latitude, longitude=found.longitude))


def _where(session: Session, me: Caller, alarm_id: UUID) -> WhereTo | None:
    on_alarm(session, me, alarm_id, Action.SEE_ALARM)
    address = session.scalar(
        select(VisitRecord.address)
        .join(AlarmRecord, AlarmRecord.visit_id == VisitRecord.id)
        .where(
            AlarmRecord.organisation_id == me.organisation_id,
            VisitRecord.organisation_id == me.organisation_id,
            AlarmRecord.id == alarm_id,
        )
    )
    return None if address is None else place_of(address)
