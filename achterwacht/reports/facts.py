"""What the rules see of the figures: numbers by what and when; and what is said where none is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from achterwacht.protocols.conduct import ConductChannel

WHOLE_YEAR = 0
"""The quarter of what counts for the whole year."""
ALL = ""
"""The row that adds up the others."""
UNKNOWN = "unknown"
FACE_TO_FACE = "face_to_face"
"""The row of the channels for what happened in whatever place."""
NOWHERE = "nowhere"
"""The row of the places for what came by telephone or in writing."""
FROM_AFAR = (ConductChannel.PHONE, ConductChannel.IN_WRITING)


class Counted(StrEnum):
    """What one of a number is."""

    INCIDENT = "incident"
    BEHAVIOUR = "behaviour"
    """A cross in the grid of a report: there may be several in one."""
    MEASURE = "measure"
    VISIT = "visit"
    ALARM = "alarm"
    DRILL = "drill"


class Dimension(StrEnum):
    """By what is counted: each is a table of rows that add up to a number that is shown too."""

    KIND = "kind"
    CLASS = "class"
    BEHAVIOUR = "behaviour"
    CHANNEL = "channel"
    PLACE = "place"
    WEEKDAY = "weekday"
    HOUR = "hour"
    TEAM = "team"
    MEASURE = "measure"
    VISIT = "visit"
    ALARM = "alarm"
    OUTCOME = "outcome"
    DRILL = "drill"


COUNTS: Mapping[Dimension, Counted] = {
    Dimension.KIND: Counted.INCIDENT,
    Dimension.CLASS: Counted.INCIDENT,
    Dimension.BEHAVIOUR: Counted.BEHAVIOUR,
    Dimension.CHANNEL: Counted.INCIDENT,
    Dimension.PLACE: Counted.INCIDENT,
    Dimension.WEEKDAY: Counted.INCIDENT,
    Dimension.HOUR: Counted.INCIDENT,
    Dimension.TEAM: Counted.INCIDENT,
    Dimension.MEASURE: Counted.MEASURE,
    Dimension.VISIT: Counted.VISIT,
    Dimension.ALARM: Counted.ALARM,
    Dimension.OUTCOME: Counted.ALARM,
    Dimension.DRILL: Counted.DRILL,
}
"""Tables that count the same add up to the same number."""
ADDS_UP = {Dimension.KIND, Dimension.BEHAVIOUR, Dimension.MEASURE, Dimension.VISIT, Dimension.ALARM, Dimension.DRILL}
"""The tables of which that number is the sum: one of each that is counted."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """The place of one number.

    of: a dimension, or (with the row ALL) what is counted. quarter: 1 to 4, or WHOLE_YEAR.
    """

    of: str
    row: str
    quarter: int


class Mark(StrEnum):
    """What is said in place of a number."""

    FEW = "few"
    """It is 1 to 4."""
    LEFT_OUT = "left_out"
    """With it a smaller number could be computed."""


@dataclass(frozen=True)
class Sum:
    """A number that is the sum of others."""

    total: Cell
    parts: tuple[Cell, ...]


Counts = Mapping[Cell, int]
