"""Letting somebody in, and telling it at once where it is by an account for when signing in is broken.

Every door that signs in a browser ends here (`tests/integration/test_break_glass.py` looks).
"""

from collections.abc import Collection
from uuid import NAMESPACE_OID, uuid4, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.notices.staff import administrators
from achterwacht.people import sign_in_steps
from achterwacht.people.break_glass import contact_of, is_break_glass
from achterwacht.people.policy import Grant
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.people.sign_in_policy import SignInPolicy
from achterwacht.people.sign_in_steps import Browser, Entered, Half
from achterwacht.priorities import MessagePriority
from achterwacht.single_sign_on.service import is_only_way
from foundation.clock import clock_of
from notifications.texts.formats import local
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Channel

EVERYBODY = frozenset(Role)


def may_by_password(session: Session, person: PersonRecord) -> bool:
    """Whether somebody signs in without the provider of their organisation."""
    return not is_only_way(session, person.organisation_id) or is_break_glass(session, person)


def asked_of(session: Session, person: PersonRecord, policy: SignInPolicy) -> SignInPolicy:
    """Returns what is asked of somebody at the door: of such an account a second step, whatever the policy says."""
    return SignInPolicy(EVERYBODY, policy.chosen) if is_break_glass(session, person) else policy


def enter(
    session: Session, person: PersonRecord, grants: Collection[Grant], browser: Browser, *, mails: bool
) -> Entered:
    """Let somebody in, of whom all was asked that must be. mails: whether this installation sends mail."""
    return _told(session, person, sign_in_steps.enter(session, person, grants, browser), browser, mails=mails)


def after_password(
    session: Session,
    person: PersonRecord,
    grants: Collection[Grant],
    browser: Browser,
    policy: SignInPolicy,
    *,
    mails: bool,
) -> Entered | Half:
    """Let somebody in whose password was right, or ask for their second step first."""
    asked = asked_of(session, person, policy)
    found = sign_in_steps.after_password(session, person, grants, browser, asked)
    return found if isinstance(found, Half) else _told(session, person, found, browser, mails=mails)


def _told(session: Session, person: PersonRecord, entered: Entered, browser: Browser, *, mails: bool) -> Entered:
    if not entered.broke_glass:
        return entered
    ours = session.get_one(OrganisationRecord, person.organisation_id)
    now = clock_of(session).now(session)
    facts = {
        "name": person.name,
        "time": local(now, ours.time_zone, ours.language),
        "device": browser.name,
        "organisation": ours.name,
    }
    origin = uuid4()
    # On every way at once: that somebody else reads it is the only thing that stands in between.
    told = Note(Template.BREAK_GLASS_USED, facts, MessagePriority.STAFF, origin, channels=TELEPHONE)
    tell(session, administrators(session, ours.id), told)
    if mails:
        by_mail = Note(Template.BREAK_GLASS_USED, facts, MessagePriority.STAFF, origin, channels=(Channel.MAIL,))
        tell(session, _mailboxes(session, ours), by_mail)
    return entered


def _mailboxes(session: Session, ours: OrganisationRecord) -> list[Recipient]:
    found = session.execute(
        select(PersonRecord.id, PersonRecord.email, PersonRecord.language)
        .join(GrantRecord, GrantRecord.person_id == PersonRecord.id)
        .where(PersonRecord.organisation_id == ours.id, PersonRecord.active, GrantRecord.role == Role.ADMINISTRATOR)
        .distinct()
    )
    told = [Recipient(ours.id, one.id, one.email, one.language) for one in found]
    contact = contact_of(session, ours.id)
    if contact is not None and contact not in {one.to for one in told}:
        told.append(Recipient(ours.id, uuid5(NAMESPACE_OID, f"security contact {ours.id}"), contact, ours.language))
    return told
