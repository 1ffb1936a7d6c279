"""The tokens by which the identity provider of an organisation keeps its people. For its administrators."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.people.actions import Action
from achterwacht.people.records import PersonRecord
from achterwacht.provisioning.groups import look_for_groups
from achterwacht.provisioning.records import ScimTokenRecord
from achterwacht.provisioning.tokens import end_token, make_token, tokens_of
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Named, Schema, Utc
from api.http.security import Me, Read, SettingsOfApp, Write
from api.scim.base import BASE
from foundation.columns import new_id

router = Router(prefix="/v1/scim-tokens", tags=["administration"])
MOST_DAYS = 400
MOST_GROUPS = 200


class NewScimToken(Body):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 365


class ScimTokenOut(Schema):
    """A token. usedAt: to the hour. makerLeft: whoever made it, and may know it, works here no longer."""

    id: UUID
    name: str
    made_by: Named
    maker_left: bool
    made_at: Utc
    expires_at: Utc
    used_at: Utc | None

    @classmethod
    def of(cls, session: Session, token: ScimTokenRecord) -> "ScimTokenOut":
        maker = session.get_one(PersonRecord, token.made_by)
        return cls(
            id=token.id,
            name=token.name,
            made_by=Named(id=maker.id, name=maker.name),
            maker_left=not maker.active,
            made_at=token.made_at,
            expires_at=token.expires_at,
            used_at=token.used_at,
        )


class ScimTokensOut(Schema):
    """address: where the provider sends to. groups: those that it keeps here, by name."""

    address: str
    tokens: list[ScimTokenOut]
    groups: list[str]


class MadeScimTokenOut(Schema):
    """A token that was made. secret: shown once, for the provider."""

    secret: str
    token: ScimTokenOut


@router.get("", responses=problems(403))
def tokens(me: Me, session: Read, settings: SettingsOfApp) -> ScimTokensOut:
    """Returns the tokens that count, and what they keep here."""
    me.require(Action.SET_SIGN_ON)
    found = [ScimTokenOut.of(session, one) for one in tokens_of(session, me.organisation_id)]
    _, groups = look_for_groups(session, me.organisation_id, most=MOST_GROUPS)
    names = sorted({one.name for one in groups})
    return ScimTokensOut(address=f"{settings.base_url}{BASE}", tokens=found, groups=names)


@router.post("", status_code=201, responses=problems(403, 409))
def make(body: NewScimToken, me: Me, session: Write) -> MadeScimTokenOut:
    """Make a token. Its secret is shown this once."""
    by = me.require(Action.SET_SIGN_ON)
    made = new_id()
    secret = make_token(session, me.organisation_id, made, body.name, timedelta(days=body.days), by)
    session.flush()
    return MadeScimTokenOut(secret=secret, token=ScimTokenOut.of(session, session.get_one(ScimTokenRecord, made)))


@router.delete("/{token_id}", status_code=204, responses=problems(403, 404))
def end(token_id: UUID, me: Me, session: Write) -> None:
    """End a token at once."""
    end_token(session, me.organisation_id, token_id, me.require(Action.SET_SIGN_ON))
