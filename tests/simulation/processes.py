"""Processes as objects. Between any two transactions one may crash: it is thrown away as it is, and made anew."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from unittest.mock import patch

from greenlet import getcurrent, greenlet
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError
from sqlalchemy.orm import Session

from foundation.away import is_away
from foundation.session import Database
from foundation.settings import Settings
from notifications.channels.port import ChannelPort
from notifications.channels.push import NoPush
from notifications.channels.simulator import Simulator
from notifications.records import MessageState
from notifications.routes import Route
from notifications.ways import Channel, Provider
from scheduler.jobs import Jobs
from tests.simulation.books import Books
from tests.simulation.story import Story
from tests.simulation.turns import Turns
from tests.simulation.weather import Trouble, Weather

A_TICK, A_DISPATCH, RECONCILE_SECONDS, A_PUSH = 1.0, 0.25, 30.0, 2.0
LONGEST_REST = 3600.0
MAIL = {Channel.MAIL: [Route(Provider.SIMULATOR, Simulator(MessageState.DELIVERED))]}
"""A mail server that takes everything: what is asked for by mail must not wait for one."""
UNTIL_ASKED = timedelta(minutes=1)
BETWEEN = 0.02
"""Seconds that may pass between two transactions of one process."""


class Awaited(StrEnum):
    """What a job that rests waits for."""

    DEADLINE = "deadline"
    MESSAGE = "message"
    MAIL = "mail"
    PUSH = "push"  # or what one goes beside
    SILENCE = "silence"  # of a provider that took a message
    NOTHING = "nothing"


MOMENTS = {
    Awaited.DEADLINE: """
        SELECT min(due_at) AS at FROM deadline WHERE fired_at IS NULL AND cancelled_at IS NULL""",
    Awaited.MESSAGE: """
        SELECT min(at) AS at FROM (
            SELECT min(not_before) AS at FROM message WHERE state = 'pending' AND channel <> 'push'
            UNION ALL SELECT min(lease_until) FROM message WHERE state = 'sending' AND channel <> 'push'
            UNION ALL SELECT min(state_at) FROM message WHERE news)""",
    Awaited.PUSH: """
        SELECT min(at) AS at FROM (
            SELECT min(not_before) AS at FROM message WHERE state = 'pending'
            UNION ALL SELECT min(lease_until) FROM message WHERE state = 'sending')""",
    Awaited.MAIL: """
        SELECT min(at) AS at FROM (
            SELECT min(not_before) AS at FROM message WHERE state = 'pending' AND channel = 'mail'
            UNION ALL SELECT min(lease_until) FROM message WHERE state = 'sending' AND channel = 'mail')""",
    Awaited.SILENCE: "SELECT min(state_at) AS at FROM message WHERE state = 'sent'",
}


class Crash(BaseException):
    """The process is gone. Nothing in the product may catch it."""


@dataclass
class World:
    """What all processes share: one file, one clock, one source of chance, one weather."""

    engine: Engine
    books: Books
    turns: Turns
    chance: Random
    story: Story
    weather: Weather
    idle: dict[greenlet, tuple[Awaited, float]] = field(default_factory=dict)
    """Jobs that rest: what they wait for, and how soon they look after that."""

    @contextmanager
    def reads(self) -> Iterator[Session]:
        """A look at the rows, beside all processes."""
        with Database(self.engine, self.turns).read() as session:
            yield session

    def next_moment(self, awaited: Awaited) -> datetime | None:
        if awaited is Awaited.NOTHING:
            return None
        (found,) = self.books.rows(MOMENTS[awaited])
        moment: datetime | None = found.at
        return moment + UNTIL_ASKED if moment is not None and awaited is Awaited.SILENCE else moment

    def something_changed(self) -> None:
        """Wake the jobs that would see it at their next look."""
        moments = {awaited: self.next_moment(awaited) for awaited in {one for one, _ in self.idle.values()}}
        for turn, (awaited, every) in list(self.idle.items()):
            at = moments.get(awaited)
            if at is not None:
                soon = max(at, self.turns.at) + timedelta(seconds=self.chance.uniform(0, every))
                self.turns.wakes(turn, soon)


class Process:
    """Something that can crash and stand still. `reborn` is called when it has gone."""

    def __init__(self, world: World, name: str, reborn: Callable[[], None]) -> None:
        self.world = world
        self.name = name
        self.gone = False
        self._reborn = reborn

    def database(self) -> Database:
        return BetweenTransactions(self)

    def passes(self, seconds: float) -> None:
        """Time passes for this process, in which others go on. It may not live to see the end of it.

        Raises:
            Crash: it does not.
        """
        turns, weather, chance = self.world.turns, self.world.weather, self.world.chance
        turns.sleeps(seconds)
        if weather.strikes(Trouble.HANGS, 60) and not self.gone:
            self.world.story.tells("stands still", self.name)
            weather.goes_down()
            turns.sleeps(chance.uniform(5, 90))
            weather.comes_up()
        if weather.strikes(Trouble.CRASHES, 30) and not self.gone:
            self.dies()
        if self.gone:
            raise Crash

    def dies(self) -> None:
        self.gone = True
        self.world.story.tells("crash", self.name)
        self.world.weather.goes_down()
        self.world.turns.begin(self._comes_back, after=self.world.chance.uniform(0.5, 30))
        self.world.something_changed()

    def _comes_back(self) -> None:
        while Trouble.OUTAGE in self.world.weather.troubles:
            self.world.turns.sleeps(5)
        self.world.weather.comes_up()
        self._reborn()


class BetweenTransactions(Database):
    """The real database of a process, in which the process may crash before and after each transaction."""

    def __init__(self, process: Process) -> None:
        super().__init__(process.world.engine, process.world.turns)
        self._process = process

    @contextmanager
    def read(self) -> Iterator[Session]:
        self._a_moment()
        with super().read() as session:
            yield session

    @contextmanager
    def write(self, *, urgent: bool = False) -> Iterator[Session]:
        world = self._process.world
        self._a_moment()
        with super().write(urgent=urgent) as session:
            if world.weather.only_reads:
                world.story.tells("only reads", self._process.name)
                raise InternalError("INSERT", {}, ReadOnlySqlTransaction("read-only transaction"))
            yield session
            if world.weather.strikes(Trouble.DISK, 8):
                world.story.tells("does not commit", self._process.name)
                raise OperationalError("COMMIT", {}, OSError("no space left on device"))
        self._a_moment()

    def _a_moment(self) -> None:
        self._process.passes(self._process.world.chance.uniform(0, BETWEEN))


class ClockProcess:
    """`achterwacht clock` as an object: its jobs go on by themselves, and it comes back when it crashed."""

    def __init__(
        self,
        world: World,
        name: str,
        settings: Settings,
        ports: Callable[[Process], Mapping[Channel, ChannelPort]],
        second: Callable[[Process], ChannelPort],
        *,
        rest: float = LONGEST_REST,
        afterwards: bool = False,
        push: Callable[[Process], ChannelPort] | None = None,
    ) -> None:
        """rest: seconds after which a job looks by itself. afterwards: with the jobs that matter after an incident.
        push: the push service, where browsers show pushes."""
        self._rest = rest
        self._afterwards = afterwards
        self._world = world
        self._name = name
        self._settings = settings
        self._ports = ports
        self._second = second
        self._push = push
        self.process = self._starts()

    def _starts(self) -> Process:
        self.process = process = Process(self._world, self._name, self._starts_again)
        push = self._push or (lambda _: NoPush())
        with (
            patch("notifications.routes.Cm", lambda _: self._second(process)),
            patch("notifications.routes.WebPush", lambda *_: push(process)),
            patch("scheduler.jobs.make_mail_routes", lambda _: MAIL),
        ):
            jobs = Jobs(process.database(), self._settings, self._name, self._ports(process))
        self._repeats(process, jobs.tick, Awaited.DEADLINE, A_TICK)
        self._repeats(process, jobs.dispatch, Awaited.MESSAGE, A_DISPATCH)
        # What stays without an answer would have it look all day: in weeks, once an hour is as good.
        asks_every = LONGEST_REST if self._afterwards else RECONCILE_SECONDS
        self._repeats(process, jobs.reconcile, Awaited.SILENCE, asks_every)
        self._repeats(process, jobs.audit, Awaited.NOTHING, LONGEST_REST)
        self._repeats(process, jobs.forget, Awaited.NOTHING, LONGEST_REST)
        if self._push:
            self._repeats(process, jobs.push, Awaited.PUSH, A_PUSH)
        self._repeats(process, jobs.post, Awaited.MAIL, A_TICK)
        if self._afterwards:
            for job in (jobs.ask_to_close, jobs.pass_on_own_cases, jobs.keep, jobs.sweep):
                self._repeats(process, job, Awaited.NOTHING, LONGEST_REST)
        return process

    def _starts_again(self) -> None:
        self._starts()

    def _repeats(self, process: Process, job: Callable[[], object], awaited: Awaited, every: float) -> None:
        world = self._world

        def goes_on() -> None:
            try:
                while True:
                    try:
                        # A dispatch that sent nothing may have given failures back, and so moved a deadline.
                        if job() or awaited is Awaited.MESSAGE:
                            world.something_changed()
                    except DBAPIError as error:
                        if not is_away(error):
                            raise
                        world.story.tells("job failed", process.name)
                        if self._afterwards:
                            world.something_changed()  # part of its work may be done, and others rest for hours
                    self._rests(process, awaited, every)
            except Crash:
                world.idle.pop(getcurrent(), None)

        world.turns.begin(goes_on, after=world.chance.uniform(0, 1))

    def _rests(self, process: Process, awaited: Awaited, every: float) -> None:
        world = self._world
        at = world.next_moment(awaited)
        wait = self._rest if at is None else (at - world.turns.at).total_seconds()
        world.idle[getcurrent()] = (awaited, every)
        world.turns.sleeps(max(0.0, min(wait, self._rest)) + world.chance.uniform(every / 2, every))
        world.idle.pop(getcurrent(), None)
        if process.gone:
            raise Crash
