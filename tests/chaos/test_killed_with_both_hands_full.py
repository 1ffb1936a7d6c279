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
from foundation.failpoints import Failpoint
from foundation.session import Database
from tests.chaos.crowd import ALARM, CHASE, alarms, check_in_many, nothing_waits, steps_decided_twice
from tests.chaos.site import RECOVERY, STEP, SetClock, Site, Trap, a_quick_town, quick_profile
from tests.chaos.test_crash_matrix import LONG
from tests.chaos.theatre import late

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
def site(tmp_path: Path, database_url: str, trap: Trap) -> Iterator[Site]:
    town = a_quick_town(database_url, quick_profile(manager=600, police=1200, calls=False))
    with Site(tmp_path, database_url, town, clocks=1, trap=trap) as site:
        yield site


def set_canary_at(site: Site, due: datetime, now: datetime) -> None:
    """A test message: behind all visits, so that the last batch has something to claim when its visits are written."""
    database = Database.at(site.url, SetClock(now))
    with database.write() as session:
        set_canary(session, site.town.id, NUMBER, due.astimezone(ZoneInfo("Europe/Amsterdam")).time())
    database.engine.dispose()


@contextmanager
def held(site: Site, visit: UUID) -> Iterator[None]:
    """Whoever writes that a deadline of this visit fired has to wait."""
    database = Database.at(site.url)
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
def test_killed_while_one_hand_writes_and_the_other_does_not(site: Site, trap: Trap) -> None:
    town, now = site.town, datetime.now(UTC)
    end = now + AHEAD
    set_canary_at(site, end, now)
    a_moment_later = end + timedelta(microseconds=1)  # so it is known who is in which batch
    visits = check_in_many(site, now, [end] * A_BATCH + [a_moment_later] * THE_NEXT)

    with held(site, visits[0]):
        with held(site, visits[-1]):
            assert datetime.now(UTC) < end, "the deadlines were held too late"
            site.awaits(lambda: len(site.rows(WRITING)) == 2, "that both hands write")
        site.awaits(lambda: trap.went_off, f"that it dies at {trap.point}")
        assert len(site.rows(WRITING)) == 1, "one batch was being written"

    site.awaits(lambda: len(alarms(site, town.colleague)) == len(visits), "that the colleague hears of everyone")
    site.awaits(lambda: site.twilio.log.created("Messages", NUMBER), "that the test message is sent")
    site.awaits(lambda: nothing_waits(site), "that all is said")
    chased, alarmed = site.told(town.worker, CHASE), site.told(town.colleague, ALARM)
    assert len(chased) == len(alarmed) == len(visits)
    again = site.goes_again(trap.at)
    assert max(late(one.at, end, trap.at, again) for one in chased) <= RECOVERY
    assert max(late(one.at, end + timedelta(seconds=STEP), trap.at, again) for one in alarmed) <= RECOVERY
    assert len(site.twilio.log.created("Messages", NUMBER)) == 1
    assert not site.duplicates()
    assert steps_decided_twice(site) == 0
    assert not site.twilio.log.violations
    site.checks()
