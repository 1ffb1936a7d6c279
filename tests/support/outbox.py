"""The outbox in a test's hands: one step of a sender at a time."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from notifications import outbox, sending
from notifications.channels.port import TransportError
from notifications.outbox import Outgoing
from notifications.records import MessageRecord, MessageState
from notifications.sending import Claimed
from notifications.texts.templates import Template
from notifications.ways import Channel, Provider
from tests.support.engine import Engine


def message(engine: Engine, text: str = "Je bent afgemeld.", **more: object) -> Outgoing:
    jan = engine.ours.worker
    made = Outgoing(
        engine.ours.id, None, uuid4(), jan.id, jan.phone, Channel.SMS, Template.REPLY, "nl", {"text": text}, 50
    )
    return replace(made, **more)  # type: ignore[arg-type]


def put(engine: Engine, *messages: Outgoing) -> datetime:
    with engine.database.write() as session:
        now = engine.clock.now(session)
        outbox.put(session, messages, now)
    return now


def claim(engine: Engine, limit: int = 10) -> list[Claimed]:
    with engine.database.write() as session:
        return sending.claim(session, limit)


def call(engine: Engine, claimed: Claimed) -> bool:
    with engine.database.write() as session:
        return sending.note_call(session, claimed, Provider.TWILIO) is not None


def fails(engine: Engine, claimed: Claimed, *, permanent: bool = False, uncertain: bool = False) -> None:
    with engine.database.write() as session:
        now = engine.clock.now(session)
        error = TransportError("20429", "too many requests", permanent=permanent, uncertain=uncertain)
        sending.note_failure(session, claimed, Provider.TWILIO, error, now)
        to = session.get_one(MessageRecord, claimed.id).to
        sending.settle_failed(session, claimed, to, error.code, now, permanent=permanent, uncertain=uncertain)


def reports(engine: Engine, message_id: UUID, state: MessageState, code: str | None = None) -> bool:
    with engine.database.write() as session:
        sid = f"SM{message_id.hex}"
        return outbox.report_status(session, message_id, state, sid, code, engine.clock.now(session))


def the_one(engine: Engine) -> MessageRecord:
    (only,) = engine.messages()
    return only


def sent(engine: Engine, claimed: Claimed, sid: str = "") -> None:
    with engine.database.write() as session:
        sending.settle_sent(session, claimed, Provider.TWILIO, sid or f"SM{claimed.id.hex}")
