"""CM.com on loopback: the gateway, the Transactions API and the status reports, as its documentation describes them.

Written after developers.cm.com/messaging: *Business Messaging Basics*, *Responses & Errors - JSON*, *Incoming Status
Reports* and *Transactions API*. It is small: it knows one account and SMS, and sends its reports when a test lets it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

import httpx2 as httpx

from tests.support.twilio.checks import is_emergency_or_short
from tests.support.twilio.gsm import segments, strangers
from tests.support.twilio.listener import HOST, Answer, Listener, Request

TOKEN = "00000000-0000-0000-0000-00000000c0de"
SECRET = "a-secret-in-the-address-of-reports"
SENDER = "Achterwacht"
NUMBER = re.compile(r"00[1-9]\d{6,14}")
NAME = re.compile(r"[A-Za-z0-9]{1,11}|\d{1,16}")
REFERENCE = re.compile(r"[A-Za-z0-9]{1,32}")
VALIDITY = re.compile(r"\d+[hm]")
IN_TRANSACTIONS = {
    "": (37, "Sent"),
    "0": (37, "Accepted"),
    "1": (40, "Rejected"),
    "2": (20, "Delivered"),
    "3": (21, "Failed"),
}


BESIDE_TWILIO = {
    "delivery": "twilio",
    "twilio_account_sid": "AC1",
    "twilio_auth_token": "token",
    "twilio_from": "+3197010200200",
    "twilio_api_base": "http://127.0.0.1:9",
    "public_base_url": "http://127.0.0.1:8000",
}
"""What else a fall-back needs in a test without Twilio."""


def fallback_settings(url: str) -> dict[str, Any]:
    """Returns settings with CM.com as the second provider, with both its services at this address."""
    return {
        "sms_fallback": "cm",
        "cm_product_token": TOKEN,
        "cm_from": SENDER,
        "cm_status_secret": SECRET,
        "cm_api_base": url,
        "cm_transactions_base": url,
    }


@dataclass
class CmSms:
    """A message that was accepted. `code` is the last code of its status reports."""

    to: str
    sender: str
    text: str
    reference: str
    validity: str
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    code: str = ""
    error: str = ""
    read: bool = False


class FakeCm:
    """Use it as a context manager; `webhook_base` is the product's PUBLIC_BASE_URL."""

    def __init__(self, *, webhook_base: str = "") -> None:
        self.webhook_base = webhook_base
        self.messages: list[CmSms] = []
        self.violations: list[str] = []
        self.asked = 0
        """How often the Transactions API was asked."""
        self.outage: int | None = None
        self.refusal: int | None = None
        self.swallows = 0
        """So many are accepted before the line breaks without an answer."""
        self.loses_reports = self.reports_twice = self.reports_backwards = False
        self.before_looking: Callable[[], object] = lambda: None
        self.report_answers: list[int] = []
        self._fails: dict[str, str] = {}
        self._due: list[tuple[CmSms, str]] = []
        self._listener = Listener(self._answer, self.violations.append)
        self.url = f"http://{HOST}:{self._listener.port}"

    def __enter__(self) -> Self:
        self._listener.open()
        return self

    def __exit__(self, *exc: object) -> None:
        self._listener.stop()

    @property
    def settings(self) -> dict[str, Any]:
        """Returns the settings with which the product falls back on this fake."""
        return fallback_settings(self.url)

    # What goes wrong, as a test asks for it.

    def down(self, status: int | None = None) -> None:
        """Stop listening; or, with a status, answer every request with that."""
        self.outage = status
        if status is None:
            self._listener.close()

    def up(self) -> None:
        self.outage = None
        self._listener.open()

    def fails_to_reach(self, number: str, error: str = "31") -> None:
        """Accept messages to this number, and report them as failed."""
        self._fails[number] = error

    # What a test looks at.

    def expects_sms(self, number: str, part: str) -> CmSms:
        """Returns the oldest unread message to this number that has this in it."""
        self.before_looking()
        for sms in self.messages:
            if sms.to == f"00{number[1:]}" and not sms.read and part in sms.text:
                sms.read = True
                return sms
        raise AssertionError(f"no SMS with {part!r} to {number} by CM.com; there is:\n" + "\n".join(self.unexpected()))

    def forgets(self) -> None:
        """Ignore what came until now: the test is not about it."""
        for sms in self.messages:
            sms.read = True

    def unexpected(self) -> list[str]:
        unread = [f"  SMS by CM.com to {sms.to}: {sms.text!r}" for sms in self.messages if not sms.read]
        return [f"  violation: {what}" for what in self.violations] + unread

    def settles(self) -> bool:
        """Send the reports that are due. Returns True if there were none."""
        due, self._due = self._due, []
        for sms, code in due:
            sms.code = code
        if self.loses_reports:
            return True
        if self.reports_backwards:
            due.reverse()
        for sms, code in due:
            for _ in range(2 if self.reports_twice else 1):
                self.reports(sms, code)
        return not due

    def reports(self, sms: CmSms, code: str, *, secret: str = SECRET) -> int:
        """Send the product one status, by the JSON template. Returns the HTTP status it got."""
        status = {"code": code, "errorCode": sms.error if code in "13" else "", "errorDescription": ""}
        report = {"received": sms.created.isoformat(), "to": sms.to, "reference": sms.reference, "status": status}
        body = {"messages": {"msg": {**report, "operator": "20408"}}}
        answer = httpx.post(f"{self.webhook_base}/v1/webhooks/cm/status/{secret}", json=body, timeout=10, verify=False)
        self.report_answers.append(answer.status_code)
        return answer.status_code

    # What the product asks.

    def _answer(self, request: Request) -> Answer:
        if self.outage is not None:
            return Answer(self.outage, "Service Unavailable", "text/plain")
        authentic = request.headers.get("x-cm-producttoken") == TOKEN
        match request.method, request.path:
            case "POST", "/v1.0/message":
                if not authentic:
                    return _json(400, {"details": "No account found", "errorCode": 101, "messages": []})
                return self._accept(json.loads(request.body)["messages"]["msg"])
            case "GET", "/v1.2/transactions/":
                self.asked += 1
                return self._transactions(request) if authentic else _json(401, {"message": "Unauthorized"})
        return _json(404, {"message": "Not found"})

    def _accept(self, messages: list[dict[str, Any]]) -> Answer:
        (message,) = messages
        ((to,),) = [[one["number"] for one in message["to"]]]
        error = self.refusal or self._wrong_with(message, to)
        verdict = {
            "to": to,
            "status": "Rejected" if error else "Accepted",
            "reference": message.get("reference"),
            "parts": 0 if error else segments(message["body"]["content"]),
            "messageDetails": "Refused" if error else None,
            "messageErrorCode": error,
        }
        if error:
            return _json(400, {"details": "Created 0 message(s)", "errorCode": 201, "messages": [verdict]})
        text = message["body"]["content"]
        sms = CmSms(to, message["from"], text, message["reference"], message["validity"])
        sms.error = self._fails.get(f"+{to[2:]}", "")
        self.messages.append(sms)
        self._due += [(sms, "0"), (sms, "3" if sms.error else "2")]
        if self.swallows:
            self.swallows -= 1
            return Answer(200, swallowed=True)
        return _json(200, {"details": "Created 1 message(s)", "errorCode": 0, "messages": [verdict]})

    def _wrong_with(self, message: dict[str, Any], to: str) -> int:
        if is_emergency_or_short(f"+{to.removeprefix('00')}"):
            self.violations.append(f"{to} is an emergency or short number")
        text = message["body"].get("content", "")
        if strangers(text):
            self.violations.append(f"not GSM-7: {strangers(text)!r} in {text!r}")
        if message.get("allowedChannels") != ["SMS"] or message["body"].get("type", "").lower() != "auto":
            return 305
        if not REFERENCE.fullmatch(message.get("reference", "")) or not VALIDITY.fullmatch(message.get("validity", "")):
            return 305
        if not NAME.fullmatch(message.get("from", "")):
            return 301
        if not NUMBER.fullmatch(to):
            return 303
        return 0 if 0 < segments(text) <= message["maximumNumberOfMessageParts"] else 304

    def _transactions(self, request: Request) -> Answer:
        (reference,) = request.query["reference"]
        assert request.query["startdate"] < request.query["enddate"]
        found = [_transaction(sms) for sms in self.messages if sms.reference == reference]
        said = "Ok" if found else "There are no transactions available with these parameters"
        pages = {"currentPage": 1, "totalPages": 1, "pageSize": 1000}
        return _json(200, {"status": 1, "message": said, "pagination": pages, "result": found})


def _transaction(sms: CmSms) -> dict[str, Any]:
    status, word = IN_TRANSACTIONS[sms.code]
    return {
        "sender": sms.sender,
        "recipient": sms.to,
        "message": sms.text,
        "standarderror": sms.error if sms.code in ("1", "3") else None,
        "status": status,
        "statusdescription": word,
        "created": sms.created.isoformat(),
        "reference": sms.reference,
    }


def _json(status: int, body: dict[str, Any]) -> Answer:
    return Answer(status, json.dumps(body))
