"""Whether this browser shows a push beside what I am told (docs/decisions/0083-a-push-beside-the-message.md)."""

from typing import Annotated

from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.pushes.addresses import read_address
from achterwacht.pushes.subscriptions import PURPOSE, PushState, push_state, subscribe, unsubscribe
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Schema
from api.http.security import Me, MyToken, Read, SettingsOfApp, Write
from foundation.seal import Seal
from foundation.settings import Settings
from notifications.push_services import LONGEST

router = Router(prefix="/v1/me", tags=["sign-in"])

KEY_LENGTH = 100


class PushOut(Schema):
    """How it stands with this browser.

    public_key: what it subscribes with, as base64url; null where this installation pushes nothing. state: `lost` where
    it did, and nothing arrives there any more.
    """

    public_key: str | None
    state: PushState


class SubscriptionIn(Body):
    """A subscription as the browser gives it; the keys as base64url."""

    endpoint: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
    p256dh: Annotated[str, StringConstraints(min_length=1, max_length=KEY_LENGTH), Field(alias="p256dh")]
    auth: Annotated[str, StringConstraints(min_length=1, max_length=KEY_LENGTH)]


@router.get("/push")
def my_pushes(me: Me, token: MyToken, session: Read, settings: SettingsOfApp) -> PushOut:
    """Returns whether this browser shows pushes, and the key to subscribe with."""
    return _shown(session, me, token.text, settings)


@router.put("/push-subscription", responses=problems(409))
def show_pushes(body: SubscriptionIn, me: Me, token: MyToken, session: Write, settings: SettingsOfApp) -> PushOut:
    """Show pushes in this browser, for as long as this sign-in counts. The app says so again at each start."""
    address = read_address(body.endpoint, body.p256dh, body.auth, settings)
    subscribe(session, me, token.text, address, Seal(settings.secret_key.get_secret_value(), PURPOSE))
    return _shown(session, me, token.text, settings)


@router.delete("/push-subscription", status_code=204)
def show_no_pushes(me: Me, token: MyToken, session: Write) -> None:
    """Show no pushes in this browser any more."""
    unsubscribe(session, me, token.text)


def _shown(session: Session, me: Caller, token: str, settings: Settings) -> PushOut:
    return PushOut(public_key=settings.vapid_public_key or None, state=push_state(session, me, token))
