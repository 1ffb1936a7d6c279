"""The damage of an incident as it is answered."""

from decimal import Decimal

from sqlalchemy.orm import Session

from achterwacht.afterwards.damages import DamageView
from achterwacht.damages import rules
from achterwacht.damages.facts import OF_THE_EMPLOYEE, Settlement
from achterwacht.incidents.facts import DamageLine
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from api.damages.schemas import DamageOfIncident, DamagesOut, PaidOut, RecoveryOut
from api.http.schemas import Named

NOTHING = Settlement()


def damages_out(session: Session, me: Caller, view: DamageView) -> DamagesOut:
    """Returns the damage of a report as the caller sees it."""
    names = names_of(session, me.organisation_id, [one.noted_by for one in view.settlements.values()])

    def line(one: DamageLine) -> DamageOfIncident:
        assert one.id is not None
        noted = view.settlements.get(one.id)
        settled = NOTHING if noted is None else noted.facts()
        paid, recovery = settled.paid, settled.recovery
        return DamageOfIncident(
            id=one.id,
            whose=one.whose,
            what=one.what,
            amount=_euros(one.amount),
            may_pay=one.whose in OF_THE_EMPLOYEE,
            recovers=rules.kind_of(one.whose) in view.damage.recovers,
            paid=None if paid is None else PaidOut(yes=paid.yes, amount=_euros(paid.amount), on=paid.on, why=paid.why),
            recovery=None
            if recovery is None
            else RecoveryOut(
                how=recovery.how,
                claimed_on=recovery.claimed_on,
                amount=_euros(recovery.amount),
                on=recovery.on,
                why=recovery.why,
                under_way=recovery.under_way,
            ),
            missing=list(rules.missing(view.damage, one, settled)),
            noted_by=None if noted is None else Named(id=noted.noted_by, name=names[noted.noted_by]),
            noted_at=None if noted is None else noted.noted_at,
        )

    return DamagesOut(
        recovers=list(view.damage.recovers),
        staff_paid=view.damage.staff_paid,
        says=list(rules.says(view.damage, {one.whose for one in view.lines})),
        lines=[line(one) for one in view.lines],
        may_settle=view.may_settle,
    )


def _euros(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
