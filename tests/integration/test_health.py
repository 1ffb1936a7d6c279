"""What is told of the state of the installation: to the load balancer, Prometheus and the dead man's switch."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from achterwacht.deadlines.service import note_tick
from achterwacht.monitoring import health
from foundation.session import Database
from foundation.settings import Settings
from notifications.ways import Channel
from scheduler.jobs import Jobs
from tests.support.engine import Engine
from tests.support.organisations import Organisation
from tests.support.outbox import message, put


class Switch:
    """A dead man's switch: what was pinged, and with which words."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        switch = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                words = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
                switch.heard.append((self.path, words))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}/ping"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def switch() -> Iterator[Switch]:
    switch = Switch()
    yield switch
    switch.server.shutdown()
    switch.server.server_close()


@pytest.fixture
def jobs(database: Database, settings: Settings, switch: Switch) -> Iterator[Jobs]:
    jobs = Jobs(database, settings.model_copy(update={"heartbeat_url": switch.url}), "clock")
    yield jobs
    jobs.close()


def ticked(database: Database, ago: float) -> None:
    with database.write() as session:
        note_tick(session, "a clock", datetime.now(UTC) - timedelta(seconds=ago))


def number(api: TestClient, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", api.get("/metrics").text, re.MULTILINE)
    assert found, name
    return float(found.group(1))


def break_something(database: Database, ours: Organisation) -> None:
    """A deadline that nobody decided for an hour."""
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO deadline (id, organisation_id, root_kind, root_id, kind, priority, due_at, failures) "
                "SELECT id, organisation_id, 'team', id, 'whereabouts', 5, :due, 0 FROM team LIMIT 1"
            ),
            {"due": (datetime.now(UTC) - timedelta(hours=1)).replace(tzinfo=None).isoformat(" ")},
        )


def test_all_is_well(api: TestClient, database: Database, ours: Organisation, jobs: Jobs, switch: Switch) -> None:
    ticked(database, 2)
    assert api.get("/health/ready").json() == {"status": "ready", "clockLate": False, "broken": []}
    assert number(api, "achterwacht_ready") == 1
    assert 2 <= number(api, "achterwacht_last_tick_age_seconds") < 30
    assert number(api, "achterwacht_oldest_due_deadline_age_seconds") == 0
    assert number(api, 'achterwacht_outbox_waiting{channel="sms"}') == 0
    assert number(api, 'achterwacht_invariant_broken_rows{invariant="no open deadline is late"}') == 0
    assert jobs.audit()
    assert switch.heard == [("/ping", "")]


def test_a_broken_invariant_is_told_everywhere(
    api: TestClient, database: Database, ours: Organisation, jobs: Jobs, switch: Switch
) -> None:
    ticked(database, 2)
    break_something(database, ours)
    answer = api.get("/health/ready")
    assert (answer.status_code, answer.json()["broken"]) == (503, ["no open deadline is late"])
    assert [api.head(one).status_code for one in ("/health/ready", "/health/live", "/metrics")] == [503, 200, 200]
    assert number(api, "achterwacht_ready") == 0
    assert number(api, 'achterwacht_invariant_broken_rows{invariant="no open deadline is late"}') == 1
    assert 3600 <= number(api, "achterwacht_oldest_due_deadline_age_seconds") < 3700
    assert not jobs.audit()
    assert switch.heard == [("/ping/fail", "no open deadline is late: 1")]


def test_a_clock_that_stands_still_is_told_everywhere(
    api: TestClient, database: Database, ours: Organisation, jobs: Jobs, switch: Switch
) -> None:
    assert api.get("/health/ready").status_code == 503, "no clock ever ticked"
    assert "achterwacht_last_tick_age_seconds " not in api.get("/metrics").text
    ticked(database, 31)
    assert api.get("/health/ready").json() == {"status": "not ready", "clockLate": True, "broken": []}
    assert api.get("/v1/board", headers=ours.colleague.headers).json()["clock"]["late"]
    assert number(api, "achterwacht_last_tick_age_seconds") >= 31
    assert not jobs.audit()
    assert switch.heard == [("/ping/fail", "the clock is late")]


def test_a_database_that_is_away_is_told_at_once(
    api: TestClient, database: Database, jobs: Jobs, switch: Switch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT 1", None, Exception("gone"))

    monkeypatch.setattr(health, "look", away)
    with pytest.raises(OperationalError):
        jobs.audit()
    assert switch.heard == [("/ping/fail", "the database is away")]
    assert number(api, "achterwacht_database_up") == 0
    assert "achterwacht_ready" not in api.get("/metrics").text


def test_what_waits_is_counted_by_channel(engine: Engine) -> None:
    put(engine, message(engine), message(engine), message(engine, after=timedelta(minutes=5)))
    engine.clock.forward(40)
    with engine.database.read() as session:
        found = health.look(session, engine.clock.now(session), timedelta(seconds=1))
    assert found.waiting == {Channel.SMS: 2, Channel.CALL: 0, Channel.MAIL: 0, Channel.PUSH: 0}
    assert timedelta(seconds=40) <= found.oldest_waiting < timedelta(seconds=41)


def test_what_hangs_and_keeps_no_alarm_is_not_the_oldest(engine: Engine) -> None:
    put(engine, message(engine, channel=Channel.MAIL), message(engine, channel=Channel.PUSH))
    engine.clock.forward(300)
    with engine.database.read() as session:
        found = health.look(session, engine.clock.now(session), timedelta(seconds=1))
    assert (found.waiting[Channel.MAIL], found.waiting[Channel.PUSH]) == (1, 1)
    assert found.oldest_waiting == timedelta()


def test_clocks_are_counted_that_tick(api: TestClient, database: Database, ours: Organisation) -> None:
    assert number(api, "achterwacht_clocks_ticking") == 0
    with database.write() as session:
        for name, ago in {"one": 1, "two": 20, "gone": 40, "of before the clock was set back": -3600}.items():
            note_tick(session, name, datetime.now(UTC) - timedelta(seconds=ago))
    assert number(api, "achterwacht_clocks_ticking") == 2
    assert number(api, "achterwacht_heartbeat_set") == 0
