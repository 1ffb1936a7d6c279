"""Who has a task: the person it was given to, and whoever holds the functions that it reached.

Where a party outside holds a function, the task stays with somebody inside: the person it was given to, or the direct
manager.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from achterwacht.functions.filling import OF_THE_CASE, Filled
from achterwacht.functions.holding import Held, has_role, people_where, who_has, who_holds
from achterwacht.functions.records import PartyRecord
from achterwacht.people.policy import Caller
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import Task

ADMINISTRATORS = Filled(Role.ADMINISTRATOR, everywhere=True)


def holders(session: Session, held: Held, task: Task) -> Sequence[PersonRecord]:
    """Whoever has this task and still works here. The person it was given to comes in where the chain begins."""
    found = _by_function(held, task, task.held_by)
    if task.passed_all:
        found.append(has_role(ADMINISTRATORS, None))
    return people_where(session, held.organisation_id, [*found, *_by_name(task)])


def newcomers(session: Session, held: Held, task: Task) -> Sequence[PersonRecord]:
    """Whoever got it last: by the function it was passed on to, or the administrators; but not who had it first."""
    if task.passed_all:
        found = [has_role(ADMINISTRATORS, None)]
    elif task.chain[task.level] in OF_THE_CASE:
        return people_where(session, held.organisation_id, _by_name(task))
    else:
        found = _by_function(held, task, (task.chain[task.level],))
    return [one for one in people_where(session, held.organisation_id, found) if one.id != task.person]


def holds(session: Session, caller: Caller, task: Task) -> bool:
    """Whether this caller has the task."""
    return holds_by(who_holds(session, caller.organisation_id), caller, task)


def holds_by(held: Held, caller: Caller, task: Task) -> bool:
    """Whether this caller has the task, by what was read before of who was named."""
    if caller.id == task.person and caller.grants:
        return True
    if task.passed_all and caller.has(Role.ADMINISTRATOR):
        return True
    return bool(_functions_of(held, caller, task))


def held_as(held: Held, caller: Caller, task: Task) -> frozenset[Function]:
    """The functions by which this caller has the task; by name it is the first of its chain.

    An administrator whom it reached because everybody let it lie hands it on, and has it as nobody.
    """
    found = _functions_of(held, caller, task)
    if caller.id == task.person and caller.grants:
        found.update(task.chain[:1])
    return frozenset(found)


def parties_of(held: Held, task: Task) -> Sequence[PartyRecord]:
    """The parties outside for whom it is, or was first: whoever has the task inside is the one to reach them."""
    functions = dict.fromkeys((*task.chain[:1], *task.tells))
    found = (held.party(one, task.team_id) for one in functions if not held.named(one, task.team_id))
    return [one for one in found if one is not None]


def unheld(session: Session, held: Held, task: Task) -> Function | None:
    """The function that this task was meant for, if nobody holds it and nobody has the task by name."""
    if not task.chain or task.person is not None or task.chain[0] in OF_THE_CASE:
        return None
    (first,) = _inside(held, task, task.chain[:1])
    found = people_where(session, held.organisation_id, _by_function(held, task, task.chain[:1]))
    return None if found else first


def _by_function(held: Held, task: Task, functions: Sequence[Function]) -> list[ColumnElement[bool]]:
    """Who has the task by these functions. Nobody in their own case (docs/decisions/0090)."""
    found = [who_has(held, one, task.team_id) for one in _inside(held, task, functions)]
    return found if task.happened_to is None else [one & (PersonRecord.id != task.happened_to) for one in found]


def _functions_of(held: Held, caller: Caller, task: Task) -> set[Function]:
    if caller.id == task.happened_to:
        return set()
    return {one for one in _inside(held, task, task.held_by) if held.holds(caller, one, task.team_id)}


def _inside(held: Held, task: Task, functions: Sequence[Function]) -> Sequence[Function]:
    """These functions; for one that only a party outside holds, the direct manager, unless somebody has it by name."""
    found = []
    for one in functions:
        if held.party(one, task.team_id) is None or held.named(one, task.team_id):
            found.append(one)
        elif task.person is None:
            found.append(Function.DIRECT_MANAGER)
    return found


def _by_name(task: Task) -> list[ColumnElement[bool]]:
    # Who has no role any more sees no task, so a mail to them would be the end of it.
    if task.person is None:
        return []
    works_here = select(GrantRecord.id).where(GrantRecord.person_id == PersonRecord.id).exists()
    return [(PersonRecord.id == task.person) & works_here]
