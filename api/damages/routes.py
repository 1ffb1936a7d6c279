"""How a line of damage of an incident ends."""

from uuid import UUID

from achterwacht.afterwards.damages import settle_damage
from api.damages.schemas import DamagesOut, SettlementIn
from api.damages.shown import damages_out
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.security import Me, Write

router = Router(prefix="/v1/incidents", tags=["incidents"])


@router.put("/{incident_id}/damages/{damage_id}/settlement", responses=problems(403, 404, 409))
def settle(
    incident_id: UUID, damage_id: UUID, body: SettlementIn, me: Me, session: Write, once: IdempotentRequest
) -> DamagesOut:
    """Note how a line of damage ends, or how far it is: a manager of the team or the registrar, and not of their own.

    It takes the place of what was noted before.
    """
    view = settle_damage(session, me, incident_id, damage_id, body.settlement())
    return once.answer(damages_out(session, me, view))
