"""The ranks of the duty roster, and what a holiday does to a shift."""

from enum import StrEnum


class Rank(StrEnum):
    FIRST = "first"
    SECOND = "second"
    MANAGER = "manager"
    OUT_OF_HOURS = "out_of_hours"
    """The contact when the office is closed: during their shifts they are told as the first is."""


WATCHES = (Rank.FIRST, Rank.OUT_OF_HOURS)
"""The ranks that have the watch: if none of them is on duty, there is a gap."""


class OnHolidays(StrEnum):
    """Whether a shift is there on a holiday."""

    ALSO = "also"
    NOT = "not"
    ONLY = "only"
