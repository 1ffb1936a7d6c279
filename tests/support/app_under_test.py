"""The whole application as a test lives in it: a real database, the real doors, a fake Twilio over HTTP, its own time.

def test_plus_fifteen_by_sms_stops_the_chase(app):
    visit = app.jan.checks_in(minutes=30)
    app.passes(minutes=31)
    app.jan.phone.expects_sms("Je afspraak is voorbij").then_replies("+15")

A test fails on any message that nobody expected, on any error in the log, and on a broken invariant.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from functools import cache
from typing import Self
from zoneinfo import ZoneInfo

import httpx2 as httpx
from pydantic import SecretStr
from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from achterwacht.monitoring import invariants
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.roles import ONLY_EVERYWHERE, Role
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.roster.days import holiday_on
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import ShiftRecord
from foundation.clock import Clock
from foundation.columns import Moment
from foundation.session import Database
from foundation.setting_groups.providers import Delivery
from foundation.settings import Settings
from scheduler.jobs import Jobs
from tests.support.dying import Died
from tests.support.mail_server import MailServer
from tests.support.organisations import Employee, Organisation, an_employee, an_organisation
from tests.support.person import Person, an_address
from tests.support.push_service import PushService
from tests.support.shared_app import database_at, front
from tests.support.twilio.exchange import Outcome
from tests.support.twilio.fake import FakeTwilio

__all__ = ["AppUnderTest", "Person", "Rank", "Role", "an_address", "an_app"]

ANYTHING_WAITS = text("""
    SELECT EXISTS (SELECT 1 FROM deadline WHERE fired_at IS NULL AND cancelled_at IS NULL AND due_at <= :now)
        OR EXISTS (SELECT 1 FROM message WHERE state = 'pending' AND not_before <= :now)
        OR EXISTS (SELECT 1 FROM message WHERE state = 'sending' AND lease_until < :now)
        OR EXISTS (SELECT 1 FROM message WHERE news)""").bindparams(bindparam("now", type_=Moment()))
NEXT_MOMENTS = (
    text("""
    SELECT min(due_at) AS moment FROM deadline WHERE fired_at IS NULL AND cancelled_at IS NULL
    UNION ALL SELECT min(not_before) FROM message WHERE state = 'pending' AND not_before > :now
    UNION ALL SELECT min(lease_until) FROM message WHERE state = 'sending'""")
    .bindparams(bindparam("now", type_=Moment()))
    .columns(moment=Moment())
)
A_LOOK = timedelta(milliseconds=1)
A_MOMENT = timedelta(milliseconds=2)
MOST_STEPS = 100
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


WEDNESDAY, MORNING = 2, wall_time(10)
TOWN_TIME = ZoneInfo("Europe/Amsterdam")
QUIET_DAYS = 12


@cache
def wednesday_morning() -> datetime:
    """Returns the next Wednesday morning before ordinary days, since no result may depend on the hour or day at which
    somebody runs a test: in none of the two countries a holiday comes, and no clock changes, until Monday in a week."""
    today = datetime.now(TOWN_TIME).date()
    wednesday = today + timedelta(days=1 + (WEDNESDAY - 1 - today.weekday()) % 7)
    while not _is_quiet(wednesday):
        wednesday += timedelta(weeks=1)
    return datetime.combine(wednesday, MORNING, TOWN_TIME)


def _is_quiet(first: date) -> bool:
    days = [first + timedelta(days=more) for more in range(QUIET_DAYS + 1)]
    offsets = {datetime.combine(day, MORNING, TOWN_TIME).utcoffset() for day in days}
    return len(offsets) == 1 and not any(holiday_on(day, country) for day in days for country in ("NL", "BE"))


class SteppingClock(Clock):
    """A clock that only the test moves, since no result may depend on how busy the machine is.

    Each look is a millisecond later, so that no two moments are the same. With a browser, which has a time of its own,
    it starts at no moment and runs with the real time.
    """

    def __init__(self, begins: datetime | None = None) -> None:
        self._begins = begins and begins.astimezone(UTC)
        self._guard = threading.Lock()
        self._looked = timedelta()
        self._a_look = A_LOOK
        self.offset = timedelta()

    def now(self, session: Session) -> datetime:
        if self._begins is None:
            return super().now(session) + self.offset
        with self._guard:
            self._looked += self._a_look
            return self.reads()

    def reads(self) -> datetime:
        """Returns the moment, without counting as a look."""
        return (self._begins or datetime.now(UTC)) + self._looked + self.offset

    def stands_still(self, at: datetime) -> None:
        """From now on it is this moment, however often somebody looks: for who may only look."""
        self._a_look = timedelta()
        self.goes_to(at)

    def goes_to(self, moment: datetime) -> None:
        self.offset += moment - self.reads()

    def stops(self) -> None:
        """A test with a browser is over: nothing comes due any more while that is being closed."""
        if self._begins is None:
            self._begins, self._a_look = datetime.now(UTC), timedelta()


class AppUnderTest:
    """See the module.

    `ours` holds everybody; these are the usual people by name: Jan visits, Fatima is on duty, Karin manages.
    """

    def __init__(
        self,
        database: Database,
        twilio: FakeTwilio,
        clock: SteppingClock,
        settings: Settings,
        ours: Organisation | None,
    ) -> None:
        self.database = database
        self.twilio = twilio
        self.clock = clock
        self.settings = settings
        self.http = httpx.Client(base_url=settings.base_url, timeout=20, verify=False)
        self.jobs = Jobs(database, settings, "clock")
        self.errors = Errors()
        twilio.before_looking(self.settles)
        twilio.weather.tells_only_the_end()
        self.ours = ours or an_organisation(database, "voorbeeld")
        self.jan = Person(self, self.ours.worker)
        self.ali = Person(self, self.ours.worker2)
        self.fatima = Person(self, self.ours.colleague)
        self.karin = Person(self, self.ours.manager)
        self.mohamed = Person(self, self.ours.manager2)
        self.anne = Person(self, self.ours.administrator)
        self.ruth = Person(self, self.ours.registrar)
        self._newcomers: list[Employee] = []
        self.puts_on_duty((Rank.FIRST, self.fatima), (Rank.MANAGER, self.karin))

    def close(self) -> None:
        self.jobs.close()
        self.http.close()

    def now(self) -> datetime:
        return self.clock.reads()

    # Who and what there is.

    def also_has(self, name: str, *roles: Role) -> Person:
        """Add somebody to the team, or to the organisation where a role is of that alone."""
        with self.database.write() as session:
            grants = [(role, None if role in ONLY_EVERYWHERE else self.ours.team) for role in roles]
            self._newcomers.append(an_employee(session, self.ours.id, self.ours.slug, name, grants))
        return Person(self, self._newcomers[-1])

    @property
    def everybody(self) -> tuple[Employee, ...]:
        """Returns all who work here, also those who came later."""
        return (*self.ours.everybody, *self._newcomers)

    def has_neighbours(self) -> Organisation:
        """Make another organisation in the same database."""
        return an_organisation(self.database, "elders")

    def puts_on_duty(self, *duties: tuple[Rank, Person]) -> Self:
        """Replace the roster: these people, all week, round the clock."""
        with self.database.write() as session:
            for shift in session.scalars(select(ShiftRecord).where(ShiftRecord.organisation_id == self.ours.id)):
                session.delete(shift)
            midnight = wall_time(0, 0)
            for position, (rank, person) in enumerate(duties):
                session.add(
                    ShiftRecord(
                        organisation_id=self.ours.id,
                        team_id=self.ours.team,
                        position=position,
                        person_id=person.id,
                        rank=rank,
                        days=EVERY_DAY,
                        starts=midnight,
                        ends=midnight,
                    )
                )
        return self

    def runs_on(self, profile: str, *changes: tuple[str, str]) -> Self:
        """Let the organisation use this shipped profile, with some words replaced: `("15s", "20s")`."""
        text = shipped()[profile]
        for old, new in changes:
            assert old in text, f"{profile} does not say {old!r}"
            text = text.replace(old, new)
        with self.database.write() as session:
            organisation = session.scalars(
                select(OrganisationRecord).where(OrganisationRecord.id == self.ours.id)
            ).one()
            load_profile(session, organisation, text, self.clock.now(session))
        return self

    def mails_through(self, server: MailServer) -> Self:
        """Put a mail server in the settings from now on."""
        return self._goes_by(server.settings(self.settings))

    def pushes_through(self, service: PushService) -> Self:
        """Put a push service in the settings from now on."""
        return self._goes_by(service.settings(self.settings))

    def simulates_phones(self) -> Self:
        """Let everything go to simulated phones from now on, and to no provider."""
        return self._goes_by(self.settings.model_copy(update={"delivery": Delivery.SIMULATOR}))

    def has_a_register_of_processing(self, address: str) -> Self:
        """Put the address of the organisation's register in the settings from now on."""
        return self._goes_by(self.settings.model_copy(update={"processing_register": address}))

    def _goes_by(self, settings: Settings) -> Self:
        self.settings = settings
        front().goes_by(settings)
        self.jobs.close()
        self.jobs = Jobs(self.database, settings, "clock")
        return self

    # What this test is not about.

    def lets_calls_ring(self) -> Self:
        """Let calls come: nobody takes them, and none of them ends."""
        self.twilio.every_call_ends_as(Outcome.RINGS)
        return self

    def forgets_messages(self) -> Self:
        """Count everything that came until now as read; calls that ring go on ringing."""
        self.settles()
        for number in {sms.to for sms in self.twilio.messages} | {call.to for call in self.twilio.calls}:
            self.twilio.phone(number).forgets()
        return self

    def expects_error(self, part: str) -> Self:
        """Let this test make something go wrong: a line with `part` must be in the log of errors."""
        self.errors.expected.append(part)
        return self

    # Time.

    def passes(self, *, minutes: float = 0, seconds: float = 0) -> Self:
        """Let time pass, from one due thing to the next, as the clock would."""
        target = self.now() + timedelta(minutes=minutes, seconds=seconds)
        self.settles()
        while (due := self._next_moment()) is not None and due <= target:
            self.clock.offset += max(due - self.now(), timedelta()) + A_MOMENT
            self.settles()
        self.clock.offset += max(target - self.now(), timedelta())
        self.jobs.ask_to_close()
        self.jobs.tick()
        return self.settles()

    def passes_until(self, reached: Callable[[], object]) -> Self:
        """Let time pass, from one due thing to the next, until `reached` holds."""
        self.settles()
        for _ in range(MOST_STEPS):
            if reached():
                return self
            due = self._next_moment()
            assert due is not None, "nothing is due any more, and it is not so yet"
            self.clock.offset += max(due - self.now(), timedelta()) + A_MOMENT
            self.settles()
        raise AssertionError(f"it is not so after {MOST_STEPS} steps")

    def settles(self) -> Self:
        """Decide what is due, send what waits, and let the provider report about it, until all is quiet."""
        while not (self.twilio.settles() and self._nothing_waits()):
            self.jobs.tick()
            self.jobs.dispatch()
            self.jobs.post()
            self._pushes()
        self._pushes()
        return self

    def _pushes(self) -> None:
        if self.settings.pushes:
            self.jobs.push()

    def _nothing_waits(self) -> bool:
        with self.database.read() as session:
            waiting = session.scalar(ANYTHING_WAITS, {"now": self.clock.now(session)})
        return not waiting

    def _next_moment(self) -> datetime | None:
        with self.database.read() as session:
            moments = session.execute(NEXT_MOMENTS, {"now": self.clock.now(session)}).scalars()
            return min((one for one in moments if one is not None), default=None)

    def invariants_hold(self) -> bool:
        with self.database.read() as session:
            broken = invariants.broken(session, self.clock.now(session))
        assert not broken, broken
        return True


class Errors(logging.Handler):
    """Any error in the log fails the test, unless the test said it would cause it; then it must be there. That the
    server heard of a death (`dying.py`) is none: a process that is gone says nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        died = record.exc_info and isinstance(record.exc_info[1], Died)
        if record.levelno >= logging.ERROR and not died:
            self.heard.append(self.format(record))

    @contextmanager
    def listening(self) -> Iterator[None]:
        logging.getLogger().addHandler(self)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(self)
        unexpected = [line for line in self.heard if not any(part in line for part in self.expected)]
        assert not unexpected, "errors in the log:\n" + "\n".join(unexpected)
        missing = [part for part in self.expected if not any(part in line for line in self.heard)]
        assert not missing, f"not in the log of errors: {missing}"


@contextmanager
def an_app(
    database_url: str, ours: Organisation | None = None, begins: datetime | None = None
) -> Iterator[AppUnderTest]:
    """Build the application on this database, and check at the end that nothing unexpected happened.

    ours: the people who are in this database already (`tests/acceptance/conftest.py`); without them they are made now.
    """
    clock, url = SteppingClock(begins), front().url
    with FakeTwilio(webhook_base=url, now=clock.reads) as twilio, database_at(database_url, clock) as database:
        settings = Settings(
            _env_file=None,
            database_url=database_url,
            public_base_url=url,
            delivery=Delivery.TWILIO,
            twilio_account_sid=twilio.account,
            twilio_auth_token=SecretStr(twilio.token),
            twilio_from=twilio.number,
            twilio_api_base=twilio.url,
            address_search=False,
        )
        with front().lived_in(database, settings):
            app = AppUnderTest(database, twilio, clock, settings, ours)
            try:
                with app.errors.listening():
                    yield app
                    app.settles()
                    twilio.assert_nothing_unexpected()
                    app.invariants_hold()
            finally:
                app.close()
