"""When somebody first took an alarm, and who.

The alarm itself holds who has it now: passed on or climbed past, that is another moment. How soon somebody came to help
is the first one, and that stands in the timeline.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from achterwacht.alarms.records import AlarmRecord
from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind


def first_taken() -> ColumnElement[datetime | None]:
    """Returns that moment as an expression of a statement over alarms; NULL if nobody did."""
    story = (
        select(func.min(EventRecord.at))
        .where(
            EventRecord.organisation_id == AlarmRecord.organisation_id,
            EventRecord.alarm_id == AlarmRecord.id,
            EventRecord.kind == EventKind.ACKNOWLEDGED,
        )
        .correlate(AlarmRecord)
        .scalar_subquery()
    )
    return func.coalesce(story, AlarmRecord.acknowledged_at)


def first_taker() -> ColumnElement[UUID | None]:
    """Returns who that was, as an expression of a statement over alarms; NULL if nobody did."""
    story = (
        select(EventRecord.by_id)
        .where(
            EventRecord.organisation_id == AlarmRecord.organisation_id,
            EventRecord.alarm_id == AlarmRecord.id,
            EventRecord.kind == EventKind.ACKNOWLEDGED,
        )
        .order_by(EventRecord.at, EventRecord.place, EventRecord.id)
        .limit(1)
        .correlate(AlarmRecord)
        .scalar_subquery()
    )
    return func.coalesce(story, AlarmRecord.acknowledged_by)
