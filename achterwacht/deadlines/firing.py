"""Fires what is due on roots of one kind: they are locked, and each deadline is passed to the function that decides it.

For roots other than visits and alarms, which are decided many at once (`clockwork/visits_and_alarms.py`).
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
"""Decides everything that is due on those of these roots, of one kind and organisation, that nobody else has locked.
Returns how many deadlines fired. Here an id is enough: no two of these roots have the same one."""

LastResort = Callable[[Session, DeadlineRecord], None]
"""Tells people, in the simplest way there is, that a deadline repeatedly could not be decided."""

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
    """What happens when a deadline of these roots is due, by its kind.

    organisation, key: the columns that identify a root. root_of: returns the root to which a record's deadlines belong.
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
                continue  # closed by an earlier one
            deadline.fired_at = now
            session.flush()
            self.by_kind[deadline.kind](session, Due(record, organisation, deadline, now))
            fired += 1
        return fired
