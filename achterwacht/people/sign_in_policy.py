"""What an organisation asks of who signs in, in one place: of which roles a second step."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.people.records import OrganisationRecord, SignInPolicyRecord
from achterwacht.people.roles import Role
from foundation.clock import clock_of
from foundation.setting_groups.installation import SecondStep

DESK = frozenset(Role) - {Role.WORKER}
"""Everybody but who only goes out: their phone is signed in for weeks, and opens little."""


@dataclass(frozen=True)
class SignInPolicy:
    """Of whom a second step is asked. chosen: the organisation said so itself, and the installation's default did not.

    Who has several roles must take one if any of them asks for it.
    """

    second_step: frozenset[Role]
    chosen: bool

    def asks_second_step(self, roles: Collection[Role]) -> bool:
        return not self.second_step.isdisjoint(roles)


def policy_of(session: Session, organisation_id: UUID, default: SecondStep) -> SignInPolicy:
    """Returns the policy of an organisation. A demonstration, whose faces sign in by one press, has no default."""
    record = session.get(SignInPolicyRecord, organisation_id)
    if record is not None:
        return SignInPolicy(frozenset(Role(one) for one in record.second_step), chosen=True)
    asks = default is SecondStep.DESK and not session.get_one(OrganisationRecord, organisation_id).demonstration
    return SignInPolicy(DESK if asks else frozenset(), chosen=False)


def set_policy(
    session: Session, organisation_id: UUID, roles: Collection[Role], default: SecondStep, by: Actor | None = None
) -> SignInPolicy:
    """Ask a second step of these roles from the next sign-in on. Nobody who is signed in is asked anything.

    Without `by`: at the console.
    """
    was = policy_of(session, organisation_id, default)
    session.merge(
        SignInPolicyRecord(
            organisation_id=organisation_id,
            second_step=sorted({role.value for role in roles}),
            set_at=clock_of(session).now(session),
        )
    )
    facts = {"was": sorted(was.second_step), "is": sorted({role.value for role in roles})}
    note(session, organisation_id, Audited.SIGN_IN_POLICY_SET, by, facts=facts)
    return SignInPolicy(frozenset(roles), chosen=True)
