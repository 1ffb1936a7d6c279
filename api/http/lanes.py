"""Who goes first when everybody comes at once (docs/decisions/0031).

A panic, an answer, an acknowledgement, a check-in or a check-out never waits for somebody who looks at a board: each
lane has its own threads and sessions, and while anybody is in the urgent lane hardly anything else begins. The other
lanes are bounded: when one is full, a request is refused at once and told when to come back. A request begins when its
whole body is there, so that a slow one holds no place; if its client is gone by then, it is dropped.

Anybody can send a POST that looks like a panic. People whose sign-in has not been verified in this process yet
(`Proven`) have separate places beside the urgent ones: they wait for each other, and nobody known waits for them.
"""

import asyncio
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

KEY = "achterwacht.lane"
LEFT = 2
"""How many others may be at work while somebody is in the urgent lane."""


class Lane(StrEnum):
    """The lanes.

    signed: what a provider tells us; urgent once its signature is verified (`api/webhooks/proof.py`), and otherwise
    refused before it gets a place. unproven: urgent, but from somebody who may be anybody.
    """

    URGENT = "urgent"
    SIGNED = "signed"
    UNPROVEN = "unproven"
    USUAL = "usual"
    SLOW = "slow"
    LOOK = "look"


@dataclass(frozen=True)
class Room:
    """How many of a lane are at work at once, and how many may wait (None: no limit)."""

    at_once: int
    waiting: int | None = None


ROOM: Mapping[Lane, Room] = {
    Lane.URGENT: Room(10),
    Lane.UNPROVEN: Room(3),
    Lane.USUAL: Room(6, 256),
    Lane.SLOW: Room(4, 100),
    Lane.LOOK: Room(2, 50),
}
"""Together fewer than the sessions (`api/http/transaction.py`), which are fewer than the threads and connections."""
AT_ONCE: int = sum(room.at_once for room in ROOM.values())

PRESSING = (Lane.URGENT, Lane.UNPROVEN)
"""The other lanes make room for these."""

# What somebody in danger does, what those who watch answer, and what is read out to the police. In a demonstration the
# simulator's telephones take the place of the webhooks.
URGENT = (
    "POST /v1/alarms",
    "POST /v1/alarms/.*",
    "GET /v1/alarms/[^/]*(/hand-over)?",
    "GET /o/[^/]*",
    "POST /v1/visits",
    "POST /v1/visits/.*",
    "POST /v1/teams/[^/]*/relief/.*",
    "POST /simulator/.*",
)
SIGNED = ("POST /v1/webhooks/.*",)
# What computes for long, or waits for somebody else's server.
SLOW = (
    "GET (/v1/alarms|/o)/[^/]*/nearest-address",
    "GET /v1/alarms/[^/]*/address-place",
    "POST /v1/board/_locate",
    "POST /v1/sessions",
    "PUT /v1/me/pin",
    "(POST|PATCH) /v1/people.*",
    "POST /v1/risk-addresses/_(import|export)",
    "POST /v1/addresses/_.*",
    "(PUT|POST) /v1/me/diary/calendar.*",
    "GET /diary/.*",
    "GET /v1/standing",
    "(GET|POST) /v1/incidents/[^/]*/attachments.*",
    "PUT /v1/measures/[^/]*/photo",
)
LOOK = ("(GET|HEAD) /metrics", "(GET|HEAD) /health/ready")
NONE = ("(GET|HEAD) /health/live", "(GET|HEAD) /(?!v1/|health/|metrics|simulator/.|o/|diary/|scim/).*")
"""These need no session, so they have no lane: our own pages, and whether this process lives."""
LANES = tuple(
    (lane, re.compile("|".join(f"(?:{one})" for one in paths)))
    for lane, paths in (
        (Lane.URGENT, URGENT),
        (Lane.SIGNED, SIGNED),
        (Lane.SLOW, SLOW),
        (Lane.LOOK, LOOK),
        (None, NONE),
    )
)


def lane_of(method: str, path: str) -> Lane | None:
    asked = f"{method} {path}"
    return next((lane for lane, paths in LANES if paths.fullmatch(asked)), Lane.USUAL)


class Full(Exception):
    """There is no free place, and too many are waiting already."""


@dataclass
class _Line:
    room: Room
    working: int = 0
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)


class Places:
    """The places of all lanes. Only the event loop uses it."""

    def __init__(self, room: Mapping[Lane, Room] = ROOM) -> None:
        self._lines = {lane: _Line(one) for lane, one in room.items()}

    def working(self, lane: Lane) -> int:
        return self._lines[lane].working

    def waiting(self, lane: Lane) -> int:
        return sum(not one.done() for one in self._lines[lane].waiting)

    def wait_for(self, lane: Lane) -> asyncio.Future[None]:
        """Returns a future for a place; it is done as soon as there is one, which may be at once.

        Raises:
            Full: too many are waiting already.
        """
        line = self._lines[lane]
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if line.working < self._most(lane) and not line.waiting:
            line.working += 1
            place.set_result(None)
            return place
        if line.room.waiting is not None and len(line.waiting) >= line.room.waiting:
            raise Full
        line.waiting.append(place)
        return place

    def leave(self, lane: Lane, place: asyncio.Future[None]) -> None:
        """Give the place back, or stop waiting for it."""
        line = self._lines[lane]
        if place.done() and not place.cancelled():
            line.working -= 1
        else:
            place.cancel()
            if place in line.waiting:
                line.waiting.remove(place)
        for one in self._lines:
            self._call(one)

    def _call(self, lane: Lane) -> None:
        line = self._lines[lane]
        while line.waiting and line.working < self._most(lane):
            place = line.waiting.popleft()
            if not place.done():
                line.working += 1
                place.set_result(None)

    def _most(self, lane: Lane) -> int:
        """Returns how many of this lane may be at work now. While anybody is urgent, few of the others may begin."""
        most = self._lines[lane].room.at_once
        if lane in PRESSING or not any(self.working(one) or self._lines[one].waiting for one in PRESSING):
            return most
        others = sum(line.working for one, line in self._lines.items() if one not in (*PRESSING, lane))
        return min(most, max(LEFT - others, 0))
