"""The passing of time: every deadline that came due for these roots is decided and recorded, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.alarms import invariants as alarms_invariants
from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm
from achterwacht.beforehand import companions
from achterwacht.chases import rules as chases
from achterwacht.check_calls import rules as check_calls
from achterwacht.clockwork.last_resort import tell_without_rules
from achterwacht.clockwork.unheard import alarm_message_failed, visit_message_failed
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision
from achterwacht.kinds import Actor, DeadlineKind, RootKind
from achterwacht.noun import Noun
from achterwacht.use_cases import drills as drill_cases
from achterwacht.visits import invariants as visits_invariants
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import Visit
from achterwacht.watch.aggregate import Aggregate, OpenDeadline
from achterwacht.watch.duty import DutyBook, context_of
from achterwacht.watch.ledger import Ledger
from achterwacht.watch.locking import lock_due
from foundation.clock import clock_of
from foundation.failpoints import Failpoint, reach

VISIT_RULES: Mapping[DeadlineKind, Callable[[Visit, Context], Decision]] = {
    DeadlineKind.PLANNED_START: chases.planned_start_passed,
    DeadlineKind.CHECK_CALL: check_calls.check_call_due,
    DeadlineKind.CHECK_CALL_UNANSWERED: check_calls.unanswered,
    DeadlineKind.END_APPROACHING: visits.end_approaching,
    DeadlineKind.OVERDUE: visits.overdue,
    DeadlineKind.BACK: visits.not_back,
    DeadlineKind.HOME_SAFE: chases.home_safe_passed,
    DeadlineKind.COMPANION_REMINDER: companions.companion_reminder,
    DeadlineKind.COMPANION_SILENT: companions.companion_silent,
}
ALARM_RULES: Mapping[DeadlineKind, Callable[[Alarm, Context], Decision]] = {
    DeadlineKind.LADDER_STEP: alarms.climb,
    DeadlineKind.UNRESOLVED: alarms.unresolved,
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
        fired = sum(_decide(root, context_of(root, book), deadlines, ledger) for root, deadlines in due)
        reach(Failpoint.TICK_DECIDED)
        ledger.flush()
    return fired


def _due(root: Aggregate, now: datetime) -> list[OpenDeadline]:
    """Returns the deadlines that are due, the gravest and oldest first."""
    due = (one for one in root.deadlines.values() if one.due_at <= now)
    return sorted(due, key=lambda one: (-one.priority, one.due_at))


def _decide(root: Aggregate, context: Context, due: Sequence[OpenDeadline], ledger: Ledger) -> int:
    """Decide the due deadlines of one root.

    What one decision closes, the next one does not see any more. Returns how many fired.
    """
    fired = 0
    for deadline in due:
        if root.deadlines.get(deadline.kind) is not deadline:
            continue
        ledger.fire(root, deadline.kind, _decision(root, deadline.kind, context, ledger.session))
        fired += 1
    return fired


def _decision(root: Aggregate, kind: DeadlineKind, context: Context, session: Session) -> Decision:
    if root.alarm is not None and root.alarm.drill:
        return drill_cases.decide(session, root, kind, context)
    if kind in VISIT_RULES:
        return VISIT_RULES[kind](root.visit_facts(), context)
    alarm = root.alarm_facts()
    return ALARM_RULES[kind](alarm, context) if alarm is not None else NOTHING


VISITS = Noun(RootKind.VISIT, fire_due_visits, tell_without_rules, visits_invariants.INVARIANTS, visit_message_failed)
ALARMS = Noun(RootKind.ALARM, fire_due_alarms, tell_without_rules, alarms_invariants.INVARIANTS, alarm_message_failed)
