"""`make bench`: one table, all in one run on the same PostgreSQL and the same machine; kept in bench/results/.

python -m bench [NAME ...]   only these measurements, and nothing is kept
"""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import board, burst, doors, due, figures, files, papers, provider, register, screen, stampede, still, written
from bench.places import one_postgres
from bench.result import Measure, Measured

MEASURES: dict[str, Measure] = {
    "due": due.one_and_two_clocks,
    "sqlite": due.on_sqlite,
    "written": written.by_a_deadline,
    "burst": burst.ten_thousand_at_once,
    "lateness": burst.lateness,
    "open": still.a_million_open,
    "look-up": register.a_million_marks,
    "check-in": doors.check_ins,
    "files": files.beside_a_panic,
    "papers": papers.a_letter,
    "form": papers.a_form,
    "figures": figures.a_hundred_thousand,
    "board": board.busiest_day,
    "screen": screen.five_hundred_visits,
    "panic": stampede.panics,
    "dispatch": provider.dispatch,
    "memory": still.memory,
}
RESULTS = Path(__file__).parent / "results"
HEAD = "| measure | Achterwacht | in the same run | reached |\n|---|---|---|---|"


def main(wanted: list[str]) -> None:
    measured: list[Measured] = []
    with one_postgres():
        for name in wanted or MEASURES:
            print(f"{name} ...", file=sys.stderr, flush=True)
            for one in MEASURES[name]():
                print(one.line(), flush=True)
                measured.append(one)
    table = "\n".join([HEAD, *(one.line() for one in measured)])
    print(f"\n{_machine()}\n\n{table}")
    if not wanted:
        _keep(measured, table)


def _keep(measured: list[Measured], table: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    name = f"{now:%Y-%m-%d-%H%M}"
    (RESULTS / f"{name}.md").write_text(f"# {now:%Y-%m-%d %H:%M} UTC\n\n{_machine()}\n\n{table}\n")
    told = {"machine": _machine(), "measured": [one.as_json() for one in measured]}
    (RESULTS / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n")


def _machine() -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"PostgreSQL 18 with fsync; commit {commit or 'unknown'}; load at the end {load}."
    )


if __name__ == "__main__":
    main(sys.argv[1:])
