"""A place that is not known yet: they checked in by telephone, and the address follows by SMS. Pure."""

from functools import lru_cache

from achterwacht.addresses.described import DescribedPlace
from notifications.texts.catalogue import catalogue, languages


def place_to_follow(language: str) -> DescribedPlace:
    """Returns the place of a visit of which nobody knows yet where it is, as people read it."""
    return DescribedPlace(catalogue(language).say("said", "place_to_follow"), "")


def is_to_follow(line: str) -> bool:
    """Whether a line says no more than that the address is still to come, in any language."""
    return line in _lines()


@lru_cache
def _lines() -> frozenset[str]:
    return frozenset(place_to_follow(language).line for language in languages())
