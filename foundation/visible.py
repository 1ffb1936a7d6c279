"""Whether a text holds anything visible, and reads as it was written. A name or a reason made of invisible characters
doesn't count as one."""

import re
import unicodedata

SHAPELESS = frozenset({"Cf", "Cc", "Co", "Cn", "Mn", "Me", "Mc", "Zs", "Zl", "Zp"})
"""Unicode categories without a shape of their own: control and format characters, combining marks, spaces. Half of a
character (Cs) is none of them: that is refused as such."""
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a symbol by their category that show nothing: the fillers of Hangul, and Braille without dots."""

TURNING = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Signs that turn the direction of what follows, and show nothing: what is read then is not what was written."""


def unturned(text: str) -> str:
    """Returns the text without signs that turn its direction. Hebrew and Arabic need none: their letters do so."""
    return text if text.isascii() else text.translate(TURNING)


def is_visible(text: str) -> bool:
    if text.isascii() and text.isprintable():
        return not text.isspace() and text != ""
    return any(sign not in BLANKS and unicodedata.category(sign) not in SHAPELESS for sign in text)


A_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
A_GAP = re.compile(r"\s*[\t\n\r\v\f\x85\u2028\u2029]\s*")
COMMANDS = dict.fromkeys((*range(0x01, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)))
"""Control characters that move or colour a terminal, or stop a document from opening. Not among them: a tab and the
ends of lines, and NUL, which is refused as such."""


def on_one_line(text: str) -> str:
    """Returns the text without control characters; where a line ended, or a tab stood, there is a space."""
    return text if text.isprintable() else A_GAP.sub(" ", text).translate(COMMANDS).strip()


def on_lines(text: str) -> str:
    """Returns the text without control characters, and with one kind of end of a line. Tabs stay."""
    return text if text.isprintable() else A_BREAK.sub("\n", text).translate(COMMANDS)
