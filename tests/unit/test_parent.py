"""What the parent of `serve`, and systemd above it, do with a machine that has nothing left for the moment."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from cli import parent
from cli.parent import Parent
from cli.plain import AWAY, REFUSED, Plain


class Refuses:
    """A child that finds the settings wrong: the parent ends with it."""

    def wait(self, _seconds: float) -> int:
        return REFUSED


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def test_where_no_child_can_be_started_it_is_tried_again(
    listening: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = iter([errno.ENOMEM, errno.EAGAIN, None])

    def start(*_words: Any, **_how: Any) -> Refuses:
        number = next(tries)
        if number is not None:
            raise OSError(number, os.strerror(number))
        return Refuses()

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(parent, "on_signal", lambda _: None)
    monkeypatch.setattr(parent, "FIRST_PAUSE", 0.01)
    assert Parent(listening).run() == REFUSED
    assert next(tries, "none left") == "none left"


@pytest.mark.parametrize(("command", "code"), [("clock", AWAY), ("serve", AWAY), ("_child", AWAY), ("check", REFUSED)])
def test_a_full_machine_is_no_wrong_setting(command: str, code: int) -> None:
    """After a 2 neither the parent nor systemd would start it again, and the disk has room tomorrow."""
    app = typer.Typer(cls=Plain)

    @app.callback()
    def group() -> None: ...

    @app.command(command)
    def run() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(SystemExit) as ended:
        app([command])
    assert ended.value.code == code
