"""The addresses of subscriptions, for whoever pushes: read when a push leaves, and noted when nothing arrives there."""

import json
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from achterwacht.people.records import PersonRecord, TokenRecord
from achterwacht.people.sign_in import counts
from achterwacht.pushes.records import SubscriptionRecord
from achterwacht.pushes.subscriptions import PURPOSE, address_digest
from foundation.clock import clock_of
from foundation.seal import BrokenSeal, Seal
from foundation.session import Database
from foundation.settings import Settings
from notifications.channels.push import PushAddress

UNSEALED = "unsealed"
"""`SECRET_KEY` was changed, so the address can't be read any more."""
ANYWHERE = {"across_organisations": True, "synchronize_session": False}


class Book:
    """Knows where each subscription gets its pushes, as long as its sign-in counts."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._seal = Seal(settings.secret_key.get_secret_value(), PURPOSE)

    def address_of(self, subscription: UUID) -> PushAddress | None:
        """Returns its address; None if it was lost, or its sign-in is over."""
        live = (
            select(SubscriptionRecord.sealed)
            .join(TokenRecord, TokenRecord.id == SubscriptionRecord.token_id)
            .join(PersonRecord, PersonRecord.id == TokenRecord.person_id)
            .where(SubscriptionRecord.id == subscription, SubscriptionRecord.lost_at.is_(None), counts())
        )
        with self._database.read() as session:
            given = clock_of(session).given(session)
            sealed = session.scalar(live, given, execution_options={"across_organisations": True})
        if sealed is None:
            return None
        try:
            return PushAddress(*json.loads(self._seal.open(sealed)))
        except BrokenSeal:
            self._lost(SubscriptionRecord.sealed == sealed, UNSEALED)
            return None

    def lost(self, address: PushAddress, code: str) -> None:
        """Note that nothing arrives at this address any more. One that was renewed meanwhile has another, and stays."""
        self._lost(SubscriptionRecord.digest == address_digest(address.endpoint), code)

    def _lost(self, which: ColumnElement[bool], code: str) -> None:
        with self._database.write() as session:
            now = clock_of(session).now(session)
            gone = update(SubscriptionRecord).where(which, SubscriptionRecord.lost_at.is_(None))
            session.execute(gone.values(lost_at=now, lost_code=code, sealed=""), execution_options=ANYWHERE)
