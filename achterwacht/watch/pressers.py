"""Who asked for help in an alarm: the worker, or somebody who came along. Its story says so."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind
from foundation.among import among

BEGAN = (EventKind.ALARM_OPENED, EventKind.ALARM_RAISED)
"""What gave an alarm its cause. Whoever pressed again later did not."""


def who_pressed(events: Iterable[Any]) -> UUID | None:
    """Returns who pressed, or gave the duress PIN, by the story of one alarm.

    None where nobody did, and of an alarm from before this was noted.
    """
    began = [event for event in events if event.kind in BEGAN]
    return began[-1].by_id if began else None


def companion_who_pressed(worker: UUID, who: UUID | None) -> UUID | None:
    """Returns who pressed, if it was not the worker, after whom an alarm is called anyway."""
    return None if who == worker else who


def pressers(session: Session, organisation_id: UUID, alarm_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Returns who pressed, by alarm, in one statement. Alarms in which nobody did are left out."""
    if not alarm_ids:
        return {}
    found = session.execute(
        select(EventRecord.alarm_id, EventRecord.by_id)
        .where(
            EventRecord.organisation_id == organisation_id,
            among(EventRecord.alarm_id, alarm_ids),
            EventRecord.kind.in_(BEGAN),
        )
        .order_by(EventRecord.at, EventRecord.place)
    )
    last = {row.alarm_id: row.by_id for row in found}
    return {alarm_id: by for alarm_id, by in last.items() if by is not None}
