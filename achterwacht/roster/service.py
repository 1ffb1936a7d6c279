"""Reading the duty roster of a team."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.roster.records import ShiftRecord
from achterwacht.roster.rules import Shift


def shifts_of(session: Session, organisation_id: UUID, team_id: UUID) -> list[Shift]:
    """The shifts of a team, in the order in which its people are asked."""
    found = (
        select(ShiftRecord)
        .where(ShiftRecord.organisation_id == organisation_id, ShiftRecord.team_id == team_id)
        .order_by(ShiftRecord.starts, ShiftRecord.id)
    )
    return [Shift(one.rank, one.person_id, frozenset(one.days), one.starts, one.ends) for one in session.scalars(found)]
