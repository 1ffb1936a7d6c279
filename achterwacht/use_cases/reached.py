"""Whom we reach elsewhere from now on hears so where they were reached until now.

An address that somebody else put in its place is how an account is taken over: the old one alone is still read by whom
it was taken from.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.kinds import Actor
from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.people.elsewhere import Elsewhere
from achterwacht.people.facts import NOWHERE, PersonChange
from achterwacht.people.reading import person_of
from achterwacht.people.records import PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.use_cases.staff import change_staff
from notifications.texts.templates import Template
from notifications.ways import Channel


@dataclass(frozen=True)
class Reached:
    """Where somebody who works here is reached."""

    email: str
    phone: str | None


def change_and_tell(
    session: Session,
    organisation_id: UUID,
    person_id: UUID,
    change: PersonChange,
    elsewhere: Elsewhere,
    by: Actor,
    *,
    mails: bool,
) -> PersonRecord:
    """Change some facts of a person; where another address or number takes the place of one, the old address hears it.

    mails: whether this installation sends mail.

    Raises:
        NotFound, WrongInput, LastAdministrator, TooManyPeople: as of `change_staff`.
    """
    before = reached(person_of(session, organisation_id, person_id))
    person = change_staff(session, organisation_id, person_id, change, elsewhere, by)
    tell_if_replaced(session, before, person, mails=mails)
    return person


def reached(person: PersonRecord) -> Reached:
    """Returns where somebody is reached now, before it changes."""
    return Reached(person.email, person.phone)


def tell_if_replaced(session: Session, before: Reached, person: PersonRecord, *, mails: bool) -> None:
    """Tell the address of before that another address or number took the place of one.

    A first number replaces none; one that is taken away is told as one that changed. Also whoever is taken back
    elsewhere in one is told: their old account opens at what may be a stranger's.
    """
    another_phone = before.phone is not None and person.phone != before.phone
    if not person.active or before.email.endswith(NOWHERE):
        return
    if person.email != before.email:
        _mail(session, person, before.email, "both" if another_phone else "email", mails=mails)
    elif another_phone:
        _mail(session, person, before.email, "phone", mails=mails)


def tell_other_account(session: Session, person: PersonRecord, *, mails: bool) -> None:
    """Tell somebody that another account at their provider lets them in from now on."""
    _mail(session, person, person.email, "account", mails=mails)


def _mail(session: Session, person: PersonRecord, address: str, stage: str, *, mails: bool) -> None:
    if mails:
        to = Recipient(person.organisation_id, person.id, address, person.language)
        facts = {"stage": stage}
        tell(session, [to], Note(Template.REACHED_ELSEWHERE, facts, MessagePriority.STAFF, channels=(Channel.MAIL,)))
