"""Who goes to an address hears at once that a measure begins or ends there, as of a mark in the register."""

from datetime import datetime

from sqlalchemy.orm import Session

from achterwacht.addresses.address import address_of
from achterwacht.kinds import Actor
from achterwacht.measures.at_address import TELLS
from achterwacht.measures.records import MeasureRecord
from achterwacht.visiting.risk_marks import tell_visits_at


def tell_who_goes_there(session: Session, by: Actor, record: MeasureRecord, now: datetime) -> None:
    """Ask anew what holds there for every open visit at the address of this measure, and tell what is different."""
    if record.address is not None and record.kind in TELLS:
        tell_visits_at(session, by, frozenset(address_of(record.address).keys), now)
