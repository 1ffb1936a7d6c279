"""Going without the companion: a manager allows it by name and with a reason (P1 P3 P4), or is told (P5)."""

from dataclasses import replace

from achterwacht.alarms.facts import Level
from achterwacht.beforehand.asking import BY_SMS, must_be_planned
from achterwacht.beforehand.rules import Beforehand, pair_needed
from achterwacht.code_purposes import CodePurpose
from achterwacht.context import Context
from achterwacht.decision import Decision, Event, Notice
from achterwacht.kinds import Actor, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.refused import RuleBroken
from achterwacht.visits.facts import Visit
from achterwacht.visits.refusals import NotPlanned, ReasonNeeded
from notifications.texts.templates import Template


class OwnPermission(RuleBroken):
    """Nobody gives themselves leave to go alone."""

    code = "own_permission"


class NoManager(RuleBroken):
    """No manager of the team can be asked now."""

    code = "no_manager"


def goes_alone(one: Beforehand, context: Context) -> Decision:
    """Tell the team's manager that somebody went in at once and alone, where the protocol asks for two (P5)."""
    if not pair_needed(one, context.protocol) or one.named or one.alone_allowed:
        return Decision()
    people = context.people
    told = [one.person for one in people.at(Level.MANAGER) if one.skip is None][:1]
    return Decision(
        events=(Event(EventKind.WENT_ALONE, facts={"names": [people.named(person) for person in told]}),),
        notices=tuple(Notice(person, Template.WENT_ALONE, BY_SMS, MessagePriority.NEWS) for person in told),
    )


def ask_alone(visit: Visit, by: Actor, reason: str, context: Context) -> Decision:
    """Ask the team's managers whether the worker may go alone, since the companion did not come.

    Raises:
        NotPlanned: it has started, or is over.
        ReasonNeeded: without one.
        NoManager: nobody can be asked.
    """
    must_be_planned(visit)
    reason = reason.strip().rstrip(".")
    if not reason:
        raise ReasonNeeded
    found = context.people.at(Level.MANAGER)
    managers = [one for one in found if one.skip is None and not visit.of_the_visit(one.person)]
    if not managers:
        raise NoManager
    return Decision(
        visit=replace(visit, alone_asked=reason),
        events=(
            Event(EventKind.ALONE_ASKED, by.person_id, {"names": [one.name for one in managers], "reason": reason}),
        ),
        notices=tuple(
            Notice(
                one.person,
                Template.ALONE_ASKED,
                BY_SMS,
                MessagePriority.ASKING_BEFOREHAND,
                code=CodePurpose.ALONE,
                facts={"reason": reason},
            )
            for one in managers
        ),
    )


def answer_alone(visit: Visit, by: Actor, allows: bool) -> Decision:
    """Record the yes or no of a manager who was asked, with the reason that was given. The first answer counts.

    Raises:
        NotPlanned: it has started, is over, or was answered.
    """
    must_be_planned(visit)
    if visit.alone_asked is None:
        raise NotPlanned
    if allows:
        return allow_alone(visit, by, visit.alone_asked)
    told = Notice(visit.worker, Template.ALONE_REFUSED, BY_SMS, MessagePriority.NEWS, facts={"name": by.name})
    return Decision(
        visit=replace(visit, alone_asked=None), events=(Event(EventKind.ALONE_REFUSED, by.person_id),), notices=(told,)
    )


def allow_alone(visit: Visit, by: Actor, reason: str) -> Decision:
    """Let the worker go alone, by a manager with a reason. Somebody who asked for it is told.

    Raises:
        NotPlanned: it has started, or is over.
        OwnPermission: by the worker, who may be a manager too.
        ReasonNeeded: without one.
    """
    must_be_planned(visit)
    if by.person_id == visit.worker:
        raise OwnPermission
    if not reason.strip():
        raise ReasonNeeded
    told = Notice(visit.worker, Template.ALONE_ALLOWED, BY_SMS, MessagePriority.NEWS, facts={"name": by.name})
    return Decision(
        visit=replace(visit, alone_asked=None, alone_allowed_by=by.person_id),
        events=(Event(EventKind.ALONE_ALLOWED, by.person_id, {"reason": reason.strip()}),),
        notices=(told,) if visit.alone_asked else (),
    )
