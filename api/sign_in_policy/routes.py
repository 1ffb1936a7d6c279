"""What the organisation asks of who signs in. For its administrators."""

from typing import Annotated

from pydantic import Field

from achterwacht.people.actions import Action
from achterwacht.people.roles import Role
from achterwacht.people.sign_in_policy import SignInPolicy, policy_of, set_policy
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Schema
from api.http.security import Me, Read, SettingsOfApp, Write

router = Router(prefix="/v1/sign-in-policy", tags=["people"])


class SignInPolicyIn(Body):
    """secondStep: the roles of which a second step is asked; of who has several, if any of them asks for it."""

    second_step: Annotated[list[Role], Field(max_length=len(Role))]


class SignInPolicyOut(Schema):
    """chosen: the organisation said so itself; otherwise it is what this installation asks by default."""

    second_step: list[Role]
    chosen: bool

    @classmethod
    def of(cls, policy: SignInPolicy) -> "SignInPolicyOut":
        return cls(second_step=[role for role in Role if role in policy.second_step], chosen=policy.chosen)


@router.get("", responses=problems(403))
def sign_in_policy(me: Me, session: Read, settings: SettingsOfApp) -> SignInPolicyOut:
    me.require(Action.MANAGE_PEOPLE)
    return SignInPolicyOut.of(policy_of(session, me.organisation_id, settings.asks_second_step))


@router.put("", responses=problems(403))
def set_sign_in_policy(body: SignInPolicyIn, me: Me, session: Write, settings: SettingsOfApp) -> SignInPolicyOut:
    """Ask a second step of these roles from the next sign-in on. Who is signed in stays so."""
    by = me.require(Action.MANAGE_PEOPLE)
    return SignInPolicyOut.of(set_policy(session, me.organisation_id, body.second_step, settings.asks_second_step, by))
