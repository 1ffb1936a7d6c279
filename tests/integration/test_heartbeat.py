"""The dead-man's switch hears that all is well only while ticks end and every invariant holds."""

from collections.abc import Iterator

import pytest

from foundation.session import Database
from foundation.settings import Settings
from scheduler.jobs import Jobs
from tests.support.twilio.listener import HOST, Answer, Listener, Request


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def jobs(heard: list[str], database: Database, database_url: str) -> Iterator[Jobs]:
    def listens(request: Request) -> Answer:
        heard.append(request.path)
        return Answer(200)

    listener = Listener(listens, heard.append)
    listener.open()
    url = f"http://{HOST}:{listener.port}/beat"
    made = Jobs(database, Settings(_env_file=None, database_url=database_url, heartbeat_url=url), "test")
    yield made
    made.close()
    listener.stop()


def test_a_clock_whose_ticks_do_not_end_is_not_well(jobs: Jobs, heard: list[str]) -> None:
    jobs.tick()
    assert jobs.audit()
    assert not jobs.audit()
    jobs.tick()
    assert jobs.audit()
    assert heard == ["/beat", "/beat/fail", "/beat"]
