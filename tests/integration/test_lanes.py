"""Lanes, the turn to write, halves of requests and what the log says of them: with a real uvicorn where it counts."""

import asyncio
import logging
import socket
import time
from collections.abc import Callable
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY

from api.http import answered
from api.http.lanes import LANES, ROOM, Full, Lane, Places, Room, lane_of
from api.http.one_writer import Writer
from api.http.transaction import SESSIONS, THREADS
from cli.connections import Connections, trusted
from foundation.repeats import SayOnce
from foundation.session import Database, FairLock
from foundation.settings import Settings
from tests.support.organisations import NOBODYS_ID, Organisation, an_organisation
from tests.support.processes import Started, eventually, status
from tests.support.shared_app import an_application

sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
FREE = {
    Lane.URGENT: Room(2),
    Lane.UNPROVEN: Room(1),
    Lane.USUAL: Room(3, 2),
    Lane.SLOW: Room(1, 1),
    Lane.LOOK: Room(1, 1),
}


@pytest.mark.parametrize(
    ("asked", "lane"),
    [
        ("POST /v1/alarms", Lane.URGENT),
        ("POST /v1/visits", Lane.URGENT),
        (f"POST /v1/visits/{NOBODYS_ID}/panic", Lane.URGENT),
        (f"POST /v1/visits/{NOBODYS_ID}/check-in", Lane.URGENT),
        (f"POST /v1/visits/{NOBODYS_ID}/check-out", Lane.URGENT),
        (f"POST /v1/visits/{NOBODYS_ID}/ok", Lane.URGENT),
        (f"POST /v1/visits/{NOBODYS_ID}/extend", Lane.URGENT),
        (f"POST /v1/alarms/{NOBODYS_ID}/acknowledge", Lane.URGENT),
        (f"GET /v1/alarms/{NOBODYS_ID}", Lane.URGENT),
        (f"GET /v1/alarms/{NOBODYS_ID}/hand-over", Lane.URGENT),
        (f"GET /v1/alarms/{NOBODYS_ID}/nearest-address", Lane.SLOW),
        ("GET /o/abc/nearest-address", Lane.SLOW),
        (f"GET /v1/alarms/{NOBODYS_ID}/address-place", Lane.SLOW),
        ("POST /v1/board/_locate", Lane.SLOW),
        ("POST /v1/webhooks/twilio/sms", Lane.SIGNED),
        (f"POST /v1/webhooks/twilio/voice/{NOBODYS_ID}", Lane.SIGNED),
        ("GET /v1/alarms", Lane.USUAL),
        ("GET /v1/board", Lane.USUAL),
        ("GET /v1/visits", Lane.USUAL),
        ("POST /v1/sessions", Lane.SLOW),
        ("POST /v1/risk-addresses/_import", Lane.SLOW),
        ("POST /v1/people/_import", Lane.SLOW),
        (f"POST /v1/incidents/{NOBODYS_ID}/attachments", Lane.SLOW),
        (f"POST /v1/incidents/{NOBODYS_ID}/sign", Lane.USUAL),
        ("GET /metrics", Lane.LOOK),
        ("GET /health/ready", Lane.LOOK),
        ("GET /health/live", None),
        ("GET /", None),
        ("GET /assets/main.js", None),
        ("BREW /v1/alarms", Lane.USUAL),
    ],
)
def test_who_goes_in_which_lane(asked: str, lane: Lane | None) -> None:
    assert lane_of(*asked.split(" ")) is lane


def test_places_fit_into_sessions_and_threads() -> None:
    assert sum(room.at_once for room in ROOM.values()) <= SESSIONS < THREADS
    assert ROOM[Lane.URGENT].waiting is None, "nobody in danger is told to come back"
    assert {lane for lane, _ in LANES} == {Lane.URGENT, Lane.SIGNED, Lane.SLOW, Lane.LOOK, None}


def test_a_full_lane_says_so_and_the_urgent_one_never_does() -> None:
    async def comes() -> None:
        places = Places(FREE)
        taken = [places.wait_for(Lane.USUAL) for _ in range(5)]
        assert [one.done() for one in taken] == [True, True, True, False, False]
        with pytest.raises(Full):
            places.wait_for(Lane.USUAL)
        urgent = [places.wait_for(Lane.URGENT) for _ in range(50)]
        assert [one.done() for one in urgent[:3]] == [True, True, False]
        for one in urgent:
            places.leave(Lane.URGENT, one)
        assert (places.working(Lane.URGENT), places.waiting(Lane.URGENT)) == (0, 0)

    asyncio.run(comes())


def test_while_anybody_is_urgent_hardly_anything_else_begins() -> None:
    async def comes() -> None:
        places = Places(FREE)
        first = [places.wait_for(Lane.USUAL) for _ in range(4)]
        urgent = places.wait_for(Lane.URGENT)
        assert urgent.done(), "it waits for nobody"
        places.leave(Lane.USUAL, first[0])
        assert not first[3].done(), "two others are still at work"
        places.leave(Lane.USUAL, first[1])
        assert first[3].done(), "but they do not stand still"
        slow = places.wait_for(Lane.SLOW)
        assert not slow.done()
        places.leave(Lane.URGENT, urgent)
        assert slow.done()

    asyncio.run(comes())


def test_who_stops_waiting_leaves_no_place_taken() -> None:
    async def comes() -> None:
        places = Places(FREE)
        taken = [places.wait_for(Lane.SLOW) for _ in range(2)]
        places.leave(Lane.SLOW, taken[1])
        places.leave(Lane.SLOW, taken[0])
        assert (places.working(Lane.SLOW), places.waiting(Lane.SLOW)) == (0, 0)
        assert places.wait_for(Lane.SLOW).done()

    asyncio.run(comes())


def test_the_turn_to_write_goes_to_the_urgent_first() -> None:
    order: list[str] = []

    async def writes(writer: Writer, name: str, urgent: bool) -> None:
        async with writer.hold(urgent):
            order.append(name)
            await asyncio.sleep(0)

    async def all_of_them() -> None:
        writer = Writer()
        async with writer.hold(False):
            tasks = [asyncio.create_task(writes(writer, name, name.startswith("u"))) for name in ("a", "b", "u1", "u2")]
            await asyncio.sleep(0)
            gone = asyncio.create_task(writes(writer, "u3", True))
            await asyncio.sleep(0)
            gone.cancel()
        await asyncio.gather(*tasks)

    asyncio.run(all_of_them())
    assert order == ["u1", "u2", "a", "b"]


def test_the_lock_of_the_writers_too() -> None:
    import threading

    lock, order = FairLock(), list[str]()

    def writes(name: str) -> None:
        with lock.hold(urgent=name.startswith("u")):
            order.append(name)

    threads = []
    with lock.hold():
        for waiting, name in enumerate(("a", "u1", "b", "u2"), 1):
            threads.append(threading.Thread(target=writes, args=(name,)))
            threads[-1].start()
            while len(lock._waiting) < waiting:
                time.sleep(0.001)
    for one in threads:
        one.join()
    assert order == ["u1", "u2", "a", "b"]


# What the outside invents makes no series, and no line of its own.


@sqlite
def test_an_invented_method_or_path_makes_no_new_series(
    database: Database, settings: Settings, ours: Organisation
) -> None:
    with TestClient(an_application(database, settings), base_url="http://127.0.0.1:8000") as api:
        for number in range(20):
            api.request(f"BREW{number}", "/v1/board")
            api.request(f"BREW{number}", f"/invented/{number}")
            api.get(f"/v1/invented/{number}")
            api.get(f"/invented/{number}")
        text = api.get("/metrics").text
    assert "BREW" not in text
    assert "invented" not in text
    assert 'method="other"' in text
    for metric in (answered.ANSWERS, answered.SECONDS):
        assert sum(len(one.samples) for one in metric.collect()) < 5_000
    assert (
        REGISTRY.get_sample_value("achterwacht_http_answers_total", {"route": "/v1/board", "method": "BREW1"}) is None
    )


def record(said: Any, level: int = logging.WARNING) -> logging.LogRecord:
    return logging.LogRecord("api", level, __file__, 1, said, (), None)


def test_the_log_says_a_line_ten_times_and_then_how_often() -> None:
    now = 0.0
    once = SayOnce(first=10, window=60, now=lambda: now)
    written = [once.filter(record({"event": "webhook with a wrong signature", "path": str(one)})) for one in range(500)]
    assert sum(written) == 10
    assert once.filter(record({"event": "something else"}))
    assert once.filter(record({"event": "webhook with a wrong signature"}, logging.ERROR)), "a graver one is another"
    now = 61.0
    last = record({"event": "webhook with a wrong signature"})
    assert once.filter(last)
    assert last.msg == {"event": "webhook with a wrong signature", "not_written": 490}
    for _ in range(20):
        once.filter(record("Invalid HTTP request received."))
    now = 130.0
    last = record("Invalid HTTP request received.")
    assert once.filter(last)
    assert last.getMessage() == "Invalid HTTP request received. (and 10 more like this, not written)"


def test_lines_that_somebody_else_words_do_not_fill_the_memory() -> None:
    once = SayOnce()
    assert sum(once.filter(record(f"line {number}")) for number in range(2_000)) < 600
    assert len(once._kinds) <= 501


def test_a_proxy_of_ours_is_known_by_address_or_network() -> None:
    is_ours = trusted("127.0.0.1, 10.0.0.0/8,::1")
    assert [is_ours(one) for one in ("127.0.0.1", "10.2.3.4", "::1", "8.8.8.8", "", "unix")] == [True] * 3 + [False] * 3
    assert trusted("*")("8.8.8.8")


class Half:
    """A connection that stays half."""

    def __init__(self, address: str, name: int) -> None:
        self.address, self.name, self.aborted = address, name, False

    def abort(self) -> None:
        self.aborted = True

    def takes_too_long(self, now: float) -> bool:
        return False


def test_the_oldest_half_goes_for_a_new_one_and_a_whole_request_never() -> None:
    async def come() -> None:
        kept = Connections(most=5, per_address=3, trusted=lambda address: address == "proxy")
        proxied: list[Any] = [Half("proxy", number) for number in range(5)]
        for one in proxied:
            kept.came(one)
        kept.whole(proxied[0])
        late: Any = Half("1.2.3.4", 5)
        kept.came(late)
        assert [one.aborted for one in proxied] == [False, True, False, False, False]
        assert not late.aborted

    async def one_address() -> None:
        kept = Connections(most=50, per_address=3)
        mine: list[Any] = [Half("1.2.3.4", number) for number in range(5)]
        other: Any = Half("5.6.7.8", 9)
        for one in (*mine, other):
            kept.came(one)
        assert [one.aborted for one in mine] == [True, True, False, False, False]
        assert not other.aborted

    asyncio.run(come())
    asyncio.run(one_address())


# With a server of its own.


@pytest.fixture
def served(start: Callable[..., Started], port: int, database: Database) -> tuple[int, Organisation]:
    ours = an_organisation(database, "voorstad")
    start("serve", "--port", str(port))
    eventually(lambda: status(port, "/health/live") == 200)
    return port, ours


def closed_within(one: socket.socket, seconds: float) -> bool:
    one.settimeout(seconds)
    try:
        while one.recv(65_536):
            pass
        return True
    except ConnectionError:
        return True
    except TimeoutError:
        return False


@sqlite
def test_halves_are_closed_and_a_panic_goes_through(served: tuple[int, Organisation]) -> None:
    port, ours = served
    kinds = (
        b"",
        b"POST /v1/alarms HTTP/1.1\r\nHost: 127.0.0.1\r\nX-a:",
        b"POST /v1/alarms HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
    )
    halves = []
    for number in range(300):
        one = socket.create_connection(("127.0.0.1", port))
        one.sendall(kinds[number % 3])
        halves.append(one)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=ours.worker.headers, timeout=20) as phone:
        assert phone.post("/v1/alarms", json={}).status_code == 201
    assert all(closed_within(one, 60) for one in halves[-3:])
    for one in halves:
        one.close()


@sqlite
def test_a_thousand_boards_at_once_are_answered_or_told_to_come_back(served: tuple[int, Organisation]) -> None:
    port, ours = served

    async def all_at_once() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers=ours.manager.headers, limits=limits, timeout=60
        ) as desk:
            return list(await asyncio.gather(*(desk.get("/v1/board") for _ in range(500))))

    answers = asyncio.run(all_at_once())
    assert {one.status_code for one in answers} <= {200, 503}
    assert sum(one.status_code == 200 for one in answers) > 20, "how many is the pace of the machine"
    assert {one.headers.get("retry-after") for one in answers if one.status_code == 503} <= {"2"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=ours.worker.headers, timeout=20) as phone:
        assert phone.post("/v1/alarms", json={}).status_code == 201
