"""Clocks in separate processes, started at the same moment."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import IO, Any, cast

PATIENCE = 300


@dataclass(frozen=True)
class Run:
    """What the clocks did together.

    seconds: from the first start to the last deadline.
    """

    fired: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.fired / self.seconds


class Clocks:
    """Clocks that are ready to start."""

    def __init__(self, url: str, how_many: int = 1) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "bench.clock", url, f"bench-{number}"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(how_many)
        ]
        for process in self._processes:
            said = cast(IO[str], process.stdout).readline()
            if said != "ready\n":
                raise RuntimeError(f"a clock did not start: {said!r}")

    def run(self) -> Run:
        """Let them tick until nothing is due."""
        told = self._tick(0)
        worked = [one for one in told if one["fired"]]
        return Run(
            sum(one["fired"] for one in told),
            max(one["ended"] for one in worked) - min(one["began"] for one in worked),
        )

    def tick_for(self, seconds: float) -> int:
        """Let them tick this long with nothing due. Returns the most memory that one of them held, in bytes."""
        return max(int(one["memory"]) for one in self._tick(seconds))

    def _tick(self, seconds: float) -> list[dict[str, Any]]:
        for process in self._processes:
            cast(IO[str], process.stdin).write(f"{seconds}\n")
            cast(IO[str], process.stdin).flush()
        return [json.loads(process.communicate(timeout=PATIENCE)[0]) for process in self._processes]


class GoingClock:
    """A whole clock, `achterwacht clock`, that runs while the block lasts. Nothing leaves the machine."""

    def __init__(self, url: str, tick_seconds: float) -> None:
        self._environment = os.environ | {
            "ACHTERWACHT_DATABASE_URL": url,
            "ACHTERWACHT_TICK_SECONDS": str(tick_seconds),
            "ACHTERWACHT_DELIVERY": "simulator",
        }

    def __enter__(self) -> "GoingClock":
        command = [sys.executable, "-c", "from cli.main import app; app()", "clock"]
        self._process = subprocess.Popen(command, env=self._environment, stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
