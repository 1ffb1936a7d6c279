"""A clock process for a measurement: `python -m bench.clock URL NAME`.

It says "ready", waits for a line with a number of seconds, ticks at least that long and then until nothing is due, and
answers with a line of JSON: fired, began, ended (seconds since the epoch), memory (the most it held, in bytes).
"""

import json
import sys
import time
from pathlib import Path

from achterwacht.deadlines.service import Ticker
from foundation.session import Database
from scheduler.jobs import HANDLERS


def main(url: str, name: str) -> None:
    ticker = Ticker(Database.at(url), HANDLERS, name)
    ticker.tick()  # connections, statements and profiles are there, as in a clock that runs
    print("ready", flush=True)
    at_least = float(sys.stdin.readline())
    began = ended = time.time()
    fired = 0
    while (done := ticker.tick()) or time.time() < began + at_least:
        if done:
            fired += done
            ended = time.time()
    print(json.dumps({"fired": fired, "began": began, "ended": ended, "memory": most_memory()}), flush=True)


def most_memory() -> int:
    """Return the most that this process held so far, in bytes.

    Not `getrusage`: in its answer a process starts with what its parent held when it was made.
    """
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
