"""What a letter says of what is decided beside it: the restrictions that come with it, and the police.

P4's letter about a threat names a call restriction and an access ban, and says that the police was notified (003
L725-741); P5's letter of a ban says that a report was made (004 L1253-1254). Each is a decision of its own, and may be
taken before that letter is signed, after it, or not at all: the letter says what was decided, and what was not yet.

Pure.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from achterwacht.letters.facts import LetterFacts
from achterwacht.letters.wording import FIELD, Field, fill, names, sentence, values
from achterwacht.protocols.letters import Element
from achterwacht.protocols.measures import MeasureKind
from notifications.texts.catalogue import catalogue

RESTRICTIONS = frozenset({MeasureKind.CALL_RESTRICTION, MeasureKind.ACCESS_BAN})
FOLLOWING = (Element.BOTH_RESTRICTED, Element.POLICE_NOTIFIED, Element.POLICE_REPORTED)
"""The sentences that say what was decided elsewhere."""
OF_A_REPORT = frozenset({Field.AANGIFTE_DATUM.value, Field.AANGIFTE_VAN.value})


@dataclass(frozen=True)
class Restricted:
    """Which restrictions were decided on, and which somebody has yet to decide on. The others do not come."""

    decided: frozenset[MeasureKind] = frozenset()
    undecided: frozenset[MeasureKind] = frozenset()

    def said(self, language: str) -> str:
        """Returns the paragraph, empty if there is nothing to say."""
        parts = (("letter_decided", self.decided), ("letter_undecided", self.undecided))
        return " ".join(catalogue(language).say(section, _key(kinds)) for section, kinds in parts if kinds)


class ToThePolice(StrEnum):
    """How it stands with the police."""

    UNASKED = "unasked"
    """The protocol asks nothing, and nobody decided anything."""
    UNDECIDED = "undecided"
    NOTHING = "nothing"
    """It was decided that nothing goes to the police."""
    NOTIFICATION = "notification"
    NOTIFIED = "notified"
    REPORT = "report"
    REPORTED = "reported"


A_REPORT = frozenset({ToThePolice.REPORT, ToThePolice.REPORTED})
SILENT = frozenset({ToThePolice.UNASKED, ToThePolice.NOTHING})


@dataclass(frozen=True)
class Decided:
    """What is decided on a case now. reported_on: the days on which somebody reported it to the police."""

    restricted: Restricted = Restricted()
    police: ToThePolice = ToThePolice.UNASKED
    reported_on: tuple[date, ...] = ()

    def says(self, element: Element, facts: LetterFacts, language: str) -> str:
        """Returns the sentence with its fields, empty if nothing is said of it.

        Of a report a letter says that it was made, and waits for that as long as one may come. A day that somebody
        wrote in the letter itself counts where nothing was decided otherwise.
        """
        if element is Element.BOTH_RESTRICTED:
            return self.restricted.said(language)
        if element is Element.POLICE_NOTIFIED:
            return "" if self.police in SILENT else catalogue(language).say("letter_police", self.police.value)
        written = self.police is ToThePolice.UNASKED and facts.police_reported_on is not None
        waits = self.police in A_REPORT or self.police is ToThePolice.UNDECIDED
        return sentence(element, language) if written or waits else ""

    def in_facts(self, facts: LetterFacts) -> date | None:
        """Returns the day of the report that the letter names: one on which it was made, where that is known."""
        day = facts.police_reported_on
        return day if day in self.reported_on or not self.reported_on else self.reported_on[0]


def follow(
    text: tuple[str, ...], said: Mapping[Element, str], facts: LetterFacts, language: str
) -> tuple[tuple[str, ...], frozenset[Element]]:
    """Returns the paragraphs with ours as it stands now, and which sentences those are. What a human made of it stays.

    said: what is said now, with its fields. Ours is what stands there word for word, whatever fills its fields.
    """
    filled, found, now = values(facts, language), set[Element](), list[str](text)
    for element, words in said.items():
        ours = [_shape(one) for one in _ways(element, language)]
        for place, one in enumerate(text):
            if any(shape.fullmatch(one) for shape in ours):
                found.add(element)
                now[place] = fill(words, filled)
    return tuple(one for one in now if one), frozenset(found)


def of_a_report(words: str) -> bool:
    """Whether a sentence, also of an organisation's own wording, says that a report was made, and nothing else."""
    return bool(names(words)) and names(words) <= OF_A_REPORT


def _ways(element: Element, language: str) -> Iterator[str]:
    """Every way in which it can stand, as a sentence with its fields."""
    yield sentence(element, language)
    if element is Element.BOTH_RESTRICTED:
        yield from (said for one in _each() if (said := one.said(language)))
    elif element is Element.POLICE_NOTIFIED:
        yield from catalogue(language).entries["letter_police"].values()


def _shape(words: str) -> re.Pattern[str]:
    return re.compile(".+".join(re.escape(one) for one in FIELD.sub("\0", words).split("\0")), re.DOTALL)


def _key(kinds: frozenset[MeasureKind]) -> str:
    return "both" if kinds == RESTRICTIONS else next(iter(kinds)).value


def _each() -> Iterator[Restricted]:
    for states in product(("decided", "undecided", "neither"), repeat=len(RESTRICTIONS)):
        of = dict(zip(sorted(RESTRICTIONS), states, strict=True))
        yield Restricted(*(frozenset(kind for kind in of if of[kind] == one) for one in ("decided", "undecided")))
