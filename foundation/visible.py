"""Whether a text holds anything visible. A name or a reason made of invisible characters doesn't count as one."""

import unicodedata

SHAPELESS = frozenset({"Cf", "Cc", "Co", "Cn", "Mn", "Me", "Mc", "Zs", "Zl", "Zp"})
"""Unicode categories without a shape of their own: control and format characters, combining marks, spaces. Half of a
character (Cs) is none of them: that is refused as such."""
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a symbol by their category that show nothing: the fillers of Hangul, and Braille without dots."""


def is_visible(text: str) -> bool:
    return any(sign not in BLANKS and unicodedata.category(sign) not in SHAPELESS for sign in text)
