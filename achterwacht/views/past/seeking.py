"""What somebody looks for in the past, and where a page of it begins.

A page goes on behind the last row of the one before, never behind a number of rows: what came in meanwhile shifts
nothing, so that a year of pages has no holes and nothing twice.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.refused import NotFound, Wrong, WrongInput
from achterwacht.visits.records import VisitRecord
from notifications.records import MessageRecord

MOST_DAYS = 366
MOST_NAMED = 200
"""More people than that hold what was typed: it says too little to look for."""
MOST_FORMS = 32
A_POSTCODE = re.compile(r"(\d{4})\s?([A-Za-z]{2})(?:\s+(\d{1,5}))?")


@dataclass(frozen=True)
class Sought:
    """What is looked for. since, until: the first and the last day, by the clock of the organisation.

    who: part of a name. where: part of an address, or a postcode with or without a number. team: only of this team.
    after: the last row of the page before.
    """

    since: date
    until: date
    who: str = ""
    where: str = ""
    team: UUID | None = None
    after: UUID | None = None

    def check(self) -> None:
        """Check the period.

        Raises:
            WrongInput: it ends before it begins, or is longer than a year.
        """
        if self.until < self.since:
            raise WrongInput(Wrong("/until", "last_before_first"))
        if (self.until - self.since).days >= MOST_DAYS:
            raise WrongInput(Wrong("/until", "past_too_long", {"days": MOST_DAYS}))

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Returns from when until when, the last moment not included."""
        begin = datetime.combine(self.since, time(), zone)
        return begin, datetime.combine(self.until + timedelta(days=1), time(), zone)

    def people(self, session: Session, organisation_id: UUID) -> Sequence[UUID] | None:
        """Returns whose name holds every word that was typed, also of people who left; None where nobody is named.

        Raises:
            WrongInput: that says too little to look for.
        """
        words = self.who.lower().split()
        if not words:
            return None
        named = [_holds(PersonRecord.name, word) for word in words]
        found = session.scalars(
            select(PersonRecord.id).where(PersonRecord.organisation_id == organisation_id, *named).limit(MOST_NAMED + 1)
        ).all()
        if len(found) > MOST_NAMED:
            raise WrongInput(Wrong("/who", "past_too_many", {"most": MOST_NAMED}))
        return found

    def at_place(self) -> ColumnElement[bool]:
        """Returns the condition that a visit was at the address that was typed."""
        if (written := A_POSTCODE.fullmatch(self.where)) is not None:
            postcode, letters, number = written.groups()
            begin = f"NL|{postcode}{letters.upper()}|" + (f"{number}|" if number else "")
            return VisitRecord.address_key.startswith(begin, autoescape=True)
        words = self.where.lower().split()
        if not words:
            return true()
        return and_(*(_holds(VisitRecord.address_line, word) for word in words))


def _holds(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """Whether it holds this word, in small letters or capitals. SQLite makes only the letters of ASCII small: to it
    `Özlem` stays `Özlem`, so that both are looked for."""
    forms = [""]
    for letter in word:
        large = letter.upper()
        both = (letter,) if letter.isascii() or len(large) > 1 else (letter, large)
        forms = [form + one for form in forms for one in both][:MOST_FORMS]
    return or_(*(func.lower(column).contains(form, autoescape=True) for form in forms))


def newest_first(
    session: Session,
    found: Select[*tuple[Any, ...]],
    record: type[VisitRecord] | type[AlarmRecord] | type[MessageRecord],
    at: InstrumentedAttribute[datetime],
    sought: Sought,
    organisation: OrganisationRecord,
) -> Select[*tuple[Any, ...]]:
    """Returns the statement over this organisation and period, the latest first, behind the page before.

    found: what they may see, and not yet what they look for: by that, the last row of the page before may have changed.

    Raises:
        NotFound: the last row of the page before is not there (any more), or not for them.
    """
    begin, end = sought.bounds(ZoneInfo(organisation.time_zone))
    found = found.where(record.organisation_id == organisation.id, at >= begin, at < end)
    found = found.order_by(at.desc(), record.id.desc())
    if sought.after is None:
        return found
    last = session.scalar(found.where(record.id == sought.after).with_only_columns(at).order_by(None))
    if last is None:
        raise NotFound
    # The first half alone lets an index begin there.
    return found.where(at <= last, or_(at < last, record.id < sought.after))
