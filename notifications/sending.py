"""A message in the hands of one sender: claimed, noted before each call, settled by token.

Nobody else can hold it meanwhile. A sender that dies leaves a row that the next one understands: if no call was noted,
send it again; if one was, ask the providers first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import Integer, Table, bindparam, case, func, select, update
from sqlalchemy.orm import Session

from foundation.clock import clock_of, present
from foundation.columns import Word
from notifications.channels.port import TransportError
from notifications.records import WAITS, AttemptRecord, MessageRecord, MessageState
from notifications.states import locked, move
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Channel, Provider

LEASE = timedelta(seconds=25)
"""Longer than a provider's time-out, so that a live sender never loses its message; renewed before each call. Shorter
than the 30 s within which the message of a dead sender must reach somebody (docs/reliability.md)."""
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 10, 20, 30))
GIVE_UP_AFTER = timedelta(hours=1)
PUSH_GIVES_UP_AFTER = timedelta(minutes=10)
"""What it stands beside was said by then; later it only wakes people."""


@dataclass(frozen=True)
class Claimed:
    """A message in the hands of one sender until the lease ends. `uncertain`: an earlier call may have arrived."""

    id: UUID
    token: UUID
    channel: Channel
    uncertain: bool
    priority: int


@dataclass(frozen=True)
class Noted:
    """What a sender needs to know of the message before calling. provider: the one that the row names as called."""

    to: str
    channel: Channel
    template: Template
    language: str
    payload: Mapping[str, Any]
    called_at: datetime
    provider: Provider


_MESSAGE = cast(Table, MessageRecord.__table__)
_its = _MESSAGE.c
_now = select(present()).scalar_subquery()
_is_due = (WAITS) & (
    ((_its.state == MessageState.PENDING) & (_its.not_before <= _now))
    | ((_its.state == MessageState.SENDING) & (_its.lease_until < _now))
) & _its.channel.in_(bindparam("channels", expanding=True))  # fmt: skip
_due = (
    select(_its.id)
    .where(_is_due, _its.priority >= bindparam("at_least", type_=Integer()))
    .order_by(_its.priority.desc(), _its.not_before, _its.id)
    .limit(bindparam("limit", type_=Integer()))
    .with_for_update(skip_locked=True)
    .cte("due")
)
MOST_URGENT = select(_its.priority).where(_is_due).order_by(_its.priority.desc()).limit(1)
_its_own = _its.id == bindparam("message")
_still_held = _its.claim_token == bindparam("token")
_called = bindparam("called", type_=Word(Provider))
_is_sent = _its.state == MessageState.SENT

# Each is one statement, built once, on the table instead of the record: half the cost of sending a message was reading
# it before changing it, and a fifth was the ORM.
CLAIM = (
    update(_MESSAGE)
    .where(_its.id.in_(select(_due.c.id)))
    .values(state=MessageState.SENDING, claim_token=bindparam("token"), lease_until=present(LEASE))
    .returning(
        _its.id, _its.channel, _its.called_at, _its.priority,
        _its.not_before,
    )
)  # fmt: skip
NOTE_CALL = (
    update(_MESSAGE)
    .where(_its_own, _still_held, _its.state == MessageState.SENDING)
    .values(
        provider=func.coalesce(_called, _its.provider),
        called_at=func.coalesce(_its.called_at, present()),
        lease_until=present(LEASE),
        attempts=_its.attempts + 1,
    )
    .returning(
        _its.to, _its.channel, _its.template, _its.language, _its.payload,
        _its.called_at, _its.provider,
    )
)  # fmt: skip
SETTLE_SENT = (
    update(_MESSAGE)
    .where(_its_own)
    .values(
        provider=_called,
        provider_sid=bindparam("sid"),
        state=case((_still_held, MessageState.SENT), else_=_its.state),
        state_at=case((_still_held, present()), else_=_its.state_at),
        lease_until=case((_still_held, None), else_=_its.lease_until),
        claim_token=case((_still_held, None), else_=_its.claim_token),
    )
)


def claim(session: Session, limit: int, channels: Collection[Channel] = TELEPHONE, at_least: int = 0) -> list[Claimed]:
    """Claim up to `limit` due messages of these channels, of at least this priority, the most urgent and oldest first.

    A message whose sender stopped responding is due too.
    """
    token = uuid4()
    given = clock_of(session).given(session, LEASE)
    wanted = {"channels": channels, "limit": limit, "at_least": at_least}
    found = session.connection().execute(CLAIM, {"token": token, **wanted, **given}).all()
    in_order = sorted(found, key=lambda one: (-one.priority, one.not_before, one.id))
    return [Claimed(one.id, token, one.channel, one.called_at is not None, one.priority) for one in in_order]


def most_urgent(session: Session, channels: Collection[Channel]) -> int | None:
    """Returns the priority of what `claim` would find first, or None if it would find nothing. A read, so that an idle
    dispatcher never holds up writers."""
    given = clock_of(session).given(session)
    priority: int | None = session.connection().scalar(MOST_URGENT, {"channels": channels, **given})
    return priority


def note_call(session: Session, claimed: Claimed, provider: Provider) -> Noted | None:
    """Note that this provider is about to be called. Returns None if it was cancelled, or another sender has it.

    After an uncertain call the row keeps the provider that was called, and since when, until that one was asked.
    """
    given = clock_of(session).given(session, LEASE)
    called = None if claimed.uncertain else provider
    noted = {"message": claimed.id, "token": claimed.token, "called": called, **given}
    row = session.connection().execute(NOTE_CALL, noted).one_or_none()
    return None if row is None else Noted(*row)


def hold(session: Session, claimed: Claimed, to: str, provider: Provider | None, now: datetime) -> bool:
    """Hold the message for one more call in the same attempt, and note who is called.

    to: where this attempt sends it. Returns False when another sender has it, what it is about is over, or its person
    got another number meanwhile: then it is due there at once.
    """
    message = _held(session, claimed)
    if message is None or _over(message, now) or _goes_elsewhere(message, to, now):
        return False
    message.provider = provider
    message.lease_until = now + LEASE
    return True


def note_failure(session: Session, claimed: Claimed, provider: Provider, error: TransportError, now: datetime) -> None:
    """Note how a try with this provider ended."""
    session.add(
        AttemptRecord(
            message_id=claimed.id,
            at=now,
            provider=provider,
            outcome="uncertain" if error.uncertain else "failed",
            error_code=error.code,
            detail=error.detail[:500],
        )
    )


def settle_sent(session: Session, claimed: Claimed, provider: Provider, sid: str) -> None:
    """Record that this provider took it. If a callback was faster, only the provider and its id are recorded.

    The message says all of it, so no attempt is written beside it (0109).
    """
    given = clock_of(session).given(session)
    settled = {"message": claimed.id, "token": claimed.token, "called": provider, "sid": sid, **given}
    session.connection().execute(SETTLE_SENT, settled)


def settle_failed(
    session: Session, claimed: Claimed, to: str, code: str, now: datetime, *, permanent: bool, uncertain: bool
) -> None:
    """Record that nobody took it. Whoever caused it hears of the first failure and of the last, but for a push: nobody
    counts as told by one.

    to: where this attempt sent it; what went wrong there says nothing of a number that its person got meanwhile.
    permanent: trying again won't help. uncertain: it may have arrived; the next sender asks the providers first.
    """
    message = _held(session, claimed)
    if message is None:
        return
    message.error_code = code
    if _over(message, now) or _goes_elsewhere(message, to, now):
        return
    tells = message.channel is not Channel.PUSH
    if permanent or now - message.created_at > (GIVE_UP_AFTER if tells else PUSH_GIVES_UP_AFTER):
        move(message, MessageState.FAILED, now)
        message.news = tells
        return
    wait = BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    message.news = tells and (message.news or message.attempts == 1)
    if uncertain:
        message.lease_until = now + wait
        return
    move(message, MessageState.PENDING, now)
    message.called_at = None
    message.not_before = now + wait


def settle_as_one_of(session: Session, claimed: Claimed, provider: Provider, sids: Sequence[str]) -> bool:
    """Record the message as sent, with the first of these provider's ids that no other message has.

    Several messages with the same words can't be told apart: so each one in doubt takes one id, and none takes the id
    of another. Returns False when they all belong to others.

    Raises:
        IntegrityError: another message took that id at the same moment. Ask again.
    """
    if _held(session, claimed) is None:
        return True
    taken = set(session.scalars(select(MessageRecord.provider_sid).where(MessageRecord.provider_sid.in_(sids))))
    free = next((sid for sid in sids if sid not in taken), None)
    if free is None:
        return False
    settle_sent(session, claimed, provider, free)
    return True


def claim_back(session: Session, message_id: UUID, sid: str) -> None:
    """Take this id away from any other message that took it in doubt: the provider says that it belongs to this one.
    The other is in doubt again."""
    mistaken = (
        update(MessageRecord)
        .where(MessageRecord.provider_sid == sid, MessageRecord.id != message_id)
        .values(
            provider_sid=None,
            state=case((_is_sent, MessageState.SENDING), else_=MessageRecord.state),
            lease_until=case((_is_sent, present()), else_=MessageRecord.lease_until),
            claim_token=case((_is_sent, uuid4()), else_=MessageRecord.claim_token),
        )
        .execution_options(synchronize_session=False)
    )
    session.execute(mistaken, clock_of(session).given(session))


def _over(message: MessageRecord, now: datetime) -> bool:
    """Whether what it is about fell silent while a provider was called. If so, it is cancelled."""
    if message.silenced:
        move(message, MessageState.CANCELLED, now)
    return message.silenced


def _goes_elsewhere(message: MessageRecord, to: str, now: datetime) -> bool:
    """Whether its person has another number by now. If so, it waits as if nobody had been called: there nobody was."""
    if message.to == to:
        return False
    move(message, MessageState.PENDING, now)
    message.called_at = None
    message.not_before = now
    return True


def _held(session: Session, claimed: Claimed) -> MessageRecord | None:
    message = locked(session, claimed.id)
    assert message is not None
    held = message.state is MessageState.SENDING and message.claim_token == claimed.token
    return message if held else None
