"""A message and a call as the real one keeps them, and the JSON in which it shows them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from tests.support.twilio.gsm import segments

FINAL_SMS = frozenset({"delivered", "undelivered", "failed", "canceled"})
FINAL_CALL = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
VERSION = "2010-04-01"

ERRORS = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "An internal server error has occurred",
    21610: "Attempt to send to unsubscribed recipient",
    21612: "The 'To' phone number is not currently reachable using the 'From' phone number",
    21614: "'To' number is not a valid mobile number",
    30001: "Queue overflow",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
}


def new_sid(prefix: str) -> str:
    return prefix + secrets.token_hex(16)


def rfc2822(moment: datetime | None) -> str | None:
    return None if moment is None else format_datetime(moment)


@dataclass
class Sms:
    """A message from the product to a phone. Changed only under the exchange's lock."""

    account: str
    to: str
    sender: str
    text: str
    created: datetime
    status_callback: str = ""
    validity: int | None = None
    sid: str = field(default_factory=lambda: new_sid("SM"))
    status: str = "queued"
    error_code: int | None = None
    updated: datetime | None = None
    sent: datetime | None = None
    shown: str = ""
    """The text as the API still shows it; the product may redact it. The phone keeps `text`."""
    arrived: bool = False
    read: bool = False

    def __post_init__(self) -> None:
        self.shown = self.shown or self.text
        self.updated = self.updated or self.created

    def as_json(self) -> dict[str, object]:
        uri = f"/{VERSION}/Accounts/{self.account}/Messages/{self.sid}"
        return {
            "account_sid": self.account,
            "api_version": VERSION,
            "body": self.shown,
            "date_created": rfc2822(self.created),
            "date_sent": rfc2822(self.sent),
            "date_updated": rfc2822(self.updated),
            "direction": "outbound-api",
            "error_code": self.error_code,
            "error_message": ERRORS.get(self.error_code or 0),
            "from": self.sender,
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": str(segments(self.text)),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }


@dataclass
class CallRecord:
    """A call from the product to a phone, or to its own number. Changed only under the exchange's lock."""

    account: str
    to: str
    sender: str
    url: str
    created: datetime
    fallback_url: str = ""
    status_callback: str = ""
    events: tuple[str, ...] = ("completed",)
    ring_for: int = 60
    direction: str = "outbound-api"
    detects_machines: bool = False
    sid: str = field(default_factory=lambda: new_sid("CA"))
    status: str = "queued"
    updated: datetime | None = None
    started: datetime | None = None
    answered: datetime | None = None
    ended: datetime | None = None
    answered_by: str | None = None
    sequence: int = 0
    claimed: bool = False
    excused: bool = False
    """The test said beforehand what becomes of calls to this phone."""

    def __post_init__(self) -> None:
        self.updated = self.updated or self.created

    @property
    def is_over(self) -> bool:
        return self.status in FINAL_CALL

    @property
    def seconds(self) -> int:
        if self.answered is None or self.ended is None:
            return 0
        return max(1, round((self.ended - self.answered).total_seconds()))

    def as_json(self) -> dict[str, object]:
        uri = f"/{VERSION}/Accounts/{self.account}/Calls/{self.sid}"
        return {
            "account_sid": self.account,
            "answered_by": self.answered_by,
            "api_version": VERSION,
            "caller_name": None,
            "date_created": rfc2822(self.created),
            "date_updated": rfc2822(self.updated),
            "direction": self.direction,
            "duration": str(self.seconds) if self.answered and self.ended else None,
            "end_time": rfc2822(self.ended),
            "forwarded_from": None,
            "from": self.sender,
            "from_formatted": self.sender,
            "group_sid": None,
            "parent_call_sid": None,
            "phone_number_sid": None,
            "price": None,
            "price_unit": "USD",
            "queue_time": "0",
            "sid": self.sid,
            "start_time": rfc2822(self.started),
            "status": self.status,
            "subresource_uris": {"recordings": f"{uri}/Recordings.json", "events": f"{uri}/Events.json"},
            "to": self.to,
            "to_formatted": self.to,
            "trunk_sid": None,
            "uri": f"{uri}.json",
        }
