"""Laying a task: who has it first, whom it goes on to, and when it is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.deadlines.rooted import set_deadline
from achterwacht.functions.holding import who_holds
from achterwacht.functions.own_case import held_alone
from achterwacht.incidents.records import IncidentRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.tasks import rules
from achterwacht.tasks.deadlines import office_of, root_of
from achterwacht.tasks.facts import Due, TaskKind, TaskState
from achterwacht.tasks.holding import somebody_may, unheld
from achterwacht.tasks.naming import ask_for_a_holder
from achterwacht.tasks.records import INSTEAD_OF, TaskRecord
from foundation.columns import new_id
from foundation.failpoints import Failpoint, reach

TO_REPORT = (Function.EMPLOYEE, Function.DIRECT_MANAGER, Function.REGISTRAR)
"""Who is asked for a report, one after the other: who it happened to, their manager, and who keeps the register."""


@dataclass(frozen=True)
class Laid:
    """A task to be made.

    chain: the functions that have it one after the other, as the protocol names them: those it escalates to come after
    them. because: the key of the profile that asks for it. about: what of the incident it is about, if that is a thing
    of its own. facts: words of the title. points: what is to be ticked. due: None for the next working day.
    """

    kind: TaskKind
    team_id: UUID | None
    person: UUID | None
    chain: tuple[Function, ...]
    because: str
    alarm_id: UUID | None = None
    visit_id: UUID | None = None
    incident_id: UUID | None = None
    about: UUID | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    points: tuple[str, ...] = ()
    due: Due | None = None


def lay(session: Session, organisation: OrganisationRecord, task: Laid, now: datetime) -> TaskRecord:
    """Make a task, with the moments at which somebody is reminded of it and it goes on to the next.

    Where nobody holds its function, an administrator is asked to name somebody.
    """
    office = office_of(session, organisation, task.team_id)
    moments = rules.moments(now, office, task.due)
    record = TaskRecord(
        id=new_id(),
        organisation_id=organisation.id,
        team_id=task.team_id,
        kind=task.kind,
        alarm_id=task.alarm_id,
        visit_id=task.visit_id,
        incident_id=task.incident_id,
        about_id=task.about,
        words=dict(task.facts),
        points=[{"text": one, "done": False} for one in task.points],
        person_id=task.person,
        chain=[one.value for one in rules.escalation(task.kind, task.chain)],
        level=0,
        happened_to=_whose_case(session, organisation, task),
        because=task.because,
        made_at=now,
        not_before=None if task.due is None else task.due.not_before,
        due_at=moments.due_at,
        state=TaskState.OPEN,
        note="",
    )
    _begin_where_somebody_may(session, record)
    session.add(record)
    session.flush()
    set_deadline(session, root_of(record), DeadlineKind.TASK_REMIND, moments.remind_at)
    set_deadline(session, root_of(record), DeadlineKind.TASK_OVERDUE, moments.overdue_at)
    ask_for_a_holder(session, organisation, record.facts(), now, office)
    reach(Failpoint.TASK_LAID)
    return record


def _whose_case(session: Session, organisation: OrganisationRecord, task: Laid) -> UUID | None:
    """Returns whom it happened to, if nobody has this task in their own case. Care has its own rules for that."""
    if task.incident_id is None or task.kind.spec.confidential:
        return None
    here = (IncidentRecord.organisation_id == organisation.id) & (IncidentRecord.id == task.incident_id)
    return session.scalar(select(IncidentRecord.employee_id).where(here))


def _begin_where_somebody_may(session: Session, record: TaskRecord) -> None:
    """Let a task begin with somebody who may do it (`tasks/able.py`), where others hold the first of its functions.

    Nobody decides about their own case: a function that only whom it happened to holds is passed over, and the title
    says so. What nobody holds at all stays as it is: somebody is asked to name who does.
    """
    held, task = who_holds(session, record.organisation_id), record.facts()
    own = task.happened_to
    alone = frozenset[Function]() if own is None else held_alone(session, held, task.team_id, own)
    kept = tuple(one for one in task.chain if one not in alone)

    def waits_for_nobody(chain: tuple[Function, ...]) -> bool:
        first = replace(task, chain=chain)
        is_first = chain[0] is task.chain[0]
        return not somebody_may(session, held, first) and not (is_first and unheld(session, held, first))

    while task.person is None and len(kept) > 1 and waits_for_nobody(kept):
        kept = kept[1:]
    if task.chain and task.chain[0] in alone:
        record.words = {**record.words, INSTEAD_OF: task.chain[0].value}
    record.chain = [one.value for one in kept]
