"""Who did it: whether reports are about the same person, and what is known of that person. Every read is logged.

Whoever handles one of the cases, or keeps the register, says so; an employee never reads it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.measure_advice import require_measures, sees_measures
from achterwacht.aggressors import service
from achterwacht.aggressors.facts import Alike
from achterwacht.aggressors.records import AggressorRecord, ReadOfAggressor, SamePersonRecord
from achterwacht.aggressors.rules import AnotherPerson
from achterwacht.incidents.access import find
from achterwacht.incidents.records import IncidentAggressorRecord, IncidentRecord
from achterwacht.measures.records import MeasureRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.refused import NotFound, Wrong, WrongInput

MOST_FOUND = 20
"""How many reports somebody who looks for a name gets to compare."""


@dataclass(frozen=True)
class Line:
    """One report in the history of a person: when it was and what was done, never its story."""

    incident: IncidentRecord
    told: IncidentAggressorRecord | None
    measures: Sequence[MeasureRecord]
    visible: bool
    """Whether the caller may read the report itself."""


@dataclass(frozen=True)
class Person:
    """What is known of who did it. aggressor: None as long as nobody linked this report to another."""

    aggressor: UUID | None
    lines: Sequence[Line]
    said: Sequence[SamePersonRecord]


@dataclass(frozen=True)
class Proposed:
    """A report that may be about the same person, and why."""

    line: Line
    why: tuple[Alike, ...]


def of_incident(
    session: Session, caller: Caller, incident_id: UUID, now: datetime
) -> tuple[IncidentRecord, Person, Sequence[Proposed]]:
    """Returns who did it by this report and those that people say are about the same person; and whom it may be.

    Raises:
        NotFound: there is no such report, or it is not the caller's to see.
        NotAllowed: they don't handle the case.
    """
    incident = find(session, caller, incident_id)
    require_measures(caller, incident)
    found = service.propose(session, incident)
    reports = _reports(session, caller.organisation_id, list(found))
    proposed = [Proposed(line, found[line.incident.id]) for line in _lines(session, caller, reports)]
    proposed.sort(key=lambda one: list(found).index(one.line.incident.id))
    service.log_read(
        session,
        caller.organisation_id,
        caller.id,
        ReadOfAggressor.PROPOSALS,
        now,
        incident_id=incident.id,
        aggressor_id=incident.aggressor_id,
    )
    return incident, _person(session, caller, incident.aggressor_id, [incident]), proposed


def search(session: Session, caller: Caller, incident_id: UUID, asked: str, now: datetime) -> tuple[list[Line], bool]:
    """Returns the reports that the caller may read about somebody who is called so, to compare with this one; and
    whether there are more than these. It is logged.

    Raises:
        NotFound: there is no such report, or it is not the caller's to see.
        NotAllowed: they don't handle the case.
    """
    incident = find(session, caller, incident_id)
    require_measures(caller, incident)
    found = service.search(session, incident, asked, caller.teams_for(Action.SEE_MEASURES), MOST_FOUND + 1)
    service.log_read(
        session, caller.organisation_id, caller.id, ReadOfAggressor.PROPOSALS, now, incident_id=incident.id
    )
    lines = _lines(session, caller, _reports(session, caller.organisation_id, found[:MOST_FOUND]))
    return sorted(lines, key=lambda one: found.index(one.incident.id)), len(found) > MOST_FOUND


def say_same(
    session: Session, caller: Caller, incident_id: UUID, other_id: UUID, now: datetime
) -> tuple[IncidentRecord, Person]:
    """Say that two reports are about the same person. other_id: a report that was proposed, of any team.

    Raises:
        NotFound: there is no such report, or it is not the caller's to see.
        NotAllowed: they don't handle the case.
        WrongInput: the other report was not proposed, and is not theirs to see.
        OneAndTheSame, SamePersonAlready, AnotherPerson: the rules refuse it.
    """
    incident = find(session, caller, incident_id)
    require_measures(caller, incident)
    other = _report(session, caller.organisation_id, other_id)
    if other is None or not (sees_measures(caller, other) or other_id in service.propose(session, incident)):
        raise WrongInput(Wrong("/incidentId", "report_unknown"))
    locked = {one.id: one for one in _locked(session, caller.organisation_id, {incident.id, other.id})}
    service.say_same(session, locked[incident.id], locked[other.id], caller.id, now)
    return locked[incident.id], _person(session, caller, locked[incident.id].aggressor_id, [locked[incident.id]])


def known_as(
    session: Session, caller: Caller, incident: IncidentRecord, aggressor_id: UUID | None, now: datetime
) -> None:
    """Say with a report that it is about somebody who is known. None: nothing is said of that.

    Raises:
        WrongInput: there is no such person, or no case of theirs is the caller's.
        AnotherPerson: of this report it was said that it is about somebody else.
    """
    if aggressor_id is None or incident.aggressor_id == aggressor_id:
        return
    reports = service.reports_of(session, caller.organisation_id, aggressor_id)
    if not any(sees_measures(caller, one) for one in reports):
        raise WrongInput(Wrong("/aggressor/aggressorId", "aggressor_unknown"))
    if incident.aggressor_id is not None:
        raise AnotherPerson
    service.link(session, incident, aggressor_id, caller.id, now)


def take_back(session: Session, caller: Caller, incident_id: UUID, now: datetime) -> tuple[IncidentRecord, Person]:
    """Say that this report is not about that person after all.

    Raises:
        NotFound: there is no such report, or it is not the caller's to see.
        NotAllowed: they don't handle the case.
        NotSaid: nobody says so of it.
    """
    incident = find(session, caller, incident_id, lock=True)
    require_measures(caller, incident)
    service.take_back(session, incident, caller.id, now)
    return incident, _person(session, caller, None, [incident])


def person(session: Session, caller: Caller, aggressor_id: UUID, now: datetime) -> tuple[AggressorRecord, Person]:
    """Returns what is known of a person, for who keeps the register or handles one of the cases.

    Raises:
        NotFound: there is no such person, or no case of theirs is the caller's.
    """
    record = service.find(session, caller.organisation_id, aggressor_id)
    reports = service.reports_of(session, caller.organisation_id, record.id)
    if not any(sees_measures(caller, one) for one in reports):
        raise NotFound("aggressor")
    service.log_read(session, caller.organisation_id, caller.id, ReadOfAggressor.PERSON, now, aggressor_id=record.id)
    return record, _person(session, caller, record.id, reports)


def _person(session: Session, caller: Caller, aggressor_id: UUID | None, reports: Sequence[IncidentRecord]) -> Person:
    if aggressor_id is None:
        return Person(None, _lines(session, caller, reports), ())
    organisation_id = caller.organisation_id
    about = service.reports_of(session, organisation_id, aggressor_id)
    return Person(aggressor_id, _lines(session, caller, about), service.said(session, organisation_id, aggressor_id))


def _lines(session: Session, caller: Caller, reports: Sequence[IncidentRecord]) -> list[Line]:
    organisation_id, ids = caller.organisation_id, [one.id for one in reports]
    told: Mapping[UUID, IncidentAggressorRecord] = {
        one.incident_id: one
        for one in session.scalars(
            select(IncidentAggressorRecord).where(
                IncidentAggressorRecord.organisation_id == organisation_id,
                IncidentAggressorRecord.incident_id.in_(ids),
            )
        )
    }
    measures: dict[UUID, list[MeasureRecord]] = {}
    for one in session.scalars(
        select(MeasureRecord)
        .where(MeasureRecord.organisation_id == organisation_id, MeasureRecord.incident_id.in_(ids))
        .order_by(MeasureRecord.put_at, MeasureRecord.id)
    ):
        measures.setdefault(one.incident_id, []).append(one)
    return [Line(one, told.get(one.id), measures.get(one.id, []), sees_measures(caller, one)) for one in reports]


def _report(session: Session, organisation_id: UUID, incident_id: UUID) -> IncidentRecord | None:
    return next(iter(_reports(session, organisation_id, [incident_id])), None)


def _reports(session: Session, organisation_id: UUID, ids: Sequence[UUID]) -> Sequence[IncidentRecord]:
    return session.scalars(
        select(IncidentRecord).where(IncidentRecord.organisation_id == organisation_id, IncidentRecord.id.in_(ids))
    ).all()


def _locked(session: Session, organisation_id: UUID, ids: set[UUID]) -> Sequence[IncidentRecord]:
    """Locks these reports in one order, so that two people who say so at once wait for each other."""
    return session.scalars(
        select(IncidentRecord)
        .where(IncidentRecord.organisation_id == organisation_id, IncidentRecord.id.in_(ids))
        .order_by(IncidentRecord.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
