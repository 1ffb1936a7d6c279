"""A process says to systemd when it does its work (`Type=notify`): a clock that ticks, an API that answers."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from foundation.at_work import ASKED_AT, say_at_work
from tests.conftest import Start
from tests.support.processes import SOON

UNITS = Path(__file__).resolve().parents[2] / "deploy" / "systemd"


@pytest.fixture
def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as hears:
        hears.settimeout(SOON)
        hears.bind(place := str(tmp_path / "n"))
        monkeypatch.setenv(ASKED_AT, place)
        yield hears


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_who_is_one_of_several_says_so(start: Start, port: int, systemd: socket.socket) -> None:
    start("api", "--port", str(port))
    assert systemd.recv(100) == b"READY=1"
    assert httpx.get(f"http://127.0.0.1:{port}/health/live").status_code == 200, "it answers from then on"
    clock = start("clock")
    assert systemd.recv(100) == b"READY=1"
    assert "clock started" in clock.said.read_text()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_who_does_all_says_so_by_its_child(start: Start, port: int, systemd: socket.socket) -> None:
    start("serve", "--port", str(port))
    assert systemd.recv(100) == b"READY=1"
    assert httpx.get(f"http://127.0.0.1:{port}/health/live").status_code == 200
    assert re.search(r"^NotifyAccess=all$", (UNITS / "achterwacht.service").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("unit", ["achterwacht", "achterwacht-api@", "achterwacht-clock@"])
def test_their_units_wait_for_it(unit: str) -> None:
    assert re.search(r"^Type=notify$", (UNITS / f"{unit}.service").read_text("utf-8"), re.MULTILINE)


def test_it_is_said_once_and_only_where_it_is_asked(systemd: socket.socket) -> None:
    say_at_work()
    say_at_work()
    assert systemd.recv(100) == b"READY=1"
    systemd.settimeout(0)
    with pytest.raises(BlockingIOError):
        systemd.recv(100)


def test_a_name_that_is_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as hears:
        hears.settimeout(SOON)
        hears.bind(f"\0{tmp_path}")
        monkeypatch.setenv(ASKED_AT, f"@{tmp_path}")
        say_at_work()
        assert hears.recv(100) == b"READY=1"


def test_that_nobody_hears_it_stops_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(ASKED_AT, str(tmp_path / "nobody"))
    say_at_work()
