"""What CM.com tells us: whether a message arrived. Answers to an SMS come to Twilio's number, and not here.

CM.com signs nothing and sends every report to one address, which is set in its Channels app. So that address holds a
secret of ours. CM.com repeats for a week whatever gets no 2xx, so a report about an unknown message is accepted and
dropped.
"""

import secrets
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Depends
from pydantic import BaseModel, Field

from achterwacht.refused import NotAllowed
from api.http.errors import problems
from api.http.last_step import Router
from api.http.security import SettingsOfApp
from api.http.transaction import Write
from foundation.clock import clock_of
from notifications import outbox
from notifications.channels.cm import REPORTS, error_code
from notifications.ways import Provider

router = Router(prefix="/v1/webhooks/cm", tags=["webhooks"])
log = structlog.get_logger()


class CmStatus(BaseModel):
    code: str | int
    error_code: str | int | None = Field(default=None, alias="errorCode")


class CmMessage(BaseModel):
    reference: str = ""
    status: CmStatus


class CmMessages(BaseModel):
    msg: CmMessage


class CmReport(BaseModel):
    """One status report, by CM.com's JSON template; its other fields are not needed."""

    messages: CmMessages


def knows_the_secret(secret: str, settings: SettingsOfApp) -> None:
    """Refuse anybody to whom we did not give the address.

    Raises:
        NotAllowed: the secret is wrong, or there is none because CM.com is not set up.
    """
    ours = settings.cm_status_secret.get_secret_value()
    if not ours or not secrets.compare_digest(secret.encode(), ours.encode()):
        log.warning("webhook with a wrong secret", path="/v1/webhooks/cm/status")
        raise NotAllowed("signature")


@router.post("/status/{secret}", status_code=204, responses=problems(403))
def status(report: CmReport, _: Annotated[None, Depends(knows_the_secret)], session: Write) -> None:
    """Record what became of a message. The report may come twice, late, or in the wrong order."""
    said = report.messages.msg
    state = REPORTS.get(str(said.status.code))
    message_id = _message_id(said.reference)
    if state is None or message_id is None:
        log.warning("unknown status", provider=Provider.CM.value, status=str(said.status.code)[:40])
        return
    code = error_code(str(said.status.error_code or ""))
    now = clock_of(session).now(session)
    if not outbox.report_status(session, message_id, state, message_id.hex, code, now, Provider.CM):
        log.warning("status of an unknown message", provider=Provider.CM.value)


def _message_id(reference: str) -> UUID | None:
    try:
        return UUID(hex=reference)
    except ValueError:
        return None
