"""A day as people and their programs write it in a file. Pure.

Days come first, and years have four digits: LibreOffice writes `28-11-26`, which is as well the 26th of November 2028.
"""

import re
from collections.abc import Sequence
from datetime import date

from achterwacht.row_files.folded import bare
from foundation.moments import is_reckoned

A_DAY = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<dd>\d{1,2})[-/.](?P<mm>\d{1,2})[-/.](?P<yy>\d{4}))"
)
_NAMED = re.compile(r"(?P<d>\d{1,2})(?:\.|er)?[ -](?P<month>[^\W\d_]{3,})\.?[ -](?P<y>\d{4})")
_WEEKDAY = re.compile(r"(?P<weekday>[^\W\d_]{2,})\.?,? (?=\d)")
_MIDNIGHT = re.compile(r"(?:T| )0?0:00(?::00(?:\.0+)?)?")
MONTHS = (
    ("januari", "january", "janvier"), ("februari", "february", "fevrier"), ("maart", "mrt", "march", "mars"),
    ("april", "avril"), ("mei", "may", "mai"), ("juni", "june", "juin"), ("juli", "july", "juillet"),
    ("augustus", "august", "aout"), ("september", "septembre"), ("oktober", "october", "octobre"),
    ("november", "novembre"), ("december", "decembre"),
)  # fmt: skip
WEEKDAYS = (
    ("maandag", "monday", "lundi"), ("dinsdag", "tuesday", "mardi"), ("woensdag", "wednesday", "mercredi"),
    ("donderdag", "thursday", "jeudi"), ("vrijdag", "friday", "vendredi"), ("zaterdag", "saturday", "samedi"),
    ("zondag", "sunday", "dimanche"),
)  # fmt: skip


def day_of(text: str) -> date | None:
    """`28-11-2026`, `2026-11-28`, `za 28 nov 2026`; None for what is none, or has another weekday than it says."""
    text = " ".join(text.split())
    said = _WEEKDAY.match(text)
    text = text[said.end() :] if said else text
    if time := _MIDNIGHT.search(text):
        text = text[: time.start()] if time.end() == len(text) else text
    if found := A_DAY.fullmatch(text.partition("T")[0]):
        day = day_found(found)
    elif found := _NAMED.fullmatch(text):
        months = _places(found["month"], MONTHS)
        day = _date(int(found["y"]), months[0], int(found["d"])) if len(months) == 1 else None
    else:
        return None
    agrees = day is None or said is None or day.isoweekday() in _places(said["weekday"], WEEKDAYS)
    return day if agrees else None


def day_found(found: re.Match[str]) -> date | None:
    """Returns the day of an `A_DAY`; None where there is no such day."""
    return _date(int(found["y"] or found["yy"]), int(found["m"] or found["mm"]), int(found["d"] or found["dd"]))


def _places(word: str, named: Sequence[Sequence[str]]) -> list[int]:
    """Returns which of them a word may be the beginning of, from 1 on."""
    return [place for place, names in enumerate(named, 1) if any(one.startswith(bare(word)) for one in names)]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if is_reckoned(found) else None
