"""After the clock was set back: what should happen in a minute must not wait for an hour and a minute.

A visit ends when the worker said it would, by the clock on the wall. But the next step of a ladder or of a chase, a
check call, whoever is asked to take the watch, and a message that waits its turn count from a past moment. For a clock
that was set back, that moment lies ahead.

Each is a decision of its own. Twice changes no more, so after a death in between all of it is done again.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.records import AlarmRecord
from achterwacht.chases import rules as chases
from achterwacht.check_calls import rules as check_calls
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import FELL, open_of
from achterwacht.drills import rules as drills
from achterwacht.kinds import Actor, DeadlineKind, RootKind
from achterwacht.roots import Root
from achterwacht.use_cases.relief import relief_set_back
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.held import Held, hold_alarm, hold_visit

EVERYWHERE = {"across_organisations": True}
OF_MINUTES = (DeadlineKind.CHECK_CALL, DeadlineKind.CHECK_CALL_UNANSWERED, DeadlineKind.HOME_SAFE)


class Waits(NamedTuple):
    """Something with a wait of minutes: an alarm, a visit, or the roster of a team."""

    shorten: Callable[[Session, UUID, Actor], None]
    id: UUID
    organisation_id: UUID

    def keep_going(self, session: Session) -> bool:
        """Let what it waits for come no later than if it began to wait now. Returns whether it does."""
        self.shorten(session, self.id, Actor(self.organisation_id, None, via="clock"))
        return True


def who_waits(session: Session) -> list[Waits]:
    """Returns everything with a wait of minutes, in all organisations: the open alarms come first."""
    found = [Waits(_keep_climbing, *one) for one in _open_alarms(session)]
    found += [Waits(_keep_asking, *one) for one in _visits_that_wait(session)]
    return found + [Waits(relief_set_back, *one) for one in _rosters_that_wait(session)]


def _open_alarms(session: Session) -> Sequence[tuple[UUID, UUID]]:
    found = select(AlarmRecord.id, AlarmRecord.organisation_id).where(AlarmRecord.resolved_at.is_(None))
    return [(alarm, theirs) for alarm, theirs in session.execute(found, execution_options=EVERYWHERE)]


def _visits_that_wait(session: Session) -> Sequence[tuple[UUID, UUID]]:
    """Returns the visits of which a check call or a sign of life is awaited, or that are chased since they did not
    start. The start itself is no wait of minutes."""
    chased = and_(DeadlineRecord.kind == DeadlineKind.PLANNED_START, VisitRecord.chased_count > 0)
    found = (
        select(VisitRecord.id, VisitRecord.organisation_id)
        .join(
            DeadlineRecord,
            and_(
                DeadlineRecord.root_id == VisitRecord.id,
                DeadlineRecord.organisation_id == VisitRecord.organisation_id,
            ),
        )
        .where(
            DeadlineRecord.root_kind == RootKind.VISIT,
            or_(DeadlineRecord.kind.in_(OF_MINUTES), chased),
            DeadlineRecord.fired_at.is_(None),
            DeadlineRecord.cancelled_at.is_(None),
        )
        .distinct()
    )
    return [(visit, theirs) for visit, theirs in session.execute(found, execution_options=EVERYWHERE)]


def _rosters_that_wait(session: Session) -> Sequence[tuple[UUID, UUID]]:
    """Returns the teams of which somebody is asked to take the watch."""
    found = select(DeadlineRecord.root_id, DeadlineRecord.organisation_id).where(
        DeadlineRecord.root_kind == RootKind.ROSTER,
        DeadlineRecord.kind == DeadlineKind.RELIEF,
        DeadlineRecord.fired_at.is_(None),
        DeadlineRecord.cancelled_at.is_(None),
    )
    return [(team, theirs) for team, theirs in session.execute(found, execution_options=EVERYWHERE)]


def _keep_asking(session: Session, visit_id: UUID, by: Actor) -> None:
    held = hold_visit(session, visit_id, by)
    due = _due(held)
    visit, context = held.root.visit_facts(), held.context()
    held.write(check_calls.set_back(visit, due, context) + chases.set_back(visit, due, context))


def _keep_climbing(session: Session, alarm_id: UUID, by: Actor) -> None:
    held = hold_alarm(session, alarm_id, by)
    due = _due(held)
    alarm, context = held.root.open_or_closed_alarm(), held.context()
    held.write(alarms.set_back(alarm, due, context) + drills.set_back(alarm, due, context))


def _due(held: Held) -> dict[DeadlineKind, datetime]:
    """Returns when its deadlines come, but not of what fell to the last resort: that waits five minutes by itself. A
    sooner one in its place would ring everybody again, at each start."""
    root = Root(held.by.organisation_id, held.root.kind, held.root.id)
    fell = set(held.session.scalars(select(DeadlineRecord.kind).where(open_of(root), FELL)))
    return {kind: one.due_at for kind, one in held.root.deadlines.items() if kind not in fell}
