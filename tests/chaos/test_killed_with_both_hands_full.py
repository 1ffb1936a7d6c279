"""A clock on PostgreSQL decides two batches at once: SIGKILL while one hand writes and the other is somewhere else.

Where they are is no matter of luck. The test holds a deadline of each batch, so that both hands stand still in the
middle of writing, which PostgreSQL tells. Then it lets go of one; that hand goes on, and the process dies of where it
comes to, while the other still writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from achterwacht.canary.service import set_canary
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.service import FEWEST
from achterwacht.use_cases.numbers import Numbers
from foundation.failpoints import Failpoint
from foundation.session import Database
from tests.chaos.crowd import ALARM, CHASE, alarms, check_in_many, nothing_waits, steps_decided_twice
from tests.chaos.installation import RECOVERY, STEP, Installation, SetClock, Trap, a_quick_organisation, quick_profile
from tests.chaos.parallel_cases import late
from tests.chaos.test_crash_matrix import LONG

pytestmark = [pytest.mark.timeout(400), pytest.mark.parametrize("kind", ["postgresql"], indirect=True)]
A_BATCH, THE_NEXT = 2 * FEWEST, 10
"""The first batch of a clock that has decided nothing yet, and what is left for its other hand."""
NUMBER = "+31612340098"
AHEAD = timedelta(seconds=10)
"""From writing the visits until they are due. Only then may a hand find the deadlines that the test holds."""
WRITING = """SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'UPDATE deadline SET fired_at%'"""


@pytest.fixture
def trap(request: pytest.FixtureRequest, tmp_path: Path) -> Trap:
    point, arrival = request.param
    return Trap(point, arrival, tmp_path / "died")


@pytest.fixture
def installation(tmp_path: Path, database_url: str, trap: Trap) -> Iterator[Installation]:
    ours = a_quick_organisation(database_url, quick_profile(manager=600, police=1200, calls=False))
    with Installation(tmp_path, database_url, ours, clocks=1, trap=trap) as installation:
        yield installation


def set_canary_at(installation: Installation, due: datetime, now: datetime) -> None:
    """A test message: behind all visits, so that the last batch has something to claim when its visits are written."""
    database = Database.at(installation.url, SetClock(now))
    with database.write() as session:
        on_the_wall = due.astimezone(ZoneInfo("Europe/Amsterdam")).time()
        set_canary(session, installation.ours.id, NUMBER, on_the_wall, Numbers().for_a_canary)
    database.engine.dispose()


@contextmanager
def held(installation: Installation, visit: UUID) -> Iterator[None]:
    """Whoever writes that a deadline of this visit fired has to wait."""
    database = Database.at(installation.url)
    with database.write() as session:
        of_it = select(DeadlineRecord.id).where(DeadlineRecord.root_id == visit).with_for_update()
        assert session.scalars(of_it.execution_options(across_organisations=True)).all()
        yield
    database.engine.dispose()


def places() -> list[tuple[Failpoint, int]]:
    """Where the hand is that the process dies of. The canary is claimed third, after the visits of each batch."""
    others = [(Failpoint.TICK_RECORDED, 1), (Failpoint.TICK_COMMITTED, 1)] if LONG else []
    return [(Failpoint.TICK_CLAIMED, 3), *others]


@pytest.mark.parametrize("trap", places(), ids=lambda place: str(place[0]), indirect=True)
def test_killed_while_one_hand_writes_and_the_other_does_not(installation: Installation, trap: Trap) -> None:
    ours, now = installation.ours, datetime.now(UTC)
    end = now + AHEAD
    set_canary_at(installation, end, now)
    a_moment_later = end + timedelta(microseconds=1)  # so it is known who is in which batch
    visits = check_in_many(installation, now, [end] * A_BATCH + [a_moment_later] * THE_NEXT)

    with held(installation, visits[0]):
        with held(installation, visits[-1]):
            assert datetime.now(UTC) < end, "the deadlines were held too late"
            installation.awaits(lambda: len(installation.rows(WRITING)) == 2, "that both hands write")
        installation.awaits(lambda: trap.went_off, f"that it dies at {trap.point}")
        assert len(installation.rows(WRITING)) == 1, "one batch was being written"

    installation.awaits(
        lambda: len(alarms(installation, ours.colleague)) == len(visits), "that the colleague hears of everyone"
    )
    installation.awaits(lambda: installation.twilio.log.created("Messages", NUMBER), "that the test message is sent")
    installation.awaits(lambda: nothing_waits(installation), "that all is said")
    chased, alarmed = installation.told(ours.worker, CHASE), installation.told(ours.colleague, ALARM)
    assert len(chased) == len(alarmed) == len(visits)
    again = installation.goes_again(trap.at)
    assert max(late(one.at, end, trap.at, again) for one in chased) <= RECOVERY
    assert max(late(one.at, end + timedelta(seconds=STEP), trap.at, again) for one in alarmed) <= RECOVERY
    assert len(installation.twilio.log.created("Messages", NUMBER)) == 1
    assert not installation.duplicates()
    assert steps_decided_twice(installation) == 0
    assert not installation.twilio.log.violations
    installation.checks()
