"""Who sees which measures: who handles the case, keeps the register or decides; nobody in their own case."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from achterwacht.afterwards.measure_advice import (
    TOOK_PLACE,
    by_in_case,
    sees_measures,
    standing_in,
)
from achterwacht.incidents.access import find, hold, is_own
from achterwacht.incidents.records import IncidentRecord
from achterwacht.measures import service
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.refused import NotAllowed, NotFound

A_PAGE = 500
"""How many are read at a time."""


def find_measure(session: Session, caller: Caller, measure_id: UUID, *, lock: bool = False) -> MeasureRecord:
    """Returns one measure, for who handles the case, keeps the register, or decides on it: nobody in their own case.

    Raises:
        NotFound: there is none in this organisation, or it is not the caller's to see.
    """
    record = service.find(session, caller.organisation_id, measure_id)
    if lock:
        hold(session, caller.organisation_id, record.incident_id)
        record = service.find(session, caller.organisation_id, measure_id, lock=True)
    incident = incident_of(session, record)
    by = by_in_case(session, caller, incident)
    if not by.handles and not by.may_decide(record.facts().deciders):
        raise NotFound("measure")
    return record


def of_incident(session: Session, caller: Caller, incident_id: UUID) -> tuple[IncidentRecord, Sequence[MeasureRecord]]:
    """Returns the measures of one report; the employee whom it happened to sees what was decided.

    Raises:
        NotFound: there is no such report, or it is not the caller's to see.
        NotAllowed: they see it, and neither handle it nor was it them.
    """
    incident = find(session, caller, incident_id)
    if not sees_measures(caller, incident) and not is_own(caller, incident):
        raise NotAllowed
    found = service.of_incident(session, incident.organisation_id, incident.id)
    if not sees_measures(caller, incident):
        found = [one for one in found if one.state in TOOK_PLACE]
    return incident, found


def list_measures(
    session: Session, caller: Caller, *, state: MeasureState | None, to_decide: bool
) -> Sequence[MeasureRecord]:
    """Returns the measures that the caller handles or decides on: those in this state, or those that wait for them. Of
    their own case nothing waits for them.

    No more than `service.MOST`, and one where there are more.
    """
    teams = caller.teams_for(Action.SEE_MEASURES)
    record = MeasureRecord
    wanted = select(record).where(record.organisation_id == caller.organisation_id)
    if state is not None:
        wanted = wanted.where(record.state == state)
    if to_decide:
        # Of a closed report nobody says yes any more, and whoever closed it said why nobody need decide.
        goes_on = select(IncidentRecord.id).where(
            IncidentRecord.organisation_id == caller.organisation_id, IncidentRecord.closed_at.is_(None)
        )
        wanted = wanted.where(record.state == MeasureState.PUT, record.incident_id.in_(goes_on))
    if teams is not None:
        decided = record.decided_by == caller.id
        wanted = wanted.where(or_(record.team_id.in_(teams), record.state == MeasureState.PUT, decided))
    kept: list[MeasureRecord] = []
    for page in _pages(session, wanted):
        standing = standing_in(session, caller, {one.incident_id for one in page})
        for one in page:
            by = standing[one.incident_id]
            decides = by.may_decide(one.facts().deciders)
            if decides if to_decide else by.handles or decides:
                kept.append(one)
        if len(kept) > service.MOST:
            break
    return kept[: service.MOST + 1]


def _pages(session: Session, wanted: Select[MeasureRecord]) -> Iterator[Sequence[MeasureRecord]]:
    """The latest first. Who decides is known only once they are read: most of a page may be for somebody else."""
    record = MeasureRecord
    in_order = wanted.order_by(record.put_at.desc(), record.id).limit(A_PAGE)
    page = session.scalars(in_order).all()
    while page:
        yield page
        last = page[-1]
        later = or_(record.put_at < last.put_at, (record.put_at == last.put_at) & (record.id > last.id))
        page = session.scalars(in_order.where(later)).all() if len(page) == A_PAGE else []


def incident_of(session: Session, record: MeasureRecord) -> IncidentRecord:
    """Returns the report of a measure."""
    found = session.get(IncidentRecord, (record.incident_id, record.organisation_id))
    if found is None:
        raise NotFound("incident")
    return found
