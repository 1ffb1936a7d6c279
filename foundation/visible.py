"""Text as people read it: the one place where what somebody typed, copied or read in is made clean.

Cleaned, and not refused: what nobody sees comes along from a PDF, a mail or a spreadsheet, and whoever sends it can't
find it. A name or a reason that holds nothing visible is empty, so it is refused where one is needed.
"""

import re
import unicodedata

SHAPELESS = frozenset({"Cf", "Cc", "Co", "Cn", "Cs", "Mn", "Me", "Mc", "Zs", "Zl", "Zp"})
"""Unicode categories without a shape of their own: control and format characters, halves, combining marks, spaces."""
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a symbol by their category that show nothing: the fillers of Hangul, and Braille without dots."""

TURNING = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Signs that turn the direction of what follows, and show nothing: what is read then is not what was written."""
COMMANDS = dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)))
"""Control characters that move or colour a terminal, or stop a document from opening, and NUL, which no database holds.
Not among them: a tab and the ends of lines."""
UNSEEN = TURNING | dict.fromkeys(
    (0xAD, 0x180E, 0x200B, *range(0x2060, 0x2066), *range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC), 0xFEFF)
)
"""Also a soft hyphen, spaces without width, a mark of the order of bytes: with one of them in it a name is another
name than the one that it looks like, and no search finds it."""
UNSEEN |= COMMANDS | dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF, *range(0xE0000, 0xE0080)))
"""Also half a character, which no database holds, what no document may hold, and tags: letters that nobody sees."""
A_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
A_GAP = re.compile(r"\s*[\t\n\r\v\f\x85\u2028\u2029]\s*")
LOOSE = re.compile("(?<![^\x00-\u024f])[\u200c\u200d]+")
"""Joiners behind a letter of ours, where they do nothing. Behind one of Persian or Hindi, or in a family of emoji, they
give what follows its shape."""


def on_one_line(text: str) -> str:
    """Returns the text without what nobody sees; where a line ended, or a tab stood, there is a space."""
    return _seen(text if text.isprintable() else _clean(A_GAP.sub(" ", text)).strip())


def on_lines(text: str) -> str:
    """Returns the text without what nobody sees, and with one kind of end of a line. Tabs stay."""
    return _seen(text if text.isprintable() else _clean(A_BREAK.sub("\n", text)))


def unturned(text: str) -> str:
    """Returns the text without signs that turn its direction. Hebrew and Arabic need none: their letters do so."""
    return text if text.isascii() else text.translate(TURNING)


def is_visible(text: str) -> bool:
    if text.isascii() and text.isprintable():
        return not text.isspace() and text != ""
    return any(sign not in BLANKS and unicodedata.category(sign) not in SHAPELESS for sign in text)


def _clean(text: str) -> str:
    return LOOSE.sub("", text.translate(UNSEEN))


def _seen(text: str) -> str:
    return text if is_visible(text) else ""
