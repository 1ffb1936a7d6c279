"""Whether a text of somebody under way tells of distress: less than a word for help, and never to be passed over.

The words stand in the catalogues (`[words] distress`). Which of them, and why not others:
docs/decisions/0027-what-a-word-by-sms-may-do.md. Some count anywhere in a text, others only where it holds nothing
else.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from notifications.folding import BREAKS, plain, words
from notifications.texts.catalogue import catalogue, languages

SIGNS = re.compile(r"[^\w\n]*[!.,:;*_~()\"'-][^\w\n]*")
"""Whatever separates words other than a space: `geen tijd, hij slaat me` takes nothing back."""
STOP = " , "
JOINED = re.compile(r"(?<=[^\W\d_])['-](?=[^\W\d_])")
"""What joins words in English and French (`can't leave`, `j'ai peur`): the lists hold them without it."""
NUMBERS = re.compile(r",|(?<![0-9])[1-9][0-9]{3} ?[A-Z]{2}(?![A-Z])|[0-9]+")
"""What stands between the words of a place: signs, numbers, and postcodes with their letters."""
NO = frozenset({"NEE", "NEEN", "NEIN", "NO", "NON", "NOPE"})
NOT = re.compile(r"(?<![^\W_])NIE?(?![^\W_])")
ASKS_US = frozenset({"BEL", "KOM", "STUUR", "HAAL"})
I_AM = re.compile(r"(?<![^\W_])K(BEN|HEB|ZIT|KAN|MAG|WORD|VOEL)(?![^\W_])")
"""`Kben bang`."""
TOWN = re.compile(r"3545 HALEN(?![A-Z])")
NUMBER_SIGN = re.compile(r"(?<![^\W_])NO\s*(?:, )?(?=\d)")
"""`Kerkstraat no 5`: before a number it is no no."""


def tells_of_distress(text: str) -> bool:
    """Whether the text holds words of distress, or is nothing but one. A question (`niet veilig?`) is one as well."""
    return any(map(_tells, dict.fromkeys((_line(text), _line(JOINED.sub("", plain(text)))))))


def says_only_yes(text: str) -> bool:
    """Whether the text is a yes and nothing else: it answers whatever its sender thinks that was asked last."""
    return " ".join(word for word in words(text) if word not in BREAKS) in _listed("only_yes")


def _tells(line: str) -> bool:
    line = _without_others(line)
    if _anywhere().search(line) is not None or _last().search(line) is not None:
        return True
    return _alone().fullmatch(line.replace(STOP, " ").strip(" ,?")) is not None


def is_only_no(text: str) -> bool:
    """Whether the text says no and nothing else: an honest answer where a no may be one."""
    said = [word for word in words(text) if word not in BREAKS]
    return bool(said) and NO.issuperset(said)


def tells_of_distress_beside(place: str) -> bool:
    """Whether a place holds words of distress, or one of the others stands apart in it: `POLITIE 5211AA 12`.

    What stands apart is what lies between numbers and signs, and behind a number also what ends such a piece: `9000
    Gent bel me`. A number is a house; `3545 Halen` is a town.
    """
    if tells_of_distress(place):
        return True
    first, *others = NUMBERS.split(NUMBER_SIGN.sub("", TOWN.sub(STOP, _line(place))))
    return _alone().fullmatch(first.strip()) is not None or any(_at_the_end().search(one.strip()) for one in others)


def _line(text: str) -> str:
    """Returns the words on one line, with a comma wherever a sign or a new line stood between them. What is written as
    it is said in Flanders is written out."""
    lines = (" ".join(SIGNS.sub(STOP, one).split()) for one in plain(text).replace("'T ", "T ").splitlines())
    return I_AM.sub(r"IK \1", NOT.sub("NIET", STOP.join(one for one in lines if one)))


def _without_others(line: str) -> str:
    return _others().sub(STOP, line)


def _listed(key: str) -> list[str]:
    found = dict.fromkeys(one for language in languages() for one in catalogue(language).words(key))
    return sorted(found, key=len, reverse=True)


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(r"\s+".join(_held(part) for part in one.split()) for one in words) + ")"


def _held(word: str) -> str:
    """Matches the word with letters held too long: `niet veiliggg`. A digit is only itself."""
    return "".join(re.escape(one) if one.isdigit() else f"{re.escape(one)}+" for one in word)


@lru_cache
def _others() -> re.Pattern[str]:
    """Returns a pattern for what holds words of distress, and tells of none: `niet bedreigd`, `slaat nergens op`."""
    # `Ik durf ni bel 112`: what is asked of us is taken back by no word before it.
    told = [one for one in _listed("distress") if one.split()[0] not in ASKS_US]
    denied = rf"{_either(_listed('no_distress_before'))}\s+{_either(told)}"
    return re.compile(rf"(?<![^\W_])(?:{_either(_listed('no_distress'))}|{denied})(?![^\W_])")


@lru_cache
def _anywhere() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){_either(_listed('distress'))}(?![^\W_])")


@lru_cache
def _last() -> re.Pattern[str]:
    # `Maar bel me morgen over dat dossier` can wait.
    beside = _either(_listed("help_beside"))
    return re.compile(rf"(?<![^\W_]){_either(_listed('distress_last'))}(?:[\W\d_]+{beside})*[\W\d_]*$")


@lru_cache
def _at_the_end() -> re.Pattern[str]:
    # `5 rue de la Police` is a street.
    return re.compile(rf"(?:^|(?<!LA)(?<!DU)(?<!DES)\s)(?:{_alone().pattern})$")


@lru_cache
def _alone() -> re.Pattern[str]:
    beside, words = _either(_listed("help_beside")), _either(_listed("distress_alone"))
    return re.compile(rf"(?:{beside}\s+)*{words}(?:\s+(?:{words}|{beside}))*")
