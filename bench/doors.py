"""Checking in through the front door: `POST /v1/visits` with a check-in, against a bare route with one INSERT."""

import asyncio
import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from uuid import uuid4

import httpx2 as httpx
from fastapi.testclient import TestClient
from sqlalchemy import event

from achterwacht.people.roles import Role
from api.app import create_app
from bench.places import driver_url, settled
from bench.result import Against, Measured, at_least
from bench.short import AS_MANY
from foundation.session import Database
from foundation.settings import Settings
from tests.support.organisations import Organisation, an_employee, an_organisation

Call = tuple[dict[str, str], dict[str, Any]]
"""Headers and a body."""

REQUESTS, ROUNDS, AT_ONCE, WORKERS = 1500, 3, 16, 500
"""Each worker checks in three times or so: what one person has open at once is few, as in a day."""
ALLOWED = 12


def check_ins() -> list[Measured]:
    """Measure requests a second with 16 at once, one process each, and the statements of one request."""
    with settled("postgresql") as (database, _, url):
        ours = an_organisation(database, "doors")
        counted = _statements(database, ours)
        calls = _calls(database, ours)
        ours_at, bare_at = (
            served(command, url)
            for command in (["-c", "from cli.main import app; app()", "api", "--port"], ["-m", "bench.bare"])
        )
        with ours_at as base, bare_at as peers:
            asyncio.run(_ask(f"{base}/v1/visits", calls, WORKERS))
            _count(database)
            doors = (f"{base}/v1/visits", *(f"{peers}{path}" for path in ("/rows", "/rows/as-many", "/house/rows")))
            rounds = [[asyncio.run(_ask(door, calls)) for door in doors] for _ in range(ROUNDS)]
        reached, bare, as_many, house = (median(one) for one in zip(*rounds, strict=True))
    return [
        Measured(
            "`POST /v1/visits` with check-in, PostgreSQL", reached, "a second",
            [at_least("a bare FastAPI route with one INSERT", bare, reached, 0.25)],
            raw={"rounds": rounds},
        ),
        Measured(
            f"its floor: a FastAPI route with {len(AS_MANY)} of the shortest statements", as_many, "a second",
            [at_least("a bare FastAPI route with one INSERT", bare, as_many, 0.25)],
        ),
        Measured(
            f"its floor in the house: the same {len(AS_MANY)} by SQLAlchemy, in a turn of ours", house, "a second",
            [at_least("a bare FastAPI route with one INSERT", bare, house, 0.25)],
        ),
        Measured(
            "its statements", counted, "",
            [Against(f"the {ALLOWED} allowed", ALLOWED, counted / ALLOWED, 1, at_most=True)],
        ),
    ]  # fmt: skip


ADDRESS = {"country": "NL", "postcode": "5211AA", "houseNumber": 12, "street": "Dorpsstraat", "city": "Den Bosch"}


def _calls(database: Database, ours: Organisation) -> Iterator[Call]:
    """Give for ever a worker's headers and their check-in, one worker after another, each at an address of theirs."""
    with database.write() as session:
        workers = [
            an_employee(session, ours.id, ours.slug, f"Medewerker {one}", [(Role.WORKER, ours.team)])
            for one in range(WORKERS)
        ]
    return (
        (worker.headers, {"address": ADDRESS | {"houseNumber": house}, "companions": [], "checkIn": True, **_until()})
        for house, worker in itertools.cycle(enumerate(workers, 1))
    )


def _until() -> dict[str, Any]:
    return {"id": str(uuid4()), "expectedEnd": (datetime.now(UTC) + timedelta(minutes=60)).isoformat()}


def _statements(database: Database, ours: Organisation) -> int:
    """Returns how many statements the second check-in of a process takes."""
    app = create_app(database, Settings(_env_file=None))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        counted = 0
        for _ in range(2):
            counted = 0

            @event.listens_for(database.engine, "before_cursor_execute")
            def count(*_: Any) -> None:
                nonlocal counted
                counted += 1

            body = {"address": ADDRESS, "companions": [], "checkIn": True, **_until()}
            answer = client.post("/v1/visits", headers=ours.worker2.headers, json=body)
            event.remove(database.engine, "before_cursor_execute", count)
            answer.raise_for_status()
        return counted


@contextmanager
def served(command: list[str], url: str) -> Iterator[str]:
    """Run the server on a free port, in a process of its own, and give its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"ACHTERWACHT_DATABASE_URL": url, "BENCH_DATABASE": driver_url(url)}
    process = subprocess.Popen(
        [sys.executable, *command, str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        base = f"http://127.0.0.1:{port}"
        for _ in range(1_200):
            try:
                httpx.get(f"{base}/health/live", timeout=1)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield base
    finally:
        process.terminate()
        process.wait(20)


def _count(database: Database) -> None:
    """Let PostgreSQL know how much there is, as it does by itself within a minute: a server of a few seconds old would
    choose its way as if nobody had ever checked in."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


async def _ask(url: str, calls: Iterator[Call], requests: int = REQUESTS) -> float:
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:

        async def post() -> None:
            headers, body = next(calls)
            (await client.post(url, headers=headers, json=body)).raise_for_status()

        for _ in range(20):
            await post()
        left = iter(range(requests))

        async def one_after_another() -> None:
            for _ in left:
                await post()

        began = time.perf_counter()
        await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))
        return requests / (time.perf_counter() - began)
