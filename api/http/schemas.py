"""What every body has in common: camelCase, moments with an offset in and UTC out, text that can be stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_before_validator_function

from foundation.moments import FIRST_DAY, LAST_DAY, is_reckoned
from foundation.visible import is_visible, on_lines, on_one_line, unturned


def _reckoned(moment: datetime) -> datetime:
    # Compare before converting to another zone: at the ends of the calendar that would overflow.
    if not is_reckoned(moment):
        raise PydanticCustomError("moment_too_far", "Moment out of bounds", BOUNDS)
    return moment.astimezone(UTC)


def _reckoned_day(day: date) -> date:
    if not is_reckoned(day):
        raise PydanticCustomError("day_too_far", "Day out of bounds", BOUNDS)
    return day


BOUNDS: dict[str, Any] = {"first": FIRST_DAY.year, "last": LAST_DAY.year}

Utc = Annotated[AwareDatetime, AfterValidator(_reckoned)]
"""A moment from 2000 to 2099: any offset is accepted, `Z` is answered (NL API design rule date-time/timezone)."""

Day = Annotated[date, AfterValidator(_reckoned_day)]
"""A day from 2000 to 2099, by the clock of the organisation."""

DONE = "cleaned"
LINES = "x-lines"
"""How many lines a text may have, in the document and for `Body`: `many`, or `as-typed`. Where it isn't said: one."""


@dataclass(frozen=True)
class _Lines:
    how: Literal["many", "as-typed"]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = cast(dict[str, Any], handler(source))
        return cast(CoreSchema, {**schema, "metadata": {**schema.get("metadata", {}), LINES: self.how}})

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), LINES: self.how}


TEXT = _Lines("many")
"""Annotated[str, ..., TEXT]: what somebody tells, in lines. Any other text of a body is one line, and is made so."""
AS_TYPED = _Lines("as-typed")
"""A secret: what somebody chose, whatever is in it."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), TEXT]


WallTime = Annotated[
    str,
    StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"),
    WithJsonSchema({"type": "string", "format": "time-local", "maxLength": 5, "examples": ["08:30"]}),
]
"""A time by the clock on the wall, without a zone. The design rules call the format `time-local`, not `time`."""


class Schema(BaseModel):
    """An answer, or a part of one."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        from_attributes=True,
        allow_inf_nan=False,
    )


def _as_typed(text: str) -> str:
    """Returns a secret as it came, but for what comes along when it is pasted.

    Raises:
        PydanticCustomError: it holds a NUL. In a secret nothing else is left out, since nobody would know.
    """
    if "\x00" in text:
        raise PydanticCustomError("nul", "NUL in text")
    return unturned(text) if is_visible(text) else ""


HOW = {"many": on_lines, "as-typed": _as_typed}
"""How a text is made clean; any other is made one line."""


def _strictly(schema: Any) -> None:
    """Make numbers and booleans strict, also within lists and unions. Other types are always read from text."""
    if isinstance(schema, dict):
        if schema.get("type") in ("int", "float", "bool"):
            schema["strict"] = True
        for part in schema.values():
            _strictly(part)
    elif isinstance(schema, (list, tuple)):
        for part in schema:
            _strictly(part)


def _read_by_line(schema: Any) -> None:
    """Make every text clean before anything is asked of it, also within lists and unions (`foundation/visible.py`)."""
    if isinstance(schema, dict):
        if schema.get("type") == "str":
            how = schema.get("metadata", {}).get(LINES)
            if how != DONE:
                _clean_first(schema, HOW.get(how, on_one_line))
            return
        for part in schema.values():
            _read_by_line(part)
    elif isinstance(schema, (list, tuple)):
        for part in schema:
            _read_by_line(part)


def _clean_first(schema: dict[str, Any], cleaned: Callable[[str], str]) -> None:
    inner = {**schema, "metadata": {**schema.get("metadata", {}), LINES: DONE}}
    schema.clear()
    schema.update(
        no_info_before_validator_function(
            lambda value: cleaned(value) if isinstance(value, str) else value, cast(CoreSchema, inner)
        )
    )


class Body(Schema):
    """What comes in. A name that it does not know is refused: whoever sent it would believe that it was kept.

    A number is a number and yes is yes: `true` is not 1, `"15"` is not 15, and 1 is not yes. What means something else
    than it says is a mistake of the program that sent it. A text is one line, unless it says `TEXT`.
    """

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        _strictly(schema)
        _read_by_line(schema)
        return schema


class Pressed(Body):
    """The body of an action: how long ago it was pressed, by the phone's monotonic clock (watch-rules.md)."""

    age_seconds: Annotated[float, Field(ge=0, le=31_536_000)] = 0.0


class Named(Schema):
    """A person, team or the like by id and name."""

    id: UUID
    name: str


def utc(moment: datetime | None) -> datetime | None:
    """Returns the moment in UTC."""
    return None if moment is None else moment.astimezone(UTC)
