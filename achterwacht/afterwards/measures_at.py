"""Where a measure holds, and who hears of it: who goes there at once, as of a mark in the register.

A ban is often decided on before the report says where somebody lives: it goes along with what the report tells.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address, address_of
from achterwacht.addresses.likeness import near_key
from achterwacht.afterwards.measure_advice import advised_on
from achterwacht.incidents.records import IncidentAggressorRecord, IncidentRecord
from achterwacht.kinds import Actor
from achterwacht.measures.at_address import TELLS
from achterwacht.measures.facts import Case
from achterwacht.measures.records import STILL_STANDING, MeasureRecord
from achterwacht.measures.rules.naming import readdress
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.visiting.risk_marks import tell_visits_at


def told_of(session: Session, incident: IncidentRecord) -> IncidentAggressorRecord | None:
    """Returns who did it, as the report tells."""
    return session.get(IncidentAggressorRecord, (incident.id, incident.organisation_id))


def address_in(incident: IncidentRecord, told: IncidentAggressorRecord | None, case: Case) -> Address | None:
    """Returns where the aggressor is to be found: the address that is told, else the one that was visited."""
    if told is not None and told.address is not None:
        return address_of(told.address)
    at_home = any(one.channel is ConductChannel.HOME_VISIT for one in case.happened)
    return address_of(incident.address) if at_home and incident.address is not None else None


def holds_at(record: MeasureRecord, address: Address | None) -> None:
    """Let visits to this address find the measure, and to no other."""
    record.address = None if address is None else address.to_dict()
    record.near_key = None if address is None else near_key(address)
    record.register_key = None if address is None else address.register_key


def follow_address(session: Session, by: Actor, incident: IncidentRecord, now: datetime, *, handles: bool) -> None:
    """Let what still stands hold where the report, which is locked, says by now that the aggressor is to be found.

    By leaving the address out nobody takes it from the door where it holds.

    Who goes to the address as it was, and to the one that it is, is told. handles: whether whoever changed the report
    handles the case.

    Raises:
        MeasureStandsThere: as `measures.rules.naming.readdress`.
    """
    standing = session.scalars(
        select(MeasureRecord)
        .where(
            MeasureRecord.organisation_id == incident.organisation_id,
            MeasureRecord.incident_id == incident.id,
            MeasureRecord.state.in_(STILL_STANDING),
        )
        .order_by(MeasureRecord.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if not standing:
        return
    address = address_in(incident, told_of(session, incident), advised_on(session, incident).case)
    keys: set[str] = set()
    for record in standing:
        before = None if record.address is None else address_of(record.address)
        if address is None or before == address:
            continue
        if record.kind in TELLS:
            readdress(record.state, None if before is None else before.key, address.key, handles=handles)
        holds_at(record, address)
        if record.kind in TELLS:
            keys.update(key for one in (before, address) if one is not None for key in one.keys)
    session.flush()
    if keys:
        tell_visits_at(session, by, keys, now)


def tell_who_goes_there(session: Session, by: Actor, record: MeasureRecord, now: datetime) -> None:
    """Ask anew what holds there for every open visit at the address of this measure, and tell what is different."""
    if record.address is not None and record.kind in TELLS:
        tell_visits_at(session, by, frozenset(address_of(record.address).keys), now)
