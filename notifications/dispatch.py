"""The dispatcher: takes messages out of the outbox and hands them to their channel, many at a time.

Claim (short transaction) -> note the call (short transaction) -> HTTP without any lock -> settle by token. A crash at
any point leaves a row that the next sender understands: nothing noted, send again; noted, ask the provider first.
"""

import time
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import structlog

from foundation.session import Database
from foundation.settings import Delivery, Settings
from notifications import outbox
from notifications.channels.port import ChannelPort, Envelope, TransportError
from notifications.channels.simulator import Simulator
from notifications.channels.sms import Sms
from notifications.channels.twilio import make_client
from notifications.channels.voice import Voice
from notifications.guard import ForbiddenNumber, guard
from notifications.outbox import Claimed
from notifications.records import MessageRecord, MessageState
from notifications.texts.catalogue import catalogue
from notifications.ways import Channel

log = structlog.get_logger()


def make_channels(settings: Settings) -> Mapping[Channel, ChannelPort]:
    """The channels of this installation."""
    if settings.delivery is Delivery.SIMULATOR:
        return {Channel.SMS: Simulator(MessageState.DELIVERED), Channel.CALL: Simulator(MessageState.FAILED)}
    client = make_client(settings)
    return {Channel.SMS: Sms(client, settings), Channel.CALL: Voice(client, settings)}


class Pace:
    """How many SMS may leave now, at so many a second. What has to wait stays in the outbox; nothing is dropped."""

    def __init__(self, per_second: float | None) -> None:
        self._per_second = per_second
        self._saved = per_second or 0.0
        self._looked_at = time.monotonic()

    @property
    def limited(self) -> bool:
        return self._per_second is not None

    def allows(self) -> int:
        if self._per_second is None:
            raise ValueError("no limit is set")
        now = time.monotonic()
        self._saved = min(max(self._per_second, 1.0), self._saved + (now - self._looked_at) * self._per_second)
        self._looked_at = now
        return int(self._saved)

    def spend(self, amount: int) -> None:
        self._saved -= amount


class Dispatcher:
    """Sends what is due. One per process; any number of processes on one PostgreSQL."""

    def __init__(
        self, database: Database, settings: Settings, channels: Mapping[Channel, ChannelPort] | None = None
    ) -> None:
        self._database = database
        self._channels = channels or make_channels(settings)
        self._base = settings.base_url
        self._room = settings.dispatch_concurrency
        self._pace = Pace(settings.sms_per_second)
        self._senders = ThreadPoolExecutor(self._room, thread_name_prefix="sender")

    def close(self) -> None:
        self._senders.shutdown(wait=True)

    def dispatch_due(self) -> int:
        """Send until nothing is due and nobody is sending. Answers how many were taken."""
        busy: set[Future[None]] = set()
        taken = 0
        while True:
            claimed = self._claim(self._room - len(busy))
            taken += len(claimed)
            busy |= {self._senders.submit(self._deliver, one) for one in claimed}
            if not busy:
                return taken
            # Wakes up at least this often, so that a panic is not kept waiting by a provider that hangs.
            _, busy = wait(busy, timeout=0.1, return_when=FIRST_COMPLETED)

    def _claim(self, room: int) -> list[Claimed]:
        if room <= 0:
            return []
        with self._database.read() as session:
            if not outbox.anything_due(session, self._database.clock.now(session)):
                return []
        with self._database.write() as session:
            now = self._database.clock.now(session)
            if not self._pace.limited:
                return outbox.claim(session, now, room)
            claimed = outbox.claim(session, now, room, Channel.CALL)
            texts = min(room - len(claimed), self._pace.allows())
            if texts > 0:
                sms = outbox.claim(session, now, texts, Channel.SMS)
                self._pace.spend(len(sms))
                claimed += sms
            return claimed

    def _deliver(self, claimed: Claimed) -> None:
        try:
            self._hand_over(claimed)
        except Exception:
            # The lease ends, and the message is tried again; nobody else may be kept waiting for it.
            log.exception("message could not be handled", message=str(claimed.id))

    def _hand_over(self, claimed: Claimed) -> None:
        channel = self._channels[claimed.channel]
        with self._database.write() as session:
            message = session.get_one(MessageRecord, claimed.id)
            earlier = message.called_at
            noted = outbox.note_call(session, claimed, self._database.clock.now(session))
            if noted is None or noted.called_at is None:
                return
            text = self._text(noted)
            envelope = Envelope(noted.id, noted.to, text, earlier or noted.called_at)
        try:
            guard(envelope.to)
            sid = (channel.find(envelope) if claimed.uncertain else None) or channel.send(envelope)
        except ForbiddenNumber as refusal:
            log.error("number refused", message=str(claimed.id), reason=str(refusal))
            self._settle_failed(claimed, TransportError("forbidden", str(refusal), permanent=True))
        except TransportError as error:
            log.warning("message not taken", message=str(claimed.id), code=error.code, permanent=error.permanent)
            self._settle_failed(claimed, error)
        else:
            with self._database.write() as session:
                outbox.settle_sent(session, claimed, sid, self._database.clock.now(session))

    def _text(self, message: MessageRecord) -> str:
        if message.channel is Channel.CALL:
            return ""  # a call asks for its words when it is answered
        return catalogue(message.language).sms(message.template.value, {**message.payload, "base": self._base})

    def _settle_failed(self, claimed: Claimed, error: TransportError) -> None:
        with self._database.write() as session:
            now = self._database.clock.now(session)
            outbox.settle_failed(session, claimed, error.code, error.detail, error.permanent, error.uncertain, now)


def reconcile(database: Database, channels: Mapping[Channel, ChannelPort]) -> int:
    """Ask the provider about messages whose callbacks never came. Answers how many moved on."""
    moved = 0
    with database.read() as session:
        waiting = [
            (one.id, one.channel, one.provider_sid or "") for one in outbox.stuck(session, database.clock.now(session))
        ]
    for message_id, channel, sid in waiting:
        try:
            state, code = channels[channel].status(sid)
        except TransportError as error:
            log.warning("status not known", message=str(message_id), code=error.code)
            continue
        with database.write() as session:
            moved += outbox.report_status(session, message_id, state, sid, code, database.clock.now(session))
    return moved
