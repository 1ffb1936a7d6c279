"""What is answered to an identity provider, by scim2-server.

Loaded when the first one asks: its shapes took half of what a server loads at its start, and most installations have no
such provider.
"""

from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from scim2_models import (
    ForbiddenException,
    InvalidValueException,
    NotFoundException,
    PatchOp,
    PatchOperation,
    Resource,
    ResourceType,
    ResponseParameters,
    SCIMException,
    UnauthorizedException,
    UniquenessException,
)
from scim2_server.conditions import Conditions
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.service import ScimService
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.people.break_glass import BreakGlassKept
from achterwacht.people.service import LastAdministrator
from achterwacht.provisioning.tokens import Provider
from achterwacht.refused import NotFound, RuleBroken, WrongInput
from achterwacht.use_cases.numbers import Numbers
from achterwacht.use_cases.provisioned_groups import GroupTaken
from achterwacht.use_cases.provisioned_numbers import tell_number_refused
from achterwacht.use_cases.provisioning import AlreadyThere
from api.scim.base import BASE
from api.scim.models import PROVIDER, User
from api.scim.storage import People
from api.wording import sentence
from foundation.settings import Settings

TAKEN = frozenset({"email_taken", "phone_taken"})
NEVER = (LastAdministrator, BreakGlassKept)
"""What a provider may not do, whatever it says. It is told why, and the audit keeps that it tried."""


class Service(ScimService):
    """The protocol, with what Okta and Entra ID expect where RFC 7644 leaves a choice."""

    def apply_replacement(
        self, current: Resource[Any], replacement: Resource[Any], conditions: Conditions
    ) -> Resource[Any] | None:
        """What a PUT leaves out stays as it is (RFC 7644, 3.5.1): nobody loses their number by a mapping without it."""
        for name in type(replacement).model_fields:
            if name not in replacement.model_fields_set:
                setattr(replacement, name, getattr(current, name))
        return super().apply_replacement(current, replacement, conditions)

    def read_patch(self, resource_type: ResourceType, body: bytes, content_type: str | None) -> "PatchOp[Any]":
        """Entra ID says who leaves a group with `{"$ref": null, "value": "…"}`: its `value` alone says who that is.

        What stands beside it would have to be the same as here, and then nobody leaves, and is told that they did.
        """
        patch = super().read_patch(resource_type, body, content_type)
        for one in patch.operations or ():
            if one.op is PatchOperation.Op.remove and one.value is not None:
                entries = one.value if isinstance(one.value, list) else [one.value]
                one.value = [_selecting(entry) for entry in entries]
        return patch

    def patch_response(
        self, base_url: str, resource: Resource[Any], response_parameters: ResponseParameters[Any]
    ) -> ScimResponse:
        """Okta reads somebody back from a PATCH; a group may be large."""
        if isinstance(resource, User):
            return self.replacement_response(base_url, resource, response_parameters)
        return super().patch_response(base_url, resource, response_parameters)


def _selecting(entry: Any) -> Any:
    """Returns what picks the one that an entry of a `remove` means."""
    if not isinstance(entry, dict):
        return entry
    named = {name: value for name, value in entry.items() if name.lower() == "value" and value is not None}
    return named or {name: value for name, value in entry.items() if value is not None}


SERVICE = Service(PROVIDER)


def answer(
    path: str, request: Request, sent: bytes, provider: Provider | None, session: Session, settings: Settings
) -> Response:
    """Carry out what is asked under BASE, within the session. provider: who asks; None: nobody that we know."""
    if provider is None:
        return _out(SERVICE.error_response(UnauthorizedException()))
    asked = ScimRequest(
        request.method,
        f"{settings.base_url}{BASE}",
        f"/{path}",
        dict(request.query_params),
        list(request.headers.items()),
        sent,
    )
    people = People(session, provider, Numbers(settings.senders).for_a_person, mails=settings.mails)
    handler = ScimHandler(SERVICE, people)
    try:
        if b"\\u0000" in sent:
            raise InvalidValueException(detail=sentence("nul"))
        # What is refused half way leaves nothing behind.
        with session.begin_nested():
            return _out(handler.handle(asked))
    except (SCIMException, NotFound, RuleBroken, WrongInput) as error:
        if isinstance(error, NEVER):
            facts = {"why": error.code, "what": f"{request.method} {path.partition('/')[0]}"}
            note(session, provider.organisation_id, Audited.SCIM_REFUSED, provider.actor(), facts=facts)
        if people.refused is not None:
            tell_number_refused(session, provider.organisation_id, people.refused, provider.actor())
        return _out(SERVICE.error_response(_said(error)))


def _said(error: SCIMException | NotFound | RuleBroken | WrongInput) -> SCIMException:
    """Returns a refusal of ours in the words of SCIM."""
    match error:
        case SCIMException():
            return error
        case NotFound():
            return NotFoundException()
        case WrongInput():
            detail = " ".join(f"{one.pointer}: {sentence(one.code, one.facts)}" for one in error.wrong)
            if TAKEN & {one.code for one in error.wrong}:
                return UniquenessException(detail=detail)
            return InvalidValueException(detail=detail)
        case AlreadyThere() | GroupTaken():
            return UniquenessException(detail=sentence(error.code, error.facts))
        case _ if isinstance(error, NEVER):
            return ForbiddenException(detail=sentence(error.code, error.facts))
        case _:
            return InvalidValueException(detail=sentence(error.code, error.facts))


def _out(answer: ScimResponse) -> Response:
    headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-type"}
    if answer.body is None:
        return Response(status_code=answer.status, headers=headers)
    return JSONResponse(answer.body, answer.status, headers, media_type=answer.headers["Content-Type"])
