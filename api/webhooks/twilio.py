"""What Twilio tells us: an SMS came in, a call was answered, a message arrived or didn't.

The signature is checked over `PUBLIC_BASE_URL` and the path, since behind a proxy the request's own address is another.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, Request, Response
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from achterwacht.inbound.calls import next_prompt
from achterwacht.inbound.sms import receive_sms
from achterwacht.refused import NotAllowed, NotFound
from api.http.errors import problems
from api.http.security import SettingsOfApp
from api.http.transaction import Write
from foundation.clock import clock_of
from foundation.failpoints import Failpoint, reach
from notifications import outbox
from notifications.channels.twilio import state_of
from notifications.channels.voice import twiml
from notifications.folding import storable
from notifications.records import MessageRecord
from notifications.ways import Provider

router = APIRouter(prefix="/v1/webhooks/twilio", tags=["webhooks"])
log = structlog.get_logger()
XML = "application/xml"
SIGNATURE = ""
"""Where the form keeps what it was signed with: no field has this name."""
SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")
FORM = {
    "requestBody": {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "additionalProperties": True}}},
    }
}
ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {XML: {"schema": {"type": "string"}}}}}


async def signed_form(request: Request, settings: SettingsOfApp) -> Mapping[str, str]:
    """The form, if Twilio signed it.

    Raises:
        NotAllowed: the signature is missing or wrong.
    """
    form = {key: str(value) for key, value in (await request.form()).items() if isinstance(value, str)}
    query = f"?{request.url.query}" if request.url.query else ""
    url = f"{settings.base_url}{request.url.path}{query}"
    secret = settings.twilio_auth_token.get_secret_value()
    signature = request.headers.get("x-twilio-signature", "")
    if not secret or not RequestValidator(secret).validate(url, form, signature):
        log.warning("webhook with a wrong signature", path=request.url.path.rsplit("/", 1)[0])
        raise NotAllowed("signature")
    # What no database takes is taken out once the signature is checked: it was made over what came.
    return {key: storable(value) for key, value in form.items()} | {SIGNATURE: signature}


def id_of(form: Mapping[str, str], *names: str) -> str:
    """The provider's id among these fields, if it has the form of one. A longer one took in what came after it."""
    return next((form[name] for name in names if SID.fullmatch(form.get(name, ""))), "")


Form = Annotated[Mapping[str, str], Depends(signed_form)]


@router.post("/sms", responses={**problems(403), **ANSWER}, openapi_extra=FORM)
def sms(form: Form, session: Write) -> Response:
    """An SMS came in. The answer to it leaves through the outbox, so this one is empty."""
    sid = id_of(form, "MessageSid", "SmsSid", "SmsMessageSid")
    receive_sms(session, sid, form.get("From", ""), form.get("Body", ""), proof=form[SIGNATURE])
    reach(Failpoint.TEXT_RECORDED)
    return Response(str(MessagingResponse()), media_type=XML)


@router.post("/voice/{message_id}", responses={**problems(403, 404), **ANSWER}, openapi_extra=FORM)
def voice(message_id: UUID, form: Form, session: Write, settings: SettingsOfApp, step: str | None = None) -> Response:
    """A call was answered, or a digit was pressed in it: what it says next."""
    asked = step if step is not None and "Digits" in form else None
    sid = id_of(form, "CallSid")
    prompt = next_prompt(session, message_id, sid, asked, form.get("Digits", ""), proof=f"{step}:{form[SIGNATURE]}")
    if asked is not None:
        reach(Failpoint.DIGIT_RECORDED)
    message = session.get_one(MessageRecord, message_id)
    action = f"{settings.base_url}/v1/webhooks/twilio/voice/{message_id}"
    return Response(twiml(prompt, action, message.language, settings.voice), media_type=XML)


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
    code = form.get("ErrorCode", "")[:32] or None
    if not outbox.report_status(session, message_id, state, sid, code, now, Provider.TWILIO):
        raise NotFound("message")
    reach(Failpoint.STATUS_RECORDED)
