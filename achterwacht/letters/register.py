"""The register of letters: what was signed in a year, by number."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.letters.records import LetterRecord
from achterwacht.people.policy import Action, Caller

A_PAGE = 500


def register_of(session: Session, caller: Caller, year: int) -> Sequence[LetterRecord]:
    """Returns the letters of a year that the caller may see, by number; one more than a page where there are more."""
    found = select(LetterRecord).where(
        LetterRecord.organisation_id == caller.organisation_id, LetterRecord.year == year
    )
    teams = caller.teams_for(Action.SEE_LETTERS)
    if teams is not None:
        found = found.where(LetterRecord.team_id.in_(teams))
    return session.scalars(found.order_by(LetterRecord.number).limit(A_PAGE + 1)).all()
