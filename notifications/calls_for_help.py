"""Whether a text calls for help. The words stand in the catalogues (`[words]`); how we look for them is explained in
docs/decisions/0027-what-a-word-by-sms-may-do.md.

A word from the list counts anywhere in a text. A slip of the finger (`hekp`), which may also be a name or a word of
another language, counts only when the text holds nothing else: a fuzzy match within a sentence would cry wolf. The
slips of short words are listed; in a long word (`noodgeva`) any single wrong letter counts as a slip.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from notifications.folding import plain
from notifications.texts.catalogue import catalogue, languages

LONG = 8
"""A word of this many letters or more is still meant with one letter wrong: no name or other word comes so close."""


def asks_for_help(text: str) -> bool:
    """Whether the text holds a word for help by itself, or is nothing but one, whatever stands between its letters.

    An invisible character may stand within the word or beside it: both are tried.
    """
    lines = {_without_idioms(" ".join(plain(text, unseen).split())) for unseen in ("", " ")}
    if any(help_words().search(line) for line in lines):
        return True
    letters = re.sub(r"[\W_]+", "", _without_idioms(plain(text)))
    return whole_help_words().fullmatch(letters) is not None


def may_ask_for_help(text: str) -> bool:
    """Whether the text asks for help or holds a slip of such a word: too little for an alarm, enough to ask back."""
    return asks_for_help(text) or _slips().search(plain(text)) is not None


def _without_idioms(line: str) -> str:
    """Remove `geen nood`: it says that nothing is wrong, always in these two words. No other denial cancels a word."""
    return _idioms().sub(" ", line)


def _listed(key: str) -> list[str]:
    return list(dict.fromkeys(one for language in languages() for one in catalogue(language).words(key)))


@lru_cache
def _idioms() -> re.Pattern[str]:
    alternatives = "|".join(r"\s+".join(map(re.escape, one.split())) for one in _listed("no_help"))
    return re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])(?!\s*[-_])")


@lru_cache
def help_words() -> re.Pattern[str]:
    """Returns a pattern for the words for help in every language: by themselves, with repeated letters, or joined to
    the small words that people put beside them (`helpme`, `noodnu`)."""
    listed = _listed("help")
    spelled = [spaced for one in listed if (spaced := _spelled(one))]
    short = _either(one for one in listed if _is_short(one))
    beside = _either(_listed("help_beside"))
    joined = rf"(?:{beside})*(?:{short})(?:{short}|{beside})*"
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join([*map(_held, listed), *spelled, joined])})(?![^\W\d_])")


@lru_cache
def whole_help_words() -> re.Pattern[str]:
    """Returns a pattern for a text that holds nothing but those words and their slips: `NO OD`, `hekp me`."""
    words = _either(one.replace(" ", "") for one in _listed("help"))
    slips, beside = f"{_either(_listed('help_slips'))}|{_long_slips()}", _either(_listed("help_beside"))
    return re.compile(rf"{words}|(?:{words}|{beside})*(?:{slips})(?:{words}|{slips}|{beside})*")


@lru_cache
def _slips() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{_either(_listed('help_slips'))}|{_long_slips()})(?![^\W_])")


@lru_cache
def _long_slips() -> str:
    """The long words with one letter missing, extra or wrong, or with two letters swapped."""
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
    """Matches `NOOD`, `NOOOOD`, `N00D`, and the word repeated; the parts of a word may be split by any signs."""
    return "(?:" + r"[\W_]+".join("".join(_letters(part)) for part in word.split()) + ")+"


def _letters(word: str) -> Iterable[str]:
    return (f"{'[O0]' if letter == 'O' else re.escape(letter)}+" for letter in word)


def _spelled(word: str) -> str:
    """Matches short words letter by letter with the same sign between all of them: `S.O.S.`, `h e l p`."""
    if not _is_short(word):
        return ""
    first, *others = list(word)
    name = f"between_{word.lower()}"
    return f"{first}(?P<{name}>[ .,_*-])" + f"(?P={name})".join(others)
