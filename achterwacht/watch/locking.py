"""Locking a visit with its alarm, or an alarm without a visit, and reading all that belongs to it.

Lock order: root row (visit, or an alarm without one) -> alarm -> deadline -> message (architecture.md section 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.service import profile_version
from achterwacht.refused import NotFound
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch.aggregate import Aggregate, OpenDeadline
from achterwacht.watch.statements import (
    AROUND_ONE,
    COMPANIONS,
    LOCK_DUE,
    LOCK_STANDALONE,
    LOCK_VISIT,
    LOCK_VISIT_OF_ALARM,
    OPEN_ALARMS,
    OPEN_DEADLINES,
    TOLD,
    WORKERS,
)
from foundation.among import among
from foundation.clock import clock_of
from foundation.together import as_records


@dataclass(frozen=True)
class Locked:
    """A root that was locked a moment ago.

    now: the time, read once the lock was held. team: the name of its team. worker: the person's id, name, phone,
    language and sms_refused. codes: person_id, purpose and code of the codes for its alarm.
    """

    root: Aggregate
    now: datetime
    team: str
    worker: Any
    codes: Sequence[Any]


def lock_visit(session: Session, visit_id: UUID, organisation_id: UUID) -> tuple[Aggregate, datetime]:
    """Lock a visit and all that belongs to it. Returns it with the time, which is read once the lock is held.

    Raises:
        NotFound: no such visit in that organisation.
    """
    locked = locked_visit(session, visit_id, organisation_id)
    return locked.root, locked.now


def lock_alarm(session: Session, alarm_id: UUID, organisation_id: UUID) -> tuple[Aggregate, datetime]:
    """Lock the root of an alarm: its visit, or the alarm itself.

    Raises:
        NotFound: no such alarm in that organisation.
    """
    locked = locked_alarm(session, alarm_id, organisation_id)
    return locked.root, locked.now


def locked_visit(session: Session, visit_id: UUID, organisation_id: UUID) -> Locked:
    """Lock like `lock_visit`, and return everything that was read with it."""
    visit = session.scalars(LOCK_VISIT, {"organisation": organisation_id, "id": visit_id}).one_or_none()
    if visit is None:
        raise NotFound("visit")
    alarm = session.scalars(OPEN_ALARMS, {"organisation": organisation_id, "ids": [visit_id]}).one_or_none()
    return _with_all_around(session, visit, alarm)


def locked_alarm(session: Session, alarm_id: UUID, organisation_id: UUID) -> Locked:
    """Lock like `lock_alarm`, and return everything that was read with it."""
    asked = {"organisation": organisation_id, "id": alarm_id}
    found = session.execute(LOCK_VISIT_OF_ALARM, asked).one_or_none()
    if found is not None:
        # If it was closed before, the visit may have a newer alarm by now; but the caller means this one.
        return _with_all_around(session, *found)
    alarm = session.scalars(LOCK_STANDALONE, asked).one_or_none()
    if alarm is None:
        raise NotFound("alarm")
    return _with_all_around(session, None, alarm)


def _with_all_around(session: Session, visit: VisitRecord | None, alarm: AlarmRecord | None) -> Locked:
    kind, root = (RootKind.ALARM, alarm) if visit is None else (RootKind.VISIT, visit)
    assert root is not None
    found = AROUND_ONE.read(
        session,
        {
            "organisation": root.organisation_id,
            "kind": kind,
            "root": root.id,
            "worker": root.worker_id,
            "of_team": root.team_id,
            "visit": None if visit is None else visit.id,
            "alarm": None if alarm is None else alarm.id,
            **clock_of(session).given(session),
        },
    )
    (who,) = found["who"]
    told = sorted(as_records(session, ToldRecord, found["told"]), key=lambda one: one.told_at)
    aggregate = Aggregate(
        kind=kind,
        organisation=session.get_one(OrganisationRecord, root.organisation_id),
        protocol=profile_version(session, root.organisation_id, root.protocol_id),
        team_id=root.team_id,
        worker_name=who.name,
        worker_phone=who.phone,
        visit=visit,
        alarm=alarm,
        companions=as_records(session, CompanionRecord, found["companions"]),
        told={one.person_id: one for one in told},
        deadlines={one.kind: OpenDeadline(one.id, one.kind, one.priority, one.due_at) for one in found["deadlines"]},
    )
    return Locked(aggregate, who.now, who.team, who, found["codes"])


def lock_free(session: Session, visit_ids: Sequence[UUID], organisation_id: UUID) -> list[Aggregate]:
    """Lock those of these visits that nobody else holds, with all that belongs to them, in order of id."""
    free = _locked(VisitRecord, visit_ids, organisation_id).order_by(VisitRecord.id).with_for_update(skip_locked=True)
    return load(session, organisation_id, session.scalars(free).all(), [])


def lock_due(session: Session, kind: RootKind, organisation_id: UUID, ids: Sequence[UUID]) -> list[Aggregate]:
    """Lock those roots that nobody else is working on, in order of id, and load them."""
    records: Sequence[Any] = session.scalars(LOCK_DUE[kind], {"organisation": organisation_id, "ids": ids}).all()
    if kind is RootKind.VISIT:
        return load(session, organisation_id, records, [])
    return load(session, organisation_id, [], records)


def load(
    session: Session, organisation_id: UUID, visits: Sequence[VisitRecord], alone: Sequence[AlarmRecord]
) -> list[Aggregate]:
    """Returns these locked roots of one organisation with all that belongs to them, in a fixed number of statements."""
    if not visits and not alone:
        return []
    here = {"organisation": organisation_id}
    visit_ids = [visit.id for visit in visits]
    opened = session.scalars(OPEN_ALARMS, {**here, "ids": visit_ids}) if visit_ids else ()
    alarms = {alarm.visit_id: alarm for alarm in opened}
    alarm_ids = [alarm.id for alarm in (*alarms.values(), *alone)]
    told = _told(session, organisation_id, alarm_ids) if alarm_ids else {}
    companions: dict[UUID, list[CompanionRecord]] = {}
    if visit_ids:
        for one in session.scalars(COMPANIONS, {**here, "ids": visit_ids}):
            companions.setdefault(one.visit_id, []).append(one)
    deadlines: dict[tuple[RootKind, UUID], dict[DeadlineKind, OpenDeadline]] = {}
    wanted = {**here, "ids": [*visit_ids, *(alarm.id for alarm in alone)]}
    for root_kind, root_id, deadline_id, kind, priority, due_at in session.execute(OPEN_DEADLINES, wanted):
        deadlines.setdefault((root_kind, root_id), {})[kind] = OpenDeadline(deadline_id, kind, priority, due_at)
    roots: list[tuple[RootKind, VisitRecord | AlarmRecord]] = [
        *((RootKind.VISIT, one) for one in visits),
        *((RootKind.ALARM, one) for one in alone),
    ]
    organisation = session.get_one(OrganisationRecord, organisation_id)
    worker_ids = {root.worker_id for _, root in roots}
    workers = {one.id: one for one in session.execute(WORKERS, {**here, "ids": worker_ids})}
    return [
        Aggregate(
            kind=kind,
            organisation=organisation,
            protocol=profile_version(session, root.organisation_id, root.protocol_id),
            team_id=root.team_id,
            worker_name=workers[root.worker_id].name,
            worker_phone=workers[root.worker_id].phone,
            visit=root if isinstance(root, VisitRecord) else None,
            alarm=(alarm := alarms.get(root.id) if isinstance(root, VisitRecord) else root),
            companions=companions.get(root.id, []),
            told=told.get(alarm.id, {}) if alarm else {},
            deadlines=deadlines.get((kind, root.id), {}),
        )
        for kind, root in roots
    ]


def _told(session: Session, organisation_id: UUID, alarm_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, ToldRecord]]:
    told: dict[UUID, dict[UUID, ToldRecord]] = {}
    for one in session.scalars(TOLD, {"organisation": organisation_id, "ids": alarm_ids}):
        told.setdefault(one.alarm_id, {})[one.person_id] = one
    return told


def _locked(record: Any, ids: Sequence[UUID], organisation_id: UUID) -> Any:
    return (
        select(record)
        .where(among(record.id, ids), record.organisation_id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
