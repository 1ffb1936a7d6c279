"""What is done with a report after it was filed: completed, signed, closed; and the tasks that follow from it."""

from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.incidents import service as incidents
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.policy import Caller


def close_report(session: Session, caller: Caller, incident_id: UUID, reason: str | None) -> IncidentRecord:
    """Close a report. What is still to be done about it is dropped, with the reason.

    Raises:
        NotFound, NotAllowed, OwnIncident, IncidentClosed, TasksOpen: as `incidents.service.close`.
    """
    return incidents.close(session, caller, incident_id, 0, reason)
