"""The hand-over sheet: as JSON, as a page to print, and behind the secret link of a police SMS."""

from base64 import b64encode
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from sqlalchemy import select

from achterwacht.alarms.records import AlarmRecord
from achterwacht.people.actions import Action
from achterwacht.views.hand_over import Sheet, hand_over
from achterwacht.views.sheet_links import note_look, open_link
from achterwacht.watch.access import on_alarm
from api.alarms.schemas import HandOver
from api.http.errors import problem, problems
from api.http.headers import PRINTED_PAGE
from api.http.last_step import Router
from api.http.security import Me, Write
from notifications.texts.formats import day_before, local, whole_day_of

router = Router()
_pages = Environment(autoescape=True)
PAGE_LANGUAGE = "nl"
"""The page itself is written in it."""


@router.get(
    "/v1/alarms/{alarm_id}/hand-over",
    response_model=HandOver,
    responses={**problems(403, 404), 200: {"content": {"text/html": {"schema": {"type": "string"}}}}},
    tags=["alarms"],
)
def sheet(alarm_id: UUID, me: Me, session: Write, request: Request) -> Response | HandOver:
    """Returns what to read out to the police. With `Accept: text/html` it is a page to print. Each view is recorded."""
    on_alarm(session, me, alarm_id, Action.SEE_HAND_OVER)
    alarm = session.scalars(
        select(AlarmRecord).where(AlarmRecord.organisation_id == me.organisation_id, AlarmRecord.id == alarm_id)
    ).one()
    note_look(session, alarm, me.id)
    found = hand_over(session, alarm, me.id)
    if "text/html" in request.headers.get("accept", ""):
        return _page(found, f"/v1/alarms/{alarm_id}/nearest-address")
    return HandOver.of(found)


@router.get("/o/{token}", include_in_schema=False)
def linked(token: str, session: Write) -> Response:
    """Returns the sheet behind the link of an SMS: one recipient, no sign-in, until an hour after the end."""
    found = open_link(session, token)
    return problem(404) if found is None else _page(found, f"/o/{token}/nearest-address")


def _page(found: Sheet, near: str) -> HTMLResponse:
    """The page. Once it stands it asks at `near` which address is next to the place: it waits for no register."""
    template = _pages.from_string(_part("hand_over.html"))
    script, zone, now = _part("hand_over.js"), found.reading.organisation.time_zone, found.reading.now

    def at(moment: datetime) -> str:
        """A time; of another day with that before it: who reads the sheet takes a time alone for one of today."""
        return day_before(moment, now, zone, PAGE_LANGUAGE) + local(moment, zone, PAGE_LANGUAGE)

    day = whole_day_of(now.astimezone(ZoneInfo(zone)).date(), PAGE_LANGUAGE)
    page = template.render(sheet=found, shown=HandOver.of(found), near=near, script=script, at=at, day=day)
    # The page holds its own styles and one script; the general policy would block both.
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policy = f"{PRINTED_PAGE}; script-src 'sha256-{digest}'; connect-src 'self'"
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Content-Security-Policy": policy}
    return HTMLResponse(page, headers=headers)


def _part(name: str) -> str:
    return files("api.alarms").joinpath(name).read_text("utf-8")
