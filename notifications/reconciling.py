"""Asking the providers about messages whose callbacks never came."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from foundation.session import Database
from notifications import outbox
from notifications.channels.port import TransportError, transport_errors_only
from notifications.records import MessageRecord
from notifications.routes import Routes
from notifications.ways import Provider

log = structlog.get_logger()
ASKED = 25
"""So many of the newest are asked about at once, and so many of the others."""


@dataclass
class Turn:
    """How far the providers were asked about messages whose callbacks never came. Where no receipts come at all, there
    may be more than are asked about at once: the newest are asked about each time, and the others in turn.
    """

    last: tuple[datetime, UUID] | None = None

    def take(
        self, session: Session, organisations: Collection[UUID], providers: Collection[Provider], now: datetime
    ) -> list[MessageRecord]:
        """Returns whom to ask about now."""
        newest = list(outbox.stuck(session, organisations, providers, now, ASKED))
        if len(newest) < ASKED:
            self.last = None
            return newest
        before = self.last or (newest[-1].state_at, newest[-1].id)
        others = outbox.stuck(session, organisations, providers, now, ASKED, before)
        self.last = (others[-1].state_at, others[-1].id) if len(others) == ASKED else None
        known = {one.id for one in newest}
        return newest + [one for one in others if one.id not in known]


def reconcile(database: Database, routes: Routes, organisations: Collection[UUID], turn: Turn | None = None) -> int:
    """Ask the providers about messages whose callbacks never came. Returns how many we learned the status of."""
    turn = turn or Turn()
    moved = 0
    ports = {(channel, one.provider): one.port for channel, several in routes.items() for one in several}
    with database.read() as session:
        providers = {provider for _, provider in ports}
        stuck = turn.take(session, organisations, providers, database.clock.now(session))
        waiting = [(one.id, one.channel, one.provider, one.provider_sid or "") for one in stuck]
    for message_id, channel, provider, sid in waiting:
        if provider is None or (channel, provider) not in ports:
            continue
        try:
            with transport_errors_only():
                state, code = ports[channel, provider].status(sid)
        except TransportError as error:
            log.warning("status not known", message=str(message_id), provider=provider.value, code=error.code)
            continue
        with database.write() as session:
            now = database.clock.now(session)
            moved += outbox.report_status(session, message_id, state, sid, code, now, provider)
    return moved
