"""Lays a push beside the messages that are due, for each phone and computer of that person that shows one.

The message itself was decided, recorded and perhaps sent by then, and nothing of it waits for this: what goes wrong
here costs a push, and never an SMS or a call (docs/decisions/0083-a-push-beside-the-message.md).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, String, and_, cast, func, select
from sqlalchemy.orm import Session, aliased

from achterwacht.people.records import PersonRecord, TokenRecord
from achterwacht.people.sign_in import counts
from achterwacht.pushes.records import SubscriptionRecord
from foundation.clock import clock_of
from foundation.failpoints import Failpoint, reach
from foundation.session import Database
from foundation.subject import Subject
from notifications import outbox
from notifications.outbox import Outgoing
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import NUDGED
from notifications.ways import Channel

FRESH = timedelta(minutes=10)
"""After the clock stood still for longer, the message tells what was due then, and nobody is woken for it twice."""
WRITTEN_WITHIN = timedelta(hours=2)
"""A message may be held back for a while before it leaves."""
MOST = 500


def follow(database: Database) -> int:
    """Lay the pushes that are missing. Returns how many.

    It only reads where there is nothing to lay: on SQLite a transaction for writing makes other writers wait.
    """
    with database.read() as session:
        missing = _missing(session, database.clock.now(session))
    if missing:
        with database.write() as session:
            # Whichever of several clocks comes second finds the same messages there, and lays nothing.
            outbox.put(session, missing, database.clock.now(session))
        reach(Failpoint.PUSH_LAID)
    return len(missing)


def _missing(session: Session, now: datetime) -> Sequence[Outgoing]:
    found = {one.id: one for one in map(_beside, _due(session, now))}
    laid = select(MessageRecord.id).where(MessageRecord.id.in_(found))
    if found:
        for message in session.scalars(laid, execution_options={"across_organisations": True}):
            del found[message]
    return list(found.values())


def _due(session: Session, now: datetime) -> Sequence[Row[MessageRecord, SubscriptionRecord]]:
    """Returns what is due or was sent since a while, of whom has a browser that shows pushes, gravest first."""
    theirs = and_(
        MessageRecord.organisation_id == SubscriptionRecord.organisation_id,
        MessageRecord.person == SubscriptionRecord.person_id,
    )
    due = (
        select(MessageRecord, SubscriptionRecord)
        .join(SubscriptionRecord, theirs)
        .join(TokenRecord, TokenRecord.id == SubscriptionRecord.token_id)
        .join(PersonRecord, PersonRecord.id == TokenRecord.person_id)
        .where(
            MessageRecord.template.in_(NUDGED),
            MessageRecord.channel != Channel.PUSH,
            MessageRecord.created_at > now - WRITTEN_WITHIN,
            MessageRecord.not_before > now - FRESH,
            MessageRecord.not_before <= now,
            MessageRecord.state != MessageState.CANCELLED,
            MessageRecord.silenced.is_(False),
            SubscriptionRecord.lost_at.is_(None),
            counts(),
            ~_laid(now),  # else those of a large outage would stand before all that comes after them
        )
        .order_by(MessageRecord.priority.desc(), MessageRecord.not_before, MessageRecord.id)
        .limit(MOST)
    )
    given = clock_of(session).given(session)
    return session.execute(due, given, execution_options={"across_organisations": True}).all()


def _laid(now: datetime) -> ColumnElement[bool]:
    """Whether the push beside this message is there already, for this phone."""
    push = aliased(MessageRecord)
    return (
        select(push.id)
        .where(
            push.organisation_id == MessageRecord.organisation_id,
            push.person == MessageRecord.person,
            push.created_at > now - WRITTEN_WITHIN,
            push.channel == Channel.PUSH,
            push.origin == MessageRecord.origin,
            push.template == MessageRecord.template,
            # How an id is written as text differs between the two databases.
            func.replace(push.to, "-", "") == func.replace(cast(SubscriptionRecord.id, String), "-", ""),
        )
        .exists()
    )


def _beside(row: Row[MessageRecord, SubscriptionRecord]) -> Outgoing:
    """Returns the push beside a message. Of its facts it holds none, but what it is about."""
    message, subscription = row
    about = message.about or Subject("", message.origin)
    return Outgoing(
        organisation_id=message.organisation_id,
        subject=message.about,
        origin=message.origin,
        person=message.person,
        to=str(subscription.id),
        channel=Channel.PUSH,
        template=message.template,
        language=message.language,
        payload={"drill": message.drill, "kind": about.kind, "id": str(about.id)},
        priority=message.priority,
        drill=message.drill,
    )
