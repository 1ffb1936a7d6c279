"""The thread after an incident: what is laid with a report, and what follows when a task of it is done.

Each noun of the thread adds a line here. Everything is laid in the transaction that files the report, so that no report
is without what its protocol asks for.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import profile_if_any, running_if_any
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.records import TaskRecord

Lays = Callable[[Session, OrganisationRecord, Profile, IncidentRecord, datetime], None]
Follows = Callable[[Session, TaskRecord, Caller, datetime], None]

LAID_WITH_A_REPORT: tuple[Lays, ...] = ()
"""What each noun lays with a new report, in order."""

WHEN_DONE: Mapping[TaskKind, Follows] = {}
"""What follows when a task of this kind is done by hand: the next talk, the next step."""


def lay_thread(session: Session, organisation: OrganisationRecord, incident: IncidentRecord, now: datetime) -> None:
    """Lay what the protocol of the report's team asks for, or else that of the organisation."""
    if incident.team_id is None:
        profile = profile_if_any(session, organisation, None)
    else:
        profile = running_if_any(session, organisation, incident.team_id)
    if profile is None:
        return
    for lays in LAID_WITH_A_REPORT:
        lays(session, organisation, profile, incident, now)


def go_on_after(session: Session, task: TaskRecord, by: Caller, now: datetime) -> None:
    """Do what follows on a task that was done just now."""
    follows = WHEN_DONE.get(task.kind)
    if follows is not None:
        follows(session, task, by, now)
