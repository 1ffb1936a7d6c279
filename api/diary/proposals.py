"""My own calendar, and the visits it proposes.

Its server is asked outside any transaction, since it may take seconds.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, TypeVar

from anyio import create_task_group
from fastapi import Depends, Request
from fastapi import Path as InPath
from fastapi.concurrency import run_in_threadpool
from pydantic import StringConstraints
from sqlalchemy.orm import Session

from achterwacht.calendars.appointments import MOST, Found
from achterwacht.calendars.fetching import LONGEST_ADDRESS, Fetcher
from achterwacht.calendars.refusals import CalendarLost, CalendarRefused, CalendarsOff
from achterwacht.diary.finding import find
from achterwacht.diary.own_calendar import OwnCalendars
from achterwacht.diary.places import Place
from achterwacht.diary.proposals import (
    Before,
    Proposal,
    keep_calendar,
    know_before,
    own_calendar,
    proposals,
    put_away,
    remove_calendar,
)
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.refused import NotFound
from api.addresses.routes import RegistersOfApp
from api.addresses.schemas import AddressOut, address_out
from api.diary.routes import CalendarOut
from api.http.errors import problems
from api.http.last_step import Router
from api.http.limits import RateLimiter
from api.http.schemas import Body, Schema
from api.http.security import Me, MeBefore, MyToken, SettingsOfApp, Write, still
from api.http.transaction import DoorsOfApp, SessionGate
from api.wording import sentence
from foundation.apart import Apart
from foundation.seal import BrokenSeal, Seal
from foundation.setting_groups.look_ups import CalendarReading
from foundation.settings import Settings

router = Router(prefix="/v1/me/diary", tags=["diary"])

TRIES = "10/10minutes"
_tries = RateLimiter(TRIES)


class CalendarIn(Body):
    """The address of a calendar that its owner published: `https://` or `webcal://`."""

    url: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_ADDRESS)]


class CalendarRead(CalendarOut):
    """The calendar can be read. How many appointments of today and tomorrow have a place, and how many could be visits.

    `notes`: what in it could not be read, to show.
    """

    with_place: int
    to_visit: int
    notes: list[str]


class ProposalOut(Schema):
    """An appointment that may become a visit. `place` is what was typed; `address` is what could be read in it."""

    id: str
    title: str
    starts: datetime
    ends: datetime
    place: str
    address: AddressOut | None


class Proposals(Schema):
    """`problem`: why my calendar can't be read now, to show. `notes`: what in it could not be read, or was too much."""

    calendar: bool
    problem: str | None
    notes: list[str]
    proposals: list[ProposalOut]


Known = TypeVar("Known")
ProposalId = Annotated[str, InPath(pattern="^[0-9a-f]{64}$")]


def make_own_calendars(settings: Settings, apart: Apart) -> OwnCalendars:
    return OwnCalendars(Fetcher(on_loopback=settings.read_calendars is CalendarReading.LOOPBACK), apart)


def _own_calendars(request: Request) -> OwnCalendars:
    found: OwnCalendars = request.app.state.own_calendars
    return found


CalendarsOfApp = Annotated[OwnCalendars, Depends(_own_calendars)]


@router.put("/calendar", responses=problems(403, 409, 429))
async def read_my_calendar(
    body: CalendarIn,
    me: MeBefore,
    token: MyToken,
    doors: DoorsOfApp,
    calendars: CalendarsOfApp,
    settings: SettingsOfApp,
) -> CalendarRead:
    """Read this calendar from now on. It is tried first: if it can't be read, everything stays as it was."""
    me.require(Action.KEEP_DIARY)
    _allowed(me, settings)
    url = str(calendars.fetcher.address(body.url))
    before = await _asked(doors, lambda session: know_before(session, me))
    found = await calendars.read(url, before.now, before.zone, str(me.id))
    tried = await run_in_threadpool(_tried, found, before)
    host = calendars.fetcher.address(url).host
    sealed = _seal(settings).close(url)

    def keep(session: Session) -> CalendarOut:
        return CalendarOut.model_validate(keep_calendar(session, still(session, token, me), sealed, host))

    known = await doors.do(True, keep)
    return CalendarRead(**known.model_dump(), **tried)


@router.post("/calendar/_try", responses=problems(403, 404, 409, 429))
async def try_my_calendar(
    me: MeBefore, doors: DoorsOfApp, calendars: CalendarsOfApp, settings: SettingsOfApp
) -> CalendarRead:
    """Read my calendar now, and say how that went."""
    me.require(Action.KEEP_DIARY)
    _allowed(me, settings)
    before, known = await _asked(doors, lambda session: _known(session, me))
    if before.sealed is None or known is None:
        raise NotFound
    found = await calendars.read(_opened(settings, before.sealed), before.now, before.zone, str(me.id))
    return CalendarRead(**known.model_dump(), **await run_in_threadpool(_tried, found, before))


@router.delete("/calendar", status_code=204, responses=problems(403))
async def remove_my_calendar(
    me: MeBefore, doors: DoorsOfApp, calendars: CalendarsOfApp, settings: SettingsOfApp
) -> None:
    """Stop reading my calendar, and forget its address and what was in it."""
    me.require(Action.KEEP_DIARY)
    before = await _asked(doors, lambda session: know_before(session, me))
    async with doors.session(True, lambda session: remove_calendar(session, me)) as (_, found):
        sealed = found
    if sealed is not None:
        with suppress(CalendarLost):
            calendars.forget(_opened(settings, sealed), before.zone)


@router.get("/proposals", responses=problems(403))
async def my_proposals(
    me: MeBefore,
    doors: DoorsOfApp,
    calendars: CalendarsOfApp,
    registers: RegistersOfApp,
    settings: SettingsOfApp,
) -> Proposals:
    """Returns the appointments of today and tomorrow in my calendar that have an address and are no visit yet."""
    me.require(Action.KEEP_DIARY)
    before = await _asked(doors, lambda session: know_before(session, me))
    if before.sealed is None or not settings.reads_calendars:
        return Proposals(calendar=False, problem=None, notes=[], proposals=[])
    try:
        found = await calendars.appointments(_opened(settings, before.sealed), before.now, before.zone, str(me.id))
    except CalendarRefused as refused:
        return Proposals(calendar=True, problem=sentence(refused.code), notes=[], proposals=[])
    open_ones = await run_in_threadpool(proposals, found.appointments, before)
    places: dict[int, Place] = {}

    async def look(number: int, place: Place) -> None:
        places[number] = await find(place, registers)

    async with create_task_group() as tasks:
        for number, one in enumerate(open_ones):
            tasks.start_soon(look, number, one.place)
    shown = [_out(one, places[number]) for number, one in enumerate(open_ones)]
    return Proposals(calendar=True, problem=None, notes=_notes(found), proposals=shown)


@router.post("/proposals/{proposal_id}/put-away", status_code=204, responses=problems(403))
def put_proposal_away(proposal_id: ProposalId, me: Me, session: Write) -> None:
    """Hide this proposal, unless its time or place changes."""
    me.require(Action.KEEP_DIARY)
    put_away(session, me, proposal_id)


async def _asked(doors: SessionGate, find: Callable[[Session], Known]) -> Known:
    async with doors.session(False, find) as (_, found):
        return found


def _tried(found: Found, before: Before) -> dict[str, Any]:
    return {
        "with_place": len(found.appointments),
        "to_visit": len(proposals(found.appointments, before)),
        "notes": _notes(found),
    }


def _notes(found: Found) -> list[str]:
    unread = [sentence("calendar_unread", {"count": found.unread})] if found.unread else []
    return unread + ([sentence("calendar_more", {"most": MOST})] if found.more else [])


def _allowed(me: Caller, settings: Settings) -> None:
    """Refuse to ask somebody else's server too often, or from an installation that sends nothing out."""
    if not settings.reads_calendars:
        raise CalendarsOff
    _tries.take(str(me.id))


def _known(session: Session, me: Caller) -> tuple[Before, CalendarOut | None]:
    record = own_calendar(session, me)
    return know_before(session, me), CalendarOut.model_validate(record) if record else None


def _seal(settings: Settings) -> Seal:
    return Seal(settings.secret_key.get_secret_value(), "own calendar")


def _opened(settings: Settings, sealed: str) -> str:
    try:
        return _seal(settings).open(sealed)
    except BrokenSeal as error:
        raise CalendarLost from error


def _out(proposal: Proposal, place: Place) -> ProposalOut:
    appointment = proposal.appointment
    return ProposalOut(
        id=appointment.key,
        title=appointment.title,
        starts=appointment.starts,
        ends=appointment.ends,
        place=appointment.place,
        address=address_out(place.address) if place.address else None,
    )
