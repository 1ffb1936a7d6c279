"""What whoever goes to an address is told of a measure in force against somebody there: what to do, never why or whom.

One statement, and only in a look-up for a visit: a measure is told to who plans or goes there, and to nobody else.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address, address_of
from achterwacht.addresses.likeness import near_keys
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.protocols.measures import MeasureKind
from achterwacht.protocols.running import manager_word
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


def instructions_at(session: Session, organisation_id: UUID, address: Address) -> Sequence[str]:
    """Returns what to do at this address because of measures in force, each sentence once."""
    record = MeasureRecord
    here: ColumnElement[bool] = record.near_key.in_(near_keys(address))
    if address.register_key is not None:
        here = or_(here, record.register_key == address.register_key)
    rows = session.connection().execute(
        select(record.kind, record.conditions, record.address).where(
            record.organisation_id == organisation_id,
            record.state == MeasureState.IN_FORCE,
            record.kind.in_(TELLS),
            here,
        )
    )
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
