"""The tiles of the two public services, as they publish them (docs/design/facts.md)."""

from dataclasses import dataclass

from foundation.setting_groups.maps import MapOf
from foundation.settings import Settings


@dataclass(frozen=True)
class Tiles:
    """tiles: the address of one, with `{z}`, `{x}` and `{y}`. The other four: the degrees that it covers."""

    tiles: str
    owner: str
    max_zoom: int
    west: float
    south: float
    east: float
    north: float


_PDOK = "/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"
_FLANDERS = (
    "/GRB/wmts?service=WMTS&request=GetTile&version=1.0.0&layer=grb_bsk_grijs&style=&format=image/png"
    "&tilematrixset=GoogleMapsVL&tilematrix={z}&tilerow={y}&tilecol={x}"
)


def tiles_of(settings: Settings) -> Tiles | None:
    """Returns the tiles of the map that was chosen; None if none was."""
    base = settings.tiles_base
    match settings.map:
        case MapOf.PDOK:
            return Tiles(base + _PDOK, "Kadaster (PDOK)", 19, 3.2, 50.7, 7.3, 53.6)
        case MapOf.FLANDERS:
            return Tiles(base + _FLANDERS, "Digitaal Vlaanderen", 20, 2.5, 50.6, 6.0, 51.6)
        case MapOf.NONE:
            return None
