"""The time zones of one calendar. Each file has its own: the same name may mean something else in another. Pure.

A well-known name ("Europe/Amsterdam") has its usual meaning. Any other name means what the file defines; if it defines
nothing, we also know the names that Windows uses. What can't be found out is never guessed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from achterwacht.calendars.lines import Line, Part
from achterwacht.calendars.repeating import days_between
from achterwacht.calendars.repetition import Every, Repetition, Unrepeatable, read_repetition, until_of

MOST_TURNS = 1_000
"""STANDARDs and DAYLIGHTs of a zone: some programs write out every one since 1900."""
MOST_REPEATING = 20
MOST_ZONES = 50
"""Per file. No worker's calendar needs more."""
_MICROSOFT = re.compile(r"tzone://Microsoft/(?:Olson/)?(?P<zone>.+)", re.IGNORECASE)
"""How Exchange names zones: `tzone://Microsoft/Utc`, which no file defines, and `tzone://Microsoft/Custom`, which its
file does."""
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
_MOMENT = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z)?)?")
YEARS_BACK = 2


class Clock(Protocol):
    """A zone: it turns a local time into a moment, and back."""

    def moment(self, wall: datetime) -> datetime: ...

    def wall(self, moment: datetime) -> datetime: ...


class NoClock(Exception):
    """The zone can't be determined."""


def read_wall(text: str) -> tuple[datetime | date, bool]:
    """Returns a DATE-TIME or DATE as it was written, and whether it is in UTC.

    Raises:
        ValueError: it is neither.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError
    year, month, day = int(found[1][:4]), int(found[1][4:6]), int(found[1][6:])
    if found[2] is None:
        return date(year, month, day), False
    hour, minute, second = int(found[2][:2]), int(found[2][2:4]), min(59, int(found[2][4:]))
    return datetime(year, month, day, hour, minute, second), found[3] is not None  # noqa: DTZ001 - the wall's time


@dataclass(frozen=True)
class Known:
    """A zone from the time zone database."""

    zone: ZoneInfo

    def moment(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def wall(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone).replace(tzinfo=None)


@dataclass(frozen=True)
class _Turn:
    """A STANDARD or DAYLIGHT: which offset holds from when. once: when it first began. rule: when it begins again."""

    before: timedelta
    after: timedelta
    once: tuple[datetime, ...]
    rule: Repetition | None
    until: datetime | None


class Own:
    """A zone that the file defines itself."""

    def __init__(self, part: Part) -> None:
        """Reads the definition.

        Raises:
            NoClock: we can't understand it.
        """
        if not part.ended or not 1 <= len(part.parts) <= MOST_TURNS:
            raise NoClock
        self._turns = [_turn(one) for one in part.parts]
        if sum(one.rule is not None for one in self._turns) > MOST_REPEATING:
            raise NoClock
        self._begins: dict[int, list[tuple[datetime, timedelta]]] = {}

    def moment(self, wall: datetime) -> datetime:
        return (wall - self._offset(wall)).replace(tzinfo=UTC)

    def wall(self, moment: datetime) -> datetime:
        bare = moment.astimezone(UTC).replace(tzinfo=None)
        about = bare + self._offset(bare)
        return bare + self._offset(about)

    def _offset(self, wall: datetime) -> timedelta:
        begun = [one for one in self._of_year(wall.year) if one[0] <= wall]
        if begun:
            return max(begun)[1]
        return min(self._turns, key=lambda one: one.once[0]).before

    def _of_year(self, year: int) -> list[tuple[datetime, timedelta]]:
        if year not in self._begins:
            self._begins[year] = [(at, turn.after) for turn in self._turns for at in _begins(turn, year)]
        return self._begins[year]


def _begins(turn: _Turn, year: int) -> Iterable[datetime]:
    """Returns when it began, only as far as that matters for this year."""
    yield from turn.once
    if turn.rule is None:
        return
    first = turn.once[0]
    last = date(min(year, date.max.year), 12, 31)
    if turn.until is not None:
        last = min(last, turn.until.date())
    since = date(max(1, last.year - YEARS_BACK * turn.rule.interval), 1, 1)
    for day in days_between(turn.rule, first.date(), since, last):
        at = datetime.combine(day, first.time())
        if turn.until is None or at <= turn.until:
            yield at


def _turn(part: Part) -> _Turn:
    try:
        begins, _ = read_wall(part.text("DTSTART"))
        if not isinstance(begins, datetime) or len(part.all("RRULE")) > 1:
            raise NoClock
        before, after = _offset(part.one("TZOFFSETFROM")), _offset(part.one("TZOFFSETTO"))
        rule, until = None, None
        for line in part.all("RRULE"):
            rule = read_repetition(line.value, begins.date())
            if rule.every not in (Every.YEAR, Every.MONTH) or rule.count is not None:
                raise NoClock
            if (last := until_of(rule)) is not None:
                until = last[0] + before if last[1] else last[0]
        more = [read_wall(one)[0] for line in part.all("RDATE") for one in line.value.split(",")]
    except (ValueError, Unrepeatable):
        raise NoClock from None
    once = (begins, *(one for one in more if isinstance(one, datetime)))
    return _Turn(before, after, once, rule, until)


def _offset(line: Line | None) -> timedelta:
    found = _OFFSET.fullmatch(line.value.strip()) if line else None
    if found is None or int(found[2]) > 23 or int(found[3]) > 59:
        raise NoClock
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return offset if found[1] == "+" else -offset


class Zones:
    """The zones that the times of one file can name. here: the zone of a time that names none."""

    def __init__(self, calendar: Part, here: ZoneInfo) -> None:
        self.here = Known(here)
        self._told: dict[str, Part] = {}
        for part in calendar.parts:
            if part.kind == "VTIMEZONE":
                self._told.setdefault(part.text("TZID").strip(), part)
        self._found: dict[str, Clock | None] = {}

    def clock(self, name: str | None) -> Clock:
        """Returns the zone with this name; None means `here`.

        Raises:
            NoClock: it can't be determined.
        """
        if not name:
            return self.here
        if name not in self._found:
            if len(self._found) >= MOST_ZONES:
                raise NoClock
            self._found[name] = _world(name) or _own(self._told, name) or _windows(name)
        found = self._found[name]
        if found is None:
            raise NoClock
        return found


def _world(name: str) -> Clock | None:
    """`/mozilla.org/20050126_1/Europe/Amsterdam` is Europe/Amsterdam."""
    if theirs := _MICROSOFT.fullmatch(name.strip()):
        name = "UTC" if theirs["zone"].upper() == "UTC" else theirs["zone"]
    parts = name.strip().strip("/").split("/")
    tries = (name.strip(),) if not name.startswith("/") else ("/".join(parts[-2:]), "/".join(parts[-3:]))
    for one in tries:
        try:
            return Known(ZoneInfo(one))
        except (KeyError, ValueError, OSError):
            continue
    return None


def _own(told: Mapping[str, Part], name: str) -> Clock | None:
    part = told.get(name.strip())
    try:
        return Own(part) if part else None
    except NoClock:
        return None


def _windows(name: str) -> Clock | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # late: it takes longer than most calendars

    found = WINDOWS_TO_OLSON.get(name.strip())
    return Known(ZoneInfo(found)) if found else None
