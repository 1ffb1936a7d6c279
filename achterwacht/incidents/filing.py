"""Filing a report: by whom it happened to or who saw it, or for somebody by the desk, a manager or the registrar."""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.creation import create, digest_of
from achterwacht.incidents import form as forms
from achterwacht.incidents.facts import Form
from achterwacht.incidents.known import Known, known_of, team_of_person
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.report import Account
from achterwacht.incidents.writing import write_form
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import own_version, profile_if_any
from achterwacht.refused import NotAllowed, Wrong, WrongInput, refuse
from foundation.columns import new_id

NOTHING = Form()


@dataclass(frozen=True)
class Draft:
    """A report as somebody files it.

    team_id: for somebody who works in more than one team and was on no visit. employee_id: whom it happened to, where
    that is not who files it.
    """

    account: Account
    id: UUID | None = None
    visit_id: UUID | None = None
    alarm_id: UUID | None = None
    team_id: UUID | None = None
    employee_id: UUID | None = None
    form: Form = field(default=NOTHING)

    @property
    def said(self) -> dict[str, object]:
        """Returns what was asked, for its digest. A first form has the digest it had before there was another."""
        said = asdict(self)
        if self.employee_id is None:
            del said["employee_id"]
        if self.form == NOTHING:
            del said["form"]
        return said


def file(
    session: Session, caller: Caller, draft: Draft, now: datetime, *, asked: bool = False
) -> tuple[IncidentRecord, bool]:
    """Register what happened. asked: the caller has the task to report this, whatever their role.

    Returns the report, and whether it is new. The same id with the same report is the same report.

    Raises:
        NotAllowed: the caller's role files no reports, or none for others.
        NotFound: no such visit or alarm in this organisation.
        WrongInput: with every wrong field.
        IdTaken: the id belongs to something else.
    """
    if not asked:
        caller.require(Action.REPORT_INCIDENT)
    known = known_of(session, caller, draft.visit_id, draft.alarm_id, asked=asked)
    employee_id = _employee(session, caller, draft, known, asked=asked)
    team_id = known.team_id or _team(session, caller, draft, employee_id)
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    version = known.protocol_id or _version(session, organisation, team_id)
    profile = profile_if_any(session, organisation, version)
    account, form = _filled_in(draft, known, profile)
    refuse([*account.wrong(now), *forms.wrong(account, form, profile, now), *unknown_people(session, caller, form)])
    record = IncidentRecord(
        id=draft.id or new_id(),
        organisation_id=caller.organisation_id,
        created_from=digest_of(draft.said, caller.id),
        team_id=team_id,
        protocol_id=version,
        visit_id=known.visit_id,
        alarm_id=known.alarm_id,
        reported_by=caller.id,
        employee_id=employee_id,
        revision=1,
        persistent=form.persistent,
        extreme=form.extreme,
        threat_to_come=form.threat_to_come,
        injury=form.injury,
        expressions=list(form.expressions),
        created_at=now,
    )
    record.tell(account)
    stored, is_new = create(session, record)
    if is_new:
        write_form(session, stored, form)
    return stored, is_new


def unknown_people(session: Session, caller: Caller, form: Form) -> list[Wrong]:
    """Returns the witnesses who are said to be colleagues and are not."""
    named = {one.person_id for one in form.witnesses} - {None}
    known = set(
        session.scalars(
            select(PersonRecord.id).where(
                PersonRecord.organisation_id == caller.organisation_id, PersonRecord.id.in_(named)
            )
        )
        if named
        else ()
    )
    return [
        Wrong(f"/witnesses/{place}/personId", "unknown_colleague")
        for place, one in enumerate(form.witnesses)
        if one.person_id is not None and one.person_id not in known
    ]


def _filled_in(draft: Draft, known: Known, profile: Profile | None) -> tuple[Account, Form]:
    """Returns what was told, with what the visit and the alarm say where the report says nothing."""
    account = draft.account
    if known.visit_id is not None and account.channel is None:
        account = replace(account, channel=ConductChannel.HOME_VISIT)
    if account.place is None and account.address is None and account.channel in (None, ConductChannel.HOME_VISIT):
        account = replace(account, place=known.place, address=known.address)
    form = draft.form if draft.form.witnesses else replace(draft.form, witnesses=known.along)
    return forms.settled(account, form, profile)


def _employee(session: Session, caller: Caller, draft: Draft, known: Known, *, asked: bool) -> UUID:
    """Returns whom it happened to: who is named, who was inside where somebody else files it, or who files it."""
    if draft.employee_id is not None and draft.employee_id != caller.id:
        if not asked and not caller.can(Action.FILE_FOR_OTHERS):
            raise NotAllowed(Action.FILE_FOR_OTHERS)
        _is_theirs_to_file(session, caller, draft.employee_id, known)
        return draft.employee_id
    if draft.employee_id is not None or known.worker_id is None or caller.id in known.inside:
        return caller.id
    for_others = asked or caller.can(Action.FILE_FOR_OTHERS, known.team_id)
    return known.worker_id if for_others else caller.id


def _is_theirs_to_file(session: Session, caller: Caller, employee_id: UUID, known: Known) -> None:
    """Refuse a report for somebody who is not of a team for which the caller files reports."""
    if employee_id in known.inside:
        return
    teams = caller.teams_for(Action.FILE_FOR_OTHERS)
    here = select(PersonRecord.id).where(
        PersonRecord.organisation_id == caller.organisation_id, PersonRecord.id == employee_id, PersonRecord.active
    )
    if teams is not None:
        of_team = select(GrantRecord.id).where(
            GrantRecord.organisation_id == caller.organisation_id,
            GrantRecord.person_id == PersonRecord.id,
            GrantRecord.team_id.in_(teams),
        )
        here = here.where(of_team.exists())
    if session.scalar(here) is None:
        raise WrongInput(Wrong("/employeeId", "person_unknown"))


def _team(session: Session, caller: Caller, draft: Draft, employee_id: UUID) -> UUID | None:
    """Returns the team of a report without a visit: the one that is named, else that of whom it happened to."""
    named = draft.team_id
    if named is None:
        return team_of_person(session, caller.organisation_id, employee_id)
    teams = caller.teams()
    here = select(TeamRecord.id).where(TeamRecord.organisation_id == caller.organisation_id, TeamRecord.id == named)
    if (teams is not None and named not in teams) or session.execute(here).first() is None:
        raise WrongInput(Wrong("/teamId", "team_unknown"))
    return named


def _version(session: Session, organisation: OrganisationRecord, team_id: UUID | None) -> UUID | None:
    """Returns the version of the profile that holds for this team now."""
    own = None if team_id is None else own_version(session, organisation.id, team_id)
    return own or organisation.protocol_id
