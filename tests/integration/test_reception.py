"""Who is let in first when thousands stand before the door: with real sockets, and with a server of its own."""

import asyncio
import socket
import struct
import time
from collections.abc import Callable

import httpx2 as httpx
import pytest
from sqlalchemy import func, select

from achterwacht.alarms.records import AlarmRecord
from cli.reception import SILENCE, Comes, Lines, Reception, who_comes
from foundation.session import Database
from tests.support.organisations import NOBODYS_ID, Organisation, an_organisation
from tests.support.processes import Started, eventually, status

sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
HOST = b"Host: 127.0.0.1\r\n"
BOARD = b"GET /v1/board HTTP/1.1\r\n" + HOST + b"\r\n"
NOBODY = bool  # is urgent
PANIC = b"POST /v1/alarms HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\n\r\n{}"


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize(
    ("sent", "comes", "when_gone"),
    [
        (PANIC, Comes.URGENT, Comes.URGENT),
        (b"POST /v1/%61larms?x=1 HTTP/1.1\r\n", Comes.URGENT, Comes.URGENT),
        (b"POST http://127.0.0.1/v1/alarms HTTP/1.0\n", Comes.URGENT, Comes.URGENT),
        (f"GET /v1/alarms/{NOBODYS_ID} HTTP/1.1\r\n".encode(), Comes.URGENT, Comes.GONE),
        (BOARD, Comes.OTHER, Comes.GONE),
        (b"POST /v1/sessions HTTP/1.1\r\n", Comes.OTHER, Comes.GONE),
        (b"", Comes.SILENT, Comes.GONE),
        (b"POST /v1/ala", Comes.UNKNOWN, Comes.GONE),
        (b"\x16\x03\x01\x02\x00\x01\x00", Comes.UNKNOWN, Comes.GONE),
    ],
)
def test_who_comes_is_seen_by_the_first_line(sent: bytes, comes: Comes, when_gone: Comes, gone: bool) -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.sendall(sent)
    if gone:
        theirs.close()
    assert who_comes(ours) is (when_gone if gone else comes)
    if sent:
        assert ours.recv(10_000) == sent, "what was looked at is still there to be read"
    ours.close()
    theirs.close()


class Noted(asyncio.Protocol):
    """Writes down what comes in, in its order."""

    def __init__(self, came: list[bytes], all_in: Callable[[], None]) -> None:
        self.came, self.all_in = came, all_in

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # TCP only
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.came.append(data)
        self.transport.close()
        self.all_in()


def door() -> socket.socket:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(1_000)
    return listening


def calls(listening: socket.socket, sent: bytes) -> socket.socket:
    one = socket.create_connection(listening.getsockname())
    one.sendall(sent)
    return one


async def let_in(listening: socket.socket, line: int, enough: int) -> list[bytes]:
    """What a reception lets in of those who stand before the door, until so many are in."""
    came: list[bytes] = []
    full = asyncio.Event()
    reception = Reception(
        listening, lambda: Noted(came, lambda: full.set() if len(came) >= enough else None), Lines(line), NOBODY
    )
    reception.open()
    await asyncio.wait_for(full.wait(), 20)
    reception.close()
    await asyncio.sleep(0)
    return came


def test_a_panic_goes_in_before_those_who_came_first_and_who_hung_up_never_does() -> None:
    with door() as listening:
        for _ in range(300):
            calls(listening, BOARD).close()
        others = [calls(listening, BOARD) for _ in range(40)]
        lost = calls(listening, PANIC)
        lost.close()  # the phone lost its network after it sent this
        panic = calls(listening, PANIC)
        came = asyncio.run(let_in(listening, 100, 42))
        for one in (*others, panic):
            one.close()
    assert came.count(BOARD) == 40
    assert came.count(PANIC) == 2
    ahead = came.index(PANIC)
    assert ahead < 20, "those before the door in the first looks may be in already, the rest not"


def test_who_hangs_up_before_the_first_word_never_reaches_the_server() -> None:
    """Connections come before their words: of two thousand that hung up in between, most were let in."""

    async def hang_up(listening: socket.socket) -> tuple[list[bytes], int]:
        came: list[bytes] = []
        made, both = [], asyncio.Event()

        def begins() -> Noted:
            made.append(one := Noted(came, lambda: both.set() if len(came) == 2 else None))
            return one

        late = [socket.create_connection(listening.getsockname()) for _ in range(300)]
        reception = Reception(listening, begins, Lines(100), NOBODY)
        reception.open()
        await asyncio.sleep(0.2)
        for one in late[:298]:
            one.close()
        late[298].sendall(PANIC[:20])  # its first line comes in two parts
        late[299].sendall(PANIC)
        await asyncio.wait_for(both.wait(), 20)
        reception.close()
        for one in late[298:]:
            one.close()
        return came, len(made)

    with door() as listening:
        came, let_in = asyncio.run(hang_up(listening))
    assert sorted(came) == [PANIC[:20], PANIC]
    assert let_in == 2


def test_who_stays_silent_is_let_in_after_a_second() -> None:
    """The server limits those; a browser that connects ahead of its first question finds the door open."""

    async def stays_silent(listening: socket.socket) -> tuple[float, list[bytes]]:
        made = asyncio.Event()
        came: list[bytes] = []

        class Made(Noted):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # TCP only
                super().connection_made(transport)
                made.set()

        said = asyncio.Event()
        reception = Reception(listening, lambda: Made(came, said.set), Lines(100), NOBODY)
        began = time.monotonic()
        one = socket.create_connection(listening.getsockname())
        reception.open()
        await asyncio.wait_for(made.wait(), 20)
        took = time.monotonic() - began
        one.sendall(BOARD)
        await asyncio.wait_for(said.wait(), 20)
        reception.close()
        one.close()
        return took, came

    with door() as listening:
        took, came = asyncio.run(stays_silent(listening))
    assert took >= SILENCE * 0.9
    assert came == [BOARD]


def test_of_too_many_silent_ones_the_first_go_in_and_nobody_is_refused() -> None:
    async def crowd(listening: socket.socket) -> tuple[int, int]:
        made: list[Noted] = []

        def begins() -> Noted:
            made.append(one := Noted([], lambda: None))
            return one

        reception = Reception(listening, begins, Lines(100, silent=5), NOBODY)
        silent = [socket.create_connection(listening.getsockname()) for _ in range(12)]
        reception.open()
        await asyncio.sleep(SILENCE / 3)
        found = len(reception.silent), len(made)
        reception.close()
        for one in silent:
            one.close()
        return found

    with door() as listening:
        assert asyncio.run(crowd(listening)) == (5, 7)


def test_too_many_hear_when_to_come_back_and_nobody_in_danger_does() -> None:
    with door() as listening:
        others = [calls(listening, BOARD) for _ in range(30)]
        panics = [calls(listening, PANIC) for _ in range(30)]
        came = asyncio.run(let_in(listening, 5, 35))
        answers = []
        for one in others:
            one.settimeout(2)
            with one:
                answers.append(one.recv(10_000))
        for one in panics:
            one.close()
    assert came.count(PANIC) == 30
    assert came.count(BOARD) == 5
    refused = [one for one in answers if one]
    assert len(refused) == 25
    for answer in refused:
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        assert b"retry-after: 2" in head.lower()
        assert f"content-length: {len(body)}".encode() in head.lower()


@pytest.fixture
def served(start: Callable[..., Started], port: int, database: Database) -> tuple[int, Organisation]:
    ours = an_organisation(database, "voorstad")
    start("serve", "--port", str(port))
    eventually(lambda: status(port, "/health/live") == 200)
    return port, ours


@sqlite
def test_a_panic_among_a_thousand_that_hung_up_and_one_that_did_so_itself(
    served: tuple[int, Organisation], database: Database
) -> None:
    port, ours = served
    authorization = f"Authorization: Bearer {ours.manager.token}\r\n".encode()
    board = BOARD.replace(HOST, HOST + authorization)
    for number in range(1_000):
        one = socket.create_connection(("127.0.0.1", port))
        one.sendall(board)
        if number % 2:  # a reset instead of a goodbye
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.close()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=ours.worker.headers, timeout=20) as phone:
        assert phone.post("/v1/alarms", json={}).status_code == 201
    token = f"Authorization: Bearer {ours.worker2.token}\r\nContent-Type: application/json\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as lost:
        lost.sendall(PANIC.replace(HOST, HOST + token))
    eventually(lambda: alarms(database) == 2)


def alarms(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(AlarmRecord)) or 0
