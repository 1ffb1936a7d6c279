"""The ban list: who may not come in, until when, and what to do; and that somebody came all the same."""

from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.afterwards import bans as use_cases
from achterwacht.afterwards.ban_photos import photo_on_the_list
from achterwacht.afterwards.bans import BY_COMING, LEAVES, Banned
from achterwacht.measures.rules.breaking import BreachStep
from achterwacht.people.records import OrganisationRecord
from achterwacht.refused import NotFound
from api.http.errors import problems
from api.http.files import HARMLESS
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import Body, Day, Line, Name, Note, Schema, Utc
from api.http.security import Me, MeBefore, Read, Write
from api.http.transaction import DoorsOfApp
from api.measures.schemas import MOST_STEPS, StepTaken
from documents.kinds import KindSpec
from documents.store import NoSuchFile
from foundation.clock import clock_of
from notifications.texts.catalogue import Catalogue, catalogue

router = Router(prefix="/v1/bans", tags=["bans"])

A_PICTURE: dict[int | str, dict[str, Any]] = {200: {"content": {"image/jpeg": {}, "image/png": {}}}}


class Ban(Schema):
    """One line of the list, and nothing else is told. until: the last day; null where it has no end. photo: by which
    `/bans/photos/{photo_id}` shows them; left out where nobody chose one. mayCome: they may come in and not call; left
    out of any other line. steps: what is done when they come all the same, in order."""

    name: str
    photo: UUID | None = None
    locations: list[str]
    until: Day | None
    what_to_do: str
    may_come: bool | None = None
    steps: list[BreachStep]


class Bans(Schema):
    """By name."""

    bans: list[Ban]
    as_of: Utc


class SomebodyCame(Body):
    """Who came all the same, by the name and the date on the list, and what was done, in order."""

    name: Name
    until: Day | None = None
    happened_at: Utc
    place: Line = ""
    steps: list[StepTaken] = Field(default_factory=list, max_length=MOST_STEPS)
    note: Note = ""


class Noted(Schema):
    """For how many measures it was noted."""

    noted: int


@router.get("", response_model_exclude_unset=True, responses=problems(403))
def read_bans(me: Me, session: Read) -> Bans:
    """Returns who may not come in today: for reception, security and who manages a location."""
    now = clock_of(session).now(session)
    texts = catalogue(me.language or session.get_one(OrganisationRecord, me.organisation_id).language)
    return Bans(bans=[_ban(one, texts) for one in use_cases.bans(session, me, now)], as_of=now)


@router.get("/photos/{photo_id}", response_class=Response, responses=problems(403, 404, 503) | A_PICTURE)
async def read_photo(photo_id: UUID, me: MeBefore, doors: DoorsOfApp, request: Request) -> Response:
    """Returns a photo of the list of today."""

    def found(session: Session) -> tuple[str, KindSpec]:
        photo = photo_on_the_list(session, me, photo_id, clock_of(session).now(session))
        return photo.file_key, photo.kind.spec

    key, spec = await doors.do(False, found)
    try:
        content = await run_in_threadpool(request.app.state.files.get, key)
    except NoSuchFile:
        raise NotFound("photo") from None
    headers = {**HARMLESS, "Content-Disposition": f'attachment; filename="foto.{spec.ending}"'}
    return Response(content, media_type=spec.media_type, headers=headers)


@router.post("/_broken", status_code=201, responses=problems(403, 409))
def somebody_came(body: SomebodyCame, me: Me, session: Write, once: IdempotentRequest) -> Noted:
    """Note that somebody on the list came all the same. Whoever decided on it looks at what follows."""
    steps = [one.done() for one in body.steps]
    noted = use_cases.note_broken(
        session,
        me,
        body.name,
        body.until,
        body.happened_at,
        body.place,
        steps,
        body.note,
        clock_of(session).now(session),
    )
    return once.answer(Noted(noted=len(noted)))


def _ban(one: Banned, texts: Catalogue) -> Ban:
    measure = one.measure
    terms = ", ".join(texts.say("conditions", condition) for condition in measure.conditions)
    said = [texts.say("bans", measure.kind.value, {"terms": terms})]
    if one.leaving is not None:
        facts = {
            "times": one.leaving.times,
            "witness": one.leaving.with_witness,
            "once_more": one.leaving.once_more_with_police,
        }
        said.append(texts.say("bans", "leave", facts))
    elif measure.kind in LEAVES:
        said.append(texts.say("bans", "leave_once", {"witness": False}))
    left_out: dict[str, Any] = {} if one.photo is None else {"photo": one.photo}
    if measure.kind not in BY_COMING:
        left_out["may_come"] = True
    return Ban(
        name=one.name,
        locations=[measure.place] if measure.place else [],
        until=measure.until,
        what_to_do=" ".join([*said, *measure.checklist]),
        steps=list(one.steps) if measure.kind in BY_COMING else [],
        **left_out,
    )
