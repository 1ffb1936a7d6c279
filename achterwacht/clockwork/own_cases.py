"""Passes on what only somebody in their own case could do (docs/decisions/0090): it waits for nobody who is refused.

A task of such a case is laid with somebody else. This finds those that came to it later: laid before that was so, or
whoever else had them left.
"""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import lift_deadlines, set_deadline
from achterwacht.functions.holding import who_holds
from achterwacht.incidents.access import hold
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.records import GrantRecord
from achterwacht.people.roles import Role
from achterwacht.tasks.deadlines import KINDS, root_of
from achterwacht.tasks.facts import TaskState
from achterwacht.tasks.holding import holders
from achterwacht.tasks.records import INSTEAD_OF, TaskRecord
from foundation.clock import clock_of
from foundation.session import Database

EVERYWHERE = {"across_organisations": True}
ESCALATES = DeadlineKind.TASK_ESCALATE


def pass_on_own_cases(database: Database) -> int:
    """Returns how many tasks go on to the next function, as soon as the office is open."""
    with database.read() as session:
        found = session.scalars(_likely(), execution_options=EVERYWHERE).all()
        stuck = [(one.organisation_id, one.incident_id, one.id) for one in found if _waits_for_nobody(session, one)]
    for organisation_id, incident_id, task_id in stuck:
        with database.write() as session:
            hold(session, organisation_id, incident_id)
            _pass_on(session, organisation_id, task_id)
    return len(stuck)


def _pass_on(session: Session, organisation_id: UUID, task_id: UUID) -> None:
    here = (TaskRecord.organisation_id == organisation_id) & (TaskRecord.id == task_id)
    locked = select(TaskRecord).where(here, TaskRecord.state == TaskState.OPEN).with_for_update()
    record = session.scalars(locked).one_or_none()
    if record is None or not _waits_for_nobody(session, record):
        return
    now = clock_of(session).now(session)
    if record.level == 0:
        record.words = {**record.words, INSTEAD_OF: record.chain[0]}
    lift_deadlines(session, root_of(record), KINDS, now)
    set_deadline(session, root_of(record), ESCALATES, now)


def _waits_for_nobody(session: Session, record: TaskRecord) -> bool:
    now = clock_of(session).now(session)
    task = record.facts()
    if task.passed_all or (record.not_before is not None and record.not_before > now):
        return False
    return not holders(session, who_holds(session, record.organisation_id), task)


def _likely() -> Select[TaskRecord]:
    """Open tasks of the case of somebody who is more than a worker, and that does not go on within a day."""
    more = select(GrantRecord.id).where(
        GrantRecord.person_id == TaskRecord.happened_to, GrantRecord.role != Role.WORKER
    )
    goes_on = select(DeadlineRecord.id).where(
        DeadlineRecord.organisation_id == TaskRecord.organisation_id,
        DeadlineRecord.root_kind == RootKind.TASK,
        DeadlineRecord.root_id == TaskRecord.id,
        DeadlineRecord.kind == ESCALATES,
        DeadlineRecord.fired_at.is_(None),
        DeadlineRecord.cancelled_at.is_(None),
    )
    open_ones = select(TaskRecord).where(TaskRecord.state == TaskState.OPEN)
    return open_ones.where(more.exists(), ~goes_on.exists()).order_by(TaskRecord.id)
