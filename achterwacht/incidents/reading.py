"""From the rows of reports to their facts. Many reports are read with one statement a table."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import address_of
from achterwacht.incidents.facts import (
    AggressorTold,
    Behaviour,
    DamageLine,
    EmployeeTold,
    Form,
    Hit,
    Incident,
    Sighting,
    Witness,
    YesNo,
)
from achterwacht.incidents.form_records import (
    IncidentBehaviourRecord,
    IncidentDamageRecord,
    IncidentEmployeeRecord,
    IncidentReopeningRecord,
    IncidentSightingRecord,
    IncidentSignatureRecord,
    IncidentWitnessRecord,
)
from achterwacht.incidents.records import IncidentAggressorRecord, IncidentRecord
from achterwacht.incidents.report import Reopening, Report, Signature
from achterwacht.protocols.functions import Function
from foundation.columns import Base

Row = TypeVar("Row", bound=Base)
CENTS = 100
STATES = (
    "revision", "changed_by", "changed_at", "seen_by", "seen_at", "completed_by", "completed_at", "closed_by",
    "closed_at", "close_reason",
)  # fmt: skip
"""How far a report is: the same names in the rules and in the row."""


def reports_of(session: Session, records: Sequence[IncidentRecord]) -> dict[UUID, Report]:
    """Returns these reports of one organisation with everything in them, by id."""
    behaviours = _of(session, IncidentBehaviourRecord, records)
    damages = _of(session, IncidentDamageRecord, records)
    witnesses = _of(session, IncidentWitnessRecord, records)
    sightings = _of(session, IncidentSightingRecord, records)
    aggressors = _of(session, IncidentAggressorRecord, records)
    employees = _of(session, IncidentEmployeeRecord, records)
    signatures = _of(session, IncidentSignatureRecord, records)
    reopenings = _of(session, IncidentReopeningRecord, records)
    return {
        one.id: Report(
            id=one.id,
            reported_by=one.reported_by,
            employee_id=one.employee_id,
            account=one.account(),
            form=Form(
                behaviours=tuple(Behaviour(row.behaviour, row.channel) for row in behaviours(one)),
                conduct_class=one.conduct_class,
                attempts=one.attempts,
                level=one.level,
                motive=one.motive,
                expressions=tuple(one.expressions),
                persistent=one.persistent,
                extreme=one.extreme,
                threat_to_come=one.threat_to_come,
                injury=one.injury,
                police=_answer(one.police_yes, one.police_namely, one.police_on),
                aftercare=_answer(one.aftercare_yes, one.aftercare_namely),
                further_action=_answer(one.further_yes, one.further_namely),
                damages=tuple(_damage(row) for row in damages(one)),
                witnesses=tuple(Witness(row.name, row.contact, row.person_id) for row in witnesses(one)),
                sightings=tuple(_sighting(row) for row in sightings(one)),
                aggressor=next((_aggressor(row) for row in aggressors(one)), None),
                employee=next((_employee(row) for row in employees(one)), None),
            ),
            signatures=tuple(_signature(row) for row in signatures(one)),
            reopenings=tuple(_reopening(row) for row in reopenings(one)),
            **{name: getattr(one, name) for name in STATES},
        )
        for one in records
    }


def report_of(session: Session, record: IncidentRecord) -> Report:
    """Returns this report with everything in it."""
    return reports_of(session, [record])[record.id]


def incidents_of(session: Session, records: Sequence[IncidentRecord]) -> dict[UUID, Incident]:
    """Returns what the other nouns decide on of these reports of one organisation, by id."""
    behaviours = _of(session, IncidentBehaviourRecord, records)
    damages = _of(session, IncidentDamageRecord, records)
    return {
        one.id: Incident(
            id=one.id,
            organisation_id=one.organisation_id,
            team_id=one.team_id,
            reported_by=one.reported_by,
            employee_id=one.employee_id,
            happened_at=one.happened_at,
            state=one.state,
            behaviours=tuple(Behaviour(row.behaviour, row.channel) for row in behaviours(one)),
            conduct_class=one.conduct_class,
            motive=one.motive,
            persistent=one.persistent,
            extreme=one.extreme,
            threat_to_come=one.threat_to_come,
            injured=one.injured,
            damages=tuple(_damage(row) for row in damages(one)),
            aggressor_id=one.aggressor_id,
        )
        for one in records
    }


def incident_of(session: Session, record: IncidentRecord) -> Incident:
    """Returns what the other nouns decide on of this report."""
    return incidents_of(session, [record])[record.id]


def _of(
    session: Session, table: type[Row], records: Sequence[IncidentRecord]
) -> Callable[[IncidentRecord], Sequence[Row]]:
    """Returns what gives the rows of this table that belong to a report, in their order."""
    columns: Any = table
    found: dict[UUID, list[Row]] = defaultdict(list)
    if records:
        wanted = select(table).where(
            columns.organisation_id == records[0].organisation_id,
            columns.incident_id.in_([one.id for one in records]),
        )
        named = (getattr(columns, name, None) for name in ("line", "signed_at", "reopened_at"))
        order = next((one for one in named if one is not None), None)
        for row in session.scalars(wanted if order is None else wanted.order_by(order)):
            found[getattr(row, "incident_id")].append(row)  # noqa: B009  (a column that all these tables have)
    return lambda record: found.get(record.id, ())


def _answer(yes: bool | None, namely: str | None, on: Any = None) -> YesNo | None:
    return None if yes is None else YesNo(yes, namely, on)


def _damage(row: IncidentDamageRecord) -> DamageLine:
    amount = None if row.amount_cents is None else Decimal(row.amount_cents) / CENTS
    return DamageLine(row.whose, row.what, amount, row.id)


def _sighting(row: IncidentSightingRecord) -> Sighting:
    return Sighting(row.at, row.circumstances, row.witnesses, tuple(Hit(one) for one in row.hit), row.evidence, row.id)


def _aggressor(row: IncidentAggressorRecord) -> AggressorTold:
    address = None if row.address is None else address_of(row.address)
    return AggressorTold(row.name, row.initials, row.date_of_birth, address, row.client_reference)


def _employee(row: IncidentEmployeeRecord) -> EmployeeTold:
    return EmployeeTold(
        gender=row.gender,
        date_of_birth=row.date_of_birth,
        address=None if row.address is None else address_of(row.address),
        employment=row.employment,
        position=row.position,
        department=row.department,
        phone=row.phone,
    )


def _signature(row: IncidentSignatureRecord) -> Signature:
    return Signature(Function(row.function), row.person_id, row.signed_at, row.fallen_at)


def _reopening(row: IncidentReopeningRecord) -> Reopening:
    return Reopening(row.closed_by, row.closed_at, row.close_reason, row.reopened_by, row.reopened_at, row.reason)
