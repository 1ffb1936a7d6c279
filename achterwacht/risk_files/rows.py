"""The rows of a file with risk addresses, and the columns it may have."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from achterwacht.risk_files.unreadable import WrongColumns

NEEDED = ("country", "postcode", "houseNumber", "advice", "reason", "reviewDate")
COLUMNS = (
    *NEEDED, "addition", "street", "city", "box", "personName", "criteria", "notFor", "instruction", "measure",
    "validFrom", "endsOn",
)  # fmt: skip
MOST_NAMED = 10
"""How many unknown columns are named: there may be a million."""


@dataclass(frozen=True)
class Row:
    """A line of the file. fields: its cells by column; cells beyond the last column are under the name "".

    odd: what is strange about a cell, in one word, by column (`doubts.py`); under the name "" about the line itself.
    """

    line: int
    fields: Mapping[str, str]
    odd: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileRead:
    """What was read. rows: without empty ones. others: sheets not read. hidden: how many were read that Excel hides."""

    rows: Sequence[Row]
    others: Sequence[str] = ()
    hidden: int = 0


def column_names(head: Sequence[str]) -> list[str]:
    names = [name.strip() for name in head]
    while names and not names[-1]:
        names.pop()
    missing = [name for name in NEEDED if name not in names]
    unknown = [name[:60] or f"kolom {place}" for place, name in enumerate(names, 1) if name not in COLUMNS]
    folded = [re.sub(r"[\s_-]", "", name).casefold() for name in names[: 2 * len(COLUMNS)]]
    twice = [name for name, bare in zip(names, folded, strict=False) if name and folded.count(bare) > 1]
    if missing or unknown or twice:
        raise WrongColumns(missing=missing, unknown=unknown[:MOST_NAMED], twice=list(dict.fromkeys(twice))[:MOST_NAMED])
    return names


def fields_of(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    fields = dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))
    more = "".join(cells[len(names) :])
    return {**fields, "": more} if more.strip() else fields
