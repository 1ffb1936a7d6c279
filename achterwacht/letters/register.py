"""The register of letters: what was signed in a year, by number."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.letters.records import LetterRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.refused import NotFound

A_PAGE = 500


def register_of(session: Session, caller: Caller, year: int, after: UUID | None = None) -> Sequence[LetterRecord]:
    """Returns the letters of a year that the caller may see, by number; one more than a page where there are more.

    after: the last letter of the page before.

    Raises:
        NotFound: there is no such letter in the register of that year.
    """
    found = select(LetterRecord).where(
        LetterRecord.organisation_id == caller.organisation_id,
        LetterRecord.year == year,
        LetterRecord.employee_id != caller.id,
    )
    if after is not None:
        last = session.scalar(found.with_only_columns(LetterRecord.number).where(LetterRecord.id == after))
        if last is None:
            raise NotFound("letter")
        found = found.where(LetterRecord.number > last)
    teams = caller.teams_for(Action.SEE_LETTERS)
    if teams is not None:
        found = found.where(LetterRecord.team_id.in_(teams))
    return session.scalars(found.order_by(LetterRecord.number).limit(A_PAGE + 1)).all()
