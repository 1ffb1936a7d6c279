"""The canary: a marked test message a day, to a number of the organisation's choice. For administrators."""

from datetime import datetime, time
from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.canary.rules import Fault, Result, Seen
from achterwacht.canary.service import remove_canary, set_canary, view_canary
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.use_cases.numbers import Numbers
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Schema, WallTime
from api.http.security import Me, Read, SettingsOfApp, Write
from foundation.clock import clock_of

router = Router(prefix="/v1/canary", tags=["administration"])


class CanaryIn(Body):
    """The number to text, and the time each day in the organisation's local time.

    rings: ring it too. asks: ask for an answer, by SMS with a code or by 1 in the call.
    """

    phone: Annotated[str, Field(max_length=32)]
    daily_at: WallTime
    rings: bool = False
    asks: bool = False


class CanaryOut(Schema):
    """The setting, and what the last test showed. Without a canary all times are null.

    fault: what of it a machine did wrong; `way_in`: its call was picked up, and we were never asked for its words.
    sentAt, deliveredAt: of the SMS. rangAt, pickedUpAt: of the call. answeredAt: the code came back, or 1 was pressed.
    """

    phone: str | None
    daily_at: WallTime | None
    rings: bool
    asks: bool
    next_at: datetime | None
    last_at: datetime | None
    result: Result
    fault: Fault | None
    seconds: float | None
    sent_at: datetime | None
    delivered_at: datetime | None
    rang_at: datetime | None
    picked_up_at: datetime | None
    answered_at: datetime | None
    as_of: datetime


@router.get("", responses=problems(403))
def canary(me: Me, session: Read) -> CanaryOut:
    """Returns the canary of your organisation and its last result."""
    me.require(Action.SET_CANARY)
    return _shown(session, me)


@router.put("", responses=problems(403))
def set_up(body: CanaryIn, me: Me, session: Write, settings: SettingsOfApp) -> CanaryOut:
    """Send a test message every day, and by choice ring and ask for an answer."""
    by = me.require(Action.SET_CANARY)
    elsewhere = Numbers(settings.senders).for_a_canary
    at = time.fromisoformat(body.daily_at)
    set_canary(session, me.organisation_id, body.phone, at, elsewhere, by, rings=body.rings, asks=body.asks)
    return _shown(session, me)


@router.delete("", status_code=204, responses=problems(403))
def remove(me: Me, session: Write) -> None:
    """Stop sending test messages."""
    remove_canary(session, me.organisation_id, me.require(Action.SET_CANARY))


def _shown(session: Session, me: Caller) -> CanaryOut:
    found = view_canary(session, me.organisation_id)
    seen = found.seen if found else Seen(None)
    picked_up_at = seen.call.picked_up_at if seen.call else None
    return CanaryOut(
        phone=found.phone if found else None,
        daily_at=found.daily_at.strftime("%H:%M") if found else None,
        rings=found is not None and found.rings,
        asks=found is not None and found.asks,
        next_at=found.next_at if found else None,
        last_at=found.started_at if found else None,
        result=found.result if found else Result.NEVER,
        fault=found.fault if found else None,
        seconds=found.seconds if found else None,
        sent_at=seen.sent_at,
        delivered_at=seen.arrived_at,
        rang_at=seen.rang_at,
        picked_up_at=picked_up_at or seen.heard_at,
        answered_at=seen.answered_at,
        as_of=clock_of(session).now(session),
    )
