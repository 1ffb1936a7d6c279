"""No file and no connection can be opened any more (a limit, set from outside on the running process): what is due is
decided in time all the same, and leaves as soon as something can be opened again. Nothing is started anew for it.
"""

import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.chaos.installation import RECOVERY, Installation, a_quick_organisation

pytestmark = [pytest.mark.timeout(400), pytest.mark.parametrize("kind", ["sqlite"], indirect=True)]
CHASE = "Je afspraak is voorbij"
STANDARD_ONES = 3


@pytest.fixture
def installation(tmp_path: Path, database_url: str) -> Iterator[Installation]:
    with Installation(tmp_path, database_url, a_quick_organisation(database_url), clocks=0) as installation:
        yield installation


def test_what_is_due_is_decided_all_the_same(installation: Installation) -> None:
    ours = installation.ours
    over = datetime.fromisoformat(installation.checks_in(ours.worker, seconds=12)["expectedEnd"])
    (child,) = installation.processes["serve"].children()
    before = resource.prlimit(child, resource.RLIMIT_NOFILE)
    resource.prlimit(child, resource.RLIMIT_NOFILE, (STANDARD_ONES, before[1]))
    assert datetime.now(UTC) < over, "it could open no file too late"
    installation.awaits(lambda: installation.rows("SELECT 1 FROM alarm"), "that it is decided", within=RECOVERY)
    time.sleep(1)
    assert installation.told(ours.worker, CHASE) == []
    resource.prlimit(child, resource.RLIMIT_NOFILE, before)
    again = datetime.now(UTC)
    (text, *_) = installation.hears(ours.worker, CHASE)
    assert (text.at - again).total_seconds() < RECOVERY
    assert installation.processes["serve"].children() == [child]
