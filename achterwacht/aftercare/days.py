"""When a talk is due: days from the incident, in the hours of the office. Pure.

A day of the office is a day on which it is open: no weekend and no holiday. So a second talk "1 to 3 days" after a
Friday comes on Monday, and never at night; the clock may change in between. Only first care that a text wants at once
does not wait for the office.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from achterwacht.aftercare.facts import Window
from achterwacht.roster.rules import Span, office_hours
from achterwacht.tasks.rules import Office

A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
AT_LEAST = timedelta(hours=4)
"""How long there is for what can't wait for the office. Ours."""
WAKING = (time(7), time(22))
"""Between which hours somebody is phoned, by the clock of the organisation. Ours."""
FROM, UNTIL = time(9), time(17)
"""The hours of an office that has none."""


@dataclass(frozen=True)
class Days:
    """The calendar of the care for one incident, as seen at the moment `now`."""

    office: Office
    happened_at: datetime
    now: datetime

    def today(self) -> Window:
        """As soon as the office is open, and before it closes that day."""
        opens = self.office.open_from(self.now)
        return Window(opens, max(opens, self._closing(self._day(opens))))

    def awake(self) -> datetime:
        """Now, or in the night the morning after it: when somebody is phoned who need not drop everything."""
        local = self.now.astimezone(self.office.zone)
        if WAKING[0] <= local.time() < WAKING[1]:
            return self.now
        day = local.date() if local.time() < WAKING[0] else local.date() + A_DAY
        return self._utc(datetime.combine(day, WAKING[0]))

    def on_the_day(self, moment: datetime) -> Window:
        """From that moment, and before the office closes that day. Where it opens no more that day (an evening, a
        weekend): before the day is over, and late in the evening there are still a few hours for it."""
        if self._day(self.office.open_from(moment)) == self._day(moment):
            return self.today()
        midnight = self._utc(datetime.combine(self._day(moment) + A_DAY, time()))
        return Window(moment, max(midnight - A_MINUTE, moment + AT_LEAST), waits=False)

    def after_incident(self, first: int, last: int) -> Window:
        """So many days after the incident: from the first to the last of them.

        What would be over by now, since it was reported late, is counted from now.
        """
        window = self._window(self._day(self.happened_at), first, last)
        return window if window.due_at > self.now else self.from_now(first, last)

    def from_now(self, first: int, last: int) -> Window:
        """So many days from now."""
        return self._window(self._day(self.now), first, last)

    def hours_after_incident(self, hours: int) -> Window:
        """Within so many hours, counted through nights and weekends; reported later than that, it is due today."""
        due_at = self.happened_at + timedelta(hours=hours)
        return Window(self.now, due_at) if due_at > self.now else self.today()

    def _window(self, day: date, first: int, last: int) -> Window:
        spans = self._spans(day + A_DAY * first, day + A_DAY * last)
        if not spans:
            # Closed on all those days: the first one after them.
            spans = [self._next_open(day + A_DAY * last)]
        return Window(max(self.now, min(opens for opens, _ in spans)), max(closes for _, closes in spans))

    def _spans(self, first: date, last: date) -> list[Span]:
        office = self.office
        if not office.hours:
            days = [first + A_DAY * ahead for ahead in range((last - first).days + 1)]
            found = [(datetime.combine(one, FROM), datetime.combine(one, UNTIL)) for one in days]
        else:
            found = office_hours(office.hours, first, last, office.country)
        return [(self._utc(opens), self._utc(closes)) for opens, closes in found]

    def _next_open(self, day: date) -> Span:
        return self.office.day_after(self._utc(datetime.combine(day, time(12))))

    def _closing(self, day: date) -> datetime:
        spans = self._spans(day, day)
        return max((closes for _, closes in spans), default=self._utc(datetime.combine(day, UNTIL)))

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.office.zone).date()

    def _utc(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.office.zone).astimezone(UTC)
