"""What is said and answered about the Belgian register of acts by third parties."""

from datetime import date
from uuid import UUID

from api.http.schemas import Body, Schema, Utc


class ActOut(Schema):
    """A line of the register. kinds: in the words of the protocol. employee: null without their consent."""

    id: UUID
    happened_at: Utc
    kinds: list[str]
    facts: str
    place: str
    entered_on: date
    kept_until: date
    employee: str | None


class ThirdPartyActs(Schema):
    """Last entered first. next: what to say as `after` for what comes next."""

    acts: list[ActOut]
    next: UUID | None


class EntryOut(Schema):
    """enteredAt: null where it does not stand in the register. named: whether the employee's name may; null: not said.

    maySay: whether that is yours to say.
    """

    entered_at: Utc | None
    kept_until: date | None
    named: bool | None
    may_say: bool


class NameIn(Body):
    """Whether your name may stand in the register. You may take it back."""

    named: bool
