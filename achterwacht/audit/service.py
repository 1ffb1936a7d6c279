"""The look-up log (inzagelogboek): every look-up in the risk register, including those that found nothing; who read the
register itself; who opened the list of a team; and who looked back on what others did."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.audit.records import ListViewRecord, LookupRecord, Past, PastViewRecord, Read, RegisterViewRecord
from foundation.bulk import insert_many
from foundation.columns import new_id

SALT_BYTES = 16


def log_lookup(
    session: Session,
    organisation_id: UUID,
    by: UUID | None,
    address_key: str,
    purpose: str,
    visit_id: UUID | None,
    marks: Iterable[UUID],
    same_building: bool,
    now: datetime,
) -> None:
    """Log one look-up in the caller's transaction, with one statement and without flushing the session."""
    salt = secrets.token_hex(SALT_BYTES)
    row = {
        "id": new_id(),
        "organisation_id": organisation_id,
        "person_id": by,
        "at": now,
        "purpose": purpose,
        "visit_id": visit_id,
        "address_digest": salted(address_key, salt),
        "salt": salt,
        "mark_ids": [str(mark) for mark in marks],
        "same_building": same_building,
    }
    insert_many(session, LookupRecord, [row])


def log_list_view(session: Session, organisation_id: UUID, team_id: UUID, by: UUID, now: datetime) -> None:
    """Log that somebody opened the list of a team."""
    session.add(ListViewRecord(organisation_id=organisation_id, team_id=team_id, person_id=by, at=now))
    session.flush()


def log_register_view(session: Session, organisation_id: UUID, by: UUID, what: Read, now: datetime) -> None:
    """Log that somebody who keeps the register read in it."""
    session.add(RegisterViewRecord(organisation_id=organisation_id, person_id=by, at=now, what=what))
    session.flush()


def log_past_view(
    session: Session,
    organisation_id: UUID,
    by: UUID,
    what: Past,
    team_id: UUID | None,
    about: Iterable[UUID],
    now: datetime,
    *,
    taken: bool = False,
) -> None:
    """Log that somebody looked back on what others did. taken: as a file."""
    session.add(
        PastViewRecord(
            organisation_id=organisation_id,
            person_id=by,
            at=now,
            what=what,
            team_id=team_id,
            about=[str(one) for one in about],
            taken=taken,
        )
    )
    session.flush()


def salted(address_key: str, salt: str) -> str:
    """Returns the digest of an address under which a look-up is logged."""
    return hmac.new(bytes.fromhex(salt), address_key.encode(), hashlib.sha256).hexdigest()


def was_about(lookup: LookupRecord, address_key: str) -> bool:
    """Whether this look-up was about that address: needed when a resident asks who looked."""
    return hmac.compare_digest(lookup.address_digest, salted(address_key, lookup.salt))
