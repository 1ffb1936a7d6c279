"""The parts of a profile about behaviour: its classes, its motives, how it comes, and people who must leave."""

from enum import StrEnum

from pydantic import Field

from achterwacht.protocols.functions import Function
from achterwacht.protocols.part import Identity, Part, Text


class Nature(StrEnum):
    """Whether it is aggression.

    Emotional behaviour is not, until it persists. Extreme behaviour has a route of its own.
    """

    EMOTIONAL = "emotional"
    AGGRESSION = "aggression"
    EXTREME = "extreme"
    SELF_HARM = "self_harm"


class Behaviour(Part):
    """A class of behaviour.

    never_letter: help is brought in, and no letter is ever sent. attempts: how often to try to calm it down, from and
    to, before it counts as persisting.
    """

    id: Identity
    name: Text
    nature: Nature
    persistent_is_aggression: bool = False
    attempts: list[int] | None = Field(default=None, min_length=2, max_length=2)
    never_letter: bool = False
    help: Text | None = None


class Named(Part):
    """A word that somebody chooses: why it happens (a motive), or how far it goes (a level)."""

    id: Identity
    name: Text


class ConductChannel(StrEnum):
    """How, or where, the behaviour reached the employee."""

    PHONE = "phone"
    OFFICE = "office"
    HOME_VISIT = "home_visit"
    INSPECTION = "inspection"
    REPAIR = "repair"
    MEETING = "meeting"
    OUTSIDE = "outside"
    IN_WRITING = "in_writing"
    PRIVATE = "private"


class Leaving(Part):
    """Somebody must leave and does not.

    times: how often they are asked before the police comes. with_witness: a colleague hears it. once_more_with_police:
    they are asked again when the police is there.
    """

    times: int = Field(ge=1, le=9)
    with_witness: bool = False
    police_called_by: tuple[Function, ...] = ()
    once_more_with_police: bool = False
