"""The rows of a file, and the columns that a kind of file may have.

A heading means a column by its own name, or by what people and their programs call it. Upper case, spaces and signs
don't count: `E-mail adres` is `emailadres`. Nor does what a program says in square brackets behind it:
`Email Address [Required]`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from achterwacht.row_files.folded import bare
from achterwacht.row_files.unreadable import WrongColumns
from foundation.visible import on_lines

MOST_NAMED = 10
"""How many unknown columns are named: there may be a million."""
LONGEST_NAME = 60
_SAID_OF_IT = re.compile(r"\s*\[[^\]]*\]\s*$")


@dataclass(frozen=True)
class Layout:
    """What a kind of file holds.

    called: its columns by name, each with what it may be called besides; the first is how it is named to people.
    needed: without these nothing can be read; of a group one is enough. leaves: whether a column that nobody knows is
    left out and named; otherwise it refuses the file.
    """

    called: Mapping[str, Sequence[str]]
    needed: Sequence[Sequence[str]]
    leaves: bool = False

    def names(self) -> dict[str, str]:
        """Returns the column that each heading means, bare."""
        return {bare(one): name for name, also in self.called.items() for one in (name, *also)}

    def said(self, name: str) -> str:
        """Returns how a column is named to people."""
        return next(iter(self.called.get(name, ())), name)

    def facts(self) -> dict[str, Any]:
        """Returns the layout as a child process is told of it."""
        return {"called": dict(self.called), "needed": list(self.needed), "leaves": self.leaves}


@dataclass(frozen=True)
class Row:
    """A line of the file. fields: its cells by column; cells beyond the last column are under the name "".

    odd: what is strange about a cell, in one word, by column (`sheets.py`); under the name "" about the line itself.
    """

    line: int
    fields: Mapping[str, str]
    odd: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileRead:
    """What was read.

    rows: without empty ones. others: sheets not read. hidden: how many were read that Excel hides. headings: what each
    column is called in this file. left: columns not read. accented: words to look at, since the file does not say how
    its letters are written.
    """

    rows: Sequence[Row]
    others: Sequence[str] = ()
    hidden: int = 0
    headings: Mapping[str, str] = field(default_factory=dict)
    left: Sequence[str] = ()
    accented: Sequence[str] = ()


@dataclass(frozen=True)
class Columns:
    """The first line of a file. names: the column of each place; None: not read. headings, left: as in `FileRead`."""

    names: Sequence[str | None]
    headings: Mapping[str, str]
    left: Sequence[str]

    def fields(self, cells: Sequence[str]) -> dict[str, str]:
        """Returns the cells of a row by column."""
        known = {name: "" for name in self.names if name is not None}
        found = {name: on_lines(cell) for name, cell in zip(self.names, cells, strict=False) if name is not None}
        more = "".join(cells[len(self.names) :])
        return {**known, **found, **({"": more} if more.strip() else {})}


def columns_of(head: Sequence[str], layout: Layout) -> Columns:
    """Returns what the first line of a file says.

    Raises:
        WrongColumns: one is missing, comes twice, or is not known where every column must be.
    """
    written = [name.strip() for name in head]
    while written and not written[-1]:
        written.pop()
    known = layout.names()
    names = [known.get(bare(_SAID_OF_IT.sub("", one[:LONGEST_NAME]))) for one in written]
    unknown = [
        one[:LONGEST_NAME] or f"kolom {place}" for place, one in enumerate(written, 1) if names[place - 1] is None
    ]
    counts = Counter(names)
    twice = [one[:LONGEST_NAME] for one, name in zip(written, names, strict=True) if name and counts[name] > 1]
    missing = ["/".join(map(layout.said, group)) for group in layout.needed if not set(group) & set(names)]
    if missing or twice or (unknown and not layout.leaves):
        told = [] if layout.leaves else unknown[:MOST_NAMED]
        raise WrongColumns(missing, told, list(dict.fromkeys(twice))[:MOST_NAMED], known=any(names))
    headings = {name: one[:LONGEST_NAME] for one, name in zip(written, names, strict=True) if name}
    return Columns(names, headings, unknown[:MOST_NAMED])
