"""A visit as its caller may see it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.views.visits import Reading
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.held import Made
from api.visits.schemas import VisitOut
from foundation.clock import clock_of


def shown_to(session: Session, visit_id: UUID, me: Caller) -> VisitOut:
    """Returns the visit as this caller may see it now."""
    record = session.scalars(
        select(VisitRecord).where(VisitRecord.organisation_id == me.organisation_id, VisitRecord.id == visit_id)
    ).one()
    reading = Reading(session, me.organisation_id, clock_of(session).now(session), language=me.language)
    return VisitOut.of(reading.visits([record], me.id, timeline=True)[0], reading)


def visit_made(session: Session, made: Made, me: Caller) -> VisitOut:
    """Returns the visit as this caller may see it, from what they just made of it."""
    reading = Reading.of(session, made, me.language)
    return VisitOut.of(reading.made(made, me.id), reading)
