"""Chasing what did not come: the start of a planned visit, or the sign of life after going straight home.

First the worker, one step later the colleague, one step later the manager; never an alarm (watch-rules.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm, Cause, Level
from achterwacht.context import Context, Press
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.refused import RuleBroken
from achterwacht.visits.facts import Pin, ReturnTo, Visit, VisitState
from achterwacht.visits.refusals import ReasonNeeded
from achterwacht.visits.rules import BY_SMS, heard_at, stay_silent
from notifications.texts.templates import Template


class NotOnTheWay(RuleBroken):
    """Nobody expects a sign of life from this worker's home."""

    code = "not_on_the_way"


@dataclass(frozen=True)
class Chase:
    """One thing that is chased: when it is due again, and whom each step tells what."""

    due: DeadlineKind
    to_worker: Template
    to_desk: Template
    event: EventKind


LEVELS = (Level.WORKER, Level.COLLEAGUE, Level.MANAGER)
START = Chase(DeadlineKind.PLANNED_START, Template.PLANNED_WORKER, Template.PLANNED_DESK, EventKind.START_CHASED)
HOME = Chase(DeadlineKind.HOME_SAFE, Template.HOME_SAFE_WORKER, Template.HOME_SAFE_DESK, EventKind.HOME_SAFE_CHASED)


def planned_start_passed(visit: Visit, context: Context) -> Decision:
    """Remind the worker that the visit did not start, then the colleague, then the manager, until somebody acts."""
    if visit.state is not VisitState.PLANNED:
        return NOTHING
    times = context.protocol.planning
    return _chase(visit, START, times.step, times.again, context)


def home_safe_passed(visit: Visit, context: Context) -> Decision:
    """Ask a worker who went straight home for a last sign of life, then tell the colleague and the manager."""
    home = context.protocol.home_safe
    if visit.state is not VisitState.ENDED or visit.return_to is not ReturnTo.HOME or home is None:
        return NOTHING
    return _chase(visit, HOME, home.answer_within, home.answer_within, context)


def home_safe_heard(visit: Visit, press: Press, context: Context) -> Decision:
    """Record that the worker is home and well, unless the duress PIN says otherwise.

    In a silent alarm it closes and weakens nothing, with either PIN: those who watch read what was said, and by which.
    """
    visit = replace(heard_at(visit, press.by, press.at), quiet=False)
    forced, silent = press.pin is Pin.DURESS, silent_alarm(visit)
    facts = {"silent": "duress"} if forced else {"silent": "open"} if silent else {}
    home = Decision(
        visit=visit,
        events=(Event(EventKind.HOME_SAFE_HEARD, press.by.person_id, facts),),
        deadlines={DeadlineKind.HOME_SAFE: None},
        silenced=frozenset({Template.HOME_SAFE_WORKER, Template.HOME_SAFE_DESK}),
    )
    if forced:
        return home + stay_silent(visit, press.by, context)
    alarm = visit.open_alarm
    return home + alarms.heard(alarm, press, {"heard": "ok"}, context) if alarm else home


def went_on(visit: Visit, press: Press, context: Context) -> Decision:
    """Record that a worker who went home checked in on another visit: the watch is there, and nobody waits at home.

    For an open alarm it is only a sign of life.
    """
    if not visit.heads_home or press.by.person_id != visit.worker:
        return NOTHING
    on = Decision(
        visit=replace(heard_at(visit, press.by, press.at), quiet=False),
        events=(Event(EventKind.WENT_ON, press.by.person_id),),
        deadlines={DeadlineKind.HOME_SAFE: None},
        silenced=frozenset({Template.HOME_SAFE_WORKER, Template.HOME_SAFE_DESK}),
    )
    return on + alarms.heard(visit.open_alarm, press, {"heard": "ok"}, context) if visit.open_alarm else on


def silent_alarm(visit: Visit) -> Alarm | None:
    """Returns its open alarm, if that is a silent one."""
    alarm = visit.open_alarm
    return alarm if alarm is not None and alarm.cause is Cause.DURESS else None


def home_safe_closed(visit: Visit, by: Actor, reason: str, *, waited_for: bool) -> Decision:
    """Record that somebody else knows the worker is home, from a call or by going there. The worker says OK instead.

    Raises:
        NotOnTheWay: nobody waits for their sign of life, or not any more.
        ReasonNeeded: without saying how one knows.
    """
    if not waited_for or visit.of_the_visit(by.person_id):
        raise NotOnTheWay
    if not reason.strip():
        raise ReasonNeeded
    return Decision(
        visit=replace(visit, quiet=False),
        events=(Event(EventKind.HOME_SAFE_CLOSED, by.person_id, {"reason": reason.strip()}),),
        deadlines={DeadlineKind.HOME_SAFE: None},
        silenced=frozenset({Template.HOME_SAFE_WORKER, Template.HOME_SAFE_DESK}),
    )


def set_back(visit: Visit, due: Mapping[DeadlineKind, datetime], context: Context) -> Decision:
    """Shorten the waits of what is chased after the clock was set back: none may be longer than one that begins now.

    The first step of a planned visit is no wait: it comes at the start, by the clock on the wall.
    """
    planning, home, chased = context.protocol.planning, context.protocol.home_safe, visit.chased_count
    longest: dict[DeadlineKind, timedelta] = {}
    if visit.state is VisitState.PLANNED and chased:
        longest[DeadlineKind.PLANNED_START] = planning.step if chased < len(LEVELS) else planning.again
    if visit.state is VisitState.ENDED and home is not None:
        longest[DeadlineKind.HOME_SAFE] = home.answer_within if chased else home.after
    latest = {kind: context.now + wait for kind, wait in longest.items()}
    return Decision(deadlines={kind: at for kind, at in latest.items() if due.get(kind, at) > at})


def _chase(visit: Visit, chase: Chase, step: timedelta, again: timedelta, context: Context) -> Decision:
    """Tell the worker, a step later the colleague, a step later the manager, and then the manager again and again."""
    # Nobody asks the worker anything inside of a silent alarm: it begins with the colleague.
    stage = min(max(visit.chased_count, 1 if visit.worker in context.silent else 0), 2)
    found = [
        one
        for one in context.people.at(LEVELS[stage])
        if one.skip is None and (stage == 0 or not visit.of_the_visit(one.person))
    ]
    template, priority = (
        (chase.to_worker, MessagePriority.REMINDER) if stage == 0 else (chase.to_desk, MessagePriority.SIGN_OF_LIFE)
    )
    notices = tuple(Notice(one.person, template, BY_SMS, priority) for one in found)
    wait = again if stage == len(LEVELS) - 1 else step if found else timedelta()
    return Decision(
        visit=replace(visit, chased_count=max(visit.chased_count, stage) + 1),
        events=(Event(chase.event, facts={"names": [one.name for one in found]}),),
        deadlines={chase.due: context.now + wait},
        notices=notices,
    )
