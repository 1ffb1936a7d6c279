"""`make lighthouse`: how fast the first screen stands on a phone, for who is signed out, a worker and a desk.

Lighthouse as it comes, for a phone on a slow line (its own throttling), each time in a browser that was never here. The
product it looks at is one of its own, with the demonstration in it, on this machine. The pages go by turns, so that
what else the machine does counts for all; each run is printed, and the middle one. What a number is worth on a machine
that does something else besides stands in docs/performance.md.

Lighthouse plays a phone of the middle by making the processor four times as slow, whatever it is. On a machine below
the fast desktop that this has in mind, each page is looked at once more with the half of it, as the table of
Lighthouse's own docs/throttling.md has it for a slow desktop.

    tools/lighthouse/run.sh [RUNS]
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from statistics import median_low
from typing import NamedTuple

from achterwacht.people.passwords import DEMONSTRATION_PASSWORD

HERE = Path(__file__).resolve().parent
PRODUCT = HERE.parents[1] / ".venv" / "bin" / "achterwacht"
CHROME = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --accept-lang=nl-NL"
A_SECOND = 1000.0
RUNS = 5
AS_IT_COMES, OF_A_SLOW_DESKTOP = 4, 2
FAST_DESKTOP = 1_500
"""The index from which a machine is what the fourfold slowing has in mind (Lighthouse, docs/throttling.md)."""


class Page(NamedTuple):
    name: str
    path: str
    who: str | None


PAGES = (
    Page("signed out", "/", None),
    Page("a worker", "/", "worker@voorbeeld.test"),
    Page("the board", "/board", "manager@voorbeeld.test"),
)


class Run(NamedTuple):
    """Points of 100, seconds, milliseconds, how far things moved, and how fast Lighthouse found this machine."""

    performance: int
    accessibility: int
    best_practices: int
    first: float
    largest: float
    blocked: int
    moved: float
    machine: int


COLUMNS = {
    "performance": "{:d}",
    "accessibility": "{:d}",
    "best practices": "{:d}",
    "first paint, s": "{:.2f}",
    "largest paint, s": "{:.2f}",
    "blocked, ms": "{:d}",
    "layout shift": "{:.2f}",
    "machine's index": "{:d}",
}


@contextmanager
def a_product(folder: Path) -> Iterator[str]:
    """The product with its demonstration, at the address that this gives."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    own = os.environ | {
        "ACHTERWACHT_DATABASE_URL": f"sqlite:///{folder}/achterwacht.db",
        "ACHTERWACHT_FILES": str(folder / "files"),
    }
    log = (folder / "log").open("w")
    for command in (["migrate"], ["demo", "--alive"]):
        subprocess.run([PRODUCT, *command], check=True, env=own, cwd=folder, stdout=log)
    served = subprocess.Popen([PRODUCT, "serve", "--port", str(port)], env=own, cwd=folder, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        _answers(url)
        yield url
    finally:
        served.terminate()
        served.wait()


def _answers(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/health/ready", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The product did not begin.")


def signed_in(url: str, who: str) -> str:
    """Returns the cookie of a session of this account."""
    body = json.dumps({"email": who, "password": DEMONSTRATION_PASSWORD}).encode()
    asked = urllib.request.Request(f"{url}/v1/sessions", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        cookies = answer.headers.get_all("Set-Cookie") or []
    return "; ".join(one.split(";")[0] for one in cookies)


def measured(address: str, headers: Path, slower: int) -> Run:
    """Let Lighthouse look once, with the processor this many times as slow."""
    command = [
        "npx", "--no-install", "lighthouse", address, "--quiet", "--output=json", f"--chrome-flags={CHROME}",
        f"--throttling.cpuSlowdownMultiplier={slower}",
        f"--extra-headers={headers}", "--only-categories=performance,accessibility,best-practices",
    ]  # fmt: skip
    own = os.environ | {"CHROME_PATH": os.environ["CHROMIUM"], "LANGUAGE": "nl"}
    told = subprocess.run(command, check=False, env=own, cwd=HERE, capture_output=True, text=True)
    if told.returncode:
        raise SystemExit(f"Lighthouse failed: {told.stderr.strip()}")
    found = json.loads(told.stdout)
    if problem := found.get("runtimeError"):
        raise SystemExit(f"Lighthouse says: {problem['message']}")

    def points(name: str) -> int:
        return round(100.0 * float(found["categories"][name]["score"]))

    def number(name: str) -> float:
        return float(found["audits"][name]["numericValue"])

    return Run(
        points("performance"),
        points("accessibility"),
        points("best-practices"),
        number("first-contentful-paint") / A_SECOND,
        number("largest-contentful-paint") / A_SECOND,
        round(number("total-blocking-time")),
        number("cumulative-layout-shift"),
        round(float(found["environment"]["benchmarkIndex"])),
    )


def slowings(machine: int) -> tuple[int, ...]:
    return (AS_IT_COMES,) if machine >= FAST_DESKTOP else (AS_IT_COMES, OF_A_SLOW_DESKTOP)


def main(runs: int) -> None:
    found: defaultdict[tuple[str, int], list[Run]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as name:
        folder = Path(name)
        with a_product(folder) as url:
            headers = {}
            for page in PAGES:
                headers[page] = folder / f"{page.name}.json"
                cookie = {"Cookie": signed_in(url, page.who)} if page.who else {}
                headers[page].write_text(json.dumps(cookie))
            machine = measured(url, headers[PAGES[0]], AS_IT_COMES).machine
            for turn, page, slower in product(range(runs), PAGES, slowings(machine)):
                one = measured(url + page.path, headers[page], slower)
                found[page.name, slower].append(one)
                print(
                    f"{turn + 1} {page.name}, {slower} times as slow: {one.performance}, largest {one.largest:.2f} s",
                    flush=True,
                )
    print(f"\nThe middle one of {runs}, and each (load now {os.getloadavg()[0]:.1f}):")
    for (name, slower), each in found.items():
        print(f"\n{name}, {slower} times as slow")
        for (column, spelled), numbers in zip(COLUMNS.items(), zip(*each, strict=True), strict=True):
            told = " ".join(spelled.format(one) for one in numbers)
            print(f"  {column:17} {spelled.format(median_low(numbers)):>6}   ({told})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
