"""The dead-man's switch hears that all is well only while ticks end and every invariant holds, and else that it is not;
and what it answers is looked at."""

import logging
from collections.abc import Iterator

import pytest

from achterwacht.clockwork.clock_set_back import Waits
from achterwacht.monitoring import health
from achterwacht.monitoring.heartbeats import last_heartbeat
from foundation.session import Database
from foundation.settings import Settings
from scheduler import audit as of_the_clock
from scheduler.heartbeat import Heartbeat
from scheduler.jobs import Jobs
from tests.support.twilio.listener import HOST, Answer, Listener, Request

SECRET = "0b1c-secret"


class Monitor:
    """A monitor that answers what a test says."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.answer = Answer(200)
        self._listener = Listener(self._listens, self.heard.append)
        self._listener.open()
        self.url = f"http://{HOST}:{self._listener.port}/ping/{SECRET}"

    def _listens(self, request: Request) -> Answer:
        self.heard.append(request.path.removeprefix(f"/ping/{SECRET}") or "well")
        return self.answer

    def close(self) -> None:
        self._listener.stop()


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    monitor = Monitor()
    yield monitor
    monitor.close()


@pytest.fixture(params=["", "/"])
def jobs(monitor: Monitor, database: Database, database_url: str, request: pytest.FixtureRequest) -> Iterator[Jobs]:
    """Also with a slash at the end of the address, which means nothing."""
    url = monitor.url + request.param
    made = Jobs(database, Settings(_env_file=None, database_url=database_url, heartbeat_url=url), "test")
    yield made
    made.close()


def test_a_clock_whose_ticks_do_not_end_is_not_well(jobs: Jobs, monitor: Monitor) -> None:
    jobs.tick()
    assert jobs.audit()
    assert not jobs.audit()
    jobs.tick()
    assert jobs.audit()
    assert monitor.heard == ["well", "/fail", "well"]


def test_what_it_answered_is_kept(jobs: Jobs, monitor: Monitor, database: Database) -> None:
    monitor.answer = Answer(404)
    jobs.tick()
    jobs.audit()
    with database.read() as session:
        known = last_heartbeat(session)
        assert known is not None
        assert known.taken_at is None
    monitor.answer = Answer(200)
    jobs.tick()
    jobs.audit()
    with database.read() as session:
        known = last_heartbeat(session)
        assert known is not None
        assert known.taken_at == known.asked_at


def test_an_audit_that_can_not_be_ended_is_no_sign_of_life(
    jobs: Jobs, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("nobody expected this")

    jobs.tick()
    monkeypatch.setattr(of_the_clock, "warn_of_many", fails)
    with pytest.raises(RuntimeError):
        jobs.audit()
    assert monitor.heard == ["/fail"]


def test_what_waits_too_long_goes_on_before_anything_else_is_looked_at(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the clock was set back: while a look fails each minute, all would stay an hour late."""
    looks: list[str] = []

    def waits(_: object) -> list[Waits]:
        looks.append("who waits")
        return []

    def fails(*_: object) -> None:
        raise RuntimeError("each minute")

    monkeypatch.setattr(of_the_clock, "who_waits", waits)
    monkeypatch.setattr(health, "look", fails)
    with pytest.raises(RuntimeError):
        jobs.audit()
    assert looks == ["who waits"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(301, headers={"Location": "/elsewhere"}), "sent on elsewhere"),
        (Answer(307, headers={"Location": "/elsewhere"}), "sent on elsewhere"),
        (Answer(404), "refused"),
        (Answer(410), "refused"),
        (Answer(500), "refused"),
        (Answer(200, "OK (not found)"), "does not know us"),
        (Answer(200, "OK (rate limited)\n"), "does not know us"),
    ],
)
def test_a_monitor_that_did_not_take_it_is_in_the_log(
    monitor: Monitor, answer: Answer, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    monitor.answer = answer
    Heartbeat(monitor.url).beat("")
    assert monitor.heard == ["well"], "and a redirect is not followed"
    (line,) = [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR]
    assert "heartbeat not delivered" in line
    assert said in line
    assert SECRET not in line


def test_a_monitor_that_is_not_there_is_in_the_log(monitor: Monitor, caplog: pytest.LogCaptureFixture) -> None:
    monitor.close()
    Heartbeat(monitor.url).beat("something is broken")
    assert "heartbeat not delivered" in caplog.text
    assert SECRET not in caplog.text


def test_what_it_takes_is_not_in_the_log(monitor: Monitor, caplog: pytest.LogCaptureFixture) -> None:
    monitor.answer = Answer(200, "OK")
    Heartbeat(monitor.url).beat("")
    assert "not delivered" not in caplog.text
