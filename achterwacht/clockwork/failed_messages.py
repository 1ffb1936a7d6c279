"""Passing each failed message to the noun that it is about."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.clockwork.nouns import NOUNS
from achterwacht.clockwork.unheard import note_failed
from achterwacht.kinds import RootKind
from notifications import outbox
from notifications.records import MessageRecord
from notifications.texts.templates import NOTES

FOLLOWS = {noun.root: noun.message_failed for noun in NOUNS if noun.message_failed is not None}


def failed_messages(session: Session, after: UUID | None = None) -> Sequence[UUID]:
    """Returns the ids of failed messages that nobody knows of yet, in the order of their ids, from behind this one and
    not all at once. It only reads, so looking costs no lock."""
    return outbox.unreported_failures(session, after)


def take_failure(session: Session, message_id: UUID) -> None:
    """Pass a failed message to the noun it is about, as one more input.

    One message in a transaction: the root is locked before the message, and never two roots at once.
    """
    message = session.scalars(
        select(MessageRecord).where(MessageRecord.id == message_id), execution_options={"across_organisations": True}
    ).one()
    if message.template in NOTES:
        note_failed(session, message)
        return
    follows = FOLLOWS.get(RootKind(message.about.kind)) if message.about is not None else None
    if follows is None:
        outbox.take_unreported_failure(session, message_id)
    else:
        follows(session, message)
