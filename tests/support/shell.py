"""The commands, as somebody types them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app


class Shell:
    """Types commands into an installation with this database."""

    def types(self, *words: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, words, input=typed)

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
def shell(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    servers = {one: (one.handlers[:], one.propagate) for one in map(logging.getLogger, ("uvicorn", "uvicorn.error"))}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", database_url)
    yield Shell()
    root.handlers[:], root.level = handlers, level
    for one, (handlers, propagates) in servers.items():
        one.handlers[:], one.propagate = handlers, propagates
