"""Clocks in processes of their own, started at the same moment."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import IO, cast

PATIENCE = 300


@dataclass(frozen=True)
class Run:
    """What the clocks did together. `seconds`: from the first start to the last deadline."""

    fired: int
    seconds: float
    memory: int

    @property
    def per_second(self) -> float:
        return self.fired / self.seconds


class Clocks:
    """Clocks that stand ready. `run` lets them tick until nothing is due."""

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
        for process in self._processes:
            cast(IO[str], process.stdin).write("go\n")
            cast(IO[str], process.stdin).flush()
        told = [json.loads(process.communicate(timeout=PATIENCE)[0]) for process in self._processes]
        worked = [one for one in told if one["fired"]]
        return Run(
            sum(one["fired"] for one in told),
            max(one["ended"] for one in worked) - min(one["began"] for one in worked),
            max(one["memory"] for one in told),
        )
