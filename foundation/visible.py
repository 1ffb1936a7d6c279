"""Whether there is anything to see in a text. Of signs that nobody sees, a name or a reason is none."""

import unicodedata

SHAPELESS = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me", "Mc", "Zs", "Zl", "Zp"})
"""Unicode's classes of what has no shape by itself: control and format signs, marks on other letters, spaces."""
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a sign by their class, that are drawn as nothing: the fillers of Hangul, and Braille without a dot."""


def is_visible(text: str) -> bool:
    return any(sign not in BLANKS and unicodedata.category(sign) not in SHAPELESS for sign in text)
