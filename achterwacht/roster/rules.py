"""Who is on duty at a moment: the roster as people read it, in local time.

Local time and not elapsed time: so on the night the clock goes back somebody is on duty both times that an hour occurs,
and on the night it goes forward no shift is missed by the hour that never was. Shifts that follow each other by the
clock leave no gap in either night.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol
from uuid import UUID

from achterwacht.roster.days import Repeat, holiday_on
from achterwacht.roster.ranks import Rank
from foundation.moments import moment_of_change, offset_at, reached

A_DAY = timedelta(days=1)
Span = tuple[datetime, datetime]
"""From, and until (not included)."""


class OpenHours(Protocol):
    """When the office is staffed; days are ISO weekdays."""

    @property
    def days(self) -> Collection[int]: ...
    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...


@dataclass(frozen=True)
class Shift:
    """A repeating duty: on these days, from and until these local times.

    If its end is not after its start it runs past midnight, and belongs to the day on which it began. The same time
    twice is a whole day. swapped: who takes one turn instead of `person`, by the day on which that turn begins.
    """

    rank: Rank
    person: UUID
    repeat: Repeat
    starts: time
    ends: time
    id: UUID | None = None
    swapped: Mapping[date, UUID] = field(default_factory=dict, hash=False)

    @property
    def past_midnight(self) -> bool:
        return self.ends <= self.starts

    @property
    def people(self) -> set[UUID]:
        """Returns everybody who may be on duty in this shift."""
        return {self.person, *self.swapped.values()}

    def began(self, local: datetime, country: str) -> date | None:
        """Returns the day on which the turn began that runs at this local time; None when none does."""
        day, wall = local.date(), local.time()
        if wall >= self.starts and (self.past_midnight or wall < self.ends):
            return day if self.repeat.on(day, country) else None
        if self.past_midnight and wall < self.ends:
            return day - A_DAY if self.repeat.on(day - A_DAY, country) else None
        return None

    def person_on(self, day: date) -> UUID:
        """Returns who has the turn that begins on that day."""
        return self.swapped.get(day, self.person)


@dataclass(frozen=True)
class Turn:
    """One time that a shift is worked, by this person, from and until these local moments (without a zone)."""

    shift: Shift
    day: date
    person: UUID
    starts: datetime
    ends: datetime


def on_duty(shifts: Iterable[Shift], moment: datetime, zone: tzinfo, country: str) -> Mapping[Rank, tuple[UUID, ...]]:
    """Returns the people on duty at this moment by rank, in the order of the roster; empty ranks are left out."""
    return _on_duty(shifts, moment.astimezone(zone).replace(tzinfo=None), country)


def _on_duty(shifts: Iterable[Shift], local: datetime, country: str) -> Mapping[Rank, tuple[UUID, ...]]:
    found: dict[Rank, dict[UUID, None]] = {}
    for shift in shifts:
        day = shift.began(local, country)
        if day is not None:
            found.setdefault(shift.rank, {})[shift.person_on(day)] = None
    return {rank: tuple(people) for rank, people in found.items()}


class OnDuty:
    """Says who is on duty at many moments: looked up once for all those of a day between which no shift changes."""

    def __init__(self, shifts: Sequence[Shift], zone: tzinfo, country: str) -> None:
        self._shifts = shifts
        self._zone = zone
        self._country = country
        self._changes = sorted({wall for shift in shifts for wall in (shift.starts, shift.ends)})
        self._known: dict[tuple[date, int], Mapping[Rank, tuple[UUID, ...]]] = {}

    def at(self, moment: datetime) -> Mapping[Rank, tuple[UUID, ...]]:
        """Returns the people on duty at this moment by rank, as `on_duty` does."""
        local = moment.astimezone(self._zone).replace(tzinfo=None)
        part = local.date(), bisect_right(self._changes, local.time())
        if part not in self._known:
            self._known[part] = _on_duty(self._shifts, local, self._country)
        return self._known[part]


def turns(shifts: Sequence[Shift], first: date, last: date, country: str) -> list[Turn]:
    """Returns every turn that begins on one of these days, in order of time."""
    days = [first + A_DAY * ahead for ahead in range((last - first).days + 1)]
    found = [_turn(shift, day) for shift in shifts for day in days if shift.repeat.on(day, country)]
    return sorted(found, key=lambda turn: turn.starts)


def in_two_steps(found: Sequence[Turn]) -> frozenset[tuple[UUID | None, date]]:
    """Returns the turns, by shift and day, whose person has a turn of another rank in the same hours.

    Two steps of the ladder are then one phone: who does not hear it in the first, does not hear it in the next.
    """
    twice: set[tuple[UUID | None, date]] = set()
    by_person: dict[UUID, list[Turn]] = {}
    for turn in found:
        for other in by_person.setdefault(turn.person, []):
            if other.shift.rank != turn.shift.rank and other.starts < turn.ends and turn.starts < other.ends:
                twice |= {(one.shift.id, one.day) for one in (turn, other)}
        by_person[turn.person].append(turn)
    return frozenset(twice)


def ends_at(day: date, starts: time, ends: time) -> datetime:
    """Returns the local moment at which a turn that begins on that day ends: the next day, if it runs past midnight."""
    return datetime.combine(day + A_DAY if ends <= starts else day, ends)


def next_change(shifts: Sequence[Shift], now: datetime, zone: tzinfo, country: str, within_days: int) -> datetime:
    """Returns when the next turn begins or ends, in UTC; if none does within that many days, the end of those days."""
    today = now.astimezone(zone).date()
    walls = {
        wall
        for turn in turns(shifts, today - A_DAY, today + A_DAY * within_days, country)
        for wall in (turn.starts, turn.ends)
    }
    # A local time that occurs twice counts as a change both times; one that is skipped, when the clock jumps past it.
    moments = (moment for wall in walls for moment in reached(wall, zone))
    return min((one for one in moments if one > now), default=now + A_DAY * within_days)


def office_hours(hours: Iterable[OpenHours], first: date, last: date, country: str) -> list[Span]:
    """Returns when the office is open from the first of these days to the last; it is closed on holidays."""
    days = [first + A_DAY * ahead for ahead in range((last - first).days + 1)]
    return [
        (datetime.combine(day, one.opens), datetime.combine(day, one.closes))
        for one in hours
        for day in days
        if day.isoweekday() in one.days and holiday_on(day, country) is None
    ]


def gaps(needed: Iterable[Span], covered: Iterable[Span]) -> list[Span]:
    """Returns the stretches that are needed but not covered, in order, without overlap."""
    watched = _joined(covered)
    found: list[Span] = []
    for starts, ends in _joined(needed):
        at = starts
        for begins, stops in watched:
            if stops <= at or begins >= ends:
                continue
            if begins > at:
                found.append((at, begins))
            at = stops
        if at < ends:
            found.append((at, ends))
    return found


def without(span: Span, away: Span | None) -> list[Span]:
    """Returns what is left of a span when somebody is away for part of it."""
    if away is None:
        return [span]
    starts, ends = span
    left = [(starts, min(ends, away[0])), (max(starts, away[1]), ends)]
    return [(begin, end) for begin, end in left if begin < end]


def within(spans: Iterable[Span], window: Span) -> list[Span]:
    """Returns the parts of these spans that lie within the window."""
    cut = ((max(starts, window[0]), min(ends, window[1])) for starts, ends in spans)
    return [(starts, ends) for starts, ends in cut if starts < ends]


def shown_between(begins: datetime, ends: datetime, zone: tzinfo) -> list[Span]:
    """Returns what the clock on the wall shows from one moment to another: in two parts where it is changed in between.

    From 02:45 to the second 02:15 is half an hour: from 02:45 to 03:00, and from 02:00 to 02:15.
    """
    starts, stops = (moment.astimezone(zone).replace(tzinfo=None) for moment in (begins, ends))
    if offset_at(begins, zone) == offset_at(ends, zone):
        return [(starts, stops)]
    change = moment_of_change(begins, ends, zone)
    return [(starts, starts + (change - begins)), (stops - (ends - change), stops)]


def by_day(span: Span) -> list[Span]:
    """Returns the same span, cut at each midnight."""
    starts, ends = span
    cut: list[Span] = []
    while starts < ends:
        midnight = datetime.combine(starts.date() + A_DAY, time.min)
        cut.append((starts, min(ends, midnight)))
        starts = midnight
    return cut


def _turn(shift: Shift, day: date) -> Turn:
    ends = ends_at(day, shift.starts, shift.ends)
    return Turn(shift, day, shift.person_on(day), datetime.combine(day, shift.starts), ends)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Returns the same moments as spans that don't touch each other, in order."""
    joined: list[Span] = []
    for starts, ends in sorted(spans):
        if joined and starts <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        elif starts < ends:
            joined.append((starts, ends))
    return joined
