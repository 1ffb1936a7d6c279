"""Every screen of a busy day, with long names and long addresses: axe finds nothing, nothing is wider than the screen,
no word is broken, and it looks as it did.

One walk for the three, since the way to a screen costs more than to look at it. `make screens` walks here too, in more
widths and colours, and keeps a picture of each; with RENEW=1 screens have to look from now on as they do then.
"""

import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser

from achterwacht.alarms import facts
from achterwacht.codes import service as codes
from tests.browser.judged import TWICE, found_by_axe, wrong_at
from tests.browser.pictures import Album, stands_still
from tests.browser.screens import A_DRILL, Look, Screen, a_busy_day, looks_at, of_the_desk, of_the_worker
from tests.browser.screens_of_a_case import a_case, of_a_case
from tests.support import organisations
from tests.support.app_under_test import TOWN_TIME, AppUnderTest, an_app

pytestmark = [pytest.mark.parametrize("kind", ["sqlite"], indirect=True), pytest.mark.timeout(600)]
PICTURES = os.environ.get("SCREENS", "")
LOOKED_AT = datetime(2026, 3, 4, 10, 4, 0, 500_000, tzinfo=TOWN_TIME)
"""After the day began: all of it has happened, and no count is about to jump."""
BEGINS = LOOKED_AT - timedelta(minutes=4 + A_DRILL, milliseconds=500)

PHONE, NARROW, DESK, WIDE = Look(390), Look(320), Look(1280), Look(1920)
IN_THE_DARK, DESK_IN_THE_DARK = Look(390, "dark"), Look(1280, "dark")
WALKS: dict[str, tuple[Callable[[AppUnderTest], Any], Callable[[AppUnderTest, Any], Iterator[Screen]]]] = {
    "phone": (a_busy_day, of_the_worker),
    "desk": (a_busy_day, of_the_desk),
    "case": (a_case, of_a_case),
}
# The colours and the width have little to do with each other, so axe sees the desk's screens once in each; those of a
# case it sees unfolded (test_what_axe_finds.py).
AXE = {"phone": (PHONE, IN_THE_DARK), "desk": (DESK, IN_THE_DARK), "case": ()}
# 320 pixels is the smallest telephone, and a desk that zooms in to 400 %.
FITS = {
    "phone": (NARROW, Look(TWICE), DESK),
    "desk": (DESK, Look(1440), WIDE, Look(2560), Look(820), NARROW),
    "case": (NARROW, DESK),
}
LOOKS_AS_IT_DID = {
    "phone": (PHONE, IN_THE_DARK, NARROW),
    "desk": (DESK, DESK_IN_THE_DARK, WIDE),
    "case": (PHONE, DESK_IN_THE_DARK),
}
ALL = (
    PHONE, NARROW, DESK, WIDE, IN_THE_DARK, Look(320, "dark"), DESK_IN_THE_DARK, Look(1920, "dark"),
)  # fmt: skip


@pytest.fixture
def app(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppUnderTest]:
    """At one and the same moment, with the same numbers, addresses, codes and names of alarms, each time."""
    monkeypatch.setattr(organisations, "_numbers", iter(range(1, 1000)))
    monkeypatch.setattr(organisations, "_phones", iter(range(5_500_001, 5_600_000)))
    monkeypatch.setattr(facts, "blake2b", lambda _, digest_size: blake2b(digest_size=digest_size))
    monkeypatch.setattr(codes, "secrets", SimpleNamespace(randbelow=Random(1).randrange))
    with an_app(database_url, begins=BEGINS) as app:
        yield app


def named(screen: Screen, look: Look, ids: dict[str, str]) -> str:
    """Returns a name that is the same each time: the ids in a path are others each time."""
    path = screen.path
    for found, name in ids.items():
        path = path.replace(found, name)
    first_name = "outside" if screen.outside else screen.who.name.split(" ")[0].lower()
    opened = "-".join(re.findall(r"\w+", screen.opens.lower()))
    of_a_screen = f"{first_name}{path.replace('/', '-').replace('#', '-')}-{opened}".rstrip("-")
    return f"{of_a_screen}-{look.width}-{look.colours}"


@pytest.mark.parametrize("walk", WALKS)
def test_every_screen_is_as_it_should_be(app: AppUnderTest, chromium: Browser, walk: str) -> None:
    has_been, screens_of = WALKS[walk]
    day = has_been(app)
    app.clock.stands_still(LOOKED_AT)
    app.settles()
    named_ids = day if isinstance(day, dict) else day._asdict()
    ids = {value: name for name, value in named_ids.items() if isinstance(value, str)}
    album = Album(walk)
    wrong: list[str] = []
    looks = dict.fromkeys((*AXE[walk], *FITS[walk], *LOOKS_AS_IT_DID[walk], *(ALL if PICTURES else ())))
    for page, screen, look in looks_at(
        chromium, app, screens_of(app, day), tuple(looks), lambda context: stands_still(context, app.now())
    ):
        found: list[str] = []
        name = named(screen, look, ids)
        if PICTURES and look in ALL:
            page.screenshot(path=Path(PICTURES) / f"{name}.png")
        if look in AXE[walk] or (PICTURES and look in ALL):
            found += found_by_axe(page)
        if look in FITS[walk]:
            found += wrong_at(page, look.width)
        if look in LOOKS_AS_IT_DID[walk] and (other := album.looks(page, name)):
            found.append(other)
        wrong += [f"{screen} at {look.width}, {look.colours}: {one}" for one in found]
    app.forgets_messages()
    wrong += album.left_over()
    assert not wrong, "\n".join(wrong)
