"""`make bench`: one table, all in one run on the same PostgreSQL and the same machine; kept in bench/results/.

python -m bench [NAME ...]            only these measurements, and nothing is kept
python -m bench soak [--minutes 10]   a whole municipality at work, on both databases; kept when it took ten minutes
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import (
    board,
    burst,
    doors,
    due,
    figures,
    files,
    papers,
    provider,
    register,
    screen,
    soak,
    stampede,
    still,
    written,
)
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


A_SOAK = 10.0


def main(wanted: list[str], minutes: float) -> None:
    measured: list[Measured] = []
    known = MEASURES | {"soak": lambda: soak.at_work(minutes)}
    with one_postgres():
        for name in wanted or MEASURES:
            print(f"{name} ...", file=sys.stderr, flush=True)
            for one in known[name]():
                print(one.line(), flush=True)
                measured.append(one)
    table = "\n".join([HEAD, *(one.line() for one in measured)])
    print(f"\n{_machine()}\n\n{table}")
    if not wanted:
        _keep(measured, table)
    elif wanted == ["soak"] and minutes >= A_SOAK:
        _keep(measured, table, "-soak")


def _keep(measured: list[Measured], table: str, what: str = "") -> None:
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    name = f"{now:%Y-%m-%d-%H%M}{what}"
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
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*MEASURES, "soak", []])
    parser.add_argument("--minutes", type=float, default=A_SOAK, help="how long the soak lasts, on each database")
    given = parser.parse_args()
    main(given.names, given.minutes)
