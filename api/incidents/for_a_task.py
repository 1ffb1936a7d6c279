"""A report as whoever has a task about it reads it: what that task needs, and nothing else."""

from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.orm import Session

from achterwacht.incidents.service import profile_of
from achterwacht.people.policy import Action, Caller
from achterwacht.tasks.needs import Part
from achterwacht.use_cases.for_a_task import ForTask, read_for_task
from api.aftercare.shown import CarePlanOut, shown_plans
from api.http.errors import problems
from api.http.schemas import Schema
from api.http.security import Me, Write
from api.incidents.answers import BehaviourOut, DamageOut, behaviours_out, damages_out
from api.tasks.shown import InShort, TaskOut, in_short, shown_tasks
from foundation.clock import clock_of

router = APIRouter(prefix="/v1/tasks", tags=["tasks"])


class Happened(Schema):
    """What happened. behaviours: in the words of the protocol. injured: null where nobody said so."""

    description: str
    place: str | None
    behaviours: list[BehaviourOut]
    injured: bool | None


class ReportForTask(Schema):
    """What a task needs of its report: each part is null where it does not."""

    task: TaskOut
    in_short: InShort
    happened: Happened | None
    damages: list[DamageOut] | None
    care: CarePlanOut | None


@router.get("/{task_id}/report", responses=problems(403, 404))
def read_report_for_task(task_id: UUID, me: Me, session: Write) -> ReportForTask:
    """Returns of a report what your open task needs. That you read it is recorded, and ends with the task."""
    me.require(Action.SEE_TASKS)
    return _shown(session, me, read_for_task(session, me, task_id, clock_of(session).now(session)))


def _shown(session: Session, me: Caller, found: ForTask) -> ReportForTask:
    account, form = found.report.account, found.report.form
    happened = Happened(
        description=account.description,
        place=account.place,
        behaviours=behaviours_out(form, profile_of(session, found.incident)),
        injured=account.injured,
    )
    return ReportForTask(
        task=shown_tasks(session, me, [found.task])[0],
        in_short=in_short(session, me, [found.incident.id])[found.incident.id],
        happened=happened if Part.HAPPENED in found.parts else None,
        damages=damages_out(form) if Part.DAMAGE in found.parts else None,
        care=shown_plans(session, me, [found.plan])[0] if found.plan is not None else None,
    )
