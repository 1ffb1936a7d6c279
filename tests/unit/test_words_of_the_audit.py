"""The audit as a file says in words what was done, and how it came in: all of it, and as the screen does."""

import re
from pathlib import Path

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import CONSOLE
from notifications.texts.catalogue import FIRST_LANGUAGE, catalogue

ROOT = Path(__file__).parents[2]
SCREEN = ROOT / "pwa/src/texts/nl-later.ts"
VIA = re.compile(r"\b(?:via=|via: str = |VIA = |CLOCK = |SCOPE = )\"([a-z-]+)\"")


def test_everything_that_is_audited_has_the_word_of_the_screen() -> None:
    words = catalogue(FIRST_LANGUAGE).entries["audit_kinds"]
    assert set(words) == {one.value for one in Audited}
    screen = SCREEN.read_text(encoding="utf-8")
    assert [one for one, said in words.items() if f'{one}: "{said}"' not in screen] == []


def test_every_way_in_has_a_word() -> None:
    ways = {CONSOLE}
    for room in ("achterwacht", "api", "cli"):
        for path in (ROOT / room).rglob("*.py"):
            ways.update(VIA.findall(path.read_text(encoding="utf-8")))
    assert set(catalogue(FIRST_LANGUAGE).entries["audit_ways"]) == {one.replace("-", "_") for one in ways}
