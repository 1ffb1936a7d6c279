"""Who is told that the register now says something else about an address. Pure.

The worker's SMS is neutral, since a resident may read it too: what it is about stands in the app. The duty colleague
reads who, where and what. Nobody is woken for a visit later that day: a mark with a date begins or ends at midnight.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID

from achterwacht.alarms.facts import People
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.visits.facts import Visit, VisitState
from notifications.texts.templates import Template
from notifications.ways import Channel, Way

MORNING = time(7)
IN_TIME = timedelta(hours=1)
"""Before the start of a visit: somebody who is told later than that reads it at the door."""
SAID = ("advice", "instructions", "provisional")


def is_another(was: Mapping[str, Any], now_so: Mapping[str, Any]) -> bool:
    """Whether there is something to tell: another instruction, or a provisional one that counts now."""
    return [was.get(name) or None for name in SAID] != [now_so.get(name) or None for name in SAID]


def until_morning(visit: Visit, now: datetime, zone: tzinfo) -> timedelta:
    """Returns how long the message waits after a change by date: not at all during a visit or shortly before one."""
    morning = datetime.combine(now.astimezone(zone).date(), MORNING, zone)
    if visit.under_way or now >= morning or visit.planned_start < morning + IN_TIME:
        return timedelta()
    return morning - now


def changed(
    visit: Visit, by: Actor, now_so: Mapping[str, Any], context: Context, *, wait: timedelta = timedelta()
) -> Decision:
    """Tell people that the register says something else about the address of a visit to come or under way.

    now_so: the new answer of the register. Whoever made the change is not told. wait: how long the messages wait; the
    visit and its timeline change at once.
    """
    if visit.state not in (VisitState.PLANNED, VisitState.UNDER_WAY):
        return NOTHING
    facts = {
        "gone": not now_so["advice"] and not now_so["instructions"],
        "provisional": now_so["provisional"],
        "instructions": " ".join(now_so["instructions"]),
    }
    priority = MessagePriority.AT_THE_DOOR if visit.under_way else MessagePriority.NEWS
    # Their phone says that the visit is over, and whoever forced them may be reading along.
    inside = () if visit.shown_ended_at else (visit.worker, *sorted(visit.companions))
    planner = () if visit.planner is None else (visit.planner,)
    outside = _watchers(visit, context.people) if visit.under_way else planner
    by_sms = (Way(Channel.SMS, after=wait),)
    neutral = [Notice(one, Template.INSTRUCTION_WORKER, by_sms, priority) for one in inside if one != by.person_id]
    plain = [
        Notice(one, Template.INSTRUCTION_DESK, by_sms, priority, facts={**facts, "under_way": visit.under_way})
        for one in outside
        if one != by.person_id and not visit.of_the_visit(one)
    ]
    return Decision(events=(Event(EventKind.INSTRUCTION_CHANGED, facts=facts),), notices=(*neutral, *plain))


def _watchers(visit: Visit, people: People) -> tuple[UUID, ...]:
    """Returns who watches and can be reached: the first on duty, else the second, else the managers."""
    for candidates in (people.first, people.second, people.managers):
        found = tuple(one.person for one in candidates if one.skip is None and not visit.of_the_visit(one.person))
        if found:
            return found
    return ()
