"""Phones of people, as a test holds them: they expect, they reply, or they stay silent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

from tests.support.twilio.callbacks import places
from tests.support.twilio.calls import Call
from tests.support.twilio.exchange import Exchange, Outcome
from tests.support.twilio.gsm import segments
from tests.support.twilio.records import VERSION, CallRecord, Sms, new_sid
from tests.support.twilio.twiml import Message, check_type, parse
from tests.support.twilio.weather import OPTED_OUT
from tests.support.twilio.webhooks import WebhookFailed

if TYPE_CHECKING:
    from datetime import datetime

INBOUND_PATH = "/v1/webhooks/twilio/sms"
CALL_IN_PATH = "/v1/webhooks/twilio/call-in"
CODE = re.compile(r"\b1 (\d{4,6})\b")
STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"})
START_WORDS = frozenset({"START", "UNSTOP", "YES"})

Found = TypeVar("Found")


@dataclass(frozen=True)
class ReceivedSms:
    """A text that arrived and was read."""

    phone: Phone
    text: str
    sid: str
    sender: str
    created: datetime
    validity: int | None

    @property
    def code(self) -> str:
        """The code to answer with: the last number of 4 to 6 digits behind a `1 `."""
        found = CODE.findall(self.text)
        assert found, f"no code to answer with in {self.text!r}"
        return str(found[-1])

    @property
    def segments(self) -> int:
        return segments(self.text)

    def then_replies(self, text: str) -> Phone:
        """Answer, and give the phone back, so that the next thing can be expected of it."""
        self.phone.sends(text)
        return self.phone

    def then_answers(self, choice: str) -> Phone:
        """Answer with the code of this very message: `then_answers("1")` sends `1 4821`."""
        return self.then_replies(f"{choice} {self.code}")


PATIENCE = 30.0
"""Seconds for what happens at once on a machine that has nothing else to do."""


class Phone:
    """Somebody's phone. Get one from `twilio.phone("+316…")`; the same number is the same phone."""

    def __init__(self, exchange: Exchange, number: str) -> None:
        self.number = number
        self._exchange = exchange
        self._welcome: list[re.Pattern[str]] = []

    def __repr__(self) -> str:
        return f"<Phone {self.number}>"

    # What comes in.

    def expects_sms(self, part: str = "", within: float = PATIENCE) -> ReceivedSms:
        """Wait for a text with `part` in it that was not read yet, the oldest first, and read it."""

        def arrived() -> Sms | None:
            return next((sms for sms in self._unread_sms() if part in sms.text), None)

        sms = self._wait(arrived, within, f"an SMS with {part!r}")
        sms.read = True
        return ReceivedSms(self, sms.text, sms.sid, sms.sender, sms.created, sms.validity)

    def expects_call(self, within: float = PATIENCE) -> Call:
        """Wait until the phone rings. It goes on ringing until something is done with the call."""

        def rings() -> CallRecord | None:
            return next((call for call in self._calls() if call.status == "ringing" and not call.claimed), None)

        call = self._wait(rings, within, "a call")
        call.claimed = True
        return Call(self._exchange, call)

    def expects_missed_call(self, within: float = PATIENCE) -> Call:
        """Wait for a call that ended before anybody picked up: rung out, busy, failed, or cancelled by the product."""

        def missed() -> CallRecord | None:
            return next((c for c in self._calls() if c.is_over and c.answered is None and not c.claimed), None)

        call = self._wait(missed, within, "a missed call")
        call.claimed = True
        return Call(self._exchange, call)

    def is_silent(self, during: float = 0.0) -> bool:
        """Nothing unread, now or for a while. Raises AssertionError with what there is, so no `assert` is needed."""
        self._exchange.before_looking()
        with self._exchange.changed:
            self._exchange.changed.wait_for(self.unread, during)
            unread = self.unread()
        assert not unread, f"{self!r} should be silent, but:\n" + "\n".join(unread)
        return True

    def unread(self) -> list[str]:
        """What arrived and nobody asked for yet, in words."""
        with self._exchange.changed:
            return [f"  SMS to {self.number}: {sms.text!r}" for sms in self._unread_sms()] + [
                f"  call to {self.number} ({call.status})"
                for call in self._calls()
                if not call.claimed and not call.excused and call.started is not None
            ]

    def forgets(self) -> Self:
        """What came until now is not what the test is about. A call that rings goes on ringing."""
        with self._exchange.changed:
            for sms in self._unread_sms():
                sms.read = True
            for call in self._calls():
                call.claimed = True
        return self

    # What the test says beforehand.

    def accepts(self, pattern: str) -> Self:
        """Texts that match may come or not; the test does not care."""
        self._welcome.append(re.compile(pattern))
        return self

    def ignores_calls(self) -> Self:
        """Calls ring out to no-answer (at once: a test does not wait for the ringing)."""
        return self.calls_end_as(Outcome.NO_ANSWER)

    def calls_end_as(self, outcome: Outcome) -> Self:
        """From now on, and for what rings now. Such calls are expected by having said so."""
        self._exchange.outcomes[self.number] = outcome
        for call in self._calls():
            self._exchange.decide_ringing(call)
        return self

    def answers_calls(self) -> Self:
        """The opposite: calls ring until the test expects them."""
        self._exchange.outcomes.pop(self.number, None)
        return self

    # What goes out.

    def sends(self, text: str, *, sid: str = "", opt_out_type: str = "") -> int:
        """An SMS to the product; the HTTP status of its answer. With `sid` the same message comes once more.

        opt_out_type: the account has words of its own for STOP and START (Advanced Opt-Out), and this is one.

        Raises:
            WebhookFailed: nobody answered, or a 5xx.
        """
        sid = sid or new_sid("SM")
        self._opt_out_or_in(opt_out_type or text.strip().upper())
        url = self._exchange.webhooks.base + INBOUND_PATH
        form = self._inbound_form(text, sid) | ({"OptOutType": opt_out_type} if opt_out_type else {})
        reply = self._exchange.webhooks.post(url, form, "inbound", sid)
        if reply is None or reply.status >= 500:
            raise WebhookFailed(f"the SMS {text!r} from {self.number} did not get through: {reply}")
        if reply.ok and reply.body:
            check_type(reply.content_type)
            for verb in parse(reply.body):
                assert isinstance(verb, Message), f"an SMS can't be answered with {verb}"
                self._exchange.receive(self.number, verb.text)
        return reply.status

    def calls_in(self, shown_as: str = "") -> Call:
        """Call the product's number, and listen. shown_as: the number that it sees, if that is another one."""
        exchange = self._exchange
        record = CallRecord(
            account=exchange.account,
            to=exchange.number,
            sender=shown_as or self.number,
            url=exchange.webhooks.base + CALL_IN_PATH,
            created=exchange.now(),
            direction="inbound",
            status="ringing",
        )
        exchange.before_looking()
        return Call(exchange, record).picks_up()

    def _inbound_form(self, text: str, sid: str) -> dict[str, str]:
        exchange = self._exchange
        return {
            "AccountSid": exchange.account,
            "ApiVersion": VERSION,
            "MessageSid": sid,
            "SmsSid": sid,
            "SmsMessageSid": sid,
            "SmsStatus": "received",
            "From": self.number,
            "To": exchange.number,
            "Body": text,
            "NumMedia": "0",
            "NumSegments": str(segments(text)),
            **places("From", self.number),
            **places("To", exchange.number),
        }

    def _opt_out_or_in(self, word: str) -> None:
        """The provider listens too: after STOP it refuses every SMS to this number, whatever the product does."""
        if word in STOP_WORDS:
            self._exchange.weather.refuse_number(self.number, OPTED_OUT)
        elif word in START_WORDS:
            self._exchange.weather.accept_number(self.number)

    def _unread_sms(self) -> list[Sms]:
        mine = [sms for sms in self._exchange.messages.values() if sms.to == self.number]
        return [s for s in mine if s.arrived and not s.read and not any(w.search(s.text) for w in self._welcome)]

    def _calls(self) -> list[CallRecord]:
        with self._exchange.changed:
            return [call for call in self._exchange.calls.values() if call.to == self.number]

    def _wait(self, find: Callable[[], Found | None], within: float, what: str) -> Found:
        self._exchange.before_looking()
        with self._exchange.changed:
            found = self._exchange.changed.wait_for(find, within)
            if found is not None:
                return found
            there = "\n".join([*self.unread(), *self._lost()]) or "  nothing"
        raise AssertionError(f"{self!r} expected {what} within {within} s, and there is:\n{there}")

    def _lost(self) -> list[str]:
        return [
            f"  never arrived ({sms.status}, {sms.error_code}): {sms.text!r}"
            for sms in self._exchange.messages.values()
            if sms.to == self.number and not sms.arrived
        ] + [f"  read before: {s.text!r}" for s in self._exchange.messages.values() if s.to == self.number and s.read]
