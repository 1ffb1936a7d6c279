"""Drills and the canary's phone: somebody plays, somebody ends it early, and somebody needs real help meanwhile."""

from uuid import uuid4

from achterwacht.drills.rules import DrillKind
from achterwacht.people.roles import Role
from achterwacht.use_cases import drills as drill_cases
from tests.simulation.doors import Doors
from tests.simulation.network import Line, Network
from tests.simulation.organisation import DURESS_PIN, PIN, Organisation
from tests.simulation.people import Employees
from tests.simulation.processes import World

BETWEEN = (900, 9000)
"""Seconds between two drills of an organisation."""


class Rehearsals:
    """The drills of one organisation, and the phone that its test messages go to."""

    def __init__(self, world: World, doors: Doors, network: Network, home: Organisation, folk: Employees) -> None:
        self._world = world
        self._turns = world.turns
        self._chance = world.chance
        self._doors = doors
        self._home = home
        self._folk = folk
        self._canary = network.lines[home.canary] = Line(home.canary)

    def drills(self, until: float) -> None:
        """An activity: a manager or the administrator begins one now and then."""
        while True:
            self._turns.sleeps(self._chance.uniform(*BETWEEN))
            if self._turns.monotonic() > until:
                return
            self._plays_one()

    def canary_phone(self) -> None:
        """An activity: on some days the phone of the test messages is broken."""
        while True:
            self._canary.dead = self._chance.random() < 0.3
            self._turns.sleeps(self._chance.uniform(20_000, 90_000))

    def _plays_one(self) -> None:
        chance, home = self._chance, self._home
        by = chance.choice(home.those(Role.MANAGER) + home.those(Role.ADMINISTRATOR))
        player = chance.choice([*home.those(Role.WORKER), *home.those(Role.COLLEAGUE), by])
        kind = chance.choice(list(DrillKind))
        drill = uuid4()
        began = self._doors.insist("began a drill", drill_cases.start, drill, home.team, player.id, kind, by.by())
        if isinstance(began, Exception):
            return
        self._turns.sleeps(chance.uniform(1, 900))
        way = chance.random()
        if way < 0.2:
            self._doors.insist("stopped a drill", drill_cases.stop, drill, by.by())
        elif way < 0.35:
            self._folk.presses(player)
        elif way < 0.6 and player.phone:
            words = ["OK", "UIT", "+15", "NOOD", "1", *([f"OK {PIN}", f"OK {DURESS_PIN}"] if player.has_pins else [])]
            self._folk.texts_in(player, chance.choice(words))
