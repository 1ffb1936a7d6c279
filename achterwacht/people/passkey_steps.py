"""Somebody adds a passkey, and uses one: as the second step, or instead of a password.

Instead of a password only where the device saw who holds it: that is something they have and something they are or
know, in one.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.passkeys.ceremonies import (
    Added,
    Answer,
    NewKey,
    RelyingParty,
    challenge_in,
    check_added,
    check_answer,
)
from achterwacht.passkeys.challenges import Purpose, make_challenge, spend_challenge
from achterwacht.passkeys.keys import by_credential, keep, passkey_of
from achterwacht.passkeys.records import PasskeyRecord
from achterwacht.people.policy import Caller
from achterwacht.people.records import PersonRecord
from achterwacht.people.recovery_codes import forget_recovery_codes, make_recovery_codes
from achterwacht.people.second_step import SecondStepRequired, ways_of
from achterwacht.people.signing_in import nobody
from achterwacht.refused import RuleBroken
from foundation.clock import clock_of
from foundation.seal import Seal


class NoPasskeysHere(RuleBroken):
    """This installation is reached by an address for which no browser makes passkeys."""

    code = "no_passkeys_here"


@dataclass(frozen=True)
class Here:
    """This installation, for who asks with a certain sign-in (whole, half, or none yet: empty)."""

    party: RelyingParty
    seal: Seal
    asked_with: str = ""


def challenge(session: Session, here: Here, purpose: Purpose) -> bytes:
    return make_challenge(here.seal, purpose, here.asked_with, clock_of(session).now(session))


def add_passkey(
    session: Session, person: PersonRecord, added: Added, name: str, here: Here
) -> tuple[PasskeyRecord, tuple[str, ...]] | None:
    """Keep a new passkey. Returns it, with recovery codes if this is their first second step.

    None: it does not fit, or its challenge was another's, too old, or answered before.

    Raises:
        KnownPasskey, TooManyPasskeys: it can't be kept.
    """
    now = clock_of(session).now(session)
    answered = challenge_in(added.client_data)
    key = check_added(here.party, answered, added)
    if key is None or not spend_challenge(session, here.seal, answered, Purpose.ADD, here.asked_with, now):
        return None
    first = not ways_of(session, person)
    record = keep(session, person.organisation_id, person.id, key, name, now)
    by = Actor(person.organisation_id, person.id, person.name)
    note(session, person.organisation_id, Audited.PASSKEY_ADDED, by, about=person.id, facts={"name": name})
    return record, make_recovery_codes(session, person) if first else ()


def remove_passkey(session: Session, caller: Caller, passkey_id: UUID, *, required: bool) -> None:
    """Take one of my passkeys away. required: my roles ask for a second step.

    Raises:
        NotFound: I have no such passkey.
        SecondStepRequired: it is the last way in which I can take one.
    """
    record = passkey_of(session, caller.organisation_id, caller.id, passkey_id)
    facts = {"name": record.name}
    session.delete(record)
    session.flush()
    person = session.get_one(PersonRecord, caller.id)
    if not ways_of(session, person):
        if required:
            raise SecondStepRequired
        forget_recovery_codes(session, person)
    note(session, caller.organisation_id, Audited.PASSKEY_REMOVED, caller.actor(), about=caller.id, facts=facts)


def answered_by(session: Session, answer: Answer, purpose: Purpose, here: Here) -> PersonRecord | None:
    """Returns whose passkey answered the challenge; None if it did not. A challenge is answered once."""
    now = clock_of(session).now(session)
    record = by_credential(session, answer.credential_id)
    if record is None:
        return None
    challenged = challenge_in(answer.client_data)
    key = NewKey(record.credential_id, record.public_key, record.sign_count)
    count = check_answer(here.party, challenged, answer, key, by_its_owner=purpose is Purpose.SIGN_IN)
    if count is None or not spend_challenge(session, here.seal, challenged, purpose, here.asked_with, now):
        by = nobody(record.organisation_id)
        note(session, record.organisation_id, Audited.SECOND_STEP_REFUSED, by, about=record.person_id)
        return None
    return _used(session, record, count, now)


def _used(session: Session, record: PasskeyRecord, count: int, now: datetime) -> PersonRecord | None:
    record.sign_count, record.used_at = count, now
    person = session.get_one(PersonRecord, record.person_id)
    return person if person.active else None
