"""A command that is typed in a test leaves the log as it was: nothing is written to its stream once that is closed."""

import logging

import pytest
from typer import Typer

from foundation.log import set_up_logging
from tests.support.shell import Runner

app = Typer()


@app.command()
def sets_up_the_log() -> None:
    set_up_logging(production=False)
    logging.getLogger("mail.log").info("heard")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[logging.LogRecord]:
    """What a handler could not write."""
    found: list[logging.LogRecord] = []
    monkeypatch.setattr(logging.Handler, "handleError", lambda _, record: found.append(record))
    return found


def test_what_another_thread_logs_after_a_command_is_not_written_to_a_closed_stream(
    broken: list[logging.LogRecord],
) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    said = Runner().invoke(app, [])
    assert (said.exit_code, "heard" in said.stderr) == (0, True), said.output
    assert (root.handlers[:], root.level) == before
    logging.getLogger("mail.log").warning("EOF received")
    assert broken == []
