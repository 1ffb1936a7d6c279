"""From the facts of a report to its rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address
from achterwacht.incidents.facts import AggressorTold, DamageLine, EmployeeTold, Form, Sighting, YesNo
from achterwacht.incidents.form_records import (
    IncidentBehaviourRecord,
    IncidentDamageRecord,
    IncidentEmployeeRecord,
    IncidentReopeningRecord,
    IncidentSightingRecord,
    IncidentSignatureRecord,
    IncidentWitnessRecord,
)
from achterwacht.incidents.found_by import keys_of
from achterwacht.incidents.reading import CENTS, STATES
from achterwacht.incidents.records import IncidentAggressorRecord, IncidentRecord
from achterwacht.incidents.report import Report
from foundation.columns import Base, new_id

OF_ONE_WORD = (
    "conduct_class", "attempts", "level", "motive", "persistent", "extreme", "threat_to_come", "injury",
)  # fmt: skip
NOTHING = Form()


def settle(session: Session, record: IncidentRecord, report: Report, before: Report) -> None:
    """Store what the rules decided of this report. before: as it is stored."""
    record.tell(report.account)
    for name in STATES:
        setattr(record, name, getattr(report, name))
    write_form(session, record, report.form, before.form)
    _sign(session, record, report, before)
    _add(session, IncidentReopeningRecord, record, [vars(one) for one in report.reopenings[len(before.reopenings) :]])


def write_form(session: Session, record: IncidentRecord, form: Form, before: Form = NOTHING) -> None:
    """Store the form of a report. before: as it is stored; what did not change is not touched."""
    for name in OF_ONE_WORD:
        setattr(record, name, getattr(form, name))
    record.expressions = list(form.expressions)
    record.police_yes, record.police_namely, record.police_on = _columns(form.police)
    record.aftercare_yes, record.aftercare_namely, _ = _columns(form.aftercare)
    record.further_yes, record.further_namely, _ = _columns(form.further_action)
    session.flush()
    if form.behaviours != before.behaviours:
        crosses = [{"behaviour": one.id, "channel": one.channel} for one in form.behaviours]
        _replace(session, IncidentBehaviourRecord, record, _lines(crosses))
    if form.witnesses != before.witnesses:
        _replace(session, IncidentWitnessRecord, record, _lines([vars(one) for one in form.witnesses]))
    if form.damages != before.damages:
        _keep(session, IncidentDamageRecord, record, [_damage(one) for one in form.damages], before.damages)
    if form.sightings != before.sightings:
        _keep(session, IncidentSightingRecord, record, [_sighting(one) for one in form.sightings], before.sightings)
    if form.aggressor != before.aggressor:
        told = form.aggressor
        found_by = {} if told is None else keys_of(told)
        _replace(session, IncidentAggressorRecord, record, [{**row, **found_by} for row in _told(told)])
    if form.employee != before.employee:
        _replace(session, IncidentEmployeeRecord, record, _told(form.employee))


def _sign(session: Session, record: IncidentRecord, report: Report, before: Report) -> None:
    table = IncidentSignatureRecord
    if report.revision != before.revision:
        of_it = (table.organisation_id == record.organisation_id) & (table.incident_id == record.id)
        standing = of_it & table.fallen_at.is_(None)
        session.execute(update(table).where(standing).values(fallen_at=report.changed_at))
    for one in report.signatures[len(before.signatures) :]:
        session.add(
            table(
                organisation_id=record.organisation_id,
                incident_id=record.id,
                function=one.function.value,
                person_id=one.person_id,
                revision=report.revision,
                signed_at=one.signed_at,
            )
        )
    session.flush()


def _replace(session: Session, table: Any, record: IncidentRecord, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let the table hold these rows for the report, and no others."""
    of_it = (table.organisation_id == record.organisation_id) & (table.incident_id == record.id)
    session.execute(delete(table).where(of_it))
    _add(session, table, record, rows)


def _keep(
    session: Session,
    table: Any,
    record: IncidentRecord,
    rows: Sequence[dict[str, Any]],
    before: Sequence[DamageLine | Sighting],
) -> None:
    """The same, but a row that was there stays the same row: others point at it."""
    of_it = (table.organisation_id == record.organisation_id) & (table.incident_id == record.id)
    stays = {one["id"] for one in rows if one["id"] is not None}
    session.execute(delete(table).where(of_it, table.id.not_in(stays)))
    known = {one.id for one in before}
    new = []
    for line, values in enumerate(rows):
        if values["id"] in known:
            session.execute(update(table).where(of_it, table.id == values["id"]).values(**values, line=line))
        else:
            new.append({**values, "id": new_id(), "line": line})
    _add(session, table, record, new)


def _add(session: Session, table: type[Base], record: IncidentRecord, rows: Sequence[Mapping[str, Any]]) -> None:
    session.add_all(table(organisation_id=record.organisation_id, incident_id=record.id, **values) for values in rows)
    session.flush()


def _lines(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"line": line, **values} for line, values in enumerate(rows)]


def _columns(answer: YesNo | None) -> tuple[Any, Any, Any]:
    return (None, None, None) if answer is None else (answer.yes, answer.namely, answer.on)


def _damage(one: DamageLine) -> dict[str, Any]:
    cents = None if one.amount is None else int(one.amount * CENTS)
    return {"id": one.id, "whose": one.whose, "what": one.what, "amount_cents": cents}


def _sighting(one: Sighting) -> dict[str, Any]:
    hit = [word.value for word in one.hit]
    return {**vars(one), "hit": hit}


def _told(told: AggressorTold | EmployeeTold | None) -> list[dict[str, Any]]:
    """Returns the one row of what was told, if anything was."""
    if told is None or all(value is None for value in vars(told).values()):
        return []
    address: Address | None = told.address
    return [{**vars(told), "address": None if address is None else address.to_dict()}]
