"""The map that this installation chose, if it did: where a browser gets tiles, and whose they are."""

from typing import Annotated

from fastapi import Depends, Request
from pydantic import Field

from api.http.last_step import Router
from api.http.schemas import Schema
from api.http.security import Me
from api.maps.tiles import tiles_of
from foundation.settings import Settings

router = Router(prefix="/v1/map", tags=["board"])


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


SettingsOfApp = Annotated[Settings, Depends(_settings)]


class TilesOut(Schema):
    """Raster tiles of 256 pixels in Web Mercator (EPSG:3857)."""

    tiles: Annotated[
        str,
        Field(
            description="The address of a tile, with `{z}`, `{x}` and `{y}`.",
            examples=["https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"],
        ),
    ]
    owner: Annotated[str, Field(description="Whom to name on the map.", examples=["Kadaster (PDOK)"])]
    max_zoom: int
    west: float
    south: float
    east: float
    north: float


class MapOut(Schema):
    """tiles: null where no map was chosen."""

    tiles: TilesOut | None


@router.get("")
def the_map(settings: SettingsOfApp, me: Me) -> MapOut:
    """Returns the tiles of the map that this installation chose. Without a map nothing is asked of anybody."""
    found = tiles_of(settings)
    return MapOut(tiles=None if found is None else TilesOut.model_validate(found))
