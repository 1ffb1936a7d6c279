"""Not one byte can be written (a limit on the size of files, set from outside on the running process): whoever asks for
something is refused and not deceived, the dead-man's switch hears of it, and nothing is lost once there is room again.
"""

import resource
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx2 as httpx
import pytest

from foundation.session import Database
from foundation.settings import Settings
from scheduler.jobs import Jobs
from tests.chaos.installation import PATIENCE, RECOVERY, Installation, a_quick_organisation
from tests.support.app_under_test import an_address
from tests.support.processes import SOON, eventually, status
from tests.support.twilio.listener import HOST, Answer, Listener, Request

pytestmark = [pytest.mark.timeout(400), pytest.mark.parametrize("kind", ["sqlite"], indirect=True)]
CHASE, ALARM = "Je afspraak is voorbij", "heeft zich niet afgemeld"


@pytest.fixture
def installation(tmp_path: Path, database_url: str) -> Iterator[Installation]:
    with Installation(tmp_path, database_url, a_quick_organisation(database_url), clocks=0) as installation:
        yield installation


def set_room(installation: Installation, size: int) -> None:
    """How large the files of the serving process may become."""
    (child,) = installation.processes["serve"].children()
    resource.prlimit(child, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def heartbeats(installation: Installation) -> list[str]:
    """What the dead-man's switch hears of an audit now."""
    heard: list[str] = []

    def listen(request: Request) -> Answer:
        heard.append(request.path)
        return Answer(200)

    listener = Listener(listen, heard.append, 0)
    listener.open()
    database = Database.at(installation.url)
    url = f"http://{HOST}:{listener.port}/beat"
    jobs = Jobs(database, Settings(_env_file=None, database_url=installation.url, heartbeat_url=url), "audit")
    jobs.audit()
    jobs.close()
    database.engine.dispose()
    listener.stop()
    return heard


def test_a_full_disk_refuses_says_so_and_loses_nothing(installation: Installation) -> None:
    ours = installation.ours
    assert heartbeats(installation) == ["/beat"]
    visit = installation.checks_in(ours.worker, seconds=20)
    over = datetime.fromisoformat(visit["expectedEnd"])
    set_room(installation, 0)
    assert datetime.now(UTC) < over, "the disk was full too late"

    end = datetime.now(UTC) + timedelta(minutes=2)
    body = {"address": an_address(), "companions": [], "expectedEnd": end.isoformat(), "checkIn": True}
    key = str(uuid4())
    headers = ours.worker2.headers | {"Idempotency-Key": key}
    refused = httpx.post(f"{installation.addresses[0]}/v1/visits", json=body, headers=headers, timeout=SOON)
    assert refused.status_code == 503
    eventually(lambda: status(installation.ports[0], "/health/ready") == 503)
    assert heartbeats(installation) == ["/beat/fail"]
    eventually(lambda: datetime.now(UTC) > over + timedelta(seconds=1))
    assert not installation.told(ours.worker, CHASE)

    set_room(installation, resource.RLIM_INFINITY)
    freed = datetime.now(UTC)
    installation.hears(ours.worker, CHASE)
    assert (installation.hears(ours.colleague, ALARM)[0].at - freed).total_seconds() < RECOVERY
    installation.asks("POST", "/v1/visits", ours.worker2, body, key=key)
    installation.texts(ours.worker2, "UIT")
    installation.hears(ours.worker2, "Je bent afgemeld")
    alarm = installation.twilio.phone(ours.manager.phone).expects_sms(ALARM, within=PATIENCE)
    installation.texts(ours.manager, f"VEILIG {alarm.code}")
    installation.hears(ours.manager, "voorbij")
    assert not installation.duplicates()
    installation.checks()
