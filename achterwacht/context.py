"""What a rule is given besides the facts it decides on: a press that came in, and the context.

say_ok(visit, press, context)          somebody pressed something on their phone
overdue(visit, context)                a moment passed
allow_alone(visit, by, reason)         somebody did something at a desk, now and without a PIN
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from achterwacht.kinds import Actor

if TYPE_CHECKING:
    from achterwacht.alarms.facts import People
    from achterwacht.alarms.guard_facts import Firm
    from achterwacht.protocols.profile import Profile
    from achterwacht.visits.facts import Pin


@dataclass(frozen=True)
class Press:
    """Somebody pressed something on their phone: who, when, and what their PIN said.

    at: when they pressed it, which may be long before it came in. An SMS or a call counts as pressed when it comes in.
    """

    by: Actor
    at: datetime
    pin: "Pin"


@dataclass(frozen=True, eq=False)
class Context:
    """What every rule decides with: who there is, what time it is, and which protocol holds.

    People are looked up when a rule first asks for them, and only once, since that costs statements and many rules only
    tell the people of the visit. For a rule they are a value like any other, the same however often it asks, so the
    rule stays a pure function. Two contexts are never equal, since nobody can say whether two look-ups would find the
    same people.
    """

    find: Callable[[], "People"]
    now: datetime
    protocol: "Profile"
    find_firm: Callable[[], "Firm | None"] = lambda: None
    find_silent: Callable[[], frozenset[UUID]] = frozenset
    find_quiet: Callable[[], frozenset[UUID]] = frozenset

    @cached_property
    def people(self) -> "People":
        """Returns who there is at this moment, by duty."""
        return self.find()

    @cached_property
    def firm(self) -> "Firm | None":
        """Returns the guard firm of this team or organisation; None if none is set.

        Only asked if a plan has a step for it.
        """
        return self.find_firm()

    @cached_property
    def silent(self) -> frozenset[UUID]:
        """Who is inside of a silent alarm: nobody phones them, and nothing is asked of them, on any visit."""
        return self.find_silent()

    @cached_property
    def quiet(self) -> frozenset[UUID]:
        """Who is inside where somebody asked not to be phoned: they are texted, about any visit."""
        return self.find_quiet()
