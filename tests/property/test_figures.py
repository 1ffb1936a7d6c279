"""Whoever has every published figure can't work out a small number, whatever the numbers are.

The attacker here is another program than the rules: it looks for a second set of numbers that fits all that is
published, and in which the small number is another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from achterwacht.reports.facts import ALL, WHOLE_YEAR, Cell, Mark
from achterwacht.reports.rules import shown, sums_with, with_sums, withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS, QUARTERS = ("scolding", "threatening", "violence", "other"), (1, 2, 3)
ATOMS = [Cell("kind", *place) for place in product(ROWS, QUARTERS)]
MOST = 300
"""The largest number that the attacker takes into account: more than any that is really there."""
Range = tuple[int, int]


@st.composite
def counts(draw: st.DrawFn) -> dict[Cell, int]:
    number = st.one_of(st.integers(0, 6), st.integers(0, 20))
    return {cell: draw(number) for cell in ATOMS}


@settings(max_examples=150, deadline=None)
@given(counts())
def test_no_small_number_can_be_worked_out(numbers: dict[Cell, int]) -> None:
    full = with_sums(numbers)
    marks = withheld(full)
    published = {cell: shown(cell, full, marks) for cell in _every_cell()}
    for cell, number in full.items():
        said = published[cell]
        assert isinstance(said, Mark) if 0 < number < 5 else said in (number, Mark.LEFT_OUT), cell
    for cell, number in full.items():
        if 0 < number < 5:
            assert _another_fits(cell, number, published, marks), f"{cell} is {number}: {published}"


PLACES = ("office", "home", "nowhere", "unknown")
CHANNELS = ("face_to_face", "phone", "in_writing", "unknown")
HOW = {
    "office": "face_to_face",
    "home": "face_to_face",
    "phone": "phone",
    "in_writing": "in_writing",
    "unknown": "unknown",
}
WHERE = {"phone": "nowhere", "in_writing": "nowhere"}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 6), st.integers(0, 20)), min_size=10, max_size=10))
def test_nor_from_two_tables_that_say_the_same_otherwise(numbers: list[int]) -> None:
    """The channels and the places divide the same reports: from afar is one row here and two there."""
    atoms = dict(zip(product(HOW, (1, 2)), numbers, strict=True))
    counted: Counter[Cell] = Counter()
    for (way, quarter), number in atoms.items():
        for cell in (Cell("channel", HOW[way], quarter), Cell("place", WHERE.get(way, way), quarter)):
            counted[cell] += number
    full = with_sums(
        Counter({Cell("kind", "other", q): sum(n for (_, of), n in atoms.items() if of == q) for q in (1, 2)}) | counted
    )
    marks = withheld(full)
    sums: list[tuple[Cell, tuple[Cell, ...]]] = []
    for quarter in (1, 2, WHOLE_YEAR):
        everything = Cell("incident", ALL, quarter)
        channels = {row: Cell("channel", row, quarter) for row in CHANNELS}
        places = {row: Cell("place", row, quarter) for row in PLACES}
        sums += [
            (everything, tuple(channels.values())),
            (everything, tuple(places.values())),
            (places["nowhere"], (channels["phone"], channels["in_writing"])),
            (channels["face_to_face"], (places["office"], places["home"])),
            (channels["unknown"], (places["unknown"],)),
        ]
    cells = sorted({one for total, some in sums for one in (total, *some)})
    sums += [(cell, tuple(Cell(cell.of, cell.row, q) for q in (1, 2))) for cell in cells if cell.quarter == WHOLE_YEAR]
    published = {cell: shown(cell, full, marks) for cell in cells}
    ranges = {cell: _range(cell, said, published, marks) for cell, said in published.items()}
    for cell, number in full.items():
        if cell.of != "kind" and 0 < number < 5:
            assert isinstance(published[cell], Mark)
            assert any(
                _fits(ranges | {cell: (value, value)}, sums, cells)
                for value in range(ranges[cell][0], ranges[cell][1] + 1)
                if value != number
            ), f"{cell} is {number}: {published}"


def _every_cell() -> Iterator[Cell]:
    for quarter in (*QUARTERS, WHOLE_YEAR):
        yield Cell("incident", ALL, quarter)
        for row in ROWS:
            yield Cell("kind", row, quarter)


def _another_fits(wanted: Cell, is_: int, published: Mapping[Cell, int | Mark], marks: Mapping[Cell, Mark]) -> bool:
    ranges = {cell: _range(cell, said, published, marks) for cell, said in published.items()}
    parts: dict[tuple[Cell, bool], list[Cell]] = {}
    for cell in published:
        for total in sums_with(cell):
            # The rows of a table and the quarters each add up on their own.
            parts.setdefault((total, cell.quarter == total.quarter), []).append(cell)
    sums = [(total, tuple(some)) for (total, _), some in parts.items()]
    return any(
        _fits(ranges | {wanted: (value, value)}, sums)
        for value in range(ranges[wanted][0], ranges[wanted][1] + 1)
        if value != is_
    )


def _range(cell: Cell, said: int | Mark, published: Mapping[Cell, int | Mark], marks: Mapping[Cell, Mark]) -> Range:
    if not isinstance(said, Mark):
        return said, said
    if said is Mark.FEW:
        return 1, 4
    if any(published[total] is Mark.FEW for total in sums_with(cell)):
        return 0, 4
    return (0 if _is_small_above(cell, marks) else 5), MOST


def _is_small_above(cell: Cell, marks: Mapping[Cell, Mark]) -> bool:
    return any(marks.get(total) is Mark.FEW or _is_small_above(total, marks) for total in sums_with(cell))


def _fits(
    ranges: dict[Cell, Range], sums: Sequence[tuple[Cell, tuple[Cell, ...]]], free: Sequence[Cell] = ATOMS
) -> bool:
    """Whether there are numbers within these ranges with which every sum is right."""
    ranges = dict(ranges)
    changed = True
    while changed:
        changed = False
        for total, parts in sums:
            low, high = sum(ranges[one][0] for one in parts), sum(ranges[one][1] for one in parts)
            narrowed = [(total, max(low, ranges[total][0]), min(high, ranges[total][1]))]
            narrowed += [
                (
                    one,
                    max(ranges[one][0], ranges[total][0] - (high - ranges[one][1])),
                    min(ranges[one][1], ranges[total][1] - (low - ranges[one][0])),
                )
                for one in parts
            ]
            for cell, least, most in narrowed:
                if least > most:
                    return False
                if (least, most) != ranges[cell]:
                    ranges[cell], changed = (least, most), True
    open_ones = [cell for cell in free if ranges[cell][0] < ranges[cell][1]]
    if not open_ones:
        return True
    cell = min(open_ones, key=lambda one: ranges[one][1] - ranges[one][0])
    return any(
        _fits(ranges | {cell: (value, value)}, sums, free) for value in range(ranges[cell][0], ranges[cell][1] + 1)
    )


def test_tables_that_count_the_same_add_up_to_one_number() -> None:
    full = with_sums({Cell("kind", "other", 1): 7, Cell("channel", "phone", 1): 7, Cell("drill", "held", 1): 6})
    assert full[Cell("incident", ALL, WHOLE_YEAR)] == 7
    assert full[Cell("drill", ALL, WHOLE_YEAR)] == 6
    assert Cell("channel", ALL, WHOLE_YEAR) not in full
