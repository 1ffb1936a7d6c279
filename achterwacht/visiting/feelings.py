"""How a visit felt, and what follows when several at one address did not feel well."""

from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import func, select

from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from achterwacht.visiting import visits
from achterwacht.visits.facts import Feeling
from achterwacht.visits.records import VisitRecord
from achterwacht.visits.rules.unease import LOOKS_BACK, Felt, asks_for_a_look
from achterwacht.watch.held import Held, Made
from foundation.in_turn import in_turn

BECAUSE = "visit.feeling"
"""Ours: no protocol asks for it."""


def feel(held: Held, feeling: Feeling) -> Made:
    """Record how the visit was. Whoever keeps the register is asked, once, to look at an address where it was not well
    more than once."""
    made = visits.feel(held, feeling)
    if feeling is not Feeling.GREEN:
        _ask_to_look(held)
    return made


def id_of_place(organisation_id: UUID, address_key: str) -> UUID:
    """Returns what a task about an address names it by: the same for the same address, and not to be read back."""
    return uuid5(organisation_id, address_key)


def _ask_to_look(held: Held) -> None:
    visit, organisation = held.root.visit, held.root.organisation
    if visit is None or visit.drill or visit.no_number:
        return
    place = id_of_place(organisation.id, visit.address_key)
    # Two who say so in one moment: the second finds the task of the first.
    in_turn(held.session, place)
    of_place = select(func.max(TaskRecord.closed_at), func.count().filter(TaskRecord.state == TaskState.OPEN)).where(
        TaskRecord.organisation_id == organisation.id,
        TaskRecord.kind == TaskKind.LOOK_AT_ADDRESS,
        TaskRecord.about_id == place,
    )
    looked_at, open_ones = held.session.execute(of_place).one()
    if open_ones or not asks_for_a_look(_felt_at(held, visit), looked_at, held.now):
        return
    task = Laid(
        TaskKind.LOOK_AT_ADDRESS, visit.team_id, None, (Function.REGISTRAR,), BECAUSE, visit_id=visit.id, about=place
    )
    lay(held.session, organisation, task, held.now)


def _felt_at(held: Held, visit: VisitRecord) -> list[Felt]:
    since: datetime = held.now - LOOKS_BACK
    found = select(VisitRecord.feeling, VisitRecord.planned_start).where(
        VisitRecord.organisation_id == visit.organisation_id,
        VisitRecord.planned_start > since,
        VisitRecord.address_key == visit.address_key,
        VisitRecord.feeling.is_not(None),
        VisitRecord.drill.is_(False),
    )
    return [Felt(feeling, at) for feeling, at in held.session.execute(found) if feeling is not None]
