"""An installation under attack: real processes, a real database, a fake Twilio over HTTP, and one way to die.

On PostgreSQL two `achterwacht api` and one or three `achterwacht clock`; on SQLite one `achterwacht serve`. What ends
is started again, as systemd would do it; of three clocks the dead one stays away, and the others have to manage.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from functools import partial
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid4

import httpx2 as httpx
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import ShiftRecord
from foundation.clock import Clock, clock_of
from foundation.failpoints import Failpoint
from foundation.session import Database
from tests.support.app_under_test import an_address
from tests.support.organisations import Employee, Organisation, an_organisation
from tests.support.ports import a_port_of_our_own
from tests.support.processes import Started, eventually, status
from tests.support.twilio.exchange import Outcome
from tests.support.twilio.fake import FakeTwilio
from tests.support.twilio.log import Entry
from tests.support.twilio.webhooks import WebhookFailed

RECOVERY = 30.0
"""Seconds within which a due step must have reached its person once a clock goes again."""
PATIENCE = 180.0
"""Seconds for what has no limit of its own: hundreds of texts leave slowly on a busy machine."""
STUCK = 70
"""The exit code of a clock whose watchdog saw a tick that did not end."""
TICKED = "SELECT 1 FROM clock WHERE name LIKE :name AND ticked_at > :since"
CLOCK_STARTED = "clock started"
STEP = 2
AFTERWARDS = (
    Failpoint.TASK_LAID, Failpoint.ATTACHMENT_STORED, Failpoint.MEASURE_DECIDED, Failpoint.LETTER_SIGNED,
    Failpoint.LETTER_STORED, Failpoint.POLICE_NOTED, Failpoint.DAMAGE_SETTLED,
)  # fmt: skip
"""What is done after an incident (`test_killed_after_an_incident.py`)."""
SINCE = (Failpoint.NEEDED_TOLD, Failpoint.PHONED_LATER, Failpoint.CASE_REOPENED)
"""Who is needed, at once or in the morning, and a report that is opened again (`test_killed_since_a_report.py`)."""
TRIED_ELSEWHERE = frozenset(
    {
        *AFTERWARDS,
        *SINCE,
        Failpoint.LETTER_RETOLD,
        Failpoint.PIN_SETTLED,
        Failpoint.ATTACHMENT_REMOVED,
        Failpoint.PUSH_LAID,
        Failpoint.WAITING_MOVED,
    }
)
"""Nobody in those cases types a PIN (`test_killed_on_the_ladder.py`), does anything after an incident, takes an
attachment away (`integration/test_attachments_api.py`), shows pushes (`test_crashes_beside_the_watch.py`), or leaves or
gets another number (`test_killed_as_somebody_leaves.py`)."""
IN_THE_MATRIX = tuple(point for point in Failpoint if point not in TRIED_ELSEWHERE)
"""Where somebody dies in every case."""
ON_THE_API = (
    Failpoint.CHECK_IN_RECORDED,
    Failpoint.STATUS_RECORDED,
    Failpoint.TEXT_RECORDED,
    Failpoint.DIGIT_RECORDED,
    Failpoint.REQUEST_COMMITTED,
    Failpoint.TASK_LAID,
    Failpoint.ATTACHMENT_STORED,
    Failpoint.MEASURE_DECIDED,
    Failpoint.LETTER_RETOLD,
    Failpoint.LETTER_SIGNED,
    Failpoint.POLICE_NOTED,
    Failpoint.DAMAGE_SETTLED,
    Failpoint.NEEDED_TOLD,
    Failpoint.CASE_REOPENED,
    Failpoint.WAITING_MOVED,
)


def quick_profile(*, colleague: float = STEP, manager: float = STEP, police: float = STEP, calls: bool = True) -> str:
    """The demonstration with steps of seconds, without a reminder and without a check call in the way."""
    profile = shipped()["demo"]
    for old, new in (
        ('reminder_before_end = "15s"', 'reminder_before_end = "10m"'),
        ('after = "30s"\nways', 'after = "10m"\nways'),
        ('repeat_every = "30s"', 'repeat_every = "10s"'),
        ('unresolved_after = "30s"', 'unresolved_after = "5m"'),
    ):
        assert old in profile, old
        profile = profile.replace(old, new)
    before, behind = profile.split("[[ladder.steps]]")[0], profile[profile.index("[panic]") :]
    after = {"worker": 0, "colleague": colleague, "manager": manager, "police": police}
    steps = [
        f'[[ladder.steps]]\nlevel = "{level}"\nafter = "{seconds}s"\nways = [{_ways(level, calls)}]\n'
        for level, seconds in after.items()
    ]
    return before + "\n".join(steps) + "\n" + behind


def _ways(level: str, calls: bool) -> str:
    later = ', after = "1s"' if level == "worker" else ""
    return '{ channel = "sms" }' + (f', {{ channel = "call"{later} }}' if calls else "")


def fill(database: Database, ours: Organisation, profile: str) -> None:
    """A profile, and a roster for all hours."""
    with database.write() as session:
        organisation = session.scalars(select(OrganisationRecord).where(OrganisationRecord.id == ours.id)).one()
        load_profile(session, organisation, profile, clock_of(session).now(session))
        for rank, person in ((Rank.FIRST, ours.colleague), (Rank.MANAGER, ours.manager)):
            session.add(_all_week(ours, rank, person.id))


def a_quick_organisation(url: str, profile: str = "") -> Organisation:
    """People, a roster, and a quick profile, in an empty database."""
    database = Database.at(url)
    ours = an_organisation(database, "voorstad")
    fill(database, ours, profile or quick_profile())
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    return ours


def _all_week(ours: Organisation, rank: Rank, person: UUID) -> ShiftRecord:
    midnight = wall_time(0, 0)
    return ShiftRecord(
        organisation_id=ours.id,
        team_id=ours.team,
        person_id=person,
        rank=rank,
        days=[1, 2, 3, 4, 5, 6, 7],
        starts=midnight,
        ends=midnight,
    )


class SaidNo(AssertionError):
    """Somebody answered, and refused."""


@dataclass
class SetClock(Clock):
    """A clock that a case sets."""

    at: datetime

    def now(self, session: Session) -> datetime:
        return self.at


def message_of(told: Entry) -> str:
    """The id of the message that this request to Twilio was for."""
    return told.form["StatusCallback"].partition("/status/")[2].partition("#")[0]


@dataclass(frozen=True)
class Trap:
    """Where a process dies (or stands still), and the file in which it says that it did."""

    point: Failpoint
    arrival: int
    mark: Path
    action: str = "kill"

    @property
    def setting(self) -> dict[str, str]:
        return {"ACHTERWACHT_FAILPOINT": f"{self.point} {self.action} {self.arrival} {self.mark}"}

    @property
    def went_off(self) -> bool:
        return self.mark.exists() and len(self.mark.read_text().split()) == 2

    @property
    def pid(self) -> int:
        return int(self.mark.read_text().split()[0])

    @property
    def at(self) -> datetime:
        """When it went off."""
        return datetime.fromisoformat(self.mark.read_text().split()[1])


class Installation:
    """One installation. `clocks` 0 is `achterwacht serve`; `settings` are its own. Use it as a context manager."""

    def __init__(
        self,
        folder: Path,
        url: str,
        ours: Organisation,
        clocks: int,
        trap: Trap | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.url, self.ours, self.clocks, self.trap = folder, url, ours, clocks, trap
        self._settings = dict(settings or {})
        self._database = Database.at(url)
        self._held = ExitStack()
        self.ports = [self._held.enter_context(a_port_of_our_own()) for _ in range(2 if clocks else 1)]
        self.twilio = FakeTwilio(webhook_base=self.addresses[0])
        self.twilio.every_call_ends_as(Outcome.RINGS)
        self.twilio.tolerates_refused_callbacks = True  # while nobody is there, nobody answers them
        self.processes: dict[str, Started] = {}
        self._closing = threading.Event()
        self._tending = threading.Thread(target=self._tend, name="systemd")

    @property
    def addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    def __enter__(self) -> Self:
        self.twilio.start()
        trapped_clock = self.trap is not None and self.trap.point not in ON_THE_API
        if not self.clocks:
            self._starts("serve", "serve", "--port", str(self.ports[0]), trapped=self.trap is not None)
        for number, port in enumerate(self.ports if self.clocks else []):
            # The first has the callbacks, and is the one that dies of them.
            trapped = self.trap is not None and self.trap.point in ON_THE_API and number == 0
            self._starts(f"api {number}", "api", "--port", str(port), trapped=trapped)
        for number in range(self.clocks):
            self._starts(f"clock {number}", "clock", trapped=trapped_clock)
        try:
            for port in self.ports:
                self.awaits(partial(self._is_ready, port), f"that it is ready on port {port}")
        except BaseException:
            self.__exit__()  # else its processes would stay, and slow down the cases after it
            raise
        self._tending.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        if self._tending.is_alive():
            self._tending.join()
        for one in self.processes.values():
            one.is_killed()
        self.twilio.stop()
        self._held.close()

    @property
    def settings(self) -> dict[str, str]:
        """What all its processes are started with."""
        return self.twilio.environment | {"ACHTERWACHT_PUBLIC_BASE_URL": self.addresses[0]} | self._settings

    def _starts(self, name: str, *words: str, trapped: bool = False) -> None:
        trap = self.trap.setting if trapped and self.trap is not None else {}
        self.processes[name] = Started(self.folder, self.url, *words, settings=self.settings | trap)

    def starts_again(self, clock: str) -> None:
        """A clock that ended, and had stayed away."""
        self._starts(clock, "clock")

    def _tend(self) -> None:
        while not self._closing.wait(0.05):
            for name, process in list(self.processes.items()):
                if process.ended_with is None or self._closing.is_set():
                    continue
                if name == "api 0":
                    self.twilio.reached_at = self.addresses[-1]  # the load balancer sees that it is gone
                elif name.startswith("clock") and (self.clocks == 1 or process.ended_with == STUCK):
                    self._starts(name, "clock")

    def _is_ready(self, port: int) -> bool:
        return status(port, "/health/ready") == 200

    def resumes(self, pid: int) -> None:
        """Let a clock that stood still go on, until it has ticked for two seconds or has seen that it was stuck."""
        os.kill(pid, signal.SIGCONT)
        since = datetime.now(UTC) + timedelta(seconds=2)
        self.awaits(
            lambda: not Path(f"/proc/{pid}").exists() or self.rows(TICKED, name=f"%:{pid}", since=since),
            "that the clock ticks again",
        )

    def goes_again(self, died: datetime) -> datetime:
        """When there was a clock after somebody died: then already, where another was left. What a busy machine needs
        to start one says nothing about the product.
        """
        if self.clocks > 1:
            return died
        lines = (line for one in self.processes.values() for line in one.said.read_text().splitlines())
        starts = [datetime.fromisoformat(line.split()[0]) for line in lines if CLOCK_STARTED in line]
        return min((one for one in starts if one > died), default=died)

    def rows(self, query: str, **named: object) -> Sequence[Any]:
        """What stands in the database. Nothing stays connected: who dies, or loses it, is the product."""
        try:
            with self._database.read() as session:
                return session.execute(text(query), named).all()
        finally:
            self._database.engine.dispose()

    # What people do.

    def asks(self, method: str, path: str, who: Employee, body: Mapping[str, Any], key: str = "") -> dict[str, Any]:
        """Ask until somebody answers, as a phone does: first here, then there, always with the same key."""
        headers = who.headers | ({"Idempotency-Key": key} if key else {})
        give_up = time.monotonic() + PATIENCE
        while True:
            for address in self.addresses:
                try:
                    answer = httpx.request(
                        method, f"{address}{path}", json=body or None, headers=headers, timeout=30, verify=False
                    )
                except httpx.TransportError:
                    continue
                if answer.status_code < 500:
                    if answer.status_code not in (200, 201):
                        raise SaidNo(answer.text)
                    found: dict[str, Any] = answer.json()
                    return found
            assert time.monotonic() < give_up, "nobody answers"
            time.sleep(0.1)

    def checks_in(self, who: Employee, seconds: float) -> dict[str, Any]:
        """A visit of so many seconds, and anew when nobody heard of it before they were over."""
        while True:
            end = datetime.now(UTC) + timedelta(seconds=seconds)
            body = {"address": an_address(), "companions": [], "expectedEnd": end.isoformat(), "checkIn": True}
            try:
                return self.asks("POST", "/v1/visits", who, body, key=str(uuid4()))
            except SaidNo as refusal:
                if "end_before_start" not in str(refusal):
                    raise

    def texts(self, who: Employee, words: str) -> None:
        """Send an SMS. Nobody answered the webhook: the provider tries it again, with the same id."""
        sid = f"SM{uuid4().hex}"
        eventually(lambda: self._got_through(who, words, sid), within=PATIENCE)

    def _got_through(self, who: Employee, words: str, sid: str) -> bool:
        try:
            return self.twilio.phone(who.phone).sends(words, sid=sid) == 200
        except WebhookFailed:
            return False

    # What the fake Twilio has seen: the oracle.

    def told(self, who: Employee, part: str) -> list[Entry]:
        """The texts with these words that Twilio took for this person."""
        return [one for one in self.twilio.log.created("Messages", who.phone) if part in one.form["Body"]]

    def called(self, who: Employee) -> list[Entry]:
        return self.twilio.log.created("Calls", who.phone)

    def duplicates(self) -> list[str]:
        """Messages and calls that Twilio took more than once, by their id."""
        seen: dict[str, int] = {}
        for one in self.twilio.log.created():
            message = message_of(one)
            seen[message] = seen.get(message, 0) + 1
        return [message for message, times in seen.items() if times > 1]

    def on_its_way(self) -> set[str]:
        """The messages that a sender holds at this moment. What is with the provider nobody can call back."""
        return {str(UUID(str(one.id))) for one in self.rows("SELECT id FROM message WHERE state = 'sending'")}

    def hears(self, who: Employee, part: str, times: int = 1) -> list[Entry]:
        """Wait until Twilio took so many texts with these words for this person."""
        self.awaits(lambda: len(self.told(who, part)) >= times, f"{part!r} to {who.name}")
        return self.told(who, part)

    def awaits(self, sees: Callable[[], object], what: str, *, within: float = PATIENCE) -> None:
        give_up = time.monotonic() + within
        while not sees():
            assert time.monotonic() < give_up, f"not within {within} s: {what}\n{self.story()}"
            time.sleep(0.05)

    def story(self) -> str:
        """What was said, for whoever reads of a failure."""
        taken = self.twilio.log.created()
        lines = [f"{one.at:%H:%M:%S.%f} {one.what} {one.to} {one.form.get('Body', '')[:60]}" for one in taken]
        logs = [f"--- {one.said.name}\n{one.said.read_text()[-3000:]}" for one in self.processes.values()]
        return "\n".join([*lines, *logs])

    def checks(self) -> None:
        """`achterwacht check` finds nothing wrong."""
        check = Started(self.folder, self.url, "check")
        assert check.waits() == 0, check.said.read_text() + self.story()
