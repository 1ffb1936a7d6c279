"""Turns different ways of writing one address into one form. Pure text; nothing here knows what an address is.

The rules are those of docs/design/facts.md (Addresses): different spellings (capitals, accents, dashes, "bus", "St.")
must not turn one address into two, since a risk mark is found by its exact key.
"""

import re
import unicodedata

from foundation.visible import is_visible

# Letters that Unicode does not decompose into a base letter and an accent.
LETTERS = str.maketrans({"Ø": "O", "Æ": "AE", "Œ": "OE", "Ł": "L", "Đ": "D"})
WORDS = {"ST": "SINT", "SAINT": "SINT", "STE": "SINTE", "SAINTE": "SINTE", "STR": "STRAAT"}

NAMES = re.compile(r"\w+")
_CODE = re.compile(r"[A-Z0-9 ./,_+'#:-]*")
_BOX_WORD = re.compile(r"(?:BUS|BTE|BOX|BOITE|B(?=[^A-Z0-9]*[0-9]))[^A-Z0-9]*")
_ZEROS = re.compile(r"0+(?=[0-9A-Z])")


def tidy(text: str) -> str:
    """Returns the text on one line, with single spaces and without invisible characters (a zero-width space, a NUL)."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = (" " if one.isspace() else one for one in text if one.isspace() or unicodedata.category(one)[0] != "C")
    line = " ".join("".join(visible).split())
    return line if is_visible(line) else ""


def fold(text: str) -> str:
    """Capitals without accents: `Sacré-Cœur` -> `SACRE-COEUR`. Folding twice changes nothing."""
    return tidy(without_accents(without_accents(text).upper()).translate(LETTERS))


def without_accents(text: str) -> str:
    """`Sacré` -> `Sacre`. Letters that are not a base letter with an accent stay."""
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def same_name(one: str, other: str) -> bool:
    """Whether these are the same names of a person in any order, whatever the accents, capitals and full stops."""
    first, second = (sorted(NAMES.findall(fold(name))) for name in (one, other))
    return first == second and bool(first)


def code(text: str) -> str | None:
    """Returns the bare letters and digits of an addition or box: `-a`, `A`, `/ a` -> `A`. A dash stays only between two
    numbers, which would run together: `1-2` is not `12`. None when it holds anything else, or nothing.
    """
    folded = fold(text)
    if not _CODE.fullmatch(folded):
        return None
    parts = re.findall(r"[A-Z0-9]+", folded)
    joined = ""
    for part in parts:
        joined += f"-{part}" if joined[-1:].isdigit() and part[0].isdigit() else part
    return joined or None


def box(text: str) -> str | None:
    """Returns a Belgian box (busnummer) without the word and leading zeros: `bus 003`, `b3`, `/3` -> `3`.

    Box "B2" is read as 2, since many people write "bus 2" like that. None when it makes no sense.
    """
    known = code(text)
    while known:
        bare = code(_BOX_WORD.sub("", known, count=1)) if _BOX_WORD.match(known) else known
        bare = _ZEROS.sub("", bare, count=1) if bare and _ZEROS.match(bare) else bare
        if bare == known:
            return known
        known = bare
    return None


def street(text: str) -> str:
    """Returns a street to compare: `St.-Pieters Nieuwstr.`, `Sint-Pietersnieuwstraat` -> `SINTPIETERSNIEUWSTRAAT`."""
    words = re.findall(r"[^\W_]+", fold(text))
    return "".join(_whole(word) for word in words)


def _whole(word: str) -> str:
    if word in WORDS:
        return WORDS[word]
    return f"{word}AAT" if word.endswith("STR") else word
