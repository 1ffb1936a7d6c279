"""What somebody means by an SMS: as it reads by itself, and by what they were asked and sent before."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from achterwacht.codes.service import find_code
from achterwacht.inbound import answers
from achterwacht.inbound.answers import Sent
from achterwacht.inbound.known import Known
from achterwacht.inbound.visit_texts import own_visits
from achterwacht.kinds import Actor
from achterwacht.people.records import PersonRecord
from notifications.distress import tells_of_distress
from notifications.folding import fold, words
from notifications.intents import Intent, Reply
from notifications.replies import read_sms

SHORTEST_QUOTATION = 3
"""Words: `Liked “NOOD 4821…”`."""
MAY_QUOTE = frozenset({Intent.PANIC, Intent.UNKNOWN, Intent.CODE})
"""What a text may seem to mean that only sends back our own words."""
A_NUMBER = re.compile(r"[0-9]{1,8}")
LONGEST_MINUTES, SHORTEST_PIN = 3, 4
CHOSEN = ("1", "2")
"""These answer a question that came with a code."""
CHOICES: dict[int | None, Intent] = {1: Intent.FIRST, 2: Intent.SECOND}


def what_they_mean(session: Session, known: Known, body: str, now: datetime) -> tuple[Sequence[Sent], Reply]:
    """Returns what they mean.

    What we sent them is only read where it could matter: for a word for help, or an unclear text.
    """
    person = known.person
    body = _with_what_was_asked(session, person, body, now)
    reply = _of_a_colleague(session, person, read_sms(body))
    if reply.intent not in MAY_QUOTE or len(words(body)) < SHORTEST_QUOTATION:
        return (), _the_code_they_have(session, person, reply)
    sent = answers.really_sent(session, person, known.number, now)
    return sent, _the_code_they_have(session, person, read_sms(body, [one.text for one in sent]))


def _with_what_was_asked(session: Session, person: PersonRecord, body: str, now: datetime) -> str:
    """Returns a number alone with the word that it belongs to, where we just asked for that number: `+30`, `UIT 2468`.

    A code that they have is an answer of its own, and 112 is no number of minutes. What was asked before a visit began
    is not about that visit.
    """
    number = fold(body)
    if not A_NUMBER.fullmatch(number) or tells_of_distress(body):
        return body
    on_visits = own_visits(session, Actor(person.organisation_id, person.id))
    began = max((one.started_at for one in on_visits if one.started_at is not None), default=None)
    asked = answers.last_answer(session, person, now, began)
    if asked.get("answer") == "minutes_doubted" and len(number) <= LONGEST_MINUTES and number not in CHOSEN:
        return f"+{number}"
    if asked.get("answer") != "pin_needed" or len(number) < SHORTEST_PIN or not asked.get(answers.WORD):
        return body
    known = find_code(session, person.organisation_id, person.id, number)
    return body if known is not None else f"{asked[answers.WORD]} {number}"


def _the_code_they_have(session: Session, person: PersonRecord, reply: Reply) -> Reply:
    """Read `1 48 21`: of the codes that the separate digits may form, the one that was sent to them.

    If two fit, nobody can tell.
    """
    mine = [
        (intent, code)
        for intent, code in reply.readings
        if find_code(session, person.organisation_id, person.id, code) is not None
    ]
    if not mine:
        return replace(reply, readings=())
    (intent, code), doubted = mine[0], reply.doubted and mine[0][0] is not Intent.SECOND
    return replace(reply, intent=intent, code=code, doubted=doubted or len(mine) > 1, readings=tuple(mine))


def _of_a_colleague(session: Session, person: PersonRecord, reply: Reply) -> Reply:
    """Read `Ok 1 4821` from somebody on no visit to whom that code was sent: they answer its question."""
    if reply.pin is None or own_visits(session, Actor(person.organisation_id, person.id)):
        return reply
    if find_code(session, person.organisation_id, person.id, reply.pin) is None:
        return reply
    chosen = CHOICES.get(reply.choice, Intent.CODE) if reply.intent is Intent.OK else Intent.CODE
    return Reply(chosen, code=reply.pin)
