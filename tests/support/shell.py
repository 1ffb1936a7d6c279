"""The commands, as somebody types them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.main import app


class Runner(CliRunner):
    """Runs a command in this process, and takes back how it set up the log before the stream that it writes to closes:
    other threads go on logging, such as the one of a mail server."""

    @contextmanager
    def isolation(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        with super().isolation(*args, **kwargs) as streams, log_as_it_was():
            yield streams


@contextmanager
def log_as_it_was() -> Iterator[None]:
    logs = [logging.getLogger(name) for name in (None, "uvicorn", "uvicorn.error")]
    before = [(one, one.handlers[:], one.level, one.propagate) for one in logs]
    try:
        yield
    finally:
        for one, handlers, level, propagates in before:
            one.handlers[:], one.propagate = handlers, propagates
            one.setLevel(level)


class Shell:
    """Types commands into an installation with this database."""

    def types(self, *words: str, typed: str = "") -> Result:
        return Runner().invoke(app, words, input=typed)

    def gets(self, *words: str) -> str:
        result = self.types(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def is_refused(self, *words: str, typed: str = "") -> str:
        result = self.types(*words, typed=typed)
        assert result.exit_code == 2, result.output
        assert "Traceback" not in result.output
        assert result.stdout.strip() == "" or typed
        return result.stderr


@pytest.fixture
def shell(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", database_url)
    return Shell()
