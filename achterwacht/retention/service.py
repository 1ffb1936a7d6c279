"""The terms of an organisation: its own, or else the defaults; and up to which moment they apply."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.retention.records import ReachedRecord, RetentionTermRecord
from achterwacht.retention.rules import TERMS, Keeping, Reached, checked, reaches
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


def move_on(session: Session) -> datetime:
    """Returns the moment for which a run finds out what is over. It is the present, unless the clock made a leap."""
    now = clock_of(session).now(session)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(ReachedRecord).values(one=1, at=now, moved_at=now)
    session.execute(first.on_conflict_do_nothing(index_elements=["one"]))
    record = session.scalars(select(ReachedRecord).with_for_update().execution_options(populate_existing=True)).one()
    reached = reaches(Reached(record.at, record.moved_at), now)
    record.at, record.moved_at = reached.at, reached.moved_at
    session.flush()
    return min(now, reached.at)


def how_far(session: Session) -> datetime:
    """Returns the moment for which a run would find out what is over now."""
    now = clock_of(session).now(session)
    record = session.scalars(select(ReachedRecord)).one_or_none()
    before = None if record is None else Reached(record.at, record.moved_at)
    return min(now, reaches(before, now).at)
