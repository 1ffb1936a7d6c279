"""An alarm as the rules see it: its cause, how far it climbed, its frozen plan, and who was told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from uuid import UUID

from notifications.ways import Way

SOON_ENOUGH = timedelta(minutes=1)
"""How long ago something may have been pressed that answers an alarm of before the clock was set back."""


class Cause(StrEnum):
    """Why somebody must look, from light to grave."""

    NOT_BACK = "not_back"
    OVERDUE = "overdue"
    CHECK_CALL = "check_call"
    NOT_OK = "not_ok"
    PANIC = "panic"
    DURESS = "duress"

    @property
    def gravity(self) -> int:
        return list(Cause).index(self)

    @property
    def light(self) -> bool:
        """Whether nobody said that something is wrong: we only did not hear from the worker."""
        return self in (Cause.NOT_BACK, Cause.OVERDUE, Cause.CHECK_CALL)

    @property
    def pressed(self) -> bool:
        """Whether the worker asked for help, openly or silently: colleague and manager are told together."""
        return self in (Cause.PANIC, Cause.DURESS)


class Level(StrEnum):
    """The levels of the ladder: the worker, the colleague on duty, the team manager, and the call to the police."""

    WORKER = "worker"
    COLLEAGUE = "colleague"
    MANAGER = "manager"
    POLICE = "police"

    @property
    def height(self) -> int:
        return list(Level).index(self)


class Outcome(StrEnum):
    SAFE = "safe"
    FALSE_ALARM = "false_alarm"
    HELP_GIVEN = "help_given"
    INCIDENT = "incident"


class Skip(StrEnum):
    """Why somebody at a level was not told. The timeline shows it."""

    WORKER = "worker"
    COMPANION = "companion"
    ABSENT = "absent"
    ON_VISIT = "on_visit"
    NO_NUMBER = "no_number"
    DECLINED = "declined"


@dataclass(frozen=True)
class Step:
    """A step of the ladder: `after` the step before it, tell these people in these ways."""

    level: Level
    after: timedelta
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class GuardStep:
    """When the guard firm is phoned: together with the people of this level, without delaying anybody."""

    at: Level
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Plan:
    """The ladder as it was when the alarm opened. Later versions of the profile don't change it."""

    steps: tuple[Step, ...]
    police_after_panic: timedelta
    unresolved_after: timedelta
    repeat_every: timedelta
    guard: GuardStep | None = None

    def step(self, level: Level) -> Step:
        return self.steps[level.height]


@dataclass(frozen=True)
class Candidate:
    """Somebody found for a level at this moment.

    skip: why they can't be told, if so.
    """

    person: UUID
    name: str
    skip: Skip | None = None


@dataclass(frozen=True)
class People:
    """The people there are at this moment, by duty. They are looked up anew at each step (watch-rules.md)."""

    worker: Candidate
    first: tuple[Candidate, ...] = ()
    second: tuple[Candidate, ...] = ()
    managers: tuple[Candidate, ...] = ()
    everyone: tuple[Candidate, ...] = ()
    administrators: tuple[Candidate, ...] = ()

    def at(self, level: Level) -> tuple[Candidate, ...]:
        """Returns the people of a level. The police task goes to the managers and the duty contact."""
        match level:
            case Level.WORKER:
                return (self.worker,)
            case Level.COLLEAGUE:
                return unique(self.first + self.second)
            case Level.MANAGER:
                return unique(self.managers)
            case Level.POLICE:
                return unique(self.managers + self.first)

    def find(self, person: UUID) -> Candidate | None:
        """Returns that person, if they are among these people."""
        everybody = (self.worker, *self.first, *self.second, *self.managers, *self.everyone, *self.administrators)
        return next((one for one in everybody if one.person == person), None)

    def named(self, person: UUID) -> str:
        """Returns the name of a person among these people, or an empty text."""
        found = self.find(person)
        return found.name if found else ""


@dataclass(frozen=True)
class Told:
    """A person for whom a message of this alarm was recorded."""

    person: UUID
    level: Level
    declined: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Alarm:
    """The facts of an alarm.

    step: after the last level it counts the rounds in which everyone is told.
    """

    id: UUID
    cause: Cause
    level: Level
    opened_at: datetime
    plan: Plan
    worker: UUID
    companions: frozenset[UUID] = frozenset()
    acknowledged_by: UUID | None = None
    acknowledged_at: datetime | None = None
    unproven_by: UUID | None = None
    """Whoever took it by SMS without a code: the climb goes on, and those who are told next read that."""
    assigned_to: UUID | None = None
    resolved_at: datetime | None = None
    resolved_by: UUID | None = None
    outcome: Outcome | None = None
    note: str = ""
    told: tuple[Told, ...] = ()
    rounds: int = 0

    @property
    def open(self) -> bool:
        return self.resolved_at is None

    @property
    def current_levels(self) -> frozenset[Level]:
        """Returns the levels whose answer the present step waits for."""
        if self.cause.pressed and self.level is Level.MANAGER:
            return frozenset({Level.COLLEAGUE, Level.MANAGER})
        return frozenset({self.level})

    def came_after(self, pressed_at: datetime, now: datetime) -> bool:
        """Whether the alarm opened after that was pressed, which then never answers it.

        An alarm that opens later than now was opened before the clock was set back. Then what was pressed within the
        last minute counts: else nobody could say for an hour that all is well, while the ladder climbs.
        """
        opened = self.opened_at if self.opened_at <= now else now - SOON_ENOUGH
        return pressed_at < opened

    def of_the_visit(self, person: UUID) -> bool:
        """Whether this person is the worker or a companion: they are inside, so they never take or close the alarm."""
        return person == self.worker or person in self.companions

    def watchers(self) -> tuple[UUID, ...]:
        """Returns everyone outside who was told, and whoever took the alarm, each once."""
        told = [told.person for told in self.told] + ([self.acknowledged_by] if self.acknowledged_by else [])
        return tuple(dict.fromkeys(person for person in told if not self.of_the_visit(person)))

    def also_told(self, people: Iterable[tuple[UUID, Level]]) -> "Alarm":
        """Returns the alarm with these people told too.

        Somebody who was told before is asked again, at the given level.
        """
        by_person = {told.person: told for told in self.told}
        for person, level in people:
            by_person[person] = Told(person, level)
        return replace(self, told=tuple(by_person.values()))

    def known_to(self, person: UUID) -> "Alarm":
        """Returns the alarm with that person among those who were told. Nothing changes if they were already."""
        return self if any(told.person == person for told in self.told) else self.also_told([(person, self.level)])

    def marked(self, person: UUID, *, declined: bool = False, failed: bool = False) -> "Alarm":
        """Returns the alarm with that person marked as somebody who declined, or whom no message reached."""
        told = tuple(
            replace(one, declined=one.declined or declined, failed=one.failed or failed)
            if one.person == person
            else one
            for one in self.told
        )
        return replace(self, told=told)


@dataclass(frozen=True)
class PoliceCall:
    """What somebody says about their call to the police.

    said: anything else they said, for everybody who was told.
    """

    number: str
    reference: str
    said: str = ""


LETTERS_OF_A_NAME = "ABDEFGHKLMNPRSTVWXZ"
"""Without those that sound alike on a phone, or look like a digit."""


def name_of(alarm_id: UUID) -> str:
    """Returns what everybody at the desk calls an alarm: a letter and three digits, like `K 473`.

    It follows from the id, so nothing has to be counted while an alarm opens, and it says neither how many alarms there
    are nor which came first. It is no code: those are digits alone, and each person has another. Of five alarms that
    run at the same time two share a name once in some 1,700 times; the worker's name stands beside it.
    """
    number = int.from_bytes(blake2b(alarm_id.bytes, digest_size=8).digest())
    return f"{LETTERS_OF_A_NAME[number // 900 % len(LETTERS_OF_A_NAME)]} {100 + number % 900}"


def unique(people: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Returns the same people in the same order, each once."""
    return tuple({one.person: one for one in reversed(people)}.values())[::-1]
