"""Who has a task: the person it was given to, and whoever holds the functions that it reached and may do it.

Where a party outside holds a function, the task stays with somebody inside: the person it was given to, or the direct
manager.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from achterwacht.functions.filling import OF_THE_CASE, Filled
from achterwacht.functions.holding import Held, has_role, people_where, who_has, who_holds
from achterwacht.functions.records import PartyRecord
from achterwacht.people.policy import Caller
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from achterwacht.tasks.able import is_employees_alone, may_do, right_for, who_may_do
from achterwacht.tasks.facts import Task, TaskState

ADMINISTRATORS = Filled(Role.ADMINISTRATOR, everywhere=True)


def holders(session: Session, held: Held, task: Task) -> Sequence[PersonRecord]:
    """Whoever has this task and still works here. The person it was given to comes in where the chain begins."""
    found = _by_function(held, task, task.held_by)
    if task.passed_all:
        found.append(has_role(ADMINISTRATORS, None))
    return people_where(session, held.organisation_id, [*found, *_by_name(held, task)])


def newcomers(session: Session, held: Held, task: Task) -> Sequence[PersonRecord]:
    """Whoever got it last: by the function it was passed on to, or the administrators; but not who had it first."""
    if task.passed_all:
        found = [has_role(ADMINISTRATORS, None)]
    elif task.chain[task.level] in OF_THE_CASE:
        return people_where(session, held.organisation_id, _by_name(held, task))
    else:
        found = _by_function(held, task, (task.chain[task.level],))
    return [one for one in people_where(session, held.organisation_id, found) if one.id != task.person]


def holds(session: Session, caller: Caller, task: Task) -> bool:
    """Whether this caller has the task."""
    return holds_by(who_holds(session, caller.organisation_id), caller, task)


def holds_by(held: Held, caller: Caller, task: Task) -> bool:
    """Whether this caller has the task, by what was read before of who was named; administrators also what everybody
    let lie, for as long as it is open."""
    if does_by(held, caller, task):
        return True
    return task.passed_all and task.state is TaskState.OPEN and caller.has(Role.ADMINISTRATOR)


def does_by(held: Held, caller: Caller, task: Task) -> bool:
    """Whether this caller has the task to do it. An administrator whom it reached because everybody let it lie hands it
    on, and reads nothing by it (docs/decisions/0078)."""
    return _has_by_name(held, caller, task) or bool(_functions_of(held, caller, task))


def held_as(held: Held, caller: Caller, task: Task) -> frozenset[Function]:
    """The functions by which this caller has the task; by name it is the first of its chain.

    An administrator whom it reached because everybody let it lie hands it on, and has it as nobody.
    """
    found = _functions_of(held, caller, task)
    if _has_by_name(held, caller, task):
        found.update(task.chain[:1])
    return frozenset(found)


def may_be_given(held: Held, person: Caller, task: Task) -> bool:
    """Whether this person, who gets it by name, can do it: not only say that it need not be done."""
    if is_employees_alone(task):
        return person.id == task.happened_to
    if task.kind.spec.by_function and task.about is not None:
        return any(right_for(task, one) is None and held.holds(person, one, task.team_id) for one in task.chain)
    return may_do(person, task, None)


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
    found = people_where(session, held.organisation_id, _named(held, task, task.chain[:1]))
    return None if found else first


class Asked:
    """Who has each of many tasks: one question for all that go the same way, whomever they are about."""

    def __init__(self, session: Session, held: Held) -> None:
        self.held = held
        self._session = session
        self._known: dict[Hashable, Sequence[PersonRecord]] = {}

    def holders(self, task: Task) -> Sequence[PersonRecord]:
        """As `holders`."""
        if task.person is not None or task.passed_all:
            return holders(self._session, self.held, task)
        way = (task.kind, task.team_id, task.chain, task.level, task.about is None)
        return self._but_whom_it_happened_to(task, way, lambda alike: _by_function(self.held, alike, alike.held_by))

    def who_has_it(self, task: Task) -> list[tuple[Function | None, Sequence[PersonRecord]]]:
        """Returns who has it and by which function, in the order in which it came to them; None: by name, and then who
        gave it to them has it no more. Administrators, whom it reached because it lay, only hand it on."""
        named = [one for one in self.holders(task) if one.id == task.person]
        found: list[tuple[Function | None, Sequence[PersonRecord]]] = [(None, named)] if named else []
        known = {one.id for one in named}
        for function in _inside(self.held, replace(task, person=None), task.held_by[1 if named else 0 :]):
            alike = replace(task, person=None, chain=(function,), level=0)
            people = [one for one in self.holders(alike) if one.id not in known]
            known.update(one.id for one in people)
            if people:
                found.append((function, people))
        return found

    def is_unheld(self, task: Task) -> bool:
        """Whether nobody holds the function that this task was meant for, as `unheld` says."""
        if not task.chain or task.person is not None or task.chain[0] in OF_THE_CASE:
            return False
        way = (task.chain[0], task.team_id)
        return not self._but_whom_it_happened_to(task, way, lambda alike: _named(self.held, alike, alike.chain[:1]))

    def _but_whom_it_happened_to(
        self, task: Task, way: Hashable, condition: Callable[[Task], list[ColumnElement[bool]]]
    ) -> Sequence[PersonRecord]:
        if way not in self._known:
            wanted = condition(replace(task, happened_to=None))
            self._known[way] = people_where(self._session, self.held.organisation_id, wanted)
        return [one for one in self._known[way] if one.id != task.happened_to]


def somebody_may(session: Session, held: Held, task: Task) -> bool:
    """Whether there is somebody who has the task by the first function of its chain, and may do it."""
    return bool(people_where(session, held.organisation_id, _by_function(held, task, task.chain[:1])))


def _by_function(held: Held, task: Task, functions: Sequence[Function]) -> list[ColumnElement[bool]]:
    """Who has the task by these functions, and may do it. Nobody in their own case (docs/decisions/0090)."""
    inside = _inside(held, task, functions)
    return [
        one & who_may_do(task, function) for one, function in zip(_named(held, task, functions), inside, strict=True)
    ]


def _named(held: Held, task: Task, functions: Sequence[Function]) -> list[ColumnElement[bool]]:
    """Who holds these functions, but whom it happened to."""
    found = [who_has(held, one, task.team_id) for one in _inside(held, task, functions)]
    return found if task.happened_to is None else [one & (PersonRecord.id != task.happened_to) for one in found]


def _functions_of(held: Held, caller: Caller, task: Task) -> set[Function]:
    if caller.id == task.happened_to:
        return set()
    inside = _inside(held, task, task.held_by)
    return {one for one in inside if held.holds(caller, one, task.team_id) and may_do(caller, task, one)}


def _has_by_name(held: Held, caller: Caller, task: Task) -> bool:
    if caller.id != task.person or not caller.grants:
        return False
    functions = (one for one in task.chain if held.holds(caller, one, task.team_id))
    return any(may_do(caller, task, one) for one in (None, *functions))


def _inside(held: Held, task: Task, functions: Sequence[Function]) -> Sequence[Function]:
    """These functions; for one that only a party outside holds, the direct manager, unless somebody has it by name."""
    found = []
    for one in functions:
        if held.party(one, task.team_id) is None or held.named(one, task.team_id):
            found.append(one)
        elif task.person is None:
            found.append(Function.DIRECT_MANAGER)
    return found


def _by_name(held: Held, task: Task) -> list[ColumnElement[bool]]:
    # Who has no role any more sees no task, so a mail to them would be the end of it.
    if task.person is None:
        return []
    works_here = select(GrantRecord.id).where(GrantRecord.person_id == PersonRecord.id).exists()
    able = [who_has(held, one, task.team_id) & who_may_do(task, one) for one in task.chain]
    return [(PersonRecord.id == task.person) & works_here & or_(who_may_do(task, None), *able)]
