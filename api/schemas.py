"""What every body has in common: camelCase, moments with an offset in and UTC out, text that can be stored."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    field_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

Utc = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
"""A moment: any offset is accepted, `Z` is answered (NL API design rule date-time/timezone)."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


WallTime = Annotated[
    str,
    StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"),
    WithJsonSchema({"type": "string", "format": "time-local", "examples": ["08:30"]}),
]
"""A time by the clock on the wall, without a zone. The design rules call the format `time-local`, not `time`."""


class Schema(BaseModel):
    """A body, or a part of one. Unknown names in what comes in are ignored, so that a newer client still works."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        from_attributes=True,
        allow_inf_nan=False,
    )

    @field_validator("*", mode="before")
    @classmethod
    def _can_be_stored(cls, value: Any) -> Any:
        # PostgreSQL's text holds no NUL; without this it would be an error of the server's.
        if isinstance(value, str) and "\x00" in value:
            raise PydanticCustomError("nul", "NUL in text")
        return value


class Pressed(Schema):
    """The body of an action: how long ago it was pressed, by the phone's monotonic clock (watch-rules.md)."""

    age_seconds: Annotated[float, Field(ge=0, le=31_536_000)] = 0.0


class Named(Schema):
    """A person, team or the like by id and name."""

    id: UUID
    name: str


def utc(moment: datetime | None) -> datetime | None:
    """The moment in UTC."""
    return None if moment is None else moment.astimezone(UTC)
