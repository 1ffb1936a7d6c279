"""The bodies of looking back. What is looked for comes in a body: no name or address stands in a URL."""

from datetime import datetime
from uuid import UUID

from achterwacht.alarms.facts import Cause, Level, Outcome
from achterwacht.views.past.seeking import Sought
from achterwacht.views.past.visits import Ended
from api.http.schemas import Body, Day, Line, Named, Schema
from notifications.records import MessageState
from notifications.ways import Channel


class SeekNeverCheckedIn(Body):
    """since, until: days, both included, at most a year."""

    since: Day
    until: Day
    team_id: UUID | None = None

    def sought(self) -> Sought:
        sought = Sought(self.since, self.until, team=self.team_id)
        sought.check()
        return sought


class SeekPast(Body):
    """since, until: days, both included, at most a year. who: part of a name. where: part of an address, or a postcode
    with or without a number. after: the `next` of the page before.
    """

    since: Day
    until: Day
    who: Line = ""
    where: Line = ""
    team_id: UUID | None = None
    after: UUID | None = None

    def sought(self) -> Sought:
        sought = Sought(self.since, self.until, self.who, self.where, self.team_id, self.after)
        sought.check()
        return sought


class SeekVisits(SeekPast):
    """alarmed: only with an alarm, or only without."""

    ended: Ended | None = None
    alarmed: bool | None = None


class SeekDrills(SeekPast):
    pass


class SeekAlarms(SeekPast):
    cause: Cause | None = None
    outcome: Outcome | None = None


class SeekMessages(SeekPast):
    """who: who got it, or whom it was about."""

    state: MessageState | None = None
    channel: Channel | None = None


class PastVisitOut(Schema):
    """alarmIds: the alarms that came of it, as far as they exist for you."""

    id: UUID
    team: Named
    worker: Named
    address: str
    companions: list[str]
    planned_start: datetime
    started_at: datetime | None
    ended_at: datetime | None
    ended: Ended
    alarm_ids: list[UUID]


class PastVisits(Schema):
    """The latest first. next: what to pass as `after` to read on; null at the end."""

    visits: list[PastVisitOut]
    next: UUID | None
    as_of: datetime


class PastAlarmOut(Schema):
    """An alarm or a drill. takenAt: when somebody first took it; seconds: how long that took. takenBy: who that was,
    also where somebody else has it by now.
    """

    id: UUID
    team: Named
    worker: Named
    visit_id: UUID | None
    address: str | None
    cause: Cause
    level: Level
    opened_at: datetime
    taken_at: datetime | None
    taken_by: Named | None
    seconds: float | None
    resolved_at: datetime | None
    resolved_by: Named | None
    outcome: Outcome | None


class TakenInOut(Schema):
    """How soon all that was found was taken, in seconds, whichever page this is. Null: nobody took any."""

    alarms: int
    taken: int
    median: float | None
    worst: float | None
    worst_id: UUID | None


class PastAlarms(Schema):
    """The latest first. next: what to pass as `after` to read on; null at the end."""

    alarms: list[PastAlarmOut]
    taken_in: TakenInOut
    next: UUID | None
    as_of: datetime


class PastMessageOut(Schema):
    """A message, without its words or the number. errorCode: what the provider said, if it failed."""

    id: UUID
    at: datetime
    to: Named
    channel: Channel
    state: MessageState
    state_at: datetime
    error_code: str | None
    drill: bool
    team: Named
    worker: Named
    address: str | None
    visit_id: UUID | None
    alarm_id: UUID | None


class PastMessages(Schema):
    """The latest first. next: what to pass as `after` to read on; null at the end."""

    messages: list[PastMessageOut]
    next: UUID | None
    as_of: datetime


class NeverCheckedIn(Schema):
    """lastAt: when their last visit was planned, as far as it is kept; null if none is."""

    person: Named
    last_at: datetime | None


class NeverCheckedInOut(Schema):
    """By name. more: there are others than these 500."""

    people: list[NeverCheckedIn]
    more: bool
    as_of: datetime
