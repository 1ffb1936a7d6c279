"""Where a phone says it is."""

from typing import Annotated, Any

from pydantic import Field

from api.schemas import Schema


class Location(Schema):
    """A position by the phone, with how far it may be off."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    accuracy_metres: Annotated[float, Field(ge=0, le=100_000)] | None = None


def plain(location: Location | None) -> dict[str, Any] | None:
    """As it is kept in a column."""
    return location.model_dump(by_alias=True) if location else None
