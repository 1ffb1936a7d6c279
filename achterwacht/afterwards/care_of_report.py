"""Laying the care for somebody with the report that says it happened to them.

Nobody gets two plans for one event: who was added as a bystander and then reports the same alarm keeps their own. Where
that had ended, it begins anew: what a bystander needed may have been done within the hour.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.aftercare import rules, service
from achterwacht.aftercare.facts import Gravity, Hit
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.afterwards.care_graver import graver_by_report
from achterwacht.afterwards.care_plans import care_by, days_of, lay_steps, new_plan, person_facts
from achterwacht.afterwards.first_care import tell_first_care
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.protocols.profile import Profile


def lay_care(
    session: Session, organisation: OrganisationRecord, profile: Profile, incident: IncidentRecord, now: datetime
) -> None:
    """Plan the care for whom it happened to, in the transaction of the report. Whoever cares first is told."""
    known = session.scalars(
        select(CarePlanRecord)
        .where(service.of_event(incident), CarePlanRecord.person_id == incident.employee_id)
        .order_by(CarePlanRecord.ended_at.is_not(None), CarePlanRecord.made_at.desc(), CarePlanRecord.id)
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if known is None:
        person = session.get_one(PersonRecord, incident.employee_id)
        plan = new_plan(session, organisation, incident, person, Hit.VICTIM, incident.reported_by, now)
        tell_first_care(session, organisation, service.care_of(profile), plan, incident, now)
    else:
        known.hit = Hit.VICTIM
        if known.ended_at is not None:
            _begin_anew(session, organisation, known, incident, now)
    graver_by_report(session, incident, now)


def _begin_anew(
    session: Session, organisation: OrganisationRecord, plan: CarePlanRecord, incident: IncidentRecord, now: datetime
) -> None:
    """What is done once for the incident was laid before, and what is graver is laid after this."""
    care = care_by(session, plan)
    person = replace(person_facts(session, plan, care), first=False)
    steps = rules.first_plan(care, person, Gravity(), days_of(session, organisation, plan, now))
    plan.ended_at = plan.enough_at = plan.enough_by = None
    lay_steps(session, organisation, plan, steps, now)
    session.flush()
    tell_first_care(session, organisation, care, plan, incident, now)
