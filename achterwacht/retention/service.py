"""The terms of an organisation: its own, or else the defaults."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.retention.records import RetentionTermRecord
from achterwacht.retention.rules import TERMS, Keeping, checked
from foundation.clock import clock_of


def terms_of(session: Session, organisation_id: UUID) -> Mapping[Keeping, int]:
    """Returns for each rule after how many days it applies."""
    own = select(RetentionTermRecord).where(RetentionTermRecord.organisation_id == organisation_id)
    return {keeping: term.days for keeping, term in TERMS.items()} | {
        one.keeping: one.days for one in session.scalars(own)
    }


def set_term(session: Session, organisation_id: UUID, keeping: Keeping, days: int, by: Actor | None = None) -> None:
    """Keep something for another number of days, from the next run on.

    Raises:
        TermOutOfBounds: fewer or more days than the rule allows.
    """
    was = terms_of(session, organisation_id)[keeping]
    now = clock_of(session).now(session)
    session.merge(
        RetentionTermRecord(organisation_id=organisation_id, keeping=keeping, days=checked(keeping, days), set_at=now)
    )
    facts = {"keeping": keeping.value, "was": was, "is": days}
    note(session, organisation_id, Audited.RETENTION_SET, by, facts=facts)
