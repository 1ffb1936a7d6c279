"""What became of the messages of the past: they arrived then. Nothing is sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from notifications.records import MessageRecord, MessageState
from notifications.ways import Channel, Provider


def delivered(session: Session, organisation_id: UUID, now: datetime) -> None:
    """Note of every message of this organisation that should have left by now that the simulator delivered it."""
    record = MessageRecord
    left = (
        update(record)
        .where(
            record.organisation_id == organisation_id,
            record.state == MessageState.PENDING,
            record.not_before <= now,
            record.channel.in_(tuple(Channel)),
        )
        .values(
            state=MessageState.DELIVERED,
            state_at=record.not_before,
            called_at=record.not_before,
            attempts=1,
            provider=Provider.SIMULATOR,
        )
    )
    session.execute(left, execution_options={"synchronize_session": False})
