"""Who goes, or planned the visit, expects trouble there: "ik verwacht problemen", their own judgement (P1 P3 P4).

It does what a mark of the register does, by the profile: a second person is asked (`rules.pair_needed`), the police is
told beforehand (`rules.police_first`), a colleague calls (`CheckCallTimes.due_after`). Besides, whoever watches at that
time and a manager hear of it. It is no mark: each takes back their own (`who_said_so.py`), and nobody but those who go,
their managers and the desk ever reads it. Before the start it holds the plan; at the door it refuses nobody.
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
"""What is not sent yet of these is no longer so, once there is something newer to tell."""


class NotTheirExpectation(RuleBroken):
    """Only who said that they expect trouble takes it back."""

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
    """Somebody who goes, or who planned it, expects trouble. `watching`: who is on duty at the time of the visit.
    `alone`: they went in alone just now, where the protocol asks for two.

    A second press changes nothing. Another why, or a second person who expects trouble too, is one more line: those who
    were told read it in the app, and it stays with who said it first. `before`: told a moment ago, people hear it only
    if it still stands then.

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
    """Somebody who said it expects no trouble any more. Once nobody does, what the plan waited for by it falls away,
    and who was told hears so; till then it stands there by another who said it. `pair_anyway`: two go without it too.

    Leave to go alone was given for what was expected, and lapses with it. Once the visit goes on it stays: what stands
    on the sheet of an alarm is not for a phone to take off it, in whatever hand.

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
    """A visit where trouble is expected has another time: who watches then hears of it."""
    if visit.expects_trouble is None:
        return NOTHING
    told, whose = who_hears(visit, by, watching), _whose(visit, by, watching)
    unwatched = not colleague_on_duty(visit, watching)
    return Decision(notices=_plain(visit, told, whose, unwatched=unwatched), silenced=TOLD)


def called_off(visit: Visit, by: Actor, watching: People) -> Decision:
    """It does not take place: who was told hears so."""
    if visit.expects_trouble is None:
        return NOTHING
    told, whose = who_hears(visit, by, watching), _whose(visit, by, watching)
    return Decision(notices=_over(told, whose, off=True), silenced=TOLD)


def who_hears(visit: Visit, by: Actor, watching: People) -> tuple[Candidate, ...]:
    """The colleague and the manager who hear it: of each the first who can be reached, but for those inside and who
    says it. Where there is neither, nobody; the timeline says so."""
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
    """Said during the visit, where a call can be agreed and was not: it comes so long after this moment."""
    times = context.protocol.check_call
    if times is None or not times.may_be_agreed or not visit.under_way or visit.started_at is None:
        return NOTHING
    if visit.call_after is not None or visit.check_call is not CheckCall.NONE:
        return NOTHING
    after = context.now - visit.started_at + times.after
    called = replace(visit, call_after=-(-after // MINUTE) * MINUTE, check_call=CheckCall.PLANNED)
    return Decision(visit=called, deadlines=watch_deadlines(called, context))


def _whose(visit: Visit, by: Actor, watching: People) -> Mapping[str, Any]:
    """Who said it, for a text: the worker, or another by name."""
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
    """Those who watch read who, where and when; and a manager, that no colleague has the watch then (`unwatched`). The
    why stands in the app, as the story behind a mark does."""
    facts = {**whose, "under_way": visit.under_way, "alone": alone, "unwatched": unwatched}
    priority = MessagePriority.AT_THE_DOOR if visit.under_way else MessagePriority.NEWS
    ways = LATER if later else BY_SMS
    return tuple(Notice(one.person, Template.TROUBLE_EXPECTED, ways, priority, facts=facts) for one in told)


def _neutral(visit: Visit, by: Actor, again: Context | None) -> tuple[Notice, ...]:
    """Those who go and did not say it themselves: a resident may look along. `again`: said, taken back and said again,
    they read it once in so long."""
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
