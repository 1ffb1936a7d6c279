"""The answers to an SMS: what they say, and how often one number gets them, so that two machines never talk.

A question back, and that all is well was heard, is sent three times in ten minutes; another confirmation once about
the same thing. What a text *does* is
never limited, least of all a call for help.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.people.records import PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.protocols.running import manager_word
from achterwacht.watch.aggregate import Aggregate
from foundation.subject import Subject
from notifications.records import MessageRecord, MessageState
from notifications.texts.catalogue import catalogue
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Channel

WITHIN = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=1)
"""How long before it goes out a message may have been made."""
SAYS_WELL = frozenset({"ok", "awaited", "home_safe", "alarm_stays"})
"""Who sends OK again did not see the answer to the first, and the card promises one."""
ASKED_BACK = 3
NOT_UNDERSTOOD = frozenset({"unknown_worker", "unknown_colleague", "reaction", "reaction_code", "number_how"})
"""These are counted together, whatever they say."""
CALLS_FOR_HELP = frozenset({"panic", "panic_silent"})
DISTRESS = frozenset({"distress"})
MOST_OF_HELP = 5
"""Confirmations of help in different words. The same words are confirmed once."""
ASKS_BACK = NOT_UNDERSTOOD | {
    "which", "which_code", "code_alone", "code_alarm_now", "code_doubted", "code_unknown", "code_over",
    "safe_needs_code", "pin_needed",
    "out_already", "status_none", "status_under_way", "not_under_way", "end_not_later", "too_long", "minutes_doubted",
    "over_doubted", "check_in_how", "check_in_waits", "in_already",
    "may_not_take", "no_alarm", "false_alarm", "well_or_over", "not_phoned",
}  # fmt: skip
LISTED = "listed"
WORD = "word"
KEPT_FACTS = (LISTED, WORD)
REALLY_SENT = timedelta(days=7)
MOST_SENT = 60


@dataclass(frozen=True)
class Answer:
    """A sentence of the catalogue's `replies`, with its facts. A fact `drill` marks the answer as part of a drill.

    about: what the answer is about, and its state. The same sentence about something else, or about a later state, is
    another answer.
    """

    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    about: str = ""


def about(root: Aggregate) -> str:
    """Returns what an answer about this visit or alarm is about, with its present state."""
    alarm = root.alarm
    came_to = (alarm.id, alarm.level, alarm.acknowledged_at, alarm.resolved_at) if alarm is not None else ()
    return " ".join(str(one) for one in (root.id, *came_to))


def reply(session: Session, person: PersonRecord, answer: Answer, now: datetime, to: str | None = None) -> None:
    """Send the answer, unless they had it often enough.

    to: the number that they wrote from, which need not be theirs of now. None: theirs of now, if there is one.
    """
    to = to or person.phone
    if to is None:
        return
    text = catalogue(person.language, manager_word(session, person.organisation_id)).reply(answer.key, answer.facts)
    if _often_enough(session, person, answer.key, text, answer.about, now):
        return
    drill = bool(answer.facts.get("drill"))
    payload: dict[str, Any] = {"text": text, "drill": drill, "answer": answer.key, "about": answer.about}
    payload |= {one: answer.facts[one] for one in KEPT_FACTS if one in answer.facts}
    refused = person.sms_refused and to == person.phone
    them = Recipient(person.organisation_id, person.id, to, person.language, refused)
    tell(session, [them], Note(Template.REPLY, payload, MessagePriority.ANSWER, drill=drill))


def _often_enough(session: Session, person: PersonRecord, key: str, text: str, about: str, now: datetime) -> bool:
    lately = session.scalars(
        select(MessageRecord.payload).where(
            MessageRecord.organisation_id == person.organisation_id,
            MessageRecord.person == person.id,
            MessageRecord.created_at.between(now - WITHIN, now),
            MessageRecord.template == Template.REPLY,
            MessageRecord.state != MessageState.FAILED,
        )
    ).all()
    if key in NOT_UNDERSTOOD and sum(one.get("answer") in NOT_UNDERSTOOD for one in lately) >= ASKED_BACK:
        return True
    for kind in (
        CALLS_FOR_HELP,
        DISTRESS,
    ):  # counted separately: somebody who texted in distress is still answered when they send NOOD
        if key in kind and sum(one.get("answer") in kind for one in lately) >= MOST_OF_HELP:
            return True
    same = sum((one.get("text"), one.get("about", "")) == (text, about) for one in lately)
    return same >= (ASKED_BACK if key in ASKS_BACK | DISTRESS | SAYS_WELL else 1)


def answered_lately(session: Session, person: PersonRecord, key: str, now: datetime) -> bool:
    """Whether they were sent this answer within the last ten minutes."""
    lately = select(MessageRecord.payload).where(
        MessageRecord.organisation_id == person.organisation_id,
        MessageRecord.person == person.id,
        MessageRecord.created_at.between(now - WITHIN, now),
        MessageRecord.template == Template.REPLY,
    )
    return any(one.get("answer") == key for one in session.scalars(lately))


def last_answer(
    session: Session, person: PersonRecord, now: datetime, since: datetime | None = None
) -> Mapping[str, Any]:
    """Returns what was kept of the answer that they got last, if that was within ten minutes; else nothing.

    since: what was answered before is about something else.

    Nothing either where something else was texted or phoned since: what comes now may be the answer to that.
    """
    found = select(MessageRecord.template, MessageRecord.payload).where(
        MessageRecord.organisation_id == person.organisation_id,
        MessageRecord.person == person.id,
        MessageRecord.channel.in_(TELEPHONE),
        MessageRecord.created_at.between(max(since or now - LONGEST_WAIT, now - LONGEST_WAIT), now),
        MessageRecord.not_before.between(now - WITHIN, now),
        MessageRecord.state != MessageState.CANCELLED,
    )
    newest_first = (MessageRecord.not_before.desc(), MessageRecord.created_at.desc(), MessageRecord.id.desc())
    newest = session.execute(found.order_by(*newest_first).limit(1)).first()
    return newest.payload if newest is not None and newest.template is Template.REPLY else {}


@dataclass(frozen=True)
class Sent:
    """A text that was really sent to somebody, in the words it had."""

    template: Template
    subject: Subject | None
    code: str
    text: str


def really_sent(
    session: Session, person: PersonRecord, number: str, now: datetime, *, within: timedelta = REALLY_SENT
) -> list[Sent]:
    """Returns what was sent to them in that time, the newest first. If it comes back, the words are ours.

    number: that it came from, which may be theirs of before: a reaction to a text there is none of their own.
    """
    rows = session.execute(
        select(
            MessageRecord.template,
            MessageRecord.subject_kind,
            MessageRecord.subject,
            MessageRecord.language,
            MessageRecord.payload,
        )
        .where(
            MessageRecord.organisation_id == person.organisation_id,
            MessageRecord.person == person.id,
            MessageRecord.to.in_({number, person.phone}),
            MessageRecord.channel == Channel.SMS,
            MessageRecord.created_at > now - within,
            MessageRecord.called_at.is_not(None),
        )
        .order_by(MessageRecord.created_at.desc())
        .limit(MOST_SENT)
    ).all()
    return [
        Sent(
            one.template,
            None if one.subject is None or one.subject_kind is None else Subject(one.subject_kind, one.subject),
            one.payload.get("code") or "",
            catalogue(one.language, one.payload.get("manager", "")).sms(
                one.template.value, {**one.payload, "base": ""}
            ),
        )
        for one in rows
    ]
