"""The protocol profile: one organisation's rules as typed, checked configuration.

Where the protocols of `protocols.md` differ, the profile decides, never a constant in code. A profile is a TOML file;
`read_profile` says everything that is wrong with it at once, each with its key.
"""

import re
import tomllib
from datetime import time, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, model_validator

from achterwacht.alarms.rules import Level, Plan, Step, Way
from notifications.ways import Channel

DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


class RefusedProfile(Exception):
    """The profile can't be used. `problems` are lines `key: reason`, all of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def duration(value: object) -> timedelta:
    """Read `10m`, `1h30m` or `20s`."""
    if isinstance(value, timedelta):
        return value
    match = DURATION.fullmatch(value) if isinstance(value, str) and value else None
    if match is None:
        raise ValueError("schrijf een duur als 30s, 10m of 1h30m")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def spell(value: timedelta) -> str:
    """The inverse of `duration`: `90 minutes` -> `1h30m`."""
    seconds = int(value.total_seconds())
    parts = [(seconds // 3600, "h"), (seconds % 3600 // 60, "m"), (seconds % 60, "s")]
    return "".join(f"{amount}{unit}" for amount, unit in parts if amount) or "0s"


Duration = Annotated[timedelta, BeforeValidator(duration), PlainSerializer(spell, return_type=str)]


class Part(BaseModel):
    """A part of a profile. Unknown keys are errors, so that a typing mistake never passes for a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CheckCallWay(StrEnum):
    """How the check call is made (P5: a colleague phones; elsewhere the worker is phoned by the system)."""

    ASK_COLLEAGUE = "ask_colleague"
    PHONE_WORKER = "phone_worker"


class Words(Part):
    """What this organisation calls people."""

    resident: str = Field(min_length=1)


class Emergency(Part):
    """Numbers that a human calls. Software never dials or texts them."""

    number: str = Field(pattern=r"^1\d{2}$")
    non_urgent: str | None = None
    help_line: str | None = None


class OfficeHours(Part):
    """When the office is staffed; `days` are ISO weekdays, Monday is 1."""

    days: list[Annotated[int, Field(ge=1, le=7)]] = Field(min_length=1)
    opens: time
    closes: time

    @model_validator(mode="after")
    def _closes_after_opening(self) -> "OfficeHours":
        if self.closes <= self.opens:
            raise ValueError("closes moet na opens liggen")
        return self


class WatchTimes(Part):
    """The times of one visit."""

    visit_minutes: list[Annotated[int, Field(ge=1, le=720)]] = Field(min_length=1, max_length=6)
    longest_visit: Duration
    extension: Duration
    reminder_before_end: Duration
    grace: Duration
    ok_gives: Duration
    """How long an "alles goed" after the expected end lasts before the worker is asked again."""


class CheckCallTimes(Part):
    """The check call after the start (P5: ten minutes)."""

    after: Duration
    ways: list[CheckCallWay] = Field(min_length=1)
    answer_within: Duration
    heard_counts: bool
    """Whether a sign of life by the worker in the app or by SMS answers the check call."""
    near_reminder: Duration
    """Due this close to the end reminder, the check call is not made: the reminder asks the same."""

    @property
    def asks_colleague(self) -> bool:
        return CheckCallWay.ASK_COLLEAGUE in self.ways

    @property
    def phones_worker(self) -> bool:
        return CheckCallWay.PHONE_WORKER in self.ways


class Planning(Part):
    """Chasing a visit that was planned and not started."""

    step: Duration
    again: Duration


class HomeSafe(Part):
    """A last sign of life after going straight home."""

    after: Duration
    answer_within: Duration


class LadderWay(Part):
    """A channel of a step, and how long after the step's moment it is used."""

    channel: Channel
    after: Duration = timedelta()


class LadderStep(Part):
    """Who is told next, and how long after the step before."""

    level: Level
    after: Duration
    ways: list[LadderWay] = Field(min_length=1)


class Ladder(Part):
    """The ladder worker -> colleague -> team manager -> police task."""

    steps: list[LadderStep]
    unresolved_after: Duration
    repeat_every: Duration

    @model_validator(mode="after")
    def _climbs_from_worker_to_police(self) -> "Ladder":
        levels = [step.level for step in self.steps]
        if levels != list(Level):
            raise ValueError("steps moet precies zijn: worker, colleague, manager, police, in die volgorde")
        if self.repeat_every < timedelta(seconds=10) or self.unresolved_after < timedelta(seconds=10):
            raise ValueError("repeat_every en unresolved_after zijn minstens 10s")
        return self


class Panic(Part):
    """After the noodknop: colleague and manager at once; the police task after this time unless somebody took it."""

    police_after: Duration


class Card(Part):
    """An instruction card, readable in the field without a network (P5's table for outside locations)."""

    title: str = Field(min_length=1, max_length=60)
    steps: list[Annotated[str, Field(min_length=1)]] = Field(min_length=1)
    emergency: bool = False


class Desk(Part):
    """What the colleague does in an alarm, as a list to tick."""

    steps: list[Annotated[str, Field(min_length=1)]] = Field(min_length=1)


class Profile(Part):
    """One organisation's protocol."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,38}$")
    name: str = Field(min_length=1)
    country: str = Field(pattern=r"^(NL|BE)$")
    language: str = Field(pattern=r"^nl$")
    words: Words
    emergency: Emergency
    office_hours: list[OfficeHours] = Field(min_length=1)
    watch: WatchTimes
    check_call: CheckCallTimes | None = None
    planning: Planning
    home_safe: HomeSafe | None = None
    ladder: Ladder
    panic: Panic
    desk: Desk
    cards: list[Card] = Field(min_length=1)

    def plan(self) -> Plan:
        """The ladder as an alarm freezes it when it opens."""
        return Plan(
            steps=tuple(
                Step(step.level, step.after, tuple(Way(way.channel, way.after) for way in step.ways))
                for step in self.ladder.steps
            ),
            police_after_panic=self.panic.police_after,
            unresolved_after=self.ladder.unresolved_after,
            repeat_every=self.ladder.repeat_every,
        )


def read_profile(text: str) -> Profile:
    """Read and check a profile.

    Raises:
        RefusedProfile: with every problem as `key: reason`.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RefusedProfile([f"TOML: {error}"]) from error
    return profile_of(content)


def profile_of(content: dict[str, Any]) -> Profile:
    """A profile from its content, as it was stored.

    Raises:
        RefusedProfile: with every problem as `key: reason`.
    """
    try:
        return Profile.model_validate(content)
    except ValidationError as error:
        problems = [
            (".".join(str(part) for part in one["loc"]) or "profiel", one["msg"].removeprefix("Value error, "))
            for one in error.errors()
        ]
        raise RefusedProfile([f"{key}: {reason}" for key, reason in problems]) from error
