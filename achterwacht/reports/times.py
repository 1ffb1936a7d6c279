"""How long it took until somebody took an alarm, and until the first care: percentiles, worked out in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from achterwacht.alarms.first_taken import first_taken
from achterwacht.alarms.records import AlarmRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.reports.counting import Year
from achterwacht.reports.facts import WHOLE_YEAR
from achterwacht.reports.rules import FEWEST
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.records import TaskRecord
from foundation.durations import seconds_between


class Time(StrEnum):
    ACKNOWLEDGED = "acknowledged"
    """From the opening of an alarm until somebody took it."""
    FIRST_CARE = "first_care"
    """From what happened until the first care for somebody was given."""


@dataclass(frozen=True)
class Percentile:
    """Within how many whole seconds this share (in percent) of them was. None: fewer than five took longer."""

    time: Time
    share: int
    seconds: int | None


WANTED: Sequence[tuple[Time, int]] = (
    (Time.ACKNOWLEDGED, 50),
    (Time.ACKNOWLEDGED, 80),
    (Time.ACKNOWLEDGED, 98),
    (Time.FIRST_CARE, 50),
    (Time.FIRST_CARE, 80),
)


def percentiles(session: Session, year: Year, quarter: int) -> list[Percentile]:
    """Returns them for a quarter or the year."""
    starts = year.starts
    begin, end = (starts[0], starts[-1]) if quarter == WHOLE_YEAR else (starts[quarter - 1], starts[quarter])
    durations = {
        Time.ACKNOWLEDGED: _acknowledged(session, year).where(
            AlarmRecord.opened_at >= begin, AlarmRecord.opened_at < end
        ),
        Time.FIRST_CARE: _first_care(session, year).where(
            IncidentRecord.happened_at >= begin, IncidentRecord.happened_at < end
        ),
    }  # fmt: skip
    found = []
    for time, share in WANTED:
        each = durations[time].subquery()
        number = session.scalar(select(func.count()).select_from(each)) or 0
        seconds = None
        if number * (100 - share) >= FEWEST * 100:
            place = ceil(number * share / 100) - 1
            seconds = session.scalar(select(each.c.seconds).order_by(each.c.seconds).limit(1).offset(place))
        found.append(Percentile(time, share, None if seconds is None else round(seconds)))
    return found


def _acknowledged(session: Session, year: Year) -> Select[Any]:
    found = select(seconds_between(session, AlarmRecord.opened_at, first_taken()).label("seconds")).where(
        AlarmRecord.organisation_id == year.organisation_id,
        AlarmRecord.drill.is_(False),
        AlarmRecord.id.not_in(year.unknown),
        first_taken().is_not(None),
    )
    return found.where(*year.only(AlarmRecord.team_id, AlarmRecord.worker_id))


def _first_care(session: Session, year: Year) -> Select[Any]:
    given = func.min(TaskRecord.closed_at)
    found = (
        select(seconds_between(session, IncidentRecord.happened_at, given).label("seconds"))
        .join(
            TaskRecord,
            (TaskRecord.organisation_id == IncidentRecord.organisation_id)
            & (TaskRecord.incident_id == IncidentRecord.id),
        )
        .where(
            IncidentRecord.organisation_id == year.organisation_id,
            TaskRecord.kind == TaskKind.FIRST_CARE,
            TaskRecord.state == TaskState.DONE,
        )
        .group_by(IncidentRecord.id, IncidentRecord.organisation_id, IncidentRecord.happened_at)
    )
    return found.where(*year.only(IncidentRecord.team_id, IncidentRecord.employee_id))
