"""The plans of care as they are stored: found for who may see them, with their tasks, offers and evaluations."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, cast, false, or_, select
from sqlalchemy.orm import Session

from achterwacht.aftercare import rules
from achterwacht.aftercare.records import CareEvaluationRecord, CareOfferRecord, CarePlanRecord
from achterwacht.aftercare.sight import Sight, sight
from achterwacht.functions.holding import who_holds
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.protocols.aftercare import Aftercare
from achterwacht.protocols.profile import Profile
from achterwacht.refused import NotFound
from achterwacht.tasks.records import TaskRecord

Row = TypeVar("Row", CareOfferRecord, CareEvaluationRecord)
MOST = 200
"""How many plans a list holds."""


@dataclass(frozen=True)
class Seen:
    """A plan as somebody sees it. tasks: what is due first in front."""

    plan: CarePlanRecord
    sees: Sight
    tasks: Sequence[TaskRecord]
    offers: Mapping[str, CareOfferRecord] = field(default_factory=dict)
    evaluations: Sequence[CareEvaluationRecord] = ()


def care_of(profile: Profile | None) -> Aftercare:
    """Returns what a profile says of care; where it says nothing, there is still the first care."""
    return profile.aftercare if profile is not None and profile.aftercare is not None else rules.UNSAID


def seen(session: Session, caller: Caller, plans: Sequence[CarePlanRecord]) -> list[Seen]:
    """Returns those of these plans that the caller sees."""
    tasks = tasks_of(session, caller.organisation_id, plans)
    ids = [one.id for one in plans]
    offers: dict[UUID, dict[str, CareOfferRecord]] = defaultdict(dict)
    for offer in session.scalars(_of_plans(CareOfferRecord, caller.organisation_id, ids)):
        offers[offer.plan_id][offer.because] = offer
    said: dict[UUID, list[CareEvaluationRecord]] = defaultdict(list)
    for one in session.scalars(_of_plans(CareEvaluationRecord, caller.organisation_id, ids)):
        said[one.plan_id].append(one)
    held = who_holds(session, caller.organisation_id)
    found = []
    for plan in plans:
        sees = sight(caller, held, plan, tasks[plan.id])
        if sees is not Sight.NOTHING:
            found.append(Seen(plan, sees, tasks[plan.id], offers[plan.id], said[plan.id]))
    return found


def find(session: Session, caller: Caller, plan_id: UUID) -> Seen:
    """Returns one plan.

    Raises:
        NotFound: there is none in this organisation, or it is not the caller's to see.
    """
    plan = session.scalars(_of(caller.organisation_id).where(CarePlanRecord.id == plan_id)).one_or_none()
    found = [] if plan is None else seen(session, caller, [plan])
    if not found:
        raise NotFound("care")
    return found[0]


def list_plans(session: Session, caller: Caller, *, mine: bool, going_on: bool) -> list[Seen]:
    """Returns the plans about the caller and (without `mine`) those they see: what goes on first, then the latest.

    going_on: only those that have not ended.
    No more than `MOST`, and one where there are more.
    """
    wanted = _of(caller.organisation_id)
    wanted = wanted.where(CarePlanRecord.person_id == caller.id if mine else _may_see(session, caller))
    if going_on:
        wanted = wanted.where(CarePlanRecord.ended_at.is_(None))
    in_order = wanted.order_by(CarePlanRecord.ended_at.is_not(None), CarePlanRecord.made_at.desc(), CarePlanRecord.id)
    found: list[Seen] = []
    looked_at = 0
    while len(found) <= MOST:
        # The first look takes in what a function may reach later: read on until there is enough to show.
        plans = session.scalars(in_order.offset(looked_at).limit(MOST + 1)).all()
        found += seen(session, caller, plans)
        looked_at += len(plans)
        if len(plans) <= MOST:
            break
    return found[: MOST + 1]


def of_incident(session: Session, caller: Caller, incident: IncidentRecord) -> list[Seen]:
    """Returns what the caller sees of the care after this incident; also that of whom it happened to, where it was
    planned with another report of the same event."""
    own = and_(of_event(incident), CarePlanRecord.person_id == incident.employee_id)
    wanted = _of(caller.organisation_id).where(or_(CarePlanRecord.incident_id == incident.id, own))
    return seen(session, caller, session.scalars(wanted.order_by(CarePlanRecord.made_at, CarePlanRecord.id)).all())


def of_event(incident: IncidentRecord) -> ColumnElement[bool]:
    """Returns the condition for plans about the same event: this report, or another of the same alarm or visit."""
    found = [CarePlanRecord.incident_id == incident.id]
    if incident.alarm_id is not None:
        found.append(CarePlanRecord.alarm_id == incident.alarm_id)
    if incident.visit_id is not None:
        same_visit = CarePlanRecord.visit_id == incident.visit_id
        if incident.alarm_id is not None:
            same_visit &= CarePlanRecord.alarm_id.is_(None)
        found.append(same_visit)
    return and_(CarePlanRecord.organisation_id == incident.organisation_id, or_(*found))


def lock(session: Session, organisation_id: UUID, plan_id: UUID) -> CarePlanRecord:
    """Returns a plan, locked. The tasks that change with it are locked before it."""
    wanted = _of(organisation_id).where(CarePlanRecord.id == plan_id)
    return session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one()


def tasks_of(
    session: Session, organisation_id: UUID, plans: Sequence[CarePlanRecord]
) -> Mapping[UUID, Sequence[TaskRecord]]:
    """Returns the tasks of these plans, by plan."""
    found: dict[UUID, list[TaskRecord]] = {one.id: [] for one in plans}
    wanted = select(TaskRecord).where(
        TaskRecord.organisation_id == organisation_id, TaskRecord.about_id.in_(list(found))
    )
    for task in session.scalars(wanted.order_by(TaskRecord.due_at, TaskRecord.id)):
        assert task.about_id is not None
        found[task.about_id].append(task)
    return found


def note_offer(
    session: Session, plan: CarePlanRecord, because: str, by: UUID, today: date, *, accepted: bool | None
) -> CareOfferRecord:
    """Note that help was offered, and the answer if there is one. A later answer takes the place of an earlier one."""
    known = session.scalars(
        _of_plans(CareOfferRecord, plan.organisation_id, [plan.id]).where(CareOfferRecord.because == because)
    ).one_or_none()
    if known is None:
        known = CareOfferRecord(
            organisation_id=plan.organisation_id, plan_id=plan.id, because=because, offered_on=today, offered_by=by
        )
        session.add(known)
    if accepted is not None:
        known.accepted, known.answered_on, known.answered_by = accepted, today, by
    session.flush()
    return known


def note_evaluation(
    session: Session, plan: CarePlanRecord, by: UUID, now: datetime, *, by_employee: bool, sufficient: bool
) -> None:
    """Note whether the care was enough. Who says it again says it anew."""
    known = session.scalars(
        _of_plans(CareEvaluationRecord, plan.organisation_id, [plan.id]).where(
            CareEvaluationRecord.by_employee.is_(by_employee)
        )
    ).one_or_none()
    if known is None:
        known = CareEvaluationRecord(organisation_id=plan.organisation_id, plan_id=plan.id, by_employee=by_employee)
        session.add(known)
    known.person_id, known.sufficient, known.said_at = by, sufficient, now
    session.flush()


def _of(organisation_id: UUID) -> Select[CarePlanRecord]:
    return select(CarePlanRecord).where(CarePlanRecord.organisation_id == organisation_id)


def _of_plans(table: type[Row], organisation_id: UUID, plans: Sequence[UUID]) -> Select[Row]:
    return select(table).where(table.organisation_id == organisation_id, table.plan_id.in_(plans))


def _may_see(session: Session, caller: Caller) -> ColumnElement[bool]:
    """A first look, before `sight` decides: theirs, their teams', and those with a task for them."""
    held = who_holds(session, caller.organisation_id).any_held_by(caller)
    named = [cast(TaskRecord.chain, Text).contains(f'"{one.value}"') for one in held]
    theirs = or_(TaskRecord.person_id == caller.id, *named)
    found = [
        CarePlanRecord.person_id == caller.id,
        select(TaskRecord.id)
        .where(TaskRecord.about_id == CarePlanRecord.id, TaskRecord.organisation_id == caller.organisation_id, theirs)
        .exists(),
    ]
    for action in (Action.SEE_CARE, Action.SEE_CARE_RUNS):
        teams = caller.teams_for(action)
        if teams is None:
            return CarePlanRecord.id.is_not(None)
        found.append(CarePlanRecord.team_id.in_(teams) if teams else false())
    return or_(*found)
