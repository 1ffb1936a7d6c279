"""A post office without a watch: the outbox, the dispatcher and two providers that do what the test says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.clock import Clock
from foundation.session import Database
from foundation.settings import Settings
from notifications import outbox
from notifications.channels.port import Envelope, TransportError
from notifications.dispatch import Dispatcher
from notifications.outbox import Outgoing
from notifications.records import AttemptRecord, MessageRecord, MessageState
from notifications.routes import Route
from notifications.texts.templates import Template
from notifications.ways import Channel, Provider

FATIMA = "+31611111113"
ANSWER_TO = "+3197010200200"
REFUSED = TransportError("connection", "connection failed")
BROKEN = TransportError("connection", "connection broke", uncertain=True)
HANGS = TransportError("timeout", "no answer in time", uncertain=True)
ACROSS = {"across_organisations": True}


class Workers(Clock):
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)

    def now(self, session: Session) -> datetime:
        return self.at


@dataclass
class Port:
    """A provider that does what the test says: `sends` and `finds` are its next answers, then all is well."""

    name: str
    sends: list[BaseException | str] = field(default_factory=list)
    finds: list[Exception | Sequence[str]] = field(default_factory=list)
    becomes: MessageState = MessageState.SENT
    sent: list[Envelope] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def send(self, envelope: Envelope) -> str:
        self.sent.append(envelope)
        answer = self.sends.pop(0) if self.sends else f"{self.name}-{len(self.sent)}"
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def find(self, envelope: Envelope) -> Sequence[str]:
        self.asked.append("find")
        answer = self.finds.pop(0) if self.finds else ()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        self.asked.append(sid)
        return self.becomes, "cm_31" if self.becomes is MessageState.FAILED else None


class Post:
    """A post office with two providers, or one, and its own time."""

    def __init__(self, database: Database, *, second: bool = True) -> None:
        self.clock = Workers()
        self.database = Database(database.engine, self.clock)
        self.first, self.second = Port("twilio"), Port("cm")
        routes = [Route(Provider.TWILIO, self.first)]
        if second:
            routes.append(Route(Provider.CM, self.second, ANSWER_TO))
        self.routes = {Channel.SMS: routes}
        self.dispatcher = Dispatcher(self.database, Settings(_env_file=None), self.routes)

    def puts(self, to: str = FATIMA, *, channel: Channel = Channel.SMS) -> UUID:
        with self.database.write() as session:
            origin = uuid4()
            payload = {"text": "Het is tijd."}
            new = Outgoing(uuid4(), None, origin, uuid4(), to, channel, Template.REPLY, "nl", payload, 10)
            outbox.put(session, [new], self.clock.at)
            return session.scalars(
                select(MessageRecord.id).where(MessageRecord.origin == origin), execution_options=ACROSS
            ).one()

    def dispatches(self, *, after: timedelta = timedelta()) -> None:
        self.clock.at += after
        self.dispatcher.dispatch_due()

    def message(self, message_id: UUID) -> MessageRecord:
        with self.database.read() as session:
            found = session.scalars(
                select(MessageRecord).where(MessageRecord.id == message_id), execution_options=ACROSS
            ).one()
            session.expunge(found)
            return found

    def attempts(self, message_id: UUID) -> Sequence[tuple[str, str, str | None]]:
        with self.database.read() as session:
            found = session.scalars(select(AttemptRecord).where(AttemptRecord.message_id == message_id))
            return sorted((one.provider.value, one.outcome, one.error_code) for one in found)

    def is_with(self, message_id: UUID, provider: Provider, sid: str) -> bool:
        message = self.message(message_id)
        assert (message.state, message.provider, message.provider_sid) == (MessageState.SENT, provider, sid)
        assert message.lease_until is None
        return True
