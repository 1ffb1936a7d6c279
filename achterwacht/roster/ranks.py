"""The ranks of the duty roster."""

from enum import StrEnum


class Rank(StrEnum):
    FIRST = "first"
    SECOND = "second"
    MANAGER = "manager"
