"""Telling somebody something outside a decision of the watch: the roster, the register, the installation itself.

    tell(session, managers(session, organisation_id, team_id), Note(Template.ROSTER_GAPS, facts, MessagePriority.STAFF))

Somebody who sent STOP is phoned. If nothing reaches somebody at all, the administrators are told (`not_told`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.notices.in_silence import NOBODY, Hushed, hushed_among, who_is_hushed
from achterwacht.notices.staff import administrators
from achterwacht.notices.ways import reaching
from achterwacht.people.records import PersonRecord
from achterwacht.priorities import MessagePriority
from foundation.clock import clock_of
from foundation.subject import Subject
from notifications import outbox
from notifications.outbox import Outgoing
from notifications.records import MessageRecord, MessageState
from notifications.texts.catalogue import catalogue
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Channel

log = structlog.get_logger(__name__)
BY_SMS = (Channel.SMS,)


@dataclass(frozen=True)
class Recipient:
    """Somebody, or something, to write to. `id` is theirs for as long as the message is kept."""

    organisation_id: UUID
    id: UUID
    to: str
    language: str
    sms_refused: bool = False


@dataclass(frozen=True)
class Note:
    """What is told.

    origin: what caused it. The same origin tells a person only once. subject: what it is about, if that can be over
    before the message leaves. own: facts that differ between recipients. after: how long it waits before it leaves.
    """

    template: Template
    facts: Mapping[str, Any]
    priority: MessagePriority
    origin: UUID = field(default_factory=uuid4)
    subject: Subject | None = None
    channels: tuple[Channel, ...] = BY_SMS
    drill: bool = False
    own: Callable[[UUID], Mapping[str, Any]] = lambda _: {}
    after: timedelta = timedelta()


def tell(session: Session, people: Iterable[PersonRecord | Recipient], note: Note) -> None:
    """Put this note in the outbox for each person, on the channels that reach them.

    Somebody without a number gets none.
    """
    found = [one for person in people if (one := _recipient(person)) is not None]
    hushed = _hushed(session, found, note)
    messages = [
        _message(one, note, channel)
        for one in found
        for channel in _channels(one, note.template, note.channels, hushed)
    ]
    outbox.put(session, messages, clock_of(session).now(session))


def not_told(session: Session, message: MessageRecord, person: PersonRecord) -> None:
    """Tell the person of a failed note in another way, or after the last way the administrators.

    For a note to an administrator, those are the other administrators.
    """
    tried = session.scalars(
        select(MessageRecord).where(
            MessageRecord.organisation_id == message.organisation_id,
            MessageRecord.id.in_(
                outbox.id_of(message.origin, message.person, way, message.template)
                for way in Channel
                if way is not Channel.PUSH
            ),
        )
    ).all()
    if any(one.state is not MessageState.FAILED for one in tried):
        return
    note = Note(
        message.template, message.payload, MessagePriority.STAFF, message.origin, message.about, drill=message.drill
    )
    left = [one for one in TELEPHONE if one not in {record.channel for record in tried}]
    hushed = who_is_hushed(session, message.organisation_id)
    ways = set(_channels(person, message.template, left, hushed))
    next_way = next((one for one in left if one in ways), None)
    if next_way is not None and person.phone is not None:
        recipient = Recipient(message.organisation_id, person.id, person.phone, message.language)
        again = replace(_message(recipient, note, next_way), priority=message.priority)
        outbox.put(session, [again], clock_of(session).now(session))
    elif message.template is not Template.NOT_TOLD:
        others = administrators(session, message.organisation_id, but=person.id)
        what = catalogue(message.language).say("note_about", message.template.value)
        facts = {"name": person.name, "about": what}
        tell(session, others, Note(Template.NOT_TOLD, facts, MessagePriority.STAFF, message.id))
        if not others:
            log.error("a note reached nobody", template=message.template.value)


def _message(one: Recipient, note: Note, channel: Channel) -> Outgoing:
    return Outgoing(
        organisation_id=one.organisation_id,
        subject=note.subject,
        origin=note.origin,
        person=one.id,
        to=one.to,
        channel=channel,
        template=note.template,
        language=one.language,
        payload={**note.facts, **note.own(one.id)},
        priority=note.priority,
        drill=note.drill,
        after=note.after,
    )


def _recipient(person: PersonRecord | Recipient) -> Recipient | None:
    if isinstance(person, Recipient):
        return person
    if person.phone is None:
        return None
    return Recipient(person.organisation_id, person.id, person.phone, person.language, person.sms_refused)


def _hushed(session: Session, people: Iterable[Recipient], note: Note) -> Hushed:
    """Returns whom nobody phones; nobody where the note reaches them all the same."""
    if note.template is Template.REPLY or Channel.MAIL in note.channels:
        return NOBODY
    return hushed_among(session, {one.organisation_id for one in people})


def _channels(
    one: Recipient | PersonRecord, template: Template, channels: Iterable[Channel], hushed: Hushed
) -> list[Channel]:
    silent, quiet = one.id in hushed.silent, one.id in hushed.quiet
    found = (
        reaching(channel, template, sms_refused=one.sms_refused, silent=silent, quiet=quiet) for channel in channels
    )
    return list(dict.fromkeys(channel for channel in found if channel is not None))
