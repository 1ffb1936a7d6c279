"""Somebody lets this phone or computer show pushes, renews that at each start, or ends it."""

import hashlib
import json
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.people.records import TokenRecord
from achterwacht.people.sign_in import token_digest
from achterwacht.pushes.records import SubscriptionRecord
from achterwacht.refused import NotFound
from foundation.clock import clock_of
from foundation.seal import Seal
from notifications.channels.push import PushAddress

PURPOSE = "push subscription"
MOST = 5
"""Subscriptions of one person. With one more, the one that was renewed longest ago ends."""


class PushState(StrEnum):
    """Whether this sign-in's browser shows pushes."""

    OFF = "off"
    ON = "on"
    LOST = "lost"  # it did, and nothing arrives there any more


def address_digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def push_state(session: Session, me: Caller, token: str) -> PushState:
    """Returns how it stands with the browser of this sign-in."""
    found = session.scalars(
        select(SubscriptionRecord)
        .join(TokenRecord, TokenRecord.id == SubscriptionRecord.token_id)
        .where(SubscriptionRecord.organisation_id == me.organisation_id, TokenRecord.digest == token_digest(token))
    ).one_or_none()
    if found is None:
        return PushState.OFF
    return PushState.ON if found.lost_at is None else PushState.LOST


def subscribe(session: Session, me: Caller, token: str, address: PushAddress, seal: Seal) -> None:
    """Push to the browser of this sign-in from now on, at this address.

    A browser has one address, whoever signs in there: for an earlier sign-in, of anybody, it ends.

    Raises:
        NotFound: the sign-in ended meanwhile.
    """
    now = clock_of(session).now(session)
    token_id = _sign_in(session, me, token)
    digest = address_digest(address.endpoint)
    before = delete(SubscriptionRecord).where(
        SubscriptionRecord.digest == digest, SubscriptionRecord.token_id != token_id
    )
    session.execute(before, execution_options={"across_organisations": True, "synchronize_session": False})
    mine = session.scalars(
        select(SubscriptionRecord).where(
            SubscriptionRecord.organisation_id == me.organisation_id, SubscriptionRecord.token_id == token_id
        )
    ).one_or_none()
    if mine is None:
        mine = SubscriptionRecord(
            organisation_id=me.organisation_id, person_id=me.id, token_id=token_id, made_at=now, renewed_at=now
        )
        session.add(mine)
    mine.digest = digest
    mine.sealed = seal.close(json.dumps([address.endpoint, address.p256dh, address.auth]))
    mine.renewed_at = now
    mine.lost_at = mine.lost_code = None
    session.flush()
    _end_the_oldest(session, me)


def unsubscribe(session: Session, me: Caller, token: str) -> None:
    """Push nothing to the browser of this sign-in any more. Doing it twice changes nothing."""
    token_id = _sign_in(session, me, token)
    session.execute(
        delete(SubscriptionRecord).where(
            SubscriptionRecord.organisation_id == me.organisation_id, SubscriptionRecord.token_id == token_id
        )
    )


def _sign_in(session: Session, me: Caller, token: str) -> UUID:
    """Returns the id of this sign-in, locked, so that two requests of one browser come one after the other."""
    found = session.scalar(
        select(TokenRecord.id)
        .where(
            TokenRecord.organisation_id == me.organisation_id,
            TokenRecord.person_id == me.id,
            TokenRecord.digest == token_digest(token),
            TokenRecord.ended_at.is_(None),
        )
        .with_for_update()
    )
    if found is None:
        raise NotFound("sign-in")
    return found


def _end_the_oldest(session: Session, me: Caller) -> None:
    by_age = (
        select(SubscriptionRecord.id)
        .where(SubscriptionRecord.organisation_id == me.organisation_id, SubscriptionRecord.person_id == me.id)
        .order_by(SubscriptionRecord.renewed_at.desc(), SubscriptionRecord.id)
        .offset(MOST)
    )
    too_many = session.scalars(by_age).all()
    if too_many:
        session.execute(
            delete(SubscriptionRecord).where(
                SubscriptionRecord.organisation_id == me.organisation_id, SubscriptionRecord.id.in_(too_many)
            )
        )
