"""When something that repeats is due: by local time, also on the nights when the clock changes. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

A_WEEK_AND_A_DAY = 8
EVERY_DAY = range(1, 8)


@dataclass(frozen=True)
class Schedule:
    """These local times, on these ISO weekdays (Monday is 1)."""

    days: Collection[int]
    times: Collection[time]

    def next_after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """Returns the first moment after this one, in UTC; None when there is no day or no time.

        On the night the clock goes forward, a local time that is skipped comes an hour later; on the night it goes
        back, a time that occurs twice counts once, the first time.
        """
        today = moment.astimezone(zone).date()
        nights = (today + timedelta(days=ahead) for ahead in range(A_WEEK_AND_A_DAY))
        moments = (
            datetime.combine(day, wall, zone).astimezone(UTC)
            for day in nights
            if day.isoweekday() in self.days
            for wall in self.times
        )
        return min((one for one in moments if one > moment), default=None)
