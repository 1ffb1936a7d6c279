"""Which visits somebody sees in a list: their own and those of their teams, what is watched now first."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, false, or_, select, true
from sqlalchemy.orm import Session

from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.sign_in import awaited
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import IS_OPEN, CompanionRecord, VisitRecord

RECENT = timedelta(hours=18)
"""How long ago a visit may have begun that is shown without being asked for."""


def visits_seen(
    session: Session, caller: Caller, states: Collection[VisitState], *, mine: bool, now: datetime, most: int
) -> Sequence[VisitRecord]:
    """Returns the visits in these states, or without any what is planned, under way or recent.

    First those that are watched now, as they end; then the plans that start soonest; then what was last. Whoever is
    still expected back counts as under way. mine: only those where they are the worker or come along.
    """
    under_way, planned = VisitRecord.state == VisitState.UNDER_WAY, VisitRecord.state == VisitState.PLANNED
    watched_now = or_(under_way, awaited())
    found = (
        select(VisitRecord)
        .where(VisitRecord.organisation_id == caller.organisation_id, _theirs(caller, mine=mine))
        .where(_in_state(states, now, _inside(caller)))
        .order_by(case((watched_now, 0), (planned, 1), else_=2))
        .order_by(case((watched_now, VisitRecord.expected_end), (planned, VisitRecord.planned_start)))
        .order_by(VisitRecord.planned_start.desc(), VisitRecord.id)
        .limit(most)
    )
    return session.scalars(found).all()


def _inside(caller: Caller) -> ColumnElement[bool]:
    along = select(CompanionRecord.visit_id).where(
        CompanionRecord.organisation_id == caller.organisation_id, CompanionRecord.person_id == caller.id
    )
    return or_(VisitRecord.worker_id == caller.id, VisitRecord.id.in_(along))


def _theirs(caller: Caller, *, mine: bool) -> ColumnElement[bool]:
    own = _inside(caller)
    if not caller.grants:
        own &= VisitRecord.state == VisitState.UNDER_WAY
    teams = caller.teams_for(Action.SEE_VISIT)
    return own if mine else true() if teams is None else or_(own, VisitRecord.team_id.in_(teams))


def _in_state(states: Collection[VisitState], now: datetime, inside: ColumnElement[bool]) -> ColumnElement[bool]:
    """The visits in these states, or recent. What somebody ended with the duress PIN is over to those inside."""
    if states:
        among = VisitRecord.state.in_(states)
        only_open = set(states) <= {VisitState.PLANNED, VisitState.UNDER_WAY}
        covered = and_(IS_OPEN, VisitRecord.shown_ended_at.is_not(None), inside)
        return or_(
            and_(IS_OPEN, among) if only_open else among,
            awaited() if VisitState.UNDER_WAY in states else false(),
            covered if VisitState.ENDED in states else false(),
        )
    return or_(
        IS_OPEN,
        VisitRecord.planned_start > now - RECENT,
        awaited(),
    )
