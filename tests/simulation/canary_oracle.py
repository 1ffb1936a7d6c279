"""What must be so of the canary: it sings each day at its time, and its silence is heard by SMS and telephone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from notifications.channels.port import Envelope
from notifications.records import MessageState
from notifications.ways import TELEPHONE, Channel
from tests.simulation.drill_oracle import MARK, Late
from tests.simulation.organisation import ZONE, Organisation
from tests.simulation.processes import World
from tests.simulation.story import Broken

ANSWERED_WITHIN = 600.0
"""Seconds that the provider has to say that it arrived."""
ASKED_WITHIN = 180.0
"""Seconds of calm in which a provider that took it without another word has been asked."""
RUNS = "SELECT organisation_id, started_at, run AS id FROM canary WHERE run IS NOT NULL"


@dataclass
class Run:
    """One day's test message, as the provider saw it."""

    at: datetime
    message: UUID
    reported: MessageState | None = None
    heard_of: set[Channel] = field(default_factory=set)
    """How the administrators heard that it did not arrive."""


@dataclass
class CanaryOracle:
    world: World
    late: Late
    organisations: Mapping[UUID, Organisation]
    began: datetime
    _runs: dict[UUID, list[tuple[UUID, Run]]] = field(default_factory=dict)

    def called(self, row: Any, envelope: Envelope) -> None:
        if row.template == "canary" and not envelope.text.startswith(MARK):
            raise Broken(f"a test message that is not marked: {envelope.text!r}")

    def took(self, row: Any, envelope: Envelope, channel: Channel) -> None:
        runs = self._runs.setdefault(row.organisation_id, [])
        if row.template == "canary" and all(origin != row.origin_id for origin, _ in runs):
            runs.append((row.origin_id, Run(self.world.turns.at, envelope.id)))
        elif row.template == "canary_silent":
            for origin, run in runs:
                if origin == row.origin_id:
                    run.heard_of.add(channel)

    def reported(self, message: UUID, state: MessageState) -> None:
        """The provider's books say how it ended."""
        for runs in self._runs.values():
            for _, run in runs:
                if run.message == message:
                    run.reported = state

    @property
    def any_silent(self) -> bool:
        """Whether the last test message of an organisation may not have arrived, so that the heartbeat is red."""
        last = {row.id: row.started_at for row in self.world.books.rows(RUNS)}
        arrived = {
            origin for runs in self._runs.values() for origin, run in runs if run.reported is MessageState.DELIVERED
        }
        return self.world.weather.calm_for < ASKED_WITHIN or bool(last.keys() - arrived)

    def judges(self) -> None:
        for home in self.organisations.values():
            self._sang(home)
        for row in self.world.books.rows(RUNS):
            self._silence_was_heard(row)

    def _sang(self, home: Organisation) -> None:
        """The last time that the wall showed its time is followed by a test message."""
        due = self._last_due(home)
        if due is None or not self.late(due, 0):
            return
        if not any(run.at >= due for _, run in self._runs.get(home.id, ())):
            raise Broken(f"the canary of {due} did not sing")

    def _last_due(self, home: Organisation) -> datetime | None:
        now = self.world.turns.at
        days = (now.astimezone(ZONE).date() - timedelta(days=ago) for ago in (0, 1))
        moments = (datetime.combine(day, home.sings_at, ZONE).astimezone(now.tzinfo) for day in days)
        return max((one for one in moments if self.began < one <= now), default=None)

    def _silence_was_heard(self, row: Any) -> None:
        run = next((run for origin, run in self._runs.get(row.organisation_id, ()) if origin == row.id), None)
        reported = run.reported if run else None
        told = run.heard_of if run else set()
        if reported is MessageState.FAILED and self.late(row.started_at, ANSWERED_WITHIN) and told != set(TELEPHONE):
            raise Broken(f"nobody heard, by SMS and telephone, that the canary of {row.started_at} fell silent")
        calm = self.world.weather.calm_for > (self.world.turns.at - row.started_at).total_seconds()
        if reported is MessageState.DELIVERED and told and calm:
            raise Broken(f"the administrators heard of a canary that arrived: {row.started_at}")
