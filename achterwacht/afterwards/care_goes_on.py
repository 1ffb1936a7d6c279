"""What follows when a step of somebody's care is done or dropped: the next talk, or the end.

A plan has a next step or it ended. Tasks are locked before their plan.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from achterwacht.aftercare import rules, service
from achterwacht.aftercare.facts import Outcome
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.afterwards.care_plans import care_by, chain_of, days_of, lay_steps
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.refused import Wrong, WrongInput
from achterwacht.tasks.ending import close
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.records import TaskRecord

STEPS_OF_CARE = (
    TaskKind.FIRST_CARE,
    TaskKind.TALK,
    TaskKind.CARE_STEP,
    TaskKind.TEAM_TALK,
    TaskKind.EVALUATE_CARE,
    TaskKind.OFFICIAL,
)


def follow_care(session: Session, task: TaskRecord, by: Caller, now: datetime) -> None:
    """A step was done or dropped just now.

    Raises:
        WrongInput: that can't have come of it.
    """
    if task.about_id is None:
        return
    plan = service.lock(session, task.organisation_id, task.about_id)
    organisation = session.get_one(OrganisationRecord, task.organisation_id)
    care = care_by(session, plan)
    regular = task.kind is TaskKind.TALK and rules.is_regular(care, task.because)
    if task.outcome == Outcome.ENOUGH and not regular:
        raise WrongInput(Wrong("/outcome", "care_not_regular"))
    if regular:
        if task.outcome == Outcome.ENOUGH:
            plan.enough_at, plan.enough_by = now, by.id
        elif plan.enough_at is None and _works_here(session, plan):
            following = rules.next_talk(
                care, task.because, chain_of(task), _held(session, task), days_of(session, organisation, plan, now)
            )
            lay_steps(session, organisation, plan, [] if following is None else [following], now)
    end_if_done(session, plan, now)


def enough_talks(session: Session, plan: CarePlanRecord, by: UUID, now: datetime) -> None:
    """No more of the talks that are held regularly."""
    care = care_by(session, plan)
    for task in open_tasks(session, plan):
        if task.kind is TaskKind.TALK and rules.is_regular(care, task.because):
            task.outcome = Outcome.ENOUGH
            close(session, task, TaskState.DONE, by, "")
    service.lock(session, plan.organisation_id, plan.id)
    plan.enough_at, plan.enough_by = now, by
    end_if_done(session, plan, now)


def end_if_done(session: Session, plan: CarePlanRecord, now: datetime) -> None:
    """The care ends with its last step."""
    session.flush()
    if plan.ended_at is None and not open_tasks(session, plan):
        plan.ended_at = now
        session.flush()


def open_tasks(session: Session, plan: CarePlanRecord) -> list[TaskRecord]:
    """Returns what is still to be done, locked."""
    wanted = select(TaskRecord).where(
        TaskRecord.organisation_id == plan.organisation_id,
        TaskRecord.about_id == plan.id,
        TaskRecord.state == TaskState.OPEN,
    )
    return list(session.scalars(wanted.order_by(TaskRecord.id).with_for_update()))


def _held(session: Session, task: TaskRecord) -> int:
    """How many of these talks there were."""
    wanted = select(func.count()).where(
        TaskRecord.organisation_id == task.organisation_id,
        TaskRecord.about_id == task.about_id,
        TaskRecord.because == task.because,
        TaskRecord.state != TaskState.OPEN,
    )
    return session.scalar(wanted) or 0


def _works_here(session: Session, plan: CarePlanRecord) -> bool:
    return plan.person_id is not None and session.get_one(PersonRecord, plan.person_id).active
