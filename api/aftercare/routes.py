"""The care for whoever was hit: what is planned for me, whom I care for, another person, offers, the evaluation."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from achterwacht.aftercare import service
from achterwacht.aftercare.facts import Hit
from achterwacht.afterwards import care, care_graver
from achterwacht.incidents import service as incidents
from achterwacht.people.actions import Action
from achterwacht.refused import Wrong, refuse
from api.aftercare.schemas import CarePlanOut, CarePlans
from api.aftercare.shown import shown_plans
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import Body
from api.http.security import Me, Read, Write
from foundation.clock import clock_of

router = Router(prefix="/v1", tags=["aftercare"])

Key = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class AnotherPerson(Body):
    """Nothing has to be said with it."""


class OfferedHelp(Body):
    """Which help was offered, and the answer if there is one. Nothing about how somebody is."""

    offer: Key
    accepted: bool | None = None


class Evaluation(Body):
    """Whether the care was enough."""

    sufficient: bool


class Grave(Body):
    """Which rule of the profile follows: its place in `graver`."""

    rule: Annotated[int, Field(ge=0, le=50)]


class AnotherHit(Body):
    """Somebody else who needs care: a colleague, or people from outside in the words that the protocol has for them."""

    hit: Hit
    person_id: UUID | None = None
    whom: Words | None = None


@router.get("/aftercare")
def list_aftercare(me: Me, session: Read, mine: bool = False, open: bool = False) -> CarePlans:
    """The care that is planned for you; without `mine`, also that of whoever you care for, and of your teams.

    `open`: only what has not ended.
    """
    me.require(Action.SEE_TASKS)
    found = service.list_plans(session, me, mine=mine, going_on=open)
    shown = shown_plans(session, me, found[: service.MOST])
    return CarePlans(plans=shown, more=len(found) > service.MOST, as_of=clock_of(session).now(session))


@router.get("/aftercare/{plan_id}", responses=problems(404))
def read_aftercare(plan_id: UUID, me: Me, session: Read) -> CarePlanOut:
    """Returns one plan."""
    return shown_plans(session, me, [service.find(session, me, plan_id)])[0]


@router.get("/incidents/{incident_id}/aftercare", responses=problems(404))
def aftercare_of_incident(incident_id: UUID, me: Me, session: Read) -> CarePlans:
    """The care after one incident: what you may see of it."""
    found = service.of_incident(session, me, incidents.find(session, me, incident_id))
    now = clock_of(session).now(session)
    return CarePlans(plans=shown_plans(session, me, found), more=False, as_of=now)


@router.post("/incidents/{incident_id}/aftercare", status_code=201, responses=problems(403, 404, 409))
def add_to_aftercare(
    incident_id: UUID, body: AnotherHit, me: Me, session: Write, once: IdempotentRequest
) -> CarePlanOut:
    """Somebody else needs care too. Either a colleague or, in the protocol's words, people from outside."""
    refuse(both_or_neither(body.person_id, body.whom))
    now = clock_of(session).now(session)
    found = care.add_person(session, me, incident_id, body.hit, body.person_id, body.whom or "", now)
    return once.answer(shown_plans(session, me, [found])[0])


@router.post("/aftercare/{plan_id}/another-person", responses=problems(403, 404, 409))
def another_person(
    plan_id: UUID, me: Me, session: Write, once: IdempotentRequest, body: AnotherPerson | None = None
) -> CarePlanOut:
    """Rather talk with somebody else: whoever the protocol names has the talks from now on."""
    found = care.another_person(session, me, plan_id, clock_of(session).now(session))
    return once.answer(shown_plans(session, me, [found])[0])


@router.post("/aftercare/{plan_id}/offers", responses=problems(403, 404, 409))
def offer_help(plan_id: UUID, body: OfferedHelp, me: Me, session: Write, once: IdempotentRequest) -> CarePlanOut:
    """Note that help was offered, and whether it was accepted. The employee answers for themselves."""
    now = clock_of(session).now(session)
    found = care.offer_help(session, me, plan_id, body.offer, body.accepted, now)
    return once.answer(shown_plans(session, me, [found])[0])


@router.post("/aftercare/{plan_id}/evaluate", responses=problems(403, 404, 409))
def evaluate(plan_id: UUID, body: Evaluation, me: Me, session: Write, once: IdempotentRequest) -> CarePlanOut:
    """Say whether the care was enough: the employee and whoever cared, each for themselves."""
    found = care.evaluate(session, me, plan_id, body.sufficient, clock_of(session).now(session))
    return once.answer(shown_plans(session, me, [found])[0])


@router.post("/aftercare/{plan_id}/enough", responses=problems(403, 404, 409))
def enough(plan_id: UUID, me: Me, session: Write, once: IdempotentRequest) -> CarePlanOut:
    """No more of the talks that are held regularly."""
    return once.answer(
        shown_plans(session, me, [care.say_enough(session, me, plan_id, clock_of(session).now(session))])[0]
    )


@router.post("/aftercare/{plan_id}/graver", responses=problems(403, 404, 409))
def start_graver(plan_id: UUID, body: Grave, me: Me, session: Write, once: IdempotentRequest) -> CarePlanOut:
    """It was so grave that the protocol asks for more."""
    found = care_graver.start_graver(session, me, plan_id, body.rule, clock_of(session).now(session))
    return once.answer(shown_plans(session, me, [found])[0])


def both_or_neither(person_id: UUID | None, whom: str | None) -> list[Wrong]:
    """Returns what is wrong with who is named: it is one of both."""
    if (person_id is None) is (whom is None):
        return [Wrong("/personId", "care_who")]
    return []
