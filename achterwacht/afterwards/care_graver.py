"""Care that turns out graver: its steps are laid beside what was laid before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.aftercare import rules, service
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.aftercare.service import Seen
from achterwacht.afterwards.care import to_change
from achterwacht.afterwards.care_plans import care_by, days_of, gravity_of, lay_steps, person_facts
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.refused import NotAllowed, Wrong, WrongInput
from achterwacht.tasks.records import TaskRecord


def start_graver(session: Session, caller: Caller, plan_id: UUID, place: int, now: datetime) -> Seen:
    """Somebody who cares says that it was so grave that more follows. Saying it twice adds nothing.

    Raises:
        NotFound, NotAllowed, CareOver: as `to_change`.
        WrongInput: the profile has no such rule, or it is one that nothing is noted of.
    """
    plan = to_change(session, caller, plan_id)
    care = care_by(session, plan)
    if caller.id == plan.person_id:
        raise NotAllowed
    if place >= len(care.graver) or care.graver[place].told_only:
        raise WrongInput(Wrong("/rule", "care_no_rule"))
    service.lock(session, plan.organisation_id, plan.id)
    _lay_graver(session, plan, place, now)
    return service.find(session, caller, plan_id)


def graver_by_report(session: Session, incident: IncidentRecord, now: datetime) -> None:
    """The report says by now that it was extreme, or of which kind: what follows is laid for everybody cared for, also
    where their plan, or the one with what is done once, hangs on another report of the same event."""
    gravity = gravity_of(session, incident)
    plans = session.scalars(
        select(CarePlanRecord).where(service.of_event(incident)).order_by(CarePlanRecord.id).with_for_update()
    ).all()
    for plan in plans:
        for place, rule in enumerate(care_by(session, plan).graver):
            if plan.person_id is not None and rules.starts(rule, gravity):
                _lay_graver(session, plan, place, now)


def _lay_graver(session: Session, plan: CarePlanRecord, place: int, now: datetime) -> None:
    laid = select(TaskRecord.id).where(
        TaskRecord.organisation_id == plan.organisation_id,
        TaskRecord.about_id == plan.id,
        TaskRecord.because == f"aftercare.graver[{place}]",
    )
    if session.scalar(laid.limit(1)) is not None:
        return
    organisation = session.get_one(OrganisationRecord, plan.organisation_id)
    care = care_by(session, plan)
    steps = rules.graver(care, person_facts(session, plan, care), place, days_of(session, organisation, plan, now))
    lay_steps(session, organisation, plan, steps, now)
    if steps:
        plan.ended_at = None  # It had ended before the report said how grave it was.
        session.flush()
