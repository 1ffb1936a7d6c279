"""The phones and mailboxes of the simulator: read what would have been sent, answer by SMS, take calls.

For this machine only.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.inbound.calls import PIN_TRIES, next_prompt
from achterwacht.inbound.records import InboundRecord
from achterwacht.inbound.sms import receive_sms
from achterwacht.inbound.typed_pins import may_hold_a_pin, pin_of_a_text, pin_of_digits
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.refused import NotFound
from achterwacht.use_cases.pins import NOT_TRIED, Tried, Typed
from api.http.pins import try_outside
from api.http.schemas import Body, Schema
from api.http.security import OwnPage, SettingsOfApp
from api.http.transaction import Read, Write
from foundation.clock import clock_of
from foundation.setting_groups.providers import Delivery
from foundation.web_address import is_loopback
from notifications import outbox
from notifications.channels.voice import RING_SECONDS, Prompt
from notifications.records import MessageRecord, MessageState
from notifications.texts.catalogue import catalogue
from notifications.texts.letters import write
from notifications.ways import TELEPHONE, Channel

SHOWN_FOR = timedelta(hours=12)
MOST = 400


def for_this_machine(request: Request, settings: SettingsOfApp) -> None:
    """The simulator's phones need no sign-in, so they answer to this machine alone, and only while nothing goes out.

    Raises:
        NotFound: there is no simulator here.
    """
    # By the name it was asked under too: a proxy on this machine, or a page that rebinds a name, is not somebody here.
    peer = request.client.host if request.client else ""
    here = (is_loopback(peer) or peer == "testclient") and is_loopback(request.url.hostname or "")
    if settings.delivery is not Delivery.SIMULATOR or not (here or settings.simulator_anywhere):
        raise NotFound("simulator")


router = APIRouter(prefix="/simulator", include_in_schema=False, dependencies=[Depends(for_this_machine), OwnPage])


class CallOut(Schema):
    state: str
    prompt: str | None


class Item(Schema):
    """Something on a phone: `in` arrived there, `out` was sent from it."""

    id: str
    at: datetime
    direction: str
    channel: Channel
    text: str
    state: str
    call: CallOut | None


class Phone(Schema):
    person_id: UUID
    name: str
    number: str
    roles: list[str]
    items: list[Item]


class Mail(Schema):
    id: str
    at: datetime
    subject: str
    text: str
    state: str


class Mailbox(Schema):
    """A mail address that something was sent to: of a desk, or of whoever the organisation chose."""

    address: str
    mails: list[Mail]


class Phones(Schema):
    as_of: datetime
    phones: list[Phone]
    mailboxes: list[Mailbox]


class TextIn(Body):
    text: Annotated[str, Field(min_length=1, max_length=480)]


class DigitsIn(Body):
    digits: Annotated[str, Field(pattern=r"^[0-9*#]{1,9}$")]
    step: str | None = None


class PromptOut(Schema):
    """What the call says now. `step` is the question the next digits answer; without one it ended."""

    prompt: str
    step: str | None
    ended: bool


@router.get("/phones")
def phones(session: Read) -> Phones:
    """Every phone of every person, with what arrived and what was sent; and every mailbox with anything in it."""
    now = clock_of(session).now(session)
    people = session.scalars(
        select(PersonRecord)
        .join(OrganisationRecord, OrganisationRecord.id == PersonRecord.organisation_id)
        .where(PersonRecord.phone.is_not(None))
        .order_by(PersonRecord.email),
        execution_options={"across_organisations": True},
    ).all()
    roles = _roles(session)
    items = _arrived(session, now)
    for person_id, sent in _sent(session, now).items():
        items.setdefault(person_id, []).extend(sent)
    return Phones(
        as_of=now,
        phones=[
            Phone(
                person_id=one.id,
                name=one.name,
                number=one.phone or "",
                roles=roles.get(one.id, []),
                items=sorted(items.get(one.id, []), key=lambda item: item.at),
            )
            for one in people
        ],
        mailboxes=_mailboxes(session, now),
    )


async def _pin_of_sms(request: Request, person_id: UUID, body: TextIn) -> Tried:
    if not may_hold_a_pin(body.text):
        return NOT_TRIED

    def begin(session: Session) -> Typed | None:
        return pin_of_a_text(session, "", _person(session, person_id).phone or "", body.text)

    return await try_outside(request, begin)


async def _pin_of_call(request: Request, message_id: UUID, body: DigitsIn) -> Tried:
    if body.step not in PIN_TRIES:
        return NOT_TRIED

    def begin(session: Session) -> Typed | None:
        return pin_of_digits(session, message_id, _sid(_call(session, message_id)), body.step, _digits(body))

    return await try_outside(request, begin)


@router.post("/phones/{person_id}/sms", status_code=204)
def send(tried: Annotated[Tried, Depends(_pin_of_sms)], person_id: UUID, body: TextIn, session: Write) -> None:
    """Somebody types an SMS to Achterwacht."""
    person = _person(session, person_id)
    receive_sms(session, f"SIM{uuid4().hex}", person.phone or "", body.text, tried=tried)


@router.post("/calls/{message_id}/answer")
def answer(message_id: UUID, session: Write) -> PromptOut:
    """Somebody picks up."""
    message = _call(session, message_id)
    prompt = next_prompt(session, message_id, _sid(message), None, "")
    if message.state is MessageState.SENT:
        outbox.report_status(
            session, message_id, MessageState.DELIVERED, _sid(message), None, clock_of(session).now(session)
        )
    return _prompt(prompt)


@router.post("/calls/{message_id}/digits")
def press(
    tried: Annotated[Tried, Depends(_pin_of_call)], message_id: UUID, body: DigitsIn, session: Write
) -> PromptOut:
    """Somebody presses digits."""
    sid = _sid(_call(session, message_id))
    return _prompt(next_prompt(session, message_id, sid, body.step or "open", _digits(body), tried=tried))


@router.post("/calls/{message_id}/hang-up", status_code=204)
def hang_up(message_id: UUID, session: Write) -> None:
    """Somebody does not take the call, or ends it."""
    message = _call(session, message_id)
    outbox.report_status(
        session, message_id, MessageState.FAILED, _sid(message), "no-answer", clock_of(session).now(session)
    )


def _call(session: Session, message_id: UUID) -> MessageRecord:
    message = session.get(MessageRecord, message_id)
    if message is None or message.channel is not Channel.CALL:
        raise NotFound("call")
    return message


def _sid(message: MessageRecord) -> str:
    return message.provider_sid or f"SIM{message.id.hex}"


def _digits(body: DigitsIn) -> str:
    return body.digits.rstrip("#")


def _prompt(prompt: Prompt) -> PromptOut:
    return PromptOut(prompt=" ".join(prompt.say), step=prompt.step, ended=prompt.step is None)


def _person(session: Session, person_id: UUID) -> PersonRecord:
    person = session.get(PersonRecord, person_id)
    if person is None:
        raise NotFound("person")
    return person


def _roles(session: Session) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    grants = select(GrantRecord.person_id, GrantRecord.role)
    for person_id, role in session.execute(grants, execution_options={"across_organisations": True}):
        found.setdefault(person_id, []).append(role.value)
    return found


def _arrived(session: Session, now: datetime) -> dict[UUID, list[Item]]:
    found: dict[UUID, list[Item]] = {}
    for one in _left(session, TELEPHONE, now):
        found.setdefault(one.person, []).append(_item(one, now))
    return found


def _mailboxes(session: Session, now: datetime) -> list[Mailbox]:
    found: dict[str, list[Mail]] = {}
    for one in reversed(_left(session, [Channel.MAIL], now)):
        text, letter = write(one.template, one.language, one.payload)
        mail = Mail(id=str(one.id), at=one.created_at, subject=letter.subject, text=text, state=one.state.value)
        found.setdefault(one.to, []).append(mail)
    return [Mailbox(address=address, mails=mails) for address, mails in sorted(found.items())]


def _left(session: Session, channels: Collection[Channel], now: datetime) -> Sequence[MessageRecord]:
    """What left lately by these channels, the newest first."""
    shown = (MessageState.SENT, MessageState.DELIVERED, MessageState.FAILED)
    messages = select(MessageRecord).where(
        MessageRecord.created_at > now - SHOWN_FOR, MessageRecord.state.in_(shown), MessageRecord.channel.in_(channels)
    )
    newest = messages.order_by(MessageRecord.created_at.desc()).limit(MOST)
    return session.scalars(newest, execution_options={"across_organisations": True}).all()


def _item(message: MessageRecord, now: datetime) -> Item:
    call = None
    if message.channel is Channel.CALL:
        ringing = message.state is MessageState.SENT and now - message.state_at < timedelta(seconds=RING_SECONDS)
        state = "ringing" if ringing else "ended" if message.state is MessageState.DELIVERED else "missed"
        call = CallOut(state=state, prompt=None)
        text = "Oproep"
    else:
        facts: dict[str, Any] = {**message.payload, "base": ""}
        text = catalogue(message.language).sms(message.template.value, facts)
    return Item(
        id=str(message.id),
        at=message.state_at if message.state is MessageState.SENT else message.created_at,
        direction="in",
        channel=message.channel,
        text=text,
        state=message.state.value,
        call=call,
    )


def _sent(session: Session, now: datetime) -> dict[UUID, list[Item]]:
    texts = select(InboundRecord).where(InboundRecord.at > now - SHOWN_FOR, InboundRecord.person_id.is_not(None))
    found: dict[UUID, list[Item]] = {}
    for one in session.scalars(texts, execution_options={"across_organisations": True}):
        if one.person_id is None or ":" in one.key:
            continue  # digits in a call are part of that call
        item = Item(id=one.key, at=one.at, direction="out", channel=Channel.SMS, text=one.body, state="sent", call=None)
        found.setdefault(one.person_id, []).append(item)
    return found
