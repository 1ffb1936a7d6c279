"""The tables and shares of the figures, from what was counted: small numbers hidden, words by language."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause, Outcome
from achterwacht.incidents.facts import IncidentKind
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.teams import teams_of
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.running import manager_word, profile_if_any
from achterwacht.protocols.service import profile_version
from achterwacht.reports.counting import HELD, NO_TEAM, NOT_WATCHED, STILL_OPEN, WATCHED
from achterwacht.reports.facts import (
    ALL,
    COUNTS,
    FACE_TO_FACE,
    NOWHERE,
    UNKNOWN,
    WHOLE_YEAR,
    Cell,
    Counted,
    Dimension,
    Mark,
)
from achterwacht.reports.rules import FEWEST, is_said_to_have_happened, shown, with_sums, withheld
from notifications.texts.catalogue import Catalogue, catalogue

Number = int | Mark


@dataclass(frozen=True)
class Row:
    """A number of this year, and of the year before."""

    id: str
    name: str
    now: Number
    before: Number


@dataclass(frozen=True)
class Table:
    """total: what the rows add up to. ordered: in an order of its own (days, hours), and not by how often."""

    id: str
    title: str
    rows: Sequence[Row]
    total: Row
    ordered: bool


@dataclass(frozen=True)
class Share:
    """A share in percent. None: what it is a share of is not shown, or too little."""

    id: str
    name: str
    now: int | None
    before: int | None


class Numbers:
    """The counts of a year, and what of them may be shown. Their own are all shown to whoever they are of."""

    def __init__(self, counts: Counter[Cell], *, everything: bool) -> None:
        self._full = with_sums(counts)
        self._marks = {} if everything else withheld(self._full)
        self._everything = everything

    def of(self, cell: Cell) -> Number:
        return self._full.get(cell, 0) if self._everything else shown(cell, self._full, self._marks)

    def rows(self, dimension: Dimension) -> set[str]:
        """Returns the rows that something is said of for this year."""
        return {cell.row for cell in self._rows(dimension) if self._is_said(cell)}

    def has_more(self, dimension: Dimension) -> bool:
        """Returns whether there are rows that nothing is said of."""
        return not all(map(self._is_said, self._rows(dimension)))

    def _rows(self, dimension: Dimension) -> Iterator[Cell]:
        return (cell for cell in self._full if (cell.of, cell.quarter) == (dimension, WHOLE_YEAR) and cell.row != ALL)

    def _is_said(self, row: Cell) -> bool:
        return self._everything or is_said_to_have_happened(row, self._full, self._marks)


TABLES = tuple(Dimension)


ALWAYS: Mapping[Dimension, Sequence[str]] = {
    Dimension.KIND: [one.value for one in IncidentKind],
    Dimension.CHANNEL: [FACE_TO_FACE, ConductChannel.PHONE.value, ConductChannel.IN_WRITING.value, UNKNOWN],
    Dimension.WEEKDAY: [str(day) for day in range(1, 8)],
    Dimension.HOUR: [str(hour) for hour in range(24)],
    Dimension.VISIT: [WATCHED, NOT_WATCHED],
    Dimension.ALARM: [one.value for one in Cause],
    Dimension.OUTCOME: [*(one.value for one in Outcome), STILL_OPEN],
    Dimension.DRILL: [HELD],
}


"""The rows that a table has whatever happened, in their order. Others have those that happened."""


def table_of(dimension: Dimension, numbers: Sequence[Numbers], quarter: int, words: "Words") -> Table | None:
    happened = set().union(*(one.rows(dimension) for one in numbers))
    rows = list(ALWAYS.get(dimension) or sorted(happened, key=lambda row: words.of(dimension, row)))
    if dimension is Dimension.CLASS and happened <= {UNKNOWN}:
        return None  # a protocol without classes
    if not rows and not any(one.has_more(dimension) for one in numbers):
        return None
    made = [
        Row(
            row,
            words.of(dimension, row),
            *(one.of(Cell(dimension.value, row, quarter)) for one in numbers),
        )
        for row in rows
    ]
    return Table(
        dimension.value,
        words.say(dimension.value),
        made,
        _total(COUNTS[dimension], numbers, quarter, words),
        dimension in (Dimension.WEEKDAY, Dimension.HOUR),
    )


def shares_of(numbers: Sequence[Numbers], quarter: int, words: "Words") -> list[Share]:
    def share(of: Numbers, part: tuple[Dimension, str], whole: Counted) -> int | None:
        some, every = of.of(Cell(part[0].value, part[1], quarter)), of.of(Cell(whole.value, ALL, quarter))
        if not isinstance(some, int) or not isinstance(every, int) or every < FEWEST:
            return None
        return round(100 * some / every)

    return [
        Share(name, words.say(f"share_{name}"), *(share(one, part, whole) for one in numbers))
        for name, part, whole in SHARES
    ]


def _total(counted: Counted, numbers: Sequence[Numbers], quarter: int, words: "Words") -> Row:
    return Row(
        ALL,
        words.say(f"all_{counted.value}"),
        *(one.of(Cell(counted.value, ALL, quarter)) for one in numbers),
    )


SHARES = (
    ("watched", (Dimension.VISIT, WATCHED), Counted.VISIT),
    ("false", (Dimension.OUTCOME, Outcome.FALSE_ALARM.value), Counted.ALARM),
)


SAID: Mapping[Dimension, str] = {
    Dimension.KIND: "figures_kinds",
    Dimension.CHANNEL: "figures_channels",
    Dimension.PLACE: "incident_channels",
    Dimension.WEEKDAY: "weekdays",
    Dimension.MEASURE: "measures",
    Dimension.VISIT: "figures_visits",
    Dimension.ALARM: "causes",
    Dimension.OUTCOME: "figures_outcomes",
    Dimension.DRILL: "figures_drills",
}


class Words:
    """What rows are called, in a language: behaviour as the protocols called it by which it was reported."""

    def __init__(self, session: Session, organisation: OrganisationRecord, language: str) -> None:
        self._texts: Catalogue = catalogue(language, manager_word(session, organisation.id))
        self._teams = {str(one.id): one.name for one in teams_of(session, organisation.id)}
        versions = session.scalars(
            select(IncidentRecord.protocol_id)
            .where(IncidentRecord.organisation_id == organisation.id, IncidentRecord.protocol_id.is_not(None))
            .distinct()
        )
        profiles = [profile_version(session, organisation.id, one) for one in versions if one is not None]
        running = profile_if_any(session, organisation, None)
        self._behaviour = {
            one.id: one.name for profile in [*profiles, *([running] if running else [])] for one in profile.behaviour
        }

    def say(self, word: str) -> str:
        return self._texts.say("figures", word)

    def of(self, dimension: Dimension, row: str) -> str:
        if row in (UNKNOWN, NOWHERE, NO_TEAM):
            return self.say(row)
        if dimension is Dimension.TEAM:
            return self._teams[row]
        if dimension in (Dimension.CLASS, Dimension.BEHAVIOUR):
            return self._behaviour.get(row, row)
        if dimension is Dimension.HOUR:
            return f"{int(row):02}:00"
        said = self._texts.say(SAID[dimension], row)
        return said[:1].upper() + said[1:]
