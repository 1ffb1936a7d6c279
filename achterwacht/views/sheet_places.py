"""The addresses on a hand-over sheet: where the worker is known to be, and where the day's plans say they may be.

While the alarm is open they are read again each time. Once it is closed the sheet shows what was so at that moment: the
link stays valid for an hour, and what the worker does next is not its reader's business.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from achterwacht.addresses.described import DescribedPlace, place_of
from achterwacht.addresses.to_follow import is_to_follow
from achterwacht.alarms.records import AlarmRecord
from achterwacht.visits.facts import ReturnTo, VisitState
from achterwacht.visits.records import VisitRecord

MOST_OF_A_DAY = 5
NEAR = timedelta(hours=4)
"""Whoever works late has a day that does not end at midnight: as far as this they look past it, either way."""


@dataclass(frozen=True)
class Place:
    """An address where the worker may be, with what was handed over beforehand (P4).

    instructions: what the register tells visitors to do, never why. town_missing: it was typed by hand without a town.
    no_number: a street or a description, without a house number. left: the visit there was over before the alarm.
    """

    line: str
    instructions: Sequence[str] = ()
    client: str = ""
    background: str = ""
    town_missing: bool = False
    no_number: bool = False
    left: bool = False

    @property
    def with_client(self) -> str:
        return f"{self.line}, bij {self.client}" if self.client else self.line

    @classmethod
    def of(cls, visit: VisitRecord) -> "Place":
        address = place_of(visit.address)
        return cls(
            line=address.line,
            instructions=visit.risk.get("instructions", ()),
            client=" ".join((visit.client_name or "").split()),
            background=" ".join((visit.background or "").split()),
            town_missing=not address.city and not isinstance(address, DescribedPlace),
            no_number=visit.no_number,
        )


@dataclass(frozen=True)
class Onward:
    """Where the worker was going when the alarm opened, after a visit that was over.

    to: the next stop of the day; None: home, or else the office. by: when they were expected there.
    """

    to: str | None
    home: bool
    by: datetime | None

    @classmethod
    def of(cls, visit: VisitRecord) -> "Onward | None":
        """Returns what they said of it, if anything; who is back was on no way any more."""
        if visit.returned_at is not None or (visit.return_to is None and visit.awaited_by is None):
            return None
        return cls(visit.heading_to, visit.return_to is ReturnTo.HOME, visit.awaited_by)


@dataclass(frozen=True)
class Errand:
    """Another visit of the worker's day, not under way: they may be going there, or coming from it."""

    at: datetime
    line: str
    over: bool


def visits_of(session: Session, alarm: AlarmRecord) -> list[VisitRecord]:
    """Returns the visit of the alarm, then the worker's other visits under way: the sheet lists all their addresses.

    For a closed alarm, those that were under way when it was closed. A drill's sheet never shows where somebody really
    is.
    """
    if alarm.drill:
        return []
    its_own = VisitRecord.id == alarm.visit_id
    if alarm.resolved_at is None:
        others = VisitRecord.state == VisitState.UNDER_WAY
    else:
        others = (VisitRecord.started_at <= alarm.resolved_at) & or_(
            VisitRecord.ended_at >= alarm.resolved_at,
            VisitRecord.ended_at.is_(None) & (VisitRecord.state == VisitState.UNDER_WAY),
        )
    of_the_worker = (VisitRecord.worker_id == alarm.worker_id) & others
    found = session.scalars(_of(alarm).where(its_own | of_the_worker).order_by(VisitRecord.started_at))
    return sorted(found, key=lambda one: one.id != alarm.visit_id)


def with_a_place(visits: Sequence[VisitRecord]) -> list[VisitRecord]:
    """Returns the visits of which somebody knows where they are."""
    return [one for one in visits if not is_to_follow(one.address_line)]


def places_of(visits: Sequence[VisitRecord], left: VisitRecord | None) -> list[Place]:
    """Returns the addresses of the visits, each once, in their order.

    left: the visit that was over before the alarm; they may be at its address again, on another one.
    """
    known = with_a_place(visits)
    there = {place_of(one.address).line for one in known if one is not left}
    found = {place.line: place for place in map(Place.of, reversed(known))}
    return [
        replace(place, left=left is not None and place.line not in there) for place in reversed(list(found.values()))
    ]


def errands_of(session: Session, alarm: AlarmRecord, zone: str, now: datetime) -> list[Errand]:
    """Returns what the worker had planned for this day, and the last visit that ended: for an alarm without an address.

    The day goes on past midnight: who presses at 00:05 may be on their way to what was planned for 23:45.
    Empty for a closed alarm: the rest of the day does not concern its readers.
    """
    if alarm.drill or alarm.visit_id is not None or alarm.resolved_at is not None:
        return []
    wall = ZoneInfo(zone)
    today = now.astimezone(wall).date()
    midnight, tomorrow = (
        datetime.combine(day, time(), wall).astimezone(UTC) for day in (today, today + timedelta(days=1))
    )
    since, until = min(midnight, now - NEAR), max(tomorrow, now + NEAR)
    its_worker = _of(alarm).where(VisitRecord.worker_id == alarm.worker_id, VisitRecord.drill.is_(False))
    planned = session.scalars(
        its_worker.where(
            VisitRecord.state == VisitState.PLANNED,
            VisitRecord.planned_start >= since,
            VisitRecord.planned_start < until,
        )
        .order_by(VisitRecord.planned_start)
        .limit(MOST_OF_A_DAY)
    ).all()
    last = session.scalars(
        its_worker.where(VisitRecord.state == VisitState.ENDED, VisitRecord.ended_at >= since)
        .order_by(VisitRecord.ended_at.desc())
        .limit(1)
    ).all()
    over = [Errand(one.ended_at or one.expected_end, place_of(one.address).line, over=True) for one in last]
    return over + [Errand(one.planned_start, place_of(one.address).line, over=False) for one in planned]


def _of(alarm: AlarmRecord) -> Select[VisitRecord]:
    return select(VisitRecord).where(VisitRecord.organisation_id == alarm.organisation_id)
