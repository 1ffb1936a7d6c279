"""Tasks after an incident: mine and my teams', and who takes them over. A report ends the task that asks for it."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import StringConstraints
from sqlalchemy.orm import Session

from achterwacht.people.names import names_of
from achterwacht.people.policy import Action, Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.tasks import service
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.holding import holds
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.rules import is_late, may_drop
from achterwacht.use_cases.afterwards import hand_over_task
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.schemas import Body, Named, Schema, Utc
from api.http.security import Me, Read, Write
from foundation.clock import clock_of
from notifications.texts.catalogue import catalogue

router = APIRouter(prefix="/v1/tasks", tags=["tasks"])

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class DropTask(Body):
    """It need not be done, and why."""

    reason: Reason


class HandTaskOver(Body):
    """Somebody else does it."""

    person_id: UUID


class TaskOut(Schema):
    """Something to be done.

    function: who it was meant for first; `person` has it by name. passedOn: whether it went on because it lay. because:
    the key of the protocol's profile that asks for it. mine: whether you have it. mayDrop: whether you can say that it
    need not be done.
    """

    id: UUID
    kind: TaskKind
    title: str
    function: Function
    person: Named | None
    alarm_id: UUID | None
    visit_id: UUID | None
    made_at: Utc
    due_at: Utc
    late: bool
    passed_on: bool
    state: TaskState
    because: str
    note: str
    closed_by: Named | None
    closed_at: Utc | None
    mine: bool
    may_drop: bool


class Tasks(Schema):
    """What is late comes first. more: whether there is more than these 200."""

    tasks: list[TaskOut]
    more: bool
    as_of: Utc


@router.get("")
def list_tasks(me: Me, session: Read, mine: bool = False, overdue: bool = False) -> Tasks:
    """The open tasks that you have; without `mine`, also those of the teams whose reports you see."""
    me.require(Action.SEE_TASKS)
    found = service.list_tasks(session, me, mine=mine, overdue=overdue)
    shown = _out(session, me, found[: service.MOST])
    return Tasks(tasks=shown, more=len(found) > service.MOST, as_of=clock_of(session).now(session))


@router.post("/{task_id}/drop", responses=problems(403, 404, 409))
def drop(task_id: UUID, body: DropTask, me: Me, session: Write, once: IdempotentRequest) -> TaskOut:
    """Say that it need not be done, and why. Not by who was to do it: a manager of the team, or the registrar."""
    return once.answer(_one(session, me, service.drop(session, me, task_id, body.reason)))


@router.post("/{task_id}/hand-over", responses=problems(403, 404, 409))
def hand_over(task_id: UUID, body: HandTaskOver, me: Me, session: Write, once: IdempotentRequest) -> TaskOut:
    """Give it to somebody else, who has it by name from now on, and is told."""
    now = clock_of(session).now(session)
    return once.answer(_one(session, me, hand_over_task(session, me, task_id, body.person_id, now)))


def _one(session: Session, me: Caller, record: TaskRecord) -> TaskOut:
    return _out(session, me, [record])[0]


def _out(session: Session, me: Caller, records: Sequence[TaskRecord]) -> list[TaskOut]:
    people = [person for record in records for person in (record.person_id, record.closed_by)]
    names = names_of(session, me.organisation_id, people)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    now = clock_of(session).now(session)
    own = service.happened_to(session, me.organisation_id, records)

    def named(person: UUID | None) -> Named | None:
        return None if person is None else Named(id=person, name=names[person])

    def shown(record: TaskRecord) -> TaskOut:
        task = record.facts()
        return TaskOut(
            id=record.id,
            kind=record.kind,
            title=catalogue(organisation.language).say("tasks", record.kind.value),
            function=task.chain[0],
            person=named(record.person_id),
            alarm_id=record.alarm_id,
            visit_id=record.visit_id,
            made_at=record.made_at,
            due_at=record.due_at,
            late=is_late(task, now),
            passed_on=record.level > 0,
            state=record.state,
            because=record.because,
            note=record.note,
            closed_by=named(record.closed_by),
            closed_at=record.closed_at,
            mine=holds(me, task),
            may_drop=may_drop(task, me.id, own.get(record.id), manages=me.can(Action.DROP_TASK, record.team_id)),
        )

    return [shown(record) for record in records]
