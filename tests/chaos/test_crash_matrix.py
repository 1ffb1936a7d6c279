"""SIGKILL at every boundary, and SIGSTOP where a process holds something.

The oracle is the fake Twilio's own log: whoever had to be told was told, in time. All cases play at once, each in an
installation of its own: most of their time they wait. `CHAOS=long` (`make chaos`) dies at more arrivals. `pytest -s`
prints the table.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from foundation.failpoints import Failpoint
from tests.chaos.installation import IN_THE_MATRIX, ON_THE_API, PATIENCE, RECOVERY, STEP, Installation, Trap, message_of
from tests.chaos.parallel_cases import Case, Outcome, ParallelCases, late
from tests.support.organisations import Organisation
from tests.support.twilio.log import Entry
from tests.support.twilio.webhooks import WebhookFailed

pytestmark = pytest.mark.timeout(400)
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


def cases() -> list[Case]:
    """The first step (to the worker) or the next ones (to those who watch); for the doors the first request."""
    found = []
    for point in IN_THE_MATRIX:
        if point in ON_THE_API:
            found += [Case(point, 1, 1), Case(point, 0, 1)]
        elif LONG:
            found += [Case(point, clocks, arrival) for clocks in (0, 1, 3) for arrival in (1, 2, 3)]
        else:
            found += [Case(point, 0, 2), Case(point, 1, 2), Case(point, 3, 1)]
    return found + [Case(point, 3, 1, "stop") for point in HOLDING]


def play(case: Case, trap: Trap, folder: Path, url: str, ours: Organisation) -> Outcome:
    """A visit that nobody ends, the whole ladder, taken by the manager and closed; somewhere on the way, death."""
    with Installation(folder, url, ours, case.clocks, trap) as installation:
        visit = installation.checks_in(ours.worker, seconds=6)
        end = datetime.fromisoformat(visit["expectedEnd"])
        steps: dict[str, tuple[Callable[[], list[Entry]], float]] = {
            "the worker's SMS": (lambda: installation.told(ours.worker, CHASE), 0.0),
            "the worker's call": (lambda: installation.called(ours.worker), 1.0),
            "the colleague's SMS": (lambda: installation.told(ours.colleague, ALARM), STEP),
            "the colleague's call": (lambda: installation.called(ours.colleague), STEP),
            "the manager's SMS": (lambda: installation.told(ours.manager, ALARM), 2 * STEP),
            "the manager's call": (lambda: installation.called(ours.manager), 2 * STEP),
        }
        for what, (find, _) in steps.items():
            installation.awaits(find, what)
        if case.point not in ON_THE_API:
            # Of three clocks none may come there so often in three steps. Nobody takes it, so the ladder goes on.
            installation.awaits(lambda: trap.went_off, f"that somebody dies at {case.point}")
        if case.action == "stop":
            installation.awaits(
                lambda: datetime.now(UTC) > trap.at + timedelta(seconds=STANDS_STILL), "that it stood still"
            )
            installation.resumes(trap.pid)
        code = installation.twilio.phone(ours.manager.phone).expects_sms(ALARM, within=PATIENCE).code
        if case.point is Failpoint.DIGIT_RECORDED:
            _presses_one(installation, ours)
        installation.texts(ours.manager, f"1 {code}")
        on_its_way, taken_at = installation.on_its_way(), datetime.now(UTC)
        installation.hears(ours.colleague, "pakt het op")
        time.sleep(STEP * 1.5)  # what would have come now must not come
        installation.texts(ours.manager, f"VEILIG {code}")
        for person in (ours.colleague, ours.manager):
            installation.hears(person, "voorbij")
        assert trap.went_off, f"nobody died at {case.point}\n{installation.story()}"
        installation.checks()
        assert not installation.twilio.log.violations
        told = [(find()[0].at, end + timedelta(seconds=due)) for find, due in steps.values()]
        worst = max(late(at, due, trap.at) for at, due in told)
        recovered_in = max(late(at, due, trap.at, installation.goes_again(trap.at)) for at, due in told)
        after = [
            one
            for who in (ours.colleague, ours.manager, ours.manager2)
            for one in [*installation.told(who, ALARM), *installation.told(who, POLICE)]
            if one.at > taken_at and message_of(one) not in on_its_way
        ]
        return Outcome(worst, recovered_in, len(installation.duplicates()), after)


def _presses_one(installation: Installation, ours: Organisation) -> None:
    """The manager takes it in the call; the process dies before that is committed, so nobody has taken anything."""
    call = installation.twilio.phone(ours.manager.phone).expects_call(within=PATIENCE).picks_up()
    with installation.twilio.asks_once(), pytest.raises(WebhookFailed):  # they hung up before it asked again
        call.presses("1")


@pytest.fixture(scope="module")
def parallel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ParallelCases[Case]]:
    made = ParallelCases(play, tmp_path_factory.mktemp("matrix"), request)
    yield made
    made.close()
    print(made.table())


@pytest.mark.parametrize("case", cases(), ids=str)
def test_whoever_dies_everyone_is_told_in_time(case: Case, parallel: ParallelCases[Case]) -> None:
    outcome = parallel.outcomes[case].result()
    assert outcome.recovered_in <= RECOVERY
    assert not outcome.after_taking
    # Only who dies with Twilio's answer in its hand can leave doubt; and even then Twilio is asked first.
    assert outcome.duplicates <= (1 if case.point is Failpoint.MESSAGE_SENT else 0)


def test_the_matrix_has_every_failpoint_with_one_clock_and_on_sqlite() -> None:
    assert {(case.point, case.clocks) for case in cases()} >= {(point, n) for point in IN_THE_MATRIX for n in (0, 1)}
