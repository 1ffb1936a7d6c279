"""The fake as a process of its own: `python -m tests.support.twilio --port 9999 --log calls.jsonl`.

Prints its address once it listens, runs until SIGTERM or Ctrl-C, and exits 1 when something happened that must never.
"""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

from cli.signals import on_signal
from foundation.stopping import wait_until
from tests.support.twilio.exchange import Outcome
from tests.support.twilio.fake import ACCOUNT, NUMBER, TOKEN, FakeTwilio


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.support.twilio", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any that is free")
    parser.add_argument("--log", type=Path, help="a JSONL file; lines are added to it")
    parser.add_argument("--account", default=ACCOUNT)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--number", default=NUMBER)
    parser.add_argument("--webhook-base", default="", help="the product's PUBLIC_BASE_URL")
    parser.add_argument("--reached-at", default="", help="where the product listens, if not there")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each status")
    parser.add_argument("--slow", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--lose-callbacks", action="store_true")
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--out-of-order", action="store_true")
    parser.add_argument("--calls", type=Outcome, choices=list(Outcome), default=Outcome.NO_ANSWER)
    return parser.parse_args()


def main() -> int:
    given = arguments()
    twilio = FakeTwilio(
        webhook_base=given.webhook_base,
        reached_at=given.reached_at,
        port=given.port,
        log_file=given.log,
        account=given.account,
        token=given.token,
        number=given.number,
    )
    twilio.weather.latency = given.latency
    twilio.weather.slow(given.slow)
    twilio.weather.lose_callbacks(given.lose_callbacks)
    twilio.weather.twice(given.twice)
    twilio.weather.out_of_order(given.out_of_order)
    twilio.every_call_ends_as(given.calls)
    twilio.allow_ucs2()  # the texts are judged elsewhere; here only what must never happen counts

    enough = threading.Event()
    on_signal(enough.set)
    with twilio:
        print(twilio.url, flush=True)
        wait_until(enough)
    for what in twilio.log.violations:
        print(what, file=sys.stderr)
    return 1 if twilio.log.violations else 0


if __name__ == "__main__":
    sys.exit(main())
