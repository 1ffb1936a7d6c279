"""The base of every part of a profile: checked values, no unknown keys, durations as people write them."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from notifications.texts.catalogue import FIRST_LANGUAGE, catalogue

DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def duration(value: object) -> timedelta:
    """Returns the duration in a text such as `10m`, `1h30m` or `20s`."""
    if isinstance(value, timedelta):
        return value
    match = DURATION.fullmatch(value) if isinstance(value, str) and value else None
    if match is None:
        raise ValueError(wrong("duration"))
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def spell(value: timedelta) -> str:
    """The inverse of `duration`: `90 minutes` -> `1h30m`."""
    seconds = int(value.total_seconds())
    parts = [(seconds // 3600, "h"), (seconds % 3600 // 60, "m"), (seconds % 60, "s")]
    return "".join(f"{amount}{unit}" for amount, unit in parts if amount) or "0s"


Duration = Annotated[timedelta, BeforeValidator(duration), PlainSerializer(spell, return_type=str)]
Text = Annotated[str, Field(min_length=1, max_length=300)]
Texts = Annotated[list[Text], Field(min_length=1)]
Identity = Annotated[str, Field(pattern=r"^[a-zA-Z][a-zA-Z0-9_]{0,39}$")]
"""The id by which one part of a profile names another: a behaviour, a letter."""


class Part(BaseModel):
    """A part of a profile. Unknown keys are errors, so that a typing mistake never passes for a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def wrong(what: str, **facts: Any) -> str:
    """Returns the sentence about something that is wrong in a profile."""
    return catalogue(FIRST_LANGUAGE).say("profile", what, facts)
