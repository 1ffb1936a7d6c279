"""What dictation writes out: numbers in words, and signs by their names (`plus vijftien punt`). Pure."""

import re

from notifications.folding import fold

_UNITS = {
    "NUL": 0, "EEN": 1, "TWEE": 2, "DRIE": 3, "VIER": 4, "VIJF": 5, "ZES": 6, "ZEVEN": 7, "ACHT": 8, "NEGEN": 9,
    "TIEN": 10, "ELF": 11, "TWAALF": 12, "DERTIEN": 13, "VEERTIEN": 14, "VIJFTIEN": 15, "ZESTIEN": 16,
    "ZEVENTIEN": 17, "ACHTTIEN": 18, "NEGENTIEN": 19,
}  # fmt: skip
_TENS = {
    "TWINTIG": 20, "DERTIG": 30, "VEERTIG": 40, "VIJFTIG": 50, "ZESTIG": 60, "ZEVENTIG": 70, "TACHTIG": 80,
    "NEGENTIG": 90,
}  # fmt: skip
_SIGNS = {
    "PUNT": ".", "KOMMA": ",", "UITROEPTEKEN": "!", "VRAAGTEKEN": "?", "DUBBELE PUNT": ":", "DUBBELEPUNT": ":",
    "STREEPJE": "-", "KOPPELTEKEN": "-", "SPATIE": " ", "NIEUWE REGEL": " ",
}  # fmt: skip
NUMBERS = {
    **{word: str(number) for word, number in (_UNITS | _TENS).items()},
    **{
        f"{unit}EN{ten}": str(number + more)
        for ten, number in _TENS.items()
        for unit, more in _UNITS.items()
        if 1 <= more <= 9
    },
}
_LONGEST_FIRST = sorted(NUMBERS | _SIGNS, key=len, reverse=True)
WORD = re.compile(rf"(?<![^\W_])(?:{'|'.join(_LONGEST_FIRST)})(?![^\W_])")
TOKEN = re.compile(r"[^\W_]+")
SHORTEST_HIDDEN = 4
"""Digits in a row, as words: fewer of them are no PIN."""
MOST_WORDS = 12
"""Nobody dictates a longer answer than this; in a story a number is a number of something."""


def written_out(text: str) -> str:
    """Returns a folded text with numbers in digits, and signs as signs; as it is where it holds none, or is long."""
    if len(text.split()) > MOST_WORDS:
        return text
    signs = WORD.sub(lambda found: NUMBERS.get(found.group()) or _SIGNS[found.group()], text)
    return " ".join(re.sub(r"\s+(?=[.,!?:])", "", signs).split()).strip(" .,:;!-")


def without_dictated(text: str) -> str:
    """Returns a text with every number in words hidden that may be part of a PIN: `vier acht twee een`."""
    tokens = list(TOKEN.finditer(text))
    numbers = [NUMBERS.get(fold(one.group()), one.group() if one.group().isdigit() else "") for one in tokens]
    out, at, first = [], 0, 0
    while first < len(tokens):
        last = first
        while last < len(tokens) and numbers[last]:
            last += 1
        if sum(map(len, numbers[first:last])) >= SHORTEST_HIDDEN:
            for one in tokens[first:last]:
                if not one.group().isdigit():
                    out += [text[at : one.start()], "*"]
                    at = one.end()
        first = max(last, first + 1)
    return "".join([*out, text[at:]])
