"""Damage after an incident: what the protocol says of it, and how each line ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.afterwards.damage_tasks import go_on_with
from achterwacht.damages import rules, service
from achterwacht.damages.facts import Settlement
from achterwacht.damages.records import DamageSettlementRecord
from achterwacht.damages.rules import Days
from achterwacht.incidents.access import by_role, find, is_own
from achterwacht.incidents.facts import DamageLine
from achterwacht.incidents.reading import incident_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.refusals import OwnIncident
from achterwacht.incidents.service import profile_of
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.measures import Damage
from achterwacht.refused import NotAllowed, NotFound
from achterwacht.tasks import service as tasks
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.holding import holds
from achterwacht.tasks.records import TaskRecord
from foundation.clock import clock_of
from foundation.failpoints import Failpoint, reach


@dataclass(frozen=True)
class DamageView:
    """The damage of one report, for one caller. damage: what the protocol says. settlements: by the id of a line."""

    incident: IncidentRecord
    damage: Damage
    lines: Sequence[DamageLine]
    settlements: dict[UUID, DamageSettlementRecord]
    may_settle: bool


def damages_of(session: Session, caller: Caller, incident: IncidentRecord) -> DamageView:
    """Returns the damage of a report that the caller may see: whose own it is, and who settles it, see how it ends."""
    profile = profile_of(session, incident)
    settles = may_settle(caller, incident)
    shown = settles or is_own(caller, incident)
    return DamageView(
        incident,
        (None if profile is None else profile.damage) or Damage(),
        incident_of(session, incident).damages if shown else (),
        dict(service.settlements_of(session, incident.organisation_id, incident.id)) if shown else {},
        settles,
    )


def settle_damage(
    session: Session, caller: Caller, incident_id: UUID, damage_id: UUID, settlement: Settlement
) -> DamageView:
    """Note how a line of damage ends, or how far it is, in the place of what was noted before.

    Also of a report that was closed: what is paid back comes when it comes (docs/decisions/0077).

    Raises:
        NotFound: there is no such report or line, or it is not the caller's to see.
        OwnIncident, NotAllowed: somebody else settles it.
        WrongInput: with everything that is wrong.
    """
    incident = find(session, caller, incident_id, lock=True)
    if is_own(caller, incident):
        raise OwnIncident
    if not may_settle(caller, incident):
        raise NotAllowed(Action.SETTLE_DAMAGE)
    _note(session, caller, incident, damage_id, settlement)
    return damages_of(session, caller, incident)


def settle_for_task(session: Session, caller: Caller, task_id: UUID, settlement: Settlement) -> TaskRecord:
    """Note how the line of damage ends that a task is about, by whoever has that task, also who reads no reports.

    Raises:
        NotFound: there is no such open task about a line of damage, or it is not theirs to see.
        OwnIncident, NotAllowed: somebody else settles it.
        WrongInput: with everything that is wrong.
    """
    task = tasks.find(session, caller, task_id)
    if task.kind is not TaskKind.DAMAGE or task.about_id is None or task.state is not TaskState.OPEN:
        raise NotFound("task")
    incident = session.get_one(IncidentRecord, (task.incident_id, task.organisation_id))
    if is_own(caller, incident):
        raise OwnIncident
    if not holds(session, caller, task.facts()):
        raise NotAllowed(Action.SETTLE_DAMAGE)
    _note(session, caller, incident, task.about_id, settlement)
    return task


def line_for_task(session: Session, caller: Caller, task: TaskRecord, incident: IncidentRecord) -> DamageView:
    """Returns the one line that a task is about, for whoever has that task."""
    view = damages_of(session, caller, incident)
    line = tuple(one for one in incident_of(session, incident).damages if one.id == task.about_id)
    noted = service.settlements_of(session, incident.organisation_id, incident.id)
    settlements = {one: found for one, found in noted.items() if one == task.about_id}
    return replace(view, lines=line, settlements=settlements, may_settle=not is_own(caller, incident))


def _note(session: Session, caller: Caller, incident: IncidentRecord, damage_id: UUID, settlement: Settlement) -> None:
    line = next((one for one in incident_of(session, incident).damages if one.id == damage_id), None)
    if line is None:
        raise NotFound("damage")
    now = clock_of(session).now(session)
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    zone = ZoneInfo(organisation.time_zone)
    days = Days(incident.happened_at.astimezone(zone).date(), now.astimezone(zone).date())
    settled = rules.settle(line, settlement, days)
    service.note(session, caller.organisation_id, incident.id, damage_id, settled, caller.id, now)
    reach(Failpoint.DAMAGE_SETTLED)
    damage = damages_of(session, caller, incident).damage
    go_on_with(session, organisation, damage, incident, line, settled, caller.id, now)


def may_settle(caller: Caller, incident: IncidentRecord) -> bool:
    """Whether it is theirs: they handle the reports of its team or keep the register, and it is not their own."""
    return by_role(caller, Action.SETTLE_DAMAGE, incident) and not is_own(caller, incident)


def settled_lines(session: Session, incident: IncidentRecord) -> tuple[DamageLine, ...]:
    """Returns the lines of which somebody noted how they end: a report keeps them."""
    noted = service.settlements_of(session, incident.organisation_id, incident.id)
    return tuple(one for one in incident_of(session, incident).damages if one.id in noted)
