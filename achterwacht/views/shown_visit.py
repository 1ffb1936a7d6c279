"""A visit as one viewer may see it, and the people its worker can call."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from achterwacht.alarms.facts import Candidate
from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.views.as_on_any_day import ShownNext
from achterwacht.visits.facts import CheckCall, VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch.aggregate import OpenDeadline
from achterwacht.watch.duty import Duty
from achterwacht.watch.inside import OpenPress
from achterwacht.watch.persons import Person


@dataclass(frozen=True)
class Line:
    """A line of the timeline."""

    at: datetime
    kind: str
    by: UUID | None
    text: str


@dataclass(frozen=True)
class WayBack:
    """The worker is waited for: until then, at the office or at that address."""

    by: datetime
    heading_to: str | None


@dataclass(frozen=True)
class VisitView:
    """A visit with everything around it, as one viewer may see it."""

    record: VisitRecord
    worker_phone: str | None
    state: VisitState
    ended_at: datetime | None
    companions: Sequence[CompanionRecord]
    check_call: CheckCall
    alarm: AlarmRecord | None
    cause_shown: str
    openly: OpenPress | None
    """For those inside in a silent alarm: the open press of the noodknop, with which the alarm began for them."""
    silent: bool
    """Whether the worker or a companion is in a silent alarm: nobody outside may phone or ask them."""
    quiet: bool
    """Whether they asked not to be phoned, in this alarm or another."""
    own_quiet: bool
    """Whether somebody inside, this viewer perhaps, asked not to be phoned: only for those inside."""
    next_deadline: DeadlineRecord | OpenDeadline | ShownNext | None
    you_said_it: bool
    """Whether this viewer is one of those who expect trouble there."""
    on_duty: Sequence[Person]
    nobody_on_duty: bool
    timeline: Sequence[Line]

    @property
    def way_back(self) -> WayBack | None:
        """Returns how the worker is waited for after it; None where nobody waits."""
        record = self.record
        if self.state is not VisitState.ENDED or record.awaited_by is None or record.returned_at is not None:
            return None
        return WayBack(record.awaited_by, record.heading_to)

    @property
    def alarm_since(self) -> datetime | None:
        """Returns since when there is an alarm, as this viewer may see it; None without one."""
        return self.openly.since if self.openly else self.alarm.opened_at if self.alarm else None


def watchers(duty: Duty, inside: Collection[UUID | None]) -> list[Candidate]:
    """Returns whom the worker can call: the colleagues on duty who can be reached, or else the managers.

    Empty when there is nobody. Those inside are left out.
    """
    for people in (duty.first + duty.second, duty.managers):
        reachable = [one for one in people if one.skip is None and one.person not in inside]
        if reachable:
            return reachable
    return []
