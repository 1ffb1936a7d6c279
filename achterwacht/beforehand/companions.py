"""A companion says beforehand that they come, and again at the door.

Somebody who says nothing is asked once more, and then others are told, before the visit starts. It is never an alarm:
the visit can't start without a companion, unless a manager allows it (`alone.py`).
"""

from collections.abc import Collection
from uuid import UUID

from achterwacht.alarms.facts import Candidate, Level
from achterwacht.beforehand.asking import (
    BY_SMS,
    must_be_planned,
    must_be_to_come_or_going_on,
)
from achterwacht.code_purposes import CodePurpose
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.visits.facts import Visit, VisitState
from notifications.texts.templates import Template


def is_early(visit: Visit, context: Context) -> bool:
    """Whether "1" still means "I come along". Shortly before the start it means "I am at the door"."""
    door = visit.planned_start - context.protocol.pairs.tell_before
    return visit.state is VisitState.PLANNED and context.now < door


def ask_companion(visit: Visit, companion: UUID, context: Context) -> Decision:
    """Ask a colleague who comes along to say so beforehand and at the door, by a tap or SMS."""
    facts = {"early": is_early(visit, context)}
    asked = Notice(
        companion,
        Template.COMPANION_ASKED,
        BY_SMS,
        MessagePriority.ASKING_BEFOREHAND,
        code=CodePurpose.COMPANION,
        facts=facts,
    )
    return Decision(notices=(asked,))


def ask_companion_again(visit: Visit, companion: UUID, context: Context) -> Decision:
    """Ask somebody once more who should be there and is not.

    Raises:
        NotPlanned: it has started, or is over.
    """
    must_be_planned(visit)
    return ask_companion(visit, companion, context)


def goes_along(people: Collection[UUID]) -> Decision:
    """Tell colleagues who come along from now on, where nobody asks them to say so at the door."""
    return _told(people, Template.GOES_ALONG)


def not_along(people: Collection[UUID]) -> Decision:
    """Tell colleagues who would come along that they need not any more."""
    return _told(people, Template.NOT_ALONG)


def other_plan(people: Collection[UUID]) -> Decision:
    """Tell people who come along, or are back-up, when and where it is now, and who goes."""
    return _told(people, Template.OTHER_PLAN)


def _told(people: Collection[UUID], template: Template) -> Decision:
    return Decision(notices=tuple(Notice(one, template, BY_SMS, MessagePriority.REMINDER) for one in sorted(people)))


def companion_comes(visit: Visit, by: Actor, name: str) -> Decision:
    """Record that a companion says beforehand they come along.

    Raises:
        NotPlanned: it has started, or is over.
    """
    must_be_planned(visit)
    return Decision(events=(Event(EventKind.COMPANION_COMES, by.person_id, {"name": name}),))


def companion_there(visit: Visit, by: Actor, name: str) -> Decision:
    """Record that a companion is at the door, or inside already.

    Raises:
        NotPlanned: it is over.
    """
    must_be_to_come_or_going_on(visit)
    return Decision(events=(Event(EventKind.COMPANION_THERE, by.person_id, {"name": name}),))


def companion_cant(visit: Visit, by: Actor, name: str) -> Decision:
    """Record that a companion does not come, and tell the worker.

    Raises:
        NotPlanned: it is over.
    """
    must_be_to_come_or_going_on(visit)
    told = Notice(visit.worker, Template.COMPANION_CANT, BY_SMS, MessagePriority.NEWS, facts={"name": name})
    return Decision(events=(Event(EventKind.COMPANION_CANT, by.person_id, {"name": name}),), notices=(told,))


def await_answers(visit: Visit, asked: Collection[UUID], context: Context) -> Decision:
    """Set the deadlines for the answers of companions; none if nobody is asked.

    Moments that have passed are left out, since a visit that is planned for at once has no time for them. It can't
    start without a companion anyway.
    """
    if visit.state is not VisitState.PLANNED:
        return NOTHING
    pairs, now = context.protocol.pairs, context.now
    moments = {
        DeadlineKind.COMPANION_REMINDER: visit.planned_start - pairs.remind_before,
        DeadlineKind.COMPANION_SILENT: visit.planned_start - pairs.tell_before,
    }
    return Decision(deadlines={kind: due if asked and due > now else None for kind, due in moments.items()})


def awaited(visit: Visit) -> tuple[Candidate, ...]:
    """Returns the colleagues who said nothing, if nobody else certainly comes and nobody may go alone."""
    if visit.state is not VisitState.PLANNED or visit.alone_allowed_by or any(one.comes for one in visit.along):
        return ()
    return tuple(Candidate(one.person, one.name) for one in visit.along if one.person and not one.declined)


def companion_reminder(visit: Visit, context: Context) -> Decision:
    """Ask companions who said nothing once more."""
    silent = awaited(visit)
    if not silent:
        return NOTHING
    asked = Decision(events=(Event(EventKind.COMPANION_REMINDED, facts={"names": [one.name for one in silent]}),))
    for one in silent:
        asked += ask_companion(visit, one.person, context)
    return asked


def companion_silent(visit: Visit, context: Context) -> Decision:
    """Tell the worker and the colleague on duty that a companion still says nothing.

    If nobody is on duty, a manager is told.
    """
    silent = awaited(visit)
    if not silent:
        return NOTHING
    names = [one.name for one in silent]
    facts = {"names": names}
    people = context.people
    levels = ([one for one in people.at(level) if one.skip is None] for level in (Level.COLLEAGUE, Level.MANAGER))
    outside = ([one for one in found if not visit.of_the_visit(one.person)] for found in levels)
    watching = next((found for found in outside if found), [])
    told = [visit.worker_name, *(one.name for one in watching)]
    return Decision(
        events=(Event(EventKind.COMPANION_SILENT, facts={"names": names, "told": ", ".join(told)}),),
        notices=(
            Notice(visit.worker, Template.COMPANION_SILENT, BY_SMS, MessagePriority.NEWS, facts=facts),
            *(
                Notice(
                    one.person, Template.COMPANION_SILENT_DESK, BY_SMS, MessagePriority.ASKING_BEFOREHAND, facts=facts
                )
                for one in watching
            ),
        ),
    )
