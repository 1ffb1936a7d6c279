"""A number that changes while its owner is inside: they still hold the telephone with the old one.

What it sends is theirs until it is somebody else's. It is never written to or rung, only heard.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from achterwacht.people.records import FormerNumberRecord, PersonRecord


def give_up_number(session: Session, person: PersonRecord, now_theirs: str | None, at: datetime) -> None:
    """Remember the number of somebody who gets another one, or none.

    Not one that somebody said is not theirs: whoever holds that telephone is a stranger. now_theirs: the number they
    get; nobody else is known by that any more.
    """
    numbers = [one for one in (person.phone, now_theirs) if one is not None]
    session.execute(
        delete(FormerNumberRecord).where(FormerNumberRecord.phone.in_(numbers)),
        execution_options={"across_organisations": True},
    )
    if person.phone is not None and person.number_denied_at is None:
        session.add(
            FormerNumberRecord(
                phone=person.phone, organisation_id=person.organisation_id, person_id=person.id, given_up_at=at
            )
        )
