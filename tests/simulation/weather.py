"""Calm and storm: what goes wrong, when, and since when nothing does."""

from enum import StrEnum
from random import Random

from tests.simulation.story import Story
from tests.simulation.turns import Turns

CALM = (60, 2700)
STORM = (30, 900)
"""Seconds that each lasts at least and at most."""


class Trouble(StrEnum):
    """What can go wrong for everybody at once."""

    BUSY = "provider says 429"
    ERRORS = "provider says 500"
    REFUSES = "provider refuses the connection"
    LOST = "provider never answers"
    SWALLOWED = "provider takes it and never answers"
    CRASHES = "processes crash between transactions"
    HANGS = "processes stand still for a while"
    DISK = "transactions don't commit"
    OUTAGE = "no clock runs"
    SECOND = "the second provider refuses the connection"


FIRST_AWAY = frozenset({Trouble.BUSY, Trouble.ERRORS, Trouble.REFUSES})
"""A second provider makes up for it at once. One that lets us wait takes longer."""
AT_THE_PROVIDER = (Trouble.BUSY, Trouble.ERRORS, Trouble.REFUSES, Trouble.LOST, Trouble.SWALLOWED)


class Weather:
    """`troubles` are those of now. Who is down or stands still keeps the weather from being calm."""

    def __init__(self, turns: Turns, chance: Random, story: Story, *, second: bool) -> None:
        """second: there is a second provider for SMS."""
        self._second = second
        self._turns = turns
        self._chance = chance
        self._story = story
        self._not_up = 0
        self._since = self._sms_since = turns.at
        self.troubles: frozenset[Trouble] = frozenset()

    def changes(self, until: float, calm: tuple[float, float] = CALM) -> None:
        """An activity: calm, and storms of one to three troubles."""
        while self._turns.monotonic() < until:
            self._turns.sleeps(self._chance.uniform(*calm))
            self.troubles = frozenset(self._chance.sample(list(Trouble), self._chance.randint(1, 3)))
            for one in sorted(self.troubles):
                self._story.tells(f"storm: {one}")
            self._turns.sleeps(self._chance.uniform(*STORM))
            sms_left = self._second and self.troubles <= FIRST_AWAY
            self.troubles = frozenset()
            self._unsettled(sms_left=sms_left)

    def goes_down(self) -> None:
        self._not_up += 1

    def comes_up(self) -> None:
        self._not_up -= 1
        self._unsettled()

    @property
    def calm_for(self) -> float:
        """For how many seconds nothing has been wrong."""
        if self.troubles or self._not_up:
            return 0.0
        return (self._turns.at - self._since).total_seconds()

    @property
    def sms_calm_for(self) -> float:
        """For how many seconds an SMS could leave, by whichever provider."""
        if self._not_up or not (self.troubles <= FIRST_AWAY and (self._second or not self.troubles)):
            return 0.0
        return (self._turns.at - self._sms_since).total_seconds()

    def strikes(self, trouble: Trouble, one_in: float) -> bool:
        """Whether this trouble is there, and hits now."""
        return trouble in self.troubles and self._chance.random() < 1 / one_in

    @property
    def only_reads(self) -> bool:
        """Whether the database fails over: it answers, and refuses every write. Every other minute of a storm in which
        transactions don't commit, so that it lasts, and passes, within one storm."""
        return Trouble.DISK in self.troubles and self._turns.at.minute % 2 == 0

    def _unsettled(self, *, sms_left: bool = False) -> None:
        self._since = self._turns.at
        if not sms_left:
            self._sms_since = self._turns.at
