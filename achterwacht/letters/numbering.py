"""The number of a letter: one after the other in each organisation and year, without gaps and without doubles.

It is given in the transaction that signs the letter. The row of the year is locked until that ends, so two letters at
once get two numbers, and a signature that fails takes none.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from achterwacht.letters.records import LetterRecord, LetterYearRecord


def shown_number(record: LetterRecord) -> str:
    """Returns the number of a letter as people write it: `2026-0012`."""
    return "" if record.number is None else f"{record.year}-{record.number:04}"


def next_number(session: Session, organisation_id: UUID, year: int) -> int:
    """Returns the next number of this year, which is taken by that."""
    dialect = session.get_bind().dialect.name
    first = (postgresql if dialect == "postgresql" else sqlite).insert(LetterYearRecord)
    values = {"organisation_id": organisation_id, "year": year, "last": 0}
    session.execute(first.values(values).on_conflict_do_nothing())
    record = session.scalars(
        select(LetterYearRecord)
        .where(LetterYearRecord.organisation_id == organisation_id, LetterYearRecord.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    record.last += 1
    session.flush()
    return record.last
