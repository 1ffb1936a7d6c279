"""Who has a task: the person it was given to, and whoever fills the functions that it reached."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import Task


class Filled(NamedTuple):
    """The role that fills a function. everywhere: for the whole organisation, and not for a team."""

    role: Role
    everywhere: bool = False


FILLED: Mapping[Function, Filled] = {
    Function.DIRECT_MANAGER: Filled(Role.MANAGER),
    Function.REGISTRAR: Filled(Role.REGISTRAR, everywhere=True),
}
"""Which role fills a function of a chain. The employee is somebody by name."""


def holders(session: Session, organisation_id: UUID, task: Task) -> Sequence[PersonRecord]:
    """Whoever has this task and still works here. The person it was given to comes in where the chain begins."""
    roles = [_has(FILLED[one], task.team_id) for one in task.held_by if one in FILLED]
    if task.passed_all:
        roles.append(GrantRecord.role == Role.ADMINISTRATOR)
    return _people(session, organisation_id, roles, [] if task.person is None else [task.person])


def newcomers(session: Session, organisation_id: UUID, task: Task) -> Sequence[PersonRecord]:
    """Whoever got it last: by the function it was passed on to, or the administrators; but not who had it first."""
    if task.passed_all:
        roles = [GrantRecord.role == Role.ADMINISTRATOR]
    else:
        function = task.chain[task.level]
        if function not in FILLED:
            return _people(session, organisation_id, [], [] if task.person is None else [task.person])
        roles = [_has(FILLED[function], task.team_id)]
    return [one for one in _people(session, organisation_id, roles, []) if one.id != task.person]


def holds(caller: Caller, task: Task) -> bool:
    """Whether this caller has the task."""
    if caller.id == task.person and caller.grants:
        return True
    if task.passed_all and caller.has(Role.ADMINISTRATOR):
        return True
    return any(_fills(caller, FILLED[one], task.team_id) for one in task.held_by if one in FILLED)


def _fills(caller: Caller, filled: Filled, team_id: UUID | None) -> bool:
    teams = caller.teams(filled.role)
    return teams is None or (bool(teams) if filled.everywhere else team_id in teams)


def _has(filled: Filled, team_id: UUID | None) -> ColumnElement[bool]:
    of_role = GrantRecord.role == filled.role
    if filled.everywhere:
        return of_role
    return of_role & ((GrantRecord.team_id == team_id) | GrantRecord.team_id.is_(None))


def _people(
    session: Session, organisation_id: UUID, roles: Sequence[ColumnElement[bool]], named: Collection[UUID]
) -> Sequence[PersonRecord]:
    # Who has no role any more sees no task, so a mail to them would be the end of it.
    works_here = select(GrantRecord.id).where(GrantRecord.person_id == PersonRecord.id).exists()
    wanted: ColumnElement[bool] = PersonRecord.id.in_(named) & works_here
    for one in roles:
        wanted |= select(GrantRecord.id).where(GrantRecord.person_id == PersonRecord.id, one).exists()
    return session.scalars(
        select(PersonRecord)
        .where(PersonRecord.organisation_id == organisation_id, PersonRecord.active, wanted)
        .order_by(PersonRecord.name, PersonRecord.id)
    ).all()
