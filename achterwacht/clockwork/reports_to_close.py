"""Asks somebody to close a report of which nothing is left to do: none stays open because nobody thought of it.

This looks at what stands in the database, and not at what was done just now: however the last task ended, and also when
there never was one. Whoever closes a report locks it first, as this does, so nobody is asked to close one that is.
"""

from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from foundation.away import is_away
from foundation.clock import clock_of
from foundation.session import Database

BECAUSE = "incident.closed"
"""Ours: no protocol says when a report is closed."""

EVERYWHERE = {"across_organisations": True}

log = structlog.get_logger(__name__)


def ask_to_close(database: Database) -> int:
    """Returns for how many reports somebody is asked to close them from now on."""
    with database.read() as session:
        wanted = select(IncidentRecord.organisation_id, IncidentRecord.id).where(_nothing_left())
        found = session.execute(wanted.order_by(IncidentRecord.id), execution_options=EVERYWHERE).all()
    asked = 0
    for organisation_id, incident_id in found:
        try:
            with database.write() as session:
                asked += _ask(session, organisation_id, incident_id)
        except Exception as error:
            if is_away(error):
                raise
            # One of which nobody can be asked holds up no other; the invariant tells of it.
            log.exception("nobody could be asked to close a report", incident=str(incident_id))
    return asked


def _ask(session: Session, organisation_id: UUID, incident_id: UUID) -> bool:
    """Ask, if nothing is left to do about it still, now that nobody else can change that."""
    here = (IncidentRecord.organisation_id == organisation_id) & (IncidentRecord.id == incident_id)
    locked = select(IncidentRecord).where(here).with_for_update().execution_options(populate_existing=True)
    incident = session.scalars(locked).one()
    # A second look, after the lock: what was decided meanwhile is seen by it.
    if session.scalar(select(IncidentRecord.id).where(here, _nothing_left())) is None:
        return False
    # What belongs to no team, who keeps the register handles.
    function = Function.REGISTRAR if incident.team_id is None else Function.DIRECT_MANAGER
    organisation = session.get_one(OrganisationRecord, organisation_id)
    task = Laid(TaskKind.CLOSE_REPORT, incident.team_id, None, (function,), BECAUSE, incident_id=incident.id)
    lay(session, organisation, task, clock_of(session).now(session))
    return True


def _nothing_left() -> ColumnElement[bool]:
    """Whether a report is open, and no task of it is."""
    left = select(TaskRecord.id).where(
        TaskRecord.organisation_id == IncidentRecord.organisation_id,
        TaskRecord.incident_id == IncidentRecord.id,
        TaskRecord.state == TaskState.OPEN,
    )
    return IncidentRecord.closed_at.is_(None) & ~left.exists()
