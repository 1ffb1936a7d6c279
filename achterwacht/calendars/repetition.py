"""The rule of a repetition as it is written (RFC 5545, RRULE). Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

LONGEST_RULE = 500
LARGEST_INTERVAL = 1_000
LARGEST_COUNT = 100_000
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NUMBERS = {"BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_WHOLE = re.compile(r"[+-]?[0-9]{1,6}")


class Unrepeatable(Exception):
    """The rule can't be read, contradicts itself, repeats within a day, or takes too long to write out."""


class Every(StrEnum):
    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"
    YEAR = "YEARLY"


@dataclass(frozen=True)
class Repetition:
    """A rule that was read. until: as it was written, or None. days: pairs of (n, weekday), Monday being 0; n is 0 for
    every one, 2 for the second, -1 for the last."""

    every: Every
    interval: int = 1
    count: int | None = None
    until: str | None = None
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    days: frozenset[tuple[int, int]] = frozenset()
    positions: frozenset[int] = frozenset()
    week_start: int = 0


def read_repetition(text: str, first: date) -> Repetition:
    """Returns the rule, with what it leaves to its first day filled in.

    Raises:
        Unrepeatable: it has a part that we don't know: half a rule would mean other days than the whole.
    """
    if len(text) > LONGEST_RULE:
        raise Unrepeatable
    said: dict[str, str] = {}
    for part in text.strip().rstrip(";").upper().split(";"):
        name, equals, value = (one.strip() for one in part.partition("="))
        if not equals or not value or name in said:
            raise Unrepeatable
        said[name] = value
    try:
        every = Every(said.pop("FREQ", ""))
    except ValueError:
        raise Unrepeatable from None
    numbers = {name: _numbers(said.pop(name, ""), most) for name, most in NUMBERS.items()}
    found = Repetition(
        every=every,
        interval=_number(said.pop("INTERVAL", "1"), LARGEST_INTERVAL),
        count=_number(said.pop("COUNT"), LARGEST_COUNT) if "COUNT" in said else None,
        until=said.pop("UNTIL", None),
        months=frozenset(_number(one, 12) for one in _listed(said.pop("BYMONTH", ""))),
        month_days=numbers["BYMONTHDAY"],
        year_days=numbers["BYYEARDAY"],
        weeks=numbers["BYWEEKNO"],
        days=_days(said.pop("BYDAY", ""), every),
        positions=numbers["BYSETPOS"],
        week_start=_weekday(said.pop("WKST", "MO")),
    )
    if said:
        raise Unrepeatable
    return _filled(found, first)


def _filled(rule: Repetition, first: date) -> Repetition:
    if rule.days or rule.month_days or rule.year_days or rule.weeks or rule.every is Every.DAY:
        return rule
    if rule.every is Every.WEEK:
        return _with(rule, days=frozenset({(0, first.weekday())}))
    months = rule.months or (frozenset({first.month}) if rule.every is Every.YEAR else rule.months)
    return _with(rule, month_days=frozenset({first.day}), months=months)


def _with(rule: Repetition, **changes: frozenset[int] | frozenset[tuple[int, int]]) -> Repetition:
    return Repetition(**{**vars(rule), **changes})


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",")] if text else []


def _number(text: str, most: int) -> int:
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= most:
        raise Unrepeatable
    return int(text)


def _numbers(text: str, most: int) -> frozenset[int]:
    found = _listed(text)
    if not all(_WHOLE.fullmatch(one) and 1 <= abs(int(one)) <= most for one in found):
        raise Unrepeatable
    return frozenset(int(one) for one in found)


def _weekday(text: str) -> int:
    if text not in WEEKDAYS:
        raise Unrepeatable
    return WEEKDAYS.index(text)


def _days(text: str, every: Every) -> frozenset[tuple[int, int]]:
    found = [_DAY.fullmatch(one) for one in _listed(text)]
    days = frozenset((int(one[1] or 0), _weekday(one[2])) for one in found if one)
    numbered = any(nth for nth, _ in days)
    zero = any(one is not None and one[1] and not int(one[1]) for one in found)
    if None in found or zero or (numbered and every in (Every.DAY, Every.WEEK)):
        raise Unrepeatable
    return days


def until_of(rule: Repetition) -> tuple[datetime, bool] | None:
    """Returns the last moment of the rule, and whether that is UTC (True) or local time; None when it has no end.

    A day without a time counts until its end.

    Raises:
        Unrepeatable: the moment can't be read.
    """
    if rule.until is None:
        return None
    found = re.fullmatch(r"([0-9]{8})(?:T([0-9]{6})(Z?))?", rule.until)
    try:
        if found is None:
            raise Unrepeatable
        return datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S"), bool(found[3])  # noqa: DTZ007 - the wall's
    except ValueError:
        raise Unrepeatable from None
