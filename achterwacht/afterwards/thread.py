"""The thread after an incident: what is laid with a report, and what follows when a task of it is done.

Each noun of the thread adds a line here. Everything is laid in the transaction that files the report, so that no report
is without what its protocol asks for.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from achterwacht.afterwards.care_goes_on import STEPS_OF_CARE, follow_care
from achterwacht.afterwards.care_of_report import lay_care
from achterwacht.afterwards.damage_tasks import ask_damage
from achterwacht.afterwards.measure_thread import lay_decision, talk_done
from achterwacht.afterwards.police_tasks import ask_police
from achterwacht.afterwards.reporting import lay_form
from achterwacht.afterwards.routes import lay_routes, route_decided
from achterwacht.afterwards.third_party_acts import enter_when_routed
from achterwacht.afterwards.threats import tell_of_threat
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.service import profile_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.profile import Profile
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.records import TaskRecord

Lays = Callable[[Session, OrganisationRecord, Profile, IncidentRecord, datetime], None]
Follows = Callable[[Session, TaskRecord, Caller, datetime], None]

LAID_WITH_A_REPORT: tuple[Lays, ...] = (
    tell_of_threat, lay_care, lay_form, lay_decision, ask_police, ask_damage, lay_routes,
)  # fmt: skip
"""What each noun lays with a new report, in order."""


def _routed(session: Session, task: TaskRecord, by: Caller, now: datetime) -> None:
    enter_when_routed(session, task, by, now)
    route_decided(session, task, by, now)


WHEN_DONE: Mapping[TaskKind, Follows] = {
    TaskKind.ORDER_TALK: talk_done,
    TaskKind.ROUTE: _routed,
    **dict.fromkeys(STEPS_OF_CARE, follow_care),
}
"""What follows when a task of this kind is done by hand: the next talk, the next step."""

WHEN_DROPPED: Mapping[TaskKind, Follows] = {
    **dict.fromkeys(STEPS_OF_CARE, follow_care),
}
"""What follows when a task of this kind need not be done: what comes after it still has to."""


def lay_thread(session: Session, organisation: OrganisationRecord, incident: IncidentRecord, now: datetime) -> None:
    """Lay what the protocol asks for by which the report was filed."""
    profile = profile_of(session, incident)
    if profile is None:
        return
    for lays in LAID_WITH_A_REPORT:
        lays(session, organisation, profile, incident, now)


def go_on_after(session: Session, task: TaskRecord, by: Caller, now: datetime) -> None:
    """Do what follows on a task that was done or dropped just now."""
    follows = (WHEN_DONE if task.state is TaskState.DONE else WHEN_DROPPED).get(task.kind)
    if follows is not None:
        follows(session, task, by, now)
