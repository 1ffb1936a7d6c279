"""The passing of time: every deadline that came due on these roots is decided and recorded, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import People
from achterwacht.chases import rules as chases
from achterwacht.check_calls import rules as check_calls
from achterwacht.deadlines.records import Root
from achterwacht.decision import NOTHING, Actor, DeadlineKind, Decision
from achterwacht.visits import rules as visits
from achterwacht.watch.aggregate import Aggregate, lock_due
from achterwacht.watch.duty import DutyBook
from achterwacht.watch.record import Ledger
from foundation.clock import clock_of

Rule = Callable[[Aggregate, People, datetime], Decision]


def _ladder_step(root: Aggregate, people: People, now: datetime) -> Decision:
    alarm = root.alarm_facts()
    return alarms.climb(alarm, people, now) if alarm else NOTHING


def _unresolved(root: Aggregate, people: People, now: datetime) -> Decision:
    alarm = root.alarm_facts()
    return alarms.unresolved(alarm, people, now) if alarm else NOTHING


RULES: Mapping[DeadlineKind, Rule] = {
    DeadlineKind.PLANNED_START: lambda root, people, now: chases.planned_start_passed(
        root.visit_facts(), people, now, root.protocol
    ),
    DeadlineKind.CHECK_CALL: lambda root, people, now: check_calls.check_call_due(
        root.visit_facts(), people, now, root.protocol
    ),
    DeadlineKind.CHECK_CALL_UNANSWERED: lambda root, people, now: check_calls.unanswered(
        root.visit_facts(), people, now, root.protocol
    ),
    DeadlineKind.END_APPROACHING: lambda root, people, now: visits.end_approaching(root.visit_facts()),
    DeadlineKind.OVERDUE: lambda root, people, now: visits.overdue(root.visit_facts(), people, now, root.protocol),
    DeadlineKind.HOME_SAFE: lambda root, people, now: chases.home_safe_passed(
        root.visit_facts(), people, now, root.protocol
    ),
    DeadlineKind.LADDER_STEP: _ladder_step,
    DeadlineKind.UNRESOLVED: _unresolved,
}


def pass_visits(session: Session, ids: Sequence[UUID]) -> int:
    return _pass(session, Root.VISIT, ids)


def pass_alarms(session: Session, ids: Sequence[UUID]) -> int:
    return _pass(session, Root.ALARM, ids)


def _pass(session: Session, kind: Root, ids: Sequence[UUID]) -> int:
    with session.no_autoflush:
        roots = lock_due(session, kind, ids)
        now = clock_of(session).now(session)
        ledger = Ledger(session, now, Actor(UUID(int=0), None, via="clock"))
        book = DutyBook(session, now)
        fired = sum(_decide(root, book, ledger, now) for root in roots)
        ledger.flush()
    return fired


def _decide(root: Aggregate, book: DutyBook, ledger: Ledger, now: datetime) -> int:
    """Gravest and oldest first. What one decision closes, the next no longer sees."""
    due = sorted(
        (one for one in root.deadlines.values() if one.due_at <= now), key=lambda one: (-one.priority, one.due_at)
    )
    fired = 0
    for deadline in due:
        if root.deadlines.get(deadline.kind) is not deadline:
            continue
        people = book.of(root.organisation, root.team_id).people(root.worker())
        ledger.fire(root, deadline.kind, RULES[deadline.kind](root, people, now))
        fired += 1
    return fired
