"""The place of a phone, as the phone says it."""

from typing import Annotated, Any

from pydantic import Field

from api.http.schemas import Body

EARTH_METRES = 40_100_000
"""All round: a phone that has no idea may say so. How far off it may be is said to whoever reads the place."""


class Location(Body):
    """A position from a phone, with how far it may be off."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    accuracy_metres: Annotated[float, Field(ge=0, le=EARTH_METRES)] | None = None


def plain(location: Location | None, age_seconds: float = 0) -> dict[str, Any] | None:
    """As the watch takes it: how long ago the phone was there is how long ago it was pressed."""
    return {**location.model_dump(by_alias=True), "ageSeconds": age_seconds} if location else None
