"""How what is due on the roots of one kind fires: they are locked, and each deadline is given to who decides it.

For roots that stand alone. Visits and alarms are decided many at once (`clockwork/visits_and_alarms.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import Rooted, due_deadlines
from achterwacht.kinds import DeadlineKind
from achterwacht.people.records import OrganisationRecord
from foundation.among import among
from foundation.clock import clock_of
from foundation.columns import Base
from foundation.failpoints import Failpoint, reach

Pass = Callable[[Session, UUID, Sequence[UUID]], int]
"""Decides everything that is due on these roots of one kind in one organisation, those that nobody else holds. Returns
how many deadlines fired. Within it an id is enough: no two of them have the same one."""

LastResort = Callable[[Session, DeadlineRecord], None]
"""Says that a deadline could not be decided, time after time, by the shortest way there is."""

Record = TypeVar("Record", bound=Base)


@dataclass(frozen=True)
class Due(Generic[Record]):
    """A deadline that came due, and the locked root it belongs to."""

    record: Record
    organisation: OrganisationRecord
    deadline: DeadlineRecord
    now: datetime


@dataclass(frozen=True)
class Handlers(Generic[Record]):
    """For each kind of deadline that these roots have, what happens when it is due.

    organisation, key: the columns by which a root is known. root_of: what its deadlines belong to.
    """

    record: type[Record]
    organisation: InstrumentedAttribute[UUID]
    key: InstrumentedAttribute[UUID]
    root_of: Callable[[Record], Rooted]
    by_kind: Mapping[DeadlineKind, Callable[[Session, Due[Record]], None]]

    def fire_due(self, session: Session, organisation_id: UUID, ids: Sequence[UUID]) -> int:
        """Fire what is due on those of these roots that nobody else holds, oldest first. Returns how many fired."""
        mine = (
            select(self.record)
            .where(self.organisation == organisation_id, among(self.key, ids))
            .order_by(self.key)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        held = session.scalars(mine).all()
        reach(Failpoint.TICK_CLAIMED)
        now = clock_of(session).now(session)
        organisation = session.get_one(OrganisationRecord, organisation_id)
        return sum(self._fire(session, record, organisation, now) for record in held)

    def _fire(self, session: Session, record: Record, organisation: OrganisationRecord, now: datetime) -> int:
        fired = 0
        for deadline in due_deadlines(session, self.root_of(record), now):
            session.refresh(deadline)
            if deadline.cancelled_at is not None:
                continue  # closed by what came before it
            deadline.fired_at = now
            session.flush()
            self.by_kind[deadline.kind](session, Due(record, organisation, deadline, now))
            fired += 1
        return fired
