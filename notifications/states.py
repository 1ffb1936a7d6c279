"""How a message goes from one state to the next, and how its row is locked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from notifications.records import MessageRecord, MessageState

TERMINAL = (MessageState.DELIVERED, MessageState.FAILED, MessageState.CANCELLED)
PROGRESS = {state: place for place, state in enumerate((MessageState.PENDING, MessageState.SENDING, MessageState.SENT))}


LOCKED = (
    select(MessageRecord)
    .where(MessageRecord.id == bindparam("message_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def locked(session: Session, message_id: UUID) -> MessageRecord | None:
    """Returns the message as it is now, locked until the transaction ends. None: there is no such message."""
    return session.scalars(LOCKED, {"message_id": message_id}).one_or_none()


def move(message: MessageRecord, state: MessageState, now: datetime) -> None:
    """Set the state, and release the lease unless it is being sent."""
    message.state = state
    message.state_at = now
    if state is not MessageState.SENDING:
        message.lease_until = None
        message.claim_token = None
