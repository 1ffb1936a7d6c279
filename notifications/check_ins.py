"""Whether a text is a check-in: `IN 5211AA 12 30`, `Aanmelden 9000 Kerkstraat 5`. Pure.

Only that it is one, and what stands behind the word. Which place that is depends on the country, and is read elsewhere
(`achterwacht/inbound/where_texted.py`).
"""

import re
import unicodedata
from functools import lru_cache

from foundation.visible import on_lines
from notifications.dictated import written_out
from notifications.folding import PICTURES_SAY, fold
from notifications.said_otherwise import phrases

BEHIND = r"[\s:;,.=-]*(?P<rest>.*)"
EDGES = " .,:;!-_*"
SHAPELESS = frozenset({"So", "Sk", "Cf", "Mn"})
"""Pictures, their shades, and what joins them."""
BARE = frozenset({"IN"})
"""A word that begins ordinary sentences as well (`in gesprek, bel zo`): a number must stand behind it, or nothing."""


def behind_the_word(body: str) -> str | None:
    """Returns what stands behind the word for a check-in, as it was typed; None if the text is no check-in.

    A question (`aangemeld?`) is none.
    """
    folded = fold(body)
    found = _leads().fullmatch(folded)
    if found is None or "?" in folded:
        return None
    rest = found["rest"].strip()
    if found["lead"] in BARE and rest and not any(one.isdigit() for one in written_out(rest)):
        return None
    typed = _leads().fullmatch(" ".join(on_lines(body).split()))
    return _without_pictures(typed["rest"] if typed is not None else rest).strip(EDGES)


def _without_pictures(text: str) -> str:
    """Returns the text without the pictures at its end that say nothing: a thumb behind an address is no part of it."""
    while text and text[-1] not in PICTURES_SAY and (unicodedata.category(text[-1]) in SHAPELESS or text[-1] in EDGES):
        text = text[:-1]
    return text


@lru_cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"[\s.,:;!*_-]*(?P<lead>{phrases('check_in')})(?![^\W\d_]){BEHIND}", re.IGNORECASE)
