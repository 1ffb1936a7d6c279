"""The exchange: where messages and calls live, from accepted to delivered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from tests.support.twilio.callbacks import Callbacks
from tests.support.twilio.checks import Form, one
from tests.support.twilio.courier import Courier
from tests.support.twilio.gsm import smart_encode, strangers
from tests.support.twilio.log import Log
from tests.support.twilio.records import FINAL_CALL, CallRecord, Sms
from tests.support.twilio.weather import Weather
from tests.support.twilio.webhooks import Webhooks


class Outcome(StrEnum):
    """What becomes of a call that no test answers by hand."""

    NO_ANSWER = "no-answer"
    BUSY = "busy"
    FAILED = "failed"
    VOICEMAIL = "voicemail"
    RINGS = "rings"
    """It rings on however long the test takes, which does not care."""


class Exchange:
    """Every message and call. `changed` is notified whenever one of them moves; tests wait on it, and never sleep."""

    def __init__(
        self,
        account: str,
        number: str,
        webhooks: Webhooks,
        courier: Courier,
        weather: Weather,
        log: Log,
        now: Callable[[], datetime],
    ) -> None:
        self.account = account
        self.number = number
        self.webhooks = webhooks
        self.weather = weather
        self.log = log
        self.now = now
        self.changed = threading.Condition()
        self.messages: dict[str, Sms] = {}
        self.calls: dict[str, CallRecord] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.default_outcome: Outcome | None = None
        self.allow_ucs2 = False
        self.before_looking: Callable[[], object] = lambda: None
        """Lets a product that sends only when told to do so, before a test looks at a phone."""
        self.to_voicemail: Callable[[CallRecord], None] = lambda call: None
        self._courier = courier
        self._callbacks = Callbacks(webhooks, courier, weather, log)

    def accept_sms(self, form: Form) -> Sms:
        text = one(form, "Body")
        if one(form, "SmartEncoded") == "true":
            text = smart_encode(text)
        validity = one(form, "ValidityPeriod")
        sms = Sms(
            account=self.account,
            to=one(form, "To"),
            sender=one(form, "From"),
            text=text,
            created=self.now(),
            status_callback=one(form, "StatusCallback"),
            validity=int(validity) if validity else None,
        )
        if strangers(text) and not self.allow_ucs2:
            self.log.violation(f"not GSM-7, because of {strangers(text)!r}: {text!r}", sid=sms.sid)
        with self.changed:
            self.messages[sms.sid] = sms
        return sms

    def deliver(self, sms: Sms) -> None:
        """Set it on its way. Apart from `accept_sms`, so that the log has it before the phone does."""
        self._courier.after(self.weather.latency, lambda: self._send(sms))

    def receive(self, to: str, text: str) -> None:
        """A message the product gave as its answer to a webhook (TwiML), and not through the API."""
        sms = Sms(self.account, to, self.number, text, self.now())
        with self.changed:
            self.messages[sms.sid] = sms
        self.deliver(sms)

    def accept_call(self, form: Form) -> CallRecord:
        call = CallRecord(
            account=self.account,
            to=one(form, "To"),
            sender=one(form, "From"),
            url=one(form, "Url"),
            created=self.now(),
            fallback_url=one(form, "FallbackUrl"),
            status_callback=one(form, "StatusCallback"),
            events=tuple(form.get("StatusCallbackEvent", ["completed"])),
            ring_for=int(one(form, "Timeout") or 60),
            detects_machines=one(form, "MachineDetection") in ("Enable", "DetectMessageEnd"),
        )
        with self.changed:
            self.calls[call.sid] = call
        return call

    def dial(self, call: CallRecord) -> None:
        """Set it on its way."""
        self._courier.after(self.weather.latency, lambda: self._initiate(call))

    def move_call(self, call: CallRecord, status: str) -> bool:
        """Give a call its next status and tell of it. False when it was over already."""
        with self.changed:
            if call.is_over or call.status == status:
                return False
            now = self.now()
            call.status, call.updated = status, now
            if status == "in-progress":
                call.answered = now
            if status in FINAL_CALL:
                call.ended = now
            self._callbacks.of_call(call, status)
            self.changed.notify_all()
        return True

    def outcome_of(self, number: str) -> Outcome | None:
        return self.outcomes.get(number, self.default_outcome)

    def decide_ringing(self, call: CallRecord) -> None:
        """End a ringing call as the test announced for this phone, or let it ring."""
        outcome = self.outcome_of(call.to)
        with self.changed:
            if outcome is None or call.claimed or call.status != "ringing":
                return
            call.excused = True
        if outcome is Outcome.VOICEMAIL:
            self.to_voicemail(call)
        elif outcome is not Outcome.RINGS:
            self.move_call(call, outcome.value)

    def _send(self, sms: Sms) -> None:
        trouble = self.weather.trouble_of(sms.to)
        with self.changed:
            sms.sent = self.now()
            self._move_sms(sms, "sent")
        if trouble is None:
            self._courier.after(self.weather.latency, lambda: self._arrive(sms))
        else:
            self._courier.after(self.weather.latency, lambda: self._get_lost(sms, trouble.code, trouble.status))

    def _arrive(self, sms: Sms) -> None:
        with self.changed:
            sms.arrived = True
            self._move_sms(sms, "delivered")

    def _get_lost(self, sms: Sms, code: int, status: str) -> None:
        with self.changed:
            sms.error_code = code
            self._move_sms(sms, status)

    def _move_sms(self, sms: Sms, status: str) -> None:
        sms.status, sms.updated = status, self.now()
        self._callbacks.of_sms(sms)
        self.changed.notify_all()

    def _initiate(self, call: CallRecord) -> None:
        with self.changed:
            if call.is_over:
                return
            call.started = self.now()
            self._callbacks.of_call(call, "initiated")
        self._courier.after(self.weather.latency, lambda: self._ring(call))

    def _ring(self, call: CallRecord) -> None:
        if self.move_call(call, "ringing"):
            self._courier.after(self.weather.latency, lambda: self.decide_ringing(call))
            self._courier.after(call.ring_for, lambda: self._ring_out(call), counts=False)

    def _ring_out(self, call: CallRecord) -> None:
        if call.status == "ringing" and self.outcome_of(call.to) is not Outcome.RINGS:
            self.move_call(call, "no-answer")
