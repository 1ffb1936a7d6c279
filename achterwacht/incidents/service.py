"""The use cases of incident reports: file, list, read, change."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.changes import is_empty
from achterwacht.creation import create, digest_of
from achterwacht.incidents import rules
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.rules import Account, IncidentChange, IncidentChannel
from achterwacht.people.policy import RIGHTS, Action, Caller, Inside
from achterwacht.people.records import TeamRecord
from achterwacht.people.roles import Role
from achterwacht.refused import NotFound, Wrong, WrongInput, refuse
from achterwacht.visits.teams import team_of_visit
from foundation.clock import clock_of
from foundation.columns import new_id


@dataclass(frozen=True)
class Draft:
    """A report as somebody files it.

    team_id: for somebody who works in more than one team and was on no visit.
    """

    account: Account
    id: UUID | None = None
    visit_id: UUID | None = None
    alarm_id: UUID | None = None
    team_id: UUID | None = None


def file(
    session: Session, caller: Caller, draft: Draft, now: datetime, *, asked: bool = False
) -> tuple[IncidentRecord, bool]:
    """Register what happened. asked: the caller has the task to report this, whatever their role.

    Returns the report, and whether it is new. The same id with the same report is the same report.

    Raises:
        NotAllowed: the caller's role files no reports.
        NotFound: no such visit or alarm in this organisation.
        WrongInput: with every wrong field.
        IdTaken: the id belongs to something else.
    """
    if not asked:
        caller.require(Action.REPORT_INCIDENT)
    visit_id, team_id = _linked(session, caller, draft, asked=asked)
    account = draft.account
    refuse(account.wrong(now))
    if visit_id is not None and account.channel is None:
        account = replace(account, channel=IncidentChannel.HOME_VISIT)
    record = IncidentRecord(
        id=draft.id or new_id(),
        organisation_id=caller.organisation_id,
        created_from=digest_of(asdict(draft), caller.id),
        team_id=team_id,
        visit_id=visit_id,
        alarm_id=draft.alarm_id,
        reported_by=caller.id,
        created_at=now,
    )
    record.tell(account)
    return create(session, record)


def list_incidents(session: Session, caller: Caller, after: UUID | None, most: int) -> Sequence[IncidentRecord]:
    """Returns the caller's own reports and those they may see by a role, latest first: at most so many after `after`.

    Raises:
        NotFound: there is no report `after` that they may see.
    """
    teams = caller.teams_for(Action.SEE_INCIDENTS)
    visible = select(IncidentRecord).where(IncidentRecord.organisation_id == caller.organisation_id)
    if teams is not None:
        own = IncidentRecord.reported_by == caller.id if caller.grants else false()
        visible = visible.where(or_(own, IncidentRecord.team_id.in_(teams)))
    if after is not None:
        last = session.scalars(visible.where(IncidentRecord.id == after)).one_or_none()
        if last is None:
            raise NotFound("incident")
        same_moment = and_(IncidentRecord.happened_at == last.happened_at, IncidentRecord.id > last.id)
        visible = visible.where(or_(IncidentRecord.happened_at < last.happened_at, same_moment))
    in_order = visible.order_by(IncidentRecord.happened_at.desc(), IncidentRecord.id)
    return session.scalars(in_order.limit(most)).all()


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
    if record is None or not _may(caller, Action.SEE_INCIDENTS, record):
        raise NotFound("incident")
    return record


def change(session: Session, caller: Caller, incident_id: UUID, given: IncidentChange, *, seen: bool) -> IncidentRecord:
    """Change what the account says, or record that a manager saw it, or both.

    Raises:
        NotFound: as `find`.
        NotAllowed, OwnIncident, NotYetSeen, SeenAlready: the rules refuse it.
        WrongInput: with every wrong field.
    """
    record = find(session, caller, incident_id, lock=True)
    now = clock_of(session).now(session)
    by, manages = caller.actor(), _may(caller, Action.HANDLE_INCIDENT, record)
    incident = record.facts()
    if seen:
        incident = rules.see(incident, by, manages, now)
    if not is_empty(given):
        incident = rules.change(incident, given, by, manages)
        refuse(incident.account.wrong(now))
    record.tell(incident.account)
    record.seen_by, record.seen_at = incident.seen_by, incident.seen_at
    return record


def _may(caller: Caller, action: Action, record: IncidentRecord) -> bool:
    """Whether a role in the report's team allows it, or being its reporter with some role here.

    For a report without a team the role must be for the whole organisation.
    """
    if caller.grants and caller.id == record.reported_by and RIGHTS[action].worker:
        return True
    if record.team_id is None:
        return caller.teams_for(action) is None
    return caller.can(action, record.team_id)


def _linked(session: Session, caller: Caller, draft: Draft, *, asked: bool) -> tuple[UUID | None, UUID | None]:
    """Returns the visit and the team of a report."""
    visit_id, team_id = draft.visit_id, None
    if draft.alarm_id is not None:
        alarm = session.execute(
            select(AlarmRecord.visit_id, AlarmRecord.team_id, AlarmRecord.worker_id).where(
                AlarmRecord.organisation_id == caller.organisation_id, AlarmRecord.id == draft.alarm_id
            )
        ).one_or_none()
        if alarm is None or not (asked or caller.can(Action.SEE_ALARM, alarm.team_id, Inside(alarm.worker_id))):
            raise NotFound("alarm")
        visit_id, team_id = visit_id or alarm.visit_id, alarm.team_id
    if visit_id is not None:
        return visit_id, team_of_visit(session, caller.organisation_id, visit_id)
    return None, team_id or _team_of(session, caller, draft.team_id)


def _team_of(session: Session, caller: Caller, named: UUID | None) -> UUID | None:
    """Returns the reporter's team: the one they name, else the one they visit people for, else any of theirs."""
    if named is not None:
        teams = caller.teams()
        here = select(TeamRecord.id).where(TeamRecord.organisation_id == caller.organisation_id, TeamRecord.id == named)
        if (teams is not None and named not in teams) or session.execute(here).first() is None:
            raise WrongInput(Wrong("/teamId", "team_unknown"))
        return named
    own = [grant for grant in caller.grants if grant.team is not None]
    own.sort(key=lambda grant: (grant.role is not Role.WORKER, str(grant.team)))
    return own[0].team if own else None
