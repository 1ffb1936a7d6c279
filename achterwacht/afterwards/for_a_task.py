"""Reading of a report what a task needs, by whoever has that task and for as long as it is open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.aftercare import service as care
from achterwacht.aftercare.service import Seen
from achterwacht.afterwards.damages import DamageView, line_for_task
from achterwacht.afterwards.measure_thread import name_of
from achterwacht.afterwards.police_tasks import matter_for_task
from achterwacht.functions.holding import who_holds
from achterwacht.incidents.access import log_reads
from achterwacht.incidents.reading import report_of
from achterwacht.incidents.records import IncidentRecord, ReadOf
from achterwacht.incidents.report import Report
from achterwacht.measures import service as measures
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.police.records import PoliceMatterRecord
from achterwacht.refused import NotAllowed, NotFound
from achterwacht.tasks import service as tasks
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.holding import held_as, holds_by
from achterwacht.tasks.needs import Part, parts_for
from achterwacht.tasks.records import TaskRecord


@dataclass(frozen=True)
class ForTask:
    """What whoever has a task reads of its report. report: only its `parts` are for them."""

    task: TaskRecord
    incident: IncidentRecord
    report: Report
    parts: frozenset[Part]
    plan: Seen | None
    line: DamageView | None
    """The line of damage that it is about."""
    matter: PoliceMatterRecord | None
    measure: str | None
    """What the measure is called that whoever knows the client is asked about."""


def read_for_task(session: Session, caller: Caller, task_id: UUID, now: datetime) -> ForTask:
    """Returns what the caller reads of a report for a task that they have. That they read it is logged.

    Raises:
        NotFound: there is no such open task about a report, or it is not theirs to see.
        NotAllowed: they see the task, by the reports of its team, and somebody else has it.
    """
    task = tasks.find(session, caller, task_id)
    if task.incident_id is None or task.state is not TaskState.OPEN:
        raise NotFound("task")
    held, facts = who_holds(session, caller.organisation_id), task.facts()
    if not holds_by(held, caller, facts):
        raise NotAllowed(Action.SEE_TASKS)
    incident = session.get_one(IncidentRecord, (task.incident_id, task.organisation_id))
    parts = parts_for(task.kind, task.because, held_as(held, caller, facts))
    log_reads(session, caller, [incident], ReadOf.REPORT, now)
    plan = care.find(session, caller, task.about_id) if Part.CARE in parts and task.about_id else None
    line = line_for_task(session, caller, task, incident) if Part.DAMAGE in parts and task.about_id else None
    matter = matter_for_task(session, task) if Part.POLICE in parts else None
    asked = (
        measures.find(session, caller.organisation_id, task.about_id)
        if Part.CLIENT in parts and task.kind is TaskKind.MEASURE_STEP and task.about_id
        else None
    )
    measure = None if asked is None else name_of(session, asked)
    return ForTask(task, incident, report_of(session, incident), parts, plan, line, matter, measure)
