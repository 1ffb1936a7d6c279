"""The advice that goes with the figures of a year."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.reports.records import ReportAdviceRecord
from foundation.columns import new_id


def advice_of(session: Session, organisation_id: UUID, year: int) -> ReportAdviceRecord | None:
    """Returns what was advised with the figures of a year, if anything."""
    return session.scalars(
        select(ReportAdviceRecord).where(
            ReportAdviceRecord.organisation_id == organisation_id, ReportAdviceRecord.year == year
        )
    ).one_or_none()


def advise(
    session: Session, caller: Caller, year: int, advice: str, became_of_it: str, now: datetime
) -> ReportAdviceRecord:
    """Write the advice of a year, and what became of the year before's, in the place of what stood there.

    Raises:
        NotAllowed: they keep no register of the whole organisation.
    """
    caller.require(Action.ADVISE_ON_FIGURES)
    # Of two who write the first advice at the same time, the second one waits here and finds it.
    session.execute(
        select(OrganisationRecord.id)
        .where(OrganisationRecord.id == caller.organisation_id)
        .with_for_update(key_share=True)
    )
    record = advice_of(session, caller.organisation_id, year)
    if record is None:
        record = ReportAdviceRecord(id=new_id(), organisation_id=caller.organisation_id, year=year)
        session.add(record)
    record.advice, record.became_of_it = advice, became_of_it
    record.written_by, record.written_at = caller.id, now
    session.flush()
    return record
