"""Who may do a task that they have: nobody gets one that they can neither open nor end. Pure, but for one condition.

Most tasks are ended by saying so, or by a door of their own: whoever has one may. A form, a letter or a measure is on a
page that a role opens. There, somebody has the task by a function only with that role, or where the protocol gives that
function the thing itself: a signature under a letter, a measure that was put to it. Whoever a task goes up to in the
end (the registrar) has it too when they may say that it need not be done.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, select, true

from achterwacht.people.actions import Action
from achterwacht.people.policy import RIGHTS, Caller
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import Task


def right_for(task: Task, function: Function | None) -> Action | None:
    """Returns the right that somebody needs to do a task that they have by this function. None: they need none.

    function: None for who has it by name.
    """
    spec = task.kind.spec
    if spec.right is None or (function is not None and _is_theirs(task, function)):
        return None
    return Action.DROP_TASK if function is spec.escalates_to else spec.right


def may_do(caller: Caller, task: Task, function: Function | None) -> bool:
    """Whether the caller, who has a task by this function, may do it. function: None for who has it by name."""
    right = right_for(task, function)
    if right is None or (function is None and caller.id == task.happened_to):
        return True
    teams = caller.teams_for(right)
    return teams is None or task.team_id in teams


def who_may_do(task: Task, function: Function | None) -> ColumnElement[bool]:
    """Returns the condition for the people who may, as `may_do`."""
    right = right_for(task, function)
    if right is None:
        return true()
    of_role = GrantRecord.role.in_(RIGHTS[right].roles) & _of_team(task.team_id)
    allowed = select(GrantRecord.id).where(GrantRecord.person_id == PersonRecord.id, of_role).exists()
    return allowed | (PersonRecord.id == task.happened_to) if function is None else allowed


def is_employees_alone(task: Task) -> bool:
    """Whether only the employee can do it: their own signature, whether their name may stand
    somewhere, or whether the care was enough."""
    return task.kind.spec.own_alone and task.chain[:1] == (Function.EMPLOYEE,)


def _is_theirs(task: Task, function: Function) -> bool:
    """Whether the protocol gives it to this function, or the function takes the place of one that it is given to:
    nobody who only comes after them."""
    if not task.kind.spec.by_function or task.about is None:
        return False
    return function is task.chain[0] or function not in (Function.DEPUTY_MANAGER, task.kind.spec.escalates_to)


def _of_team(team_id: UUID | None) -> ColumnElement[bool]:
    """What belongs to no team needs a role for the whole organisation."""
    everywhere = GrantRecord.team_id.is_(None)
    return everywhere if team_id is None else everywhere | (GrantRecord.team_id == team_id)
