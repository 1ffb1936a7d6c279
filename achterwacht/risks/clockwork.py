"""The deadlines of marks: the review, and the next moment at which a mark begins or stops counting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import open_among
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.records import OrganisationRecord
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import next_reminder
from achterwacht.risks.transitions import after_a_change
from foundation.among import among
from foundation.bulk import insert_many
from foundation.clock import clock_of
from foundation.columns import new_id

KINDS = (DeadlineKind.MARK_REVIEW, DeadlineKind.MARK_TRANSITION)


@dataclass(frozen=True)
class DueMarks:
    """Marks of one organisation whose deadline of one kind came due; they are locked."""

    organisation: OrganisationRecord
    kind: DeadlineKind
    records: Sequence[RiskMarkRecord]
    now: datetime


def set_deadlines(session: Session, records: Sequence[RiskMarkRecord], now: datetime) -> None:
    """Set the deadlines of marks that were just changed, all of one organisation."""
    if not records:
        return
    session.execute(
        update(DeadlineRecord)
        .where(open_among(records[0].organisation_id, RootKind.RISK_MARK, [one.id for one in records]))
        .values(cancelled_at=now),
        execution_options={"synchronize_session": False},
    )
    zone = ZoneInfo(session.get_one(OrganisationRecord, records[0].organisation_id).time_zone)
    marks = [(one, one.facts()) for one in records]
    open_deadlines(session, DeadlineKind.MARK_REVIEW, {one: next_reminder(mark, now, zone) for one, mark in marks})
    open_deadlines(session, DeadlineKind.MARK_TRANSITION, {one: after_a_change(mark, now) for one, mark in marks})


def open_deadlines(session: Session, kind: DeadlineKind, due: Mapping[RiskMarkRecord, datetime | None]) -> None:
    """Set the deadline of this kind for each mark that will have one. None of them has an open one yet."""
    insert_many(
        session,
        DeadlineRecord,
        [
            {
                "id": new_id(),
                "organisation_id": one.organisation_id,
                "root_kind": RootKind.RISK_MARK,
                "root_id": one.id,
                "kind": kind,
                "priority": kind.spec.priority,
                "due_at": due_at,
                "failures": 0,
            }
            for one, due_at in due.items()
            if due_at is not None
        ],
    )


def fire(session: Session, organisation_id: UUID, ids: Sequence[UUID]) -> tuple[int, list[DueMarks]]:
    """Fire what came due on those of these marks that nobody else has locked. Returns how many deadlines fired, and the
    marks by kind of deadline."""
    held = session.scalars(
        select(RiskMarkRecord)
        .where(RiskMarkRecord.organisation_id == organisation_id, among(RiskMarkRecord.id, ids))
        .order_by(RiskMarkRecord.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    now = clock_of(session).now(session)
    due = session.scalars(
        select(DeadlineRecord).where(
            open_among(organisation_id, RootKind.RISK_MARK, [one.id for one in held]), DeadlineRecord.due_at <= now
        )
    ).all()
    for deadline in due:
        deadline.fired_at = now
    session.flush()
    passed = {(deadline.root_id, deadline.kind) for deadline in due}
    groups: dict[DeadlineKind, list[RiskMarkRecord]] = {}
    for kind in KINDS:
        for one in held:
            if (one.id, kind) in passed:
                groups.setdefault(kind, []).append(one)
    return len(due), [
        DueMarks(session.get_one(OrganisationRecord, organisation_id), kind, records, now)
        for kind, records in groups.items()
    ]
