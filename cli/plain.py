"""How the command talks: results go to stdout, errors in plain words to stderr, with exit code 2."""

import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import structlog
import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from typer.core import TyperGroup
from typer.exceptions import TyperException

from achterwacht.protocols.profile import RefusedProfile
from achterwacht.refused import NotAllowed, NotFound, RuleBroken, WrongInput
from api.wording import sentence
from cli.interrupts import STOPPED, Stopped
from documents.store import StoreAway
from foundation.away import is_away
from foundation.lock import ClockRuns
from foundation.never_waits import last_words
from foundation.redaction import redact_text
from foundation.setting_groups.group import RefusedSettings, UnreadSecret
from foundation.unfit import UnfitDatabase

REFUSED = 2
BROKE = 1
AWAY = 75
"""Exit code of a serving command when the database is away, the machine has no memory, disk or processes left, or
another process still has the clock or the port (one that was killed while its disk hung, say); or a file, folder or
address is not there that comes with a volume or a network. A restart helps then, and after 2 systemd would not try."""

log = structlog.get_logger(__name__)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Refused(Exception):
    """The command can't do that, and says why in one or more lines."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class NotNow(Refused):
    """What this one needs is not there, or another process has it. In a moment it may be otherwise: a volume is
    mounted, a process that was killed is gone."""


class Plain(TyperGroup):
    """A group of commands that shows expected errors as sentences instead of tracebacks."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except EXPECTED as error:
            for line in _lines(error):
                err.print(f"[red]{escape(line)}[/]")
            passes = ctx.invoked_subcommand in SERVES and (
                is_away(error) or isinstance(error, OSError | ClockRuns | NotNow | UnreadSecret)
            )
            raise typer.Exit(AWAY if passes else REFUSED) from error
        except Stopped as stopped:
            for line in stopped.lines:
                err.print(f"[red]{escape(line)}[/]")
            raise typer.Exit(STOPPED) from stopped
        except KeyboardInterrupt as interrupt:
            err.print("[red]Stopped.[/]")
            raise typer.Exit(STOPPED) from interrupt
        except (TyperException, typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if ctx.invoked_subcommand in SERVES:
                log.critical("ended by an error that nobody expected", exc_info=error)
                raise typer.Exit(BROKE) from error
            where = traceback.extract_tb(error.__traceback__)[-1]
            said = redact_text(f"{type(error).__name__}: {error}")
            err.print(f"[red]An error that nobody expected, in {where.name} ({where.filename}:{where.lineno}):[/]")
            err.print(escape(said))
            raise typer.Exit(REFUSED) from error
        finally:
            last_words()


SERVES = ("serve", "api", "clock", "_child")
EXPECTED = (
    Refused, RefusedSettings, RefusedProfile, WrongInput, RuleBroken, ClockRuns, NotFound, NotAllowed, SQLAlchemyError,
    OSError, UnicodeDecodeError, StoreAway, UnfitDatabase,
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
        case DBAPIError():
            return [f"The database can't be used: {redact_text(str(error.orig).strip())}"]
        case SQLAlchemyError():
            return [f"The database can't be used: {type(error).__name__}: {redact_text(str(error).strip())}"]
        case NotFound():
            return ["That is not there."]
        case NotAllowed():
            return ["That may not be done."]
        case StoreAway():
            return [f"The place where files are kept can't be read or written now ({error})."]
        case UnfitDatabase():
            return [str(error)]
        case OSError():
            return [f"{error.filename or 'error'}: {error.strerror or error}"]
        case _:
            return ["The file is not text in UTF-8."]


def read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
