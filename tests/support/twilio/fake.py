"""The whole of it: a Twilio of our own on loopback, to start and stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from tests.support.twilio.api import RestApi
from tests.support.twilio.calls import Call
from tests.support.twilio.courier import Courier
from tests.support.twilio.exchange import Exchange, Outcome
from tests.support.twilio.listener import HOST, Listener
from tests.support.twilio.log import Log
from tests.support.twilio.phones import PATIENCE, Phone
from tests.support.twilio.records import FINAL_SMS, CallRecord, Sms
from tests.support.twilio.twiml import BadTwiml
from tests.support.twilio.weather import Weather
from tests.support.twilio.webhooks import Deliver, WebhookFailed, Webhooks, Wire

ACCOUNT = "AC" + "0" * 32
TOKEN = "the-token-of-a-fake"
NUMBER = "+3197010200200"
WEBHOOK_TIMEOUT = 15.0
"""As the real one: after that it gives up on a webhook."""


class FakeTwilio:
    """Use it as a context manager. `webhook_base` is the product's PUBLIC_BASE_URL, and may be set later.

    `reached_at` is where the product really listens when its public address is another one. `deliver` replaces the
    wire towards the product, for an application that runs without a port. `now` gives the dates in the API's answers,
    so that they fit a test's own time; the log always has wall time.
    """

    def __init__(
        self,
        *,
        webhook_base: str = "",
        reached_at: str = "",
        port: int = 0,
        log_file: Path | None = None,
        account: str = ACCOUNT,
        token: str = TOKEN,
        number: str = NUMBER,
        deliver: Deliver | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.account, self.token, self.number = account, token, number
        self.log = Log(log_file)
        self.weather = Weather()
        self.tolerates_refused_callbacks = False
        self.grace = 1.0
        """How long `stop` waits for a product that is slow to answer a webhook."""
        self._wire = Wire(WEBHOOK_TIMEOUT)
        self._webhooks = Webhooks(token, self.log, deliver or self._wire)
        self.webhook_base = webhook_base
        self.reached_at = reached_at
        self._courier = Courier(self._crashed)
        self._exchange = Exchange(account, number, self._webhooks, self._courier, self.weather, self.log, now)
        self._exchange.to_voicemail = self._play_to_voicemail
        self._listener = Listener(RestApi(self._exchange, token).answer, self._crashed, port)
        self._phones: dict[str, Phone] = {}
        self.weather.attach(close_door=self._listener.close, open_door=self._listener.open)
        self.url = f"http://{HOST}:{self._listener.port}"
        """For TWILIO_API_BASE."""

    def start(self) -> Self:
        self._courier.start()
        self._listener.open()
        return self

    def stop(self) -> None:
        self._listener.stop()
        self._courier.stop(give_up=self._wire.cut, grace=self.grace)
        self.log.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    @contextmanager
    def asks_once(self) -> Iterator[None]:
        """No webhook is repeated meanwhile: a caller hangs up before that."""
        most, self._webhooks.most_retries = self._webhooks.most_retries, 0
        try:
            yield
        finally:
            self._webhooks.most_retries = most

    @property
    def webhook_base(self) -> str:
        return self._webhooks.base

    @webhook_base.setter
    def webhook_base(self, url: str) -> None:
        self._webhooks.base = url.rstrip("/")

    @property
    def reached_at(self) -> str:
        return self._webhooks.reached_at

    @reached_at.setter
    def reached_at(self, url: str) -> None:
        self._webhooks.reached_at = url.rstrip("/")

    @property
    def environment(self) -> dict[str, str]:
        """The settings with which the product talks to this fake."""
        return {
            "ACHTERWACHT_DELIVERY": "twilio",
            "ACHTERWACHT_TWILIO_API_BASE": self.url,
            "ACHTERWACHT_TWILIO_ACCOUNT_SID": self.account,
            "ACHTERWACHT_TWILIO_AUTH_TOKEN": self.token,
            "ACHTERWACHT_TWILIO_FROM": self.number,
        }

    def phone(self, number: str) -> Phone:
        if number not in self._phones:
            self._phones[number] = Phone(self._exchange, number)
        return self._phones[number]

    def every_call_ends_as(self, outcome: Outcome | None) -> None:
        """For phones that said nothing of their own. None: they ring until a test expects them."""
        self._exchange.default_outcome = outcome

    @property
    def messages(self) -> list[Sms]:
        """Every SMS that was accepted, the oldest first."""
        with self._exchange.changed:
            return list(self._exchange.messages.values())

    @property
    def calls(self) -> list[CallRecord]:
        """Every call that was accepted, the oldest first."""
        with self._exchange.changed:
            return list(self._exchange.calls.values())

    def before_looking(self, settle: Callable[[], object]) -> None:
        """For a product that a test drives by hand: what it must do before a phone is looked at."""
        self._exchange.before_looking = settle

    def allow_ucs2(self) -> None:
        """Texts outside GSM-7 are no violation in this test."""
        self._exchange.allow_ucs2 = True

    def settles(self, within: float = 5.0) -> bool:
        """Wait until everything that was accepted has arrived and was told. False when it takes longer."""
        return self._courier.settle(within)

    def unexpected(self) -> list[str]:
        """What happened and no test asked for, in words."""
        violations = [f"  violation: {what}" for what in self.log.violations]
        numbers = dict.fromkeys([sms.to for sms in self.messages] + [call.to for call in self.calls])
        unread = [line for number in numbers for line in self.phone(number).unread()]
        on_the_way = [
            f"  SMS to {sms.to}, still {sms.status}: {sms.text!r}"
            for sms in self.messages
            if sms.status not in FINAL_SMS
        ] + [f"  call to {call.to}, not yet dialled" for call in self.calls if call.started is None]
        refused = [
            f"  {entry.what} answered {entry.status}: {entry.form} {entry.note}"
            for entry in self.log.webhooks
            if entry.what.startswith("status") and (entry.status or 0) >= 400
        ]
        return violations + unread + on_the_way + ([] if self.tolerates_refused_callbacks else refused)

    def assert_nothing_unexpected(self, within: float = PATIENCE) -> None:
        """For the end of every test: every message was read, every call answered, no rule broken."""
        self.settles(within)
        unexpected = self.unexpected()
        assert not unexpected, "nobody expected this:\n" + "\n".join(unexpected)

    def _play_to_voicemail(self, call: CallRecord) -> None:
        with suppress(WebhookFailed, BadTwiml):  # the log has it; a machine does not complain
            Call(self._exchange, call).goes_to_voicemail()

    def _crashed(self, trouble: str) -> None:
        self.log.violation(f"the fake itself failed:\n{trouble}")
