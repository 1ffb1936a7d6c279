"""Passing SMS to a provider that takes 200 ms to answer, with 32 senders: at most 160 a second can leave."""

import os
import subprocess
import sys
import time
from uuid import UUID, uuid4

from pydantic import SecretStr

from bench.places import settled
from bench.result import Measured, at_least
from foundation.session import Database
from foundation.setting_groups.providers import Delivery
from foundation.settings import Settings
from notifications import outbox
from notifications.dispatch import Dispatcher
from notifications.outbox import Outgoing
from notifications.texts.templates import Template
from notifications.ways import Channel

MESSAGES, SENDERS, SECONDS = 1600, 32, 0.2


def dispatch() -> list[Measured]:
    """Measure SMS a second through the real SDK, over HTTP, to a Twilio of our own that answers after 200 ms."""
    slow = subprocess.Popen(
        [sys.executable, "-m", "bench.slow_twilio", str(SECONDS)], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    assert slow.stdout is not None
    base = slow.stdout.readline().strip()
    try:
        measured = []
        for kind in ("postgresql", "sqlite"):
            with settled(kind) as (database, places, _):
                dispatcher = Dispatcher(database, _settings(base))
                _fill(database, places[0].organisation, SENDERS)
                dispatcher.dispatch_due()  # connections are open, as in a running clock
                _fill(database, places[0].organisation, MESSAGES)
                began = time.perf_counter()
                sent = dispatcher.dispatch_due()
                rate = sent / (time.perf_counter() - began)
                dispatcher.close()
                if sent != MESSAGES:
                    raise RuntimeError(f"{sent} messages left instead of {MESSAGES}")
            measured.append(
                Measured(
                    f"dispatch to a provider that answers in 200 ms, {SENDERS} at once, {kind}", rate, "a second",
                    [at_least("160 a second", SENDERS / SECONDS, rate, 0.8)],
                )
            )  # fmt: skip
        return measured
    finally:
        slow.terminate()
        slow.wait(10)


def _settings(base: str) -> Settings:
    return Settings(
        _env_file=None,
        delivery=Delivery.TWILIO,
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_token=SecretStr("bench"),
        twilio_from="+3197010200000",
        twilio_api_base=base,
        public_base_url="https://voorbeeld.test",
        dispatch_concurrency=SENDERS,
    )


def _fill(database: Database, organisation: UUID, messages: int) -> None:
    with database.write() as session:
        rows = [
            Outgoing(
                organisation, None, uuid4(), uuid4(), f"+316{number:08}", Channel.SMS, Template.REPLY, "nl",
                {"text": "Je bent afgemeld."}, 50,
            )
            for number in range(messages)
        ]  # fmt: skip
        outbox.put(session, rows, database.clock.now(session))
