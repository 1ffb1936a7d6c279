"""Whether a text calls for help. The words stand in the catalogues (`[words]`); how they are looked for is written down
in docs/decisions/0027-what-a-word-by-sms-may-do.md.

A word of the list counts anywhere in a text. A slip of the finger (`hekp`), which may be somebody's name or another
language, counts only where the text holds nothing besides such words: a fuzzy word within a sentence would cry wolf.
The slips of the short words are listed; of a long one (`noodgeva`) any single wrong letter is one.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from notifications.folding import plain
from notifications.texts.catalogue import catalogue, languages

LONG = 8
"""A word of so many letters is meant, also with one of them wrong: no name and no other word is so near."""


def asks_for_help(text: str) -> bool:
    """Whether a word for help stands in it, by itself, or is all there is in it, whatever is put between its letters.

    A sign that nobody sees may stand within the word or beside it: both count.
    """
    lines = {_without_idioms(" ".join(plain(text, unseen).split())) for unseen in ("", " ")}
    if any(help_words().search(line) for line in lines):
        return True
    letters = re.sub(r"[\W_]+", "", _without_idioms(plain(text)))
    return whole_help_words().fullmatch(letters) is not None


def may_ask_for_help(text: str) -> bool:
    """Whether it does, or a slip of such a word stands anywhere in it: not enough for an alarm, enough to ask back."""
    return asks_for_help(text) or _slips().search(plain(text)) is not None


def _without_idioms(line: str) -> str:
    """`Geen nood` says that nothing is wrong, in two words that are never apart. No other denial takes a word back."""
    return _idioms().sub(" ", line)


def _listed(key: str) -> list[str]:
    return list(dict.fromkeys(one for language in languages() for one in catalogue(language).words(key)))


@lru_cache
def _idioms() -> re.Pattern[str]:
    alternatives = "|".join(r"\s+".join(map(re.escape, one.split())) for one in _listed("no_help"))
    return re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])(?!\s*[-_])")


@lru_cache
def help_words() -> re.Pattern[str]:
    """The words for help of every language: each by itself, also with letters that are held too long, or joined to the
    small words that people put beside them: `helpme`, `noodnu`."""
    listed = _listed("help")
    spelled = [spaced for one in listed if (spaced := _spelled(one))]
    short = _either(one for one in listed if _is_short(one))
    beside = _either(_listed("help_beside"))
    joined = rf"(?:{beside})*(?:{short})(?:{short}|{beside})*"
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join([*map(_held, listed), *spelled, joined])})(?![^\W\d_])")


@lru_cache
def whole_help_words() -> re.Pattern[str]:
    """The same words and their slips, where a text holds nothing else: `NO OD`, `hekp me`."""
    words = _either(one.replace(" ", "") for one in _listed("help"))
    slips, beside = f"{_either(_listed('help_slips'))}|{_long_slips()}", _either(_listed("help_beside"))
    return re.compile(rf"{words}|(?:{words}|{beside})*(?:{slips})(?:{words}|{slips}|{beside})*")


@lru_cache
def _slips() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{_either(_listed('help_slips'))}|{_long_slips()})(?![^\W_])")


@lru_cache
def _long_slips() -> str:
    """The long words with one letter missing, too many or wrong, or two letters changed about."""
    long = (letters for one in _listed("help") if len(letters := one.replace(" ", "")) >= LONG)
    return "|".join(dict.fromkeys(chain.from_iterable(map(_one_letter_off, long))))


def _one_letter_off(word: str) -> Iterable[str]:
    yield rf"\w{word}"
    for at in range(len(word)):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        yield before + after
        yield rf"{before}\w{after}"
        yield rf"{before}{letter}\w{after}"
        if after:
            yield before + after[0] + letter + after[1:]


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(_held(one) for one in words) + ")"


def _is_short(word: str) -> bool:
    return len(word) <= 4 and " " not in word


def _held(word: str) -> str:
    """`NOOD`, `NOOOOD`, `N00D`, and the same twice in a row; any break between the parts of a word that has some."""
    return "(?:" + r"[\W_]+".join("".join(_letters(part)) for part in word.split()) + ")+"


def _letters(word: str) -> Iterable[str]:
    return (f"{'[O0]' if letter == 'O' else re.escape(letter)}+" for letter in word)


def _spelled(word: str) -> str:
    """`S.O.S.`, `h e l p`: short words, letter by letter, with the same sign between all of them."""
    if not _is_short(word):
        return ""
    first, *others = list(word)
    name = f"between_{word.lower()}"
    return f"{first}(?P<{name}>[ .,_*-])" + f"(?P={name})".join(others)
