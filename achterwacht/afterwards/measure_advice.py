"""What the protocol advises after an incident: the report, what people say of who did it, and how far its talk is.

Whoever reads an advice that speaks of earlier reports has read in the history of a person: it is logged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.officials import profile_for
from achterwacht.aggressors import service as aggressors
from achterwacht.functions.holding import who_holds
from achterwacht.functions.own_case import functions_in_case
from achterwacht.incidents.access import find
from achterwacht.incidents.form_records import IncidentBehaviourRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.measures.facts import Advice, Case, Earlier, Happened, MeasureState, Talk
from achterwacht.measures.records import MeasureRecord
from achterwacht.measures.rules.advice import advise
from achterwacht.measures.rules.deciding import By
from achterwacht.people.actions import Action
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import GrantRecord, OrganisationRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import MeasureKind
from achterwacht.protocols.profile import Profile
from achterwacht.refused import NotAllowed

TOOK_PLACE = (MeasureState.TAKEN, MeasureState.IN_FORCE, MeasureState.ENDED)


@dataclass(frozen=True)
class Advised:
    """A report with what the protocol advises on it. profile: None where there is none, and then nothing is advised."""

    incident: IncidentRecord
    profile: Profile | None
    case: Case
    advice: Advice


def advice_for(session: Session, caller: Caller, incident_id: UUID, *, lock: bool = False) -> Advised:
    """Returns what is advised, for who handles the case, keeps the register, or decides on it.

    Raises:
        NotFound: there is no such report, or the caller may not see it.
        NotAllowed: they see it, and this is not theirs to see: it tells of other reports.
    """
    incident = find(session, caller, incident_id, lock=lock)
    require_measures(caller, incident)
    return advised_on(session, incident)


def require_measures(caller: Caller, incident: IncidentRecord) -> None:
    """Refuse whoever may see the report and does not handle the case.

    Raises:
        NotAllowed: they don't.
    """
    if not sees_measures(caller, incident):
        raise NotAllowed(Action.SEE_MEASURES)


def sees_measures(caller: Caller, incident: IncidentRecord) -> bool:
    """Whether the caller handles the case or keeps the register; in their own case they are the employee."""
    if caller.id == incident.employee_id:
        return False
    if incident.team_id is None:
        return caller.teams_for(Action.SEE_MEASURES) is None
    return caller.can(Action.SEE_MEASURES, incident.team_id)


def advised_on(session: Session, incident: IncidentRecord) -> Advised:
    """Returns what is advised on this report."""
    organisation = session.get_one(OrganisationRecord, incident.organisation_id)
    profile = profile_for(session, incident)
    zone = ZoneInfo(organisation.time_zone)
    case = _cases(session, [incident], zone)[incident.id]
    if profile is None:
        return Advised(incident, None, case, Advice((), (), (), ()))
    history = _history(session, incident, zone)
    advice = advise(profile, case, history, talk_of(session, incident.organisation_id, incident.id))
    return Advised(incident, profile, case, advice)


def by_in_case(session: Session, caller: Caller, incident: IncidentRecord) -> By:
    """Returns what the caller is to the measures of this case: nothing in their own."""
    functions = functions_in_case(session, caller, incident.team_id, incident.employee_id)
    return By(caller.id, functions, handles=sees_measures(caller, incident))


def standing_in(session: Session, caller: Caller, cases: Iterable[UUID]) -> Mapping[UUID, By]:
    """Returns by case what the caller is to its measures, as `by_in_case` would."""
    record = IncidentRecord
    rows = session.scalars(
        select(record).where(record.organisation_id == caller.organisation_id, record.id.in_(list(cases)))
    ).all()
    held = who_holds(session, caller.organisation_id)
    fill_more = set(
        session.scalars(
            select(GrantRecord.person_id).where(
                GrantRecord.person_id.in_({one.employee_id for one in rows}), GrantRecord.role != Role.WORKER
            )
        )
    ) | {person for _, _, person in held.people}

    @cache
    def functions(team_id: UUID | None, employee_id: UUID | None) -> frozenset[Function]:
        if employee_id is not None:
            return functions_in_case(session, caller, team_id, employee_id)
        return frozenset(one for one in Function if held.holds(caller, one, team_id))

    def to(case: IncidentRecord) -> By:
        # Whoever fills nothing has nobody in their place: then who the caller is, is the same for the whole team.
        employee = case.employee_id if case.employee_id in fill_more else None
        return By(caller.id, functions(case.team_id, employee), handles=sees_measures(caller, case))

    return {one.id: to(one) for one in rows}


def talk_of(session: Session, organisation_id: UUID, incident_id: UUID) -> Talk:
    """Returns how far the order talk of a report is."""
    found = session.scalars(
        select(MeasureRecord).where(
            MeasureRecord.organisation_id == organisation_id,
            MeasureRecord.incident_id == incident_id,
            MeasureRecord.kind == MeasureKind.ORDER_TALK,
            MeasureRecord.state == MeasureState.TAKEN,
        )
    ).all()
    known = {one.outcome for one in found}
    return next((one for one in (Talk.HELD, Talk.NO_SHOW) if one.value in known), Talk.INVITED if found else Talk.NONE)


def _history(session: Session, incident: IncidentRecord, zone: ZoneInfo) -> list[Earlier]:
    """Returns the other reports about the same person, by what people say."""
    if incident.aggressor_id is None:
        return []
    organisation_id = incident.organisation_id
    reports = [
        one for one in aggressors.reports_of(session, organisation_id, incident.aggressor_id) if one.id != incident.id
    ]
    cases, letters = _cases(session, reports, zone), _letters(session, organisation_id, [one.id for one in reports])
    statements = {one.incident_id: one for one in aggressors.said(session, organisation_id, incident.aggressor_id)}
    names = names_of(session, organisation_id, [one.said_by for one in statements.values()])
    found = []
    for one in reports:
        # The later of the two statements brought the reports together.
        both = [statements[each] for each in (one.id, incident.id) if each in statements]
        last = max(both, key=lambda statement: statement.said_at, default=None)
        said_by = "" if last is None else names.get(last.said_by, "")
        found.append(Earlier(cases[one.id], letters.get(one.id, frozenset()), said_by))
    return found


def _cases(session: Session, reports: Sequence[IncidentRecord], zone: ZoneInfo) -> dict[UUID, Case]:
    if not reports:
        return {}
    rows = session.execute(
        select(IncidentBehaviourRecord.incident_id, IncidentBehaviourRecord.behaviour, IncidentBehaviourRecord.channel)
        .where(
            IncidentBehaviourRecord.organisation_id == reports[0].organisation_id,
            IncidentBehaviourRecord.incident_id.in_([one.id for one in reports]),
        )
        .order_by(IncidentBehaviourRecord.line)
    ).all()
    happened: dict[UUID, list[Happened]] = {}
    for row in rows:
        happened.setdefault(row.incident_id, []).append(Happened(row.behaviour, row.channel))
    return {
        one.id: Case(
            one.id,
            one.happened_at,
            day_of(one.happened_at, zone),
            tuple(happened.get(one.id, ())),
            one.persistent,
        )
        for one in reports
    }


def _letters(session: Session, organisation_id: UUID, incidents: Iterable[UUID]) -> Mapping[UUID, frozenset[str]]:
    """Returns the letters that were decided on in these reports."""
    rows = session.execute(
        select(MeasureRecord.incident_id, MeasureRecord.letter_id).where(
            MeasureRecord.organisation_id == organisation_id,
            MeasureRecord.incident_id.in_(list(incidents)),
            MeasureRecord.letter_id.is_not(None),
            MeasureRecord.state.in_(TOOK_PLACE),
        )
    ).all()
    found: dict[UUID, set[str]] = {}
    for row in rows:
        found.setdefault(row.incident_id, set()).add(row.letter_id)
    return {one: frozenset(letters) for one, letters in found.items()}


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Returns the day of a moment by the clock of the organisation."""
    return moment.astimezone(zone).date()
