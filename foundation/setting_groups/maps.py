"""A map on the board and on the page of an alarm: by choice, and then with tiles of one public service."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from foundation.setting_groups.group import PREFIX
from foundation.setting_groups.installation import Installation
from foundation.web_address import is_plain, wrong_with

_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?")


class MapOf(StrEnum):
    """Whose tiles the map shows."""

    NONE = "none"
    PDOK = "pdok"
    FLANDERS = "flanders"


class Maps(Installation):
    """Whether there is a map, and where browsers get its tiles."""

    map: MapOf = MapOf.NONE
    """Offer a map on the board and on the page of an alarm ([why and how](decisions/0108-a-map-by-choice.md)). `pdok`
    is the Netherlands. The browser of whoever presses *Kaart* gets tiles from that service. Where addresses are comes
    from the registers, if `ADDRESS_SEARCH` is on."""
    pdok_tiles_base: str = "https://service.pdok.nl"
    """Where browsers get the tiles of `MAP=pdok`; an own cache may stand here. Must be https in production, as the
    next."""
    flanders_tiles_base: str = "https://geo.api.vlaanderen.be"
    """The same for `MAP=flanders`."""

    @property
    def tiles_base(self) -> str:
        """Returns where the tiles of the chosen map are, without a slash at its end; empty without a map."""
        bases = {MapOf.PDOK: self.pdok_tiles_base, MapOf.FLANDERS: self.flanders_tiles_base}
        return bases.get(self.map, "").rstrip("/")

    @property
    def tiles_origin(self) -> str:
        """Returns the origin that pages may ask tiles from, as a content security policy writes it; empty without."""
        base = urlsplit(self.tiles_base)
        return f"{base.scheme}://{base.netloc}" if self.map is not MapOf.NONE else ""

    def _map_problems(self) -> list[str]:
        if self.map is MapOf.NONE:
            return []
        name, base = f"{PREFIX}{self.map.value.upper()}_TILES_BASE", self.tiles_base
        if not base:
            return [f"{name}: missing; {PREFIX}MAP=none shows no map at all"]
        if wrong := wrong_with(base):
            return [f"{name}: {wrong}"]
        if not _HOST.fullmatch(urlsplit(base).netloc):
            return [f"{name}: its host goes into the security policy of every page, and can't be written there"]
        if self.production and is_plain(base):
            return [f"{name}: must be https in production, or browsers refuse the tiles"]
        return []
