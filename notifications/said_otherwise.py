"""What people write instead of OK, UIT, +15 and `1 4821`: other words, hours, and numbers as dictation writes them.
Which word may do what: docs/decisions/0027-what-a-word-by-sms-may-do.md.

The words stand in the catalogues (`[words]`). Each counts only if the text holds nothing else but a PIN and what people
add out of friendliness: `klaar` ends the watch, `bijna klaar` and `klaar?` are not understood.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from notifications.texts.catalogue import catalogue, languages

A = r"(?:EEN |1 |N |'N |NEN |NE )?"
LENGTHS = (
    (15, rf"{A}KWARTIER(?:TJE|KE)?"),
    (30, rf"{A}HALF ?UUR(?:TJE|KE)?"),
    (45, r"(?:DRIE|3) ?KWARTIER(?:TJE|KE)?"),
    (60, rf"{A}UUR(?:TJE|KE)?"),
    (90, rf"{A}ANDERHALF ?UUR(?:TJE|KE)?"),
    (120, r"TWEE UUR(?:TJES|KES)?"),
)
HOURS = r"(?P<hours>[1-9])\s*(?:UUR(?:TJES?|KES?)?|UREN|U|HRS?|HOURS?|H)"
IN_MINUTES = r"(?P<minutes>\d{1,3})\s*(?:'|MIN|MINS|MINU?U?T|MINU(?:UT|TE?)(?:JES?|KES?|NTJES?)|MINUTEN|MINUTES|M)"
BEFORE = (
    r"(?:\++\s*|PLUS |(?:(?:HET )?DUURT |IK BLIJF |BLIJF )?(?:NOG )?(?:EXTRA )?|(?:VERLENG|EXTEND)(?: (?:MET|NOG))? )"
)
AFTER = r"(?:\s*(?:ERBIJ|EXTRA|LANGER|MEER|BIJ|NODIG))"
ASKS_FOR_MORE = re.compile(
    rf"\+|(?<![^\W_])(?:PLUS|NOG|VERLENG|EXTEND|EXTRA|DUURT|BLIJF|TOT|LANGER)(?![^\W_])|[\dA-Z']{AFTER}(?![^\W_])"
)
"""Without any of these a text only names a length: `half uur`, `15 min`."""
SIGNS = r"[ .,/#-]{0,3}"
"""What dictation puts between the digits of a number."""


def _digits(name: str, fewest: int, most: int) -> str:
    """Matches this many digits, perhaps with signs between them, and with no other digit close behind them."""
    return rf"(?P<{name}>\d(?:[:)] ?)?(?:{SIGNS}\d){{{fewest - 1},{most - 1}}})(?!{SIGNS}\d)"


NAMED = r"(?:(?:CODE|ALARM|NR)\b[ .:-]*)?"
NOTE = r"(?P<note>(?:[^\w].*)?)"
DIGITS_ALONE = re.compile(_digits("digits", 4, 7) + NOTE)
BEHIND_A_WORD = re.compile(
    rf"(?:(?P<safe>VEILIG|SAFE)|(?P<second>TWEE|TWO))[^\w]{{1,3}}{NAMED}{_digits('digits', 4, 6)}{NOTE}|"
    rf"(?:EEN|ONE)[^\w]{{1,3}}{NAMED}{_digits('first', 4, 6)}"
)
"""`Een 4821` followed by a note may be about a thing: it is only an answer by itself."""
PIN_APART = rf"(?![1-9]{SIGNS}(?:\d{SIGNS}){{4}}){_digits('spread', 4, 8)}"
"""Not where the first digit could be the number of a visit: `UIT 1 48 21` is PIN 4821 for the first visit, or 14821."""


@lru_cache
def phrases(key: str) -> str:
    """Returns a pattern for the words in this list of the catalogues, in any language."""
    listed = dict.fromkeys(one for language in languages() for one in catalogue(language).words(key))
    longest_first = sorted(listed, key=len, reverse=True)
    return "(?:" + "|".join("[ ,]+".join(map(re.escape, one.split())) for one in longest_first) + ")"


def length(said: Mapping[str, str | None]) -> int | None:
    """Returns how many minutes a text asks for, from the groups of a `lengths` match."""
    if hours := said.get("hours"):
        return 60 * int(hours)
    if minutes := said.get("minutes"):
        return int(minutes)
    return next((minutes for minutes, _ in LENGTHS if said.get(f"length{minutes}")), None)


def lengths(behind: str) -> str:
    """Returns a pattern for minutes and hours in words and digits; `behind` is a pattern for what follows."""
    named = "|".join(rf"(?P<length{minutes}>{form})" for minutes, form in reversed(LENGTHS))
    return rf"{BEFORE}(?:{HOURS}|{IN_MINUTES}|{named}){AFTER}?{behind}"


def readings(spread: str) -> tuple[tuple[str, str], ...]:
    """Returns what digits with signs between them may mean: an answer (1 or 2) and a code, in either order, or only a
    code. The likeliest comes first. The code that the sender really has decides; if they have two, it stays unclear."""
    groups, digits = re.findall(r"\d+", spread), only_digits(spread)
    before = [(digits[0], digits[1:])] if digits[0] in "12" else []
    behind = [(digits[-1], digits[:-1])] if digits[-1] in "12" else []
    alone = [("", digits)]
    if groups[0] in ("1", "2"):
        found = [*before, *behind, *alone]
    elif groups[-1] in ("1", "2"):
        found = [*behind, *before, *alone]
    else:
        found = [*alone, *before, *behind]
    return tuple((said, code) for said, code in dict.fromkeys(found) if 4 <= len(code) <= 6)


def only_digits(spread: str) -> str:
    return re.sub(r"\D", "", spread)
