"""The processes of an installation, as a deployment has them, with a slow provider of our own behind it."""

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Self
from uuid import UUID

import httpx2 as httpx
from sqlalchemy import select

from achterwacht.kinds import RootKind
from foundation.among import among
from foundation.session import Database
from notifications.records import MessageRecord

TAKES = 0.2
NO_ANSWER = 30.0
"""Seconds that a press counts for which reached the provider never."""
PATIENCE = 180.0
APP = ("-c", "from cli.main import app; app()")
ALLOCATOR = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "131072"}
"""As the units of systemd and the image set it."""


class Installed:
    """On PostgreSQL two processes of the API and two clocks, on SQLite one of all; while the block lasts."""

    def __init__(self, kind: str, url: str) -> None:
        ports = [_a_free_port() for _ in range(2 if kind == "postgresql" else 1)]
        self.bases = [f"http://127.0.0.1:{port}" for port in ports]
        doors = "api" if kind == "postgresql" else "serve"
        self._wanted: dict[str, tuple[str, ...]] = {
            f"{doors} {number}": (doors, "--port", str(port)) for number, port in enumerate(ports, 1)
        }
        if kind == "postgresql":
            self._wanted |= {f"clock {number}": ("clock",) for number in (1, 2)}
        self._url = url
        self._processes: dict[str, subprocess.Popen[str]] = {}

    def __enter__(self) -> Self:
        with ExitStack() as held:
            held.callback(self._stop)
            slow = [sys.executable, "-m", "bench.slow_twilio", str(TAKES)]
            provider = subprocess.Popen(slow, stdout=subprocess.PIPE, text=True)
            self._processes["provider"] = provider
            assert provider.stdout is not None
            self._provider = provider.stdout.readline().strip()
            for name, words in self._wanted.items():
                self._processes[name] = subprocess.Popen(
                    [sys.executable, *APP, *words], env=self._environment, text=True,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip
            for base in self.bases:
                _wait_until_ready(base)
            held.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def memory(self) -> dict[str, int]:
        """Returns what each process holds now, in bytes."""
        return {name: _held_by(self._processes[name].pid) for name in self._wanted}

    def waits(self, database: Database, pressed: dict[str, float]) -> list[float]:
        """Returns how long each press took until the provider was asked for its first message, shortest first.

        pressed: when, by alarm.
        """
        taken: dict[str, float] = httpx.get(f"{self._provider}/taken", timeout=PATIENCE).json()
        its = select(MessageRecord.id, MessageRecord.subject).where(
            MessageRecord.subject_kind == RootKind.ALARM, among(MessageRecord.subject, map(UUID, pressed))
        )
        first: dict[str, float] = {}
        with database.read() as session:
            for row in session.execute(its, execution_options={"across_organisations": True}):
                alarm = str(row.subject)
                if (came := taken.get(str(row.id))) is not None:
                    first[alarm] = min(came, first.get(alarm, came))
        return sorted(first[alarm] - began if alarm in first else NO_ANSWER for alarm, began in pressed.items())

    @property
    def _environment(self) -> dict[str, str]:
        own = {
            "DATABASE_URL": self._url, "DELIVERY": "twilio", "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": "bench", "TWILIO_FROM": "+3197010200000", "TWILIO_API_BASE": self._provider,
            "PUBLIC_BASE_URL": self.bases[0],
        }  # fmt: skip
        return os.environ | ALLOCATOR | {f"ACHTERWACHT_{name}": value for name, value in own.items()}

    def _stop(self) -> None:
        for one in self._processes.values():
            one.terminate()
        for one in self._processes.values():
            try:
                one.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()


def _a_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_ready(base: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            if httpx.get(f"{base}/health/ready", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"{base} is not ready")


def _held_by(pid: int) -> int:
    (line,) = [one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024
