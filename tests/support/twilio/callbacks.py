"""Status callbacks: what they say, and in which order they come through."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.support.twilio.courier import Courier
from tests.support.twilio.log import Kind, Log
from tests.support.twilio.records import FINAL_SMS, VERSION, CallRecord, Sms
from tests.support.twilio.weather import Weather
from tests.support.twilio.webhooks import Webhooks

COUNTRIES = {"+31": "NL", "+32": "BE"}
EVENT_OF = {"initiated": "initiated", "ringing": "ringing", "in-progress": "answered"}
"""Which StatusCallbackEvent asks for a status. Every way to end counts as `completed`."""


def country_of(number: str) -> str:
    return COUNTRIES.get(number[:3], "")


def places(end: str, number: str) -> dict[str, str]:
    """Fields about a number that are nearly always empty, and are signed all the same."""
    return {f"{end}City": "", f"{end}State": "", f"{end}Zip": "", f"{end}Country": country_of(number)}


def sms_form(sms: Sms) -> dict[str, str]:
    form = {
        "AccountSid": sms.account,
        "ApiVersion": VERSION,
        "From": sms.sender,
        "To": sms.to,
        "MessageSid": sms.sid,
        "MessageStatus": sms.status,
        "SmsSid": sms.sid,
        "SmsStatus": sms.status,
    }
    if sms.error_code is not None:
        form["ErrorCode"] = str(sms.error_code)
    return form


def call_form(call: CallRecord, status: str) -> dict[str, str]:
    """What every webhook of a call carries."""
    form = {
        "AccountSid": call.account,
        "ApiVersion": VERSION,
        "CallSid": call.sid,
        "CallStatus": status,
        "Direction": call.direction,
        "From": call.sender,
        "To": call.to,
        "Caller": call.sender,
        "Called": call.to,
        **places("From", call.sender),
        **places("To", call.to),
    }
    if call.answered_by:
        form["AnsweredBy"] = call.answered_by
    return form


def call_status_form(call: CallRecord, status: str) -> dict[str, str]:
    form = call_form(call, status) | {
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(call.sequence),
        "Timestamp": format_datetime(datetime.now(UTC)),
    }
    if call.is_over:
        form |= {"CallDuration": str(call.seconds), "Duration": str(-(-call.seconds // 60))}
    return form


@dataclass(frozen=True)
class _Notice:
    url: str
    form: Mapping[str, str]
    what: str
    sid: str


class Callbacks:
    """Tells the product, one at a time for each message or call, as the weather allows.

    A status does not wait until the one before it was told: a receiver that hangs delays news, not deliveries.
    """

    def __init__(self, webhooks: Webhooks, courier: Courier, weather: Weather, log: Log) -> None:
        self._webhooks = webhooks
        self._courier = courier
        self._weather = weather
        self._log = log
        self._lock = threading.Lock()
        self._waiting: dict[str, deque[_Notice]] = {}
        self._held: dict[str, list[_Notice]] = {}

    def of_sms(self, sms: Sms) -> None:
        if sms.status_callback:
            notice = _Notice(sms.status_callback, sms_form(sms), "status sms", sms.sid)
            self._tell(notice, final=sms.status in FINAL_SMS)

    def of_call(self, call: CallRecord, status: str) -> None:
        """`status` may be `initiated`, which the call itself never shows."""
        event = EVENT_OF.get(status, "completed")
        if call.status_callback and event in call.events:
            form = call_status_form(call, status)
            call.sequence += 1
            self._tell(_Notice(call.status_callback, form, "status call", call.sid), final=call.is_over)

    def _tell(self, notice: _Notice, final: bool) -> None:
        if self._weather.brief and not final:
            return
        if self._weather.losing:
            self._log.add(Kind.WEBHOOK, notice.what, url=notice.url, form=notice.form, sid=notice.sid, note="lost")
            return
        with self._lock:
            held = self._held.pop(notice.sid, [])
            if self._weather.shuffling and not final:
                self._held[notice.sid] = [notice, *held]
                return
            due = [notice, *held]
            if self._weather.doubling:
                due = [again for each in due for again in (each, each)]
            queue = self._waiting.get(notice.sid)
            if queue is not None:
                queue.extend(due)
                return
            self._waiting[notice.sid] = deque(due)
        self._courier.after(0, lambda: self._drain(notice.sid))

    def _drain(self, sid: str) -> None:
        while True:
            with self._lock:
                queue = self._waiting[sid]
                if not queue:
                    del self._waiting[sid]
                    return
                notice = queue.popleft()
            self._webhooks.post(notice.url, notice.form, notice.what, notice.sid)
