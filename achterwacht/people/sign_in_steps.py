"""How somebody gets in, once it is known who they are: at once, or after a second step.

Every way in ends here, whatever it began with. Between the two steps stands half a sign-in: a token of its own kind, in
a cookie of its own, which opens nothing. The sign-in that a phone may have already stays beside it, with its noodknop.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.people.break_glass import note_break_glass
from achterwacht.people.policy import Caller, Grant
from achterwacht.people.records import PersonRecord, TokenKind, TokenRecord
from achterwacht.people.second_step import Step, StepWay, next_step, ways_of
from achterwacht.people.sign_in import Token, issue_token, token_digest
from achterwacht.people.sign_in_policy import SignInPolicy
from achterwacht.people.signing_in import make_known
from foundation.clock import clock_of

FOR_A_STEP = timedelta(minutes=10)
"""Within this time after the password the second step is taken."""


@dataclass(frozen=True)
class Browser:
    """Where somebody signs in. name: as it says itself. known: the secret by which it may be known already.

    network: from where it asks, as `signing_in.network_of` says it.
    """

    name: str
    known: str | None
    network: str


@dataclass(frozen=True)
class Entered:
    """Somebody is in. known: the secret by which their browser is known from now on.

    broke_glass: by an account for when signing in is broken, which others must be told.
    """

    caller: Caller
    token: Token
    known: str
    broke_glass: bool


@dataclass(frozen=True)
class Half:
    """A second step comes first, in one of these ways. token: good for that alone."""

    step: Step
    ways: tuple[StepWay, ...]
    token: Token


def after_password(
    session: Session, person: PersonRecord, grants: Collection[Grant], browser: Browser, policy: SignInPolicy
) -> Entered | Half:
    """Let somebody in whose password was right, or ask for their second step first."""
    step = next_step(session, person, [grant.role for grant in grants], policy)
    if step is Step.NONE:
        return enter(session, person, grants, browser)
    now = clock_of(session).now(session)
    token = Token(secrets.token_urlsafe(32), now + FOR_A_STEP, FOR_A_STEP)
    session.add(
        TokenRecord(
            organisation_id=person.organisation_id,
            person_id=person.id,
            kind=TokenKind.HALF,
            digest=token_digest(token.text),
            created_at=now,
            expires_at=token.expires_at,
            used_at=now,
            device=browser.name,
        )
    )
    return Half(step, ways_of(session, person), token)


def enter(session: Session, person: PersonRecord, grants: Collection[Grant], browser: Browser) -> Entered:
    """Let somebody in, of whom all was asked that must be. The only place where a browser is signed in."""
    by = Actor(person.organisation_id, person.id, person.name)
    note(session, person.organisation_id, Audited.SIGN_IN, by, about=person.id, facts={"device": browser.name})
    roles = [grant.role for grant in grants]
    token = issue_token(session, person, TokenKind.SESSION, roles, device=browser.name, network=browser.network)
    caller = Caller(person.id, person.organisation_id, person.name, frozenset(grants))
    broke_glass = note_break_glass(session, person, browser.name)
    return Entered(caller, token, make_known(session, person, browser.known), broke_glass)


def half_of(session: Session, text: str) -> TokenRecord | None:
    """Returns half a sign-in with this token, locked, if there is time left for its second step."""
    return session.scalars(
        select(TokenRecord)
        .join(PersonRecord, PersonRecord.id == TokenRecord.person_id)
        .where(
            TokenRecord.digest == token_digest(text),
            TokenRecord.kind == TokenKind.HALF,
            TokenRecord.ended_at.is_(None),
            TokenRecord.expires_at > clock_of(session).now(session),
            PersonRecord.active,
        )
        .with_for_update(of=TokenRecord)
        .execution_options(populate_existing=True)
    ).one_or_none()


def stop(session: Session, text: str) -> bool:
    """End half a sign-in. Returns whether there was one with this token."""
    half = half_of(session, text)
    if half is not None:
        half.ended_at = clock_of(session).now(session)
    return half is not None
