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
from tests.chaos.site import PATIENCE, RECOVERY, Site, a_quick_town
from tests.support.house import an_address
from tests.support.processes import SOON, eventually, status
from tests.support.twilio.listener import HOST, Answer, Listener, Request

pytestmark = [pytest.mark.timeout(400), pytest.mark.parametrize("kind", ["sqlite"], indirect=True)]
CHASE, ALARM = "Je afspraak is voorbij", "heeft zich niet afgemeld"


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Iterator[Site]:
    with Site(tmp_path, database_url, a_quick_town(database_url), clocks=0) as site:
        yield site


def set_room(site: Site, size: int) -> None:
    """How large the files of the serving process may become."""
    (child,) = site.processes["serve"].children()
    resource.prlimit(child, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def heartbeats(site: Site) -> list[str]:
    """What the dead-man's switch hears of an audit now."""
    heard: list[str] = []

    def listen(request: Request) -> Answer:
        heard.append(request.path)
        return Answer(200)

    listener = Listener(listen, heard.append, 0)
    listener.open()
    database = Database.at(site.url)
    url = f"http://{HOST}:{listener.port}/beat"
    jobs = Jobs(database, Settings(_env_file=None, database_url=site.url, heartbeat_url=url), "audit")
    jobs.audit()
    jobs.close()
    database.engine.dispose()
    listener.stop()
    return heard


def test_a_full_disk_refuses_says_so_and_loses_nothing(site: Site) -> None:
    town = site.town
    assert heartbeats(site) == ["/beat"]
    visit = site.checks_in(town.worker, seconds=10)
    over = datetime.fromisoformat(visit["expectedEnd"])
    set_room(site, 0)
    assert datetime.now(UTC) < over, "the disk was full too late"

    end = datetime.now(UTC) + timedelta(minutes=2)
    body = {"address": an_address(), "companions": [], "expectedEnd": end.isoformat(), "checkIn": True}
    key = str(uuid4())
    headers = town.worker2.headers | {"Idempotency-Key": key}
    refused = httpx.post(f"{site.addresses[0]}/v1/visits", json=body, headers=headers, timeout=SOON)
    assert refused.status_code == 503
    eventually(lambda: status(site.ports[0], "/health/ready") == 503)
    assert heartbeats(site) == ["/beat/fail"]
    eventually(lambda: datetime.now(UTC) > over + timedelta(seconds=1))
    assert not site.told(town.worker, CHASE)

    set_room(site, resource.RLIM_INFINITY)
    freed = datetime.now(UTC)
    site.hears(town.worker, CHASE)
    assert (site.hears(town.colleague, ALARM)[0].at - freed).total_seconds() < RECOVERY
    site.asks("POST", "/v1/visits", town.worker2, body, key=key)
    site.texts(town.worker2, "UIT")
    site.hears(town.worker2, "Je bent afgemeld")
    alarm = site.twilio.phone(town.manager.phone).expects_sms(ALARM, within=PATIENCE)
    site.texts(town.manager, f"VEILIG {alarm.code}")
    site.hears(town.manager, "voorbij")
    assert not site.duplicates()
    site.checks()
