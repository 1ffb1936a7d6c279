"""Codes that are kept for when the app is lost. Each counts once, and only its digest is stored."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from achterwacht.people.records import PersonRecord, RecoveryCodeRecord

CODES = 10
CODE_BYTES = 10
"""Eighty bits: of a digest that leaks, no code can be found back."""
IN_A_GROUP = 5


def make_recovery_codes(session: Session, person: PersonRecord) -> tuple[str, ...]:
    """Returns new codes, as they are shown once. Earlier ones count no more."""
    forget_recovery_codes(session, person)
    codes = tuple(secrets.token_hex(CODE_BYTES) for _ in range(CODES))
    session.add_all(
        RecoveryCodeRecord(organisation_id=person.organisation_id, person_id=person.id, digest=_digest(code))
        for code in codes
    )
    session.flush()
    return tuple("-".join(code[at : at + IN_A_GROUP] for at in range(0, len(code), IN_A_GROUP)) for code in codes)


def use_recovery_code(session: Session, person: PersonRecord, typed: str, now: datetime) -> bool:
    """Whether this is a code of theirs that was not used. It is used now."""
    record = session.scalars(
        select(RecoveryCodeRecord)
        .where(
            RecoveryCodeRecord.organisation_id == person.organisation_id,
            RecoveryCodeRecord.person_id == person.id,
            RecoveryCodeRecord.digest == _digest(typed),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if record is None or record.used_at is not None:
        return False
    record.used_at = now
    return True


def recovery_codes_left(session: Session, person: PersonRecord) -> int:
    left = select(func.count()).where(
        RecoveryCodeRecord.organisation_id == person.organisation_id,
        RecoveryCodeRecord.person_id == person.id,
        RecoveryCodeRecord.used_at.is_(None),
    )
    return session.scalar(left) or 0


def forget_recovery_codes(session: Session, person: PersonRecord) -> None:
    session.execute(
        delete(RecoveryCodeRecord).where(
            RecoveryCodeRecord.organisation_id == person.organisation_id, RecoveryCodeRecord.person_id == person.id
        )
    )


def _digest(code: str) -> str:
    plain = "".join(one for one in code.lower() if one.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
