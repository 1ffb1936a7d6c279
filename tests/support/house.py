"""The whole application as a test lives in it: a real database, the real doors, a fake Twilio over HTTP, its own time.

def test_plus_fifteen_by_sms_stops_the_chase(house):
    visit = house.jan.checks_in(minutes=30)
    house.passes(minutes=31)
    house.jan.phone.expects_sms("Je afspraak is voorbij").then_replies("+15")

A test fails on any message that nobody expected, on any error in the log, and on a broken invariant.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from typing import Any, Self
from uuid import UUID, uuid4

import httpx2 as httpx
import uvicorn
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import ShiftRecord
from achterwacht.watch import invariants
from api.app import create_app
from foundation.clock import Clock
from foundation.session import Database
from foundation.settings import Delivery, Settings
from notifications.records import MessageRecord, MessageState
from scheduler.jobs import Jobs
from tests.support.town import Citizen, Town, a_town
from tests.support.twilio.fake import FakeTwilio
from tests.support.twilio.phones import Phone

HOUSES = iter(range(1, 100_000))
A_MOMENT = timedelta(milliseconds=2)
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


class HouseClock(Clock):
    """Real time, moved forward by the test."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self, session: Session) -> datetime:
        return super().now(session) + self.offset

    def reads(self) -> datetime:
        return datetime.now(UTC) + self.offset


class Person:
    """Somebody in the house: asks the API over HTTP, and has a phone."""

    def __init__(self, house: House, citizen: Citizen) -> None:
        self.house = house
        self.citizen = citizen
        self._phone: Phone = house.twilio.phone(citizen.phone)

    @property
    def phone(self) -> Phone:
        """Their phone, once everything that was decided has reached it."""
        self.house.settles()
        return self._phone

    @property
    def id(self) -> UUID:
        return self.citizen.id

    @property
    def name(self) -> str:
        return self.citizen.name

    def asks(self, path: str, expect: int = 200) -> dict[str, Any]:
        return self._answered(self.house.http.get(path, headers=self.citizen.headers), expect)

    def posts(self, path: str, body: dict[str, Any] | None = None, *, expect: int = 200, key: str | None = None) -> Any:
        headers = self.citizen.headers | ({"Idempotency-Key": key} if key else {})
        answer = self.house.http.post(path, json=body or {}, headers=headers)
        return self._answered(answer, expect)

    def _answered(self, answer: httpx.Response, expect: int) -> Any:
        assert answer.status_code == expect, f"{answer.status_code}: {answer.text}"
        return answer.json() if answer.content else None

    def plans(self, *, minutes: float = 30, starts_in: float = 0, expect: int = 201, **more: Any) -> dict[str, Any]:
        """Plan a visit that starts in so many minutes and lasts `minutes`."""
        start = self.house.now() + timedelta(minutes=starts_in)
        body = {
            "id": str(uuid4()),
            "address": an_address(),
            "clientName": "J. de Vries",
            "companions": [],
            "plannedStart": start.isoformat(),
            "expectedEnd": (start + timedelta(minutes=minutes)).isoformat(),
            **more,
        }
        visit: dict[str, Any] = self.posts("/v1/visits", body, expect=expect)
        return visit

    def checks_in(self, *, minutes: float = 30, **more: Any) -> dict[str, Any]:
        """Check in at once, for so many minutes."""
        return self.plans(minutes=minutes, checkIn=True, **more)

    def visit(self, visit: dict[str, Any]) -> dict[str, Any]:
        """The visit as this person sees it now."""
        return self.asks(f"/v1/visits/{visit['id']}")

    def alarm(self) -> dict[str, Any]:
        """The one open alarm that this person sees."""
        (alarm,) = self.asks("/v1/alarms?open=true")["alarms"]
        found: dict[str, Any] = alarm
        return found

    def does(self, visit: dict[str, Any], action: str, *, expect: int = 200, **body: Any) -> Any:
        """An action on a visit."""
        return self.posts(f"/v1/visits/{visit['id']}/{action}", body, expect=expect)

    def on_alarm(self, alarm: dict[str, Any], action: str, *, expect: int = 200, **body: Any) -> Any:
        """An action on an alarm."""
        return self.posts(f"/v1/alarms/{alarm['id']}/{action}", body, expect=expect)


class House:
    """See the module. `town` has everybody; the usual people by name: Jan visits, Fatima is on duty, Karin manages."""

    def __init__(self, database: Database, twilio: FakeTwilio, clock: HouseClock, url: str, settings: Settings) -> None:
        self.database = database
        self.twilio = twilio
        self.clock = clock
        self.settings = settings
        self.http = httpx.Client(base_url=url, timeout=20)
        self.jobs = Jobs(database, settings, "house")
        self.town: Town = a_town(database, "voorbeeld")
        self.jan = Person(self, self.town.worker)
        self.ali = Person(self, self.town.worker2)
        self.fatima = Person(self, self.town.colleague)
        self.karin = Person(self, self.town.manager)
        self.mohamed = Person(self, self.town.manager2)
        self.anne = Person(self, self.town.administrator)
        self.puts_on_duty((Rank.FIRST, self.fatima), (Rank.MANAGER, self.karin))

    def close(self) -> None:
        self.jobs.close()
        self.http.close()

    def now(self) -> datetime:
        return self.clock.reads()

    def puts_on_duty(self, *duties: tuple[Rank, Person]) -> Self:
        """Replace the roster: these people, all week, round the clock."""
        with self.database.write() as session:
            for shift in session.scalars(select(ShiftRecord).where(ShiftRecord.organisation_id == self.town.id)):
                session.delete(shift)
            midnight = wall_time(0, 0)
            for rank, person in duties:
                session.add(
                    ShiftRecord(
                        organisation_id=self.town.id,
                        team_id=self.town.team,
                        person_id=person.id,
                        rank=rank,
                        days=EVERY_DAY,
                        starts=midnight,
                        ends=midnight,
                    )
                )
        return self

    def runs_on(self, profile: str) -> Self:
        """Let the organisation run on this profile: the id of a shipped one, or a TOML text."""
        with self.database.write() as session:
            organisation = session.scalars(
                select(OrganisationRecord).where(OrganisationRecord.id == self.town.id)
            ).one()
            load_profile(session, organisation, shipped().get(profile, profile), self.clock.now(session))
        return self

    def passes(self, *, minutes: float = 0, seconds: float = 0) -> Self:
        """Let time pass, from one thing that is due to the next, as the clock would."""
        target = self.now() + timedelta(minutes=minutes, seconds=seconds)
        self.settles()
        while (due := self._next_moment()) is not None and due <= target:
            self.clock.offset += max(due - self.now(), timedelta()) + A_MOMENT
            self.settles()
        self.clock.offset += max(target - self.now(), timedelta())
        return self.settles()

    def settles(self) -> Self:
        """Decide what is due, send what waits, and let the provider tell about it, until all is quiet."""
        while True:
            fired = self.jobs.tick()
            sent = self.jobs.dispatch()
            quiet = self.twilio.settles()
            with self.database.read() as session:
                news = session.scalar(select(func.count()).select_from(MessageRecord).where(MessageRecord.news)) or 0
            if quiet and not (fired or sent or news):
                return self

    def _next_moment(self) -> datetime | None:
        with self.database.read() as session:
            now = self.clock.now(session)
            deadline = session.scalar(
                select(func.min(DeadlineRecord.due_at)).where(
                    DeadlineRecord.fired_at.is_(None), DeadlineRecord.cancelled_at.is_(None)
                )
            )
            message = session.scalar(
                select(func.min(MessageRecord.not_before)).where(
                    MessageRecord.state == MessageState.PENDING, MessageRecord.not_before > now
                )
            )
        return min((one for one in (deadline, message) if one is not None), default=None)

    def invariants_hold(self) -> bool:
        with self.database.read() as session:
            broken = invariants.broken(session, self.clock.now(session))
        assert not broken, broken
        return True


def an_address(number: int | None = None) -> dict[str, Any]:
    """Dorpsstraat in Den Bosch; another house each time unless told."""
    return {
        "country": "NL",
        "postcode": "5211 AA",
        "houseNumber": number or next(HOUSES),
        "street": "Dorpsstraat",
        "city": "Den Bosch",
    }


@contextmanager
def a_house(database_url: str) -> Iterator[House]:
    """Build the house on this database, and look at its end that nothing was unexpected."""
    clock = HouseClock()
    with FakeTwilio(now=clock.reads) as twilio, _listening() as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        twilio.webhook_base = url
        settings = Settings(
            _env_file=None,
            database_url=database_url,
            public_base_url=url,
            delivery=Delivery.TWILIO,
            twilio_account_sid=twilio.account,
            twilio_auth_token=twilio.token,
            twilio_from=twilio.number,
            twilio_api_base=twilio.url,
        )
        database = Database.at(database_url, clock)
        with _serving(database, settings, listener), _no_errors():
            house = House(database, twilio, clock, url, settings)
            try:
                yield house
                house.settles()
                twilio.assert_nothing_unexpected()
                house.invariants_hold()
            finally:
                house.close()
        database.engine.dispose()


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        yield listener


@contextmanager
def _serving(database: Database, settings: Settings, listener: socket.socket) -> Iterator[None]:
    """The real uvicorn, in a thread."""
    server = uvicorn.Server(uvicorn.Config(create_app(database, settings), log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.005)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def _no_errors() -> Iterator[None]:
    """Any error in the log fails the test."""
    heard: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.ERROR:
                heard.append(self.format(record))

    listener = Listener()
    logging.getLogger().addHandler(listener)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(listener)
    assert not heard, "errors in the log:\n" + "\n".join(heard)
