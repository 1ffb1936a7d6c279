"""Reading what strangers made: how long a calendar of 9,000 appointments takes, and how much a panic notices of it."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import uuid4

import httpx2 as httpx

from achterwacht.calendars.reading import JOB
from bench.doors import served
from bench.places import settled
from bench.result import Against, Measured, at_most
from foundation.apart import AT_ONCE, read_apart
from tests.support.calendars import plain
from tests.support.organisations import Organisation, an_organisation
from tests.support.workbooks import a_book, a_sheet, mark

APPOINTMENTS, ALLOWED_SECONDS = 9_000, 3.0
ROUNDS, PANICS = 6, 40
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def beside_a_panic() -> list[Measured]:
    """Measure panics in three situations, in rotation.

    Nothing is read; as many calendars are read as allowed; a row that claims to be number 2,000,000,000 is sent again
    and again.
    """
    content = plain(APPOINTMENTS)
    taken = [asyncio.run(_timed(content)) for _ in range(5)]
    with settled("postgresql") as (database, _, url):
        ours = an_organisation(database, "files")
        with served(["-c", "from cli.main import app; app()", "api", "--port"], url) as base:
            times = asyncio.run(_in_turns(base, ours, content))
    quiet = median(times["quiet"]) * 1000
    return [
        Measured(
            f"a calendar of {APPOINTMENTS:,} appointments, read in a child", median(taken), "s",
            [Against("the 3 s allowed", ALLOWED_SECONDS, median(taken) / ALLOWED_SECONDS, 1, at_most=True)],
        ),
        *(
            Measured(
                f"a panic (median) while {what}", median(times[kind]) * 1000, "ms",
                [at_most("while nothing is read", quiet, median(times[kind]) * 1000, 1.2)],
            )
            for kind, what in (("calendars", "such calendars are read"), ("sheets", "sheets of 2,000,000,000 rows are"))
        ),
    ]  # fmt: skip


async def _timed(content: bytes) -> float:
    began = time.perf_counter()
    await _read(content)
    return time.perf_counter() - began


async def _read(content: bytes) -> None:
    facts = {"since": NOW.isoformat(), "until": (NOW + timedelta(days=2)).isoformat(), "zone": "Europe/Amsterdam"}
    answer = await read_apart(JOB, facts, content)
    assert len(answer["appointments"]) == 1


async def _in_turns(base: str, ours: Organisation, content: bytes) -> dict[str, list[float]]:
    sheet = a_book(a_sheet(mark(at=2_000_000_000)))
    times: dict[str, list[float]] = {"quiet": [], "calendars": [], "sheets": []}
    async with httpx.AsyncClient(base_url=base, timeout=30) as client:
        await _panics(client, ours)

        async def sends() -> None:
            files = {"file": ("marks.xlsx", sheet)}
            answer = await client.post("/v1/risk-addresses/_import", files=files, headers=ours.registrar.headers)
            assert answer.status_code == 409, answer.text

        for _ in range(ROUNDS):
            times["quiet"] += await _panics(client, ours)
            for kind, work in (("calendars", lambda: _read(content)), ("sheets", sends)):
                others = [asyncio.create_task(_again_and_again(work)) for _ in range(AT_ONCE)]
                await asyncio.sleep(0.2)
                times[kind] += await _panics(client, ours)
                for one in others:
                    one.cancel()
                await asyncio.gather(*others, return_exceptions=True)
    return times


async def _again_and_again(work: object) -> None:
    assert callable(work)
    while True:
        await work()


async def _panics(client: httpx.AsyncClient, ours: Organisation) -> list[float]:
    times = []
    for _ in range(PANICS):
        began = time.perf_counter()
        answer = await client.post("/v1/alarms", json={"id": str(uuid4())}, headers=ours.worker.headers)
        times.append(time.perf_counter() - began)
        answer.raise_for_status()
        await asyncio.sleep(0.02)
    return times
