"""What is said and answered about how damage ends."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from achterwacht.damages.facts import How, Paid, Recovery, Settlement
from achterwacht.incidents.facts import Whose
from achterwacht.protocols.measures import DamageKind, StaffPaid
from api.http.schemas import Body, Day, Named, Note, Schema, Utc

A_CENT = Decimal("0.01")
Euros = Annotated[float, Field(ge=0.01, le=10_000_000)]


class PaidIn(Body):
    """Whether the organisation paid the employee: how much and when, in euros, or why not."""

    yes: bool
    amount: Euros | None = None
    on: Day | None = None
    why: Note = ""

    def paid(self) -> Paid:
        return Paid(self.yes, _decimal(self.amount), self.on, self.why)


class RecoveryIn(Body):
    """What comes back from who did it. claimedOn: when it was asked for. amount, on: what came, and when: both, or
    neither while it is under way. why: the reason, with `nothing`."""

    how: How
    claimed_on: Day | None = None
    amount: Euros | None = None
    on: Day | None = None
    why: Note = ""

    def recovery(self) -> Recovery:
        return Recovery(self.how, self.claimed_on, _decimal(self.amount), self.on, self.why)


class SettlementIn(Body):
    """How a line of damage ends, as far as it is known. What is left out nobody said."""

    paid: PaidIn | None = None
    recovery: RecoveryIn | None = None

    def settlement(self) -> Settlement:
        return Settlement(
            None if self.paid is None else self.paid.paid(), None if self.recovery is None else self.recovery.recovery()
        )


class PaidOut(Schema):
    yes: bool
    amount: float | None
    on: date | None
    why: str


class RecoveryOut(Schema):
    """underWay: it was asked for, and nothing came yet."""

    how: How
    claimed_on: date | None
    amount: float | None
    on: date | None
    why: str
    under_way: bool


class DamageOfIncident(Schema):
    """One line and how it ends. missing: what is still to be said, of `paid`, `recovery` and `recoveredOn`.

    mayPay: whether it is damage that can be paid to the employee. recovers: whether the protocol says that it is
    recovered.
    """

    id: UUID
    whose: Whose
    what: str
    amount: float | None
    may_pay: bool
    recovers: bool
    paid: PaidOut | None
    recovery: RecoveryOut | None
    missing: list[str]
    noted_by: Named | None
    noted_at: Utc | None


class DamagesOut(Schema):
    """The damage of an incident and how it ends.

    recovers: what the protocol recovers from who did it. staffPaid: whether it pays what staff lost. says: what else it
    says, in its own words. maySettle: whether you note how it ends.
    """

    recovers: list[DamageKind]
    staff_paid: StaffPaid | None
    says: list[str]
    lines: list[DamageOfIncident]
    may_settle: bool


def _decimal(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(str(amount)).quantize(A_CENT)
