"""When two reports may be about the same person. Pure, and only a proposal: they are when a human says so, and for as
long as nobody takes it back (docs/decisions/0068-the-same-person.md).

Names are folded as street names are (`addresses/fold.py`): `Müller, J.` and `muller` are alike. A name alone proposes
nothing, since many people have it; with the same birth date it does.
"""

import re
from collections.abc import Mapping
from uuid import UUID

from achterwacht.addresses import fold
from achterwacht.addresses.likeness import is_near
from achterwacht.aggressors.facts import Alike
from achterwacht.incidents.facts import AggressorTold
from achterwacht.incidents.found_by import reference_key
from achterwacht.refused import RuleBroken

_LETTERS = re.compile(r"[^\W\d_]+")


class SamePersonAlready(RuleBroken):
    """Somebody said so before."""

    code = "same_person_already"


class AnotherPerson(RuleBroken):
    """Somebody said of this report that it is about somebody else; that must be taken back first."""

    code = "same_person_another"


class NotSaid(RuleBroken):
    """Nobody says of this report that it is about the same person as another."""

    code = "same_person_not_said"


class OneAndTheSame(RuleBroken):
    """It is this very report."""

    code = "same_person_itself"
    pointer = "/incidentId"


def name_words(name: str | None) -> frozenset[str]:
    """Returns the words of a name to compare, without initials: `J. de Vries` -> DE, VRIES."""
    return frozenset(word for word in _LETTERS.findall(fold.fold(name or "")) if len(word) > 1)


def alike(one: AggressorTold, other: AggressorTold) -> tuple[Alike, ...]:
    """Returns every reason why these may be the same person, the strongest first."""
    found = []
    reference = reference_key(one.client_reference)
    if reference is not None and reference == reference_key(other.client_reference):
        found.append(Alike.REFERENCE)
    if one.date_of_birth is not None and one.date_of_birth == other.date_of_birth and _may_be_one_name(one, other):
        found.append(Alike.NAME_AND_BIRTH_DATE)
    if one.address is not None and other.address is not None:
        if not set(one.address.keys).isdisjoint(other.address.keys):
            found.append(Alike.ADDRESS)
        elif is_near(one.address, other.address):
            found.append(Alike.ADDRESS_PERHAPS)
    return tuple(found)


def _may_be_one_name(one: AggressorTold, other: AggressorTold) -> bool:
    """Whether every word of the shorter name is in the other."""
    first, second = name_words(one.name), name_words(other.name)
    return bool(first and second) and (first <= second or second <= first)


def is_called(told: AggressorTold, asked: str) -> bool:
    """Whether somebody may be meant by what a human looks for: each word begins a word of the name, or it is the client
    reference. A name alone proposes nothing; who looks for one compares it themselves."""
    key = reference_key(asked)
    if key is not None and key == reference_key(told.client_reference):
        return True
    words, name = name_words(asked), name_words(told.name)
    return bool(words) and all(any(one.startswith(word) for one in name) for word in words)


def proposals(about: AggressorTold, others: Mapping[UUID, AggressorTold]) -> Mapping[UUID, tuple[Alike, ...]]:
    """Returns the reports that may be about the same person, each with why, those with the strongest reason first."""
    found = {one: why for one, told in others.items() if (why := alike(about, told))}
    in_order = sorted(found.items(), key=lambda item: (list(Alike).index(item[1][0]), -len(item[1]), str(item[0])))
    return dict(in_order)
