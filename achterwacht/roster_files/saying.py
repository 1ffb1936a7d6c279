"""What a row of a file says about a turn, without looking at who works here. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from achterwacht.refused import Wrong, WrongInput, refuse
from achterwacht.roster.ranks import OnHolidays, Rank
from achterwacht.roster_files.columns import HOLIDAYS, STEPS
from achterwacht.roster_files.days import moment_of, weekdays_of
from achterwacht.row_files.day import day_of
from achterwacht.row_files.folded import bare
from achterwacht.row_files.rows import Row

Choice = TypeVar("Choice", bound=StrEnum)
DAYS = ("day", "from", "until", "firstDay", "lastDay")
MOST_WEEKS = 52
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SaidTurn:
    """A turn of a file: as a shift of the roster, but for whose it is. who, email: as they are written."""

    line: int
    who: str
    email: str
    rank: Rank
    days: Sequence[int]
    starts: time
    ends: time
    every_weeks: int = 1
    first: date | None = None
    last: date | None = None
    holidays: OnHolidays = OnHolidays.ALSO


def said_of(row: Row) -> SaidTurn:
    """Returns what a row says.

    Raises:
        WrongInput: with everything that is wrong in it.
    """
    if row.odd.get("") or "" in row.fields:
        raise WrongInput(Wrong("", row.odd.get("") or "columns"))
    reading = _Reading({name: " ".join(text.split()) for name, text in row.fields.items()})
    for column, code in row.odd.items():
        if not (code == "date" and column in DAYS):
            reading.wrong.append(Wrong(f"/{column}", f"cell_{code}"))
    found = reading.turn(row.line)
    refuse(reading.wrong)
    assert found is not None, "something is wrong, or there is a turn"
    return found


@dataclass
class _Reading:
    fields: Mapping[str, str]
    wrong: list[Wrong] = field(default_factory=list)

    def turn(self, line: int) -> SaidTurn | None:
        who, email = self.fields.get("who", ""), self.fields.get("email", "").lower()
        if not (who or email):
            self._no("who" if "who" in self.fields else "email", "missing")
        rank = self._choice("step", STEPS, None)
        holidays = self._choice("holidays", HOLIDAYS, OnHolidays.ALSO)
        starts, ends = self._moment("from"), self._moment("until")
        if starts is None or ends is None or rank is None or holidays is None:
            return None
        day = starts[0] or day_of(self.fields.get("day", ""))
        if day is not None:
            once = self._once(line, who, email, rank, holidays, day, starts[1], ends)
            if once is not None:
                self._one_thing_said(once, day, starts[0], ends[0])
            return once
        if ends[0] is not None:
            self._no("until", "turn_weekly")
        return self._weekly(line, who, email, rank, holidays, starts[1], ends[1])

    def _once(
        self, line: int, who: str, email: str, rank: Rank, holidays: OnHolidays, day: date, starts: time,
        until: tuple[date | None, time],
    ) -> SaidTurn | None:  # fmt: skip
        """Returns a turn on one day, or the same whole day several times: a week of duty."""
        ends = until[1]
        last = until[0] or (day if ends > starts else day + A_DAY)
        length = datetime.combine(last, ends) - datetime.combine(day, starts)
        whole_days = ends == starts and length >= A_DAY
        if length <= timedelta(0):
            self._no("until", "turn_backwards")
            return None
        if length > A_DAY and not whole_days:
            self._no("until", "turn_too_long")
            return None
        final = last - A_DAY if whole_days else day
        days = sorted({(day + A_DAY * ahead).isoweekday() for ahead in range(min((final - day).days + 1, 7))})
        return SaidTurn(line, who, email, rank, days, starts, ends, 1, day, final, holidays)

    def _one_thing_said(self, once: SaidTurn, day: date, begins: date | None, ends: date | None) -> None:
        """Refuse what repeats a turn of one day, or puts it on another: which of the two holds, nobody knows.

        A weekday beside two whole dates only says which day that is.
        """
        if self.fields.get("weeks"):
            self._no("weeks", "turn_once")
        if self._day("firstDay") not in (None, day):
            self._no("firstDay", "turn_once")
        if self._day("lastDay") not in (None, once.last, ends):
            self._no("lastDay", "turn_once")
        said = self.fields.get("day", "")
        if begins is None or not said or day_of(said) == day:
            return
        names_it = ends is not None and weekdays_of(said) in ([day.isoweekday()], once.days)
        if not names_it:
            self._no("day", "turn_two_days")

    def _weekly(
        self, line: int, who: str, email: str, rank: Rank, holidays: OnHolidays, starts: time, ends: time
    ) -> SaidTurn | None:
        said = self.fields.get("day", "")
        days = weekdays_of(said) if said else None
        if days is None:
            self._no("day", "not_days" if said else "missing")
        first, last, weeks = self._day("firstDay"), self._day("lastDay"), self.fields.get("weeks", "") or "1"
        if not weeks.isascii() or not weeks.isdecimal() or not 1 <= int(weeks[:4]) <= MOST_WEEKS:
            self._no("weeks", "not_weeks")
            return None
        return SaidTurn(line, who, email, rank, days or (), starts, ends, int(weeks), first, last, holidays)

    def _choice(self, column: str, words: Mapping[Choice, Sequence[str]], empty: Choice | None) -> Choice | None:
        text = self.fields.get(column, "")
        if not text:
            if empty is None:
                self._no(column, "missing")
            return empty
        known = {bare(said): choice for choice, also in words.items() for said in (choice.value, *also)}
        if (found := known.get(bare(text))) is None:
            self.wrong.append(Wrong(f"/{column}", "not_a_choice", {"choices": [also[0] for also in words.values()]}))
        return found

    def _moment(self, column: str) -> tuple[date | None, time] | None:
        text = self.fields.get(column, "")
        found = moment_of(text) if text else None
        if found is None:
            self._no(column, "turn_time" if text else "missing")
        return found

    def _day(self, column: str) -> date | None:
        text = self.fields.get(column, "")
        found = day_of(text) if text else None
        if text and found is None:
            self._no(column, "not_a_date")
        return found

    def _no(self, column: str, code: str) -> None:
        if not any(one.pointer == f"/{column}" for one in self.wrong):
            self.wrong.append(Wrong(f"/{column}", code))
