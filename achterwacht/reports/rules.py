"""What of the figures may be shown: 1 to 4 never, nor what would let them be computed. Pure.

Whoever has all that is published (each quarter and the year, and every table) knows that sums are
right, that a number said to be few is 1 to 4, and that others that are left out are 5 or more. Of a few they may not
come to know more than that. What they can work out, sum by sum until nothing changes, is worked out here in the same
way, and numbers are left out until it is nothing. What a few is the sum of is not shown at all, not even a 0: four rows
of a few under a few would be four times 1.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import inf

from achterwacht.reports.facts import (
    ADDS_UP,
    ALL,
    COUNTS,
    FACE_TO_FACE,
    FROM_AFAR,
    NOWHERE,
    UNKNOWN,
    WHOLE_YEAR,
    Cell,
    Counted,
    Counts,
    Dimension,
    Mark,
    Sum,
)

FEWEST = 5
"""The lowest number that is shown: in fewer, a reader could recognise somebody."""
WIDE_ENOUGH = 2 * FEWEST - 2
"""A number from here on, left out beside a few, lets the few be anything from 1 to 4."""
QUARTERS = (1, 2, 3, 4)
SOME_QUARTERS = [some for size in (2, 3) for some in combinations(QUARTERS, size)]


def with_sums(counts: Counts) -> dict[Cell, int]:
    """Returns these numbers (of a row, in a quarter) with what they add up to. What is 0 is left out."""
    full: dict[Cell, int] = {}
    for cell, number in counts.items():
        if not number:
            continue
        dimension = Dimension(cell.of)
        places = [(cell.of, cell.row)]
        if dimension in ADDS_UP:
            places.append((COUNTS[dimension].value, ALL))
        for of, row in places:
            for quarter in (cell.quarter, WHOLE_YEAR):
                place = Cell(of, row, quarter)
                full[place] = full.get(place, 0) + number
    return full


def sums_in(full: Iterable[Cell]) -> list[Sum]:
    """Returns every sum that a reader knows to be right: over the rows of a table, and over the quarters."""
    parts: dict[Cell, list[Cell]] = {}
    for cell in full:
        if cell.row != ALL:
            total = Cell(COUNTS[Dimension(cell.of)].value, ALL, cell.quarter)
            parts.setdefault(Cell(cell.of, ALL, cell.quarter), [total]).append(cell)
        if cell.quarter != WHOLE_YEAR:
            year = Cell(cell.of, cell.row, WHOLE_YEAR)
            parts.setdefault(Cell(f"{cell.of} quarters", cell.row, WHOLE_YEAR), [year]).append(cell)
    in_quarter: dict[int, dict[tuple[str, str], Cell]] = {}
    for cell in full:
        in_quarter.setdefault(cell.quarter, {})[cell.of, cell.row] = cell
    told_twice = [one for here in in_quarter.values() for one in _told_twice(here)]
    return [*(Sum(total, tuple(some)) for total, *some in parts.values()), *told_twice]


def _told_twice(here: Mapping[tuple[str, str], Cell]) -> Iterator[Sum]:
    """Returns what the tables of the channels and the places say of each other: both divide the same reports, so what
    came from afar is one row there and two rows here, and what happened in a place the other way round."""
    channels = {row: cell for (of, row), cell in here.items() if of == Dimension.CHANNEL and row != ALL}
    places = {row: cell for (of, row), cell in here.items() if of == Dimension.PLACE and row != ALL}
    if not channels or not places:
        return
    nowhere, somewhere, unknown = places.get(NOWHERE), channels.get(FACE_TO_FACE), channels.get(UNKNOWN)
    if nowhere is not None:
        yield Sum(nowhere, tuple(cell for row, cell in channels.items() if row in FROM_AFAR))
    if somewhere is not None:
        yield Sum(somewhere, tuple(cell for row, cell in places.items() if row not in (NOWHERE, UNKNOWN)))
    if unknown is not None:
        yield Sum(unknown, (places[UNKNOWN],))
    everything = here[Counted.INCIDENT, ALL]
    yield Sum(everything, tuple(one for one in (nowhere, somewhere, unknown) if one is not None))


def sums_with(cell: Cell) -> list[Cell]:
    """Returns the numbers that this one is a part of: of its table, its year, and another table."""
    found = []
    if cell.row != ALL:
        found.append(Cell(COUNTS[Dimension(cell.of)].value, ALL, cell.quarter))
    if cell.quarter != WHOLE_YEAR:
        found.append(Cell(cell.of, cell.row, WHOLE_YEAR))
    if cell.of == Dimension.CHANNEL and cell.row in FROM_AFAR:
        found.append(Cell(Dimension.PLACE.value, NOWHERE, cell.quarter))
    if cell.of == Dimension.PLACE and cell.row not in (NOWHERE, UNKNOWN):
        found.append(Cell(Dimension.CHANNEL.value, FACE_TO_FACE, cell.quarter))
    return found


def shown(cell: Cell, full: Counts, marks: Mapping[Cell, Mark]) -> int | Mark:
    """Returns the number, or what is said in its place."""
    if _below_a_few(cell, marks):
        return Mark.LEFT_OUT
    return marks.get(cell, full.get(cell, 0))


def is_said_to_have_happened(row: Cell, full: Counts, marks: Mapping[Cell, Mark]) -> bool:
    """Returns whether this row of a year is a row at all: one that is the sum of a few is not, for its name alone says
    that it is 1 at least."""
    return row in full and not _below_a_few(row, marks)


def _below_a_few(cell: Cell, marks: Mapping[Cell, Mark]) -> bool:
    return any(marks.get(one) is Mark.FEW or _below_a_few(one, marks) for one in sums_with(cell))


def withheld(full: Counts) -> dict[Cell, Mark]:
    """Returns which of these numbers are few, and which are left out because of them (see `shown`)."""
    few = sorted(cell for cell, number in full.items() if 0 < number < FEWEST)
    # What a few is the sum of is not shown, so that sum teaches nobody anything.
    teaches_nothing = set(few)
    sums = [one for one in (*sums_in(full), *_over_some_quarters(full)) if one.total not in teaches_nothing]
    cells = sorted({*full, *(cell for one in sums for cell in (one.total, *one.parts))})
    place = {cell: index for index, cell in enumerate(cells)}
    reader = _Reader(
        [full.get(cell) for cell in cells],
        [(place[one.total], tuple(place[part] for part in one.parts)) for one in sums],
        [place[cell] for cell in few],
    )
    out: set[int] = set()
    while True:
        reader.reads(out)
        more = {one for one in map(reader.next_to_leave_out, reader.found_out()) if one is not None}
        if not more:
            break
        out |= more
    return dict.fromkeys(few, Mark.FEW) | {cells[one]: Mark.LEFT_OUT for one in out}


def _over_some_quarters(full: Counts) -> Iterator[Sum]:
    """Returns the sums over two or three quarters, of each row and of each table.

    Nobody publishes them, but whoever adds up two columns of a table knows more than from each of them.
    """
    rows = sorted({(cell.of, cell.row) for cell in full})
    for some in SOME_QUARTERS:
        code = int("1" + "".join(map(str, some)))
        known: dict[tuple[str, str], Cell] = {}
        for of, row in rows:
            parts = tuple(cell for quarter in some if (cell := Cell(of, row, quarter)) in full)
            others = [cell for quarter in QUARTERS if (cell := Cell(of, row, quarter)) in full and quarter not in some]
            if not parts:
                continue
            known[of, row] = together = Cell(of, row, code)
            yield Sum(together, parts)
            yield Sum(Cell(of, row, WHOLE_YEAR), (together, *others))
        for dimension in Dimension:
            counted = COUNTS[dimension].value
            totals = [Cell(counted, ALL, quarter) for quarter in some]
            below = tuple(cell for (of, row), cell in known.items() if of == dimension and row != ALL)
            if below and all(full.get(total, 0) >= FEWEST or total not in full for total in totals):
                yield Sum(known[counted, ALL], below)
        for told in _told_twice(known):
            if all(not 0 < full.get(Cell(told.total.of, told.total.row, quarter), 0) < FEWEST for quarter in some):
                yield told


class _Reader:
    """What a reader of all that is published knows of each number: the least and the most that it can be.

    Numbers are known by their place in a list: None is one that is never published. A sum is the place of its total,
    and those of its parts.
    """

    def __init__(
        self, numbers: Sequence[int | None], sums: Sequence[tuple[int, tuple[int, ...]]], few: Sequence[int]
    ) -> None:
        self._numbers, self._sums, self._few = numbers, sums, few
        self._of: list[list[int]] = [[] for _ in numbers]
        for index, (total, parts) in enumerate(sums):
            for cell in (total, *parts):
                self._of[cell].append(index)

    def reads(self, out: Collection[int]) -> None:
        """Work out what is known while these are left out."""
        self._hidden = [number is None for number in self._numbers]
        self._least: list[float] = [0 if number is None else number for number in self._numbers]
        self._most: list[float] = [inf if number is None else number for number in self._numbers]
        for cell in self._few:
            self._hidden[cell], self._least[cell], self._most[cell] = True, 1, FEWEST - 1
        for cell in out:
            self._hidden[cell], self._least[cell], self._most[cell] = True, FEWEST, inf
        self._known_by: dict[int, dict[int, None]] = {}
        """By which sums a number became known better than at first, in the order in which it did."""
        waiting = dict.fromkeys(index for cell in (*self._few, *out) for index in self._of[cell])
        while waiting:
            index = next(iter(waiting))
            del waiting[index]
            for cell in self._narrow(index):
                waiting |= dict.fromkeys(other for other in self._of[cell] if other != index)

    def found_out(self) -> list[int]:
        """Returns the few of which more is known than that they are few."""
        return [one for one in self._few if (self._least[one], self._most[one]) != (1, FEWEST - 1)]

    def _narrow(self, index: int) -> list[int]:
        """Apply one sum; returns the numbers of which more is known now."""
        total, parts = self._sums[index]
        least, most, changed = self._least, self._most, []
        low, high, endless = 0.0, 0.0, 0
        for part in parts:
            low += least[part]
            if most[part] == inf:
                endless += 1
            else:
                high += most[part]
        if low > least[total] or (not endless and high < most[total]):
            least[total] = max(low, least[total])
            most[total] = most[total] if endless else min(high, most[total])
            changed.append(total)
        for part in parts:
            if not self._hidden[part]:
                continue
            was_least, was_most = least[part], most[part]
            mine = was_most == inf
            others_high = inf if endless - mine else high - (0 if mine else was_most)
            least[part] = max(was_least, least[total] - others_high)
            most[part] = min(was_most, most[total] - (low - was_least))
            if (least[part], most[part]) != (was_least, was_most):
                low += least[part] - was_least
                high += (0 if most[part] == inf else most[part]) - (0 if mine else was_most)
                endless -= mine and most[part] != inf
                changed.append(part)
        for cell in changed:
            self._known_by.setdefault(cell, {})[index] = None
        return changed

    def _size(self, cell: int) -> tuple[bool, int, int]:
        number = self._numbers[cell] or 0
        return number < WIDE_ENOUGH, number, cell

    def next_to_leave_out(self, few: int) -> int | None:
        """Returns a number by which this one is known: a part of the same sum, or else that sum.

        Of the parts it is the smallest that leaves all of 1 to 4 possible. None: it is known by nothing that is shown.
        """
        path, looked_at = [few], {few}
        while path:
            for index in self._known_by.get(path.pop(0), ()):
                total, parts = self._sums[index]
                open_ones = [part for part in parts if not self._hidden[part]]
                if open_ones:
                    return min(open_ones, key=self._size)
                if not self._hidden[total]:
                    return total
                more = [one for one in (total, *parts) if one not in looked_at]
                looked_at.update(more)
                path += more
        return None
