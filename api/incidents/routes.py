"""Incident reports, first form: file one, read them, complete or see off one."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError
from sqlalchemy.orm import Session

from achterwacht.incidents import rules, service
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.rules import Account, IncidentChannel, IncidentKind, IncidentState
from achterwacht.incidents.service import Draft
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.use_cases.afterwards import file_report
from api.addresses.schemas import AddressIn, AddressOut, address_out
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.schemas import Body, Line, Named, Schema, Utc
from api.http.security import Me, Read, Write
from foundation.clock import clock_of

router = APIRouter(prefix="/v1/incidents", tags=["incidents"])

Description = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]
CausedBy = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
A_PAGE = 200
ALWAYS_SAID = ("kind", "happened_at", "description")


class NewIncident(Body):
    """What happened. On a visit the channel is `home_visit` unless said otherwise."""

    id: UUID | None = None
    visit_id: UUID | None = None
    alarm_id: UUID | None = None
    team_id: Annotated[UUID | None, Field(description="For who works in more than one team, and was on no visit.")] = (
        None
    )
    kind: IncidentKind
    channel: IncidentChannel | None = None
    happened_at: Utc
    place: Line | None = None
    address: AddressIn | None = None
    description: Description
    caused_by: CausedBy | None = None
    injured: bool | None = None
    damage: bool | None = None

    def draft(self) -> Draft:
        return Draft(
            account=Account(
                kind=self.kind,
                channel=self.channel,
                happened_at=self.happened_at,
                place=self.place or None,
                address=None if self.address is None else self.address.address(),
                description=self.description,
                caused_by=self.caused_by or None,
                injured=self.injured,
                damage=self.damage,
            ),
            id=self.id,
            visit_id=self.visit_id,
            alarm_id=self.alarm_id,
            team_id=self.team_id,
        )


class IncidentChange(Body):
    """What changes; anything left out stays. `state` can only become `seen`, by a manager of the team."""

    state: Literal["seen"] | None = None
    kind: IncidentKind | None = None
    channel: IncidentChannel | None = None
    happened_at: Utc | None = None
    place: Line | None = None
    address: AddressIn | None = None
    description: Description | None = None
    caused_by: CausedBy | None = None
    injured: bool | None = None
    damage: bool | None = None

    @field_validator(*ALWAYS_SAID, "state", mode="before")
    @classmethod
    def _not_taken_back(cls, value: Any) -> Any:
        # Runs only for what is sent: it may be left out, but not emptied.
        if value is None:
            raise PydanticCustomError("missing", "missing")
        return value

    def change(self) -> rules.IncidentChange:
        """Returns exactly what was named, without the state."""
        named: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set - {"state"}}
        if self.address is not None:
            named["address"] = self.address.address()
        emptied = {name: None for name, value in named.items() if value == ""}
        return rules.IncidentChange(**(named | emptied))


class IncidentOut(Schema):
    """A report. `place` is what the reporter wrote, or else the line of the address."""

    id: UUID
    visit_id: UUID | None
    alarm_id: UUID | None
    kind: IncidentKind
    channel: IncidentChannel | None
    happened_at: Utc
    place: str | None
    address: AddressOut | None
    description: str
    caused_by: str | None
    injured: bool | None
    damage: bool | None
    reported_by: Named
    state: IncidentState
    seen_by: Named | None
    seen_at: Utc | None
    created_at: Utc


class Incidents(Schema):
    """Latest first. next: what to ask for as `after` to read on; null at the end."""

    incidents: list[IncidentOut]
    next: UUID | None


@router.post("", status_code=201, responses=problems(403, 404, 409))
def file_incident(body: NewIncident, me: Me, session: Write, once: IdempotentRequest) -> IncidentOut:
    """Register what happened, minor cases too."""
    record = file_report(session, me, body.draft(), clock_of(session).now(session))
    return once.answer(_one(session, me, record))


@router.get("", responses=problems(404))
def list_incidents(me: Me, session: Read, after: UUID | None = None) -> Incidents:
    """Returns my own reports; for a manager those of the team, for a registrar all of them. Latest first, by 200."""
    found = service.list_incidents(session, me, after, A_PAGE + 1)
    page = found[:A_PAGE]
    return Incidents(incidents=_out(session, me, page), next=page[-1].id if len(found) > len(page) else None)


@router.get("/{incident_id}", responses=problems(404))
def read_incident(incident_id: UUID, me: Me, session: Read) -> IncidentOut:
    """Returns one report."""
    return _one(session, me, service.find(session, me, incident_id))


@router.patch("/{incident_id}", responses=problems(403, 404, 409))
def change_incident(
    incident_id: UUID, body: IncidentChange, me: Me, session: Write, once: IdempotentRequest
) -> IncidentOut:
    """Change a report (its reporter, until it was seen), or see it off or complete it (a manager of the team)."""
    record = service.change(session, me, incident_id, body.change(), seen=body.state is not None)
    return once.answer(_one(session, me, record))


def _one(session: Session, me: Caller, record: IncidentRecord) -> IncidentOut:
    return _out(session, me, [record])[0]


def _out(session: Session, me: Caller, records: Sequence[IncidentRecord]) -> list[IncidentOut]:
    people = [person for record in records for person in (record.reported_by, record.seen_by)]
    names = names_of(session, me.organisation_id, people)
    return [_incident(record, names) for record in records]


def _incident(record: IncidentRecord, names: dict[UUID, str]) -> IncidentOut:
    incident = record.facts()
    account = incident.account
    address = None if account.address is None else address_out(account.address)
    return IncidentOut(
        id=incident.id,
        visit_id=record.visit_id,
        alarm_id=record.alarm_id,
        kind=account.kind,
        channel=account.channel,
        happened_at=account.happened_at,
        place=account.place or (address.line if address else None),
        address=address,
        description=account.description,
        caused_by=account.caused_by,
        injured=account.injured,
        damage=account.damage,
        reported_by=Named(id=incident.reported_by, name=names[incident.reported_by]),
        state=incident.state,
        seen_by=None if incident.seen_by is None else Named(id=incident.seen_by, name=names[incident.seen_by]),
        seen_at=incident.seen_at,
        created_at=record.created_at,
    )
