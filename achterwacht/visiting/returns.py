"""The way back from a visit, and the stops of one day: what follows a visit, and what a new visit takes over."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from achterwacht.chases import rules as chases
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import open_in
from achterwacht.kinds import Actor, DeadlineKind, RootKind
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.protocols.profile import Profile
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import Onward, Stop, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.held import Held, hold_visit


def onward_from(held: Held) -> Onward:
    """Returns what follows this visit today.

    It locks the worker, so that two of their visits don't end at the same time.
    """
    visit, organisation = held.root.visit, held.root.organisation
    assert visit is not None
    if held.root.protocol.signing_off.back_after is None:
        return Onward()
    one_at_a_time(held.session, organisation.id, visit.worker_id)
    elsewhere = select(VisitRecord.id).where(
        VisitRecord.organisation_id == organisation.id,
        VisitRecord.worker_id == visit.worker_id,
        VisitRecord.state == VisitState.UNDER_WAY,
        # On their own screen nobody watches them there any more: they are waited for as from any visit.
        VisitRecord.shown_ended_at.is_(None),
        VisitRecord.id != visit.id,
    )
    return Onward(
        zone=ZoneInfo(organisation.time_zone),
        elsewhere=held.session.scalar(elsewhere.limit(1)) is not None,
        stop=_next_stop(held.session, organisation, visit, held.now),
    )


def arrived(session: Session, by: Actor, worker: UUID, protocol: Profile, but: UUID) -> datetime | None:
    """Let a check-in or check-out elsewhere end every earlier way back of this worker, and what waits for them at home.

    Returns when they said they would be back at the office, which goes along from stop to stop.
    """
    # The profile of the earlier visit says that they are expected: that of another team, or of before a switch.
    if protocol.signing_off.back_after is None and not _missed_elsewhere(session, by.organisation_id, worker):
        return None
    one_at_a_time(session, by.organisation_id, worker)
    said = []
    for visit_id in _missed_elsewhere(session, by.organisation_id, worker):
        if visit_id == but:
            continue
        held = hold_visit(session, visit_id, by)
        facts = held.root.visit_facts()
        if not facts.on_the_way:
            held.write(chases.went_on(facts, held.press(), held.context()))
            continue
        said.append(facts.back_by)
        held.write(visits.went_on(facts, held.press(), held.context()))
    return max((one for one in said if one is not None), default=None)


def plan_changed(session: Session, by: Actor, worker: UUID) -> None:
    """Adapt the way back after a visit of this worker was planned, moved or cancelled: they may go elsewhere now."""
    session.flush()
    for visit_id in _awaited(session, by.organisation_id, worker):
        held = hold_visit(session, visit_id, by)
        assert held.root.visit is not None
        organisation = held.root.organisation
        onward = Onward(
            ZoneInfo(organisation.time_zone), stop=_next_stop(session, organisation, held.root.visit, held.now)
        )
        held.write(visits.replanned(held.root.visit_facts(), onward, held.context()))


def own_way_back(session: Session, by: Actor) -> VisitRecord | None:
    """Returns the visit whose way back this worker is on, as their own screen knows it; None if there is none."""
    shown = VisitRecord.shown_ended_at.is_not(None) | (VisitRecord.state == VisitState.ENDED)
    return session.scalars(
        select(VisitRecord)
        .where(
            VisitRecord.organisation_id == by.organisation_id,
            VisitRecord.worker_id == by.person_id,
            VisitRecord.awaited_by.is_not(None),
            VisitRecord.returned_at.is_(None),
            shown,
        )
        .order_by(VisitRecord.awaited_by.desc())
        .limit(1)
    ).one_or_none()


def awaited_somewhere(worker: ColumnElement[Any], organisation: ColumnElement[Any]) -> ColumnElement[bool]:
    """Returns whether this worker is expected at the end of a way back, or a word of theirs from home."""
    other = aliased(VisitRecord)
    at_home = exists().where(
        open_in(organisation, RootKind.VISIT, DeadlineRecord.root_id == other.id),
        DeadlineRecord.kind == DeadlineKind.HOME_SAFE,
    )
    return exists().where(
        other.organisation_id == organisation,
        other.worker_id == worker,
        other.state == VisitState.ENDED,
        or_(and_(other.awaited_by.is_not(None), other.returned_at.is_(None)), at_home),
    )


def _awaited(session: Session, organisation_id: UUID, worker: UUID) -> Sequence[UUID]:
    """The visits after which they are waited for, as their own screen knows it."""
    return session.scalars(
        select(VisitRecord.id)
        .where(
            VisitRecord.organisation_id == organisation_id,
            VisitRecord.worker_id == worker,
            _way_back(),
        )
        .order_by(VisitRecord.id)
    ).all()


def _missed_elsewhere(session: Session, organisation_id: UUID, worker: UUID) -> Sequence[UUID]:
    """The visits after which they are waited for, on the way back or at home."""
    at_home = select(DeadlineRecord.root_id).where(
        open_in(organisation_id, RootKind.VISIT), DeadlineRecord.kind == DeadlineKind.HOME_SAFE
    )
    return session.scalars(
        select(VisitRecord.id)
        .where(
            VisitRecord.organisation_id == organisation_id,
            VisitRecord.worker_id == worker,
            or_(_way_back(), VisitRecord.id.in_(at_home)),
        )
        .order_by(VisitRecord.id)
    ).all()


def _way_back() -> ColumnElement[bool]:
    return and_(
        VisitRecord.awaited_by.is_not(None),
        VisitRecord.returned_at.is_(None),
        or_(VisitRecord.state == VisitState.ENDED, VisitRecord.shown_ended_at.is_not(None)),
    )


def _next_stop(session: Session, organisation: OrganisationRecord, visit: VisitRecord, now: datetime) -> Stop | None:
    """Returns the first visit planned after this one, on the same day in local time."""
    zone = ZoneInfo(organisation.time_zone)
    tomorrow = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone).astimezone(UTC)
    found = session.execute(
        select(VisitRecord.planned_start, VisitRecord.address_line)
        .where(
            VisitRecord.organisation_id == organisation.id,
            VisitRecord.worker_id == visit.worker_id,
            VisitRecord.state == VisitState.PLANNED,
            VisitRecord.drill.is_(False),
            VisitRecord.planned_start >= visit.planned_start,
            VisitRecord.planned_start < tomorrow,
        )
        .order_by(VisitRecord.planned_start, VisitRecord.id)
        .limit(1)
    ).one_or_none()
    return None if found is None else Stop(found.planned_start, found.address_line)


def one_at_a_time(session: Session, organisation_id: UUID, worker: UUID) -> None:
    """Lock the person, after the visit. Nobody who only refers to the person has to wait for this."""
    session.execute(
        select(PersonRecord.id)
        .where(PersonRecord.organisation_id == organisation_id, PersonRecord.id == worker)
        .with_for_update(key_share=True)
    )
