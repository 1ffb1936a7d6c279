"""Who looked at what: the logs of looking, as one list, for who watches over it and for whom it was about.

Each log has a table of its own. They are read a page at a time and laid into each other by time, so that nothing is
copied and a log that grows costs no more. No line says more than that somebody looked: an address stands in none of
them, and what was read in a report is not said.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast, or_, select, true
from sqlalchemy.orm import Session

from achterwacht.aggressors.records import AggressorReadRecord
from achterwacht.audit.records import (
    ListViewRecord,
    LookupRecord,
    Past,
    PastViewRecord,
    Read,
    RegisterViewRecord,
)
from achterwacht.audit.trail import Place
from achterwacht.incidents.records import IncidentReadRecord, IncidentRecord


class Look(StrEnum):
    """In what somebody looked."""

    ADDRESS = "address"
    """An address was looked up in the register, also by a check-in; whether anything is known of it."""
    REGISTER = "register"
    """Who keeps the register read its marks."""
    REGISTER_FILE = "register_file"
    """All that is kept of an address left the register as a file."""
    WHEREABOUTS = "whereabouts"
    """The list of a team: who is where, with numbers."""
    PAST = "past"
    """Visits, alarms, drills or messages of a period."""
    REPORT = "report"
    """A report of somebody else, or in the list of reports."""
    AGGRESSOR = "aggressor"
    """Who did it, of a report."""
    LOG = "log"
    """This list itself, or the audit."""


LOGS = (Past.LOOKS, Past.AUDIT)
"""What stands in the log of looking back, and is a look at a log."""


@dataclass(frozen=True)
class Looked:
    """Somebody looked. by: None where it was no person. what: more of the kind, in a word of its log. answered: of an
    address, whether there was a mark. taken: it left as a file. about: by name, whom they looked for."""

    id: UUID
    at: datetime
    kind: Look
    by: UUID | None
    what: str = ""
    team_id: UUID | None = None
    about: tuple[UUID, ...] = ()
    answered: bool | None = None
    taken: bool = False


@dataclass(frozen=True)
class _Log:
    record: Any
    row: Callable[[Any], Looked]
    only: ColumnElement[bool] | None = None


def _lookup(one: LookupRecord) -> Looked:
    return Looked(one.id, one.at, Look.ADDRESS, one.person_id, one.purpose, answered=bool(one.mark_ids))


def _past(kind: Look) -> Callable[[PastViewRecord], Looked]:
    def row(one: PastViewRecord) -> Looked:
        about = tuple(UUID(str(each)) for each in one.about)
        return Looked(one.id, one.at, kind, one.person_id, one.what.value, one.team_id, about, taken=one.taken)

    return row


def _whereabouts(one: ListViewRecord) -> Looked:
    return Looked(one.id, one.at, Look.WHEREABOUTS, one.person_id, team_id=one.team_id)


def _report(one: IncidentReadRecord) -> Looked:
    return Looked(one.id, one.at, Look.REPORT, one.person_id, one.what.value)


def _aggressor(one: AggressorReadRecord) -> Looked:
    return Looked(one.id, one.at, Look.AGGRESSOR, one.person_id, one.what.value)


def _register(kind: Look) -> Callable[[RegisterViewRecord], Looked]:
    return lambda one: Looked(one.id, one.at, kind, one.person_id)


SOURCES: Mapping[Look, _Log] = {
    Look.ADDRESS: _Log(LookupRecord, _lookup),
    Look.REGISTER: _Log(RegisterViewRecord, _register(Look.REGISTER), RegisterViewRecord.what == Read.MARKS),
    Look.REGISTER_FILE: _Log(RegisterViewRecord, _register(Look.REGISTER_FILE), RegisterViewRecord.what == Read.EXPORT),
    Look.WHEREABOUTS: _Log(ListViewRecord, _whereabouts),
    Look.PAST: _Log(PastViewRecord, _past(Look.PAST), PastViewRecord.what.not_in(LOGS)),
    Look.REPORT: _Log(IncidentReadRecord, _report),
    Look.AGGRESSOR: _Log(AggressorReadRecord, _aggressor),
    Look.LOG: _Log(PastViewRecord, _past(Look.LOG), PastViewRecord.what.in_(LOGS)),
}


@dataclass(frozen=True)
class Wanted:
    """Which looks. since, until: from this moment until that one, not included. by: whoever looked. behind: the last
    look of the page before."""

    since: datetime | None = None
    until: datetime | None = None
    kinds: Sequence[Look] = tuple(Look)
    by: UUID | None = None
    behind: Place | None = None
    also: Mapping[Look, ColumnElement[bool]] = field(default_factory=dict)
    """A condition of the log of that kind."""


def looks(session: Session, organisation_id: UUID, wanted: Wanted, most: int) -> list[Looked]:
    """Returns at most so many looks in this organisation, the latest first."""
    found = [look for kind in wanted.kinds for look in _of(session, organisation_id, kind, wanted, most)]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:most]


def _of(session: Session, organisation_id: UUID, kind: Look, wanted: Wanted, most: int) -> list[Looked]:
    log, record = SOURCES[kind], SOURCES[kind].record
    rows = select(record).where(record.organisation_id == organisation_id)
    for condition in (log.only, wanted.also.get(kind)):
        rows = rows if condition is None else rows.where(condition)
    if wanted.since is not None:
        rows = rows.where(record.at >= wanted.since)
    if wanted.until is not None:
        rows = rows.where(record.at < wanted.until)
    if wanted.by is not None:
        rows = rows.where(record.person_id == wanted.by)
    if wanted.behind is not None:
        at, last = wanted.behind.at, wanted.behind.id
        rows = rows.where(or_(record.at < at, and_(record.at == at, record.id < last)))
    ordered = rows.order_by(record.at.desc(), record.id.desc()).limit(most)
    return [log.row(one) for one in session.scalars(ordered)]


ABOUT_STAFF = (Look.WHEREABOUTS, Look.PAST, Look.REPORT)
"""The logs that hold looks at somebody who works here. An address and who did it are about residents."""


def looks_at(
    session: Session,
    organisation_id: UUID,
    person: UUID,
    teams: Collection[UUID] | None,
    behind: Place | None,
    most: int,
) -> list[Looked]:
    """Returns who else looked at what is kept of somebody who works here: in reports of what happened to them, in what
    they did, and in where they were. The latest first. teams: theirs; None: every team.

    A look at a whole team, or at everybody, is a look at them too: it is not known whom one read.
    """
    mine = select(IncidentRecord.id).where(
        IncidentRecord.organisation_id == organisation_id, IncidentRecord.employee_id == person
    )
    past, listed = PastViewRecord, ListViewRecord
    at_all = cast(past.about, Text) == "[]"
    if teams is not None:
        at_all &= past.team_id.is_(None) | past.team_id.in_(teams)
    also = {
        Look.REPORT: (IncidentReadRecord.person_id != person) & IncidentReadRecord.incident_id.in_(mine),
        Look.PAST: (past.person_id != person) & or_(cast(past.about, Text).contains(str(person)), at_all),
        Look.WHEREABOUTS: (listed.person_id != person) & (true() if teams is None else listed.team_id.in_(teams)),
    }
    return looks(session, organisation_id, Wanted(kinds=ABOUT_STAFF, behind=behind, also=also), most)
