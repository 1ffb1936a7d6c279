"""What must be so of our answers to what comes by SMS: no number gets them without end (decision 0027)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.simulation.organisation import DEAD_PHONES, Resident
from tests.simulation.story import Broken

WITHIN = timedelta(minutes=10)
NOT_UNDERSTOOD = ("unknown_worker", "unknown_colleague", "reaction", "reaction_code")
CALLS_FOR_HELP = ("panic", "panic_silent")
DISTRESS = ("distress",)
ONCE_IN = timedelta(days=7)
"""What a machine said once may be taken for a call for help again after so long."""


@dataclass(frozen=True)
class Got:
    """An answer that somebody got."""

    at: datetime
    key: str
    words: str
    about: str


@dataclass
class ReplyOracle:
    people: Mapping[UUID, Resident]
    _got: dict[UUID, dict[UUID, Got]] = field(default_factory=dict)
    """By person and message."""
    _believed: dict[tuple[UUID, str], datetime] = field(default_factory=dict)
    """When a machine's words last were a call for help, by whose number it was and what they were."""

    def took(self, message: UUID, row: Any) -> None:
        """The provider took an answer. Those to a dead phone don't count: they came to nobody."""
        if row.template != "reply" or self.people[row.person].name.startswith(DEAD_PHONES):
            return
        new = Got(row.created_at, row.payload["answer"], row.payload["text"], row.payload["about"])
        got = self._got.setdefault(row.person, {})
        got[message] = new
        self._within("the same again", 3, got, lambda one: (one.words, one.about) == (new.words, new.about))
        self._within("that something was not understood", 3, got, lambda one: one.key in NOT_UNDERSTOOD)
        self._within("that help comes", 5, got, lambda one: one.key in CALLS_FOR_HELP)
        self._within("that somebody calls", 5, got, lambda one: one.key in DISTRESS)

    def _within(self, what: str, most: int, got: Mapping[UUID, Got], counts: Callable[[Got], bool]) -> None:
        moments = sorted(one.at for one in got.values() if counts(one))
        for first, last in zip(moments, moments[most:], strict=False):
            if last - first < WITHIN:
                raise Broken(f"a number hears more than {most} times in ten minutes {what}")

    def believes_a_machine(self, who: UUID, text: str, at: datetime) -> None:
        """What a machine sent with this number at this moment was taken for a call for help.

        Another machine's words may be, once. From whoever is in two visits one text raises the alarm in both.
        """
        before = self._believed.get((who, text))
        if before is not None and timedelta(0) < at - before < ONCE_IN:
            raise Broken(f"the phone of {self.people[who].name}, which answers by itself, called for help again")
        self._believed[who, text] = at
