"""`tot half zes`, `tot 17:00`: a time on the clock, as people write it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from foundation.moments import moments_of

HOURS = {
    "EEN": 1, "TWEE": 2, "DRIE": 3, "VIER": 4, "VIJF": 5, "ZES": 6, "ZEVEN": 7, "ACHT": 8, "NEGEN": 9, "TIEN": 10,
    "ELF": 11, "TWAALF": 12,
}  # fmt: skip
_HOUR = rf"(?:\d{{1,2}}|{'|'.join(HOURS)})"
_OFF = r"(?:5|10|20|VIJF|TIEN|TWINTIG|KWART|15)"
_UNIT = r"(?:UUR|U|H)"
TIME = (
    rf"(?:(?P<off>{_OFF})(?: MIN(?:UTEN)?)? (?P<side>VOOR|OVER|NA) )?(?P<half>HALF )?"
    rf"(?P<hour>{_HOUR})(?:\s?[:., ]\s?(?P<past>[0-5]\d)(?!\d)(?:\s?{_UNIT})?|\s?{_UNIT}\s?(?P<after>[0-5]\d)?)?"
    r"(?P<part> (?:'?S (?:MORGENS|OCHTENDS|MIDDAGS|NAMIDDAGS|AVONDS|NACHTS)|VANMIDDAG|VANAVOND|DEZE NAMIDDAG))?"
)
JOINED = r"(?P<joined>(?:[01]\d|2[0-3])[0-5]\d)(?:\s?UUR)?"
LATE = ("MIDDAG", "AVOND")
NEAR = timedelta(hours=4)
"""Further than that they may mean another day, or another half of it."""


@dataclass(frozen=True)
class ClockTime:
    """A time on the clock. twelve: it may be meant of either half of the day."""

    hour: int
    minute: int
    twelve: bool = False

    def after(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """The next moment that the clock says so; None where that is hours away, so that nobody knows what is meant.

        A time that comes twice, on the night the clock goes back, comes twice here too.
        """
        today = now.astimezone(zone).date()
        hours = {self.hour % 24, (self.hour + 12) % 24} if self.twelve else {self.hour % 24}
        moments = [
            moment
            for days in (0, 1)
            for hour in hours
            for moment in moments_of(datetime.combine(today + timedelta(days=days), time(hour, self.minute)), zone)
        ]
        coming = min((one.astimezone(now.tzinfo) for one in moments if one > now), default=None)
        return coming if coming is not None and coming - now <= NEAR else None

    def __str__(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"


def clock_time(said: Mapping[str, str | None]) -> ClockTime | None:
    """The time in the groups of a match of `TIME` or `JOINED`. None: no clock says so."""
    if joined := said.get("joined"):
        return ClockTime(int(joined[:2]), int(joined[2:]))
    hour = said.get("hour")
    if not hour:
        return None
    whole = HOURS.get(hour) or int(hour)
    minutes = 60 * whole + int(said.get("past") or said.get("after") or 0)
    minutes -= 30 if said.get("half") else 0
    if off := said.get("off"):
        away = {"VIJF": 5, "TIEN": 10, "TWINTIG": 20, "KWART": 15}.get(off) or int(off)
        minutes += -away if said.get("side") == "VOOR" else away
    part = said.get("part") or ""
    late = any(one in part for one in LATE)
    if whole > 24 or (whole == 24 and minutes > 24 * 60) or minutes < 0:
        return None
    twelve = whole <= 12 and not part and not (hour.isdigit() and hour.startswith("0"))
    minutes += 12 * 60 if late and whole < 12 else 0
    return ClockTime(minutes // 60 % 24, minutes % 60, twelve)
