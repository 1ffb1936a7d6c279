"""Who may come in is sent a link by mail: whom an administrator invites, and who forgot their password."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.guessing.rules import ASKED_FOR_ONE, ASKED_FROM_ONE_PLACE
from achterwacht.guessing.service import count_try, counted
from achterwacht.kinds import Actor
from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.people.account_links import make_link
from achterwacht.people.records import LinkReason, OrganisationRecord, PersonRecord
from achterwacht.people.sign_in import person_by_email
from achterwacht.people.signing_in import nobody, place_of
from achterwacht.priorities import MessagePriority
from achterwacht.refused import RuleBroken
from foundation.clock import clock_of
from foundation.seal import Seal
from notifications.sealed import SEALED
from notifications.texts.templates import Template
from notifications.ways import Channel


class NoMail(RuleBroken):
    """This installation sends no mail, so the link can only be made at its console."""

    code = "no_mail"


class HasLeft(RuleBroken):
    """Somebody who works here no longer is not let in."""

    code = "has_left"


@dataclass(frozen=True)
class Asked:
    """Somebody asked for a link, or must wait. Nothing in it says whether anybody has that address."""

    until: datetime | None
    now: datetime


def invite(session: Session, person: PersonRecord, seal: Seal | None, by: Actor) -> None:
    """Mail somebody a link to choose their password. seal: None where no mail is sent.

    Raises:
        HasLeft: they work here no longer.
        NoMail: it can't be sent.
    """
    if not person.active:
        raise HasLeft
    if seal is None:
        raise NoMail
    _mail(session, person, LinkReason.INVITED, make_link(session, person, LinkReason.INVITED, by), seal)


def forgotten(session: Session, email: str, client: str, seal: Seal | None) -> Asked:
    """Mail a link to whoever has that address. If nobody does the same is written down, and nothing is sent."""
    address = email.strip().lower()
    attempt = count_try(
        session,
        [
            counted(ASKED_FOR_ONE, "forgotten", address),
            counted(ASKED_FROM_ONE_PLACE, "forgotten from", place_of(client)),
        ],
    )
    now = clock_of(session).now(session)
    if attempt.until is not None:
        return Asked(attempt.until, now)
    person = person_by_email(session, address)
    if person is None or not person.active or seal is None:
        note(session, None, Audited.PASSWORD_ASKED, nobody(None))
        return Asked(None, now)
    secret = make_link(session, person, LinkReason.FORGOTTEN, nobody(person.organisation_id))
    _mail(session, person, LinkReason.FORGOTTEN, secret, seal)
    return Asked(None, now)


def _mail(session: Session, person: PersonRecord, reason: LinkReason, secret: str, seal: Seal) -> None:
    organisation = session.get_one(OrganisationRecord, person.organisation_id)
    facts = {"stage": reason.value, "organisation": organisation.name, SEALED: seal.close(secret)}
    to = Recipient(person.organisation_id, person.id, person.email, person.language)
    tell(session, [to], Note(Template.ACCOUNT_LINK, facts, MessagePriority.STAFF, channels=(Channel.MAIL,)))
