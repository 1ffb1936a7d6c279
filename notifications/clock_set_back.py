"""After the clock was set back: messages would wait for a moment that was near before, and is far away now."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from notifications.records import WAITS, MessageRecord, MessageState
from notifications.sending import BACKOFF, LEASE


def keep_leaving(session: Session, now: datetime) -> bool:
    """Let waiting messages leave when they should by the clock as it is now. Doing it twice changes nothing more.

    Returns whether all do; one that somebody else holds is passed by.
    """
    tried = (MessageRecord.attempts > 0) & (MessageRecord.not_before > now + BACKOFF[-1])
    ahead = select(MessageRecord).where(
        WAITS,
        ((MessageRecord.state == MessageState.PENDING) & ((MessageRecord.created_at > now) | tried))
        | ((MessageRecord.state == MessageState.SENDING) & (MessageRecord.lease_until > now + LEASE)),
    )
    for message in session.scalars(ahead.order_by(MessageRecord.id).with_for_update(skip_locked=True)):
        if message.state is MessageState.SENDING:
            message.lease_until = now + LEASE
        elif message.attempts:
            message.not_before = min(message.not_before, now + BACKOFF[-1])
        else:
            message.not_before = now + (message.not_before - message.created_at)
        message.created_at = min(message.created_at, now)
    session.flush()
    return session.scalar(ahead.with_only_columns(MessageRecord.id).limit(1)) is None
