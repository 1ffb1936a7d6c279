"""The register of letters: what was signed in a year, by number."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from achterwacht.addresses.fold import fold
from achterwacht.letters.numbering import shown_number
from achterwacht.letters.records import LetterRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.refused import NotFound

A_PAGE = 500
A_FEW = 50
"""On a page of what was looked for."""
AT_A_TIME = 200
"""So many are read at once."""


def register_of(session: Session, caller: Caller, year: int, after: UUID | None = None) -> Sequence[LetterRecord]:
    """Returns the letters of a year that the caller may see, by number; one more than a page where there are more.

    after: the last letter of the page before.

    Raises:
        NotFound: there is no such letter in the register of that year.
    """
    found = _of_year(caller, year)
    if after is not None:
        last = session.scalar(found.with_only_columns(LetterRecord.number).where(LetterRecord.id == after))
        if last is None:
            raise NotFound("letter")
        found = found.where(LetterRecord.number > last)
    return session.scalars(found.order_by(LetterRecord.number).limit(A_PAGE + 1)).all()


def look_up(
    session: Session, caller: Caller, year: int, text: str = "", after: UUID | None = None
) -> Sequence[LetterRecord]:
    """Returns the letters of a year that the caller may see and that hold this text in their number, their name or whom
    they are to, the latest first; one more than a page (`A_FEW`) where there are more. Capitals and
    accents don't matter.

    after: the last letter of the page before.

    Raises:
        NotFound: there is no such letter in the register of that year.
    """
    wanted, of_year = fold(text), _of_year(caller, year)
    if after is not None:
        last = session.scalar(of_year.with_only_columns(LetterRecord.number).where(LetterRecord.id == after))
        if last is None:
            raise NotFound("letter")
        of_year = of_year.where(LetterRecord.number < last)
    found: list[LetterRecord] = []
    latest_first = of_year.order_by(LetterRecord.number.desc())
    with session.scalars(latest_first, execution_options={"yield_per": AT_A_TIME}) as letters:
        for one in letters:
            if wanted in fold(f"{shown_number(one)} {one.spec['name']} {one.addressee['name']}"):
                found.append(one)
                if len(found) > A_FEW:
                    break
    return found


def _of_year(caller: Caller, year: int) -> Select[LetterRecord]:
    found = select(LetterRecord).where(
        LetterRecord.organisation_id == caller.organisation_id,
        LetterRecord.year == year,
        LetterRecord.employee_id != caller.id,
    )
    teams = caller.teams_for(Action.SEE_LETTERS)
    return found if teams is None else found.where(LetterRecord.team_id.in_(teams))
