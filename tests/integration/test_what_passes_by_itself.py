"""What may be there a moment later, ends a serving command with 75: after 2 nothing starts it again."""

import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import Mock

import pytest

from cli.plain import AWAY
from documents.store import BadStore, Store
from tests.support.shell import Shell

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
EACH = (("serve", "--port", "1"), ("api", "--port", "1"), ("clock",))
DOORS = EACH[:2]


def _passes(shell: Shell, words: Sequence[str], says: str) -> None:
    result = shell.types(*words)
    assert says in result.stderr, words
    assert result.exit_code == AWAY, words
    assert "Traceback" not in result.output, words


def test_the_file_of_a_secret_may_come_with_a_volume(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACHTERWACHT_SECRET_KEY_FILE", str(tmp_path / "not-mounted"))
    for words in EACH:
        _passes(shell, words, "ACHTERWACHT_SECRET_KEY_FILE")
    assert "ACHTERWACHT_SECRET_KEY_FILE" in shell.is_refused("check")


@pytest.fixture
def nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(_: Store) -> None:
        raise BadStore("/files: can't be written to")

    monkeypatch.setattr(Store, "check", check)


@pytest.mark.usefixtures("nothing_can_be_kept")
def test_a_folder_that_can_not_be_written_to_now(shell: Shell) -> None:
    for words in DOORS:
        _passes(shell, words, "ACHTERWACHT_FILES: /files")


@pytest.mark.usefixtures("nothing_can_be_kept")
def test_a_clock_watches_without_its_files(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Mock()
    monkeypatch.setattr("cli.clock_alone.run_clock_alone", runs)
    result = shell.types("clock")
    assert (result.exit_code, runs.call_count) == (0, 1), result.output
    assert "goes on without" in result.output


def _no_such_address(*_: object) -> None:
    raise OSError(99, "Cannot assign requested address")


def _no_such_name(*_: object, **__: object) -> None:
    raise socket.gaierror(-3, "Temporary failure in name resolution")


@pytest.mark.parametrize(("which", "fails"), [("bind", _no_such_address), ("getaddrinfo", _no_such_name)])
def test_an_address_that_is_not_here_before_the_network_is(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, which: str, fails: Callable[..., None]
) -> None:
    monkeypatch.setattr(socket.socket if which == "bind" else socket, which, fails)
    for words in DOORS:
        _passes(shell, words, "Can't listen on 127.0.0.1")


def test_a_port_that_is_not_for_us_never_will_be(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", forbidden)
    for words in DOORS:
        assert "Permission denied" in shell.is_refused(*words)
