"""Who is on duty at a moment: the roster as people read it, by the clock on the wall.

Wall time and not elapsed time, so that on the night the clock goes back the hour that comes twice has somebody in duty
both times, and on the night it goes forward nobody's shift is missed by an hour that never was. Shifts that follow each
other on the wall leave no gap in either night.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from uuid import UUID

from achterwacht.roster.ranks import Rank

DAYS_OF_THE_WEEK = 7


@dataclass(frozen=True)
class Shift:
    """A repeating duty: on these ISO weekdays (Monday is 1), from and until these times on the wall.

    It ends at or before its start: then it runs past midnight, and belongs to the day on which it began. The same time
    twice is a whole day.
    """

    rank: Rank
    person: UUID
    days: frozenset[int]
    starts: time
    ends: time

    def covers(self, weekday: int, wall: time) -> bool:
        """Whether it runs at that time of that day."""
        if self.starts < self.ends:
            return weekday in self.days and self.starts <= wall < self.ends
        the_day_before = (weekday - 2) % DAYS_OF_THE_WEEK + 1
        return (weekday in self.days and wall >= self.starts) or (the_day_before in self.days and wall < self.ends)


def on_duty(shifts: Iterable[Shift], moment: datetime, zone: tzinfo) -> Mapping[Rank, tuple[UUID, ...]]:
    """The people on duty at this moment, by rank, in the order of the roster; a rank with nobody is not in it."""
    local = moment.astimezone(zone)
    weekday, wall = local.isoweekday(), local.time()
    found: dict[Rank, dict[UUID, None]] = {}
    for shift in shifts:
        if shift.covers(weekday, wall):
            found.setdefault(shift.rank, {})[shift.person] = None
    return {rank: tuple(people) for rank, people in found.items()}
