"""Risk addresses: look one up, and keep the register (architecture.md section 6).

Looking up is a POST, so that no address stands in a URL or a log of URLs (NL API design rule no-sensitive-uris).
"""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil
from time import time
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from achterwacht.addresses.address import address_of
from achterwacht.people.names import names_of
from achterwacht.people.policy import Action, Caller
from achterwacht.risks import rules, service
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import Advice, MarkState
from achterwacht.risks.service import Draft
from achterwacht.visits.teams import team_of_visit
from api.addresses import AddressIn, AddressOut, address_out
from api.errors import problems
from api.once import Once
from api.refusals import TooOften
from api.schemas import Name, Named, Schema, Utc
from api.security import Me, Read, Write
from foundation.clock import clock_of

router = APIRouter(prefix="/v1/risk-addresses", tags=["risk addresses"])
log = structlog.get_logger(__name__)

LOOK_UPS = RateLimitItemPerMinute(30)
"""Of one person, in one process: nobody goes through a street, and everybody can plan a day."""
_limiter = MovingWindowRateLimiter(MemoryStorage())


class Search(Schema):
    """An address, and why somebody wants to know."""

    address: AddressIn
    visit_id: UUID | None = None
    purpose: Annotated[Name, Field(examples=["huisbezoek voorbereiden"])]


class Found(Schema):
    """What to do there. `advice` is empty when there is no mark, null when it could not be looked up.

    sameBuilding: there is a mark on another addition or box of this number; nothing more is said of it.
    """

    checked: bool
    checked_at: Utc | None
    advice: list[Advice] | None
    instructions: list[str]
    provisional: bool
    same_building: bool


class NewMark(Schema):
    """A proposal. `reason` is for who judges it; who looks the address up never reads it."""

    id: UUID | None = None
    address: AddressIn
    advice: Annotated[list[Advice], Field(min_length=1, max_length=len(Advice))]
    instruction: Annotated[str | None, StringConstraints(strip_whitespace=True, max_length=500)] = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
    review_date: date


class Ending(Schema):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Mark(Schema):
    """A mark, for those who keep the register. Review overdue: it still counts, and somebody should look at it."""

    id: UUID
    address: AddressOut
    advice: list[Advice]
    instruction: str | None
    reason: str
    review_date: date
    review_overdue: bool
    state: MarkState
    proposed_by: Named
    proposed_at: Utc
    approved_by: Named | None
    approved_at: Utc | None
    ended_at: Utc | None


class Marks(Schema):
    marks: list[Mark]


@router.post("/_search", responses=problems(403, 404, 429))
def search_risk_address(body: Search, me: Me, session: Write) -> Found:
    """What to do at this very address. Every look-up is logged with its purpose."""
    me.may(Action.SEARCH_MARK)
    _not_too_often(me)
    if body.visit_id is not None:
        team_of_visit(session, me.organisation_id, body.visit_id)
    found = service.look_up_or_not_checked(
        session, me.organisation_id, me.id, body.address.address(), body.purpose, body.visit_id, _now(session)
    )
    return Found.model_validate(found)


@router.get("", responses=problems(403))
def list_risk_addresses(me: Me, session: Read) -> Marks:
    """Every mark of the organisation, newest first."""
    me.may(Action.SEE_MARKS)
    return Marks(marks=_out(session, me, service.list_marks(session, me.organisation_id)))


@router.post("", status_code=201, responses=problems(403, 409))
def propose_risk_address(body: NewMark, me: Me, session: Write, once: Once) -> Mark:
    """Propose a mark. It counts as provisional until another person approves it, for at most seven days."""
    by = me.may(Action.PROPOSE_MARK)
    draft = Draft(
        id=body.id,
        address=body.address.address(),
        advice=tuple(body.advice),
        instruction=body.instruction or None,
        reason=body.reason,
        review_date=body.review_date,
    )
    return once.answer(_one(session, me, service.propose(session, by, draft, _now(session))))


@router.post("/{mark_id}/approve", responses=problems(403, 404, 409))
def approve_risk_address(mark_id: UUID, me: Me, session: Write, once: Once) -> Mark:
    """Approve what somebody else proposed."""
    by = me.may(Action.APPROVE_MARK)
    return once.answer(_one(session, me, service.approve(session, by, mark_id, _now(session))))


@router.post("/{mark_id}/end", responses=problems(403, 404, 409))
def end_risk_address(mark_id: UUID, body: Ending, me: Me, session: Write, once: Once) -> Mark:
    """Take a mark away."""
    by = me.may(Action.END_MARK)
    return once.answer(_one(session, me, service.end(session, by, mark_id, body.reason, _now(session))))


def _not_too_often(me: Caller) -> None:
    if not _limiter.hit(LOOK_UPS, str(me.id)):
        log.warning("too many look-ups of risk addresses", person=str(me.id))
        free_at = _limiter.get_window_stats(LOOK_UPS, str(me.id)).reset_time
        raise TooOften(max(1, ceil(free_at - time())))


def _now(session: Session) -> datetime:
    return clock_of(session).now(session)


def _one(session: Session, me: Caller, record: RiskMarkRecord) -> Mark:
    return _out(session, me, [record])[0]


def _out(session: Session, me: Caller, records: Sequence[RiskMarkRecord]) -> list[Mark]:
    people = [person for record in records for person in (record.proposed_by, record.approved_by)]
    names = names_of(session, me.organisation_id, people)
    now = _now(session)
    return [_mark(record, names, now) for record in records]


def _mark(record: RiskMarkRecord, names: dict[UUID, str], now: datetime) -> Mark:
    facts = record.facts()
    approver = facts.approved_by
    return Mark(
        id=facts.id,
        address=address_out(address_of(record.address)),
        advice=list(facts.advice),
        instruction=facts.instruction,
        reason=record.reason,
        review_date=facts.review_date,
        review_overdue=rules.review_overdue(facts, now),
        state=rules.state(facts, now),
        proposed_by=Named(id=facts.proposed_by, name=names[facts.proposed_by]),
        proposed_at=facts.proposed_at,
        approved_by=None if approver is None else Named(id=approver, name=names[approver]),
        approved_at=facts.approved_at,
        ended_at=facts.ended_at,
    )
