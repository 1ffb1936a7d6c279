"""The task to name somebody for a function that nobody holds: one per function, for the administrators."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from achterwacht.deadlines.rooted import Rooted, set_deadline
from achterwacht.functions.holding import Held, who_holds
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.tasks import rules
from achterwacht.tasks.facts import Task, TaskKind, TaskState
from achterwacht.tasks.holding import unheld
from achterwacht.tasks.records import NAMES_A_HOLDER, TaskRecord
from achterwacht.tasks.rules import Office
from foundation.columns import new_id


def key_of(function: Function) -> str:
    """Returns the key of the profile where the protocol's word for it stands."""
    return f"functions.{function.value}"


def ask_for_a_holder(
    session: Session, organisation: OrganisationRecord, task: Task, now: datetime, office: Office
) -> None:
    """Lay the task to name somebody for the function of this task, unless somebody holds it or it lies already."""
    function = unheld(session, who_holds(session, organisation.id), task)
    if function is None:
        return
    moments = rules.moments(now, office)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    laid = session.execute(
        dialect.insert(TaskRecord)
        .values(
            id=new_id(), organisation_id=organisation.id, kind=TaskKind.NAME_HOLDER, words={"function": function.value},
            points=[], chain=[], level=0, because=key_of(function), made_at=now, due_at=moments.due_at,
            state=TaskState.OPEN, note="",
        )
        .on_conflict_do_nothing(
            index_elements=["organisation_id", "because"], index_where=text(NAMES_A_HOLDER)
        )
        .returning(TaskRecord.id)
    ).scalar_one_or_none()  # fmt: skip
    if laid is not None:
        # Nobody comes after the administrators: they are reminded once a week.
        root = Rooted(organisation.id, RootKind.TASK, laid)
        set_deadline(session, root, DeadlineKind.TASK_REMIND, moments.remind_at)


def named_by_now(session: Session, organisation_id: UUID) -> Sequence[TaskRecord]:
    """Returns the open tasks to name somebody for a function that no task waits for any more. They are locked."""
    asking = session.scalars(
        select(TaskRecord)
        .where(
            TaskRecord.organisation_id == organisation_id,
            TaskRecord.kind == TaskKind.NAME_HOLDER,
            TaskRecord.state == TaskState.OPEN,
        )
        .order_by(TaskRecord.id)
        .with_for_update()
    ).all()
    if not asking:
        return ()
    waiting = _waited_for(session, who_holds(session, organisation_id))
    return [one for one in asking if Function(one.words["function"]) not in waiting]


def _waited_for(session: Session, held: Held) -> frozenset[Function]:
    """The functions that nobody holds, of the tasks that are open."""
    open_ones = select(TaskRecord).where(
        TaskRecord.organisation_id == held.organisation_id,
        TaskRecord.state == TaskState.OPEN,
        TaskRecord.kind != TaskKind.NAME_HOLDER,
        TaskRecord.person_id.is_(None),
    )
    kinds = {(one.facts().chain[:1], one.team_id): one.facts() for one in session.scalars(open_ones)}
    found = (unheld(session, held, one) for one in kinds.values())
    return frozenset(one for one in found if one is not None)
