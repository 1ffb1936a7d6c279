"""What somebody typed, folded to what they meant: one kind of letters, no accents, no invisible signs, no emoji.

Phones change what people type: `Oke` becomes `Oké`, a plus a full-width one, a dot the sign for three; and a sign that
nobody sees comes along from wherever it was copied. Read with `fold`; keep with `storable`.
"""

import re
import unicodedata

from notifications.lookalikes import LOOK_LIKE_OURS

SAYS = str.maketrans({"\U0001f198": " SOS ", "\U0001f197": " OK ", "ß": "ss", "ø": "o", "Ø": "O"})
"""Two emoji are words by themselves."""
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»‹›″＂「」『』", '"') | dict.fromkeys("‘’‚‛`´′ʼ＇", "'"))
UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me", "Mc"})
"""Unicode's classes of what has no shape of its own: control and format signs, and marks on other letters."""
PICTURES = frozenset({"So", "Sk"})
EDGES = " .,:;!-_*~()[]{}<>/\\|\"'"
"""What may stand around a text without a meaning of its own. A question mark has one."""


LONGEST = 1600
"""More than ten texts together, which no phone sends."""


def storable(text: str) -> str:
    """The same text as a database takes it: without NUL, and without halves of letters."""
    return "".join(letter for letter in text if letter != "\0" and unicodedata.category(letter) != "Cs")


def plain(text: str, unseen: str = "") -> str:
    """Capitals of one kind, with the signs between them; lines stay lines. `unseen` stands for each unseen sign."""
    lines = text[:LONGEST].translate(SAYS).translate(DASHES).translate(QUOTES)
    apart = "".join(_apart(letter) for letter in lines)
    compatible = unicodedata.normalize("NFKD", apart.translate(QUOTES)).translate(LOOK_LIKE_OURS)
    return "".join(_letter(one, unseen) for one in compatible).upper().translate(LOOK_LIKE_OURS)


def fold(text: str) -> str:
    """The text on one line, without what stands around it: `Oké… 👍` becomes `OKE`."""
    return " ".join(plain(text).split()).strip(EDGES)


def _apart(letter: str) -> str:
    """A sign that holds letters, as ™ does, is no part of the word beside it."""
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
"""A word or a number; and what parts a quotation from what stands outside: a mark, three dots, a new line."""


MARK, CUT_OFF, LINE = '"', "...", "\n"
BREAKS = frozenset({MARK, CUT_OFF, LINE})


def words(text: str) -> list[str]:
    """The words of a text, and the `BREAKS` between them. A line that quotes on is no break."""
    found = [match.group() for match in WORD.finditer(plain(text))]
    return [_word(one) for one in found if not (one.startswith(LINE) and len(one) > 1)]


def _word(found: str) -> str:
    if found == "'":
        return MARK
    return CUT_OFF if found.startswith("..") else found if found in BREAKS else found.replace("'", "")
