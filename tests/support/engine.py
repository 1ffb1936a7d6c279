"""The engine without its doors: the real use cases, tick and dispatcher on a real database, with a clock and a
provider that the test moves.

engine = an_engine(Database.at(url, Hands()))
visit = engine.checks_in(engine.ours.worker, seconds=60)
engine.passes(61)
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import DutchAddress
from achterwacht.kinds import Actor
from achterwacht.people.roles import Role
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import ShiftRecord
from achterwacht.visiting.planning import plan_visit
from achterwacht.visits.new_visit import NewCompanion, NewVisit
from foundation.clock import Clock
from foundation.session import Database
from foundation.settings import Settings
from notifications.channels.port import Envelope, TransportError
from notifications.guard import guard
from notifications.records import MessageRecord, MessageState
from notifications.ways import TELEPHONE, Channel
from scheduler.jobs import Jobs
from tests.support.organisations import Employee, Organisation, an_employee

A_LOOK = timedelta(milliseconds=1)
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


class Workers(Clock):
    """A clock that only the test moves. Each look is a millisecond later: no two moments are the same."""

    def __init__(self, at: datetime = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)) -> None:
        self.at = at
        self._guard = threading.Lock()

    def now(self, session: Session) -> datetime:
        with self._guard:
            self.at += A_LOOK
            return self.at

    def forward(self, seconds: float) -> None:
        with self._guard:
            self.at += timedelta(seconds=seconds)


class Weather(StrEnum):
    """How well the provider reaches one number on one channel."""

    FINE = "fine"
    BUSY = "busy"  # not now: it is tried again
    REFUSES = "refuses"  # never: it is not tried again
    LOST = "lost"  # nobody knows; it did not arrive
    UNKNOWN = "unknown"  # nobody knows; it did arrive


@dataclass
class Provider:
    """The provider of one channel.

    weather: by number; it is fine unless set. took: what it accepted.
    """

    weather: dict[str, Weather] = field(default_factory=dict)
    took: list[Envelope] = field(default_factory=list)

    def send(self, envelope: Envelope) -> str:
        guard(envelope.to)
        match self.weather.get(envelope.to, Weather.FINE):
            case Weather.BUSY:
                raise TransportError("20429", "too many requests")
            case Weather.REFUSES:
                raise TransportError("21614", "not a mobile number", permanent=True)
            case Weather.LOST:
                raise TransportError("timeout", "no answer", uncertain=True)
            case Weather.UNKNOWN if envelope.id not in {one.id for one in self.took}:
                self.took.append(envelope)
                raise TransportError("timeout", "no answer", uncertain=True)
        self.took.append(envelope)
        return f"SM{envelope.id.hex}"

    def find(self, envelope: Envelope) -> Sequence[str]:
        return [f"SM{one.id.hex}" for one in self.took if (one.to, one.text) == (envelope.to, envelope.text)]

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        return MessageState.SENT, None

    def sent_to(self, employee: Employee) -> list[str]:
        return [one.text for one in self.took if one.to == employee.phone]


def by(employee: Employee, ours: Organisation, via: str = "app") -> Actor:
    return Actor(ours.id, employee.id, employee.name, via)


def fill_the_roster(session: Session, ours: Organisation) -> Employee:
    """Fill the roster: Fatima first, Karin as manager, day and night. Returns a second on duty, who is made here."""
    second = an_employee(session, ours.id, ours.slug, "Samira Haddad", [(Role.COLLEAGUE, ours.team)])
    for employee, rank in ((ours.colleague, Rank.FIRST), (second, Rank.SECOND), (ours.manager, Rank.MANAGER)):
        session.add(
            ShiftRecord(
                organisation_id=ours.id, team_id=ours.team, person_id=employee.id, rank=rank, days=EVERY_DAY,
                starts=time(0), ends=time(0),
            )
        )  # fmt: skip
    return second


@dataclass
class Engine:
    database: Database
    clock: Workers
    ours: Organisation
    second: Employee
    jobs: Jobs
    providers: Mapping[Channel, Provider]

    def plans(
        self, employee: Employee, *, seconds: float, starts_in: float = 0, start_now: bool = False,
        companion: Employee | None = None,
    ) -> UUID:  # fmt: skip
        """Plan a visit of so many seconds."""
        with self.database.write() as session:
            start = self.clock.now(session) + timedelta(seconds=starts_in)
            visit_id = uuid4()
            new = NewVisit(
                id=visit_id,
                team_id=self.ours.team,
                address=DutchAddress("5211AA", 12, None, "Dorpsstraat", "Den Bosch"),
                expected_end=start + timedelta(seconds=seconds),
                planned_start=start,
                companions=(NewCompanion(companion.id),) if companion else (),
            )
            plan_visit(session, new, by(employee, self.ours), start_now=start_now)
        return visit_id

    def checks_in(self, employee: Employee, *, seconds: float, companion: Employee | None = None) -> UUID:
        """Check in at once, for so many seconds."""
        return self.plans(employee, seconds=seconds, start_now=True, companion=companion)

    def passes(self, seconds: float) -> None:
        """Let time pass; then the clock ticks, and what was decided leaves."""
        self.clock.forward(seconds)
        self.ticks()

    def ticks(self) -> None:
        self.jobs.tick()
        self.jobs.dispatch()

    def messages(self, *conditions: ColumnElement[bool]) -> list[MessageRecord]:
        """Returns the messages so far, oldest first."""
        with self.database.read() as session:
            found = session.scalars(select(MessageRecord).where(*conditions)).all()
            session.expunge_all()
            return sorted(found, key=lambda one: (one.created_at, one.to, one.channel, one.template))


@contextmanager
def an_engine(database: Database, ours: Organisation, second: Employee) -> Iterator[Engine]:
    """Returns an engine on a database that holds `ours` and their roster."""
    assert isinstance(database.clock, Workers)
    providers = {channel: Provider() for channel in TELEPHONE}
    settings = Settings(_env_file=None, dispatch_concurrency=4)
    jobs = Jobs(database, settings, "test", providers)
    try:
        yield Engine(database, database.clock, ours, second, jobs, providers)
    finally:
        jobs.close()
