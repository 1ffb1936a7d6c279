"""The board as it is sent: its rows, its clock, and the lists of the teams on it."""

from datetime import datetime
from uuid import UUID

from achterwacht.alarms.facts import Cause, Level
from achterwacht.visits.facts import CheckCall, VisitKind, VisitState
from achterwacht.whereabouts.rules import Calling
from api.alarms.guards import RowGuard
from api.alarms.schemas import Presser
from api.http.schemas import Named, Schema
from api.timeline import DeadlineOut
from api.visits.schemas import WayBackOut


class ClockOut(Schema):
    """Whether the clock that watches everybody still runs; if it is late, when it last ran."""

    late: bool
    last_tick_at: datetime | None


class ReliefOut(Schema):
    """A watch that is handed over at the end of a shift. Whoever stays has it until one of those asked takes it."""

    team: Named
    staying: list[Named]
    asked: list[Named]
    asks_me: bool
    managers_told: bool


class CrowdOut(Schema):
    """More visits under way than the people who have the watch can look after. most: how many one person can."""

    team: Named
    visits: int
    watchers: int
    most: int


class Reachable(Schema):
    name: str
    phone: str | None


class Along(Reachable):
    """Who comes along. there: whether they said that they are at the door; null for somebody from outside, who can't
    say so. declined: they said that they can't come.
    """

    there: bool | None
    declined: bool


class Watcher(Reachable):
    """Somebody who has the watch. numberVerified: whether their number proved to be theirs, by a code or in a call."""

    number_verified: bool


class RowAlarm(Schema):
    """The open alarm of a visit on the board."""

    id: UUID
    cause: Cause
    opened_at: datetime


class WellOut(Schema):
    """Who said at the check call that all is well, and when."""

    by: str
    at: datetime


class WaitsOut(Schema):
    """Whether a planned visit may start as it is, and whom a human tells first; null if nobody, or if it was done.

    unwatched: by the roster no colleague has the watch at its start.
    """

    may_start: bool
    tell_first: str | None
    look_up: list[str]
    manager_decides: bool
    unwatched: bool


class BoardVisit(Schema):
    """A visit as a row of the board. Moments are exact to the second.

    silent: no numbers of people inside are given, and nobody questions them. quiet: nor are they, since somebody inside
    asked by SMS, in this alarm or another of theirs, that nobody phones. phonedOnly: the worker sent STOP, so an
    SMS becomes a call. expectsTrouble: why somebody who goes, or who planned it, expects trouble. well: while that is
    how the check call stands. onDuty: whom the
    worker can call, by name. managersOnly: no colleague who has the watch can be reached now, so an alarm begins with
    the managers. task: what to do about a visit under way by hand. waits: only for a planned visit, like plannedStart.
    """

    id: UUID
    state: VisitState
    kind: VisitKind
    worker: Reachable
    address: str
    team: Named
    companions: list[Along]
    drill: bool
    silent: bool
    quiet: bool
    expects_trouble: str | None
    phoned_only: bool
    check_call: CheckCall
    well: WellOut | None
    on_duty: list[str]
    managers_only: bool
    alarm: RowAlarm | None
    task: Calling | None
    waits: WaitsOut | None
    planned_start: datetime | None
    started_at: datetime | None
    expected_end: datetime
    ended_at: datetime | None
    way_back: WayBackOut | None
    next: DeadlineOut | None


class ToldOut(Schema):
    """How many people were told, how many of them can't come, and how many could not be reached."""

    people: int
    declined: int
    failed: int


class CalledOut(Schema):
    """When a human last called the police, which number, and the reference they were given."""

    at: datetime
    number: str
    reference: str


class BoardAlarm(Schema):
    """An alarm as a row of the board. For its timeline, and who was told by what, ask for the alarm itself.

    quiet: somebody inside asked by SMS that nobody phones. name: what everybody who watches calls it; null for those
    inside. pressedBy: who pressed the noodknop or gave the duress PIN, if it was a companion. addressLeft: as of an
    alarm itself.
    """

    id: UUID
    name: str | None
    cause: Cause
    level: Level
    worker: Reachable
    pressed_by: Presser | None
    team: Named
    address: str | None
    address_left: bool
    silent: bool
    quiet: bool
    emergency_number: str
    police_call: CalledOut | None
    guard: RowGuard | None
    opened_at: datetime
    acknowledged_by: Named | None
    acknowledged_at: datetime | None
    told: ToldOut
    next_deadline: DeadlineOut | None
    drill: bool
    may_act: bool


class AloneOut(Schema):
    """Somebody with an alarm but no visit, on the list of a team."""

    worker: Reachable
    since: datetime
    task: Calling
    alarm_since: datetime | None
    drill: bool


class WatchesOut(Schema):
    """What the list of a team has besides its visits.

    Together with the rows of the board it says who is where, with numbers; the device keeps it for when the server is
    gone.
    """

    team: Named
    on_duty: list[Watcher]
    managers: list[Watcher]
    alone: list[AloneOut]
    emergency_number: str | None


class Board(Schema):
    """watches: of the teams with anybody on the board. withoutGuard: teams whose protocol phones a guard firm they
    lack.
    """

    as_of: datetime
    clock: ClockOut
    alarms: list[BoardAlarm]
    drills: list[BoardAlarm]
    visits: list[BoardVisit]
    planned: list[BoardVisit]
    going_home: list[BoardVisit]
    teams: list[Named]
    reliefs: list[ReliefOut]
    crowds: list[CrowdOut]
    watches: list[WatchesOut]
    without_guard: list[Named]
