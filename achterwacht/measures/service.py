"""Measures: find, list, watch their end, settle a decision, close, note that one was broken.

Who may do this stands in `afterwards/measures.py`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.deadlines.rooted import Rooted, lift_deadlines, set_deadline
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.measures.facts import LASTING, RECORDED_FOR, Decided, MeasureState, Period
from achterwacht.measures.records import MeasureBreachRecord, MeasurePhotoRecord, MeasureRecord
from achterwacht.measures.refusals import BreachNoted, MeasureOver
from achterwacht.measures.rules import deciding
from achterwacht.measures.rules.breaking import Done, wrong_steps
from achterwacht.measures.rules.periods import from_decision, over_at
from achterwacht.refused import NotFound, Wrong, refuse
from foundation.columns import new_id
from foundation.moments import CLOCKS_DIFFER

MOST = 500
"""How many measures a list holds."""


def find(session: Session, organisation_id: UUID, measure_id: UUID, *, lock: bool = False) -> MeasureRecord:
    """Returns one measure.

    Raises:
        NotFound: there is none in this organisation.
    """
    wanted = select(MeasureRecord).where(
        MeasureRecord.organisation_id == organisation_id, MeasureRecord.id == measure_id
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    record = session.scalars(wanted).one_or_none()
    if record is None:
        raise NotFound("measure")
    return record


def of_incident(session: Session, organisation_id: UUID, incident_id: UUID) -> Sequence[MeasureRecord]:
    """Returns the measures of one report, oldest first."""
    return session.scalars(
        select(MeasureRecord)
        .where(MeasureRecord.organisation_id == organisation_id, MeasureRecord.incident_id == incident_id)
        .order_by(MeasureRecord.put_at, MeasureRecord.id)
    ).all()


def breaches_of(
    session: Session, organisation_id: UUID, measures: Sequence[MeasureRecord]
) -> Sequence[MeasureBreachRecord]:
    """Returns how often these measures were broken, oldest first."""
    return session.scalars(
        select(MeasureBreachRecord)
        .where(
            MeasureBreachRecord.organisation_id == organisation_id,
            MeasureBreachRecord.measure_id.in_([one.id for one in measures]),
        )
        .order_by(MeasureBreachRecord.happened_at, MeasureBreachRecord.id)
    ).all()


def settle_decision(record: MeasureRecord, decided: Decided, *, until: date | None, reason: str, today: date) -> None:
    """Store what was decided on a measure that was put. until: another end than was asked for.

    Raises:
        WrongInput: the end can't be, or there is no reason not to do it.
    """
    if decided.state is MeasureState.DECLINED:
        # Who agrees with a proposal not to take it has its reason.
        refuse([] if reason or record.not_to_take else [Wrong("/reason", "measure_needs_reason")])
    else:
        period = Period(record.starts_on, record.until)
        if decided.state is MeasureState.IN_FORCE and RECORDED_FOR.isdisjoint(decided.deciders):
            period = from_decision(period, today)
        if until is not None:
            refuse(_wrong_end(record, until, today, reason))
        elif period.until is not None and period.until < today:
            # It was put some time ago: a yes now would be to something that is over.
            refuse([Wrong("/until", "measure_ends_in_past")])
        record.starts_on, record.until = period.starts_on, until or period.until
    record.state, record.decided_by, record.decided_at = decided.state, decided.decided_by, decided.decided_at
    record.decision_reason, record.percent = reason, decided.percent


def _wrong_end(record: MeasureRecord, until: date, today: date, reason: str) -> list[Wrong]:
    if record.kind not in LASTING:
        return [Wrong("/until", "measure_without_end")]
    if until < record.starts_on:
        return [Wrong("/until", "measure_ends_before")]
    if until < today:
        return [Wrong("/until", "measure_ends_in_past")]
    return [] if reason or until == record.until else [Wrong("/reason", "measure_needs_reason")]


def watch_end(session: Session, record: MeasureRecord, zone: ZoneInfo) -> None:
    """Set the deadline of a measure that is in force and has an end."""
    if record.state is MeasureState.IN_FORCE and record.until is not None:
        set_deadline(session, root_of(record), DeadlineKind.MEASURE_ENDS, over_at(record.until, zone))


def close(session: Session, record: MeasureRecord, *, by: UUID | None, reason: str, now: datetime) -> None:
    """End a measure that is locked. by: None where its time has come.

    Raises:
        MeasureOver: it is not in force.
    """
    ended = deciding.run_out(record.facts())
    record.state, record.ended_by, record.ended_at, record.end_reason = ended.state, by, now, reason
    drop_photo(session, record)
    session.flush()
    lift_deadlines(session, root_of(record), [DeadlineKind.MEASURE_ENDS], now)


def photos_of(session: Session, organisation_id: UUID, measures: Sequence[UUID]) -> Mapping[UUID, MeasurePhotoRecord]:
    """Returns the photos of these measures, by measure."""
    if not measures:
        return {}
    photo = MeasurePhotoRecord
    found = select(photo).where(photo.organisation_id == organisation_id, photo.measure_id.in_(measures))
    return {one.measure_id: one for one in session.scalars(found)}


def drop_photo(session: Session, record: MeasureRecord) -> MeasurePhotoRecord | None:
    """Take the photo of a measure that is locked away, if it has one. Its file goes by who calls, or by the clock."""
    photo = photos_of(session, record.organisation_id, [record.id]).get(record.id)
    if photo is not None:
        session.delete(photo)
        session.flush()
    return photo


def held_at(record: MeasureRecord, at: datetime, zone: ZoneInfo) -> bool:
    """Whether it was in force at this moment. What begins on a day before it was decided on forbade nobody anything
    until then; what a court or the police decided is only recorded later."""
    if record.decided_at is None or record.state not in (MeasureState.IN_FORCE, MeasureState.ENDED):
        return False
    measure = record.facts()
    decided = at + CLOCKS_DIFFER >= record.decided_at or not RECORDED_FOR.isdisjoint(measure.deciders)
    ended = record.ended_at is not None and record.ended_at <= at
    return decided and not ended and measure.period.holds_on(at.astimezone(zone).date())


def note_broken(
    session: Session,
    record: MeasureRecord,
    by: UUID,
    happened_at: datetime,
    place: str,
    steps: Sequence[Done],
    note: str,
    zone: ZoneInfo,
    now: datetime,
) -> MeasureBreachRecord:
    """Note that a measure that is locked was broken, and what was done.

    Raises:
        WrongInput: with everything that is wrong.
        MeasureOver: it was not in force then.
        BreachNoted: in that minute it was noted before.
    """
    to_come = [Wrong("/happenedAt", "in_future")] if happened_at > now + CLOCKS_DIFFER else []
    refuse([*to_come, *wrong_steps(steps, now)])
    if not held_at(record, happened_at, zone):
        raise MeasureOver
    if _is_noted(session, record, happened_at):
        raise BreachNoted
    breach = MeasureBreachRecord(
        id=new_id(),
        organisation_id=record.organisation_id,
        measure_id=record.id,
        happened_at=happened_at,
        place=place,
        steps=[{"step": one.step.value, "at": one.at.isoformat(), "witness": one.witness} for one in steps],
        note=note,
        reported_by=by,
        reported_at=now,
    )
    session.add(breach)
    session.flush()
    return breach


def _is_noted(session: Session, record: MeasureRecord, happened_at: datetime) -> bool:
    """Whether it was noted before: both of those at the door write it down, and a minute is what the form asks."""
    minute = happened_at.replace(second=0, microsecond=0)
    breach = MeasureBreachRecord
    found = select(breach.id).where(
        breach.organisation_id == record.organisation_id,
        breach.measure_id == record.id,
        breach.happened_at >= minute,
        breach.happened_at < minute + timedelta(minutes=1),
    )
    return session.scalar(found.limit(1)) is not None


def root_of(record: MeasureRecord) -> Rooted:
    return Rooted(record.organisation_id, RootKind.MEASURE, record.id)
