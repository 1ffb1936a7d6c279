"""What whoever goes to an address is told of a measure in force against somebody there: what to do, never why or whom.

One statement, and only in a look-up for a visit: a measure is told to who plans or goes there, and to nobody else.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address, address_of
from achterwacht.addresses.likeness import near_keys
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.protocols.measures import MeasureKind
from achterwacht.protocols.running import manager_word
from foundation.among import one_of
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
_NEAR = MeasureRecord.near_key.in_(bindparam("near", expanding=True))
_IN_FORCE = select(MeasureRecord.kind, MeasureRecord.conditions, MeasureRecord.address).where(
    MeasureRecord.organisation_id == bindparam("organisation"),
    MeasureRecord.state == MeasureState.IN_FORCE,
    one_of(MeasureRecord.kind, TELLS),
)
# Built once: every check-in asks this, and to put it together took longer than the answer.
NEAR = _IN_FORCE.where(_NEAR)
NEAR_OR_REGISTERED = _IN_FORCE.where(or_(_NEAR, MeasureRecord.register_key == bindparam("register")))


def instructions_at(session: Session, organisation_id: UUID, address: Address) -> Sequence[str]:
    """Returns what to do at this address because of measures in force, each sentence once."""
    given = {"organisation": organisation_id, "near": near_keys(address), "register": address.register_key}
    rows = session.connection().execute(NEAR if address.register_key is None else NEAR_OR_REGISTERED, given)
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
