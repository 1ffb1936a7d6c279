"""A link by which somebody sets their own password: who was invited, and who forgot theirs. Nobody types another's.

It counts once, and only a digest of it is stored. Using one ends the others, and every sign-in.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.guessing.rules import OF_ONE_PLACE
from achterwacht.guessing.service import Counted, count_try, counted, give_back
from achterwacht.kinds import Actor
from achterwacht.people.records import AccountLinkRecord, LinkReason, OrganisationRecord, PersonRecord
from achterwacht.people.sign_in import token_digest
from achterwacht.people.signing_in import place_of
from achterwacht.people.signing_out import end_sign_ins
from achterwacht.refused import RuleBroken
from foundation.clock import clock_of

LASTS: Mapping[LinkReason, timedelta] = {
    LinkReason.INVITED: timedelta(days=7),
    LinkReason.FORGOTTEN: timedelta(hours=1),
}
KEPT = timedelta(days=7)
"""After its end, so that whoever opens it late is still told that it is over; then it is deleted."""
VIA = "link"


class LinkOver(RuleBroken):
    """There is no such link, or it was used, or its time is over: which of these, nobody is told."""

    code = "link_over"


@dataclass(frozen=True)
class Opened:
    """What a link leads to. about: words about its owner, which their password must not contain."""

    name: str
    email: str
    organisation: str
    reason: LinkReason
    about: tuple[str, ...]
    demonstration: bool


@dataclass(frozen=True)
class Opening:
    """A try to open a link, that was counted or must wait. found: None if there is no such link, or it is over."""

    until: datetime | None
    now: datetime
    found: Opened | None = None


def make_link(session: Session, person: PersonRecord, reason: LinkReason, by: Actor | None = None) -> str:
    """Returns the secret of a new link. An earlier invitation counts no more. Without `by`: at the console."""
    now = clock_of(session).now(session)
    if reason is LinkReason.INVITED:
        session.execute(
            delete(AccountLinkRecord).where(
                AccountLinkRecord.organisation_id == person.organisation_id,
                AccountLinkRecord.person_id == person.id,
                AccountLinkRecord.reason == LinkReason.INVITED,
                AccountLinkRecord.used_at.is_(None),
            )
        )
    secret = secrets.token_urlsafe(32)
    session.add(
        AccountLinkRecord(
            organisation_id=person.organisation_id,
            person_id=person.id,
            reason=reason,
            digest=token_digest(secret),
            made_at=now,
            expires_at=now + LASTS[reason],
        )
    )
    kind = Audited.INVITED if reason is LinkReason.INVITED else Audited.PASSWORD_ASKED
    note(session, person.organisation_id, kind, by, about=person.id)
    return secret


def open_link(session: Session, secret: str, client: str) -> Opening:
    """Count a look at a link, and find what it leads to."""
    several = [_counted(client)]
    attempt = count_try(session, several)
    now = clock_of(session).now(session)
    if attempt.until is not None:
        return Opening(attempt.until, now)
    link = _link(session, secret, now)
    if link is None:
        return Opening(None, now)
    give_back(session, several)
    person = session.get_one(PersonRecord, link.person_id)
    organisation = session.get_one(OrganisationRecord, link.organisation_id)
    about = (person.name, person.email, organisation.name, organisation.slug)
    found = Opened(person.name, person.email, organisation.name, link.reason, about, organisation.demonstration)
    return Opening(None, now, found)


def use_link(session: Session, secret: str, password_hash: str) -> None:
    """Store the password that its owner chose. Every sign-in of theirs ends, and every other link.

    Raises:
        LinkOver: it was used meanwhile, or its time is over.
    """
    now = clock_of(session).now(session)
    link = _link(session, secret, now, locked=True)
    if link is None:
        raise LinkOver
    person = session.get_one(PersonRecord, link.person_id)
    end_links(session, person.organisation_id, person.id)
    person.password_hash = password_hash
    by = Actor(person.organisation_id, person.id, person.name, VIA)
    end_sign_ins(session, person.organisation_id, person.id, by, "password")
    note(session, person.organisation_id, Audited.PASSWORD_SET, by, about=person.id)


def who_is_invited(session: Session, secret_digest: str, now: datetime, *, locked: bool = False) -> PersonRecord | None:
    """Returns whose invitation this is, by its digest, if it still counts."""
    link = _link_by(session, secret_digest, now, locked=locked)
    invited = link is not None and link.reason is LinkReason.INVITED
    return session.get_one(PersonRecord, link.person_id) if link is not None and invited else None


def end_links(session: Session, organisation_id: UUID, person_id: UUID) -> None:
    """End every link of somebody that was not used."""
    now = clock_of(session).now(session)
    session.execute(
        update(AccountLinkRecord)
        .where(
            AccountLinkRecord.organisation_id == organisation_id,
            AccountLinkRecord.person_id == person_id,
            AccountLinkRecord.used_at.is_(None),
        )
        .values(used_at=now)
    )


def invited_until(session: Session, organisation_id: UUID) -> dict[UUID, datetime]:
    """Returns who was invited and did not choose a password yet, with until when they can."""
    rows = session.execute(
        select(AccountLinkRecord.person_id, func.max(AccountLinkRecord.expires_at))
        .where(
            AccountLinkRecord.organisation_id == organisation_id,
            AccountLinkRecord.reason == LinkReason.INVITED,
            AccountLinkRecord.used_at.is_(None),
            AccountLinkRecord.expires_at > clock_of(session).now(session),
        )
        .group_by(AccountLinkRecord.person_id)
    )
    return {row[0]: row[1] for row in rows}


def forget_links(session: Session, now: datetime) -> None:
    """Delete links that are long over, in all organisations. For the retention job."""
    session.execute(
        delete(AccountLinkRecord).where(AccountLinkRecord.expires_at < now - KEPT),
        execution_options={"across_organisations": True, "synchronize_session": False},
    )


def _link(session: Session, secret: str, now: datetime, *, locked: bool = False) -> AccountLinkRecord | None:
    return _link_by(session, token_digest(secret), now, locked=locked)


def _link_by(session: Session, digest: str, now: datetime, *, locked: bool) -> AccountLinkRecord | None:
    found = (
        select(AccountLinkRecord)
        .join(PersonRecord, PersonRecord.id == AccountLinkRecord.person_id)
        .where(
            AccountLinkRecord.digest == digest,
            AccountLinkRecord.used_at.is_(None),
            AccountLinkRecord.expires_at > now,
            PersonRecord.active,
        )
    )
    if locked:
        # Of two at once the second waits, and then finds it used.
        found = found.with_for_update(of=AccountLinkRecord).execution_options(populate_existing=True)
    return session.scalars(found).one_or_none()


def _counted(client: str) -> Counted:
    return counted(OF_ONE_PLACE, "account-link", place_of(client))
