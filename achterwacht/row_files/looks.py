"""What an Excel format turns a cell into: a day, or a number with something beside it."""

import re
from dataclasses import dataclass

DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Excel's own formats that show a day or a time."""
DRESSED = frozenset({5, 6, 7, 8, 9, 10, 11, 12, 13, 41, 42, 43, 44, 48})
"""Excel's own formats that show something beside the number: money, a percentage, a fraction, a power."""
_QUIET = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@dataclass(frozen=True)
class Look:
    """How a format shows a cell. dressed: it shows a number with something beside it, or hides it. dresses_text: it
    does so with a text too. digits: how many digits it shows at least, as `0000` does."""

    dressed: bool = False
    dresses_text: bool = False
    digits: int = 0


def look_of(format: str) -> Look:
    """Returns the look of a custom format: `0" bis"` shows a 12 as `12 bis`, and that is what people read."""
    sections = _SECTION.findall(format)
    number, texts = sections[0], sections[3] if len(sections) > 3 else sections[0]
    bare = _bare(number)
    dressed = bare is None or not (bare == "general" or _PLAIN.fullmatch(bare)) or "[<" in format or "[>" in format
    of_text = _bare(texts)
    dresses_text = of_text not in ("@", "general") and (len(sections) > 3 or "@" in texts)
    return Look(dressed and bare != "@", dresses_text, len(bare) if bare and not bare.strip("0") else 0)


_SECTION = re.compile(r'(?:^|(?<=;))((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)(?:;|$)')
_PLAIN = re.compile(r"[#?,]*0?[#0?,]*(?:\.[#0?]+)?")
_UNSEEN = re.compile(r"\[(?:\$-[0-9A-Fa-f]+|[A-Za-z]+[0-9]*)\]|_.|\* |\"\"")
"""A language, a colour, space as wide as a character, space up to the edge."""


def _bare(section: str) -> str | None:
    """Returns the format without the parts that show nothing; None when nothing is left."""
    return re.sub(r"\s", "", _UNSEEN.sub("", section)).lower() or None


def shows_a_day(format: str) -> bool:
    """Whether a custom format shows a day or a time: `d-mmm` does, `0.00 "dagen"` does not."""
    return bool(re.search(r"[dmyhs]", _QUIET.sub("", format).lower().replace("general", "")))
