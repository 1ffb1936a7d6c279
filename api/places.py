"""Where a phone says it is."""

from typing import Annotated, Any

from pydantic import Field

from api.schemas import Body

EARTH_METRES = 40_100_000
"""All round: a phone that has no idea may say so. How far off it may be is said to whoever reads the place."""


class Location(Body):
    """A position by the phone, with how far it may be off."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    accuracy_metres: Annotated[float, Field(ge=0, le=EARTH_METRES)] | None = None


def plain(location: Location | None) -> dict[str, Any] | None:
    """As it is kept in a column."""
    return location.model_dump(by_alias=True) if location else None
