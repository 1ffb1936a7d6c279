"""A call under way: its message, whose phone it is, and the words it says."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.kinds import Actor, RootKind
from achterwacht.people.records import PersonRecord
from achterwacht.refused import NotFound
from achterwacht.use_cases.pins import NOT_TRIED, Tried
from foundation.clock import clock_of
from notifications.channels.voice import Prompt
from notifications.records import MessageRecord
from notifications.texts.catalogue import Catalogue, catalogue
from notifications.texts.templates import Call

LONGEST_CALL = timedelta(minutes=90)
"""A message is tried for an hour, and a call lasts minutes. After that only a call for help counts."""


@dataclass(frozen=True)
class Conversation:
    """A call under way.

    message: why it was made. person: whose phone it is. texts: the words in their language. tried: the PIN that was
    pressed just now.
    """

    session: Session
    message: MessageRecord
    person: PersonRecord
    texts: Catalogue
    tried: Tried = NOT_TRIED

    @property
    def kind(self) -> Call | None:
        """Returns how the call goes, by its template. None for a template that is no longer phoned."""
        return self.message.template.spec.call

    @property
    def by(self) -> Actor:
        return Actor(self.person.organisation_id, self.person.id, self.person.name, via="call")

    def about(self, kind: RootKind) -> UUID:
        """Returns the id of the visit or alarm that this call is about.

        Raises:
            NotFound: it is about nothing, or about something of another kind.
        """
        subject = self.message.about
        if subject is None or subject.kind != kind:
            raise NotFound(kind.value)
        return subject.id

    def say(self, key: str, facts: dict[str, Any] | None = None) -> str:
        return self.texts.spoken(key, facts or self.message.payload)

    def ends(self, *keys: str) -> Prompt:
        return Prompt([self.say(key) for key in keys])


def conversation(session: Session, message_id: UUID) -> Conversation:
    message = session.get(MessageRecord, message_id)
    if message is None:
        raise NotFound("message")
    person = session.scalars(
        select(PersonRecord).where(
            PersonRecord.organisation_id == message.organisation_id, PersonRecord.id == message.person
        )
    ).one()
    return Conversation(session, message, person, catalogue(message.language, message.payload.get("manager", "")))


def id_of_digits(call_sid: str, step: str) -> str:
    """Returns the id of the digits pressed at one step of a call; empty without an id of the call."""
    return f"{call_sid}:{step}" if call_sid else ""


def long_ago(call: Conversation) -> bool:
    """Whether the call must be over by now: no call lasts so long, so digits that still come are repeated ones."""
    placed = call.message.called_at or call.message.created_at
    return clock_of(call.session).now(call.session) - placed > LONGEST_CALL


def visit_of(call: Conversation) -> UUID | None:
    """Returns the visit that this call is about, or the visit of the alarm it is about; None without one."""
    subject, organisation = call.message.about, call.message.organisation_id
    if subject is None:
        return None
    if subject.kind == RootKind.VISIT:
        return subject.id
    return call.session.scalar(
        select(AlarmRecord.visit_id).where(AlarmRecord.organisation_id == organisation, AlarmRecord.id == subject.id)
    )
