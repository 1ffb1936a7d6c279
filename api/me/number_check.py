"""Whether a number is somebody's and works: a code by SMS or a call, when asked (`use_cases/number_check.py`)."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.people.actions import Action
from achterwacht.people.reading import person_of
from achterwacht.people.records import PersonRecord
from achterwacht.refused import Wrong, WrongInput
from achterwacht.use_cases import number_check
from achterwacht.use_cases.number_check import Typed
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.refusals import wait
from api.http.schemas import Body
from api.http.security import Me, MeBefore, MyToken, Write, caller_by
from api.http.transaction import DoorsOfApp
from notifications.ways import Channel

router = Router(prefix="/v1", tags=["administration"])


class NumberTest(Body):
    """How the number is tested: a code by SMS, or a call in which somebody presses 1."""

    by: Literal["sms", "call"] = "sms"


class CodeTyped(Body):
    """The code from the SMS."""

    code: Annotated[str, Field(min_length=1, max_length=20)]


@router.post("/me/number-check", status_code=204, responses=problems(409, 429))
def check_my_number(me: Me, session: Write, once: IdempotentRequest, body: NumberTest | None = None) -> None:
    """Send a code to my number, or ring it. Answering `1 CODE`, typing it here, or pressing 1 in the call proves that
    the number is mine and works."""
    _send(session, session.get_one(PersonRecord, me.id), me.id, body)
    return once.answer(None)


@router.post("/me/number-check/confirm", status_code=204, responses=problems(429))
async def confirm_my_number(body: CodeTyped, _me: MeBefore, token: MyToken, doors: DoorsOfApp) -> None:
    """Check the code that came by SMS. Wrong ones are counted."""

    def typed(session: Session) -> Typed:
        person = session.get_one(PersonRecord, caller_by(session, token).id)
        return number_check.type_code(session, person, body.code.replace(" ", ""))

    found = await doors.do(True, typed)
    if found.until is not None:
        raise wait(found.until, found.now, "code_slowed")
    if not found.fits:
        raise WrongInput(Wrong("/code", "code_wrong"))


@router.post("/people/{person_id}/number-check", status_code=204, responses=problems(403, 404, 409, 429))
def check_number(
    person_id: UUID, me: Me, session: Write, once: IdempotentRequest, body: NumberTest | None = None
) -> None:
    """Send a code to somebody's number, or ring it, for them to answer."""
    me.require(Action.MANAGE_PEOPLE)
    _send(session, person_of(session, me.organisation_id, person_id), me.id, body)
    return once.answer(None)


def _send(session: Session, person: PersonRecord, by: UUID, body: NumberTest | None) -> None:
    sent = number_check.send_check(session, person, by, Channel(body.by if body else "sms"))
    if sent.until is not None:
        raise wait(sent.until, sent.now, "number_check_slowed")
