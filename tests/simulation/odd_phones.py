"""What comes by SMS, and nobody typed, or not who it seems: reactions that quote us, automatic answers, a forger."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count

from achterwacht.people.roles import Role
from tests.simulation.desk import OPEN_ALARMS
from tests.simulation.doors import Doors
from tests.simulation.network import Network
from tests.simulation.organisation import Organisation, Resident
from tests.simulation.people import NUMBERS, Employees
from tests.simulation.processes import World

REACTIONS = (
    "Liked “{}”", "Loved “{}”", "Emphasised “{}”", "Disliked “{}”", "Questioned “{}”", "Removed a like from “{}”",
    "Vond “{}” leuk", "Vond “{}” geweldig", "Benadrukte “{}”", "👍 to “{}”", "Reageerde met ❤️ op “{}”",
    "Reacted 😂 to “{}”", "“{}”\n👍", "> {}",
)  # fmt: skip
"""As iMessage and Google Messages send them, in English and Dutch; the last is a mail program's."""
CUT_OFF_AT = (20, 60)
REACTS = 0.12
"""How often a text is answered with one."""
CALLING = (
    "Automatisch antwoord: ik ben met verlof tot 4 januari. Neem in geval van nood contact op met de balie.",
    "I'm driving right now and will see your message later. In an emergency, call my office.",
)
"""Automatic, with a word for help in it. That counts once: nobody can know that no human typed it."""
AUTOMATIC = (*CALLING, "Bedankt voor je bericht! Ik lees het later, en bel je dan zo snel mogelijk terug.")
"""The last does not say what it is."""
WORDS = ("1", "1", "2", "VEILIG", "OK", "UIT")
"""What somebody sends who knows the words and a number, and no code."""


class OddPhones:
    """The odd phones of one organisation, and who forges its numbers."""

    def __init__(
        self, world: World, doors: Doors, network: Network, home: Organisation, folk: Employees, texts: count[int]
    ) -> None:
        self._world = world
        self._turns = world.turns
        self._chance = world.chance
        self._doors = doors
        self._home = home
        self._folk = folk
        self._texts = texts
        self._automatic: dict[str, str] = {}
        """What the phone of who is away answers, by their name."""
        for one in home.people.values():
            if one.phone is not None:
                line = network.lines[one.phone]
                line.reads = partial(self._gets, one, line.reads)

    def away(self) -> None:
        """An activity: for some hours the phones of a worker and of a watcher answer every text by themselves."""
        while True:
            watchers = self._home.those(Role.COLLEAGUE) + self._home.those(Role.MANAGER)
            both = (self._chance.choice(self._home.those(Role.WORKER)), self._chance.choice(watchers))
            self._automatic = {one.name: self._chance.choice(AUTOMATIC) for one in both}
            self._turns.sleeps(self._chance.uniform(3600, 20_000))

    def forges(self) -> None:
        """An activity: during an alarm somebody sends a bare word with the number of a watcher, or of a worker."""
        while True:
            self._turns.sleeps(self._chance.uniform(20, 200))
            if self._world.books.rows(OPEN_ALARMS, organisation=self._home.id):
                self._sends(self._chance.choice(list(self._home.people.values())), self._chance.choice(WORDS))

    def _sends(self, as_if: Resident, word: str) -> None:
        if as_if.phone is None:
            return
        self._world.story.tells("forged", as_if.phone, word)
        self._doors.receives_sms(f"{NUMBERS}{next(self._texts)}", as_if.phone, word)

    def _gets(self, who: Resident, reads: Callable[[str], None], body: str) -> None:
        reads(body)
        automatic = self._automatic.get(who.name)
        if automatic is not None:
            self._later(who, "answers by itself", automatic)
        elif self._chance.random() < REACTS:
            quoted = body if self._chance.random() < 0.6 else body[: self._chance.randint(*CUT_OFF_AT)].rstrip() + "…"
            self._later(who, "reacts", self._chance.choice(REACTIONS).format(quoted))

    def _later(self, who: Resident, what: str, body: str) -> None:
        def sends() -> None:
            self._world.story.tells(what)
            self._folk.texts_in(who, body)

        self._turns.begin(sends, after=self._chance.uniform(2, 20))
