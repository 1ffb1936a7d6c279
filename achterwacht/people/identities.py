"""Which account at the provider of the organisation is whose.

Only somebody who proved to be both links them: who was invited, by the secret from their mail, or who is signed in. An
address that a provider names links nobody: it may be a guest's own word, and is handed on to others.
"""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.people.records import IdentityRecord, PersonRecord
from foundation.clock import clock_of


def person_known_as(session: Session, organisation_id: UUID, issuer: str, subject: str) -> PersonRecord | None:
    """Returns who in this organisation that account belongs to; None: nobody who works here."""
    return session.scalars(
        select(PersonRecord)
        .join(IdentityRecord, IdentityRecord.person_id == PersonRecord.id)
        .where(
            IdentityRecord.organisation_id == organisation_id,
            PersonRecord.organisation_id == organisation_id,
            IdentityRecord.issuer == issuer,
            IdentityRecord.subject == subject,
            PersonRecord.active,
        )
    ).one_or_none()


def is_known_at(session: Session, organisation_id: UUID, person_id: UUID | None, issuer: str) -> bool:
    """Whether somebody has an account there that is linked to them."""
    found = select(IdentityRecord.id).where(
        IdentityRecord.organisation_id == organisation_id,
        IdentityRecord.person_id == person_id,
        IdentityRecord.issuer == issuer,
    )
    return session.scalar(found) is not None


def link(session: Session, person: PersonRecord, issuer: str, subject: str, by: Actor) -> bool:
    """Remember that this account is theirs, in the place of the one that was. It is nobody else's.

    Returns whether there was one.
    """
    in_its_place = unlink(session, person.organisation_id, person.id)
    session.add(
        IdentityRecord(
            organisation_id=person.organisation_id,
            person_id=person.id,
            issuer=issuer,
            subject=subject,
            linked_at=clock_of(session).now(session),
        )
    )
    note(session, person.organisation_id, Audited.IDENTITY_LINKED, by, about=person.id)
    return in_its_place


def unlink(session: Session, organisation_id: UUID, person_id: UUID) -> bool:
    """Forget which account is theirs. Returns whether there was one."""
    gone = session.execute(
        delete(IdentityRecord)
        .where(IdentityRecord.organisation_id == organisation_id, IdentityRecord.person_id == person_id)
        .returning(IdentityRecord.id)
    ).all()
    return bool(gone)


def who_is_linked(session: Session, organisation_id: UUID) -> frozenset[UUID]:
    """Returns who has an account at the provider that is linked to them."""
    found = select(IdentityRecord.person_id).where(IdentityRecord.organisation_id == organisation_id)
    return frozenset(session.scalars(found))
