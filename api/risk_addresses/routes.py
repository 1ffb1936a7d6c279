"""Risk addresses: look one up, and keep the register (architecture.md section 6).

Looking up is a POST, so that no address stands in a URL or a log of URLs (NL API design rule no-sensitive-uris).
"""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated
from uuid import UUID

import structlog
from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.audit.records import Read as What
from achterwacht.audit.service import log_register_view
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller, Inside
from achterwacht.refused import NotFound
from achterwacht.risks import service
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import Advice
from achterwacht.visiting import risk_marks as mark_cases
from achterwacht.visits.teams import who_goes
from api.addresses.schemas import AddressIn
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.limits import RateLimiter
from api.http.refusals import TooOften
from api.http.schemas import Body, Name, Schema, Utc
from api.http.security import Me, Write
from api.risk_addresses.schemas import Ending, Mark, Marks, NewMark, PersonConcerned, Reviewing, marks_out
from foundation.clock import clock_of

router = Router(prefix="/v1/risk-addresses", tags=["risk addresses"])
log = structlog.get_logger(__name__)

A_PAGE = 200
LOOK_UPS = "30/minute"
"""Of one person, in one process. Nobody can go through a whole street, and everybody can plan a day."""
_look_ups = RateLimiter(LOOK_UPS)


class Search(Body):
    """An address, and why somebody wants to know."""

    address: AddressIn
    visit_id: UUID | None = None
    purpose: Annotated[Name, Field(examples=["huisbezoek voorbereiden"])]


class Found(Schema):
    """What to do there. `advice` is empty if there is no mark, null if it could not be looked up.

    sameBuilding: there is a mark on another addition or box of this number, or on an address that may be this one in
    another spelling; nothing more is said about it.
    """

    checked: bool
    checked_at: Utc | None
    advice: list[Advice] | None
    instructions: list[str]
    provisional: bool
    same_building: bool


@router.post("/_search", responses=problems(403, 404, 429))
def search_risk_address(body: Search, me: Me, session: Write) -> Found:
    """Returns what to do at exactly this address. Every look-up is logged with its purpose.

    With a visit it is asked for those who go there, else for the caller. A visit that the caller may not see is as one
    that is not there: the log of look-ups holds no visit that somebody only named.
    """
    me.require(Action.SEARCH_MARK)
    _not_too_often(me)
    going = {me.id} if body.visit_id is None else _going(session, me, body.visit_id)
    found = service.look_up_or_not_checked(
        session, me.organisation_id, me.id, body.address.address(), body.purpose, body.visit_id, _now(session), going
    )
    return Found.model_validate(found)


@router.get("", responses=problems(403, 404))
def list_risk_addresses(me: Me, session: Write, after: UUID | None = None) -> Marks:
    """Returns the marks of the organisation, newest first, 200 on a page. Each look is recorded."""
    me.require(Action.SEE_MARKS)
    now = _now(session)
    log_register_view(session, me.organisation_id, me.id, What.MARKS, now)
    found = service.list_marks(session, me.organisation_id, after, A_PAGE + 1)
    page = found[:A_PAGE]
    return Marks(
        marks=marks_out(session, me.organisation_id, page, now),
        next=page[-1].id if len(found) > len(page) else None,
    )


@router.post("", status_code=201, responses=problems(403, 409))
def propose_risk_address(body: NewMark, me: Me, session: Write, once: IdempotentRequest) -> Mark:
    """Propose a mark. It counts as provisional until another person approves it, for at most seven days."""
    me.require(Action.PROPOSE_MARK)
    return once.answer(_one(session, me, mark_cases.propose(session, me, body.draft(), _now(session))))


@router.post("/{mark_id}/approve", responses=problems(403, 404, 409))
def approve_risk_address(mark_id: UUID, me: Me, session: Write, once: IdempotentRequest) -> Mark:
    """Approve what somebody else proposed. People who are there now, or will go there, are told at once."""
    by = me.require(Action.APPROVE_MARK)
    return once.answer(_one(session, me, mark_cases.approve(session, by, mark_id, _now(session))))


@router.post("/{mark_id}/review", responses=problems(403, 404, 409))
def review_risk_address(mark_id: UUID, body: Reviewing, me: Me, session: Write, once: IdempotentRequest) -> Mark:
    """Record that somebody looked, and the mark is still needed."""
    by = me.require(Action.END_MARK)
    reviewed = service.review(session, by, mark_id, body.review_date, body.ends_on, _now(session))
    return once.answer(_one(session, me, reviewed))


@router.post("/{mark_id}/end", responses=problems(403, 404, 409))
def end_risk_address(mark_id: UUID, body: Ending, me: Me, session: Write, once: IdempotentRequest) -> Mark:
    """End a mark. People who are there now, or will go there, are told at once."""
    by = me.require(Action.END_MARK)
    return once.answer(_one(session, me, mark_cases.end(session, by, mark_id, body.reason, _now(session))))


@router.put("/{mark_id}/person-concerned", responses=problems(403, 404))
def note_person_concerned(mark_id: UUID, body: PersonConcerned, me: Me, session: Write) -> Mark:
    """Record what the person concerned was told, whether they object, and what came of it.

    Also for a mark that ended.
    """
    by = me.require(Action.END_MARK)
    return _one(session, me, service.concerned(session, by, mark_id, body.concerned(), _now(session)))


def _going(session: Session, me: Caller, visit_id: UUID) -> Collection[UUID]:
    """Returns who goes on that visit.

    Raises:
        NotFound: no such visit in this organisation, or none that the caller may see.
    """
    found = who_goes(session, me.organisation_id, visit_id)
    if not me.can(Action.SEE_VISIT, found.team, Inside(found.worker, found.companions)):
        raise NotFound("visit")
    return {found.worker, *found.companions}


def _not_too_often(me: Caller) -> None:
    try:
        _look_ups.take(str(me.id))
    except TooOften:
        log.warning("too many look-ups of risk addresses", person=str(me.id))
        raise


def _now(session: Session) -> datetime:
    return clock_of(session).now(session)


def _one(session: Session, me: Caller, record: RiskMarkRecord) -> Mark:
    return marks_out(session, me.organisation_id, [record], _now(session))[0]
