"""Before a visit starts: companions say that they come, a colleague is back-up, and a human tells the police."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from achterwacht.beforehand.who_said_so import Expectation
from achterwacht.people.actions import Action
from achterwacht.visiting import companions, expecting, preparation
from achterwacht.visits.facts import PreparationStep
from achterwacht.watch.access import held_visit
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import TEXT, Pressed
from api.http.security import Me, Write
from api.visits.bodies import ExpectedTrouble
from api.visits.schemas import VisitOut
from api.visits.shown import visit_made

router = Router(prefix="/v1/visits/{visit_id}", tags=["visits"])


class Alone(Pressed):
    reason: Annotated[str, Field(min_length=1, max_length=500), TEXT]


class BackUp(Pressed):
    back_up_id: UUID


class WhoGoes(Pressed):
    """`colleagueId`: who goes instead; `null`: the same employee goes."""

    colleague_id: UUID | None


class Prepared(Pressed):
    step: PreparationStep


class PoliceTold(Pressed):
    """`reference`: what the police gave, if anything."""

    reference: Annotated[str, Field(max_length=100)] | None = None


@router.post("/companions/{companion_id}/there", responses=problems(404, 409))
def there(
    visit_id: UUID, companion_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest
) -> VisitOut:
    """Say that I am at the door; or the worker says it for a companion who is not a colleague."""
    made = companions.companion_there(held_visit(session, me, visit_id, Action.KEEP_VISIT), companion_id)
    return once.answer(visit_made(session, made, me))


@router.post("/companions/{companion_id}/cant", responses=problems(404, 409))
def cant(
    visit_id: UUID, companion_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest
) -> VisitOut:
    """Say that I don't come along. The worker is told."""
    made = companions.companion_cant(held_visit(session, me, visit_id, Action.KEEP_VISIT), companion_id)
    return once.answer(visit_made(session, made, me))


@router.post("/companions/{companion_id}/ask", responses=problems(403, 404, 409))
def ask_again(
    visit_id: UUID, companion_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest
) -> VisitOut:
    """Wait for a colleague who is not there yet: they get the SMS once more."""
    made = companions.ask_companion_again(held_visit(session, me, visit_id, Action.CHANGE_VISIT), companion_id)
    return once.answer(visit_made(session, made, me))


@router.post("/ask-alone", responses=problems(403, 404, 409))
def ask_alone(visit_id: UUID, body: Alone, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Ask the team's managers by SMS whether I may go alone, since the companion does not come."""
    made = preparation.ask_alone(held_visit(session, me, visit_id, Action.KEEP_VISIT), body.reason)
    return once.answer(visit_made(session, made, me))


@router.post("/allow-alone", responses=problems(403, 404, 409))
def allow_alone(visit_id: UUID, body: Alone, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Let the worker go alone, as a manager, by name and with a reason."""
    made = preparation.allow_alone(held_visit(session, me, visit_id, Action.ALLOW_ALONE), body.reason)
    return once.answer(visit_made(session, made, me))


@router.post("/back-up", responses=problems(404, 409))
def ask_back_up(visit_id: UUID, body: BackUp, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Ask a colleague to be back-up for this visit. They get an SMS."""
    made = preparation.ask_back_up(held_visit(session, me, visit_id, Action.CHANGE_VISIT), body.back_up_id)
    return once.answer(visit_made(session, made, me))


@router.post("/back-up/accept", responses=problems(403, 404, 409))
def accept(visit_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Say that I am back-up for this visit."""
    made = preparation.answer_back_up(held_visit(session, me, visit_id, Action.BE_BACK_UP), True)
    return once.answer(visit_made(session, made, me))


@router.post("/back-up/decline", responses=problems(403, 404, 409))
def decline(visit_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Say that I can't be back-up. The worker is told."""
    made = preparation.answer_back_up(held_visit(session, me, visit_id, Action.BE_BACK_UP), False)
    return once.answer(visit_made(session, made, me))


@router.post("/fraud-question", responses=problems(403, 404, 409))
def ask_fraud(visit_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Ask the team's managers whether the same employee goes, since there was a fraud investigation of this client."""
    made = preparation.ask_fraud(held_visit(session, me, visit_id, Action.ASK_FRAUD))
    return once.answer(visit_made(session, made, me))


@router.post("/fraud-decision", responses=problems(403, 404, 409))
def decide_fraud(visit_id: UUID, body: WhoGoes, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Decide, as a manager, whether the same employee goes or a colleague instead."""
    held = held_visit(session, me, visit_id, Action.DECIDE_FRAUD)
    colleague = body.colleague_id
    made = preparation.same_employee(held) if colleague is None else preparation.colleague_instead(held, colleague)
    return once.answer(visit_made(session, made, me))


@router.post("/preparation", responses=problems(403, 404, 409))
def tick(visit_id: UUID, body: Prepared, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Say that I looked it up: the file, or whether there was a letter before. It is shown by my name."""
    made = preparation.tick(held_visit(session, me, visit_id, Action.PREPARE), body.step)
    return once.answer(visit_made(session, made, me))


@router.put("/expected-trouble", responses=problems(404, 409))
def expect_trouble(visit_id: UUID, body: ExpectedTrouble, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Say that I expect trouble there, and why.

    A manager and those who watch are told; the profile says what else follows.
    """
    held = held_visit(session, me, visit_id, Action.EXPECT_TROUBLE)
    return once.answer(
        visit_made(session, expecting.expect_trouble(held, Expectation(body.why, body.police_wanted)), me)
    )


@router.delete("/expected-trouble", responses=problems(404, 409))
def take_back_trouble(visit_id: UUID, me: Me, session: Write) -> VisitOut:
    """Say that I don't expect trouble there any more.

    People take back only their own (`youSaidIt`), and only before the visit starts. It is shown until everybody who
    said it has taken it back. If somebody who said it does not go any more, it becomes another's who said it, or else
    the worker's.
    """
    made = expecting.take_back_trouble(held_visit(session, me, visit_id, Action.EXPECT_TROUBLE))
    return visit_made(session, made, me)


@router.post("/police-told", responses=problems(403, 404, 409))
def police_told(visit_id: UUID, body: PoliceTold, me: Me, session: Write, once: IdempotentRequest) -> VisitOut:
    """Say that I called the police: where, when and who. Software never does."""
    made = preparation.police_told(held_visit(session, me, visit_id, Action.TELL_POLICE), body.reference or "")
    return once.answer(visit_made(session, made, me))
