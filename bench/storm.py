"""What one person can send to a server to stop it. A process of its own: `python -m bench.storm KIND PORT TOKEN`.

Each storm goes on until it is killed. It says `blows` once it is at full strength.
"""

import asyncio
import json
import resource
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

BOARD = "GET /v1/board HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nAccept-Encoding: gzip\r\n\r\n"
SIGN_IN = json.dumps({"email": "nobody@voorbeeld.test", "password": "een-heel-lang-wachtwoord"})
FORM = "a=" + "x" * 100
Storm = Callable[[int, str], Awaitable[None]]


async def boards(port: int, token: str) -> None:
    """Ask for two hundred boards at once, and again as soon as they are answered."""
    await _again_and_again(200, port, BOARD.format(token=token).encode())


async def desks(port: int, token: str) -> None:
    """Ask as fifty desks every two seconds, as ours do."""

    async def one(number: int) -> None:
        await asyncio.sleep(number / 25)
        while True:
            await _ask(port, BOARD.format(token=token).encode())
            await asyncio.sleep(2)

    await asyncio.gather(*(one(number) for number in range(50)), _says_so())


async def hung_up(port: int, token: str) -> None:
    """Ask for a board two thousand times and go away, every three seconds."""
    asked = BOARD.format(token=token).encode()

    async def one() -> None:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(asked)
            await writer.drain()
            writer.transport.abort()
        except OSError:
            return

    await _says_so()
    while True:
        await asyncio.gather(*(one() for _ in range(2_000)), asyncio.sleep(3))


async def halves(port: int, token: str) -> None:
    """Send eleven hundred requests without an end, and a new one for each that is closed."""

    async def one(number: int) -> None:
        head = b"POST /v1/alarms HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        body = head + b"Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(head if number % 2 else body)
                while not reader.at_eof():
                    writer.write(b"X-a: b\r\n" if number % 2 else b" ")
                    with suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(100), 1)
            except OSError:
                await asyncio.sleep(0.2)

    await asyncio.gather(*(one(number) for number in range(1_100)), _says_so(3))


async def guesses(port: int, token: str) -> None:
    """Send a hundred wrong passwords at once, again and again."""
    await _again_and_again(100, port, _post("/v1/sessions", SIGN_IN, "application/json"))


async def forged(port: int, token: str) -> None:
    """Send a hundred unsigned webhooks at once."""
    await _again_and_again(100, port, _post("/v1/webhooks/twilio/sms", FORM, "application/x-www-form-urlencoded"))


async def look(port: int, token: str) -> None:
    """Ask a hundred times at once how the watch is doing."""
    await _again_and_again(100, port, b"GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")


STORMS: dict[str, Storm] = {one.__name__: one for one in (desks, boards, hung_up, halves, guesses, forged, look)}


def _post(path: str, body: str, kind: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return (head + body).encode()


async def _again_and_again(at_once: int, port: int, asked: bytes) -> None:
    async def one() -> None:
        while True:
            await _ask(port, asked)

    await asyncio.gather(*(one() for _ in range(at_once)), _says_so())


async def _ask(port: int, asked: bytes) -> None:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(asked.replace(b"\r\nHost", b"\r\nConnection: close\r\nHost", 1))
        while await reader.read(65_536):
            pass
        writer.close()
    except OSError:
        await asyncio.sleep(0.05)


async def _says_so(after: float = 1) -> None:
    await asyncio.sleep(after)
    print("blows", flush=True)


if __name__ == "__main__":
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    kind, port, token = sys.argv[1:]
    asyncio.run(STORMS[kind](int(port), token))  # type: ignore[arg-type]
