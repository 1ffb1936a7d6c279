"""How a message goes from one state to the next, and how its row is held meanwhile."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from notifications.records import MessageRecord, MessageState

TERMINAL = (MessageState.DELIVERED, MessageState.FAILED, MessageState.CANCELLED)
PROGRESS = {state: place for place, state in enumerate((MessageState.PENDING, MessageState.SENDING, MessageState.SENT))}


def locked(message_id: UUID) -> Select[MessageRecord]:
    """The message as it is now, kept from others until the transaction ends."""
    return (
        select(MessageRecord)
        .where(MessageRecord.id == message_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def move(message: MessageRecord, state: MessageState, now: datetime) -> None:
    """Give it this state. Nobody holds it any more, unless it is being sent."""
    message.state = state
    message.state_at = now
    if state is not MessageState.SENDING:
        message.lease_until = None
        message.claim_token = None
