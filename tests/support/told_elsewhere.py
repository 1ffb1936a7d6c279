"""What was mailed to somebody of whom an address, a number or an account was replaced."""

from sqlalchemy import select

from foundation.session import Database
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from notifications.ways import Channel


def told(database: Database) -> list[tuple[str, str]]:
    """Returns to which address it was mailed, and what."""
    with database.read() as session:
        found = session.scalars(
            select(MessageRecord)
            .where(MessageRecord.template == Template.REACHED_ELSEWHERE)
            .order_by(MessageRecord.created_at, MessageRecord.id)
        ).all()
        assert {one.channel for one in found} <= {Channel.MAIL}
        return [(one.to, str(one.payload["stage"])) for one in found]
