"""The canary: a marked test message a day, to a number of the organisation's choice. For administrators."""

from datetime import datetime, time
from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.canary.rules import Result
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
    """The number to text, and the time each day in the organisation's local time."""

    phone: Annotated[str, Field(max_length=32)]
    daily_at: WallTime


class CanaryOut(Schema):
    """The setting, and what the last test message showed. Without a canary all but `asOf` and `result` are null."""

    phone: str | None
    daily_at: WallTime | None
    next_at: datetime | None
    last_at: datetime | None
    result: Result
    seconds: float | None
    as_of: datetime


@router.get("", responses=problems(403))
def canary(me: Me, session: Read) -> CanaryOut:
    """Returns the canary of your organisation and its last result."""
    me.require(Action.SET_CANARY)
    return _shown(session, me)


@router.put("", responses=problems(403))
def set_up(body: CanaryIn, me: Me, session: Write, settings: SettingsOfApp) -> CanaryOut:
    """Send a test message every day."""
    by = me.require(Action.SET_CANARY)
    elsewhere = Numbers(settings.senders).for_a_canary
    set_canary(session, me.organisation_id, body.phone, time.fromisoformat(body.daily_at), elsewhere, by)
    return _shown(session, me)


@router.delete("", status_code=204, responses=problems(403))
def remove(me: Me, session: Write) -> None:
    """Stop sending test messages."""
    remove_canary(session, me.organisation_id, me.require(Action.SET_CANARY))


def _shown(session: Session, me: Caller) -> CanaryOut:
    found = view_canary(session, me.organisation_id)
    return CanaryOut(
        phone=found.phone if found else None,
        daily_at=found.daily_at.strftime("%H:%M") if found else None,
        next_at=found.next_at if found else None,
        last_at=found.started_at if found else None,
        result=found.result if found else Result.NEVER,
        seconds=found.seconds if found else None,
        as_of=clock_of(session).now(session),
    )
