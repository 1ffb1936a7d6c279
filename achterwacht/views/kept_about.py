"""Everything that is kept about a person: somebody who works here, or a resident found by address and name.

It is asked of the tables themselves, by their references, so that a table that comes later is not forgotten. What is
secret (a digest, a PIN) is never shown, and of others only what can't be left out: a colleague is told of a visit of
theirs, not who lives there; a resident of a visit to them, not who came. A person reads it before it is given.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, false, or_, select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address, address_of
from achterwacht.audit.records import LookupRecord
from achterwacht.audit.service import was_about
from foundation.columns import Base

Row = dict[str, Any]
SECRET = frozenset(
    {
        "password_hash", "pin_hash", "duress_pin_hash", "digest", "token", "sealed", "pending", "salt", "hash", "code",
        "key", "created_from", "pressed_from", "dedupe_key", "claim_token", "lease_until", "address_digest",
    }
)  # fmt: skip
ABOUT = frozenset({"person_id", "employee_id", "worker_id", "reported_by", "happened_to"})
"""The columns by which a row is about somebody. By others (`closed_by`) they only did something."""
ANSWERS = "answer"
"""What was answered to a request, for two days, to give the same answer again: nothing that is not elsewhere too."""
OF_RESIDENTS = frozenset(
    {"client_name", "client_reference", "client_phone", "background", "risk", "address", "address_key", "address_line"}
)
OF_A_REPORT = (
    "incident_behaviour", "incident_damage", "incident_employee", "incident_sighting", "incident_signature",
    "damage_settlement", "care_plan", "police_matter",
)  # fmt: skip
OF_WHO_DID_IT = (
    "incident_aggressor",
    "incident_behaviour",
    "letter",
    "measure",
    "police_matter",
    "incident_attachment",
)


@dataclass
class Kept:
    """What is kept, by table. done: by table, what they did in something that is about others: which, and when.

    looked: who looked, or when somebody did.
    """

    about: dict[str, list[Row]] = field(default_factory=dict)
    done: dict[str, list[Row]] = field(default_factory=dict)
    looked: list[Row] = field(default_factory=list)

    def found(self) -> Mapping[str, int]:
        """Returns how much was found, by table."""
        return {table: len(rows) for table, rows in (*self.about.items(), *self.done.items())}


def kept_about_staff(session: Session, organisation_id: UUID, person_id: UUID) -> Kept:
    """Returns what is kept about somebody who works here, or did."""
    kept = Kept()
    for table in _tables():
        columns = [one for one in table.columns if _is_person(one)]
        if table.name == "person":
            columns = [table.c.id]
        theirs = or_(false(), *(one == person_id for one in columns))
        for row in _rows(session, table, organisation_id, theirs):
            by = {one.key for one in columns if row[one.key] == person_id}
            if table.name in ("person", "message") or by & ABOUT:
                kept.about.setdefault(table.name, []).append(_shown(row, OF_RESIDENTS))
            else:
                what = {key: value for key, value in row.items() if isinstance(value, datetime | date)}
                kept.done.setdefault(table.name, []).append(_shown({"id": row.get("id"), **what, "as": sorted(by)}))
    tables = Base.metadata.tables
    mine = [UUID(str(one["id"])) for one in kept.about.get("incident", []) if one["employee_id"] == str(person_id)]
    for name in OF_A_REPORT:
        _add(kept, name, _rows(session, tables[name], organisation_id, tables[name].c.incident_id.in_(mine)))
    read = tables["incident_read"]
    names = {row["id"]: row["name"] for row in _rows(session, tables["person"], organisation_id, None)}
    for row in _rows(session, read, organisation_id, read.c.incident_id.in_(mine)):
        if row["person_id"] != person_id:
            kept.looked.append(_shown({"at": row["at"], "who": names.get(row["person_id"]), "what": row["what"]}))
    return kept


def kept_about_resident(session: Session, organisation_id: UUID, address: Address, name: str = "") -> Kept:
    """Returns what is kept of an address, and of a person of this name in reports.

    name: with it, what is about somebody of another name at this address is left out.
    """
    kept, tables = Kept(), Base.metadata.tables
    visit, mark, who = tables["visit"], tables["risk_mark"], tables["incident_aggressor"]
    keys = address.keys

    def theirs(row: Row, of: str) -> bool:
        return not name or not row[of] or _same(row[of], name)

    visits = [
        row
        for row in _rows(session, visit, organisation_id, visit.c.address_key.in_(keys))
        if theirs(row, "client_name")
    ]
    _add(kept, "visit", visits, of_staff=False)
    for of_visit in ("event",):
        rows = _rows(session, tables[of_visit], organisation_id, tables[of_visit].c.visit_id.in_(_ids(visits)))
        _add(kept, of_visit, rows, of_staff=False)
    at_home = or_(mark.c.address_key.in_(keys), mark.c.register_key.in_(keys))
    marks = [row for row in _rows(session, mark, organisation_id, at_home) if theirs(row, "person_name")]
    _add(kept, "risk_mark", marks, of_staff=False)
    did = [row for row in _rows(session, who, organisation_id, None) if _did_it(row, keys, name)]
    reports = [row["incident_id"] for row in did]
    _add(kept, "incident", _rows(session, tables["incident"], organisation_id, tables["incident"].c.id.in_(reports)),
         of_staff=False)  # fmt: skip
    for of_report in OF_WHO_DID_IT:
        table = tables[of_report]
        rows = _rows(session, table, organisation_id, table.c.incident_id.in_(reports))
        _add(kept, of_report, rows, of_staff=False)
    for one in session.scalars(select(LookupRecord).where(LookupRecord.organisation_id == organisation_id)):
        if any(was_about(one, key) for key in keys):
            kept.looked.append(_shown({"at": one.at, "purpose": one.purpose, "answered": bool(one.mark_ids)}))
    return kept


def _did_it(row: Row, keys: Collection[str], name: str) -> bool:
    """Whether this is who asks: of this name, and at this address where one is known."""
    there = row["address"]
    at_home = bool(there) and bool(set(address_of(there).keys) & set(keys))
    if name:
        return _same(row["name"] or "", name) and (at_home or not there)
    return at_home


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _add(kept: Kept, table: str, rows: Iterable[Row], *, of_staff: bool = True) -> None:
    hidden = frozenset() if of_staff else frozenset(_staff_in(Base.metadata.tables[table]))
    found = kept.about.setdefault(table, [])
    known = {one.get("id") for one in found} - {None}
    found += [shown for row in rows if (shown := _shown(row, hidden)).get("id") not in known]
    if not found:
        del kept.about[table]


def _tables() -> Iterator[Table]:
    """Yields the tables of an organisation, in a fixed order."""
    tables = sorted(Base.metadata.tables.items())
    yield from (one for name, one in tables if "organisation_id" in one.columns and name != ANSWERS)


def _is_person(column: Column[Any]) -> bool:
    refers = any(key.target_fullname == "person.id" for key in column.foreign_keys)
    return refers or (column.table.name == "message" and column.key == "person")


def _staff_in(table: Table) -> Iterator[str]:
    yield from (one.key for one in table.columns if _is_person(one))


def _rows(session: Session, table: Table, organisation_id: UUID, of_what: ColumnElement[bool] | None) -> list[Row]:
    ours = select(table).where(table.c.organisation_id == organisation_id)
    found = session.execute(ours if of_what is None else ours.where(of_what)).mappings()
    return [dict(row) for row in found]


def _ids(rows: Iterable[Row]) -> list[UUID]:
    return [row["id"] for row in rows]


def _shown(row: Row, hidden: Collection[str] = ()) -> Row:
    """Returns what can be written down of a row: no secret, nothing that is empty."""
    out = {key: _said(value) for key, value in row.items() if key not in SECRET and key not in hidden}
    return {key: value for key, value in out.items() if value not in (None, "", [], {}) and key != "organisation_id"}


def _said(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Enum():
            return value.value
        case bytes():
            return None
        case _:
            return value
