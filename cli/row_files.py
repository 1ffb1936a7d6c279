"""Reading a file with rows at the console: as the API does, with more time, more rows and a bar of how far it is."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from achterwacht.refused import Wrong
from achterwacht.row_files.reading import LARGEST_FILE, read_long_file
from achterwacht.row_files.rows import FileRead, Layout
from achterwacht.row_files.unreadable import (
    CountsDiffer,
    OtherKind,
    TooHeavy,
    TooManyRows,
    UnreadableFile,
    WrongColumns,
)
from api.wording import sentence
from cli.plain import Refused, err
from foundation.apart import TooBusy


def found_in(layout: Layout, file: Path) -> FileRead:
    """Returns the rows of a file.

    Raises:
        Refused: it can't be read, with why.
    """
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise Refused(f"{file}: larger than {LARGEST_FILE // 1_000_000} MB. Cut it up.")
        return asyncio.run(read_long_file(layout, file.read_bytes()))
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}.") from error
    except TooManyRows as wrong:
        raise Refused(f"{file}: more than {wrong.facts['most']} rows. Cut it up.") from wrong
    except (CountsDiffer, OtherKind, WrongColumns) as wrong:
        raise Refused(f"{file}: {sentence(wrong.code, wrong.facts)}") from wrong
    except TooHeavy as wrong:
        raise Refused(f"{file}: reading it took too much time or memory. Copy its rows into an empty file.") from wrong
    except TooBusy as busy:
        raise Refused(f"{file}: this machine is too busy to read it now. Try it again later.") from busy
    except UnreadableFile as wrong:
        raise Refused(
            f"{file}: it is no CSV in UTF-8 or of Excel on Windows, and no Excel workbook (.xlsx)."
        ) from wrong


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """Shows a bar; what is yielded moves it on by one."""
    with Progress(TextColumn(what), BarColumn(), MofNCompleteColumn(), console=err) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


def say_refused(line: int, wrong: Sequence[Wrong]) -> None:
    """Says on stderr why a row can't be used."""
    why = "; ".join(f"{one.pointer.strip('/') or 'row'}: {sentence(one.code, one.facts)}" for one in wrong)
    err.print(f"line {line}: {why}", markup=False)
