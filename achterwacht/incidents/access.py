"""Who may do what with a report (docs/design/api.md): who it happened to, who filed it, and who handles it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, object_session

from achterwacht.functions.filling import FILLED
from achterwacht.functions.holding import has_role, people_where
from achterwacht.incidents.records import IncidentReadRecord, IncidentRecord, ReadOf
from achterwacht.incidents.report import Standing
from achterwacht.people.actions import Action
from achterwacht.people.policy import RIGHTS, Caller
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from achterwacht.refused import NotFound


def find(session: Session, caller: Caller, incident_id: UUID, *, lock: bool = False) -> IncidentRecord:
    """Returns one report.

    Raises:
        NotFound: there is none in this organisation, or it is not the caller's to see.
    """
    wanted = select(IncidentRecord).where(
        IncidentRecord.organisation_id == caller.organisation_id, IncidentRecord.id == incident_id
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    record = session.scalars(wanted).one_or_none()
    if record is None or not sees(caller, record):
        raise NotFound("incident")
    return record


def hold(session: Session, organisation_id: UUID, incident_id: UUID | None) -> None:
    """Lock a report before anything that hangs on it: its measures, letters, care and tasks.

    Whoever changes one of those often changes others too. Since all begin here, no two wait for each other in a circle.
    """
    if incident_id is not None:
        row = (IncidentRecord.organisation_id == organisation_id) & (IncidentRecord.id == incident_id)
        session.execute(select(IncidentRecord.id).where(row).with_for_update())


def sees(caller: Caller, record: IncidentRecord) -> bool:
    """Whether the report is the caller's to see: their own, one they filed and still keep, or by a role in its team."""
    if caller.grants and RIGHTS[Action.SEE_INCIDENTS].worker and (is_own(caller, record) or _keeps(caller, record)):
        return True
    return by_role(caller, Action.SEE_INCIDENTS, record)


def is_own(caller: Caller, record: IncidentRecord) -> bool:
    """Whether it happened to the caller."""
    return caller.id == record.employee_id


def handles(caller: Caller, record: IncidentRecord) -> bool:
    """Whether the caller handles the reports of its team. What belongs to no team, who keeps the register handles; and
    what happened to the only manager of the team."""
    if record.team_id is None and by_role(caller, Action.SEE_INCIDENTS, record):
        return True
    return by_role(caller, Action.HANDLE_INCIDENT, record) or _in_their_place(caller, record)


def standing_of(caller: Caller, record: IncidentRecord) -> Standing:
    """Returns what the caller is to this report, for the rules."""
    return Standing(caller.actor(), handles(caller, record))


def by_role(caller: Caller, action: Action, record: IncidentRecord) -> bool:
    """Whether a role in the report's team allows it; without a team, a role for the whole organisation."""
    if record.team_id is None:
        return caller.teams_for(action) is None
    return caller.can(action, record.team_id)


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """Returns the condition for the reports that the caller sees: the same as `sees`."""
    here = IncidentRecord.organisation_id == caller.organisation_id
    teams = caller.teams_for(Action.SEE_INCIDENTS)
    if teams is None:
        return here
    own = IncidentRecord.employee_id == caller.id
    kept = and_(
        IncidentRecord.reported_by == caller.id,
        IncidentRecord.completed_at.is_(None),
        IncidentRecord.closed_at.is_(None),
        or_(IncidentRecord.changed_by.is_(None), IncidentRecord.changed_by == caller.id),
    )
    return here & or_(or_(own, kept) if caller.grants else false(), IncidentRecord.team_id.in_(teams))


def reports_of_alarms(session: Session, caller: Caller, alarm_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Returns by alarm the first report of it that the caller may see."""
    found = session.execute(
        select(IncidentRecord.alarm_id, IncidentRecord.id)
        .where(visible_to(caller), IncidentRecord.alarm_id.in_(alarm_ids))
        .order_by(IncidentRecord.created_at.desc(), IncidentRecord.id)
    )
    return {alarm: incident for alarm, incident in found if alarm is not None}


def log_reads(session: Session, caller: Caller, records: list[IncidentRecord], what: ReadOf, now: datetime) -> None:
    """Log that the caller read these reports. Whoever reads their own is not logged."""
    session.add_all(
        IncidentReadRecord(
            organisation_id=one.organisation_id, incident_id=one.id, person_id=caller.id, at=now, what=what
        )
        for one in records
        if not is_own(caller, one)
    )
    session.flush()


def _in_their_place(caller: Caller, record: IncidentRecord) -> bool:
    """Whether the caller keeps the register, and it happened to the only one who manages the team: nobody handles their
    own case (docs/decisions/0090)."""
    session = object_session(record)
    if session is None or caller.id == record.employee_id or not caller.has(Role.REGISTRAR):
        return False
    manages = has_role(FILLED[Function.DIRECT_MANAGER], record.team_id)
    return [one.id for one in people_where(session, record.organisation_id, [manages])] == [record.employee_id]


def _keeps(caller: Caller, record: IncidentRecord) -> bool:
    """Whether the caller filed it for somebody, and nobody else has gone on with it: then it is theirs no more."""
    if caller.id != record.reported_by or record.completed_at is not None or record.closed_at is not None:
        return False
    return record.changed_by in (None, caller.id)
