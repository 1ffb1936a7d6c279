"""What whoever goes to an address is told of a measure in force against somebody there: what to do, never why or whom.

A measure is told to who plans or goes there, and to nobody else.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Uuid, bindparam, select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address, address_of
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.measures import MeasureKind
from achterwacht.protocols.running import manager_word
from foundation.among import one_of
from foundation.at_hand import at_hand
from notifications.texts.catalogue import FIRST_LANGUAGE, catalogue

TELLS = (
    MeasureKind.RECEIVED_AT_POLICE,
    MeasureKind.SECURED_ENVIRONMENT,
    MeasureKind.ACCESS_BAN,
    MeasureKind.CALL_RESTRICTION,
    MeasureKind.STOP_SERVICE,
    MeasureKind.STREET_BAN,
)
"""What changes how somebody is met, the gravest first. The others are nobody's business at the door."""
IN_FORCE = select(
    MeasureRecord.kind, MeasureRecord.conditions, MeasureRecord.address, MeasureRecord.starts_on, MeasureRecord.until
).where(
    MeasureRecord.organisation_id == bindparam("organisation", type_=Uuid()),
    MeasureRecord.state == MeasureState.IN_FORCE,
    one_of(MeasureRecord.kind, TELLS),
)
"""Every measure that was decided on and changes how somebody is met, also one that begins later; `risks/look_up.py`
asks for those at one address."""


def holding(
    session: Session, organisation_id: UUID, rows: Sequence[Row[Any]], there_from: datetime, there_until: datetime
) -> Sequence[Row[Any]]:
    """Returns those that hold on a day on which somebody is there. What begins later is nobody's business yet: whom it
    is about may still come, and may not have heard of it. What is over by then is told to nobody who goes there."""
    if not rows:
        return ()
    zone = ZoneInfo(at_hand(session, OrganisationRecord, organisation_id).time_zone)
    first, last = (one.astimezone(zone).date() for one in (there_from, there_until))
    return [one for one in rows if one.starts_on <= last and (one.until is None or first <= one.until)]


def instructions_of(
    session: Session, organisation_id: UUID, rows: Iterable[Row[Any]], address: Address
) -> Sequence[str]:
    """Returns what to do at this address because of measures in force, each sentence once.

    rows: those that hold then and may be meant for it.
    """
    found = sorted(
        (TELLS.index(row.kind), row.kind, tuple(row.conditions))
        for row in rows
        if not set(address_of(row.address).keys).isdisjoint(address.keys)
    )
    texts = catalogue(FIRST_LANGUAGE, manager_word(session, organisation_id) if found else "")
    sentences = []
    for _, kind, conditions in found:
        terms = [texts.say("conditions", one) for one in conditions]
        sentences.append(texts.say("measure_instructions", kind.value, {"conditions": terms}))
    return tuple(dict.fromkeys(sentences))
