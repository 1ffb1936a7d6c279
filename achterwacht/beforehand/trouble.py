"""Somebody who goes, or who planned the visit, expects trouble there: "ik verwacht problemen" (P1 P3 P4).

It is a judgement of their own, and does what a mark of the register does, by the profile: a second person is asked
(`rules.pair_needed`), the police is told beforehand (`rules.police_first`), a colleague calls
(`CheckCallTimes.due_after`). Also, whoever watches at that time and a manager are told. It is no mark: people take back
only their own (`who_said_so.py`), and only those who go, their managers and the desk ever read it. Before the start it
holds up the plan; at the door it refuses nobody.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from achterwacht.alarms.facts import Candidate, Level, People
from achterwacht.beforehand.asking import BY_SMS, must_be_planned, must_be_to_come_or_going_on
from achterwacht.beforehand.who_said_so import NOTHING_SAID, QUIET, Expectation, SoFar, passed_on, with_another
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.refused import RuleBroken
from achterwacht.visits.facts import CheckCall, Visit
from achterwacht.visits.refusals import ReasonNeeded
from achterwacht.visits.rules import colleague_on_duty, watch_deadlines
from notifications.texts.templates import Template
from notifications.ways import Channel, Way

MINUTE = timedelta(minutes=1)
LATER = (Way(Channel.SMS, QUIET),)
TOLD = frozenset({Template.TROUBLE_EXPECTED, Template.TROUBLE_OVER})
"""Unsent messages of these kinds are out of date once there is something newer to tell."""


class NotTheirExpectation(RuleBroken):
    """Only somebody who said that they expect trouble can take it back."""

    code = "not_their_expectation"


def expect(
    visit: Visit,
    by: Actor,
    said: Expectation,
    watching: People,
    context: Context,
    *,
    alone: bool = False,
    before: SoFar = NOTHING_SAID,
) -> Decision:
    """Record that somebody who goes, or who planned it, expects trouble.

    A second press changes nothing. Another reason, or a second person who expects trouble too, is one more line: those
    who were told read it in the app, and the visit shows who said it first.

    watching: who is on duty at the time of the visit. alone: they went in alone just now, where the protocol asks for
    two. before: what was said so far; people who were told a moment ago are told again only if it still stands later.

    Raises:
        NotPlanned: it is over.
        ReasonNeeded: without a why.
    """
    must_be_to_come_or_going_on(visit)
    why = said.why.strip().rstrip(".")
    if not why:
        raise ReasonNeeded
    police = said.police or visit.police_wanted
    if visit.expects_trouble is not None:
        return _also(passed_on(visit, before), by, Expectation(why, said.police), before)
    expecting = replace(visit, expects_trouble=why, trouble_said_by=by.person_id, police_wanted=police)
    told, later = who_hears(expecting, by, watching), before.lately and not visit.under_way
    unwatched = not colleague_on_duty(visit, watching)
    facts = {
        "reason": why,
        "police": police or None,
        "names": [one.name for one in told],
        "unwatched": unwatched or None,
    }
    return Decision(
        visit=expecting,
        events=(Event(EventKind.TROUBLE_EXPECTED, by.person_id, facts),),
        notices=(
            *_plain(expecting, told, _whose(expecting, by, watching), alone=alone, later=later, unwatched=unwatched),
            *_neutral(expecting, by, context if later else None),
        ),
        silenced=TOLD,
    ) + _call_agreed(expecting, context)


def take_back(
    visit: Visit, by: Actor, watching: People, before: SoFar = NOTHING_SAID, *, pair_anyway: bool = True
) -> Decision:
    """Record that somebody who said it expects no trouble any more.

    Once nobody does, the plan no longer waits for what was asked because of it, and the people who were told hear so;
    until then it is shown as another's who said it. Leave to go alone was given for what was expected, and lapses with
    it. Once the visit is under way the expectation stays: nobody's phone may take it off the sheet of an alarm.

    pair_anyway: two go, also without it.

    Raises:
        NotPlanned: it has started, or is over.
        NotTheirExpectation: by somebody who never said it.
    """
    must_be_planned(visit)
    if visit.expects_trouble is None:
        return NOTHING
    visit = passed_on(visit, before)
    me, shown = by.person_id, visit.trouble_said_by
    if me is None or (me != shown and me not in before.said):
        raise NotTheirExpectation
    if me != shown and before.said[me] is None:
        return NOTHING
    rest = with_another(visit, before, me)
    if me != shown:
        police = rest is not None and rest.police_wanted
        rest = replace(visit, police_wanted=police or (shown not in before.said and visit.police_wanted))
    if rest is not None:
        return Decision(visit=rest, events=(Event(EventKind.TROUBLE_TAKEN_BACK, me),))
    calm = replace(visit, expects_trouble=None, trouble_said_by=None, police_wanted=False)
    if not pair_anyway:
        calm = replace(calm, alone_asked=None, alone_allowed_by=None)
    told = who_hears(visit, by, watching)
    return Decision(
        visit=calm,
        events=(Event(EventKind.TROUBLE_TAKEN_BACK, me, {"names": [one.name for one in told]}),),
        notices=_over(told, _whose(visit, by, watching), later=before.lately),
        silenced=TOLD,
    )


def moved(visit: Visit, by: Actor, watching: People) -> Decision:
    """Tell whoever watches at the new time of a visit that trouble is expected there."""
    if visit.expects_trouble is None:
        return NOTHING
    told, whose = who_hears(visit, by, watching), _whose(visit, by, watching)
    unwatched = not colleague_on_duty(visit, watching)
    return Decision(notices=_plain(visit, told, whose, unwatched=unwatched), silenced=TOLD)


def called_off(visit: Visit, by: Actor, watching: People) -> Decision:
    """Tell the people who knew of expected trouble that the visit does not take place."""
    if visit.expects_trouble is None:
        return NOTHING
    told, whose = who_hears(visit, by, watching), _whose(visit, by, watching)
    return Decision(notices=_over(told, whose, off=True), silenced=TOLD)


def who_hears(visit: Visit, by: Actor, watching: People) -> tuple[Candidate, ...]:
    """Returns the colleague and the manager who are told: of each the first who can be reached.

    Those inside and whoever says it are left out. If there is neither, nobody is told, and the timeline says so.
    """
    found: dict[UUID, Candidate] = {}
    for level in (Level.COLLEAGUE, Level.MANAGER):
        able = [one for one in watching.at(level) if one.skip is None and not visit.of_the_visit(one.person)]
        if able and by.person_id not in {one.person for one in able}:
            found.setdefault(able[0].person, able[0])
    return tuple(found.values())


def _also(visit: Visit, by: Actor, said: Expectation, before: SoFar) -> Decision:
    own, police = by.person_id == visit.trouble_said_by, said.police or visit.police_wanted
    again = before.said.get(by.person_id) if by.person_id is not None else None
    if (own and said.why == visit.expects_trouble and police == visit.police_wanted) or (not own and again == said):
        return NOTHING
    now_so = replace(visit, police_wanted=police, expects_trouble=said.why if own else visit.expects_trouble)
    facts = {"reason": said.why, "police": said.police or None}
    return Decision(visit=now_so, events=(Event(EventKind.TROUBLE_ALSO_EXPECTED, by.person_id, facts),))


def _call_agreed(visit: Visit, context: Context) -> Decision:
    """Agree a check call, if trouble is only said during the visit and no call was agreed: this long after now."""
    times = context.protocol.check_call
    if times is None or not times.may_be_agreed or not visit.under_way or visit.started_at is None:
        return NOTHING
    if visit.call_after is not None or visit.check_call is not CheckCall.NONE:
        return NOTHING
    # Never less than nothing, as after the clock was set back: the start lies ahead then.
    after = max(context.now - visit.started_at, timedelta()) + times.after
    called = replace(visit, call_after=-(-after // MINUTE) * MINUTE, check_call=CheckCall.PLANNED)
    return Decision(visit=called, deadlines=watch_deadlines(called, context))


def _whose(visit: Visit, by: Actor, watching: People) -> Mapping[str, Any]:
    """Returns who said it, for a text: the worker, or somebody else by name."""
    if visit.trouble_said_by == visit.worker or visit.trouble_said_by is None:
        return {"own": True, "said_by": ""}
    name = by.name if by.person_id == visit.trouble_said_by else watching.named(visit.trouble_said_by)
    return {"own": False, "said_by": name}


def _plain(
    visit: Visit,
    told: Collection[Candidate],
    whose: Mapping[str, Any],
    *,
    unwatched: bool,
    alone: bool = False,
    later: bool = False,
) -> tuple[Notice, ...]:
    """Tell those who watch who goes where and when. The reason stands in the app, like the story behind a mark."""
    facts = {**whose, "under_way": visit.under_way, "alone": alone, "unwatched": unwatched}
    priority = MessagePriority.AT_THE_DOOR if visit.under_way else MessagePriority.NEWS
    ways = LATER if later else BY_SMS
    return tuple(Notice(one.person, Template.TROUBLE_EXPECTED, ways, priority, facts=facts) for one in told)


def _neutral(visit: Visit, by: Actor, again: Context | None) -> tuple[Notice, ...]:
    """Tell, in a neutral text, those who go and did not say it themselves: a resident may read it too.

    again: it was said, taken back and said again; they read it only once in a while.
    """
    ways = BY_SMS if again is None else LATER
    once = "" if again is None else f"trouble again {int(again.now.timestamp() // QUIET.total_seconds())}"
    inside = () if visit.shown_ended_at else (visit.worker, *sorted(visit.companions))
    others: list[UUID] = [one for one in inside if one != by.person_id]
    return tuple(Notice(one, Template.INSTRUCTION_WORKER, ways, MessagePriority.NEWS, once=once) for one in others)


def _over(
    told: Collection[Candidate], whose: Mapping[str, Any], *, off: bool = False, later: bool = False
) -> tuple[Notice, ...]:
    facts, ways = {**whose, "off": off}, LATER if later else BY_SMS
    return tuple(Notice(one.person, Template.TROUBLE_OVER, ways, MessagePriority.NEWS, facts=facts) for one in told)
