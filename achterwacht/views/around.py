"""What belongs to alarms, read for many of them at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.events.records import EventRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.visits.records import CompanionRecord


@dataclass(frozen=True)
class Around:
    """The companions, the timeline and the open deadlines of alarms."""

    companions_by_visit: Mapping[UUID, Sequence[CompanionRecord]]
    events_by_alarm: Mapping[UUID, Sequence[EventRecord]]
    deadlines_by_visit: Mapping[UUID, Sequence[DeadlineRecord]]
    deadlines_by_alarm: Mapping[UUID, Sequence[DeadlineRecord]]

    def companions(self, alarm: AlarmRecord) -> set[UUID]:
        """Returns the colleagues who went along; who said that they can't is outside."""
        found = self.companions_by_visit.get(alarm.visit_id, ()) if alarm.visit_id else ()
        return {one.person_id for one in found if one.person_id and one.declined_at is None}

    def events(self, alarm: AlarmRecord) -> Sequence[EventRecord]:
        return self.events_by_alarm.get(alarm.id, ())

    def next_deadline(self, alarm: AlarmRecord, kinds: Collection[DeadlineKind]) -> DeadlineRecord | None:
        """Returns the soonest open deadline of these kinds, or None. An alarm on a visit has those of the visit."""
        of_visit = self.deadlines_by_visit.get(alarm.visit_id, ()) if alarm.visit_id else None
        mine = self.deadlines_by_alarm.get(alarm.id, ()) if of_visit is None else of_visit
        found = [one for one in mine if one.kind in kinds]
        return min(found, key=lambda one: one.due_at, default=None)


def grouped(records: Iterable[Any], attribute: str) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for record in records:
        found.setdefault(getattr(record, attribute), []).append(record)
    return found
