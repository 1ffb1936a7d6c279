"""The passkeys of somebody: which there are, what they are called, and which are no more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from achterwacht.passkeys.ceremonies import NewKey
from achterwacht.passkeys.records import PasskeyRecord
from achterwacht.refused import NotFound, RuleBroken

MOST = 20


class TooManyPasskeys(RuleBroken):
    """More passkeys than anybody has devices."""

    code = "passkeys_full"


class KnownPasskey(RuleBroken):
    """It is somebody's already."""

    code = "passkey_known"


def passkeys_of(session: Session, organisation_id: UUID, person_id: UUID) -> Sequence[PasskeyRecord]:
    """Returns the passkeys of somebody, the oldest first."""
    return session.scalars(
        select(PasskeyRecord)
        .where(PasskeyRecord.organisation_id == organisation_id, PasskeyRecord.person_id == person_id)
        .order_by(PasskeyRecord.made_at, PasskeyRecord.id)
    ).all()


def passkey_of(session: Session, organisation_id: UUID, person_id: UUID, passkey_id: UUID) -> PasskeyRecord:
    """Returns one of them.

    Raises:
        NotFound: they have no such passkey.
    """
    for one in passkeys_of(session, organisation_id, person_id):
        if one.id == passkey_id:
            return one
    raise NotFound


def keep(
    session: Session, organisation_id: UUID, person_id: UUID, key: NewKey, name: str, now: datetime
) -> PasskeyRecord:
    """Keep a new passkey.

    Raises:
        KnownPasskey: it is kept already.
        TooManyPasskeys: there is no room.
    """
    if len(passkeys_of(session, organisation_id, person_id)) >= MOST:
        raise TooManyPasskeys(most=MOST)
    if by_credential(session, key.credential_id) is not None:
        raise KnownPasskey
    record = PasskeyRecord(
        organisation_id=organisation_id, person_id=person_id, credential_id=key.credential_id,
        public_key=key.public_key, sign_count=key.sign_count, name=name, made_at=now,
    )  # fmt: skip
    session.add(record)
    session.flush()
    return record


def by_credential(session: Session, credential_id: str) -> PasskeyRecord | None:
    """Returns the passkey that its device calls this, whoever's it is, locked."""
    return session.scalars(
        select(PasskeyRecord)
        .where(PasskeyRecord.credential_id == credential_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def forget_passkeys(session: Session, organisation_id: UUID, person_id: UUID) -> None:
    session.execute(
        delete(PasskeyRecord).where(
            PasskeyRecord.organisation_id == organisation_id, PasskeyRecord.person_id == person_id
        )
    )


def who_has_a_passkey(session: Session, organisation_id: UUID) -> set[UUID]:
    return set(session.scalars(select(PasskeyRecord.person_id).where(PasskeyRecord.organisation_id == organisation_id)))
