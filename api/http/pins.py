"""The PIN that comes with an action: it is counted in one transaction and checked outside any, before the action's own.

    def say_ok(tried: PinTried, visit_id: UUID, body: SaysOk, me: Me, session: Write, once: Once) -> VisitOut: ...

It comes first among a route's parameters, so that no session is open yet. The duress PIN calls for help in a
transaction before the action's, so nothing that happens to the action can lose that call: a refusal, a fault of ours, a
phone that hangs up, a process that dies.
"""

import asyncio
import unicodedata
from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from achterwacht.creation import digest_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import PersonRecord
from achterwacht.use_cases import pins
from achterwacht.use_cases.pins import NOT_TRIED, PinSlowed, Tried, Typed
from api.http.hashing import hashing_of
from api.http.refusals import wait
from api.http.security import MyToken, caller_by
from api.http.steps import at_a_step
from api.http.transaction import doors_of, is_urgent
from foundation.failpoints import Failpoint, reach

LONGEST_PIN = 8
LONGEST_TYPED = 40


async def try_outside(request: Request, begin: Callable[[Session], Typed | None]) -> Tried:
    """Count the PIN in one transaction, check it outside any, and record in another what it was."""
    doors = doors_of(request)
    typed = await doors.do(True, begin, urgent=is_urgent(request))
    if typed is None:
        return NOT_TRIED
    found = await hashing_of(request).pin(typed.reckon)
    await doors.do(True, lambda session: typed.settle(session, found), urgent=is_urgent(request))
    reach(Failpoint.PIN_SETTLED)
    return typed.tried(found)


async def _tried(request: Request, token: MyToken) -> Tried:
    pin = await _pin_in(request)
    if not pin:
        return NOT_TRIED
    came = asyncio.get_running_loop().time()

    def begin(session: Session) -> Typed | None:
        me = caller_by(session, token)
        person = session.get_one(PersonRecord, me.id)
        if person.pin_hash is None or me.read_only:
            return None
        return Typed(pins.begin(session, person), me.actor(), pin, _visit_in(request), _press_of(request, me))

    tried = await try_outside(request, begin)
    if tried.begun is not None and tried.begun.until is not None:
        await at_a_step(came)
        raise wait(tried.begun.until, tried.begun.now, PinSlowed.code)
    return tried


def _visit_in(request: Request) -> UUID | None:
    """Returns the visit in the path, if it is an id."""
    try:
        return UUID(str(request.path_params.get("visit_id")))
    except ValueError:
        return None


def _press_of(request: Request, me: Caller) -> str | None:
    """Returns what identifies this press: a phone that got no answer sends the same key again."""
    key = request.headers.get("idempotency-key")
    return digest_of("pin", me.id, key) if key else None


async def _pin_in(request: Request) -> str | None:
    """Returns the PIN in the body, if it looks like one; the route itself complains about the rest of the body."""
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        return None
    pin = body.get("pin") if isinstance(body, dict) else None
    if isinstance(pin, int) and not isinstance(pin, bool):
        pin = str(pin)
    if not isinstance(pin, str) or len(pin) > LONGEST_TYPED:
        return None
    # A keyboard may add a space, or write full-width digits: that must not lose a call for help.
    pin = unicodedata.normalize("NFKC", pin).strip()
    return pin if 0 < len(pin) <= LONGEST_PIN else None


PinTried = Annotated[Tried, Depends(_tried)]
