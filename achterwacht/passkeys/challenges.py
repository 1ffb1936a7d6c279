"""What a passkey must sign: made by us for one purpose and one browser, within minutes, and answered once.

A challenge is sealed and stored nowhere until it was answered, so that whoever asks for a million of them fills no
table.
"""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from achterwacht.passkeys.records import UsedChallengeRecord
from foundation.seal import BrokenSeal, Seal

SEALED_FOR = "challenge of a passkey"
LASTS = timedelta(minutes=5)


class Purpose(StrEnum):
    """What is signed for. What was signed for one counts for no other."""

    ADD = "add"
    SECOND_STEP = "second_step"
    SIGN_IN = "sign_in"


def make_challenge(seal: Seal, purpose: Purpose, bound_to: str, now: datetime) -> bytes:
    """Returns a new challenge. bound_to: the sign-in, whole or half, that it is asked with; empty before there is one.

    The seal holds chance of its own, so that no two are the same.
    """
    return seal.close(f"{purpose} {_digest(bound_to)} {(now + LASTS).isoformat()}").encode()


def spend_challenge(
    session: Session, seal: Seal, challenge: bytes, purpose: Purpose, bound_to: str, now: datetime
) -> bool:
    """Whether this is a challenge of ours, for this, in time, that was not answered before. It is answered now."""
    try:
        of, whose, until = seal.open(challenge.decode("ascii")).split(" ")
    except (BrokenSeal, UnicodeDecodeError):
        return False
    expires_at = datetime.fromisoformat(until)
    if (of, whose) != (purpose.value, _digest(bound_to)) or expires_at <= now:
        return False
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"digest": hashlib.sha256(challenge).hexdigest(), "expires_at": expires_at}
    spent = insert(UsedChallengeRecord).values(row).on_conflict_do_nothing(index_elements=["digest"])
    return session.execute(spent.returning(UsedChallengeRecord.digest)).one_or_none() is not None


def forget_challenges(session: Session, now: datetime) -> None:
    """Delete challenges whose time is over, for the retention job."""
    session.execute(
        delete(UsedChallengeRecord).where(UsedChallengeRecord.expires_at < now),
        execution_options={"synchronize_session": False},
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
