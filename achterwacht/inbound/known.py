"""Who sent an SMS or calls, by the number that it comes from."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.inbound.senders import could_be_from
from achterwacht.kinds import Actor
from achterwacht.people.records import FormerNumberRecord, PersonRecord
from achterwacht.use_cases.in_danger import watched_over


class Known(NamedTuple):
    """Who sent it, and by which of their numbers."""

    person: PersonRecord
    number: str

    @property
    def present(self) -> bool:
        """Whether it is their number of now. What a telephone says of itself (STOP) is about no other number."""
        return self.number == self.person.phone


def whose(session: Session, number: str) -> Known | None:
    """Returns the person with this number.

    Somebody who left is known as long as anybody watches over them: they say of themselves whatever others may. A
    number that was somebody's until just now is theirs as long as it is nobody else's (`people/former_numbers.py`).
    """
    for one in could_be_from(number):
        now = select(PersonRecord).where(PersonRecord.phone == one).order_by(PersonRecord.active.desc())
        before = (
            select(PersonRecord)
            .join(FormerNumberRecord, FormerNumberRecord.person_id == PersonRecord.id)
            .where(FormerNumberRecord.phone == one)
        )
        for statement in (now, before):
            for person in session.scalars(statement, execution_options={"across_organisations": True}):
                if person.active or watched_over(session, Actor(person.organisation_id, person.id)):
                    return Known(person, one)
    return None
