"""`make simulate`: seed after seed until the time is over, or one seed again. For the tests, with `--forks`: run after
run, each in a process of its own that need not import everything anew."""

import argparse
import gc
import json
import logging
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

from foundation.log import write_through_standard_library
from migrations.schema import migrate
from tests.simulation.aftermath import handle
from tests.simulation.run import Ran, run


def main() -> int:
    given = _arguments()
    gc.freeze()  # what was imported stays
    gc.set_threshold(50_000, 20, 20)
    write_through_standard_library()
    logging.getLogger().setLevel(logging.ERROR)
    if given.forks:
        _forks()
    else:
        print(json.dumps(_simulates(given), indent=1))
    return 0


def _forks() -> None:
    """Answer each line of stdin, a list of arguments, with a line: what was found, or how it failed."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            answer: dict[str, Any]
            try:
                answer = {"found": _simulates(_arguments(json.loads(line)))}
            except BaseException:
                answer = {"failed": traceback.format_exc()}
            print(json.dumps(answer), flush=True)
            os._exit(0)
        if (ended := os.waitpid(child, 0)[1]) != 0:
            print(json.dumps({"failed": f"it died ({ended})"}), flush=True)


def _simulates(given: argparse.Namespace) -> dict[str, Any]:
    seen: Counter[str] = Counter()
    runs: list[tuple[int, str]] = []
    until = time.monotonic() + given.minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        template = given.template
        if template is None:
            template = Path(folder) / "template.db"
            migrate(f"sqlite:///{template}")
        for seed in given.seeds or count(given.first):
            if not given.seeds and time.monotonic() > until:
                break
            try:
                lived = _lives(seed, given, template, Path(folder))
            except BaseException:
                print(
                    f"\nSeed {seed} failed. Again: make simulate SEED={seed} WEEKS={given.weeks:g}\n", file=sys.stderr
                )
                raise
            for ran in lived:
                seen += ran.seen
                runs.append((seed, ran.digest))
                print(f"seed {seed}: {ran.digest}", file=sys.stderr)
    return {"seen": dict(sorted(seen.items())), "runs": runs}


def _lives(seed: int, given: argparse.Namespace, template: Path, folder: Path) -> list[Ran]:
    """The watch, and what comes after incidents: each on a file of its own."""
    parts = [run] if given.only == "watch" else [handle] if given.only == "afterwards" else [run, handle]
    return [part(seed, given.weeks, template, folder, given.story) for part in parts]


def _arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """words: instead of those of this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="*", help="these, however long it takes")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--weeks", type=float, default=1)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--only", choices=["watch", "afterwards"], help="the visits, or the weeks after incidents")
    parser.add_argument("--template", type=Path, help="a database file with the schema and nothing in it")
    parser.add_argument("--story", type=argparse.FileType("w"), help="write what happens to this file")
    parser.add_argument("--forks", action="store_true", help="run after run, as the lines of stdin say")
    return parser.parse_args(words)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of sets is chance too.
        again = [sys.executable, "-m", "tests.simulation", *sys.argv[1:]]
        os.execve(sys.executable, again, os.environ | {"PYTHONHASHSEED": "0"})
    sys.exit(main())
