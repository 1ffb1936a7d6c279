"""Nobody decides about their own case (docs/decisions/0090): who fills a function when it happened to its holder.

As long as somebody else holds that function, they do. Where nobody else does: the deputy, the head of department and
the registrar.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.functions.filling import FILLED, OF_THE_CASE
from achterwacht.functions.holding import Held, people_where, who_has, who_holds
from achterwacht.people.policy import Caller
from achterwacht.protocols.functions import Function

INSTEAD = frozenset({Function.DEPUTY_MANAGER, Function.HEAD_OF_DEPARTMENT, Function.REGISTRAR})
"""Who takes the place of somebody to whom it happened, where nobody else holds their function."""


def held_alone(session: Session, held: Held, team_id: UUID | None, person_id: UUID) -> frozenset[Function]:
    """Returns the functions that only this person holds for a team."""
    likely = {what for what, _, who in held.people if who == person_id} | set(FILLED)

    def holders(function: Function) -> list[UUID]:
        return [one.id for one in people_where(session, held.organisation_id, [who_has(held, function, team_id)])]

    return frozenset(one for one in likely - OF_THE_CASE if holders(one) == [person_id])


def functions_in_case(session: Session, caller: Caller, team_id: UUID | None, happened_to: UUID) -> frozenset[Function]:
    """Returns the functions that the caller fills in a case: none in their own, and those of whom it happened to where
    they come in the place of that person."""
    if caller.id == happened_to:
        return frozenset()
    held = who_holds(session, caller.organisation_id)
    own = frozenset(one for one in Function if held.holds(caller, one, team_id))
    return own if own.isdisjoint(INSTEAD) else own | held_alone(session, held, team_id, happened_to)
