"""Deciding on measures after an incident: take, put to who decides, decide, end, note that one was broken.

Two who decide at once lock the report or the measure: the second finds it decided.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from achterwacht.afterwards import letter_to_write
from achterwacht.afterwards import measure_thread as thread
from achterwacht.afterwards.letter_after_measure import letters_are_over
from achterwacht.afterwards.letter_days import UNTIL, follow_day
from achterwacht.afterwards.letter_drafts import tell_drafts
from achterwacht.afterwards.measure_advice import (
    advised_on,
    by_in_case,
    day_of,
)
from achterwacht.afterwards.measures_at import address_in, holds_at, tell_who_goes_there, told_of
from achterwacht.afterwards.measures_seen import find_measure, incident_of
from achterwacht.incidents.access import find, is_own
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.refusals import IncidentClosed, OwnIncident
from achterwacht.measures import service
from achterwacht.measures.facts import MeasureState, Period, Talk
from achterwacht.measures.records import STILL_STANDING, MeasureBreachRecord, MeasureRecord
from achterwacht.measures.refusals import MeasureStands
from achterwacht.measures.rules import deciding
from achterwacht.measures.rules.advice import OURS
from achterwacht.measures.rules.breaking import Done
from achterwacht.measures.rules.deciding import Given, Taken
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from foundation.columns import new_id
from foundation.failpoints import Failpoint, reach


def take(session: Session, caller: Caller, incident_id: UUID, given: Given, now: datetime) -> MeasureRecord:
    """Decide on a measure, or put it to those who do.

    Raises:
        NotFound: there is no such report, or it is not the caller's to see.
        NotAllowed: they neither decide on measures nor handle the case.
        OwnIncident: it happened to them.
        IncidentClosed: the report was closed, and not opened again.
        WrongInput: with everything that is wrong.
        MeasureStands: it was decided or put before.
    """
    incident = find(session, caller, incident_id, lock=True)
    if is_own(caller, incident):
        raise OwnIncident
    by = by_in_case(session, caller, incident)
    if incident.closed_at is not None:
        raise IncidentClosed
    known = advised_on(session, incident)
    usual = usual_deciders(known.profile)
    today = day_of(now, _zone(session, incident.organisation_id))
    told = told_of(session, incident)
    taken = deciding.take(
        known.advice,
        given,
        by,
        usual,
        named=bool(told is not None and told.name),
        happened_on=known.case.day,
        today=today,
    )
    if _stands(session, incident, taken):
        raise MeasureStands
    record = _record(incident, caller, given, taken, now)
    holds_at(record, address_in(incident, told, known.case))
    session.add(record)
    session.flush()
    reach(Failpoint.MEASURE_DECIDED)
    service.watch_end(session, record, _zone(session, incident.organisation_id))
    thread.follow_taken(session, known, record, caller, now)
    tell_drafts(session, incident, now)
    tell_who_goes_there(session, caller.actor(), record, now)
    return record


def decide(
    session: Session,
    caller: Caller,
    measure_id: UUID,
    *,
    yes: bool,
    until: date | None,
    reason: str,
    now: datetime,
    percent: int | None = None,
) -> MeasureRecord:
    """Decide on what was put. until, percent: another end, or another part of a benefit, than was asked for.

    Raises:
        NotFound: there is no such measure, or it is not the caller's to see.
        NotAllowed: it is not theirs to decide.
        IncidentClosed: yes, of a report that was closed, and not opened again.
        WrongInput: with everything that is wrong.
        MeasureDecided: somebody did so before.
    """
    record = find_measure(session, caller, measure_id, lock=True)
    incident = incident_of(session, record)
    by, asked = by_in_case(session, caller, incident), Period(record.starts_on, record.until)
    zone = _zone(session, record.organisation_id)
    known, told = advised_on(session, incident), told_of(session, incident)
    named = told is not None and bool(told.name)
    if yes and incident.closed_at is not None:
        raise IncidentClosed
    decided = deciding.decide(
        record.facts(), by, known.advice, yes=yes, named=named, now=now, until=until, percent=percent
    )
    service.settle_decision(record, decided, until=until, reason=reason, today=day_of(now, zone))
    if record.state is MeasureState.DECLINED:
        service.drop_photo(session, record)
    elif record.not_to_take:
        terms = known.advice.terms_of(record.kind)
        record.letter_id = None if terms is None else terms.letter
    # That it begins later than was asked is no other length: nobody chose that.
    period = asked if record.until == asked.until else Period(record.starts_on, record.until)
    record.as_advised = not deciding.departures(known.advice.of(record.kind), _as_given(record), period)
    session.flush()
    service.watch_end(session, record, zone)
    thread.follow_decision(session, known, record, caller, now)
    follow_day(session, incident, UNTIL, asked.until, record.until, now, measure_id=record.id)
    tell_drafts(session, incident, now)
    tell_who_goes_there(session, caller.actor(), record, now)
    return record


def end(session: Session, caller: Caller, measure_id: UUID, reason: str, now: datetime) -> MeasureRecord:
    """End a measure before its time.

    Raises:
        NotFound: there is no such measure, or it is not the caller's to see.
        NotAllowed: by who neither decides on it nor handles the case.
        MeasureOver: it is not in force.
    """
    record = find_measure(session, caller, measure_id, lock=True)
    incident = incident_of(session, record)
    deciding.end(record.facts(), by_in_case(session, caller, incident))
    service.close(session, record, by=caller.id, reason=reason, now=now)
    letter_to_write.is_over(session, record, caller.id)
    letters_are_over(session, record, caller.id, now)
    tell_drafts(session, incident, now)
    tell_who_goes_there(session, caller.actor(), record, now)
    return record


def note_broken(
    session: Session,
    caller: Caller,
    measure_id: UUID,
    happened_at: datetime,
    place: str,
    steps: Sequence[Done],
    note: str,
    now: datetime,
) -> MeasureBreachRecord:
    """Note that a measure was broken, and what was done.

    Raises:
        NotFound: there is no such measure, or it is not the caller's to see.
        WrongInput: with everything that is wrong.
        MeasureOver: it was not in force then.
        BreachNoted: in that minute it was noted before.
    """
    record = find_measure(session, caller, measure_id, lock=True)
    zone = _zone(session, record.organisation_id)
    breach = service.note_broken(session, record, caller.id, happened_at, place, steps, note, zone, now)
    thread.follow_breach(session, advised_on(session, incident_of(session, record)), record, now)
    return breach


def usual_deciders(profile: Profile | None) -> tuple[Function, ...]:
    """Returns who decides where a row of the matrix names nobody."""
    return (profile.deciding.by if profile is not None and profile.deciding is not None else ()) or OURS


def _stands(session: Session, incident: IncidentRecord, taken: Taken) -> bool:
    """Whether it was decided before, or waits. A talk to which nobody came may be held again."""
    if taken.state is MeasureState.DECLINED:
        return False
    missed = func.coalesce(MeasureRecord.outcome, "") == Talk.NO_SHOW.value
    was_done = (MeasureRecord.state == MeasureState.TAKEN) & ~missed
    found = select(MeasureRecord.id).where(
        MeasureRecord.organisation_id == incident.organisation_id,
        MeasureRecord.incident_id == incident.id,
        MeasureRecord.kind == taken.kind,
        MeasureRecord.state.in_(STILL_STANDING) | was_done,
    )
    return session.scalar(found.limit(1)) is not None


def _as_given(record: MeasureRecord) -> Given:
    conditions = record.facts().conditions
    declined = record.state is MeasureState.DECLINED
    return Given(record.kind, record.starts_on, record.until, conditions, declined=declined)


def _record(incident: IncidentRecord, caller: Caller, given: Given, taken: Taken, now: datetime) -> MeasureRecord:
    advised, terms = taken.advised, taken.terms
    measure = None if terms is None else terms.measure
    decided = taken.state is not MeasureState.PUT
    return MeasureRecord(
        id=new_id(),
        organisation_id=incident.organisation_id,
        incident_id=incident.id,
        team_id=incident.team_id,
        kind=taken.kind,
        state=taken.state,
        rule="" if advised is None else advised.rule,
        as_advised=taken.as_advised,
        not_to_take=given.declined and not decided,
        letter_id=None if terms is None or given.declined else terms.letter,
        broken_letter_id=None if measure is None else measure.if_broken,
        starts_on=taken.period.starts_on,
        until=taken.period.until,
        percent=given.percent,
        place="" if measure is None else measure.where or "",
        conditions=[one.value for one in taken.conditions],
        checklist=[] if measure is None else list(measure.checklist),
        reason=given.reason,
        deciders=[one.value for one in taken.deciders],
        put_by=caller.id,
        put_at=now,
        decided_by=caller.id if decided else None,
        decided_at=now if decided else None,
        decision_reason="",
        end_reason="",
    )


def _zone(session: Session, organisation_id: UUID) -> ZoneInfo:
    return ZoneInfo(session.get_one(OrganisationRecord, organisation_id).time_zone)
