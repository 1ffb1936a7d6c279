"""Who one can be in the demonstration, and how far its five steps are."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Level
from achterwacht.alarms.records import AlarmRecord
from achterwacht.people.passwords import DEMONSTRATION_PASSWORD
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.protocols.running import manager_word
from achterwacht.refused import NotFound
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from api.simulator.schemas import Demonstration, Face, Tour
from api.simulator.shown import roles_by_person
from foundation.clock import clock_of

WHO_TRIES = "worker@voorbeeld.test"
"""Whose visits the steps are about: the others are on a visit already (`achterwacht demo --alive`)."""
LATELY = timedelta(hours=1)


def read_demonstration(session: Session) -> Demonstration:
    """Returns the people, their password, and what was tried on the latest visit of the last hour.

    Raises:
        NotFound: there is no demonstration in this database.
    """
    organisation = session.scalars(select(OrganisationRecord).where(OrganisationRecord.demonstration)).first()
    if organisation is None:
        raise NotFound("demonstration")
    people = session.scalars(
        select(PersonRecord)
        .where(PersonRecord.organisation_id == organisation.id, PersonRecord.active)
        .order_by(PersonRecord.phone)
    ).all()
    roles = roles_by_person(session)
    return Demonstration(
        password=DEMONSTRATION_PASSWORD,
        manager_word=manager_word(session, organisation.id),
        people=[Face(email=one.email, name=one.name, roles=roles.get(one.id, [])) for one in people],
        tour=_tour(session, organisation),
    )


def _tour(session: Session, organisation: OrganisationRecord) -> Tour:
    since = clock_of(session).now(session) - LATELY
    visit, alarm = VisitRecord, AlarmRecord
    theirs = select(PersonRecord.id).where(
        PersonRecord.organisation_id == organisation.id, PersonRecord.email == WHO_TRIES
    )
    latest = session.scalars(
        select(visit.id)
        .where(visit.organisation_id == organisation.id, visit.worker_id.in_(theirs), visit.started_at > since)
        .where(visit.state.in_((VisitState.UNDER_WAY, VisitState.ENDED)))
        .order_by(visit.started_at.desc())
        .limit(1)
    ).first()
    # Of the latest visit alone: whoever begins again begins at the first step.
    alarms = session.scalars(
        select(alarm)
        .where(alarm.organisation_id == organisation.id, alarm.visit_id == latest)
        .order_by(alarm.opened_at)
    ).all()
    return Tour(
        checked_in=latest is not None,
        not_answered=bool(alarms),
        others_told=any(one.level is not Level.WORKER for one in alarms),
        taken=any(one.acknowledged_at is not None for one in alarms),
        closed=any(one.resolved_at is not None for one in alarms),
    )
