"""The Dutch pages quote what a text, a call or a screen says today, and speak to their reader as "je"."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAID = ("notifications/texts/nl.toml", "api/problems.toml", "pwa/src/texts/nl.ts", "pwa/src/texts/nl-later.ts")
FILLED_IN = re.compile(r"\{[{%].*?[%}]\}|\$\{[^}]*\}")
QUOTED = re.compile(r'\*"([^"*]{3,600})"\*')
MADE_UP = r"jan de wit|jan|fatima|ali|huisbezoek"
"""What stands in the pages where a text has a name, or what somebody went out for."""
BETWEEN = re.compile(rf"[.,:;?!()+…|]|\d+|\b(?:{MADE_UP})\b")
FEWEST_WORDS = 3
"""A piece of fewer words says little, and stands in some text anyway."""
TO_OUR_NUMBER = frozenset({"kan nu niet praten"})
"""What somebody sends us, in their own words."""

DUTCH = [page for folder in ("beheer", "gebruik", "privacy") for page in sorted((ROOT / "docs" / folder).glob("*.md"))]
SAYS_U = frozenset({"ondernemingsraad.md"})
"""It is written to the members of a works council, whom we don't know."""
NOT_OURS = re.compile(r'\*"[^"]*"\*|`[^`]*`|^ {4}.*$|U/\w+', re.MULTILINE)

pages = pytest.mark.parametrize("page", DUTCH, ids=lambda page: str(page.relative_to(ROOT)))


def what_is_said() -> str:
    """Returns all that is said in Dutch, with a bar in the place of each fact; a manager is called as in the pages."""
    texts = " ".join((ROOT / path).read_text(encoding="utf-8") for path in SAID)
    return FILLED_IN.sub("|", " ".join(texts.split())).casefold().replace("leidinggevende", "teammanager")


def pieces(quote: str) -> list[str]:
    """Returns what a quote says between names, numbers and punctuation, where it is long enough to be found again."""
    found = [piece.strip() for piece in BETWEEN.split(" ".join(quote.split()).casefold())]
    return [piece for piece in found if len(piece.split()) >= FEWEST_WORDS and piece not in TO_OUR_NUMBER]


@pages
def test_what_it_quotes_is_what_we_say(page: Path) -> None:
    said = what_is_said()
    quotes = QUOTED.findall(page.read_text(encoding="utf-8"))
    assert [piece for quote in quotes for piece in pieces(quote) if piece not in said] == []


@pages
def test_it_says_je(page: Path) -> None:
    if page.name not in SAYS_U:
        assert re.findall(r".{0,40}\b[Uu]w?\b.{0,20}", NOT_OURS.sub("", page.read_text(encoding="utf-8"))) == []


def test_a_quote_of_what_nobody_says_would_fail() -> None:
    assert pieces("ALARM 4821. Jan de Wit is verdwenen in het bos: Dorpsstraat 12") == ["is verdwenen in het bos"]
    assert "is verdwenen in het bos" not in what_is_said()
