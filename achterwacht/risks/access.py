"""What the register holds about one address or person, for a subject access request: the marks, including those that
ended, and who looked up the address.

The log holds no addresses, so each line is tested against the address in question (`audit/service.py`).
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address
from achterwacht.addresses.fold import same_name
from achterwacht.audit.records import LookupRecord
from achterwacht.audit.service import was_about
from achterwacht.risks.records import RiskMarkRecord

AT_ONCE = 1_000


@dataclass(frozen=True)
class Kept:
    """The marks, oldest first, and the look-ups."""

    marks: Sequence[RiskMarkRecord]
    look_ups: Sequence[LookupRecord]


def kept_about(session: Session, organisation_id: UUID, address: Address, person_name: str | None) -> Kept:
    """Returns everything about this address; with a name, only what is about that person.

    A mark on a household is about everybody in it. Marks elsewhere that name the same person are included.
    """
    mark = RiskMarkRecord
    here = or_(mark.address_key == address.key, mark.register_key.in_(address.keys))
    anywhere = here if person_name is None else or_(here, mark.person_name.is_not(None))
    found = session.scalars(
        select(mark).where(mark.organisation_id == organisation_id, anywhere).order_by(mark.proposed_at)
    ).all()
    marks = [one for one in found if _is_about(one, address, person_name)]
    return Kept(marks, _look_ups(session, organisation_id, address, {str(one.id) for one in marks}))


def _is_about(mark: RiskMarkRecord, address: Address, person_name: str | None) -> bool:
    if person_name is None:
        return True
    if mark.person_name is None:
        return mark.address_key == address.key or mark.register_key in address.keys
    return same_name(mark.person_name, person_name)


def _look_ups(
    session: Session, organisation_id: UUID, address: Address, marks: AbstractSet[str]
) -> Sequence[LookupRecord]:
    every = select(LookupRecord).where(LookupRecord.organisation_id == organisation_id).order_by(LookupRecord.at)
    return [
        one
        for one in session.scalars(every.execution_options(yield_per=AT_ONCE))
        if was_about(one, address.key) or not marks.isdisjoint(one.mark_ids)
    ]
