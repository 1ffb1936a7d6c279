"""Instruction cards: what to do when it happens and what follows, readable in the field without a network."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, model_validator

from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.part import Part

MOST_STEPS = 30
"""A limit against a broken file. A card has as many steps as its protocol."""


class Who(StrEnum):
    """Who does a step of a card."""

    EMPLOYEE = "employee"
    COLLEAGUE = "colleague"
    DUTY_COLLEAGUE = "duty_colleague"
    """The achterwacht."""
    MANAGER = "manager"
    RECEPTION = "reception"
    SECURITY = "security"
    RESPONSE_TEAM = "response_team"
    """Trained colleagues who come when an alarm button is pressed."""
    HR = "hr"
    POLICE = "police"
    ORGANISATION = "organisation"


class CardNumber(StrEnum):
    """A number of the profile that is shown as a button under a step. A human presses it; software never dials."""

    EMERGENCY = "emergency"
    NON_URGENT = "non_urgent"
    HELP_LINE = "help_line"


class CardStep(Part):
    """One step, in the words of the protocol. Written as a bare text it is the employee's."""

    text: str = Field(min_length=1, max_length=240)
    who: Who = Who.EMPLOYEE
    call: CardNumber | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_text(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class Card(Part):
    """One incident of the protocol: what to do, in order, and what follows."""

    title: str = Field(min_length=1, max_length=80)
    place: ConductChannel | None = None
    """Where it happens; cards with one place are shown together. None: everywhere."""
    steps: Annotated[list[CardStep], Field(min_length=1, max_length=MOST_STEPS)]
    follows: Annotated[tuple[CardStep, ...], Field(max_length=MOST_STEPS)] = ()
    emergency: bool = False
    """It comes before the others of its place, and always shows the emergency number."""
