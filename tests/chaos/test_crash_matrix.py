"""SIGKILL at every boundary, and SIGSTOP where a process holds something.

The oracle is the fake Twilio's own log: whoever had to be told was told, in time. All scenes play at once, each in an
installation of its own: most of their time they wait. `CHAOS=long` (`make chaos`) dies at more arrivals. `pytest -s`
prints the table.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from foundation.failpoints import Failpoint
from tests.chaos.site import ON_THE_API, PATIENCE, RECOVERY, STEP, Site, Trap, a_quick_town
from tests.support.town import Town
from tests.support.twilio.log import Entry
from tests.support.twilio.webhooks import WebhookFailed

if TYPE_CHECKING:
    from tests.support.postgres import PostgresServer

pytestmark = pytest.mark.timeout(400)
AT_ONCE = 6
CHASE, ALARM, POLICE = "Je afspraak is voorbij", "heeft zich niet afgemeld", "BEL NU 112"
HOLDING = (
    Failpoint.TICK_CLAIMED,
    Failpoint.TICK_RECORDED,
    Failpoint.MESSAGE_CLAIMED,
    Failpoint.MESSAGE_CALLED,
    Failpoint.MESSAGE_SENT,
)
LONG = os.environ.get("CHAOS") == "long"
STANDS_STILL = 60 if LONG else 30
"""Seconds; longer than a lease, and than PostgreSQL lets a transaction do nothing."""


@dataclass(frozen=True)
class Case:
    """Die (or stand still) at this arrival at that place, with so many clocks. 0: `achterwacht serve` on SQLite."""

    point: Failpoint
    clocks: int
    arrival: int
    action: str = "kill"

    def __str__(self) -> str:
        return f"{self.action}-{self.point}-{self.clocks or 'serve'}-{self.arrival}"


def cases() -> list[Case]:
    """The first step (to the worker) or the next ones (to those who watch); for the doors the first request."""
    found = []
    for point in Failpoint:
        if point in ON_THE_API:
            found += [Case(point, 1, 1), Case(point, 0, 1)]
        elif LONG:
            found += [Case(point, clocks, arrival) for clocks in (0, 1, 3) for arrival in (1, 2, 3)]
        else:
            found += [Case(point, 0, 2), Case(point, 1, 2), Case(point, 3, 1)]
    return found + [Case(point, 3, 1, "stop") for point in HOLDING]


@dataclass(frozen=True)
class Outcome:
    """late: seconds from when it was due, or from the death, to when Twilio had it; the worst of all steps."""

    late: float
    duplicates: int
    after_taking: list[Entry]


def play(case: Case, folder: Path, url: str, town: Town) -> Outcome:
    """A visit that nobody ends, the whole ladder, taken by the manager and closed; somewhere on the way, death."""
    trap = Trap(case.point, case.arrival, folder / "died", case.action)
    with Site(folder, url, town, case.clocks, trap) as site:
        # Who dies before the check-in is written leaves the phone to try again, while its visit may not be over yet.
        visit = site.checks_in(town.worker, seconds=20 if case.point is Failpoint.CHECK_IN_RECORDED else 6)
        end = datetime.fromisoformat(visit["expectedEnd"])
        steps: dict[str, tuple[Callable[[], list[Entry]], float]] = {
            "the worker's SMS": (lambda: site.told(town.worker, CHASE), 0.0),
            "the worker's call": (lambda: site.called(town.worker), 1.0),
            "the colleague's SMS": (lambda: site.told(town.colleague, ALARM), STEP),
            "the colleague's call": (lambda: site.called(town.colleague), STEP),
            "the manager's SMS": (lambda: site.told(town.manager, ALARM), 2 * STEP),
            "the manager's call": (lambda: site.called(town.manager), 2 * STEP),
        }
        for what, (find, _) in steps.items():
            site.awaits(find, what)
        if case.action == "stop":
            site.awaits(lambda: datetime.now(UTC) > trap.at + timedelta(seconds=STANDS_STILL), "that it stood still")
            site.resumes(trap.pid)
        code = site.twilio.phone(town.manager.phone).expects_sms(ALARM, within=PATIENCE).code
        if case.point is Failpoint.DIGIT_RECORDED:
            _presses_one(site, town)
        site.texts(town.manager, f"1 {code}")
        taken_at = site.hears(town.colleague, "pakt het op")[0].at
        time.sleep(STEP * 1.5)  # what would have come now must not come
        site.texts(town.manager, f"VEILIG {code}")
        for person in (town.colleague, town.manager):
            site.hears(person, "voorbij")
        assert trap.went_off, f"nobody died at {case.point}\n{site.story()}"
        site.checks()
        assert not site.twilio.log.violations
        late = max((_late(find()[0].at, end + timedelta(seconds=due), trap.at) for find, due in steps.values()))
        after = [
            one
            for who in (town.colleague, town.manager, town.manager2)
            for one in [*site.told(who, ALARM), *site.told(who, POLICE)]
            if one.at > taken_at
        ]
        return Outcome(late, len(site.duplicates()), after)


def _late(told_at: datetime, due: datetime, died: datetime) -> float:
    return (told_at - (max(due, died) if told_at > died else due)).total_seconds()


def _presses_one(site: Site, town: Town) -> None:
    """The manager takes it in the call; the process dies before that is committed, so nobody has taken anything."""
    call = site.twilio.phone(town.manager.phone).expects_call(within=PATIENCE).picks_up()
    with pytest.raises(WebhookFailed):
        call.presses("1")


class Theatre:
    """Plays every scene that was asked for, several at once, and keeps the outcomes."""

    def __init__(self, wanted: list[Case], folder: Path, request: pytest.FixtureRequest) -> None:
        self.folder, self._request = folder, request
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._postgres: PostgresServer | None = None
        kinds = {bool(case.clocks) for case in wanted}
        if True in kinds:
            self._postgres = request.getfixturevalue("postgres")
            self._template = self._postgres.create_database(request.getfixturevalue("postgres_template"))
            self._town = a_quick_town(self._template)
        if False in kinds:
            self._file = folder / "template.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), self._file)
            self._town_of_file = a_quick_town(f"sqlite:///{self._file}")
        self.outcomes: dict[Case, Future[Outcome]] = {case: self._pool.submit(self._play, case) for case in wanted}

    def _play(self, case: Case) -> Outcome:
        folder = self.folder / str(case)
        folder.mkdir()
        if self._postgres is not None and case.clocks:
            return play(case, folder, self._postgres.create_database(self._template), self._town)
        shutil.copy(self._file, folder / "achterwacht.db")
        return play(case, folder, f"sqlite:///{folder / 'achterwacht.db'}", self._town_of_file)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def table(self) -> str:
        lines = ["", f"{'at':<27}{'clocks':>8}{'arrival':>8}{'late, s':>9}{'twice':>7}"]
        for case, future in self.outcomes.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                out = future.result()
                clocks = str(case.clocks or "serve")
                lines.append(
                    f"{case.action} {case.point:<22}{clocks:>8}{case.arrival:>8}{out.late:>9.1f}{out.duplicates:>7}"
                )
        return "\n".join(lines)


@pytest.fixture(scope="module")
def theatre(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    here = [item for item in request.session.items if isinstance(item, pytest.Function)]
    wanted = [cast(Case, item.callspec.params["case"]) for item in here if "theatre" in item.fixturenames]
    made = Theatre(wanted, tmp_path_factory.mktemp("matrix"), request)
    yield made
    made.close()
    print(made.table())


@pytest.mark.parametrize("case", cases(), ids=str)
def test_whoever_dies_everyone_is_told_in_time(case: Case, theatre: Theatre) -> None:
    outcome = theatre.outcomes[case].result()
    assert outcome.late <= RECOVERY
    assert not outcome.after_taking
    # Only who dies with Twilio's answer in its hand can leave doubt; and even then Twilio is asked first.
    assert outcome.duplicates <= (1 if case.point is Failpoint.MESSAGE_SENT else 0)


def test_the_matrix_has_every_failpoint_with_one_clock_and_on_sqlite() -> None:
    assert {(case.point, case.clocks) for case in cases()} >= {(point, n) for point in Failpoint for n in (0, 1)}
