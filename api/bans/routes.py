"""The ban list: who may not come in, until when, and what to do; and that somebody came all the same."""

from fastapi import APIRouter
from pydantic import Field

from achterwacht.people.records import OrganisationRecord
from achterwacht.use_cases import bans as use_cases
from achterwacht.use_cases.bans import Banned
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.schemas import Body, Day, Line, Name, Note, Schema, Utc
from api.http.security import Me, Read, Write
from api.measures.schemas import MOST_STEPS, StepTaken
from foundation.clock import clock_of
from notifications.texts.catalogue import Catalogue, catalogue

router = APIRouter(prefix="/v1/bans", tags=["bans"])


class Ban(Schema):
    """One line of the list, and nothing else is told. until: the last day; null where it has no end."""

    name: str
    locations: list[str]
    until: Day | None
    what_to_do: str


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


@router.get("", responses=problems(403))
def read_bans(me: Me, session: Read) -> Bans:
    """Returns who may not come in today: for reception, security and who manages a location."""
    now = clock_of(session).now(session)
    language = session.get_one(OrganisationRecord, me.organisation_id).language
    texts = catalogue(language)
    return Bans(bans=[_ban(one, texts) for one in use_cases.bans(session, me, now)], as_of=now)


@router.post("/_broken", status_code=201, responses=problems(403))
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
    else:
        said.append(texts.say("bans", "leave_once", {"witness": False}))
    return Ban(
        name=one.name,
        locations=[measure.place] if measure.place else [],
        until=measure.until,
        what_to_do=" ".join([*said, *measure.checklist]),
    )
