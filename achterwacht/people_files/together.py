"""What rows of one file may not have in common. Pure."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from achterwacht.people_files.saying import Said
from achterwacht.refused import Wrong
from achterwacht.row_files.folded import bare

MOST_LINES = 5
"""How many other lines with the same address or number are named."""
_EMAIL: Callable[[Said], str | None] = attrgetter("email")
_PHONE: Callable[[Said], str | None] = attrgetter("phone")


def row_of(said: Said) -> tuple[Any, ...]:
    """Returns all that a row says: two rows only count as one if nothing in them differs."""
    return said.email, said.name, said.phone, said.roles, bare(said.teams), said.language


def wrong_together(said: Sequence[Said]) -> Mapping[int, list[Wrong]]:
    """Returns what is wrong with different rows that have an address or a number in common, by line.

    Which of them counts, nobody knows, so none does.
    """
    wrong: dict[int, list[Wrong]] = defaultdict(list)
    once = list({row_of(one): one for one in reversed(said)}.values())
    for code, value in (("email_in_file", _EMAIL), ("phone_in_file", _PHONE)):
        same: dict[str, list[Said]] = defaultdict(list)
        for one in once:
            if shared := value(one):
                same[shared].append(one)
        for some in (rows for rows in same.values() if len(rows) > 1):
            lines = sorted(one.line for one in some)
            for one in some:
                column = one.email_in if value is _EMAIL else one.phone_in
                others = [line for line in lines if line != one.line][:MOST_LINES]
                wrong[one.line].append(Wrong(f"/{column}", code, {"lines": others}))
    return wrong
