"""The PIN that comes with an action: counted in a transaction of its own, and tried outside any before the action's.

    def say_ok(tried: PinTried, visit_id: UUID, body: SaysOk, me: Me, session: Write, once: Once) -> VisitOut: ...

It stands first in a route, so that no session is open yet. The duress PIN calls for help in that first transaction,
so nothing that becomes of the action can lose it: refused, a fault of ours, a phone that hung up, a process that dies.
"""

import asyncio
import unicodedata
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from achterwacht.creation import digest_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import PersonRecord
from achterwacht.people.sign_in import PinRequired
from achterwacht.use_cases import pins
from achterwacht.use_cases.pins import PinSlowed
from achterwacht.visits.facts import Pin
from api.http.hashing import hashing_of
from api.http.refusals import wait
from api.http.security import MyToken, caller_by
from api.http.transaction import doors_of
from foundation.failpoints import Failpoint, reach

LONGEST_PIN = 8
LONGEST_TYPED = 40
STEP = 0.5
"""Seconds. What is slowed is answered at such a step after it came: how long it took tells nothing of the PIN."""


@dataclass(frozen=True)
class Tried:
    """What came of the PIN in the body. begun: None where none came, or its person has none."""

    begun: pins.Begun | None
    found: Pin | None

    def said(self, session: Session, me: Caller) -> Pin:
        """What it says about this action.

        Raises:
            PinRequired: there is one, and none came.
            PinWrong: it is neither.
        """
        if self.begun is not None:
            return self.begun.verdict(self.found)
        if session.get_one(PersonRecord, me.id).pin_hash is not None:
            raise PinRequired
        return Pin.NOT_SET


async def _tried(request: Request, token: MyToken) -> Tried:
    pin = await _pin_in(request)
    if not pin:
        return Tried(None, None)
    doors, loop = doors_of(request), asyncio.get_running_loop()
    came = loop.time()

    def begin(session: Session) -> tuple[Caller, pins.Begun | None]:
        me = caller_by(session, token.text)
        person = session.get_one(PersonRecord, me.id)
        return me, pins.begin(session, person) if person.pin_hash is not None else None

    me, begun = await doors.do(True, begin)
    if begun is None:
        return Tried(None, None)
    found = await hashing_of(request).pin(lambda: begun.reckon(pin))
    visit_id, press = _visit_in(request), _press_of(request, me)
    await doors.do(True, lambda session: pins.settle(session, begun, found, me.actor(), visit_id, press))
    reach(Failpoint.PIN_SETTLED)
    if begun.until is not None:
        await asyncio.sleep(STEP - (loop.time() - came) % STEP)
        raise wait(begun.until, begun.now, PinSlowed.code)
    return Tried(begun, found)


def _visit_in(request: Request) -> UUID | None:
    """The visit in the path, if what stands there is an id."""
    try:
        return UUID(str(request.path_params.get("visit_id")))
    except ValueError:
        return None


def _press_of(request: Request, me: Caller) -> str | None:
    """What tells this press from another one: a phone that got no answer sends the same key again."""
    key = request.headers.get("idempotency-key")
    return digest_of("pin", me.id, key) if key else None


async def _pin_in(request: Request) -> str | None:
    """The PIN in the body, if it looks like one; what is wrong with the rest is said by who reads that."""
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        return None
    pin = body.get("pin") if isinstance(body, dict) else None
    if isinstance(pin, int) and not isinstance(pin, bool):
        pin = str(pin)
    if not isinstance(pin, str) or len(pin) > LONGEST_TYPED:
        return None
    # A keyboard may add a space, or write full-width digits: a call for help is not lost for that.
    pin = unicodedata.normalize("NFKC", pin).strip()
    return pin if 0 < len(pin) <= LONGEST_PIN else None


PinTried = Annotated[Tried, Depends(_tried)]
