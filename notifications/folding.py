"""Folds what somebody typed to what they meant: one kind of letters, no accents, no invisible characters, no emoji.

Phones change what people type: `Oke` becomes `Oké`, a plus becomes a full-width plus, three dots become one character,
and copied text brings invisible characters along. This is to read a text; `foundation/visible.py` makes one to be kept.
"""

import re
import unicodedata

from notifications.lookalikes import LOOK_LIKE_OURS

PICTURES_SAY = {
    "🆘": "SOS", "🆗": "OK", "👎": "NEE", "❌": "NEE", "🚫": "NEE", "⛔": "NEE", "🙅": "NEE", "❓": "?", "❔": "?",
    "🤷": "MISSCHIEN", **dict.fromkeys("😢😭😱😨😰😖", "BANG"), "🚨": "ALARM", **dict.fromkeys("🚓🚔👮", "POLITIE"),
    **dict.fromkeys("🔪🗡", "MES"), "🔫": "PISTOOL", "🩸": "BLOED", "🤕": "GEWOND", "🚑": "AMBULANCE", "⚠": "GEVAAR",
    **dict.fromkeys("🤫🤐🔇🔕📵", "SST"),
}  # fmt: skip
"""Pictures that say as much as a word does, and take back as much: `OK 👎` is no OK."""
SAYS = str.maketrans({one: f" {word} " for one, word in PICTURES_SAY.items()} | {"ß": "ss", "ø": "o", "Ø": "O"})
"""Some pictures stand for words, and some letters for others."""
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»‹›″＂「」『』", '"') | dict.fromkeys("‘’‚‛`´′ʼ＇", "'"))
UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me", "Mc"})
"""Unicode categories without a shape of their own: control and format characters, and marks on other letters."""
PICTURES = frozenset({"So", "Sk"})
EDGES = " .,:;!-_*~()[]{}<>/\\|\"'"
"""Characters that mean nothing around a text. A question mark does mean something."""


LONGEST = 1600
"""Characters: more than ten SMS parts, which no phone sends."""


def plain(text: str, unseen: str = "") -> str:
    """Returns the text in plain capitals, with the signs between them and its line breaks.

    unseen: what replaces each invisible character.
    """
    lines = text[:LONGEST].translate(SAYS).translate(DASHES).translate(QUOTES)
    apart = "".join(_apart(letter) for letter in lines)
    compatible = unicodedata.normalize("NFKD", apart.translate(QUOTES)).translate(LOOK_LIKE_OURS)
    return "".join(_letter(one, unseen) for one in compatible).upper().translate(LOOK_LIKE_OURS)


def fold(text: str) -> str:
    """Returns the text on one line, without the signs around it: `Oké… 👍` becomes `OKE`."""
    return " ".join(plain(text).split()).strip(EDGES)


def _apart(letter: str) -> str:
    """Put spaces around a sign that holds letters, such as ™: it is not part of the word beside it."""
    compatible = unicodedata.normalize("NFKC", letter)
    sign = unicodedata.category(letter)[0] not in "LN" and any(one.isalnum() for one in compatible)
    return f" {compatible} " if sign else compatible


def _letter(letter: str, unseen: str) -> str:
    if letter in "\n\r\u2028\u2029":
        return "\n"
    if letter.isspace():
        return " "
    kind = unicodedata.category(letter)
    if kind in UNSEEN:
        return unseen
    if kind in PICTURES:
        return " "
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)


WORD = re.compile(r"\n>*|\.{2,}|\"|(?<![^\W_])'|'(?![^\W_])|(?:[^\W_]|(?<=[^\W_])'(?=[^\W_]))+|\+")
"""A word or a number, or what separates a quotation from the rest: a quotation mark, three dots, a new line."""


MARK, CUT_OFF, LINE = '"', "...", "\n"
BREAKS = frozenset({MARK, CUT_OFF, LINE})


def words(text: str) -> list[str]:
    """Returns the words of a text and the `BREAKS` between them. A new line that begins with `>` is no break."""
    found = [match.group() for match in WORD.finditer(plain(text))]
    return [_word(one) for one in found if not (one.startswith(LINE) and len(one) > 1)]


def _word(found: str) -> str:
    if found == "'":
        return MARK
    return CUT_OFF if found.startswith("..") else found if found in BREAKS else found.replace("'", "")
