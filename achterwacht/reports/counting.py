"""Counts what happened in a year, in the database: by what and in which quarter. No row of anybody is read.

Every statement names the organisation and the year; drills are only counted as drills.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.incidents.form_records import IncidentBehaviourRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.measures.facts import MeasureState
from achterwacht.measures.records import MeasureRecord
from achterwacht.police.facts import PoliceKind
from achterwacht.police.records import PoliceMatterRecord
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.measures import MeasureKind
from achterwacht.reports.calendar import offsets, quarter_starts
from achterwacht.reports.facts import FACE_TO_FACE, FROM_AFAR, NOWHERE, UNKNOWN, Cell, Dimension
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord

WATCHED, NOT_WATCHED = "watched", "not_watched"
HELD = "held"
STILL_OPEN = "open"
NO_TEAM = "none"
DONE = (MeasureState.TAKEN, MeasureState.IN_FORCE, MeasureState.ENDED)
"""A measure counts once it was decided to take it, when it was."""
TO_THE_POLICE = (MeasureKind.POLICE_REPORT, MeasureKind.POLICE_NOTIFICATION)


@dataclass(frozen=True)
class Year:
    """A year of an organisation. team: the one team, and of: the one person, whose numbers alone are wanted.

    unknown: the silent alarms that whoever asks was inside of, and must not find here. pressed: those of them in which
    somebody also pressed the noodknop openly, which is all that they know of it (docs/decisions/0086).
    """

    organisation_id: UUID
    year: int
    zone: ZoneInfo
    team: UUID | None = None
    of: UUID | None = None
    unknown: frozenset[UUID] = frozenset()
    pressed: frozenset[UUID] = frozenset()

    def only(self, team: InstrumentedAttribute[Any], person: InstrumentedAttribute[Any]) -> list[ColumnElement[bool]]:
        """Returns the conditions for what is of this team and this person."""
        wanted = []
        if self.team is not None:
            wanted.append(team == self.team)
        if self.of is not None:
            wanted.append(person == self.of)
        return wanted

    @property
    def starts(self) -> tuple[datetime, ...]:
        return quarter_starts(self.year, self.zone)


def count_year(session: Session, year: Year, now: datetime) -> Counter[Cell]:
    """Returns all counts of this year until now."""
    counts = _incidents(session, year)
    counts.update(_measures(session, year))
    counts.update(_watch(session, year, now))
    return counts


def _incidents(session: Session, year: Year) -> Counter[Cell]:
    at, counts = IncidentRecord.happened_at, Counter[Cell]()
    here = [
        IncidentRecord.organisation_id == year.organisation_id,
        *_within(at, year),
        *year.only(IncidentRecord.team_id, IncidentRecord.employee_id),
    ]
    for quarter, number, kind, channel, team in _grouped(
        session, year, at, here, IncidentRecord.kind, IncidentRecord.channel, IncidentRecord.team_id
    ):
        counts[_cell(Dimension.KIND, kind, quarter)] += number
        counts[_cell(Dimension.CHANNEL, _by(channel), quarter)] += number
        counts[_cell(Dimension.PLACE, _where(channel), quarter)] += number
        if year.team is None and year.of is None:
            counts[_cell(Dimension.TEAM, NO_TEAM if team is None else str(team), quarter)] += number
    for quarter, number, conduct in _grouped(session, year, at, here, IncidentRecord.conduct_class):
        counts[_cell(Dimension.CLASS, conduct or UNKNOWN, quarter)] += number
    for quarter, number, weekday, hour in _grouped(session, year, at, here, *_clock(session, at, year)):
        counts[_cell(Dimension.WEEKDAY, str(weekday), quarter)] += number
        counts[_cell(Dimension.HOUR, str(hour), quarter)] += number
    crosses = (IncidentBehaviourRecord.organisation_id == IncidentRecord.organisation_id) & (
        IncidentBehaviourRecord.incident_id == IncidentRecord.id
    )
    for quarter, number, behaviour in _grouped(session, year, at, [*here, crosses], IncidentBehaviourRecord.behaviour):
        counts[_cell(Dimension.BEHAVIOUR, behaviour, quarter)] += number
    return counts


def _measures(session: Session, year: Year) -> Counter[Cell]:
    at, counts = MeasureRecord.decided_at, Counter[Cell]()
    here = [
        MeasureRecord.organisation_id == year.organisation_id,
        MeasureRecord.incident_id == IncidentRecord.id,
        IncidentRecord.organisation_id == year.organisation_id,
        MeasureRecord.state.in_(DONE),
        or_(MeasureRecord.kind.not_in(TO_THE_POLICE), ~and_(_police(none=True), ~_police(none=False))),
        *_within(at, year),
        *year.only(MeasureRecord.team_id, IncidentRecord.employee_id),
    ]
    for quarter, number, kind in _grouped(session, year, at, here, MeasureRecord.kind):
        counts[_cell(Dimension.MEASURE, kind, quarter)] += number
    return counts


def _police(*, none: bool) -> ColumnElement[bool]:
    """Whether somebody chose not to go to the police, or to go. That a manager finds that it should be reported makes
    no report: the employee is free not to (004 L303)."""
    kind = PoliceMatterRecord.kind
    of_it = (PoliceMatterRecord.organisation_id == MeasureRecord.organisation_id) & (
        PoliceMatterRecord.incident_id == MeasureRecord.incident_id
    )
    chosen = kind == PoliceKind.NONE if none else kind != PoliceKind.NONE
    return exists().where(of_it, chosen)


def _watch(session: Session, year: Year, now: datetime) -> Counter[Cell]:
    at, counts = VisitRecord.planned_start, Counter[Cell]()
    here = [
        VisitRecord.organisation_id == year.organisation_id,
        VisitRecord.drill.is_(False),
        VisitRecord.state != VisitState.CANCELLED,
        *_within(at, year),
        at <= now,
        *year.only(VisitRecord.team_id, VisitRecord.worker_id),
    ]
    watched = case((VisitRecord.started_at.is_not(None), WATCHED), else_=NOT_WATCHED)
    for quarter, number, how in _grouped(session, year, at, here, watched):
        counts[_cell(Dimension.VISIT, how, quarter)] += number
    at = AlarmRecord.opened_at
    here = [
        AlarmRecord.organisation_id == year.organisation_id,
        *_within(at, year),
        *year.only(AlarmRecord.team_id, AlarmRecord.worker_id),
        AlarmRecord.id.not_in(year.unknown),
    ]
    known_as = case(
        (AlarmRecord.id.in_(year.pressed), literal(Cause.PANIC.value)), else_=cast(AlarmRecord.cause, String)
    )
    for quarter, number, drill, cause, outcome in _grouped(
        session, year, at, here, AlarmRecord.drill, known_as, AlarmRecord.outcome
    ):
        if drill:
            counts[_cell(Dimension.DRILL, HELD, quarter)] += number
            continue
        counts[_cell(Dimension.ALARM, cause, quarter)] += number
        counts[_cell(Dimension.OUTCOME, outcome or STILL_OPEN, quarter)] += number
    return counts


def _grouped(
    session: Session,
    year: Year,
    at: InstrumentedAttribute[Any],
    where: Iterable[ColumnElement[bool]],
    *by: Any,
) -> Sequence[Any]:
    """Returns (quarter, number, *by) of each group."""
    # By their place in the list: on PostgreSQL the same CASE with other parameters would be another column.
    places: list[Any] = [literal_column(str(place)) for place in (1, *range(3, 3 + len(by)))]
    return session.execute(select(_quarter(at, year), func.count(), *by).where(*where).group_by(*places)).all()


def _within(at: InstrumentedAttribute[Any], year: Year) -> list[ColumnElement[bool]]:
    return [at >= year.starts[0], at < year.starts[-1]]


def _quarter(at: InstrumentedAttribute[Any], year: Year) -> ColumnElement[int]:
    _, second, third, fourth, _ = year.starts
    return case((at < second, 1), (at < third, 2), (at < fourth, 3), else_=4)


def _clock(session: Session, at: InstrumentedAttribute[Any], year: Year) -> tuple[ColumnElement[Any], ...]:
    """Returns the day of the week (1 is Monday) and the hour, on the clock of the organisation."""
    if session.get_bind().dialect.name == "postgresql":
        local = func.timezone(year.zone.key, at)
        return cast(extract("isodow", local), Integer), cast(extract("hour", local), Integer)
    shifts = offsets(year.starts[0], year.starts[-1], year.zone)
    shift = case(
        *((at < until, literal(f"{offset.total_seconds():+.0f} seconds")) for until, offset in shifts),
        else_=literal("+0 seconds"),
    )
    text = cast(at, String)
    weekday = (cast(func.strftime("%w", text, shift), Integer) + 6) % 7 + 1
    return weekday, cast(func.strftime("%H", text, shift), Integer)


def _cell(dimension: Dimension, row: str, quarter: int) -> Cell:
    return Cell(dimension.value, row, quarter)


def _by(channel: ConductChannel | None) -> str:
    if channel is None:
        return UNKNOWN
    return channel.value if channel in FROM_AFAR else FACE_TO_FACE


def _where(channel: ConductChannel | None) -> str:
    if channel is None:
        return UNKNOWN
    return NOWHERE if channel in FROM_AFAR else channel.value
