"""Somebody who is cared for leaves: their care is not lost, and whoever cares for them is told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.aftercare import service
from achterwacht.aftercare.carers import carers
from achterwacht.aftercare.facts import Planned
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.afterwards.care_goes_on import open_tasks
from achterwacht.afterwards.care_plans import care_by, chain_of, days_of, lay_steps, person_facts
from achterwacht.people.names import names_of
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.tasks.ending import close
from achterwacht.tasks.facts import TaskKind, TaskState
from notifications.texts.catalogue import catalogue

LEFT = "aftercare.left"
"""Ours: no profile says what becomes of the care for somebody who leaves."""


def care_after_leaving(
    session: Session, organisation_id: UUID, person_id: UUID, by: UUID | None, now: datetime
) -> None:
    """They work here no longer. Talks that are planned stay; what only they could answer is asked no more."""
    organisation = session.get_one(OrganisationRecord, organisation_id)
    plans = session.scalars(
        select(CarePlanRecord)
        .where(
            CarePlanRecord.organisation_id == organisation_id,
            CarePlanRecord.person_id == person_id,
            CarePlanRecord.ended_at.is_(None),
        )
        .order_by(CarePlanRecord.id)
    ).all()
    texts, names = catalogue(organisation.language), names_of(session, organisation_id, [person_id])
    said = texts.say("care", "left", {"who": names.get(person_id, "")})
    for plan in plans:
        tasks = open_tasks(session, plan)
        service.lock(session, organisation_id, plan.id)
        if any(one.because == LEFT for one in tasks):
            continue
        care = care_by(session, plan)
        chain = carers(care, person_facts(session, plan, care))
        days = days_of(session, organisation, plan, now)
        lay_steps(
            session, organisation, plan, [Planned(TaskKind.CARE_STEP, LEFT, chain, said, window=days.today())], now
        )
        for one in tasks:
            if chain_of(one)[:1] == (Function.EMPLOYEE,):
                close(session, one, TaskState.DROPPED, by, said)
