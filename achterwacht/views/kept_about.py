"""Everything that is kept about a person: somebody who works here, or a resident found by address and name.

It is asked of the tables themselves, by their references, so that a table that comes later is not forgotten. What is
secret (a digest, a PIN) is never shown, and of others only what can't be left out: a colleague is told of a visit of
theirs, not who lives there; a resident of a visit to them, not who came. A person reads it before it is given.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, Text, cast, false, or_, select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address, address_of
from achterwacht.addresses.fold import same_name
from achterwacht.alarms.facts import Cause
from achterwacht.audit.records import LookupRecord
from achterwacht.audit.service import was_about
from achterwacht.views.looks import looks_at
from achterwacht.visits.facts import VisitState
from foundation.columns import Base

Row = dict[str, Any]
SECRET = frozenset(
    {
        "password_hash", "pin_hash", "duress_pin_hash", "digest", "token", "sealed", "pending", "salt", "hash", "code",
        "key", "created_from", "pressed_from", "claim_token", "lease_until", "address_digest",
    }
)  # fmt: skip
ABOUT = frozenset({"id", "person_id", "employee_id", "worker_id", "happened_to"})
"""The columns by which a row is about somebody; `id` where it is that of a person. By others (`closed_by`,
`reported_by`) they only did something."""
WHOSE_CASE = ("employee_id", "happened_to")
"""Where one of these names another, the row is about that one, whoever has the task or filed the report."""
ANSWERS = "answer"
"""What was answered to a request, for two days, to give the same answer again: nothing that is not elsewhere too."""
OF_OTHERS = frozenset(
    {
        "client_name", "client_reference", "client_phone", "background", "risk", "address", "address_key",
        "address_line", "caused_by", "payload", "addressee",
    }
)  # fmt: skip
"""What says something of somebody else than who works here. `payload`: all that a message said, its codes and links."""
OF_ANOTHERS_CASE: Mapping[str, frozenset[str]] = {
    "letter": frozenset({"facts", "text", "spec", "attachments", "refusal", "delivery_note"}),
    "task": frozenset({"facts", "note"}),
}
"""Whom it happened to knows that a letter went out, not what it says; whoever has a task, not of whom it speaks."""
OF_STAFF: Mapping[str, Collection[str]] = {
    "visit": {
        "location",
        "heading_to",
        "feeling",
        "quiet",
        "alone_asked",
        "check_call",
        "asked_count",
        "chased_count",
        "last_heard_at",
        "signed_off_at",
        "shown_ended_at",
        "return_to",
        "back_by",
        "returned_at",
    },
    "event": {"facts", "alarm_id"},
    "risk_mark": {"not_for"},
    "incident": {"injured", "injury", "aftercare_yes", "aftercare_namely"},
}
"""What a resident is not told, since it says who came, where they were or how they are, or how they were watched."""
OF_A_REPORT = (
    "incident_attachment", "incident_behaviour", "incident_damage", "incident_employee", "incident_reopening",
    "incident_sighting", "incident_signature", "damage_settlement", "care_plan", "police_matter", "third_party_act",
)  # fmt: skip
OF_CARE = ("care_offer", "care_evaluation")
OF_WHO_DID_IT = (
    "incident_aggressor",
    "incident_behaviour",
    "letter",
    "measure",
    "police_matter",
    "incident_attachment",
    "same_person",
    "third_party_act",
)
EVERY_LOOK = 100_000
OF_A_MEASURE = ("measure_breach", "measure_photo")


@dataclass
class Kept:
    """What is kept, by table. done: by table, what they did in something that is about others: which, and when.

    looked: who looked, or when somebody did. of_other_names: how much was left out, by the name that it is about.
    """

    about: dict[str, list[Row]] = field(default_factory=dict)
    done: dict[str, list[Row]] = field(default_factory=dict)
    looked: list[Row] = field(default_factory=list)
    of_other_names: Counter[str] = field(default_factory=Counter)

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
            of_another = any(row.get(column) not in (None, person_id) for column in WHOSE_CASE)
            if table.name in ("person", "message") or (by & ABOUT and not of_another):
                hidden = OF_OTHERS | OF_ANOTHERS_CASE.get(table.name, frozenset())
                kept.about.setdefault(table.name, []).append(_shown(row, hidden))
            else:
                what = {key: value for key, value in row.items() if isinstance(value, datetime | date)}
                kept.done.setdefault(table.name, []).append(_shown({"id": row.get("id"), **what, "as": sorted(by)}))
    tables = Base.metadata.tables
    mine = [UUID(str(one["id"])) for one in kept.about.get("incident", []) if one["employee_id"] == str(person_id)]
    for name in OF_A_REPORT:
        _add(kept, name, _rows(session, tables[name], organisation_id, tables[name].c.incident_id.in_(mine)))
    plans = [UUID(str(one["id"])) for one in kept.about.get("care_plan", []) if one.get("person_id") == str(person_id)]
    for name in OF_CARE:
        _add(kept, name, _rows(session, tables[name], organisation_id, tables[name].c.plan_id.in_(plans)))
    _add(kept, "task", _rows(session, tables["task"], organisation_id, tables["task"].c.about_id.in_(plans)))
    audit = tables["audit_event"]
    _add(kept, audit.name, _rows(session, audit, organisation_id, audit.c.about_id == person_id), of_staff=False)
    mark = tables["risk_mark"]
    for row in _rows(session, mark, organisation_id, cast(mark.c.not_for, Text).contains(str(person_id))):
        told = {one: row[one] for one in ("id", "valid_from", "ends_at", "advice")}
        kept.about.setdefault(mark.name, []).append(_shown({**told, "as": ["not_for"]}))
    names = {row["id"]: row["name"] for row in _rows(session, tables["person"], organisation_id, None)}
    teams = {UUID(str(one["team_id"])) for one in kept.about.get("visit", []) if one.get("team_id")}
    for look in looks_at(session, organisation_id, person_id, teams, None, EVERY_LOOK):
        who = names.get(look.by) if look.by is not None else None
        kept.looked.append(_shown({"at": look.at, "who": who, "kind": look.kind, "what": look.what}))
    return kept


def kept_about_resident(session: Session, organisation_id: UUID, address: Address, name: str = "") -> Kept:
    """Returns what is kept of an address, and of a person of this name in reports.

    name: with it, what is about somebody of another name at this address is left out, and said to be.
    """
    kept, tables = Kept(), Base.metadata.tables
    visit, mark, report = tables["visit"], tables["risk_mark"], tables["incident"]
    keys = address.keys

    def theirs(row: Row, of: str) -> bool:
        return not name or not row[of] or same_name(row[of], name) or _is_another(kept, row[of])

    visits = [
        row
        for row in _rows(session, visit, organisation_id, visit.c.address_key.in_(keys))
        if theirs(row, "client_name")
    ]
    _add(kept, "visit", map(_as_it_showed, visits), of_staff=False)
    _add(kept, "event", _told_of(session, organisation_id, _ids(visits)), of_staff=False)
    at_home = or_(mark.c.address_key.in_(keys), mark.c.register_key.in_(keys))
    marks = [row for row in _rows(session, mark, organisation_id, at_home) if theirs(row, "person_name")]
    _add(kept, "risk_mark", marks, of_staff=False)
    reports = _reports_of(session, kept, organisation_id, keys, name, _ids(visits))
    _add(kept, "incident", _rows(session, report, organisation_id, report.c.id.in_(reports)), of_staff=False)
    for of_report in OF_WHO_DID_IT:
        table = tables[of_report]
        rows = _rows(session, table, organisation_id, table.c.incident_id.in_(reports))
        _add(kept, of_report, rows, of_staff=False)
    measures = [UUID(str(one["id"])) for one in kept.about.get("measure", [])]
    for of_measure in OF_A_MEASURE:
        table = tables[of_measure]
        rows = _rows(session, table, organisation_id, table.c.measure_id.in_(measures))
        _add(kept, of_measure, rows, of_staff=False)
    for one in session.scalars(select(LookupRecord).where(LookupRecord.organisation_id == organisation_id)):
        if any(was_about(one, key) for key in keys):
            kept.looked.append(_shown({"at": one.at, "purpose": one.purpose, "answered": bool(one.mark_ids)}))
    return kept


def _as_it_showed(visit: Row) -> Row:
    """Whoever forced somebody to sign off reads here, too, that it ended then."""
    shown = visit["shown_ended_at"]
    return visit if shown is None else {**visit, "ended_at": shown, "state": VisitState.ENDED}


def _told_of(session: Session, organisation_id: UUID, visits: Sequence[UUID]) -> list[Row]:
    """Returns the lines of their stories; where a silent alarm was, those that the story of any visit has."""
    event, alarm = Base.metadata.tables["event"], Base.metadata.tables["alarm"]
    alarms = _rows(session, alarm, organisation_id, alarm.c.visit_id.in_(visits))
    silent = {one["visit_id"] for one in alarms if one["cause"] == Cause.DURESS}
    lines = _rows(session, event, organisation_id, event.c.visit_id.in_(visits))
    return [one for one in lines if one["visit_id"] not in silent or one["kind"].spec.inside]


def _reports_of(
    session: Session, kept: Kept, organisation_id: UUID, keys: Collection[str], name: str, visits: Collection[UUID]
) -> Sequence[UUID]:
    """Returns the reports about whoever asks: by who did it, or where that one has no address, by where it was."""
    who = _rows(session, Base.metadata.tables["incident_aggressor"], organisation_id, None)
    told = {row["incident_id"]: row for row in who}
    found = []
    for report in _rows(session, Base.metadata.tables["incident"], organisation_id, None):
        one = told.get(report["id"], {"name": None, "initials": None, "address": None})
        home = one["address"] or report["address"]
        at_home = bool(home and set(address_of(home).keys) & set(keys))
        at_home = at_home or (not one["address"] and report["visit_id"] in visits)
        if not name or not one["name"]:
            hit = at_home
        elif same_name(one["name"], name) or same_name(f"{one['initials'] or ''} {one['name']}", name):
            hit = at_home or not one["address"]
        else:
            hit = at_home and _is_another(kept, one["name"])
        found += [report["id"]] if hit else []
    return found


def _is_another(kept: Kept, name: str) -> bool:
    kept.of_other_names[name] += 1
    return False


def _add(kept: Kept, table: str, rows: Iterable[Row], *, of_staff: bool = True) -> None:
    hidden = frozenset() if of_staff else {*_staff_in(Base.metadata.tables[table]), *OF_STAFF.get(table, ())}
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
        case datetime() | date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
        case Enum():
            return value.value
        case bytes():
            return None
        case _:
            return value
