"""Tasks after an incident: mine and my teams', and who takes them over. A report ends the task that asks for it."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from achterwacht.afterwards.after_an_alarm import drop_task, end_task, hand_over_task, tasks_of_incident
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.tasks import service
from achterwacht.tasks.facts import Point
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.rules import Said
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import TEXT, Body, Note, Schema, Utc
from api.http.security import Me, Read, Write
from api.tasks.shown import TaskOut, TaskPoint, shown_tasks
from foundation.clock import clock_of

router = Router(prefix="/v1/tasks", tags=["tasks"])
of_incidents = Router(prefix="/v1/incidents", tags=["tasks"])

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), TEXT]


class DropTask(Body):
    """It need not be done, and why."""

    reason: Reason


class HandTaskOver(Body):
    """Somebody else does it."""

    person_id: UUID


class TaskDone(Body):
    """It is done. points: as the task has them, with what was ticked; without them nothing changes there."""

    outcome: Annotated[str, Field(max_length=32)] | None = None
    points: Annotated[list[TaskPoint], Field(max_length=100)] | None = None
    note: Note = ""

    def said(self) -> Said:
        points = None if self.points is None else tuple(Point(one.text, one.done) for one in self.points)
        return Said(self.outcome, points, self.note)


class Tasks(Schema):
    """What is late comes first. more: whether there is more than these 200."""

    tasks: list[TaskOut]
    more: bool
    as_of: Utc


class TasksOfIncident(Schema):
    """What is due first stands in front."""

    tasks: list[TaskOut]
    as_of: Utc


@router.get("")
def list_tasks(me: Me, session: Read, mine: bool = False, overdue: bool = False) -> Tasks:
    """The open tasks that you have; without `mine`, also those of the teams whose reports you see."""
    me.require(Action.SEE_TASKS)
    found = service.list_tasks(session, me, mine=mine, overdue=overdue)
    shown = shown_tasks(session, me, found[: service.MOST])
    return Tasks(tasks=shown, more=len(found) > service.MOST, as_of=clock_of(session).now(session))


@router.post("/{task_id}/done", responses=problems(400, 403, 404, 409))
def done(task_id: UUID, body: TaskDone, me: Me, session: Write, once: IdempotentRequest) -> TaskOut:
    """Say that it is done, and what came of it. Refused for what only its own thing ends, such as a report."""
    now = clock_of(session).now(session)
    return once.answer(_one(session, me, end_task(session, me, task_id, body.said(), now)))


@router.post("/{task_id}/drop", responses=problems(403, 404, 409))
def drop(task_id: UUID, body: DropTask, me: Me, session: Write, once: IdempotentRequest) -> TaskOut:
    """Say that it need not be done, and why. Not by who was to do it: a manager of the team, or the registrar."""
    now = clock_of(session).now(session)
    return once.answer(_one(session, me, drop_task(session, me, task_id, body.reason, now)))


@router.post("/{task_id}/hand-over", responses=problems(403, 404, 409))
def hand_over(task_id: UUID, body: HandTaskOver, me: Me, session: Write, once: IdempotentRequest) -> TaskOut:
    """Give it to somebody else, who has it by name from now on, and is told."""
    now = clock_of(session).now(session)
    return once.answer(_one(session, me, hand_over_task(session, me, task_id, body.person_id, now)))


@of_incidents.get("/{incident_id}/tasks", responses=problems(403, 404))
def list_of_incident(incident_id: UUID, me: Me, session: Read) -> TasksOfIncident:
    """Returns what is to be done about one report, and what was. The employee sees what concerns them."""
    me.require(Action.SEE_TASKS)
    found = tasks_of_incident(session, me, incident_id)
    return TasksOfIncident(tasks=shown_tasks(session, me, found), as_of=clock_of(session).now(session))


def _one(session: Session, me: Caller, record: TaskRecord) -> TaskOut:
    return shown_tasks(session, me, [record])[0]
