"""The passing of time: every deadline that came due on these roots is decided and recorded, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.alarms import invariants as alarms_invariants
from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import People
from achterwacht.beforehand.companions import companion_reminder, companion_silent
from achterwacht.chases import rules as chases
from achterwacht.check_calls import rules as check_calls
from achterwacht.clockwork.last_resort import tell_without_rules
from achterwacht.clockwork.unheard import alarm_message_failed, visit_message_failed
from achterwacht.decision import NOTHING, Decision
from achterwacht.kinds import Actor, DeadlineKind, RootKind
from achterwacht.noun import Noun
from achterwacht.protocols.profile import Profile
from achterwacht.use_cases import drills as drill_cases
from achterwacht.visits import invariants as visits_invariants
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import Visit
from achterwacht.watch.aggregate import Aggregate, OpenDeadline
from achterwacht.watch.duty import DutyBook
from achterwacht.watch.ledger import Ledger
from achterwacht.watch.locking import lock_due
from foundation.clock import clock_of
from foundation.failpoints import Failpoint, reach


@dataclass(frozen=True)
class Passed:
    """A deadline of this root passed. People are found only for a rule that asks for them."""

    root: Aggregate
    book: DutyBook
    now: datetime

    @property
    def visit(self) -> Visit:
        return self.root.visit_facts()

    @property
    def people(self) -> People:
        return (
            self.book.of(self.root.organisation, self.root.team_id)
            .with_back_up(self.root.back_up)
            .people(self.root.worker())
        )

    @property
    def protocol(self) -> Profile:
        return self.root.protocol


def _ladder_step(passed: Passed) -> Decision:
    alarm = passed.root.alarm_facts()
    return alarms.climb(alarm, passed.people, passed.now) if alarm else NOTHING


def _unresolved(passed: Passed) -> Decision:
    alarm = passed.root.alarm_facts()
    return alarms.unresolved(alarm, passed.people, passed.now) if alarm else NOTHING


RULES: Mapping[DeadlineKind, Callable[[Passed], Decision]] = {
    DeadlineKind.PLANNED_START: lambda it: chases.planned_start_passed(it.visit, it.people, it.now, it.protocol),
    DeadlineKind.CHECK_CALL: lambda it: check_calls.check_call_due(it.visit, it.people, it.now, it.protocol),
    DeadlineKind.CHECK_CALL_UNANSWERED: lambda it: check_calls.unanswered(it.visit, it.people, it.now, it.protocol),
    DeadlineKind.END_APPROACHING: lambda it: visits.end_approaching(it.visit),
    DeadlineKind.OVERDUE: lambda it: visits.overdue(it.visit, it.people, it.now, it.protocol),
    DeadlineKind.HOME_SAFE: lambda it: chases.home_safe_passed(it.visit, it.people, it.now, it.protocol),
    DeadlineKind.COMPANION_REMINDER: lambda it: companion_reminder(
        it.visit, it.root.along(), it.protocol.pairs, it.now
    ),
    DeadlineKind.COMPANION_SILENT: lambda it: companion_silent(it.visit, it.root.along(), it.people),
    DeadlineKind.LADDER_STEP: _ladder_step,
    DeadlineKind.UNRESOLVED: _unresolved,
}


def fire_due_visits(session: Session, organisation_id: UUID, ids: Sequence[UUID]) -> int:
    return _pass(session, RootKind.VISIT, organisation_id, ids)


def fire_due_alarms(session: Session, organisation_id: UUID, ids: Sequence[UUID]) -> int:
    return _pass(session, RootKind.ALARM, organisation_id, ids)


def _pass(session: Session, kind: RootKind, organisation_id: UUID, ids: Sequence[UUID]) -> int:
    with session.no_autoflush:
        roots = lock_due(session, kind, organisation_id, ids)
        reach(Failpoint.TICK_CLAIMED)
        now = clock_of(session).now(session)
        ledger = Ledger(session, now, Actor(organisation_id, None, via="clock"))
        book = DutyBook(session, now)
        due = [(root, _due(root, now)) for root in roots]
        book.read(
            (root.organisation, root.team_id)
            for root, deadlines in due
            if any(not one.kind.spec.asks_nobody for one in deadlines)
        )
        fired = sum(_decide(Passed(root, book, now), deadlines, ledger) for root, deadlines in due)
        reach(Failpoint.TICK_DECIDED)
        ledger.flush()
    return fired


def _due(root: Aggregate, now: datetime) -> list[OpenDeadline]:
    """Gravest and oldest first."""
    due = (one for one in root.deadlines.values() if one.due_at <= now)
    return sorted(due, key=lambda one: (-one.priority, one.due_at))


def _decide(passed: Passed, due: Sequence[OpenDeadline], ledger: Ledger) -> int:
    """What one decision closes, the next no longer sees."""
    root, fired = passed.root, 0
    for deadline in due:
        if root.deadlines.get(deadline.kind) is not deadline:
            continue
        ledger.fire(root, deadline.kind, _decision(passed, deadline.kind, ledger.session))
        fired += 1
    return fired


def _decision(passed: Passed, kind: DeadlineKind, session: Session) -> Decision:
    alarm = passed.root.alarm
    if alarm is not None and alarm.drill:
        return drill_cases.decide(session, passed.root, kind, passed.people, passed.now)
    return RULES[kind](passed)


VISITS = Noun(RootKind.VISIT, fire_due_visits, tell_without_rules, visits_invariants.INVARIANTS, visit_message_failed)
ALARMS = Noun(RootKind.ALARM, fire_due_alarms, tell_without_rules, alarms_invariants.INVARIANTS, alarm_message_failed)
