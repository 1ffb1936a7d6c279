"""What a step of forgetting is, and what hangs on a root and goes with it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Delete, Select, Update, exists, or_, select, update
from sqlalchemy import delete as delete_from
from sqlalchemy.orm import Session

from achterwacht.audit.chain_records import LinkRecord, Source
from achterwacht.codes.records import CodeRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import open_among
from achterwacht.events.records import EventRecord
from achterwacht.kinds import RootKind
from achterwacht.retention.rules import Keeping
from achterwacht.tasks.facts import TaskState
from achterwacht.tasks.records import TaskRecord
from foundation.among import among
from foundation.clock import clock_of
from notifications.records import AttemptRecord, MessageRecord, MessageState

HAS_PASSED = or_(DeadlineRecord.fired_at.is_not(None), DeadlineRecord.cancelled_at.is_not(None))
WAITING = (MessageState.PENDING, MessageState.SENDING)


@dataclass(frozen=True)
class Over:
    """Of whom, and before when something must have been over."""

    organisation_id: UUID
    before: datetime
    now: datetime


@dataclass(frozen=True)
class Step:
    """One kind of thing that goes.

    due: which of them, by id, to be locked by that statement. forget: lets go of some of them; returns the names of
    files in the store that go with them. stays: their rows do, and who refers to one meanwhile need not wait.
    """

    keeping: Keeping
    what: str
    due: Callable[[Over], Select[UUID]]
    forget: Callable[[Session, Over, Sequence[UUID]], Iterable[str]]
    at_once: int = 20
    stays: bool = False


def run(session: Session, *statements: Delete | Update) -> int:
    """Returns how many rows the last of these statements took."""
    found = 0
    for one in statements:
        result = session.execute(one, execution_options={"synchronize_session": False})
        found = cast("CursorResult[Any]", result).rowcount
    return found


def forget_roots(session: Session, over: Over, kind: RootKind, ids: Sequence[UUID]) -> None:
    """Delete what hangs on these roots, and is kept nowhere else: messages, codes and deadlines."""
    ours = over.organisation_id
    about = (
        MessageRecord.organisation_id == ours,
        MessageRecord.subject_kind == kind,
        among(MessageRecord.subject, ids),
    )
    run(
        session,
        delete_from(AttemptRecord).where(AttemptRecord.message_id.in_(select(MessageRecord.id).where(*about))),
        delete_from(MessageRecord).where(*about),
        delete_from(CodeRecord).where(
            CodeRecord.organisation_id == ours, CodeRecord.subject_kind == kind, among(CodeRecord.subject_id, ids)
        ),
        # In two steps: what passed and what is open is found by an index each.
        delete_from(DeadlineRecord).where(
            DeadlineRecord.organisation_id == ours,
            DeadlineRecord.root_kind == kind,
            among(DeadlineRecord.root_id, ids),
            HAS_PASSED,
        ),
        delete_from(DeadlineRecord).where(open_among(ours, kind, ids)),
    )


def forget_tasks(session: Session, over: Over, of_what: ColumnElement[bool]) -> None:
    """Delete these tasks, with their deadlines and messages. None of them is open."""
    theirs = select(TaskRecord.id).where(
        TaskRecord.organisation_id == over.organisation_id, TaskRecord.state != TaskState.OPEN, of_what
    )
    ids = session.scalars(theirs).all()
    forget_roots(session, over, RootKind.TASK, ids)
    run(
        session,
        delete_from(TaskRecord).where(TaskRecord.organisation_id == over.organisation_id, among(TaskRecord.id, ids)),
    )


def forget_events(session: Session, over: Over, of_what: ColumnElement[bool]) -> None:
    """Delete these lines of timelines. Their links in the chain stay, without what would tell what they said."""
    theirs = select(EventRecord.id).where(EventRecord.organisation_id == over.organisation_id, of_what)
    let_go_of_links(session, over, Source.EVENT, session.scalars(theirs).all())
    run(session, delete_from(EventRecord).where(EventRecord.organisation_id == over.organisation_id, of_what))


def let_go_of_links(session: Session, over: Over, source: Source, ids: Sequence[UUID]) -> None:
    """Note in the chain that these lines were let go of, and that they were not taken out of it."""
    gone = update(LinkRecord).where(
        LinkRecord.organisation_id == over.organisation_id, LinkRecord.source == source, among(LinkRecord.row_id, ids)
    )
    run(session, gone.values(salt=None, forgotten_at=clock_of(session).now(session)))


def open_task(over: Over, *of_what: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        TaskRecord.organisation_id == over.organisation_id, TaskRecord.state == TaskState.OPEN, *of_what
    )


def awaited_deadline(over: Over, kind: RootKind, root_id: Any) -> ColumnElement[bool]:
    return exists().where(
        DeadlineRecord.organisation_id == over.organisation_id,
        DeadlineRecord.root_kind == kind,
        DeadlineRecord.root_id == root_id,
        DeadlineRecord.fired_at.is_(None),
        DeadlineRecord.cancelled_at.is_(None),
    )


def waiting_message(over: Over, kind: RootKind, root_id: Any) -> ColumnElement[bool]:
    return exists().where(
        MessageRecord.organisation_id == over.organisation_id,
        MessageRecord.subject_kind == kind,
        MessageRecord.subject == root_id,
        MessageRecord.state.in_(WAITING),
    )
