"""The tokens by which an identity provider keeps the people of one organisation. They open nothing else."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.people.sign_in import NOTED_EACH, token_digest
from achterwacht.provisioning.records import ScimTokenRecord
from achterwacht.refused import NotFound, RuleBroken
from foundation.clock import clock_of

SCOPE = "scim"
MOST = 5
"""At once in one organisation: one that is used, one that takes its place, and some room."""
FORGOTTEN = timedelta(days=7)


class TooManyTokens(RuleBroken):
    """An organisation has more tokens than anybody oversees."""

    code = "scim_tokens_full"


@dataclass(frozen=True)
class Provider:
    """Who asks with a token. unnoted: the first use of it in an hour."""

    organisation_id: UUID
    token_id: UUID
    unnoted: bool

    def actor(self) -> Actor:
        return Actor(self.organisation_id, None, "SCIM", SCOPE)


def make_token(session: Session, organisation_id: UUID, made: UUID, name: str, lasts: timedelta, by: Actor) -> str:
    """Make a token and return it, once.

    made: the id it gets.

    Raises:
        TooManyTokens: end another one first.
    """
    now = clock_of(session).now(session)
    there = session.scalar(select(func.count()).where(*_that_count(organisation_id, now))) or 0
    if there >= MOST:
        raise TooManyTokens(most=MOST)
    assert by.person_id is not None
    text = secrets.token_urlsafe(32)
    session.add(
        ScimTokenRecord(
            id=made, organisation_id=organisation_id, made_by=by.person_id, name=name, digest=token_digest(text),
            made_at=now, expires_at=now + lasts,
        )
    )  # fmt: skip
    facts = {"program": name, "scope": SCOPE, "until": f"{now + lasts:%Y-%m-%d}"}
    note(session, organisation_id, Audited.TOKEN_MADE, by, facts=facts)
    return text


def tokens_of(session: Session, organisation_id: UUID) -> Sequence[ScimTokenRecord]:
    """Returns the tokens of the organisation that count, the newest first."""
    now = clock_of(session).now(session)
    found = select(ScimTokenRecord).where(*_that_count(organisation_id, now))
    return session.scalars(found.order_by(ScimTokenRecord.made_at.desc(), ScimTokenRecord.id)).all()


def end_token(session: Session, organisation_id: UUID, token_id: UUID, by: Actor) -> None:
    """End a token at once.

    Raises:
        NotFound: there is no such token here, or it is over.
    """
    now = clock_of(session).now(session)
    found = select(ScimTokenRecord).where(*_that_count(organisation_id, now), ScimTokenRecord.id == token_id)
    token = session.scalars(found).one_or_none()
    if token is None:
        raise NotFound
    token.ended_at = now
    note(session, organisation_id, Audited.SIGN_IN_ENDED, by, facts={"program": token.name, "scope": SCOPE})


def provider_by(session: Session, text: str) -> Provider | None:
    """Returns for which organisation this token speaks. None: it counts nowhere."""
    now = clock_of(session).now(session)
    token = session.scalars(
        select(ScimTokenRecord).where(
            ScimTokenRecord.digest == token_digest(text),
            ScimTokenRecord.ended_at.is_(None),
            ScimTokenRecord.expires_at > now,
        )
    ).one_or_none()
    if token is None:
        return None
    unnoted = token.used_at is None or now - token.used_at >= NOTED_EACH
    return Provider(token.organisation_id, token.id, unnoted)


def note_use(session: Session, provider: Provider) -> None:
    session.execute(
        update(ScimTokenRecord)
        .where(
            ScimTokenRecord.organisation_id == provider.organisation_id,
            ScimTokenRecord.id == provider.token_id,
        )
        .values(used_at=clock_of(session).now(session)),
        execution_options={"synchronize_session": False},
    )


def forget_tokens(session: Session, now: datetime) -> None:
    """Delete tokens that were over a while ago, in all organisations. For the retention job."""
    before = now - FORGOTTEN
    over = or_(ScimTokenRecord.ended_at < before, ScimTokenRecord.expires_at < before)
    session.execute(
        delete(ScimTokenRecord).where(over),
        execution_options={"across_organisations": True, "synchronize_session": False},
    )


def _that_count(organisation_id: UUID, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        ScimTokenRecord.organisation_id == organisation_id,
        ScimTokenRecord.ended_at.is_(None),
        ScimTokenRecord.expires_at > now,
    )
