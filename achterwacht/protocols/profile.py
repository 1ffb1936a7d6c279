"""The protocol profile: one organisation's rules as typed, checked configuration.

If protocols differ, the profile decides, never a constant in code. A profile is a TOML file; `read_profile` reports
everything that is wrong with it at once, each with its key.
"""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from achterwacht.alarms.facts import GuardStep, Plan, Step
from achterwacht.protocols.aftercare import Aftercare
from achterwacht.protocols.beforehand import Meetings, Outings, OutOfHours, Pairs, PoliceBeforehand, Preparation
from achterwacht.protocols.cards import Card
from achterwacht.protocols.coherence import incoherences
from achterwacht.protocols.conduct import Behaviour, ConductChannel, Leaving, Named
from achterwacht.protocols.functions import Function
from achterwacht.protocols.letters import Letter
from achterwacht.protocols.measures import BanList, Damage, Deciding, OrderTalk, Row
from achterwacht.protocols.part import Part, Text
from achterwacht.protocols.registration import PoliceReport, Registration
from achterwacht.protocols.watching import (
    CheckCallTimes,
    Desk,
    Emergency,
    HomeSafe,
    Ladder,
    LadderWay,
    OfficeHours,
    Panic,
    Planning,
    SigningOff,
    WatchTimes,
    Words,
)
from notifications.ways import Way


class RefusedProfile(Exception):
    """The profile can't be used.

    problems: lines `key: reason`, all of them.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Profile(Part):
    """One organisation's protocol."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,38}$")
    name: str = Field(min_length=1)
    country: str = Field(pattern=r"^(NL|BE)$")
    language: str = Field(pattern=r"^nl$")
    words: Words
    emergency: Emergency
    office_hours: list[OfficeHours] = Field(min_length=1)
    preparation: Preparation
    outings: Outings = Outings()
    pairs: Pairs
    out_of_hours: OutOfHours
    meetings: Meetings
    police_beforehand: PoliceBeforehand
    watch: WatchTimes
    check_call: CheckCallTimes | None = None
    planning: Planning
    home_safe: HomeSafe | None = None
    signing_off: SigningOff = SigningOff()
    ladder: Ladder
    panic: Panic
    desk: Desk
    cards: list[Card] = Field(min_length=1)
    functions: dict[Function, Text] = Field(default_factory=dict)
    """This protocol's words for those who do, decide, sign or get something."""
    behaviour: tuple[Behaviour, ...] = ()
    expressions: tuple[Named, ...] = ()
    motives: tuple[Named, ...] = ()
    levels: tuple[Named, ...] = ()
    channels: tuple[ConductChannel, ...] = ()
    leaving: Leaving | None = None
    deciding: Deciding | None = None
    order_talk: OrderTalk | None = None
    letters: tuple[Letter, ...] = ()
    measures: tuple[Row, ...] = ()
    ban_list: BanList | None = None
    damage: Damage | None = None
    police_report: PoliceReport | None = None
    registration: Registration | None = None
    aftercare: Aftercare | None = None

    def plan(self) -> Plan:
        """Returns the ladder as an alarm freezes it when it opens."""
        guard = self.ladder.guard
        return Plan(
            steps=tuple(Step(step.level, step.after, _ways(step.ways)) for step in self.ladder.steps),
            police_after_panic=self.panic.police_after,
            unresolved_after=self.ladder.unresolved_after,
            repeat_every=self.ladder.repeat_every,
            guard=None if guard is None else GuardStep(guard.at, _ways(guard.ways)),
        )


def _ways(ways: Iterable[LadderWay]) -> tuple[Way, ...]:
    return tuple(Way(way.channel, way.after) for way in ways)


@lru_cache(maxsize=32)  # reading one takes 30 ms, and somebody who chooses one is shown all that come with the product
def read_profile(text: str) -> Profile:
    """Returns the profile in a TOML text, checked.

    Raises:
        RefusedProfile: with every problem as `key: reason`.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RefusedProfile([f"TOML: {error}"]) from error
    return profile_of(content)


def profile_of(content: dict[str, Any]) -> Profile:
    """Returns a profile from its content, as it was stored.

    Raises:
        RefusedProfile: with every problem as `key: reason`.
    """
    try:
        profile = Profile.model_validate(content)
    except ValidationError as error:
        wrong = error.errors()
        parts = _right_parts(content, wrong={one["loc"][0] for one in wrong if one["loc"]})
        raise RefusedProfile([*(_said(one) for one in wrong), *incoherences(parts)]) from error
    problems = list(incoherences(dict(profile)))
    if problems:
        raise RefusedProfile(problems)
    return profile


def stored_profile(content: dict[str, Any]) -> Profile:
    """Returns a profile from its content, perhaps stored by an earlier release.

    What comes after an incident was free text then, and nothing carried it out. If it no longer fits it is left out, so
    that the watch goes on; the content stays as it was stored.

    Raises:
        RefusedProfile: with every problem as `key: reason`.
    """
    try:
        return profile_of(content)
    except RefusedProfile:
        kept = {key: value for key, value in content.items() if key not in AFTERWARDS}
        preparation = {key: value for key, value in kept.get("preparation", {}).items() if key != "told"}
        return profile_of({**kept, "preparation": preparation})


AFTERWARDS = frozenset({"behaviour", "letters", "measures", "ban_list", "police_report", "registration", "aftercare"})
"""The parts that an earlier release stored as free text."""


def _said(wrong: ErrorDetails) -> str:
    key = ".".join(str(part) for part in wrong["loc"]) or "profiel"
    return f"{key}: {wrong['msg'].removeprefix('Value error, ')}"


def _right_parts(content: dict[str, Any], wrong: set[int | str]) -> dict[str, Any]:
    """Returns the parts that are valid by themselves, so that what does not fit among them is reported too."""
    return {
        name: TypeAdapter(field.rebuild_annotation()).validate_python(content[name])
        if name in content
        else field.get_default(call_default_factory=True)
        for name, field in Profile.model_fields.items()
        if name not in wrong
    }
