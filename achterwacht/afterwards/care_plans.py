"""The plan of the care for one person, and its steps (when it is laid: `care_of_report.py`, `care.py`)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.aftercare import rules, service
from achterwacht.aftercare.days import Days
from achterwacht.aftercare.facts import Gravity, Hit, Person, Planned
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.aftercare.sight import TALKED
from achterwacht.afterwards.officials import as_caller
from achterwacht.functions.holding import who_holds
from achterwacht.incidents.form_records import IncidentBehaviourRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.protocols.aftercare import Aftercare
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.service import profile_version
from achterwacht.tasks.deadlines import office_of
from achterwacht.tasks.facts import Due
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from foundation.columns import new_id
from notifications.texts.catalogue import catalogue


def new_plan(
    session: Session,
    organisation: OrganisationRecord,
    incident: IncidentRecord,
    person: PersonRecord | None,
    hit: Hit,
    by: UUID | None,
    now: datetime,
    *,
    whom: str = "",
) -> CarePlanRecord:
    """Plan the care for one person, by the profile that held when it was reported. whom: somebody from outside."""
    caller = None if person is None else as_caller(session, person)
    plan = CarePlanRecord(
        id=new_id(),
        organisation_id=organisation.id,
        incident_id=incident.id,
        team_id=incident.team_id if caller is None else _team_of(caller, incident.team_id),
        person_id=None if person is None else person.id,
        whom=whom,
        hit=hit,
        leads=person is not None and not _is_led(session, incident),
        protocol_id=incident.protocol_id,
        alarm_id=incident.alarm_id,
        visit_id=incident.visit_id,
        happened_at=incident.happened_at,
        made_at=now,
        made_by=by,
    )
    care = care_by(session, plan)
    facts = person_facts(session, plan, care, caller)
    plan.official = facts.official
    session.add(plan)
    session.flush()
    planned = rules.first_plan(care, facts, gravity_of(session, incident), days_of(session, organisation, plan, now))
    lay_steps(session, organisation, plan, planned, now)
    return plan


def lay_steps(
    session: Session, organisation: OrganisationRecord, plan: CarePlanRecord, planned: Iterable[Planned], now: datetime
) -> None:
    """Make a task of each step."""
    names = names_of(session, organisation.id, [plan.person_id])
    who = plan.whom if plan.person_id is None else names[plan.person_id]
    for one in planned:
        due = None if one.window is None else Due(one.window.not_before, one.window.due_at, waits=one.window.waits)
        task = Laid(
            one.kind,
            plan.team_id,
            plan.person_id if one.by_employee else None,
            one.chain,
            one.because,
            alarm_id=plan.alarm_id,
            visit_id=plan.visit_id,
            incident_id=plan.incident_id,
            about=plan.id,
            facts=_words(organisation, one, who),
            points=tuple(_said(organisation, point, who) for point in one.points),
            due=due,
        )
        lay(session, organisation, task, now)


def care_by(session: Session, plan: CarePlanRecord) -> Aftercare:
    """What the profile says that this plan follows to its end."""
    return service.care_of(profile_by(session, plan))


def profile_by(session: Session, plan: CarePlanRecord) -> Profile | None:
    return None if plan.protocol_id is None else profile_version(session, plan.organisation_id, plan.protocol_id)


def days_of(session: Session, organisation: OrganisationRecord, plan: CarePlanRecord, now: datetime) -> Days:
    return Days(office_of(session, organisation, plan.team_id), plan.happened_at, now)


def person_facts(session: Session, plan: CarePlanRecord, care: Aftercare, caller: Caller | None = None) -> Person:
    """Returns who is cared for, as the rules see them."""
    if plan.person_id is None:
        return Person(plan.hit, staff=False, first=False)
    if caller is None:
        caller = as_caller(session, session.get_one(PersonRecord, plan.person_id))
    held = who_holds(session, plan.organisation_id)
    holds = frozenset(one for one in Function if held.holds(caller, one, plan.team_id))
    official = care.officials is not None and bool(holds & {Function.OFFICIALS, care.officials.by})
    return Person(plan.hit, official=official, holds=holds, first=plan.leads, rather=_rather(session, plan))


def _rather(session: Session, plan: CarePlanRecord) -> tuple[Function, ...]:
    """Who has the talks since the employee wished for somebody else, or had them last: they need not ask again."""
    if plan.another_at is None:
        return ()
    tasks = service.tasks_of(session, plan.organisation_id, [plan])[plan.id]
    talks = [one for one in tasks if one.kind in TALKED and not (one.closed_at and one.closed_at <= plan.another_at)]
    talks.sort(key=lambda one: one.closed_at is not None)
    chains = [tuple(by for by in chain_of(one) if by is not Function.EMPLOYEE) for one in talks]
    return next((one for one in chains if one), ())


def gravity_of(session: Session, incident: IncidentRecord) -> Gravity:
    """Returns what of the report starts more than the ordinary care."""
    behaviour = session.scalars(
        select(IncidentBehaviourRecord.behaviour).where(
            IncidentBehaviourRecord.organisation_id == incident.organisation_id,
            IncidentBehaviourRecord.incident_id == incident.id,
        )
    )
    named = {*behaviour, incident.conduct_class}
    return Gravity(incident.extreme, frozenset(one for one in named if one is not None))


def chain_of(task: TaskRecord) -> tuple[Function, ...]:
    return tuple(Function(one) for one in task.chain)


def _words(organisation: OrganisationRecord, one: Planned, who: str) -> dict[str, str]:
    """The words of a title."""
    name = _said(organisation, one.name, who)
    return {key: value for key, value in (("who", who), ("talk", name), ("what", name)) if value}


def _said(organisation: OrganisationRecord, text: str, who: str) -> str:
    """A text of the profile, or one of ours where it has none."""
    return catalogue(organisation.language).say("care_steps", text, {"who": who}) if text in rules.OURS else text


def _is_led(session: Session, incident: IncidentRecord) -> bool:
    leading = select(CarePlanRecord.id).where(service.of_event(incident), CarePlanRecord.leads)
    return session.scalar(leading.limit(1)) is not None


def _team_of(caller: Caller, team_id: UUID | None) -> UUID | None:
    """Whose managers care for somebody: the team of the incident where they work in it, else one of their own."""
    teams = caller.teams()
    if teams is None or team_id in teams or not teams:
        return team_id
    return min(teams, key=str)
