"""The phones and mailboxes of the simulator: read what would have been sent, answer by SMS, take calls.

Only for this machine.
"""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.guards.records import GuardFirmRecord
from achterwacht.inbound.calls import next_prompt
from achterwacht.inbound.calls_in import prompt_of_a_call_in
from achterwacht.inbound.sms import receive_sms
from achterwacht.inbound.typed_pins import may_hold_a_pin, pin_of_a_call_in, pin_of_a_text, pin_of_digits
from achterwacht.inbound.worker_calls import PIN_TRIES
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.protocols.running import manager_word
from achterwacht.refused import NotFound
from achterwacht.use_cases.pins import NOT_TRIED, Tried, Typed
from api.http.clients import client_of
from api.http.last_step import Router
from api.http.pins import try_outside
from api.http.security import OwnPage, SettingsOfApp
from api.http.transaction import Read, Write
from api.simulator.demonstration import read_demonstration
from api.simulator.schemas import CallInOut, Demonstration, DigitsIn, Phone, Phones, PromptOut, TextIn
from api.simulator.shown import arrived_on_phones, read_mailboxes, roles_by_person, sent_from_phones
from foundation.clock import clock_of
from foundation.setting_groups.providers import Delivery
from foundation.web_address import is_loopback
from notifications import outbox
from notifications.channels.voice import Prompt
from notifications.records import MessageRecord, MessageState
from notifications.ways import Channel


def for_this_machine(request: Request, settings: SettingsOfApp) -> None:
    """Refuse anybody but this machine.

    The simulator's phones need no sign-in, so they only answer this machine, and only while nothing goes out.

    Raises:
        NotFound: there is no simulator here.
    """
    # Checked by the requested host name too: a proxy on this machine, or a page that rebinds a name, is not local.
    peer = client_of(request)
    here = (is_loopback(peer) or peer == "testclient") and is_loopback(request.url.hostname or "")
    if settings.delivery is not Delivery.SIMULATOR or not (here or settings.simulator_anywhere):
        raise NotFound("simulator")


router = Router(prefix="/simulator", include_in_schema=False, dependencies=[Depends(for_this_machine), OwnPage])


@router.get("/phones")
def phones(session: Read, settings: SettingsOfApp) -> Phones:
    """Returns every phone of every person, with what came and what was sent, and every mailbox that holds anything."""
    now = clock_of(session).now(session)
    people = session.scalars(
        select(PersonRecord)
        .join(OrganisationRecord, OrganisationRecord.id == PersonRecord.organisation_id)
        .where(PersonRecord.phone.is_not(None))
        .order_by(PersonRecord.email),
        execution_options={"across_organisations": True},
    ).all()
    firms = session.scalars(
        select(GuardFirmRecord).order_by(GuardFirmRecord.name), execution_options={"across_organisations": True}
    ).all()
    roles = roles_by_person(session)
    organisations = {one.organisation_id for one in people} | {one.organisation_id for one in firms}
    managers = {one: manager_word(session, one) for one in organisations}
    items = arrived_on_phones(session, now)
    for person_id, sent in sent_from_phones(session, now).items():
        items.setdefault(person_id, []).extend(sent)
    return Phones(
        as_of=now,
        phones=[
            Phone(
                person_id=one.id,
                name=one.name,
                number=one.phone or "",
                roles=roles.get(one.id, []),
                manager_word=managers[one.organisation_id],
                items=sorted(items.get(one.id, []), key=lambda item: item.at),
            )
            for one in people
        ]
        + [
            Phone(
                person_id=one.id,
                name=one.name,
                number=one.phone,
                roles=["guard"],
                manager_word=managers[one.organisation_id],
                items=items.get(one.id, []),
            )
            for one in firms
        ],
        mailboxes=read_mailboxes(session, now, settings),
    )


@router.get("/demonstration")
def demonstration(session: Read) -> Demonstration:
    """Returns who one can be in the demonstration, and what was tried already."""
    return read_demonstration(session)


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


async def _pin_of_call_in(request: Request, sid: str, body: DigitsIn) -> Tried:
    if body.step not in PIN_TRIES:
        return NOT_TRIED

    def begin(session: Session) -> Typed | None:
        return pin_of_a_call_in(session, sid, body.step, _digits(body))

    return await try_outside(request, begin)


@router.post("/phones/{person_id}/calls")
def call_us(person_id: UUID, session: Write) -> CallInOut:
    """Somebody calls our number."""
    return _called_in(session, person_id, f"SIM{uuid4().hex}", None, "", NOT_TRIED)


@router.post("/phones/{person_id}/calls/{sid}/digits")
def press_in(
    tried: Annotated[Tried, Depends(_pin_of_call_in)], person_id: UUID, sid: str, body: DigitsIn, session: Write
) -> CallInOut:
    """Somebody who called our number presses digits."""
    return _called_in(session, person_id, sid[:64], body.step, _digits(body), tried)


def _called_in(session: Session, person_id: UUID, sid: str, step: str | None, digits: str, tried: Tried) -> CallInOut:
    sender = _person(session, person_id).phone or ""
    prompt, _ = prompt_of_a_call_in(session, sid, sender, step, digits, tried=tried)
    return CallInOut(sid=sid, **_prompt(prompt).model_dump())


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
    return PromptOut(prompt=" ".join(prompt.say), step=prompt.step, ended=prompt.step is None, many=prompt.many_digits)


def _person(session: Session, person_id: UUID) -> PersonRecord:
    person = session.get(PersonRecord, person_id)
    if person is None:
        raise NotFound("person")
    return person
