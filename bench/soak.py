"""A whole municipality at work for a while: `python -m bench soak`, ten minutes on each database, or `--minutes 1`.

Real processes and the real clock: on PostgreSQL two of the API and two clocks, on SQLite one that does all. Fifty desks
ask for the board as the app does, five hundred of two thousand workers are on a visit, every second one begins and one
ends, somebody presses every three seconds and twenty at once each minute. The provider takes 200 ms for each message.
"""

import asyncio
import itertools
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import uuid4

import aiohttp

from achterwacht.people.roles import Role
from bench.country import refresh_statistics
from bench.crowd import Crowd, a_crowd
from bench.doors import ADDRESS
from bench.installed import Installed
from bench.places import settled
from bench.result import Against, Measured, at_most
from foundation.session import Database
from tests.support.organisations import Employee, an_employee

WORKERS, VISITS, DESKS = 2_000, 500, 50
A_BOARD, A_VISIT, A_PRESS, A_BURST = 2.0, 1.0, 3.0, 60.0
FIRST_BURST, AT_ONCE = 20.0, 20
TAKEN_AFTER, SAFE_AFTER = 5.0, 25.0
"""How long after a press somebody at the desk takes the alarm, and says that it is over."""
LIMIT = 1_000
WARM = 10.0
"""Seconds in which each process loads what it needs, before its memory is looked at."""
FLAT = 1.2
PLAIN = {"Accept-Encoding": "identity"}


class Answer(NamedTuple):
    """What a door answered. tag: of the board."""

    status: int
    tag: str
    body: bytes

    @property
    def code(self) -> str:
        """Returns why it was refused, where it says so."""
        try:
            return str(json.loads(self.body).get("code", ""))
        except (ValueError, AttributeError):
            return ""


@dataclass
class Seen:
    """What the doors answered. presses: when each began, by the alarm that it made. status 0: no answer."""

    statuses: Counter[int] = field(default_factory=Counter)
    presses: dict[str, float] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        return sum(count for status, count in self.statuses.items() if status == 0 or status >= 500)


def at_work(minutes: float) -> list[Measured]:
    """Measure how long a press takes to reach the provider, whether any door fails, and what each process holds."""
    return [one for kind in ("postgresql", "sqlite") for one in _on(kind, minutes)]


def _on(kind: str, minutes: float) -> list[Measured]:
    with settled(kind) as (database, _, url):
        crowd, idle, desks = _people(database)
        with Installed(kind, url) as installed:
            seen, before, after = asyncio.run(_Day(installed, crowd, idle, desks).lasts(minutes * 60))
            waits = installed.waits(database, seen.presses)
    where = f"{minutes:g} minutes of {DESKS} desks, {WORKERS:,} workers and {VISITS} visits, {kind}"
    p99, middle = waits[int(len(waits) * 0.99)] * 1_000, waits[len(waits) // 2] * 1_000
    asked = seen.statuses.total()
    told = f"({len(waits)} presses, median {middle:.0f} ms, longest {waits[-1] * 1_000:.0f} ms)"
    return [
        Measured(f"{where}: from a press to the provider, p99", p99, "ms", [at_most("the second", LIMIT, p99, 1)], told,
                 raw={"seconds": waits}),
        Measured(f"{where}: doors that failed", seen.failed, f"of {asked:,} requests",
                 [Against("none", 0, seen.failed, 0, at_most=True)], _refusals(seen),
                 raw={"statuses": dict(seen.statuses)}),
        *(
            Measured(f"{where}: memory of {name} at the end", held / 1e6, "MB",
                     [at_most("at the start", before[name] / 1e6, held / 1e6, FLAT)])
            for name, held in after.items()
        ),
    ]  # fmt: skip


def _refusals(seen: Seen) -> str:
    return "(" + ", ".join(f"{count} × {what}" for what, count in sorted(seen.refused.items())) + ")"


def _people(database: Database) -> tuple[Crowd, list[Employee], list[Employee]]:
    crowd = a_crowd(database, VISITS, 0)
    ours = crowd.ours
    with database.write() as session:
        idle = [
            an_employee(session, ours.id, ours.slug, f"Bram Bakker {number}", [(Role.WORKER, ours.team)])
            for number in range(WORKERS - VISITS)
        ]
        desks = [
            an_employee(session, ours.id, ours.slug, f"Desk {number}", [(Role.COLLEAGUE, ours.team)])
            for number in range(DESKS)
        ]
    refresh_statistics(database)
    return crowd, idle, desks


class _Day:
    """What everybody does. Each asks the next process of the API, as a load balancer would let them."""

    def __init__(self, installed: Installed, crowd: Crowd, idle: list[Employee], desks: list[Employee]) -> None:
        self.installed, self.desks, self.manager = installed, desks, crowd.ours.manager
        self.out = [(who, str(visit)) for who, visit in zip(crowd.workers, crowd.visits, strict=True)]
        self.idle, self.team = idle, str(crowd.ours.team)
        self.seen = Seen()
        self.bases = itertools.cycle(installed.bases)
        self.things: set[asyncio.Task[None]] = set()

    async def lasts(self, seconds: float) -> tuple[Seen, dict[str, int], dict[str, int]]:
        """Go on so long. Returns what was answered, and what each process held before and after, in bytes."""
        # As the proxy has it (deploy/container/Caddyfile): it lets go of a connection before the API does. What a
        # browser does with an answer is not done here: these two cores are the server's.
        kept = aiohttp.TCPConnector(limit=0, keepalive_timeout=4)
        patience = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(connector=kept, timeout=patience, auto_decompress=False) as self.client:
            self.ends = time.monotonic() + WARM + seconds
            desks = [asyncio.create_task(self._watches(one, place)) for place, one in enumerate(self.desks)]
            comes = [asyncio.create_task(one) for one in (self._visits(), self._presses(), self._bursts())]
            await asyncio.sleep(WARM)
            before = self.installed.memory()
            await asyncio.gather(*desks, *comes)
            after = self.installed.memory()
            for one in self.things:
                one.cancel()
            await asyncio.gather(*self.things, return_exceptions=True)
        await asyncio.sleep(1)  # what was pressed last still reaches the provider
        return self.seen, before, after

    async def _watches(self, desk: Employee, place: int) -> None:
        base, tag = next(self.bases), ""
        await asyncio.sleep(A_BOARD * place / DESKS)
        while time.monotonic() < self.ends:
            began = time.monotonic()
            headers = desk.headers | {"Accept-Encoding": "gzip, br"} | ({"If-None-Match": tag} if tag else {})
            answer = await self._asks("GET", "/v1/board", headers, base=base)
            tag = "" if answer is None else answer.tag or tag
            await asyncio.sleep(max(0.0, A_BOARD - (time.monotonic() - began)))

    async def _visits(self) -> None:
        while time.monotonic() < self.ends:
            self._begins(self._comes_and_goes())
            await asyncio.sleep(A_VISIT)

    async def _presses(self) -> None:
        while time.monotonic() < self.ends:
            self._begins(self._press(self._next_out()))
            await asyncio.sleep(A_PRESS)

    async def _bursts(self) -> None:
        await asyncio.sleep(WARM + FIRST_BURST)
        while time.monotonic() < self.ends:
            for _ in range(AT_ONCE):
                self._begins(self._press(self._next_out()))
            await asyncio.sleep(A_BURST)

    def _begins(self, thing: Any) -> None:
        task = asyncio.create_task(thing)
        self.things.add(task)
        task.add_done_callback(self.things.discard)

    def _next_out(self) -> Employee:
        """Returns somebody on a visit; they come last in the line again."""
        one = self.out.pop(0)
        self.out.append(one)
        return one[0]

    async def _comes_and_goes(self) -> None:
        who, visit = self.out.pop(0)
        comes = self.idle.pop(0)
        self.idle.append(who)
        await self._asks("POST", f"/v1/visits/{visit}/check-out", who.headers, {})
        end = (datetime.now(UTC) + timedelta(minutes=60)).isoformat()
        visit = str(uuid4())
        body = {"id": visit, "address": ADDRESS, "companions": [], "checkIn": True, "expectedEnd": end}
        answer = await self._asks("POST", "/v1/visits", comes.headers, body)
        if answer is not None and answer.status == HTTPStatus.CREATED:
            self.out.append((comes, visit))

    async def _press(self, who: Employee) -> None:
        """Press, and let the desk take the alarm and end it."""
        began = time.monotonic()
        answer = await self._asks("POST", "/v1/alarms", who.headers | {"Idempotency-Key": str(uuid4())}, {})
        if answer is None or answer.status >= HTTPStatus.BAD_REQUEST:
            return
        alarm = json.loads(answer.body)["id"]
        if alarm not in self.seen.presses and began < self.ends:
            self.seen.presses[alarm] = began
        await asyncio.sleep(TAKEN_AFTER)
        await self._asks("POST", f"/v1/alarms/{alarm}/acknowledge", self.manager.headers, {})
        await asyncio.sleep(SAFE_AFTER)
        await self._asks("POST", f"/v1/alarms/{alarm}/resolve", self.manager.headers, {"outcome": "safe"})

    async def _asks(
        self, method: str, path: str, headers: dict[str, str], body: dict[str, Any] | None = None, base: str = ""
    ) -> Answer | None:
        url, headers = f"{base or next(self.bases)}{path}", PLAIN | headers
        try:
            async with self.client.request(method, url, headers=headers, json=body) as got:
                answer = Answer(got.status, got.headers.get("etag", ""), await got.read())
        except (aiohttp.ClientError, TimeoutError):
            self.seen.statuses[0] += 1
            return None
        self.seen.statuses[answer.status] += 1
        if answer.status >= HTTPStatus.BAD_REQUEST:
            self.seen.refused[f"{answer.status} {answer.code}".strip()] += 1
        return answer
