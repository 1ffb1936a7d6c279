"""A visit before it starts: planned, moved or cancelled."""

from dataclasses import replace
from datetime import datetime

from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.visits.facts import Visit, VisitKind, VisitState
from achterwacht.visits.refusals import (
    NotPlanned,
)
from achterwacht.visits.rules.watching import BY_SMS, NO_DEADLINES, by_somebody_else, times_fit
from notifications.texts.templates import ALL_MESSAGES, Template


def plan(visit: Visit, by: Actor, context: Context) -> Decision:
    """Plan a visit. From this moment on it has an open deadline.

    Raises:
        EndBeforeStart, VisitTooLong: the times can't be.
    """
    times_fit(visit.planned_start, visit.expected_end, context.protocol)
    return Decision(
        visit=visit,
        events=(Event(EventKind.PLANNED, by.person_id),),
        deadlines={DeadlineKind.PLANNED_START: visit.planned_start},
        notices=by_somebody_else(visit, Template.VISIT_PLANNED, by),
    )


def move(visit: Visit, by: Actor, start: datetime, end: datetime, context: Context) -> Decision:
    """Give a planned visit other times. Promises that people made for the old times lapse.

    Raises:
        NotPlanned: it has started, or is over.
        EndBeforeStart, VisitTooLong: the times can't be.
    """
    if visit.state is not VisitState.PLANNED:
        raise NotPlanned
    if (start, end) == (visit.planned_start, visit.expected_end):
        return NOTHING
    promised = visit.back_up is not None or bool(visit.companions)
    moved = replace(
        visit,
        planned_start=start,
        expected_end=end,
        chased_count=0,
        alone_asked=None,
        alone_allowed_by=None,
        back_up_accepted_at=None,
        police_told_at=None,
    )
    times_fit(start, end, context.protocol)
    return Decision(
        visit=moved,
        events=(Event(EventKind.MOVED, by.person_id, {"start": start.isoformat(), "again": promised or None}),),
        deadlines={DeadlineKind.PLANNED_START: start},
        notices=by_somebody_else(moved, Template.VISIT_MOVED, by),
        silenced=ALL_MESSAGES,
    )


def change_kind(visit: Visit, by: Actor, kind: VisitKind) -> Decision:
    """Makes another kind of visit of a planned one. Leave to go alone, and what the police was told, was for the other
    kind, and lapses. The worker hears it, and so do the people who come along and the back-up.

    Raises:
        NotPlanned: it has started, or is over.
    """
    if visit.state is not VisitState.PLANNED:
        raise NotPlanned
    if kind is visit.kind:
        return NOTHING
    changed = replace(visit, kind=kind, alone_asked=None, alone_allowed_by=None, police_told_at=None)
    others = sorted({*visit.companions, *({visit.back_up} if visit.back_up else ())} - {by.person_id})
    return Decision(
        visit=changed,
        events=(Event(EventKind.KIND_CHANGED, by.person_id, {"visit_kind": kind.value}),),
        notices=(
            *by_somebody_else(changed, Template.VISIT_KIND, by),
            *(Notice(one, Template.OTHER_KIND, BY_SMS, MessagePriority.REMINDER) for one in others),
        ),
    )


def cancel(visit: Visit, by: Actor, reason: str) -> Decision:
    """Cancel a planned visit. A visit under way can't be cancelled, only checked out.

    Raises:
        NotPlanned: it has started, or is over.
    """
    if visit.state is VisitState.CANCELLED:
        return NOTHING
    if visit.state is not VisitState.PLANNED:
        raise NotPlanned
    return Decision(
        visit=replace(visit, state=VisitState.CANCELLED),
        events=(Event(EventKind.CANCELLED, by.person_id, {"reason": reason}),),
        deadlines=NO_DEADLINES,
        notices=by_somebody_else(visit, Template.VISIT_CANCELLED, by),
        silenced=ALL_MESSAGES,
    )
