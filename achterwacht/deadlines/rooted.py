"""The deadlines of one root other than a visit or alarm: set, lifted, and found when they are due.

The caller has locked the root. The deadlines of visits and alarms are written by the watch, many at once (`Ledger`).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, true, update
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.roots import Root
from foundation.among import among

FELL = and_(DeadlineRecord.failure.is_not(None), DeadlineRecord.failures == 0)
"""What fell to the last resort, and is not tried before five minutes later. One that failed less often counts."""


@dataclass(frozen=True)
class Rooted(Root):
    """What the deadlines belong to."""

    @property
    def open_ones(self) -> ColumnElement[bool]:
        return open_of(self)


def open_of(root: Root) -> ColumnElement[bool]:
    """Returns the condition for the open deadlines of this root."""
    return open_in(root.organisation_id, root.kind, DeadlineRecord.root_id == root.id)


def open_among(organisation_id: UUID, kind: RootKind, ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Returns the condition for the open deadlines of these roots of one kind."""
    return open_in(organisation_id, kind, among(DeadlineRecord.root_id, ids))


def open_in(
    organisation_id: UUID | ColumnElement[UUID], kind: RootKind, which: ColumnElement[bool] | None = None
) -> ColumnElement[bool]:
    """Returns the condition for the open deadlines of roots of one kind in one organisation."""
    return and_(
        DeadlineRecord.organisation_id == organisation_id,
        DeadlineRecord.root_kind == kind,
        true() if which is None else which,
        DeadlineRecord.fired_at.is_(None),
        DeadlineRecord.cancelled_at.is_(None),
    )


def set_deadline(session: Session, root: Rooted, kind: DeadlineKind, due_at: datetime) -> None:
    """Set a deadline of this root, which has no open one of this kind."""
    session.add(
        DeadlineRecord(
            organisation_id=root.organisation_id,
            root_kind=root.kind,
            root_id=root.id,
            kind=kind,
            priority=kind.spec.priority,
            due_at=due_at,
        )
    )
    session.flush()


def lift_deadlines(session: Session, root: Rooted, kinds: Collection[DeadlineKind], now: datetime) -> None:
    """Cancel the open deadlines of these kinds. Records of them that the session already holds are not refreshed."""
    session.execute(
        update(DeadlineRecord).where(root.open_ones, DeadlineRecord.kind.in_(kinds)).values(cancelled_at=now),
        execution_options={"synchronize_session": False},
    )


def no_later(session: Session, root: Rooted, kind: DeadlineKind, latest: datetime) -> None:
    """Let the open deadline of this kind, if there is one, come at that moment at the latest. What fell waits."""
    session.execute(
        update(DeadlineRecord)
        .where(root.open_ones, DeadlineRecord.kind == kind, DeadlineRecord.due_at > latest, ~FELL)
        .values(due_at=latest),
        execution_options={"synchronize_session": False},
    )


def due_deadlines(session: Session, root: Rooted, now: datetime) -> Sequence[DeadlineRecord]:
    """Returns what is due on this root, oldest first."""
    due = select(DeadlineRecord).where(root.open_ones, DeadlineRecord.due_at <= now)
    return session.scalars(due.order_by(DeadlineRecord.due_at)).all()
