"""Who asked for help in an alarm: the worker, or somebody who came along. Its story says so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind
from foundation.among import among

BEGAN = (EventKind.ALARM_OPENED, EventKind.ALARM_RAISED)
"""What gave an alarm its cause. Whoever pressed again later did not."""


@dataclass(frozen=True)
class Presser:
    """Who pressed, or gave the duress PIN. said_no: they had said that they do not come along."""

    person: UUID
    said_no: bool = False


def presser_of(event: Any) -> Presser | None:
    """Returns who pressed by this event; None if nobody did, and of an alarm from before this was noted."""
    return None if event.by_id is None else Presser(event.by_id, bool(event.facts.get("said_no")))


def who_pressed(events: Iterable[Any]) -> Presser | None:
    """Returns who pressed, by the story of one alarm."""
    began = [event for event in events if event.kind in BEGAN]
    return presser_of(began[-1]) if began else None


def companion_who_pressed(worker: UUID, who: Presser | None) -> Presser | None:
    """Returns who pressed, if it was not the worker, after whom an alarm is called anyway."""
    return None if who is None or who.person == worker else who


def pressers(session: Session, organisation_id: UUID, alarm_ids: Collection[UUID]) -> Mapping[UUID, Presser]:
    """Returns who pressed, by alarm, in one statement. Alarms in which nobody did are left out."""
    if not alarm_ids:
        return {}
    found = session.execute(
        select(EventRecord.alarm_id, EventRecord.by_id, EventRecord.facts)
        .where(
            EventRecord.organisation_id == organisation_id,
            among(EventRecord.alarm_id, alarm_ids),
            EventRecord.kind.in_(BEGAN),
        )
        .order_by(EventRecord.at, EventRecord.place)
    )
    last = {row.alarm_id: presser_of(row) for row in found}
    return {alarm_id: who for alarm_id, who in last.items() if who is not None}
