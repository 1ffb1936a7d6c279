"""What must be so of drills and of every end, out of watch-rules.md and the provider's books."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from achterwacht.views.drills import drill_of, view_drills
from achterwacht.views.visits import Reading
from foundation.session import Database
from notifications.channels.port import Envelope
from notifications.ways import Channel
from tests.simulation.organisation import LANDLINES, Resident
from tests.simulation.processes import World
from tests.simulation.statements import Rooted
from tests.simulation.story import Broken

MARK = "OEFENING. "
LONGEST = 3600.0
"""Seconds after which every drill is over."""
REAL_BESIDE = """
    SELECT min(r.opened_at) AS since_at FROM alarm r
    WHERE r.organisation_id = :organisation AND NOT r.drill AND (r.team_id = :team OR r.worker_id = :worker)
        AND r.opened_at < :moment AND (r.resolved_at IS NULL OR r.resolved_at > :moment)"""
ENDED = """
    SELECT organisation_id, visit_id, worker_id, drill, cause, level, opened_at, acknowledged_at,
        resolved_at, resolved_by AS person
    FROM alarm WHERE organisation_id = :organisation AND id = :id"""
NO_SMS = "SELECT id FROM person WHERE sms_refused"

Late = Callable[[datetime, float], bool]


class DrillOracle:
    """A drill is marked, gives way to what is real, ends by itself, and its report says who was told."""

    def __init__(self, world: World, database: Database, late: Late) -> None:
        self._world, self._database, self._late = world, database, late
        self._told: dict[Rooted, set[UUID]] = {}
        """By drill: whom the provider's books say it told."""
        self._last_steps: dict[Rooted, set[UUID]] = {}
        """By drill: its steps at the last level. The first tells who is on duty, the second everybody."""

    def called(self, row: Any, envelope: Envelope, channel: Channel) -> None:
        if row.alarm_id is not None and channel is Channel.SMS and envelope.text.startswith(MARK) != bool(row.drill):
            raise Broken(f"{row.template} of a {'drill' if row.drill else 'real alarm'}: {envelope.text!r}")
        by_itself = row.payload.get("level") and row.template != "passed_on"
        if row.drill and by_itself and self._real_beside(row, row.created_at) is not None:
            raise Broken(f"a drill told {row.template} beside a real alarm")
        if row.drill and row.template == "police":
            steps = self._last_steps.setdefault((row.organisation_id, row.alarm_id), set())
            steps.add(row.origin_id)
            if len(steps) > 2:
                raise Broken("a drill goes on after everybody was told")

    def took(self, row: Any) -> None:
        if row.drill and row.payload.get("level"):
            self._told.setdefault((row.organisation_id, row.alarm_id), set()).add(row.person)

    def judges(self, row: Any, longest_step: float) -> None:
        """An open drill."""
        if self._late(row.opened_at, LONGEST):
            raise Broken("a drill goes on after an hour")
        since = self._real_beside(row, self._world.turns.at)
        if since is not None and self._late(max(since, row.opened_at), longest_step):
            raise Broken("a drill goes on beside a real alarm")

    def ended(self, drill: Rooted) -> None:
        """Its report says who was told."""
        with self._database.read() as session:
            reading = Reading(session, drill[0], self._world.turns.at)
            (report,) = view_drills(reading, [drill_of(session, *drill)], UUID(int=0))
        if missing := self._told.pop(drill, set()) - {row.person for row in report.rows}:
            raise Broken(f"the report of a drill does not say that {missing} were told")
        self._world.story.tells(
            "drill reported", *(f"{step.level}:{step.reached_at is not None}" for step in report.steps)
        )

    def _real_beside(self, row: Any, moment: datetime) -> datetime | None:
        (found,) = self._world.books.rows(
            REAL_BESIDE, organisation=row.organisation_id, team=row.team_id, worker=row.worker_id, moment=moment
        )
        since: datetime | None = found.since_at
        return since


@dataclass
class Ended:
    """An alarm that is over, and who must hear that it is."""

    at: datetime
    people: set[UUID]


@dataclass
class EndOracle:
    """Whoever was told of an alarm, or of a drill, is told that it is over."""

    world: World
    late: Late
    people: Mapping[UUID, Resident]
    _told: dict[Rooted, set[UUID]] = field(default_factory=dict)
    _cleared: dict[Rooted, set[UUID]] = field(default_factory=dict)
    _ended: dict[Rooted, Ended] = field(default_factory=dict)
    _no_sms: set[UUID] = field(default_factory=set)

    def took(self, row: Any) -> None:
        if row.alarm_id is None:
            return
        alarm = (row.organisation_id, row.alarm_id)
        if row.template == "all_clear":
            self._cleared.setdefault(alarm, set()).add(row.person)
        elif row.payload.get("level") and (row.drill or row.person != row.worker_id):
            self._told.setdefault(alarm, set()).add(row.person)

    def ended(self, alarm: Rooted) -> Any:
        """Answers how it stands in the books."""
        (row,) = self.world.books.rows(ENDED, organisation=alarm[0], id=alarm[1])
        told = self._told.get(alarm, set()) - ({row.person} & {row.worker_id})
        self._ended[alarm] = Ended(row.resolved_at, told)
        return row

    def judges(self) -> None:
        if not self._ended:
            return
        self._no_sms |= {one.id for one in self.world.books.rows(NO_SMS)}
        for alarm, over in list(self._ended.items()):
            missing = self._reachable(over.people - self._cleared.get(alarm, set()))
            if missing and not self.late(over.at, 0):
                continue
            if missing:
                raise Broken(f"nobody told {missing} that the alarm is over")
            del self._ended[alarm]

    def _reachable(self, people: Iterable[UUID]) -> list[str]:
        """Those whom an SMS can reach; that it is over is not worth a call."""
        found = (self.people[one] for one in people if one not in self._no_sms)
        return [one.name for one in found if not one.name.startswith(LANDLINES)]
