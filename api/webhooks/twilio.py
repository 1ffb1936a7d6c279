"""What Twilio tells us: an SMS came in, a call was answered, a message arrived or did not.

The signature is checked over `PUBLIC_BASE_URL` and the path, since behind a proxy the request's own address differs.
"""

import re
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import Depends, Request, Response
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from achterwacht.inbound.calls import next_prompt
from achterwacht.inbound.calls_in import prompt_of_a_call_in
from achterwacht.inbound.sms import receive_sms
from achterwacht.inbound.typed_pins import may_hold_a_pin, pin_of_a_call_in, pin_of_a_text, pin_of_digits
from achterwacht.inbound.worker_calls import PIN_TRIES
from achterwacht.refused import NotAllowed, NotFound
from achterwacht.use_cases.pins import NOT_TRIED, Tried
from api.http.errors import problems
from api.http.last_step import Router
from api.http.pins import try_outside
from api.http.security import SettingsOfApp
from api.http.transaction import Write
from foundation.clock import clock_of
from foundation.failpoints import Failpoint, reach
from foundation.visible import on_lines
from notifications import outbox
from notifications.channels.twilio import PICKED_UP, state_of
from notifications.channels.voice import twiml
from notifications.intents import Intent
from notifications.records import MessageRecord
from notifications.ways import NOBODY_ANSWERED, Provider

router = Router(prefix="/v1/webhooks/twilio", tags=["webhooks"])
log = structlog.get_logger()
XML = "application/xml"
SIGNATURE = ""
"""The key under which the form keeps its signature: no field has this name."""
TAKEN_AS = {"STOP": Intent.OPT_OUT, "START": Intent.OPT_IN}
"""What Twilio says it did with a text, where an account has words of its own for it: `AFMELDEN` may be a STOP there."""
SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")
FORM = {
    "requestBody": {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "additionalProperties": True}}},
    }
}
ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {XML: {"schema": {"type": "string"}}}}}


async def signed_form(request: Request, settings: SettingsOfApp) -> Mapping[str, str]:
    """Returns the form, if Twilio signed it.

    Raises:
        NotAllowed: the signature is missing or wrong.
    """
    secret = settings.twilio_auth_token.get_secret_value()
    signature = request.headers.get("x-twilio-signature", "")
    if not secret or not signature:
        raise _refused(request)
    form = {key: str(value) for key, value in (await request.form()).items() if isinstance(value, str)}
    query = f"?{request.url.query}" if request.url.query else ""
    url = f"{settings.base_url}{request.url.path}{query}"
    if not RequestValidator(secret).validate(url, form, signature):
        raise _refused(request)
    # What no database takes is removed only after the check: the signature covers what came in.
    return {key: on_lines(value) for key, value in form.items()} | {SIGNATURE: signature}


def _refused(request: Request) -> NotAllowed:
    log.warning("webhook with a wrong signature", path=request.url.path.rsplit("/", 1)[0])
    return NotAllowed("signature")


def id_of(form: Mapping[str, str], *names: str) -> str:
    """Returns the provider's id among these fields, if it has the right form.

    A longer one swallowed what came after it.
    """
    return next((form[name] for name in names if SID.fullmatch(form.get(name, ""))), "")


Form = Annotated[Mapping[str, str], Depends(signed_form)]


async def _pin_of_sms(request: Request, form: Form) -> Tried:
    sid, body = _sid_of_sms(form), form.get("Body", "")
    if not may_hold_a_pin(body):
        return NOT_TRIED
    typed = partial(pin_of_a_text, sid=sid, sender=form.get("From", ""), body=body, proof=form[SIGNATURE])
    return await try_outside(request, typed)


async def _pin_of_call(request: Request, message_id: UUID, form: Form, step: str | None = None) -> Tried:
    if step not in PIN_TRIES or "Digits" not in form:
        return NOT_TRIED
    digits, proof = form["Digits"], _proof_of_call(form, step)
    typed = partial(
        pin_of_digits, message_id=message_id, call_sid=id_of(form, "CallSid"), step=step, digits=digits, proof=proof
    )
    return await try_outside(request, typed)


def _sid_of_sms(form: Mapping[str, str]) -> str:
    return id_of(form, "MessageSid", "SmsSid", "SmsMessageSid")


def _proof_of_call(form: Mapping[str, str], step: str | None) -> str:
    return f"{step}:{form[SIGNATURE]}"


async def _pin_of_call_in(request: Request, form: Form, step: str | None = None) -> Tried:
    if step not in PIN_TRIES or "Digits" not in form:
        return NOT_TRIED
    digits, proof = form["Digits"], _proof_of_call(form, step)
    typed = partial(pin_of_a_call_in, call_sid=id_of(form, "CallSid"), step=step, digits=digits, proof=proof)
    return await try_outside(request, typed)


PinOfSms = Annotated[Tried, Depends(_pin_of_sms)]
PinOfCall = Annotated[Tried, Depends(_pin_of_call)]
PinOfCallIn = Annotated[Tried, Depends(_pin_of_call_in)]
"""They come first in a route, so that no session is open while the PIN is tried (`api/http/pins.py`)."""


@router.post("/sms", responses={**problems(403), **ANSWER}, openapi_extra=FORM)
def sms(tried: PinOfSms, form: Form, session: Write) -> Response:
    """Handle an SMS that came in. The answer to it leaves through the outbox, so this one is empty."""
    sender, body = form.get("From", ""), form.get("Body", "")
    taken_as = TAKEN_AS.get(form.get("OptOutType", "").upper())
    receive_sms(session, _sid_of_sms(form), sender, body, proof=form[SIGNATURE], tried=tried, taken_as=taken_as)
    reach(Failpoint.TEXT_RECORDED)
    return Response(str(MessagingResponse()), media_type=XML)


@router.post("/voice/{message_id}", responses={**problems(403, 404), **ANSWER}, openapi_extra=FORM)
def voice(
    tried: PinOfCall, message_id: UUID, form: Form, session: Write, settings: SettingsOfApp, step: str | None = None
) -> Response:
    """Returns what a call says next: it was answered, or a digit was pressed in it."""
    asked = step if step is not None and "Digits" in form else None
    sid = id_of(form, "CallSid")
    proof = _proof_of_call(form, step)
    prompt = next_prompt(session, message_id, sid, asked, form.get("Digits", ""), proof=proof, tried=tried)
    if asked is None:
        # Words are only fetched for who answered; that it was told too may come late, or never.
        outbox.note_picked_up(session, message_id, clock_of(session).now(session))
    else:
        reach(Failpoint.DIGIT_RECORDED)
    message = session.get_one(MessageRecord, message_id)
    action = f"{settings.base_url}/v1/webhooks/twilio/voice/{message_id}"
    return Response(twiml(prompt, action, message.language, settings.voice), media_type=XML)


@router.post("/call-in", responses={**problems(403), **ANSWER}, openapi_extra=FORM)
def call_in(
    tried: PinOfCallIn, form: Form, session: Write, settings: SettingsOfApp, step: str | None = None
) -> Response:
    """Returns what somebody hears who calls our number: it rang, or a digit was pressed."""
    asked = step if step is not None and "Digits" in form else None
    sid, proof = id_of(form, "CallSid"), _proof_of_call(form, step)
    prompt, language = prompt_of_a_call_in(
        session, sid, form.get("From", ""), asked, form.get("Digits", ""), proof=proof, tried=tried
    )
    if asked is not None:
        reach(Failpoint.DIGIT_RECORDED)
    action = f"{settings.base_url}/v1/webhooks/twilio/call-in"
    return Response(twiml(prompt, action, language, settings.voice), media_type=XML)


@router.post("/status/{message_id}", status_code=204, responses=problems(403, 404), openapi_extra=FORM)
def status(message_id: UUID, form: Form, session: Write) -> None:
    """What became of a message or call. It may come twice, late, or in the wrong order."""
    said = form.get("MessageStatus") or form.get("CallStatus") or ""
    state = state_of(said)
    if state is None:
        log.warning("unknown status", status=said[:40])
        return
    sid = id_of(form, "MessageSid", "CallSid")
    now = clock_of(session).now(session)
    code = form.get("ErrorCode", "")[:32] or (said if said in NOBODY_ANSWERED else None)
    heard = outbox.report_status(
        session, message_id, state, sid, code, now, Provider.TWILIO, picked_up=said in PICKED_UP
    )
    if not heard:
        raise NotFound("message")
    reach(Failpoint.STATUS_RECORDED)
