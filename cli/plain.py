"""How the command talks: what went wrong in plain words on stderr, and exit code 2. Answers go to stdout."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy.exc import OperationalError
from typer.core import TyperGroup

from achterwacht.decision import RuleBroken
from achterwacht.protocols.profile import RefusedProfile
from achterwacht.refused import WrongInput
from api.wording import sentence
from foundation.lock import ClockRuns
from foundation.settings import RefusedSettings

REFUSED = 2

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Refused(Exception):
    """The command can't do that, and says why: one line or more."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Plain(TyperGroup):
    """A group of commands whose expected errors are sentences and no tracebacks."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except EXPECTED as error:
            for line in _lines(error):
                err.print(f"[red]{escape(line)}[/]")
            raise typer.Exit(REFUSED) from error


EXPECTED = (
    Refused, RefusedSettings, RefusedProfile, WrongInput, RuleBroken, ClockRuns, OperationalError, OSError,
    UnicodeDecodeError,
)  # fmt: skip


def _lines(error: BaseException) -> Iterable[str]:
    match error:
        case Refused():
            return error.lines
        case RefusedSettings() | RefusedProfile():
            return error.problems
        case WrongInput():
            return [f"{one.pointer.strip('/')}: {sentence(one.code, one.facts)}" for one in error.wrong]
        case RuleBroken():
            return [sentence(error.code, error.facts)]
        case ClockRuns():
            by = f" (process {error.process})" if error.process else ""
            return [
                f"Another clock works on this database already{by}; a SQLite database has one.",
                f"Stop that one first. Its lock: {error.path}",
            ]
        case OperationalError():
            return [f"The database can't be used: {str(error.orig).strip()}"]
        case OSError():
            return [f"{error.filename or 'error'}: {error.strerror or error}"]
        case _:
            return ["The file is not text in UTF-8."]


def read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
