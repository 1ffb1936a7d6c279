"""The one thing that is locked: a visit with its alarm, or an alarm without a visit, and all that belongs to it.

Lock order: root row (visit, or an alarm without one) -> alarm -> deadline -> message (architecture.md section 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Alarm, Candidate, Skip, Told
from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.beforehand.companions import Along
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.service import profile_version
from achterwacht.refused import NotFound
from achterwacht.roots import Root
from achterwacht.visits.facts import Visit
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch.plans import plan_of
from achterwacht.watch.statements import COMPANIONS, LOCK_DUE, OPEN_ALARMS, OPEN_DEADLINES, TOLD, WORKERS
from foundation.among import among
from foundation.clock import clock_of
from foundation.subject import Subject


@dataclass(frozen=True)
class OpenDeadline:
    """An open deadline of a locked root."""

    id: UUID
    kind: DeadlineKind
    priority: int
    due_at: datetime


@dataclass
class Aggregate:
    """A locked root. `deadlines` are the open ones by kind; `told` who was told, by person."""

    kind: RootKind
    organisation: OrganisationRecord
    protocol: Profile
    team_id: UUID
    worker_name: str
    worker_phone: str | None
    visit: VisitRecord | None
    alarm: AlarmRecord | None
    companions: list[CompanionRecord] = field(default_factory=list)
    told: dict[UUID, ToldRecord] = field(default_factory=dict)
    deadlines: dict[DeadlineKind, OpenDeadline] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        root = self.visit or self.alarm
        assert root is not None
        return root.id

    @property
    def root(self) -> Root:
        return Root(self.organisation.id, self.kind, self.id)

    @property
    def subjects(self) -> list[Subject]:
        """What messages of it are about: the visit, and its alarm."""
        about = ((RootKind.VISIT, self.visit), (RootKind.ALARM, self.alarm))
        return [Subject(kind, one.id) for kind, one in about if one is not None]

    @property
    def worker_id(self) -> UUID:
        root = self.visit or self.alarm
        assert root is not None
        return root.worker_id

    def take_protocol(self, session: Session, version_id: UUID) -> None:
        """Let a planned visit go by the profile that runs now."""
        assert self.visit is not None
        if self.visit.protocol_id != version_id:
            self.visit.protocol_id = version_id
            self.protocol = profile_version(session, self.organisation.id, version_id)

    def worker(self) -> Candidate:
        """The worker as one who can be told."""
        return Candidate(self.worker_id, self.worker_name, None if self.worker_phone else Skip.NO_NUMBER)

    @property
    def back_up(self) -> UUID | None:
        """The colleague who accepted to be back-up for this visit."""
        return self.visit.back_up if self.visit is not None and self.visit.back_up_accepted_at else None

    def colleagues_inside(self) -> frozenset[UUID]:
        """The colleagues who come along. Who said that they can't is outside, and can help."""
        return frozenset(one.person_id for one in self.companions if one.person_id and one.declined_at is None)

    def along(self) -> tuple[Along, ...]:
        """Who comes along, and what they said of it. Who is no colleague can't be asked, and is counted on."""
        return tuple(
            Along(
                person=one.person_id,
                name=one.name,
                comes=one.person_id is None or one.there_at is not None or one.coming_at is not None,
                declined=one.declined_at is not None,
            )
            for one in self.companions
        )

    def going(self) -> frozenset[UUID]:
        """The employees who go in: the worker, and colleagues who come along."""
        return self.colleagues_inside() | {self.worker_id}

    def alarm_facts(self) -> Alarm | None:
        """The alarm as the rules see it."""
        record = self.alarm
        if record is None:
            return None
        return Alarm(
            id=record.id,
            cause=record.cause,
            level=record.level,
            opened_at=record.opened_at,
            plan=plan_of(record.plan),
            worker=record.worker_id,
            companions=self.colleagues_inside(),
            acknowledged_by=record.acknowledged_by,
            acknowledged_at=record.acknowledged_at,
            unproven_by=record.unproven_by,
            assigned_to=record.assigned_to,
            resolved_at=record.resolved_at,
            resolved_by=record.resolved_by,
            outcome=record.outcome,
            note=record.note,
            told=tuple(Told(one.person_id, one.level, one.declined, one.failed) for one in self.told.values()),
            rounds=record.rounds,
        )

    def open_or_closed_alarm(self) -> Alarm:
        """The alarm as the rules see it.

        Raises:
            NotFound: there is none.
        """
        alarm = self.alarm_facts()
        if alarm is None:
            raise NotFound("alarm")
        return alarm

    def visit_facts(self) -> Visit:
        """The visit as the rules see it, with its alarm."""
        record = self.visit
        assert record is not None
        return Visit(
            id=record.id,
            state=record.state,
            worker=record.worker_id,
            worker_name=self.worker_name,
            planned_start=record.planned_start,
            expected_end=record.expected_end,
            companions=self.colleagues_inside(),
            there=tuple(
                Candidate(one.person_id, one.name)
                for one in self.companions
                if one.person_id and one.there_at is not None
            ),
            started_at=record.started_at,
            ended_at=record.ended_at,
            check_call=record.check_call,
            asked=record.asked,
            chased=record.chased,
            last_heard_at=record.last_heard_at,
            signed_off_at=record.signed_off_at,
            covered_at=record.covered_at,
            return_to=record.return_to,
            alone_asked=record.alone_asked,
            alone_allowed_by=record.alone_allowed_by,
            back_up=record.back_up,
            back_up_accepted_at=record.back_up_accepted_at,
            police_told_at=record.police_told_at,
            call_after=timedelta(minutes=record.call_after_minutes) if record.call_after_minutes else None,
            alarm=self.alarm_facts(),
        )


def lock_visit(session: Session, visit_id: UUID, organisation_id: UUID) -> tuple[Aggregate, datetime]:
    """Lock a visit and all that belongs to it. Returns it with the time, read once the lock is held.

    Raises:
        NotFound: no such visit in that organisation.
    """
    visit = session.scalars(_locked(VisitRecord, [visit_id], organisation_id)).one_or_none()
    if visit is None:
        raise NotFound("visit")
    return load(session, organisation_id, [visit], [])[0], clock_of(session).now(session)


def lock_alarm(session: Session, alarm_id: UUID, organisation_id: UUID) -> tuple[Aggregate, datetime]:
    """Lock the root an alarm belongs to: its visit, or the alarm itself.

    Raises:
        NotFound: no such alarm in that organisation.
    """
    visit_id = session.execute(
        select(AlarmRecord.visit_id).where(AlarmRecord.id == alarm_id, AlarmRecord.organisation_id == organisation_id)
    ).one_or_none()
    if visit_id is None:
        raise NotFound("alarm")
    if visit_id[0] is None:
        alarm = session.scalars(_locked(AlarmRecord, [alarm_id], organisation_id)).one()
        return load(session, organisation_id, [], [alarm])[0], clock_of(session).now(session)
    aggregate, now = lock_visit(session, visit_id[0], organisation_id)
    if aggregate.alarm is None or aggregate.alarm.id != alarm_id:
        # Closed before: the visit may have a newer alarm, but the caller speaks of this one.
        aggregate.alarm = session.scalars(_locked(AlarmRecord, [alarm_id], organisation_id)).one()
        aggregate.told = _told(session, organisation_id, [alarm_id]).get(alarm_id, {})
    return aggregate, now


def lock_free(session: Session, visit_ids: Sequence[UUID], organisation_id: UUID) -> list[Aggregate]:
    """Lock those of these visits that nobody else holds, whole, in order of id."""
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
    """Everything that belongs to these locked roots of one organisation, in a fixed number of statements."""
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
