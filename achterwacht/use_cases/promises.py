"""What somebody promised for a visit to come, and can't keep any more: to come along, or to be its back-up.

It is as if they had said so themselves, and whoever goes there reads it.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from achterwacht.kinds import Actor
from achterwacht.people.records import PersonRecord
from achterwacht.visiting.companions import companion_cant
from achterwacht.visiting.preparation import answer_back_up
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch.held import Held, hold_visit


def take_back(session: Session, person: PersonRecord, by: Actor, *, gone: bool) -> None:
    """Take back what they promised.

    gone: they left, or have no role any more. Otherwise only a back-up who may not watch over that team is none.
    """
    them = Actor(person.organisation_id, person.id, person.name, via=by.via)
    for visit_id in _promised(session, person):
        held = hold_visit(session, visit_id, them)
        for one in held.root.companions if gone else ():
            if one.person_id == person.id and one.declined_at is None:
                companion_cant(held, one.id)
        held = hold_visit(session, visit_id, them)
        if held.root.visit_facts().back_up == person.id and not _may_back_up(held, person.id):
            answer_back_up(held, False)


def _promised(session: Session, person: PersonRecord) -> Sequence[UUID]:
    along = select(CompanionRecord.visit_id).where(
        CompanionRecord.organisation_id == person.organisation_id,
        CompanionRecord.person_id == person.id,
        CompanionRecord.declined_at.is_(None),
    )
    planned = select(VisitRecord.id).where(
        VisitRecord.organisation_id == person.organisation_id,
        VisitRecord.state == VisitState.PLANNED,
        VisitRecord.drill.is_(False),
        or_(VisitRecord.back_up == person.id, VisitRecord.id.in_(along)),
    )
    return session.scalars(planned.order_by(VisitRecord.id)).all()


def _may_back_up(held: Held, person_id: UUID) -> bool:
    everyone = held.book.of(held.root.organisation, held.root.team_id).everyone
    return person_id in {one.person for one in everyone}
