"""A number that the provider gives to somebody and that can't be theirs here: an administrator hears it too.

A number that moves to a colleague there is still the other's here, so what is for the one arrives at the other. The
provider tries again for days, and tells only whoever reads its log.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.notices.administrators import tell_number_not_taken
from achterwacht.people.reading import person_of
from foundation.clock import clock_of


@dataclass(frozen=True)
class Refused:
    """Whose number was refused, as the provider calls them, and why. person_id: None if they are new here."""

    person_id: UUID | None
    email: str
    name: str
    code: str


def tell_number_refused(session: Session, organisation_id: UUID, refused: Refused, by: Actor) -> None:
    """Tell it once a day, and keep in the audit that it was tried.

    For each person who has a number here: what is for them goes to the other. Of who is not here, or has none, the
    first one is told: a provider that gives everybody the number of the office is told about once.
    """
    facts = {"why": refused.code, "what": "phone"}
    note(session, organisation_id, Audited.SCIM_REFUSED, by, about=refused.person_id, facts=facts)
    person = None if refused.person_id is None else person_of(session, organisation_id, refused.person_id)
    had = "new" if person is None else "none" if person.phone is None else "old"
    whose = refused.email if had == "old" else "others"
    day = clock_of(session).now(session).date()
    origin = uuid5(organisation_id, f"number not taken {whose} {day}")
    tell_number_not_taken(session, organisation_id, refused.name, had, origin)
