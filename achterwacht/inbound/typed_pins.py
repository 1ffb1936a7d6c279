"""The PIN in a text or a call: counted and tried before the transaction that does what it came with.

Argon2 takes long on purpose, and whoever reckons inside a transaction keeps its connection, and on SQLite the one
writer, for all that time. So a door asks here first, in a transaction of its own, whether there is a PIN to try.
"""

import re
from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.creation import digest_of
from achterwacht.inbound import received
from achterwacht.inbound.calls import PIN_TRIES, conversation, id_of_digits, long_ago, visit_of
from achterwacht.inbound.sms import MAY_QUOTE, named_visit, what_they_mean, whose
from achterwacht.kinds import Actor
from achterwacht.people.records import PersonRecord
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases import pins
from achterwacht.use_cases.pins import Typed
from foundation.clock import clock_of
from notifications.folding import fold, storable
from notifications.replies import WITH_A_PIN, read_sms
from notifications.texts.templates import Call

COULD_BE_A_PIN = re.compile(r"[0-9]{4}")


def may_hold_a_pin(body: str) -> bool:
    """Whether it is worth a transaction to look closer. Most texts hold no PIN, and none of them waits for one."""
    return COULD_BE_A_PIN.search(fold(body)) is not None and read_sms(body).intent in WITH_A_PIN | MAY_QUOTE


def pin_of_a_text(session: Session, sid: str, sender: str, body: str, *, proof: str = "") -> Typed | None:
    """Count the PIN in a text. None where there is nothing to try, also since the text came before."""
    body, ids = storable(body), (sid, proof)
    person = None if received.seen_before(session, ids) else whose(session, storable(sender).strip())
    if person is None or person.pin_hash is None or not person.active:
        return None
    now = clock_of(session).now(session)
    by = Actor(person.organisation_id, person.id, person.name, via="sms")
    _, reply = what_they_mean(session, person, body, now)
    if not reply.pin:
        return None
    return _begun(session, person, by, reply.pin, named_visit(session, by, reply, now), ids)


def pin_of_digits(
    session: Session, message_id: UUID, call_sid: str, step: str | None, digits: str, *, proof: str = ""
) -> Typed | None:
    """Count the PIN that was pressed in a call. None where the digits are none, or were pressed before.

    Raises:
        NotFound: no such call.
    """
    call = conversation(session, message_id)
    digits = storable(digits)
    if call.kind is not Call.WELL or step not in PIN_TRIES or not digits or call.person.pin_hash is None:
        return None
    ids = (id_of_digits(call_sid, step), proof)
    if long_ago(call) or received.seen_before(session, ids):
        return None
    return _begun(session, call.person, call.by, digits, visit_of(call), ids)


def _begun(
    session: Session, person: PersonRecord, by: Actor, pin: str, visit_id: UUID | None, ids: Collection[str]
) -> Typed:
    # The provider sends again what it got no answer to: that is the same press.
    known = next((one for one in ids if one), None)
    press = digest_of("pin", person.id, known) if known else None
    in_drill = drill_cases.plays(session, by) is not None
    return Typed(pins.begin(session, person), by, pin, visit_id, press, in_drill)
