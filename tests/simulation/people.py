"""What people do: they come late, go silent, press the noodknop, answer wrongly, twice or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, Protocol
from uuid import UUID, uuid4

from achterwacht.addresses.address import DutchAddress
from achterwacht.inbound import calls
from achterwacht.people.roles import Role
from achterwacht.use_cases import panic
from achterwacht.visiting import planning
from achterwacht.visiting import visits as visit_cases
from achterwacht.visiting.changing import cancel_visit
from achterwacht.visits.facts import Pin
from achterwacht.visits.new_visit import NewCompanion, NewVisit
from tests.simulation.doors import Doors, Unanswered
from tests.simulation.network import Line, Network
from tests.simulation.organisation import DEAD_PHONES, DURESS_PIN, LANDLINES, PIN, ZONE, Organisation, Resident
from tests.simulation.processes import World

CODE = re.compile(r"\b1 (\d{4,6})\b")
OF_ALARM = re.compile(r"\balarm (\d{4,6})", re.IGNORECASE)
MINUTES = {"demo": (2, 15), "s-hertogenbosch": (15, 60)}
SOON = {"demo": (1.0, 20.0), "s-hertogenbosch": (5.0, 120.0)}
MOODS = {"prompt": 60, "late": 18, "silent": 8, "presses": 16, "forced": 2, "forgets": 4}
INSIDE = "SELECT id FROM visit WHERE worker_id = :worker AND state = 'under_way' AND shown_ended_at IS NULL"
NUMBERS = "SM-in-"
HELP = ("NOOD", "sos!", "help me")


class Presses(Protocol):
    """Who hears that a call for help was answered, and with it promised."""

    def answered(self, who: Resident, asked_at: datetime, cause: str) -> None: ...


class Employees:
    """Everybody of one organisation. Each visit and each answer is an activity of its own."""

    def __init__(
        self, world: World, doors: Doors, network: Network, home: Organisation, texts: count[int], presses: Presses
    ) -> None:
        self._world = world
        self._turns = world.turns
        self._chance = world.chance
        self._doors = doors
        self._network = network
        self._home = home
        self._texts = texts
        self._presses_of = presses
        self._houses = count(1)
        self._moods: dict[UUID, str] = {}
        for name, one in home.people.items():
            if one.phone is not None:
                self._has_a_phone(name, one, one.phone)

    def _has_a_phone(self, name: str, one: Resident, number: str) -> None:
        line = Line(number, landline=name in LANDLINES, dead=name in DEAD_PHONES)
        works = one in self._home.those(Role.WORKER)
        line.reads = (lambda body: self._worker_reads(one, body)) if works else lambda body: self._reads(one, body)
        line.answers = lambda message, sid: self._answers(one, message, sid, "1" * 20 + "9" if works else "1112333")
        self._network.lines[number] = line

    def lives(self, until: float, gap: float) -> None:
        """An activity: visits, one after about `gap` seconds; fewer at night."""
        while self._turns.monotonic() < until:
            hour = self._turns.at.astimezone(ZONE).hour
            self._turns.sleeps(self._chance.expovariate(1 / gap) * (1 if 8 <= hour < 18 else 6))
            worker = self._chance.choice(self._home.those(Role.WORKER) + self._home.those(Role.COLLEAGUE)[2:])
            self._turns.begin(partial(self._visits, worker))

    # A visit.

    def _visits(self, who: Resident) -> None:
        chance, turns = self._chance, self._turns
        mood = chance.choices(list(MOODS), list(MOODS.values()))[0]
        seconds = 60 * chance.uniform(*MINUTES[self._home.profile])
        planned = chance.random() < 0.3
        ahead = chance.uniform(60, 3600) if planned else 0.0
        start = turns.at + timedelta(seconds=ahead)
        pair = chance.choice(self._home.those(Role.WORKER)) if chance.random() < 0.15 else who
        new = NewVisit(
            id=uuid4(),
            team_id=self._home.team,
            address=DutchAddress("5211AA", next(self._houses), None, "Dorpsstraat", "Den Bosch"),
            expected_end=start + timedelta(seconds=seconds),
            planned_start=start,
            companions=() if pair is who else (NewCompanion(pair.id),),
        )
        assert new.id is not None
        visit = new.id
        made = self._doors.insist(
            "planned" if planned else "checked in", planning.plan_visit, new, who.by(), start_now=not planned
        )
        if isinstance(made, Exception):
            return
        if planned and not self._begins(who, visit, ahead, mood):
            return
        self._moods[who.id] = mood
        self._inside(who, visit, seconds, mood)

    def _begins(self, who: Resident, visit: UUID, ahead: float, mood: str) -> bool:
        chance = self._chance
        self._turns.sleeps(max(0.0, ahead + chance.uniform(-120, 120)))
        if mood == "forgets":
            self._turns.sleeps(chance.uniform(600, 7200))
        if chance.random() < 0.1:
            self._doors.insist("cancelled", cancel_visit, visit, "", who.by())
            return False
        answer = self._doors.insist("checked in later", visit_cases.check_in, visit, None, None, who.by())
        return not isinstance(answer, Exception)

    def _inside(self, who: Resident, visit: UUID, seconds: float, mood: str) -> None:
        chance, turns, doors = self._chance, self._turns, self._doors
        turns.sleeps(seconds * chance.uniform(0.3, 0.8))
        if mood == "presses":
            self._presses(who, visit)
            turns.sleeps(chance.uniform(600, 3600))
        elif mood == "forced":
            self._is_forced(who, visit)
            return
        elif mood == "silent":
            turns.sleeps(chance.uniform(3600, 10_000))
        elif mood == "late":
            turns.sleeps(seconds * chance.uniform(0.3, 2))
        elif chance.random() < 0.3:
            turns.sleeps(seconds * chance.uniform(0, 0.15))
            if chance.random() < 0.5:
                more = chance.randint(5, 30)
                doors.insist("extended", visit_cases.extend, visit, None, more, who.by(), Pin.NOT_SET)
                turns.sleeps(60 * more * chance.random())
            else:
                doors.insist("said ok", visit_cases.say_ok, visit, who.by(), Pin.NOT_SET)
        if chance.random() < 0.3 and who.phone:
            self.texts_in(who, f"UIT {PIN}" if who.has_pins else "UIT")
            turns.sleeps(300)
        age = timedelta(seconds=chance.choice([0, 0, 30, 600]))
        doors.insist("checked out", visit_cases.check_out, visit, who.by(), age=age)

    def _is_forced(self, who: Resident, visit: UUID) -> None:
        if who.has_pins and self._chance.random() < 0.6:
            self.texts_in(who, f"{self._chance.choice(['UIT', 'OK', '+15'])} {DURESS_PIN}")
        elif any(one.id == visit for one in self._world.books.rows(INSIDE, worker=who.id)):
            # Of a visit that ended meanwhile, it is the door that hears a duress PIN (`people/pins`), not the use case.
            self._press("checked out under duress", who, "duress", visit_cases.check_out, visit, who.by(), Pin.DURESS)

    def _press(self, what: str, who: Resident, cause: str, use_case: Callable[..., Any], *given: Any) -> None:
        asked_at = self._turns.at
        if not isinstance(self._doors.insist(what, use_case, *given), Exception):
            self._presses_of.answered(who, asked_at, cause)

    def _calls_for_help(self, who: Resident, body: str) -> str:
        """The cause of the alarm that this text must open; none, when it is no call for help."""
        if body in HELP:
            return "panic"
        forced = body.endswith(DURESS_PIN) and who.has_pins
        return "duress" if forced and len(self._world.books.rows(INSIDE, worker=who.id)) == 1 else ""

    def _presses(self, who: Resident, visit: UUID) -> None:
        way = self._chance.random()
        if way < 0.4 and who.phone:
            self.texts_in(who, self._chance.choice(HELP))
        elif way < 0.8:
            self.presses(who, visit)
        else:
            self.presses(who, alarm=visit)
        if self._chance.random() < 0.2:
            self._turns.sleeps(self._chance.uniform(1, 60))
            self._doors.insist("pressed it again", panic.raise_panic, who.by(), visit)

    def presses(self, who: Resident, visit: UUID | None = None, alarm: UUID | None = None) -> None:
        """The noodknop in the app. alarm: the id that the app gives it, which may be that of a visit."""
        own = uuid4()
        self._press("pressed the noodknop", who, "panic", panic.raise_panic, who.by(), visit, None, "", alarm or own)

    # Phones.

    def _later(self, what: str, seconds: tuple[float, float], who: Resident) -> None:
        wait = self._chance.uniform(*seconds)
        self._turns.begin(lambda: self.texts_in(who, what), after=wait)

    def texts_in(self, who: Resident, body: str) -> None:
        """Send an SMS, from a phone that can."""
        assert who.phone is not None
        line = self._network.lines[who.phone]
        if line.dead or line.landline:
            return
        sid = f"{NUMBERS}{next(self._texts)}"
        self._world.story.tells("texts", who.phone, repr(body))
        if body in ("STOP", "START"):
            line.opted_out = body == "STOP"
        asked_at = self._turns.at
        owed = self._calls_for_help(who, body)
        if self._doors.receives_sms(sid, who.phone, body) and owed:
            self._presses_of.answered(who, asked_at, owed)
        if self._chance.random() < 0.05:
            self._world.story.tells("sms comes twice")
            self._doors.receives_sms(sid, who.phone, body)

    def _worker_reads(self, who: Resident, body: str) -> None:
        mood, chance = self._moods.get(who.id, "prompt"), self._chance
        if chance.random() < 0.01:
            self._later("STOP", (5, 60), who)
            self._later("START", (3600, 40_000), who)
        elif "Je hebt" in body:
            self._later("UIT 1", (5, 60), who)
        elif mood == "late" and "UIT" in body:
            words = ["UIT", "UIT", "+15", "OK", "+999", "uti", "ok 7", "1", "UIT 1"]
            self._later(chance.choice(words), (3, 900), who)

    def _reads(self, who: Resident, body: str) -> None:
        chance, code, alarm = self._chance, CODE.search(body), OF_ALARM.search(body)
        if code is None:
            return
        digits, roll = code.group(1), chance.random()
        soon = SOON[self._home.profile]
        if roll < (0.8 if body.startswith("Bel nu") else 0.5):
            self._later(f"1 {digits}", soon, who)
            if alarm is not None and roll < 0.42:
                self._later(f"VEILIG {alarm.group(1)}", (soon[1], 10 * soon[1]), who)
        elif roll < 0.55:
            self._later(f"2 {digits}", soon, who)
        elif roll < 0.6:
            self._later(f"1 {chance.randint(1000, 9999)}", soon, who)
        elif roll < 0.65:
            self._later(f"1 {digits}", (3600, 20_000), who)
        elif roll < 0.67:
            self._later("1", soon, who)

    def _answers(self, who: Resident, message: UUID, sid: str, digits: str) -> bool:
        """The phone rings. Answers whether somebody, or a voicemail, picked up."""
        chance = self._chance
        silent = self._moods.get(who.id) == "silent"
        if silent or chance.random() < 0.4:
            return False
        try:
            prompt = self._doors.ask("call answered", calls.next_prompt, message, sid, None, "")
            while not isinstance(prompt, Exception) and prompt.step is not None and chance.random() < 0.8:
                self._turns.sleeps(chance.uniform(2, 20))
                pressed = chance.choice(digits)
                prompt = self._doors.ask("digit", calls.next_prompt, message, sid, prompt.step, pressed)
        except Unanswered:
            pass
        return True
