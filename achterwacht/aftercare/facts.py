"""What the rules see of the care for one person after one incident. All moments are UTC.

Nothing here says how somebody is: only what is planned, offered, accepted or not, and when.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import TaskKind


class Hit(StrEnum):
    """What somebody had to do with the incident."""

    VICTIM = "victim"
    """It happened to them."""
    BYSTANDER = "bystander"
    """They were there."""
    HELPED = "helped"
    """They came to help."""


class Outcome(StrEnum):
    """What became of a step, in words that say nothing of how somebody is."""

    HELD = "held"
    """The talk was held; what was to be done was done."""
    NOT_WANTED = "not_wanted"
    """The employee did not want this one."""
    ENOUGH = "enough"
    """It was held, and no more such talks are needed: the employee or who holds them says so."""
    SUFFICIENT = "sufficient"
    """The care was enough (an evaluation)."""
    INSUFFICIENT = "insufficient"
    """It was not."""


@dataclass(frozen=True)
class Window:
    """From when, and until when, something is to be done. waits: for the office (`tasks.facts.Due`)."""

    not_before: datetime
    due_at: datetime
    waits: bool = True


@dataclass(frozen=True)
class Planned:
    """Something to be done for somebody, before it is a task.

    because: the key of the profile that asks for it. name: its words in the profile, for the title. points: to tick.
    window: None for the next working day. by_employee: they do it themselves, and those of the chain after them.
    """

    kind: TaskKind
    because: str
    chain: tuple[Function, ...]
    name: str = ""
    points: tuple[str, ...] = ()
    window: Window | None = None
    by_employee: bool = False


@dataclass(frozen=True)
class Person:
    """Who is cared for, as far as it decides what is planned.

    staff: they work here. official: they hold an elected office, so the rules for officials hold. holds: the functions
    that they fill themselves. first: the first one of their incident, whose care carries what is done once for all.
    rather: who has the talks since they wished for another person than who had them.
    """

    hit: Hit = Hit.VICTIM
    staff: bool = True
    official: bool = False
    holds: Collection[Function] = ()
    first: bool = True
    rather: tuple[Function, ...] = ()


@dataclass(frozen=True)
class Gravity:
    """What of the report decides whether more follows than the ordinary care.

    extreme: as the report says. behaviour: the ids of the profile's behaviour.
    """

    extreme: bool = False
    behaviour: frozenset[str] = frozenset()
