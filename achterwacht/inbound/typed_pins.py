"""The PIN in a text or a call: it is counted and tried before the transaction that carries out the action.

Argon2 takes long on purpose, and computing it inside a transaction holds the connection, and on SQLite the one writer,
for all that time. So a door first asks here, in a transaction of its own, whether there is a PIN to try.

A text in which nobody can find the PIN may still hold the duress PIN (`UIT, mijn pin is 4321`, `43 21`): somebody who
is forced types as they can, and no call for help is lost because of its form.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.codes.service import find_code
from achterwacht.creation import digest_of
from achterwacht.inbound import received
from achterwacht.inbound.conversation import conversation, id_of_digits, long_ago, visit_of
from achterwacht.inbound.known import whose
from achterwacht.inbound.meant import what_they_mean
from achterwacht.inbound.records import CallInRecord
from achterwacht.inbound.visit_texts import named_visit
from achterwacht.inbound.where_texted import read_check_in
from achterwacht.inbound.worker_calls import PIN_TRIES
from achterwacht.kinds import Actor
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases import pins
from achterwacht.use_cases.pins import Sought, Typed
from foundation.clock import clock_of
from foundation.visible import on_lines
from notifications.dictated import written_out
from notifications.folding import fold
from notifications.intents import Intent, Reply
from notifications.machines import says_it_is_a_machine
from notifications.replies import read_sms
from notifications.texts.templates import Call

FOUR_DIGITS = re.compile(r"(?:[0-9][^0-9]*){4}")
DIGITS = re.compile(r"[0-9]+")
SHORTEST, LONGEST = 4, 8
APART = 2
"""Signs that may stand between the digits of one number: `43 21`, `4-3-2-1`, `4, 3, 2, 1`."""
MOST_LOOKED_AT = 8
LOUD = frozenset({Intent.PANIC})
"""Somebody who calls for help openly needs no silent alarm as well."""


def may_hold_a_pin(body: str) -> bool:
    """Whether the text needs a closer look in a transaction. Most texts hold no PIN, and none of them waits for one."""
    return FOUR_DIGITS.search(written_out(fold(body))) is not None and read_sms(body).intent not in LOUD


def could_be_pins(body: str) -> tuple[str, ...]:
    """Returns every number in a text that has the length of a PIN.

    Its digits may have signs between them, or be words; numbers without such signs come first.
    """
    text = written_out(fold(body))
    found = list(DIGITS.finditer(text))
    whole, joined = [], []
    for at, first in enumerate(found):
        digits, end = first.group(), first.end()
        whole.append(digits)
        for further in found[at + 1 :]:
            between = text[end : further.start()]
            if len(between) > APART or any(sign.isalpha() for sign in between):
                break
            digits, end = digits + further.group(), further.end()
            joined.append(digits)
    fit = (one for one in (*whole, *joined) if SHORTEST <= len(one) <= LONGEST)
    return tuple(dict.fromkeys(fit))[:MOST_LOOKED_AT]


def pin_of_a_text(session: Session, sid: str, sender: str, body: str, *, proof: str = "") -> Typed | None:
    """Count the PIN in a text. Returns None if there is none to try, or if the text came before."""
    body, ids = on_lines(body), (sid, proof)
    known = None if received.seen_before(session, ids) else whose(session, on_lines(sender).strip())
    if known is None or known.person.pin_hash is None:
        return None
    person = known.person
    now = clock_of(session).now(session)
    by = Actor(person.organisation_id, person.id, person.name, via="sms")
    _, reply = what_they_mean(session, known, body, now)
    if reply.intent is Intent.CHECK_IN:
        organisation = session.get_one(OrganisationRecord, person.organisation_id)
        said = read_check_in(reply.note, organisation.country)
        if said is not None and not said.pin:
            return None  # a postcode and a house number, which may look like anybody's PIN
        reply = reply if said is None else replace(reply, pin=said.pin)
    if not reply.pin:
        return None if reply.intent in LOUD else _sought(session, person, by, body, reply, ids)
    others = (reply.pin_or,) if reply.pin_or else ()
    return _begun(session, person, by, (reply.pin, *others), named_visit(session, by, reply, now), ids)


def _sought(
    session: Session, person: PersonRecord, by: Actor, body: str, reply: Reply, ids: Collection[str]
) -> Sought | None:
    if person.duress_pin_hash is None or says_it_is_a_machine(body):
        return None
    glued = () if reply.code is None else (reply.code,)
    numbers = [
        one
        for one in dict.fromkeys((*glued, *could_be_pins(body)))
        if find_code(session, by.organisation_id, person.id, one) is None
    ]
    if not numbers:
        return None
    first, *others = numbers
    in_drill = drill_cases.plays(session, by) is not None
    begun = pins.looked_for(session, person)
    return Sought(begun, by, first, None, _press(person, ids), in_drill, others=tuple(others))


def pin_of_digits(
    session: Session, message_id: UUID, call_sid: str, step: str | None, digits: str, *, proof: str = ""
) -> Typed | None:
    """Count the PIN that was pressed in a call. Returns None if the digits are no PIN, or were pressed before.

    Raises:
        NotFound: no such call.
    """
    call = conversation(session, message_id)
    digits = on_lines(digits)
    if call.kind is not Call.WELL or step not in PIN_TRIES or call.person.pin_hash is None:
        return None
    if not SHORTEST <= len(digits) <= LONGEST:
        return None
    ids = (id_of_digits(call_sid, step), proof)
    if long_ago(call) or received.seen_before(session, ids):
        return None
    return _begun(session, call.person, call.by, (digits,), visit_of(call), ids)


def pin_of_a_call_in(
    session: Session, call_sid: str, step: str | None, digits: str, *, proof: str = ""
) -> Typed | None:
    """Count the PIN that was pressed in a call to us. Returns None if the digits are no PIN, or were pressed before."""
    record = session.get(CallInRecord, received.digest(call_sid)) if call_sid else None
    digits = on_lines(digits)
    if record is None or step not in PIN_TRIES or not SHORTEST <= len(digits) <= LONGEST:
        return None
    person = session.get_one(PersonRecord, record.person_id)
    ids = (id_of_digits(call_sid, step), proof)
    if person.pin_hash is None or received.seen_before(session, ids):
        return None
    by = Actor(person.organisation_id, person.id, person.name, via="call")
    return _begun(session, person, by, (digits,), None, ids)


def _begun(
    session: Session, person: PersonRecord, by: Actor, pin: Sequence[str], visit_id: UUID | None, ids: Collection[str]
) -> Typed:
    first, *others = pin
    in_drill = drill_cases.plays(session, by) is not None
    return Typed(pins.begin(session, person), by, first, visit_id, _press(person, ids), in_drill, others=tuple(others))


def _press(person: PersonRecord, ids: Collection[str]) -> str | None:
    """Returns what tells this press from others.

    What the provider repeats because it got no answer is the same press.
    """
    known = next((one for one in ids if one), None)
    return digest_of("pin", person.id, known) if known else None
