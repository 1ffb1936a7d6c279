"""Who sees what of the care for somebody (docs/design/architecture.md section 6).

They see it themselves, at once. Who cares sees what is planned and offered. Their manager does too, until they would
rather have another person: from then on the manager sees that it goes on, as the registrar does. For anybody else there
is nothing.
"""

from collections.abc import Iterable
from enum import IntEnum
from uuid import UUID

from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.functions.holding import Held
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.holding import does_by
from achterwacht.tasks.records import TaskRecord

TALKED = frozenset({TaskKind.FIRST_CARE, TaskKind.TALK, TaskKind.EVALUATE_CARE})
"""Whoever has one of these cares for somebody. A step beside it (a report to an inspectorate) shows no plan."""


class Sight(IntEnum):
    """How much somebody sees, from little to all."""

    NOTHING = 0
    RUNS = 1
    """That it goes on, and who has it: not what was offered or found."""
    CARES = 2
    OWN = 3


def sight(caller: Caller, held: Held, plan: CarePlanRecord, tasks: Iterable[TaskRecord]) -> Sight:
    """How much the caller sees of this plan, whose tasks these are."""
    if not caller.grants:
        return Sight.NOTHING
    if plan.person_id == caller.id:
        return Sight.OWN
    if any(_since(plan, one) and does_by(held, caller, one.facts()) for one in tasks if one.kind in TALKED):
        return Sight.CARES
    if _in_team(caller, Action.SEE_CARE, plan.team_id):
        return Sight.RUNS if plan.another_at is not None else Sight.CARES
    added = plan.made_by == caller.id and caller.can(Action.ADD_TO_CARE)
    return Sight.RUNS if added or _in_team(caller, Action.SEE_CARE_RUNS, plan.team_id) else Sight.NOTHING


def _since(plan: CarePlanRecord, task: TaskRecord) -> bool:
    """Whether a task is of whoever cares by now: what was done before somebody else took over gives no sight."""
    return plan.another_at is None or task.closed_at is None or task.closed_at > plan.another_at


def _in_team(caller: Caller, action: Action, team_id: UUID | None) -> bool:
    """By a role in that team; what belongs to no team needs a role for the whole organisation."""
    return caller.teams_for(action) is None if team_id is None else caller.can(action, team_id)
