"""Who did it: whether reports are about the same person. Only a human says so; every read is logged."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from achterwacht.addresses.address import address_of
from achterwacht.afterwards import aggressors as use_cases
from achterwacht.afterwards.aggressors import Line, Person
from achterwacht.aggressors.facts import Alike
from achterwacht.incidents.records import IncidentAggressorRecord, IncidentRecord
from achterwacht.measures.facts import MeasureState
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.protocols.measures import MeasureKind
from api.addresses.schemas import AddressOut, address_out
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import Body, Day, Named, Schema, Utc
from api.http.security import Me, Write
from foundation.clock import clock_of

router = Router(prefix="/v1", tags=["aggressors"])


class SameAs(Body):
    """The report that is about the same person."""

    incident_id: UUID


class CalledSo(Body):
    """Whom to look for: words of a name, or the client reference."""

    called: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]


class WhoDidIt(Schema):
    """Who did it, as a report tells."""

    name: str | None
    initials: str | None
    date_of_birth: date | None
    address: AddressOut | None
    client_reference: str | None


class MeasureOfReport(Schema):
    """What was done about it."""

    kind: MeasureKind
    state: MeasureState
    until: Day | None


class ReportLine(Schema):
    """One report of a person: when, and what was done; never its story. mine: whether you may read it."""

    incident_id: UUID
    happened_at: Utc
    told: WhoDidIt | None
    measures: list[MeasureOfReport]
    mine: bool


class SamePersonSaid(Schema):
    """Somebody said that this report is about the same person."""

    incident_id: UUID
    by: Named
    at: Utc


class SamePersonProposal(Schema):
    """A report that may be about the same person, and why: it only proposes."""

    report: ReportLine
    why: list[Alike]


class FoundReports(Schema):
    """Reports about somebody who is called so, the latest first. more: whether there are more than these."""

    reports: Annotated[list[ReportLine], Field(max_length=use_cases.MOST_FOUND)]
    more: bool


class KnownAggressor(Schema):
    """A person, by what people say: the reports about them, the latest first."""

    id: UUID
    reports: list[ReportLine]
    said: list[SamePersonSaid]


class AggressorOfReport(Schema):
    """Who did it by this report. aggressorId: null as long as nobody said that another is about the same person."""

    incident_id: UUID
    aggressor_id: UUID | None
    reports: list[ReportLine]
    said: list[SamePersonSaid]
    proposals: list[SamePersonProposal]


@router.get("/incidents/{incident_id}/aggressor", responses=problems(403, 404))
def read_aggressor_of(incident_id: UUID, me: Me, session: Write) -> AggressorOfReport:
    """Returns who did it by this report, and which others may be about the same person. It is logged."""
    incident, person, proposed = use_cases.of_incident(session, me, incident_id, _now(session))
    shown = _of_report(session, me, incident, person)
    shown.proposals = [SamePersonProposal(report=_line(one.line), why=list(one.why)) for one in proposed]
    return shown


@router.post("/incidents/{incident_id}/same-person/_search", responses=problems(403, 404))
def search_same(incident_id: UUID, body: CalledSo, me: Me, session: Write) -> FoundReports:
    """Look for earlier reports that may be about the same person, among those that you may read. It is logged."""
    lines, more = use_cases.search(session, me, incident_id, body.called, _now(session))
    return FoundReports(reports=[_line(one) for one in lines], more=more)


@router.post("/incidents/{incident_id}/same-person", status_code=201, responses=problems(403, 404, 409))
def say_same(incident_id: UUID, body: SameAs, me: Me, session: Write, once: IdempotentRequest) -> AggressorOfReport:
    """Say that another report is about the same person. With your name, and you or another can take it back."""
    incident, person = use_cases.say_same(session, me, incident_id, body.incident_id, _now(session))
    return once.answer(_of_report(session, me, incident, person))


@router.delete("/incidents/{incident_id}/same-person", responses=problems(403, 404, 409))
def take_back(incident_id: UUID, me: Me, session: Write, once: IdempotentRequest) -> AggressorOfReport:
    """Say that this report is not about the same person as others after all."""
    incident, person = use_cases.take_back(session, me, incident_id, _now(session))
    return once.answer(_of_report(session, me, incident, person))


@router.get("/aggressors/{aggressor_id}", responses=problems(404))
def read_aggressor(aggressor_id: UUID, me: Me, session: Write) -> KnownAggressor:
    """Returns what is known of a person, for who keeps the register or handles one of the cases. It is logged."""
    record, person = use_cases.person(session, me, aggressor_id, _now(session))
    return KnownAggressor(id=record.id, reports=[_line(one) for one in person.lines], said=_said(session, me, person))


def _of_report(session: Session, me: Caller, incident: IncidentRecord, person: Person) -> AggressorOfReport:
    return AggressorOfReport(
        incident_id=incident.id,
        aggressor_id=person.aggressor,
        reports=[_line(one) for one in person.lines],
        said=_said(session, me, person),
        proposals=[],
    )


def _said(session: Session, me: Caller, person: Person) -> list[SamePersonSaid]:
    names = names_of(session, me.organisation_id, [one.said_by for one in person.said])
    return [
        SamePersonSaid(incident_id=one.incident_id, by=Named(id=one.said_by, name=names[one.said_by]), at=one.said_at)
        for one in person.said
    ]


def _line(line: Line) -> ReportLine:
    return ReportLine(
        incident_id=line.incident.id,
        happened_at=line.incident.happened_at,
        told=_told(line.told),
        measures=[MeasureOfReport(kind=one.kind, state=one.state, until=one.until) for one in line.measures],
        mine=line.visible,
    )


def _told(record: IncidentAggressorRecord | None) -> WhoDidIt | None:
    if record is None:
        return None
    address = None if record.address is None else address_out(address_of(record.address))
    return WhoDidIt(
        name=record.name,
        initials=record.initials,
        date_of_birth=record.date_of_birth,
        address=address,
        client_reference=record.client_reference,
    )


def _now(session: Session) -> datetime:
    return clock_of(session).now(session)
