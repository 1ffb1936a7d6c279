"""Visits that a worker's own calendar proposes. None is made automatically: the worker accepts or dismisses it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from achterwacht.calendars.appointments import Appointment
from achterwacht.diary.places import Place, read_place
from achterwacht.diary.records import OwnCalendarRecord, PutAwayRecord
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.clock import clock_of

MOST = 20
KEPT = timedelta(days=14)
"""Longer than any proposed appointment lies ahead."""
AROUND = timedelta(days=3)


@dataclass(frozen=True)
class Stay:
    """When and where the worker already has a visit, whatever became of it.

    off: it was cancelled, or they don't come along. It then takes nobody's time, and only its own address is settled.
    """

    starts: datetime
    ends: datetime
    address_key: str
    off: bool


@dataclass(frozen=True)
class Before:
    """What is known before the calendar is asked. sealed: its address; None when there is none."""

    sealed: str | None
    zone: ZoneInfo
    country: str
    now: datetime
    put_away: Collection[str]
    stays: Sequence[Stay]


@dataclass(frozen=True)
class Proposal:
    appointment: Appointment
    place: Place


def proposals(appointments: Iterable[Appointment], before: Before) -> list[Proposal]:
    """Returns those with a place to visit that are not planned already and were not dismissed."""
    return [
        Proposal(one, place)
        for one in appointments
        if one.key not in before.put_away
        and (place := read_place(one.place, before.country)) is not None
        and not _is_planned(one, place, before.stays)
    ][:MOST]


def _is_planned(appointment: Appointment, place: Place, stays: Iterable[Stay]) -> bool:
    """Whether a visit has the same beginning, or the same address at the same time. If it is off, the second alone."""
    return any(
        (stay.starts == appointment.starts and not stay.off)
        or (
            place.address is not None
            and stay.address_key == place.address.key
            and stay.starts < appointment.ends
            and appointment.starts < stay.ends
        )
        for stay in stays
    )


def know_before(session: Session, me: Caller) -> Before:
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    now = clock_of(session).now(session)
    cancelled = VisitRecord.state == VisitState.CANCELLED
    stays = select(VisitRecord.planned_start, VisitRecord.expected_end, VisitRecord.address_key).where(
        VisitRecord.organisation_id == me.organisation_id,
        VisitRecord.planned_start > now - AROUND,
        VisitRecord.planned_start < now + AROUND,
    )
    mine = stays.add_columns(cancelled).where(VisitRecord.worker_id == me.id)
    stays_away = or_(cancelled, CompanionRecord.declined_at.is_not(None), CompanionRecord.said_no_at.is_not(None))
    along = stays.add_columns(stays_away).join(CompanionRecord).where(CompanionRecord.person_id == me.id)
    put_away = select(PutAwayRecord.key).where(
        PutAwayRecord.organisation_id == me.organisation_id, PutAwayRecord.person_id == me.id
    )
    calendar = own_calendar(session, me)
    return Before(
        sealed=calendar.sealed if calendar else None,
        zone=ZoneInfo(organisation.time_zone),
        country=organisation.country,
        now=now,
        put_away=frozenset(session.scalars(put_away)),
        stays=[
            Stay(starts, ends, key, off) for some in (mine, along) for starts, ends, key, off in session.execute(some)
        ],
    )


def own_calendar(session: Session, me: Caller) -> OwnCalendarRecord | None:
    return session.scalars(
        select(OwnCalendarRecord).where(
            OwnCalendarRecord.organisation_id == me.organisation_id, OwnCalendarRecord.person_id == me.id
        )
    ).one_or_none()


def keep_calendar(session: Session, me: Caller, sealed: str, host: str) -> OwnCalendarRecord:
    """Store which calendar to read from now on. sealed: its address, sealed. host: shown, to tell which one it is."""
    now = clock_of(session).now(session)
    record = own_calendar(session, me)
    if record is None:
        record = OwnCalendarRecord(person_id=me.id, organisation_id=me.organisation_id)
        session.add(record)
    record.sealed, record.host, record.saved_at = sealed, host, now
    session.flush()
    return record


def remove_calendar(session: Session, me: Caller) -> str | None:
    """Forget its address. Returns it, sealed, so that the caller can drop what it has cached."""
    record = own_calendar(session, me)
    if record is None:
        return None
    session.delete(record)
    return record.sealed


def put_away(session: Session, me: Caller, key: str) -> None:
    """Never propose this again. Doing it twice changes nothing."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {"person_id": me.id, "key": key, "organisation_id": me.organisation_id}
    insert = dialect.insert(PutAwayRecord).values(**values, at=clock_of(session).now(session))
    session.execute(insert.on_conflict_do_nothing(index_elements=["person_id", "key"]))


def forget_put_away(session: Session, now: datetime) -> None:
    """Delete dismissed proposals after `KEPT`: by then their appointments are over."""
    session.execute(
        delete(PutAwayRecord).where(PutAwayRecord.at < now - KEPT),
        execution_options={"across_organisations": True, "synchronize_session": False},
    )
