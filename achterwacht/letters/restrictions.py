"""What a letter says of the restrictions that come beside it: what was decided, and what is not decided yet.

P4's letter about a threat names a call restriction and an access ban (003 L725-729). Each is a decision of its own, and
may be taken before that letter is signed, after it, or not at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from achterwacht.protocols.letters import Element
from achterwacht.protocols.measures import MeasureKind
from notifications.texts.catalogue import catalogue

RESTRICTIONS = frozenset({MeasureKind.CALL_RESTRICTION, MeasureKind.ACCESS_BAN})


@dataclass(frozen=True)
class Restricted:
    """Which restrictions were decided on, and which somebody has yet to decide on. The others do not come."""

    decided: frozenset[MeasureKind] = frozenset()
    undecided: frozenset[MeasureKind] = frozenset()

    def said(self, language: str) -> str:
        """Returns the paragraph, empty if there is nothing to say."""
        parts = (("letter_decided", self.decided), ("letter_undecided", self.undecided))
        return " ".join(catalogue(language).say(section, _key(kinds)) for section, kinds in parts if kinds)


def retold(text: tuple[str, ...], restricted: Restricted, language: str) -> tuple[str, ...]:
    """Returns the paragraphs with ours about restrictions as it is now. What a human made of it stays."""
    ours = {catalogue(language).entries["letter_words"][Element.BOTH_RESTRICTED.value]}
    ours |= {one.said(language) for one in _each()} - {""}
    now = restricted.said(language)
    return tuple(now if one in ours else one for one in text if now or one not in ours)


def _key(kinds: frozenset[MeasureKind]) -> str:
    return "both" if kinds == RESTRICTIONS else next(iter(kinds)).value


def _each() -> Iterator[Restricted]:
    """Every way in which they can stand."""
    for states in product(("decided", "undecided", "neither"), repeat=len(RESTRICTIONS)):
        of = dict(zip(sorted(RESTRICTIONS), states, strict=True))
        yield Restricted(*(frozenset(kind for kind in of if of[kind] == one) for one in ("decided", "undecided")))
