"""What a rule is given beside what it decides on: the press that came in, and the context it came into.

say_ok(visit, press, context)          somebody pressed something on their phone
overdue(visit, context)                a moment passed
allow_alone(visit, by, reason)         somebody did something at a desk: no PIN, and now is when
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from achterwacht.kinds import Actor

if TYPE_CHECKING:
    from achterwacht.alarms.facts import Firm, People
    from achterwacht.protocols.profile import Profile
    from achterwacht.visits.facts import Pin


@dataclass(frozen=True)
class Press:
    """Somebody pressed something on their phone: who, when, and what the PIN said that came with it.

    at: when they pressed it, which may be long before it came in. An SMS or a call is pressed when it comes in.
    """

    by: Actor
    at: datetime
    pin: "Pin"


@dataclass(frozen=True, eq=False)
class Context:
    """What every rule decides with: who there is, what time it is, and which protocol holds.

    People are found when a rule first asks for them, and once. Finding them costs statements, and many rules tell
    only who is of the visit. To a rule they are a value like any other, the same however often it asks: so it stays a
    pure function. Two contexts are never equal, since nobody can say of two ways to find people that they find the
    same ones.
    """

    find: Callable[[], "People"]
    now: datetime
    protocol: "Profile"
    find_firm: Callable[[], "Firm | None"] = lambda: None

    @cached_property
    def people(self) -> "People":
        """Who there is at this moment, by duty."""
        return self.find()

    @cached_property
    def firm(self) -> "Firm | None":
        """The guard firm of this team or organisation, where one is set. Asked only where a plan has a step for it."""
        return self.find_firm()
