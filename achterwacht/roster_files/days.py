"""Days and times as people and Excel write them. Pure; each answers None for what is none."""

import re
from datetime import date, time, timedelta

from achterwacht.row_files.day import A_DAY, day_found
from achterwacht.row_files.folded import bare

_NAMES = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_SETS = {
    "elkedag": range(1, 8), "alledagen": range(1, 8), "dagelijks": range(1, 8), "werkdagen": range(1, 6),
    "doordeweeks": range(1, 6), "weekend": range(6, 8),
}  # fmt: skip
_TIME = r"(?P<h>\d{1,2})(?:[:.](?P<min>\d{2})(?::\d{2})?)?(?: ?(?:u|uur))?"
_THROUGH = re.compile(r"\s*(?:–|t/m|tm\b|tot en met)\s*")
_A_TIME = re.compile(_TIME, re.IGNORECASE)
_NO_DAY_BEFORE = 1905
"""Excel writes a time alone as one on its first day: in 1899, or 1904."""
MIDNIGHT = 24


def time_of(text: str) -> time | None:
    """`8:00`, `08.00`, `8 uur`. 24:00 is midnight."""
    found = _A_TIME.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes = int(found["h"]), int(found["min"] or 0)
    if hours == MIDNIGHT and not minutes:
        return time(0)
    try:
        return time(hours, minutes)
    except ValueError:
        return None


def moment_of(text: str) -> tuple[date | None, time] | None:
    """Returns a time, with its day if one stands before it: `28-11-2026 08:00`. 24:00 is the midnight after."""
    first, _, rest = text.strip().replace("T", " ").partition(" ")
    at = A_DAY.fullmatch(first)
    if at is None:
        alone = time_of(text)
        return None if alone is None else (None, alone)
    day, clock = day_found(at), time_of(rest.strip()) if rest.strip() else time(0)
    if clock is None or day is None:
        year = int(at["y"] or at["yy"])
        return (None, clock) if clock is not None and year < _NO_DAY_BEFORE else None
    after = rest.strip().startswith(str(MIDNIGHT))
    return day + timedelta(days=1) if after else day, clock


def weekdays_of(text: str) -> list[int] | None:
    """Returns the days of the week (Monday is 1) that a text names: `ma-vr`, `za, zo`, `weekend`."""
    if bare(text) in _SETS:
        return list(_SETS[bare(text)])
    found: set[int] = set()
    for piece in re.split(r"[,;+&|/]+| en ", _THROUGH.sub("-", text.lower())):
        ends = [_weekday(one) for one in piece.split("-") if bare(one)]
        if not ends or None in ends or len(ends) > 2:
            return None
        first, last = ends[0] or 0, ends[-1] or 0
        found |= {(first - 1 + ahead) % 7 + 1 for ahead in range((last - first) % 7 + 1)}
    return sorted(found) or None


def _weekday(text: str) -> int | None:
    said = bare(text)
    several = [place for place, name in enumerate(_NAMES, 1) if len(said) > 1 and name.startswith(said)]
    return several[0] if len(several) == 1 else None
