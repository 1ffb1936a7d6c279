"""Measures after an incident: what the protocol advises, decide, put to who decides, end, note that one was broken."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from sqlalchemy.orm import Session

from achterwacht.afterwards import measures as use_cases
from achterwacht.afterwards import measures_seen as seen
from achterwacht.afterwards.measure_advice import advice_for
from achterwacht.aggressors.records import ReadOfAggressor
from achterwacht.aggressors.service import log_read
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.measures.service import MOST
from achterwacht.people.policy import Caller
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.security import Me, Read, Write
from api.measures.schemas import Broken, Decision, EndMeasure, MeasureAdvice, MeasureOut, Measures, NewMeasure
from api.measures.shown import advice_out, measures_out
from foundation.clock import clock_of

router = Router(prefix="/v1", tags=["measures"])


@router.get("/incidents/{incident_id}/advice", responses=problems(403, 404))
def read_advice(incident_id: UUID, me: Me, session: Write) -> MeasureAdvice:
    """Returns what the protocol advises on this report, and why. Where it speaks of earlier reports, that is logged."""
    known, now = advice_for(session, me, incident_id), _now(session)
    if known.advice.repeated:
        who = known.incident.aggressor_id
        log_read(
            session,
            me.organisation_id,
            me.id,
            ReadOfAggressor.HISTORY,
            now,
            incident_id=incident_id,
            aggressor_id=who,
        )
    return advice_out(session, me, known, now)


@router.get("/incidents/{incident_id}/measures", responses=problems(403, 404))
def measures_of_incident(incident_id: UUID, me: Me, session: Read) -> Measures:
    """Returns the measures of one report: for who handles it, and what was decided for who it happened to."""
    _, found = seen.of_incident(session, me, incident_id)
    return Measures(measures=measures_out(session, me, found, _now(session)), more=False)


@router.post("/incidents/{incident_id}/measures", status_code=201, responses=problems(403, 404, 409))
def take_measure(incident_id: UUID, body: NewMeasure, me: Me, session: Write, once: IdempotentRequest) -> MeasureOut:
    """Decide on a measure, or put it to who decides. Without a reason only what the protocol advises."""
    return once.answer(_one(session, me, use_cases.take(session, me, incident_id, body.given(), _now(session))))


@router.get("/measures")
def list_measures(
    me: Me,
    session: Read,
    in_force: Annotated[bool, Query(alias="inForce")] = False,
    to_decide: Annotated[bool, Query(alias="toDecide")] = False,
    not_taken: Annotated[bool, Query(alias="notTaken")] = False,
) -> Measures:
    """Returns the measures of the cases that you handle, or those that wait for you to decide.

    notTaken: those of which it was decided that they are not taken.
    """
    state = MeasureState.IN_FORCE if in_force else MeasureState.DECLINED if not_taken else None
    found = seen.list_measures(session, me, state=state, to_decide=to_decide)
    shown = measures_out(session, me, found[:MOST], _now(session))
    return Measures(measures=shown, more=len(found) > MOST)


@router.get("/measures/{measure_id}", responses=problems(404))
def read_measure(measure_id: UUID, me: Me, session: Read) -> MeasureOut:
    """Returns one measure, for who handles the case or decides on it."""
    return _one(session, me, seen.find_measure(session, me, measure_id))


@router.post("/measures/{measure_id}/decide", responses=problems(403, 404, 409))
def decide(measure_id: UUID, body: Decision, me: Me, session: Write, once: IdempotentRequest) -> MeasureOut:
    """Decide on a measure that was put to you."""
    record = use_cases.decide(
        session,
        me,
        measure_id,
        yes=body.yes,
        until=body.until,
        reason=body.reason,
        percent=body.percent,
        now=_now(session),
    )
    return once.answer(_one(session, me, record))


@router.post("/measures/{measure_id}/end", responses=problems(403, 404, 409))
def end(measure_id: UUID, body: EndMeasure, me: Me, session: Write, once: IdempotentRequest) -> MeasureOut:
    """End a measure before its time."""
    return once.answer(_one(session, me, use_cases.end(session, me, measure_id, body.reason, _now(session))))


@router.post("/measures/{measure_id}/broken", status_code=201, responses=problems(403, 404, 409))
def broken(measure_id: UUID, body: Broken, me: Me, session: Write, once: IdempotentRequest) -> MeasureOut:
    """Note that somebody did not keep to it, and what was done, each step with its time and witness."""
    steps = [one.done() for one in body.steps]
    use_cases.note_broken(session, me, measure_id, body.happened_at, body.place, steps, body.note, _now(session))
    return once.answer(_one(session, me, seen.find_measure(session, me, measure_id)))


def _one(session: Session, me: Caller, record: MeasureRecord) -> MeasureOut:
    return measures_out(session, me, [record], _now(session))[0]


def _now(session: Session) -> datetime:
    return clock_of(session).now(session)
