"""The clock asks at the address that phones use. Where nobody answers there, the switch outside hears of it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from achterwacht.deadlines.service import note_tick
from foundation.session import Database
from foundation.setting_groups.installation import Environment
from foundation.settings import Settings
from scheduler.audit import Audit
from tests.support.twilio.listener import HOST, Answer, Listener, Request

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


LIVE = Answer(200, '{"status":"live"}')


class Door:
    """The proxy, and the switch beside it."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.said: list[str] = []
        self.answer = LIVE
        self._listener = Listener(self._listens, lambda _: None)
        self._listener.open()
        self.url = f"http://{HOST}:{self._listener.port}"

    def _listens(self, request: Request) -> Answer:
        self.heard.append((request.method, request.path))
        self.said += [request.body] if request.body else []
        return self.answer if request.method == "GET" else Answer(200)

    @property
    def asked(self) -> list[str]:
        return [path for method, path in self.heard if method == "GET"]

    def close(self) -> None:
        self._listener.stop()


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door()
    yield made
    made.close()


def an_audit(database: Database, settings: Settings, door: Door, **more: str) -> Audit:
    here = {"environment": Environment.PRODUCTION, "public_base_url": door.url, "heartbeat_url": f"{door.url}/ping"}
    return Audit(database, settings.model_copy(update={**here, **more}))


def look(database: Database, audit: Audit, beats: int) -> bool:
    with database.write() as session:
        note_tick(session, "clock", datetime.now(UTC))
    return audit.look(beats)


def test_three_failures_in_a_row_are_told_and_one_answer_ends_it(
    database: Database, settings: Settings, door: Door
) -> None:
    audit = an_audit(database, settings, door)
    assert look(database, audit, 1)
    assert door.heard == [("POST", "/ping"), ("GET", "/health/live")], "the word goes first"
    door.answer = Answer(502)
    assert all(look(database, audit, beats) for beats in (2, 3, 4)), "a restart is no reason"
    assert not look(database, audit, 5)
    assert ("POST", "/ping/fail") in door.heard
    assert door.said == ["this clock does not get in at PUBLIC_BASE_URL (status 502); see OUTSIDE_NOT_ASKED_BECAUSE"]
    door.answer = LIVE
    assert not look(database, audit, 6)
    assert look(database, audit, 7)


def test_it_is_asked_in_production_and_not_where_somebody_says_why(
    database: Database, settings: Settings, door: Door
) -> None:
    for more in ({"environment": Environment.DEVELOPMENT}, {"outside_not_asked_because": "the name leads elsewhere"}):
        assert look(database, an_audit(database, settings, door, **more), 1)
    assert not door.asked


def test_where_nothing_listens_it_is_told_too(database: Database, settings: Settings, door: Door) -> None:
    audit = an_audit(database, settings, door, public_base_url="http://127.0.0.1:9", heartbeat_url="")
    assert [look(database, audit, beats) for beats in range(1, 5)] == [True, True, True, False]


@pytest.mark.parametrize("body", ["<h1>Parked</h1>", "{}", "null", '["live"]', "", "\xff"])
def test_a_200_of_somebody_else_is_no_answer_of_ours(
    database: Database, settings: Settings, door: Door, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    audit = an_audit(database, settings, door)
    door.answer = Answer(200, body)
    assert [look(database, audit, beats) for beats in range(1, 5)] == [True, True, True, False]
    assert "somebody else answers" in door.said[-1]
    assert "does not get in at PUBLIC_BASE_URL" in caplog.text
