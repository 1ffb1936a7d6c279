"""What must be so, out of watch-rules.md and the provider's books, and not out of the engine's code.

It reads rows to see how things stand. When each person must have been told, it works out for itself.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from achterwacht.monitoring import invariants
from achterwacht.roster.ranks import Rank
from foundation.session import Database
from notifications.channels.port import Envelope
from notifications.records import MessageState
from notifications.ways import Channel
from tests.simulation.answer_oracle import AnswerOracle
from tests.simulation.canary_oracle import CanaryOracle
from tests.simulation.drill_oracle import DrillOracle, EndOracle
from tests.simulation.organisation import LANDLINES, Organisation, Resident
from tests.simulation.processes import World
from tests.simulation.reply_oracle import ReplyOracle
from tests.simulation.statements import (
    ALARMS_SINCE,
    BUSY,
    COMPANIONS,
    MESSAGE,
    OPEN_ALARMS,
    SILENT,
    SMS_WAITING,
    VISITS,
    Rooted,
)
from tests.simulation.story import Broken
from tests.simulation.times import TIMES, Times

BOUND = 60.0
"""Seconds within which what is due must have been taken by the provider, once nothing is wrong any more."""
HEIGHTS = {"worker": 0, "colleague": 1, "manager": 2, "police": 3}
GRAVITY = ("not_back", "overdue", "check_call", "not_ok", "panic", "duress")
PRESSED = ("panic", "duress")
ARRIVED = "the last test message of every canary arrived"
"""Not so after a test message that did not arrive, until the next one does."""


@dataclass
class Climb:
    """An alarm that nobody has: since when, from which height, whom it must reach at once, and who was reached."""

    since: datetime
    height: int
    must: dict[UUID, str]
    told: list[tuple[datetime, int, UUID]] = field(default_factory=list)


@dataclass
class Seen:
    """An open alarm as it was at the last look."""

    cause: str
    height: int
    acknowledged_at: datetime | None
    climb: Climb | None


class Oracle:
    def __init__(self, world: World, database: Database) -> None:
        self._world = world
        self._database = database
        self._seen: dict[Rooted, Seen] = {}
        self._organisations: dict[UUID, Organisation] = {}
        self._people: dict[UUID, Resident] = {}
        self._asked: dict[Rooted, datetime] = {}
        self._reached: dict[Rooted, list[datetime]] = {}
        """By visit: when somebody was told that it did not begin."""
        self._taken: dict[UUID, datetime] = {}
        self._drills = DrillOracle(world, database, self._late)
        self._ends = EndOracle(world, self._late, self._people)
        self._replies = ReplyOracle(self._people)
        self._answers = AnswerOracle(world, self._people, self._inside, self._replies)
        self._canaries = CanaryOracle(world, self._late, self._organisations, world.turns.at)

    def knows(self, organisation: Organisation) -> None:
        self._organisations[organisation.id] = organisation
        self._people |= {one.id: one for one in organisation.people.values()}

    # What the provider sees.

    def called(self, envelope: Envelope, channel: Channel) -> None:
        """A sender is about to call the provider."""
        row = self._message(envelope.id)
        self._canaries.called(row, envelope)
        self._drills.called(row, envelope, channel)
        if row.template == "canary":
            return
        owner = self._people[row.person]
        if (row.organisation_id, row.to) != (owner.organisation, owner.phone):
            raise Broken(f"message {envelope.id} goes to somebody else")
        if row.alarm_id is None or not row.payload.get("level"):
            return
        over = row.resolved_at or row.acknowledged_at
        if over is not None and row.template not in ("passed_on", "still_open") and row.called_at > over:
            raise Broken(f"{row.template} to {owner.name} is sent after somebody took the alarm, or closed it")
        inside = self._inside(row.worker_id, row.visit_id)
        if row.payload["level"] != "worker" and row.person in inside:
            raise Broken(f"{row.template} goes to {owner.name}, who is inside")

    def took(self, envelope: Envelope, channel: Channel) -> None:
        """The provider has it."""
        at, story = self._world.turns.at, self._world.story
        row = self._message(envelope.id)
        story.tells(f"told {row.template}")
        before = self._taken.get(envelope.id)
        if before is not None:
            story.tells("duplicate")
            if self._world.weather.calm_for > (at - before).total_seconds():
                raise Broken(f"{row.template} left twice, and nothing was wrong")
        self._taken[envelope.id] = at
        self._canaries.took(row, envelope, channel)
        self._drills.took(row)
        self._ends.took(row)
        self._answers.took(row, envelope)
        self._replies.took(envelope.id, row)
        if row.template in ("planned_worker", "planned_desk"):
            self._reached.setdefault((row.organisation_id, row.subject), []).append(at)
        self.looks()
        seen = self._seen.get((row.organisation_id, row.alarm_id)) if row.alarm_id else None
        if seen is not None and seen.climb is not None and row.payload.get("level"):
            seen.climb.told.append((at, HEIGHTS[row.payload["level"]], row.person))

    def carried(self, message: UUID, state: MessageState) -> None:
        """The provider's books say how it ended."""
        self._canaries.reported(message, state)

    def answered(self, who: Resident, asked_at: datetime, cause: str) -> None:
        """A call for help was answered: so there is an alarm of it, that is at least as grave."""
        grave = PRESSED[PRESSED.index(cause) :]
        for row in self._world.books.rows(ALARMS_SINCE, organisation=who.organisation, moment=asked_at):
            if row.cause in grave and not row.drill and who.id in self._inside(row.worker_id, row.visit_id):
                self._world.story.tells(f"{cause} answered")
                return
        raise Broken(f"{who.name} called for help ({cause}), got an answer, and there is no alarm")

    def asks(
        self, use_case: Callable[..., Any], given: tuple[Any, ...], age: timedelta
    ) -> AbstractContextManager[None]:
        """Somebody asks something of a door."""
        return self._answers.asks(use_case, given, age)

    # What the rows say.

    def looks(self) -> None:
        """See what became of the alarms since the last look."""
        rows = self._world.books.rows(OPEN_ALARMS)
        for row in rows:
            self._sees(row)
        for gone in sorted(self._seen.keys() - {_root(row) for row in rows}):
            del self._seen[gone]
            row = self._ends.ended(gone)
            self._answers.closed(gone[1], row)
            if row.drill:
                self._drills.ended(gone)

    def judges(self) -> bool:
        """Hold everything against the rules. Answers whether an alarm is open.

        Raises:
            Broken: something does not hold.
        """
        self.looks()
        for row in self._world.books.rows(OPEN_ALARMS):
            self._alarm_climbs(row, self._seen[_root(row)])
            if row.drill:
                self._drills.judges(row, self._times(row.organisation_id).longest)
        for row in self._world.books.rows(VISITS):
            self._visit_is_watched(row)
        self._ends.judges()
        self._canaries.judges()
        self._sms_leave()
        if self._world.weather.calm_for > BOUND:
            with self._database.read() as session:
                broken = invariants.broken(session, self._world.turns.at)
            if any(one.name != ARRIVED or not self._canaries.any_silent for one in broken):
                raise Broken(str(broken))
        return bool(self._seen)

    def _sees(self, row: Any) -> None:
        now, before, height = self._world.turns.at, self._seen.get(_root(row)), HEIGHTS[row.level]
        if row.cause == "panic" and not row.drill and (before is None or before.cause != row.cause):
            self._answers.panics(row)
        times = self._times(row.organisation_id)
        if before is None:
            self._world.story.tells(f"{'drill' if row.drill else 'alarm'} {row.cause}")
            climb = None if row.acknowledged_at else self._climb(row, row.opened_at, height)
            if row.acknowledged_at is not None:
                self._answers.has_it(row, row.opened_at)
            self._seen[_root(row)] = Seen(row.cause, height, row.acknowledged_at, climb)
            return
        if GRAVITY.index(row.cause) < GRAVITY.index(before.cause) or height < before.height:
            raise Broken("an alarm became lighter, or came down")
        if row.acknowledged_at is not None:
            if row.acknowledged_at != before.acknowledged_at:
                self._answers.has_it(row, before.acknowledged_at or row.opened_at)
            elif row.cause != before.cause:
                raise Broken(f"who took {before.cause} has {row.cause} too, and never said so")
            if before.acknowledged_at is None:
                self._world.story.tells("acknowledged")
            before.climb = None
        elif row.cause != before.cause:
            self._world.story.tells(f"raised to {row.cause}")
            before.climb = self._climb(row, now, height)
        elif before.acknowledged_at is not None:
            self._world.story.tells("lapsed")
            if now < before.acknowledged_at + timedelta(seconds=times.unresolved):
                self._world.story.tells("let go")
            before.climb = Climb(now, min(before.height + 1, 3), {})
        before.cause, before.height, before.acknowledged_at = row.cause, height, row.acknowledged_at

    def _climb(self, row: Any, since: datetime, height: int) -> Climb:
        if row.cause in PRESSED:
            height = min(height, HEIGHTS["manager"])
        return Climb(since, height, self._at_once(row, since, height))

    def _at_once(self, row: Any, now: datetime, height: int) -> dict[UUID, str]:
        """Whom the first step must reach, by the roster: the worker, or with a noodknop both levels together."""
        organisation = self._organisations[row.organisation_id]
        if height == 0:
            worker = self._people[row.worker_id]
            return {worker.id: worker.name} if worker.phone else {}
        if row.cause not in PRESSED:
            return {}
        busy = {one.person for one in self._world.books.rows(BUSY, now=now)} | self._inside(row.worker_id, row.visit_id)
        duty = [one for rank in Rank for one in organisation.on_duty(rank, now)]
        return {one.id: one.name for one in duty if one.phone and one.id not in busy}

    def _alarm_climbs(self, row: Any, seen: Seen) -> None:
        times, climb = self._times(row.organisation_id), seen.climb
        if climb is None:
            assert row.acknowledged_at is not None
            if self._late(row.acknowledged_at, times.unresolved):
                raise Broken("an acknowledgement did not lapse")
            return
        self._answers.judges(row, climb.since)
        reached = {person for _, _, person in climb.told}
        if climb.must.keys() - reached:
            # Whoever got into a silent alarm since then hears of no alarm: what was on its way to them is taken back.
            for one in self._world.books.rows(SILENT, moment=climb.since):
                climb.must.pop(one.person, None)
        missed = [name for person, name in climb.must.items() if person not in reached]
        if missed and self._late(climb.since, 0):
            raise Broken(f"alarm {row.cause} did not reach {missed} at once")
        self._each_level_had_its_turn(row, climb, times)
        rounds = [at for at, height, _ in climb.told if height == HEIGHTS["police"]]
        if row.drill and rounds and self._late(min(rounds), 2 * times.again):
            raise Broken("a drill goes on after everybody was told")
        if rounds and not row.drill and self._late(max(rounds), times.again):
            raise Broken("the last step is not repeated")

    def _each_level_had_its_turn(self, row: Any, climb: Climb, times: Times) -> None:
        """Each level's time runs from when the one below it was told: an outage robs nobody of their turn."""
        since = climb.since
        for height in range(climb.height, 4):
            told = [at for at, level, _ in climb.told if level >= height]
            if told:
                since = max(since, min(told))
                continue
            if height == 0 and not climb.must:
                continue  # a worker without a number, or in a silent alarm, is passed over
            pressed = row.cause in PRESSED and height == HEIGHTS["police"]
            step = times.police_after_panic if pressed else times.steps[height]
            if self._late(since, step if height > climb.height else 0):
                raise Broken(f"alarm {row.cause} of {row.opened_at} did not climb to {height}")
            return

    def _visit_is_watched(self, row: Any) -> None:
        times = self._times(row.organisation_id)
        if row.state == "planned":
            told = [at for at in self._reached.get(_root(row), []) if at >= row.planned_start]
            if self._late(row.planned_start, 2 * times.planning) and not told:
                raise Broken("nobody heard that a visit did not begin")
            return
        if not row.alarmed and self._late(row.expected_end, times.grace):
            raise Broken(f"the visit of {self._people[row.worker_id].name} is overdue, and nobody looks")
        if row.check_call != "asked" or row.alarmed:
            self._asked.pop(_root(row), None)
        elif self._late(self._asked.setdefault(_root(row), self._world.turns.at), 3 * times.check_call):
            raise Broken("a check call stays unanswered, and nobody looks")

    def _sms_leave(self) -> None:
        """No SMS waits while there is a provider that takes it."""
        long_ago = self._world.turns.at - timedelta(seconds=2 * BOUND)
        if self._world.weather.sms_calm_for < 2 * BOUND:
            return
        for row in self._world.books.rows(SMS_WAITING, moment=long_ago):
            if row.id not in self._taken and not self._people[row.person].name.startswith(LANDLINES):
                raise Broken(f"{row.template} of {row.created_at} waits, and a provider takes SMS")

    def _late(self, since: datetime, seconds: float) -> bool:
        """Whether that is over for longer than the bound, and nothing was wrong meanwhile."""
        over = (self._world.turns.at - since).total_seconds() - seconds
        return over > BOUND and self._world.weather.calm_for > BOUND

    def _times(self, organisation: UUID) -> Times:
        return TIMES[self._organisations[organisation].profile]

    def _inside(self, worker: UUID, visit: UUID | None) -> set[UUID]:
        if visit is None:
            return {worker}
        organisation = self._people[worker].organisation
        companions = self._world.books.rows(COMPANIONS, organisation=organisation, visit=visit)
        return {worker} | {one.person_id for one in companions}

    def _message(self, message: UUID) -> Any:
        return self._world.books.rows(MESSAGE, id=message)[0]


def _root(row: Any) -> Rooted:
    return row.organisation_id, row.id
