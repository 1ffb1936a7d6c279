"""The same Idempotency-Key, the same answer: one line in a route.

    @router.post("/visits/{visit_id}/extend")
    def extend(visit_id: UUID, body: Extend, me: Me, session: Write, once: Once) -> VisitOut:
        return once.answer(VisitOut.of(watch.extend(...)))

A repeated request never reaches the route function: it gets the first answer again. A request without a key is carried
out each time.
"""

from functools import partial
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from sqlalchemy.orm import Session

from achterwacht.idempotency import service
from achterwacht.idempotency.service import Answer, KeyUsedBefore
from achterwacht.people.policy import Caller
from achterwacht.refused import Wrong, WrongInput
from api.http.inside import Find, inside
from api.http.never_refused import NeverRefused
from api.http.security import signed_in
from api.http.transaction import request_session_of

Out = TypeVar("Out", bound=BaseModel | None)
LONGEST_KEY = 200
SUCCESS = 200


class AlreadyAnswered(Exception):
    """The same request was answered before, with this answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class IdempotentAnswer:
    """Stores the answer with the claim on its key, in the transaction of the action."""

    def __init__(self, session: Session, organisation_id: UUID, status: int, claimed: UUID | None) -> None:
        self._session = session
        self._organisation_id = organisation_id
        self._status = status
        self._open = claimed

    def answer(self, out: Out, status: int | None = None) -> Out:
        """Store the answer and return it. `status`: when it differs from the route's own."""
        if self._open is not None:
            body = "" if out is None else out.model_dump_json()
            service.remember(self._session, self._organisation_id, self._open, Answer(status or self._status, body))
            self._open = None
        return out

    def must_have_answered(self) -> None:
        if self._open is not None:
            raise RuntimeError("the route took Once and did not return once.answer(...)")


async def _once(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="Made by the client; the same key gets the same answer for 48 hours.",
            json_schema_extra={"maxLength": LONGEST_KEY},
        ),
    ] = None,
) -> IdempotentAnswer:
    me = getattr(request.state, "caller", None) or await signed_in(request)
    session = await request_session_of(request).session()
    answering = partial(_answering, request, await request.body(), idempotency_key, session, me)
    return answering() if idempotency_key is None else await run_in_threadpool(answering)


@inside(_once)
def _once_inside(request: Request, body: bytes) -> Find:
    key = request.headers.get("idempotency-key")

    def find(session: Session) -> IdempotentAnswer:
        me = getattr(request.state, "caller", None) or signed_in.inside(request)(session)
        return _answering(request, body, key, session, me)

    return find


def _answering(request: Request, body: bytes, key: str | None, session: Session, me: Caller) -> IdempotentAnswer:
    turn, claimed = request_session_of(request), None
    turn.must_write()
    # Somebody who may only call for help can do so as often as they like: we neither store nor look up their answers.
    if key is not None and not me.only_alarms:
        asked = service.digest(request.method, request.url.path, body)
        try:
            if not 0 < len(key) <= LONGEST_KEY:
                raise WrongInput(Wrong("/Idempotency-Key", "key_invalid"))
            found = service.claim(session, me.organisation_id, me.id, key, asked)
        except (WrongInput, KeyUsedBefore):
            if not isinstance(request.scope.get("route"), NeverRefused):
                raise
            found = None  # a press of the noodknop is always carried out, but its answer is not stored
        if isinstance(found, Answer):
            raise AlreadyAnswered(found)
        claimed = found
    answering = IdempotentAnswer(session, me.organisation_id, _status_of(request), claimed)
    turn.at_the_end(answering.must_have_answered)
    return answering


def _status_of(request: Request) -> int:
    route: Any = request.scope.get("route")
    return getattr(route, "status_code", None) or SUCCESS


IdempotentRequest = Annotated[IdempotentAnswer, Depends(_once)]
