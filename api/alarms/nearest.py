"""The address nearest to the place of an alarm, as the public register knows it.

It has a door of its own, since the alarm and its sheet never wait for somebody else's server. A screen asks for it when
somebody looks. Only a place that is known to within a street has a nearest address: the one nearest to a vaguer place
is somebody else's house.
"""

from functools import partial
from uuid import UUID

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.registers.port import RegisterDown
from achterwacht.addresses.registers.registers import Registers
from achterwacht.alarms.records import AlarmRecord
from achterwacht.alarms.spotted import Spot
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.views.sheet_links import behind_link
from achterwacht.views.sheet_places import visits_of
from achterwacht.watch.access import on_alarm
from achterwacht.watch.spots import spot_of_alarm
from api.addresses.routes import RegistersOfApp
from api.http.errors import problem, problems
from api.http.last_step import Router
from api.http.schemas import Schema
from api.http.security import MeBefore
from api.http.transaction import DoorsOfApp
from notifications.texts.catalogue import catalogue

router = Router()

Place = tuple[Spot | None, str, str]
"""Where an alarm is, with the country and the language of its organisation."""


class NearestAddress(Schema):
    """The address as people read it out; null if nobody knows it."""

    text: str | None


@router.get("/v1/alarms/{alarm_id}/nearest-address", responses=problems(404), tags=["alarms"])
async def nearest_address(alarm_id: UUID, me: MeBefore, doors: DoorsOfApp, registers: RegistersOfApp) -> NearestAddress:
    """Returns the address nearest to where the phone was.

    None without a place, for a vague place, or if the register is away.
    """
    return await _asked(await doors.do(False, partial(_place, me=me, alarm_id=alarm_id)), registers)


@router.get("/o/{token}/nearest-address", include_in_schema=False, response_model=NearestAddress)
async def nearest_behind_link(token: str, doors: DoorsOfApp, registers: RegistersOfApp) -> NearestAddress | Response:
    """Returns the same for the sheet behind the link of an SMS, as long as that link works."""
    place = await doors.do(False, partial(_behind_link, token=token))
    return problem(404) if place is None else await _asked(place, registers)


async def _asked(place: Place, registers: Registers) -> NearestAddress:
    spot, country, language = place
    register = registers.of(country)
    if register is None or spot is None or spot.vague:
        return NearestAddress(text=None)
    try:
        found = await register.nearest(spot.latitude, spot.longitude)
    except RegisterDown:
        return NearestAddress(text=None)
    if found is None:
        return NearestAddress(text=None)
    facts = {"address": found.line, "metres": found.metres}
    return NearestAddress(text=catalogue(language).say("spots", "near", facts))


def _place(session: Session, me: Caller, alarm_id: UUID) -> Place:
    on_alarm(session, me, alarm_id, Action.SEE_ALARM)
    alarm = session.scalars(
        select(AlarmRecord).where(AlarmRecord.organisation_id == me.organisation_id, AlarmRecord.id == alarm_id)
    ).one()
    return _place_of(session, alarm)


def _behind_link(session: Session, token: str) -> Place | None:
    behind = behind_link(session, token)
    return None if behind is None else _place_of(session, behind[0])


def _place_of(session: Session, alarm: AlarmRecord) -> Place:
    visit = next((one for one in visits_of(session, alarm) if one.id == alarm.visit_id), None)
    organisation = session.get_one(OrganisationRecord, alarm.organisation_id)
    return spot_of_alarm(alarm, visit), organisation.country, organisation.language
