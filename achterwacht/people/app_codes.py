"""Codes by the time from an app (RFC 6238), by pyotp: six digits, of half a minute each.

One half minute before or after counts too, since clocks differ, and each counts once (RFC 6238, 5.2).
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.records import AppCodeRecord, OrganisationRecord, PersonRecord
from foundation.seal import BrokenSeal, Seal

PURPOSE = "second step"
"""What the keys are sealed for."""
AROUND = (0, -1, 1)


@dataclass(frozen=True)
class Shown:
    """A key that is shown once, to be put into an app: as text, and as an address for a QR code."""

    secret: str
    uri: str


def app_of(session: Session, person: PersonRecord, *, locked: bool = False) -> AppCodeRecord | None:
    """Returns what is known of their app, which may still await its first code."""
    found = select(AppCodeRecord).where(
        AppCodeRecord.organisation_id == person.organisation_id, AppCodeRecord.person_id == person.id
    )
    if locked:
        found = found.with_for_update().execution_options(populate_existing=True)
    return session.scalars(found).one_or_none()


def prepare(session: Session, person: PersonRecord, seal: Seal) -> Shown:
    """Make a key and show it. It counts once a code of it was typed; until then the earlier one does."""
    record = app_of(session, person)
    if record is None:
        record = AppCodeRecord(person_id=person.id, organisation_id=person.organisation_id)
        session.add(record)
    secret = pyotp.random_base32()
    record.pending = seal.close(secret)
    session.flush()
    organisation = session.get_one(OrganisationRecord, person.organisation_id)
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=f"Achterwacht {organisation.name}")
    return Shown(secret, uri)


def confirm_first(session: Session, person: PersonRecord, typed: str, now: datetime, seal: Seal) -> bool:
    """Whether this is a code of the key that was shown. That key counts now, instead of any other."""
    record = app_of(session, person, locked=True)
    if record is None or record.pending is None:
        return False
    count = _count_of(record.pending, typed, now, seal)
    if count is None:
        return False
    record.sealed, record.pending = record.pending, None
    record.confirmed_at, record.last_count = now, count
    return True


def use_app_code(session: Session, person: PersonRecord, typed: str, now: datetime, seal: Seal) -> bool:
    """Whether this is a code of their app, and later than the last one they used."""
    record = app_of(session, person, locked=True)
    if record is None or record.sealed is None:
        return False
    count = _count_of(record.sealed, typed, now, seal)
    if count is None or count <= record.last_count:
        return False
    record.last_count = count
    return True


def who_has_an_app(session: Session, organisation_id: UUID) -> set[UUID]:
    return set(
        session.scalars(
            select(AppCodeRecord.person_id).where(
                AppCodeRecord.organisation_id == organisation_id, AppCodeRecord.sealed.is_not(None)
            )
        )
    )


def _count_of(sealed: str, typed: str, now: datetime, seal: Seal) -> int | None:
    """Returns which half minute this code is of; None if of none around now."""
    try:
        totp = pyotp.TOTP(seal.open(sealed))
    except BrokenSeal:
        return None
    code = "".join(typed.split()).encode()
    here = totp.timecode(now)
    found = [here + one for one in AROUND if hmac.compare_digest(totp.generate_otp(here + one).encode(), code)]
    return found[0] if found else None
