"""Which map there is, what pages may load for it, and what the start is refused for."""

from typing import Any

import pytest

from api.maps.tiles import tiles_of
from foundation.setting_groups.group import RefusedSettings
from foundation.settings import Settings, load_settings


def chosen(**given: Any) -> Settings:
    return load_settings(_env_file=None, **given)


def refused(**given: Any) -> str:
    with pytest.raises(RefusedSettings) as caught:
        chosen(**given)
    return str(caught.value)


def test_without_a_choice_there_is_none() -> None:
    assert (chosen().tiles_origin, tiles_of(chosen())) == ("", None)


@pytest.mark.parametrize(
    ("which", "origin"), [("pdok", "https://service.pdok.nl"), ("flanders", "https://geo.api.vlaanderen.be")]
)
def test_one_host_and_its_tiles(which: str, origin: str) -> None:
    settings = chosen(map=which)
    found = tiles_of(settings)
    assert found is not None
    assert settings.tiles_origin == origin
    assert found.tiles.startswith(f"{origin}/")
    assert all(part in found.tiles for part in ("{z}", "{x}", "{y}"))
    assert found.west < found.east
    assert found.south < found.north


def test_a_cache_of_ones_own_below_a_path() -> None:
    settings = chosen(map="pdok", pdok_tiles_base="https://kaart.example:8443/pdok/")
    found = tiles_of(settings)
    assert found is not None
    assert found.tiles.startswith("https://kaart.example:8443/pdok/brt/")
    assert settings.tiles_origin == "https://kaart.example:8443"


@pytest.mark.parametrize(
    ("given", "name", "why"),
    [
        ({"map": "google"}, "ACHTERWACHT_MAP", "'none', 'pdok' or 'flanders'"),
        ({"map": "pdok", "pdok_tiles_base": ""}, "ACHTERWACHT_PDOK_TILES_BASE", "missing"),
        ({"map": "pdok", "pdok_tiles_base": "service.pdok.nl"}, "ACHTERWACHT_PDOK_TILES_BASE", "absolute http"),
        ({"map": "flanders", "flanders_tiles_base": "https://a;script-src"}, "FLANDERS_TILES_BASE", "security policy"),
        ({"map": "flanders", "flanders_tiles_base": "https://*"}, "FLANDERS_TILES_BASE", "security policy"),
    ],
)
def test_what_is_no_choice_is_named_with_its_reason(given: dict[str, Any], name: str, why: str) -> None:
    said = refused(**given)
    assert name in said
    assert why in said


def test_what_is_not_chosen_need_not_be_right() -> None:
    assert chosen(map="pdok", flanders_tiles_base="").tiles_base == "https://service.pdok.nl"
    assert chosen(pdok_tiles_base="nowhere").tiles_origin == ""


def test_tiles_come_over_https_in_production() -> None:
    given = {"environment": "production", "map": "pdok", "pdok_tiles_base": "http://tiles.example"}
    assert "ACHTERWACHT_PDOK_TILES_BASE: must be https in production" in refused(**given)
