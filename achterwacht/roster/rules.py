"""Who is on duty at a moment. Pure; hours are the wall clock of the organisation, over midnight and both DST nights."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from achterwacht.roster.ranks import Rank


@dataclass(frozen=True)
class Shift:
    """A repeating duty. `days` are the ISO weekdays on which it starts; an end at or before the start is the next day's."""

    rank: Rank
    person: UUID
    days: frozenset[int]
    starts: time
    ends: time

    def covers(self, wall: datetime) -> bool:
        """Whether it is on at this wall-clock time."""
        past_midnight = self.ends <= self.starts
        today = wall.isoweekday() in self.days and wall.time() >= self.starts
        if not past_midnight:
            return today and wall.time() < self.ends
        yesterday = (wall - timedelta(days=1)).isoweekday() in self.days and wall.time() < self.ends
        return today or yesterday


def on_duty(shifts: Iterable[Shift], moment: datetime, zone: ZoneInfo) -> Mapping[Rank, tuple[UUID, ...]]:
    """The people on duty by rank, in the order of their shifts. In the hour that comes twice, both times count."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    found: dict[Rank, tuple[UUID, ...]] = {}
    for shift in shifts:
        if shift.covers(wall):
            found[shift.rank] = tuple(dict.fromkeys((*found.get(shift.rank, ()), shift.person)))
    return found
