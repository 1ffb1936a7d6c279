"""Who looked at what: for who keeps the register over everybody, and for each of us about ourselves."""

from collections.abc import Iterable
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Query
from fastapi.responses import Response
from sqlalchemy.orm import Session

from achterwacht.audit.records import Past
from achterwacht.audit.service import log_past_view
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.views.known import Known
from achterwacht.views.looks import Looked, looks, looks_at
from api.audit.pages import page_behind, place_of_page
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Named
from api.http.security import Me, Read, Write
from api.looks.schemas import LookAtMeOut, LookOut, Looks, LooksAtMe, SeekLooks
from api.past.files import A_SHEET, MOST_ROWS, NEXT
from documents.sheets import CSV, csv_text
from foundation.clock import clock_of
from notifications.texts.catalogue import Catalogue, catalogue

router = Router(prefix="/v1/looks", tags=["administration"])
mine = Router(prefix="/v1/me", tags=["people"])
A_PAGE = 50
COLUMNS = ("day", "time", "who", "kind", "what", "team", "about", "answered", "taken")


@router.post("/_search", responses=problems(403))
def search(body: SeekLooks, me: Me, session: Write) -> Looks:
    """Returns who looked at what in a period: in the register, in reports, in the past, and in these logs.

    Reading it is logged too.
    """
    page, following = _found(session, me, body, A_PAGE)
    known = _known(session, me, page)
    return Looks(looks=[_out(one, known) for one in page], next=following, as_of=known.now)


@router.post("/looks.csv", response_class=Response, responses=problems(403) | A_SHEET)
def search_csv(body: SeekLooks, me: Me, session: Write) -> Response:
    """Returns the same as CSV, at most 5,000 rows; `Next-Row` says behind which row there are more."""
    page, following = _found(session, me, body, MOST_ROWS, taken=True)
    known = _known(session, me, page)
    texts, zone = catalogue(known.organisation.language), ZoneInfo(known.organisation.time_zone)
    first = not body.behind
    head = [[texts.say("looks", one) for one in COLUMNS]] if first else []
    content = csv_text([*head, *(_row(one, known, texts, zone) for one in page)])
    headers = {
        "Content-Disposition": 'attachment; filename="inzagelog.csv"',
        "Cache-Control": "private, no-store",
        **({} if following is None else {NEXT: following}),
    }
    return Response(("\ufeff" if first else "") + content, media_type=CSV, headers=headers)


@mine.get("/looks", responses=problems(403))
def looks_at_me(me: Me, session: Read, behind: Annotated[str, Query(max_length=100)] = "") -> LooksAtMe:
    """Returns who else looked at what is kept of you: in reports of what happened to you, in what you did, and in where
    you were. Not what they read there."""
    found = looks_at(session, me.organisation_id, me.id, me.teams(), place_of_page(behind), A_PAGE + 1)
    page = found[:A_PAGE]
    known = _known(session, me, page)
    return LooksAtMe(
        looks=[
            LookAtMeOut(
                id=one.id,
                at=one.at,
                kind=one.kind,
                by=Named(id=one.by, name=known.name(one.by)),
                what=one.what,
                wide=me.id not in one.about and one.kind is not one.kind.REPORT,
                taken=one.taken,
            )
            for one in page
            if one.by is not None
        ],
        next=_next(found, page),
        as_of=known.now,
    )


def _found(
    session: Session, me: Caller, body: SeekLooks, most: int, *, taken: bool = False
) -> tuple[list[Looked], str | None]:
    me.require(Action.SEE_LOOKS)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    wanted = body.wanted(ZoneInfo(organisation.time_zone))
    found = looks(session, organisation.id, wanted, most + 1)
    page = found[:most]
    if taken or wanted.behind is None:
        # After it was read: nobody's own look is the newest in what they see.
        about = () if wanted.by is None else (wanted.by,)
        now = clock_of(session).now(session)
        log_past_view(session, organisation.id, me.id, Past.LOOKS, None, about, now, taken=taken)
    return page, _next(found, page)


def _next(found: list[Looked], page: list[Looked]) -> str | None:
    return page_behind(page[-1].at, page[-1].id) if len(found) > len(page) else None


def _known(session: Session, me: Caller, page: Iterable[Looked]) -> Known:
    known = Known(session, me.organisation_id, clock_of(session).now(session))
    known.learn(person for one in page for person in (one.by, *one.about))
    return known


def _out(one: Looked, known: Known) -> LookOut:
    return LookOut(
        id=one.id,
        at=one.at,
        kind=one.kind,
        by=None if one.by is None else Named(id=one.by, name=known.name(one.by)),
        what=one.what,
        team=None if one.team_id is None else Named(id=one.team_id, name=known.team(one.team_id)),
        about=[Named(id=who, name=known.name(who)) for who in one.about],
        answered=one.answered,
        taken=one.taken,
    )


def _row(one: Looked, known: Known, texts: Catalogue, zone: ZoneInfo) -> list[Any]:
    local = one.at.astimezone(zone)

    def yes_or_no(said: bool | None) -> str:
        return "" if said is None else texts.say("past", "yes" if said else "no")

    return [
        local.strftime("%d-%m-%Y"), local.strftime("%H:%M:%S"), known.name(one.by), texts.say("look_kinds", one.kind),
        one.what, "" if one.team_id is None else known.team(one.team_id), ", ".join(map(known.name, one.about)),
        yes_or_no(one.answered), yes_or_no(one.taken),
    ]  # fmt: skip
