"""A clock of its own for a measurement: `python -m bench.clock URL NAME`.

Says "ready", waits for a line, ticks until nothing is due, and answers with a line of JSON: fired, began,
ended (seconds since the epoch), memory (the most it held, in bytes).
"""

import json
import resource
import sys
import time

from achterwacht.deadlines.service import Ticker
from foundation.session import Database
from scheduler.jobs import HANDLERS


def main(url: str, name: str) -> None:
    ticker = Ticker(Database.at(url), HANDLERS, name)
    ticker.tick()  # connections, statements and profiles are there, as in a clock that runs
    print("ready", flush=True)
    sys.stdin.readline()
    began, fired = time.time(), 0
    ended = began
    while done := ticker.tick():
        fired += done
        ended = time.time()
    print(json.dumps({"fired": fired, "began": began, "ended": ended, "memory": most_memory()}), flush=True)


def most_memory() -> int:
    """The most this process held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
