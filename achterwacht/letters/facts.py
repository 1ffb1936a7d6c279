"""What the rules see of a letter to an aggressor: what it says, who signs it, how it went. All moments are UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from achterwacht.protocols.functions import Function
from achterwacht.protocols.letters import Element, Letter
from achterwacht.protocols.measures import Condition


class LetterState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"
    """A draft that was put away. It never got a number."""


FINAL = frozenset({LetterState.SIGNED, LetterState.DELIVERED})
"""Nothing of it changes any more, and it stands on paper as a letter of the organisation."""


class Way(StrEnum):
    """How a letter reached somebody."""

    IN_PERSON = "in_person"
    BY_POLICE = "by_police"
    REGISTERED = "registered"
    BY_POST = "by_post"


class Receipt(StrEnum):
    """Whether they signed for it. Refused: they would not sign, or not take it."""

    SIGNED = "signed"
    REFUSED = "refused"
    NONE = "none"


@dataclass(frozen=True)
class Addressee:
    """Whom it is for. dear: how they are addressed before their name."""

    name: str = ""
    address: str = ""
    dear: str = ""


@dataclass(frozen=True)
class LetterFacts:
    """What is filled into the sentences of a letter. Everything comes from a human, or from the measure it is about.

    happened_on, what, department: the problem, in words fit to send. until, where, conditions: of a ban or restriction.
    contact: whom they can still talk to, and how. talk_*: a talk that was, or that is to be. earlier_letter_on,
    visited, visited_on: a ban that was broken. police_reported_on, police_reported_of: a report that was made.
    """

    happened_on: date | None = None
    what: str = ""
    department: str = ""
    until: date | None = None
    where: str = ""
    conditions: tuple[Condition, ...] = ()
    contact: str = ""
    talk_on: date | None = None
    talk_at: str = ""
    talk_place: str = ""
    talk_with: str = ""
    agreements: str = ""
    measures: str = ""
    earlier_letter_on: date | None = None
    visited: str = ""
    visited_on: date | None = None
    police_reported_on: date | None = None
    police_reported_of: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Returns what is said, as it is stored."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
            for name, value in told.items()
            if value not in (None, "", ())
        }


def facts_of(stored: dict[str, Any]) -> LetterFacts:
    """Returns the facts of a letter as they were stored."""
    told = dict(stored)
    for name in ("happened_on", "until", "talk_on", "earlier_letter_on", "visited_on", "police_reported_on"):
        if told.get(name) is not None:
            told[name] = date.fromisoformat(told[name])
    told["conditions"] = tuple(Condition(one) for one in told.get("conditions", ()))
    return LetterFacts(**told)


@dataclass(frozen=True)
class Signature:
    """Who signed, for which function, and when."""

    function: Function
    person_id: UUID
    at: datetime


@dataclass(frozen=True)
class Delivered:
    """How it went."""

    how: Way
    receipt: Receipt
    note: str
    by: UUID
    at: datetime


@dataclass(frozen=True)
class Told:
    """A sentence that says what was decided elsewhere, with its fields. Empty: nothing is said of it.

    says: what the text says, or how it stood when a human wrote it. now: how it stands.
    """

    says: str
    now: str


@dataclass(frozen=True)
class Writing:
    """A letter. spec: what the profile said of it when it was drafted.

    text: its paragraphs. edited: a human changed them, so they are not made anew from the facts. told: by sentence, how
    far the text follows what was decided.
    """

    id: UUID
    spec: Letter
    state: LetterState
    addressee: Addressee
    facts: LetterFacts
    text: tuple[str, ...] = ()
    edited: bool = False
    attachments: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    delivered: Delivered | None = None
    refusal_reported: bool = False
    told: Mapping[Element, Told] = field(default_factory=dict)

    @property
    def signers(self) -> tuple[Function, ...]:
        """Who signs it: all of them. The direct manager, where the protocol does not say (ours)."""
        return self.spec.signed_by or (Function.DIRECT_MANAGER,)

    @property
    def contents(self) -> tuple[Element, ...]:
        """What it says; where the profile is from before there were sentences, the least that any letter says."""
        return self.spec.contents or (Element.HAPPENED, Element.UNWANTED)

    @property
    def unsigned(self) -> tuple[Function, ...]:
        signed = {one.function for one in self.signatures}
        return tuple(one for one in self.signers if one not in signed)

    @property
    def behind(self) -> tuple[Told, ...]:
        """What it does not follow: decided since a human wrote it, or in the place of what they wrote themselves."""
        return tuple(one for one in self.told.values() if one.says != one.now)

    @property
    def says_reported(self) -> bool:
        """Whether it says that a report was made: not where it was decided that there is none."""
        told = self.told.get(Element.POLICE_REPORTED)
        return Element.POLICE_REPORTED in self.contents and (told is None or bool(told.says))

    @property
    def restricts(self) -> bool:
        """Whether it forbids somebody something: then it must say to whom and until when."""
        return bool(RESTRICTING & set(self.contents))


RESTRICTING = frozenset({Element.BANNED, Element.BAN_IF, Element.NOT_UNASKED, Element.NO_CALLS, Element.BAN_WAS})
"""The sentences that forbid, or warn of a ban."""
