"""SMS through CM.com: the second provider, for when Twilio does not take a message (docs/decisions/0015).

Business Messaging API 1.0 to send, Transactions API 1.2 to ask for the status. CM.com gives no id of its own: our
reference is the id. Each request opens a new connection: one kept for weeks would be dead when it is needed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pydantic import BaseModel, Field, ValidationError

from foundation.certificates import believed
from foundation.overdue import Exchange, TooLateToAsk
from foundation.settings import Settings
from notifications.channels.in_time import LONGEST_SECONDS
from notifications.channels.port import NOT_BELIEVED, Envelope, TransportError
from notifications.records import MessageState

TIMEOUT_SECONDS = 10
VALID = "10m"
"""As with Twilio: an alarm must not arrive in the evening. CM.com's own default is a day."""
MOST_PARTS = 8
ASK_DAYS = 2
"""How far back we look for a message. We never ask about one that is older than a day."""
PERMANENT = frozenset({302, 303, 304, 402})
"""No number, not a mobile number, no text, or on CM.com's black list. Any other error may be gone in a minute."""
REPORTS: Mapping[str, MessageState] = {
    "0": MessageState.SENT,
    "1": MessageState.FAILED,
    "2": MessageState.DELIVERED,
    "3": MessageState.FAILED,
    "4": MessageState.DELIVERED,
}
"""Codes of a status report: accepted by the operator, rejected, delivered, failed, read."""
WORDS: Mapping[str, MessageState] = {
    "accepted": MessageState.SENT,
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.DELIVERED,
    "cancelled": MessageState.FAILED,
    "rejected": MessageState.FAILED,
    "failed": MessageState.FAILED,
}
"""The same states as the Transactions API and the message log name them."""


class _One(BaseModel):
    status: str = ""
    code: int = Field(default=0, alias="messageErrorCode")


class _Answer(BaseModel):
    code: int = Field(alias="errorCode")
    messages: list[_One] = Field(default_factory=list)


class _Transaction(BaseModel):
    reference: str | None = None
    statusdescription: str | None = None
    standarderror: str | int | None = None


class _Found(BaseModel):
    result: list[_Transaction] | None = None


class Cm:
    def __init__(self, settings: Settings) -> None:
        self._gateway = f"{settings.cm_api_base.rstrip('/')}/v1.0/message"
        self._transactions = f"{settings.cm_transactions_base.rstrip('/')}/v1.2/transactions/"
        self._headers = {"X-CM-PRODUCTTOKEN": settings.cm_product_token.get_secret_value()}
        self._from = dialled(settings.cm_from)

    def send(self, envelope: Envelope) -> str:
        reference = envelope.id.hex
        message = {
            "allowedChannels": ["SMS"],
            "from": self._from,
            "to": [{"number": dialled(envelope.to)}],
            "body": {"type": "auto", "content": envelope.text},
            "minimumNumberOfMessageParts": 1,
            "maximumNumberOfMessageParts": MOST_PARTS,
            "reference": reference,
            "validity": VALID,
        }
        _refuse_unless_accepted(self._asked("POST", self._gateway, json={"messages": {"msg": [message]}}))
        return reference

    def find(self, envelope: Envelope) -> Sequence[str]:
        reference = envelope.id.hex
        return [reference] if self._ask(reference) else []

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        for one in self._ask(sid):
            state = WORDS.get((one.statusdescription or "").strip().lower())
            if state is MessageState.FAILED:
                return state, error_code(str(one.standarderror or ""))
            if state is not None:
                return state, None
        return MessageState.SENT, None

    def _ask(self, reference: str) -> list[_Transaction]:
        now = datetime.now(UTC)
        query: dict[str, Any] = {
            "startdate": (now - timedelta(days=ASK_DAYS)).isoformat(timespec="seconds"),
            "enddate": (now + timedelta(hours=1)).isoformat(timespec="seconds"),
            "reference": reference,
        }
        answer = self._asked("GET", self._transactions, params=query)
        if not answer.is_success:
            raise TransportError(f"cm_http_{answer.status_code}", "could not be asked")
        try:
            found = _Found.model_validate_json(answer.content).result or []
        except ValidationError as error:
            raise TransportError("cm_unreadable", "could not be asked") from error
        return [one for one in found if one.reference in (None, reference)]

    def _asked(self, method: str, url: str, **what: Any) -> httpx.Response:
        """Ask, for `LONGEST_SECONDS` at most: the time-out is only for each part of it."""
        with (
            network_errors(),
            Exchange(LONGEST_SECONDS) as exchange,
            httpx.Client(headers=self._headers, timeout=TIMEOUT_SECONDS, verify=believed()) as client,
        ):
            return client.request(method, url, extensions={"trace": exchange.heard}, **what)


def dialled(number: str) -> str:
    """Returns a number as CM.com wants it: +31… becomes 0031…. A name stays as it is."""
    return f"00{number[1:]}" if number.startswith("+") else number


def error_code(said: str) -> str | None:
    """Returns an error of theirs as we store it: only its number, since a phone number may stand in the words."""
    code = said.strip()
    if code in ("", "0"):
        return None
    return f"cm_{code}" if re.fullmatch(r"\d{1,5}", code) else "cm_other"


def _refuse_unless_accepted(answer: httpx.Response) -> None:
    """Raise unless CM.com accepted every message: HTTP 200 alone says little, each message has its own verdict."""
    try:
        said = _Answer.model_validate_json(answer.content)
    except ValidationError as error:
        if answer.is_success:
            raise TransportError("cm_unreadable", "an answer nobody understands", uncertain=True) from error
        raise TransportError(f"cm_http_{answer.status_code}", "no reason given") from error
    refused = [one.code for one in said.messages if one.status.lower() != "accepted"]
    code = (refused or [said.code])[0]
    if answer.is_success and not refused and code == 0:
        return
    raise TransportError(
        f"cm_{code}" if code else f"cm_http_{answer.status_code}",
        f"HTTP {answer.status_code}",
        permanent=code in PERMANENT,
    )


@contextmanager
def network_errors() -> Iterator[None]:
    """Turn network errors into a `TransportError`, which the outbox understands."""
    try:
        yield
    except (httpx.ConnectTimeout, TooLateToAsk) as error:
        raise TransportError("connect", "no connection") from error
    except httpx.ConnectError as error:
        if NOT_BELIEVED in str(error):
            raise TransportError("certificate", "its certificate is not believed") from error
        raise TransportError("connection", "connection failed") from error
    except httpx.TimeoutException as error:
        raise TransportError("timeout", "no answer in time", uncertain=True) from error
    except httpx.TransportError as error:
        raise TransportError("connection", "connection broke", uncertain=True) from error
    except httpx.HTTPError as error:
        raise TransportError("provider", type(error).__name__) from error
