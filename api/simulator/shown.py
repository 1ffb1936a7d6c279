"""What the phones and mailboxes of the simulator show."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.inbound.records import InboundRecord
from achterwacht.people.records import GrantRecord
from api.simulator.schemas import CallOut, Item, Mail, Mailbox
from foundation.settings import Settings
from notifications.channels.voice import RING_SECONDS
from notifications.records import MessageRecord, MessageState
from notifications.sealed import opened, seal_of
from notifications.texts.catalogue import catalogue
from notifications.texts.letters import write
from notifications.ways import TELEPHONE, Channel

SHOWN_FOR = timedelta(hours=12)
MOST = 400


def roles_by_person(session: Session) -> dict[UUID, list[str]]:
    """Returns what everybody is, each role once: in however many teams they are so."""
    found: dict[UUID, list[str]] = {}
    grants = select(GrantRecord.person_id, GrantRecord.role).distinct()
    for person_id, role in session.execute(grants, execution_options={"across_organisations": True}):
        found.setdefault(person_id, []).append(role.value)
    return found


def arrived_on_phones(session: Session, now: datetime) -> dict[UUID, list[Item]]:
    found: dict[UUID, list[Item]] = {}
    for one in _left(session, TELEPHONE, now):
        found.setdefault(one.person, []).append(_item(one, now))
    return found


def read_mailboxes(session: Session, now: datetime, settings: Settings) -> list[Mailbox]:
    found: dict[str, list[Mail]] = {}
    seal = seal_of(settings)
    for one in reversed(_left(session, [Channel.MAIL], now)):
        facts = {**opened(one.payload, seal), "base": settings.base_url}
        text, letter = write(one.template, one.language, facts)
        mail = Mail(id=str(one.id), at=one.created_at, subject=letter.subject, text=text, state=one.state.value)
        found.setdefault(one.to, []).append(mail)
    return [Mailbox(address=address, mails=mails) for address, mails in sorted(found.items())]


def _left(session: Session, channels: Collection[Channel], now: datetime) -> Sequence[MessageRecord]:
    """Returns the messages that left by these channels in the last twelve hours, newest first."""
    shown = (MessageState.SENT, MessageState.DELIVERED, MessageState.FAILED)
    messages = select(MessageRecord).where(
        MessageRecord.created_at > now - SHOWN_FOR, MessageRecord.state.in_(shown), MessageRecord.channel.in_(channels)
    )
    newest = messages.order_by(MessageRecord.created_at.desc()).limit(MOST)
    return session.scalars(newest, execution_options={"across_organisations": True}).all()


def _item(message: MessageRecord, now: datetime) -> Item:
    call = None
    if message.channel is Channel.CALL:
        ringing = message.state is MessageState.SENT and now - message.state_at < timedelta(seconds=RING_SECONDS)
        state = "ringing" if ringing else "ended" if message.state is MessageState.DELIVERED else "missed"
        call = CallOut(state=state, prompt=None)
        text = "Oproep"
    else:
        facts: dict[str, Any] = {**message.payload, "base": ""}
        texts = catalogue(message.language, message.payload.get("manager", ""))
        text = texts.sms(message.template.value, facts)
    return Item(
        id=str(message.id),
        at=message.state_at if message.state is MessageState.SENT else message.created_at,
        direction="in",
        channel=message.channel,
        text=text,
        state=message.state.value,
        call=call,
    )


def sent_from_phones(session: Session, now: datetime) -> dict[UUID, list[Item]]:
    texts = select(InboundRecord).where(InboundRecord.at > now - SHOWN_FOR, InboundRecord.person_id.is_not(None))
    found: dict[UUID, list[Item]] = {}
    for one in session.scalars(texts, execution_options={"across_organisations": True}):
        if one.person_id is None or ":" in one.key:
            continue  # digits in a call are part of that call
        item = Item(id=one.key, at=one.at, direction="out", channel=Channel.SMS, text=one.body, state="sent", call=None)
        found.setdefault(one.person_id, []).append(item)
    return found
