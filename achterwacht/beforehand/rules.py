"""What must be so before a visit can start, and what is better done otherwise.

Going in pairs where the register or the profile says so; a back-up who accepted, outside office hours (P3); the police
told beforehand (P4), which is shown and stops nobody. Pure: office hours come with their zone, and moments are
parameters.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Protocol

from achterwacht.context import Context
from achterwacht.decision import Decision, Event
from achterwacht.kinds import Actor, EventKind
from achterwacht.protocols.beforehand import (
    DiaryField,
    HandedOver,
    Meetings,
    OutOfHours,
    PairRule,
    Pairs,
    PoliceBeforehand,
    PoliceWhen,
    Preparation,
)
from achterwacht.protocols.watching import OfficeHours
from achterwacht.refused import RuleBroken
from achterwacht.roster.days import holiday_on
from achterwacht.visits.facts import Occasion, Visit, VisitState
from achterwacht.visits.refusals import NotPlanned

PAIRS, POLICE_FIRST = "pairs", "police_first"
"""Words of advice in the register."""


class CompanionNeeded(RuleBroken):
    """Nobody goes alone here, and no companion is there yet."""

    code = "companion_needed"


class BackUpNeeded(RuleBroken):
    """Outside office hours a colleague must have accepted to be back-up."""

    code = "back_up_needed"


class ManagerDecidesFirst(RuleBroken):
    """There was a fraud investigation, so a manager first decides who goes."""

    code = "manager_decides_first"


class Rules(Protocol):
    """The part of a profile that says what comes before a visit."""

    @property
    def pairs(self) -> Pairs: ...
    @property
    def out_of_hours(self) -> OutOfHours: ...
    @property
    def office_hours(self) -> list[OfficeHours]: ...
    @property
    def country(self) -> str: ...
    @property
    def meetings(self) -> Meetings: ...
    @property
    def police_beforehand(self) -> PoliceBeforehand: ...


@dataclass(frozen=True)
class Beforehand:
    """The state of a visit before its start.

    advice: the words of the register; None if it could not be asked. named: somebody is to come along. somebody_there:
    a companion said they are there. at_once: nothing was planned, the worker stands at the door now. trouble: somebody
    who goes, or who planned it, expects trouble: a judgement of their own, not a risk mark. police_wanted: they want
    the police told beforehand. undecided: a manager was asked who goes, and has not decided. observation: from the
    street, or following somebody.
    """

    start: datetime
    end: datetime
    advice: Collection[str] | None
    somebody_there: bool
    alone_allowed: bool
    back_up_accepted: bool
    named: bool = False
    at_once: bool = False
    occasion: Occasion | None = None
    trouble: bool = False
    police_wanted: bool = False
    undecided: bool = False
    observation: bool = False
    promised: Rules | None = None


def pair_needed(one: Beforehand, protocol: Rules) -> bool:
    """Whether nobody may go there alone.

    So it is on every visit (P5); at every address with a mark, and wherever somebody who goes expects trouble (P1 P3
    P4); or where the register says so. An address that could not be looked up has no mark that anybody knows of. An
    observation takes two if the profile says so (P5).
    """
    return any(_pair_by(one, rules) for rules in _holding(one, protocol))


def _pair_by(one: Beforehand, protocol: Rules) -> bool:
    advice = one.advice or ()
    if one.observation and protocol.pairs.observing is not None:
        return True
    return {
        PairRule.ALWAYS: True,
        PairRule.RISKY: bool(advice) or one.trouble,
        PairRule.MARKED: PAIRS in advice,
        PairRule.NAMED: PAIRS in advice and one.named,
    }[protocol.pairs.rule]


def waits_for_companion(one: Beforehand, protocol: Rules) -> bool:
    """Whether the visit can't start before somebody else is there, or a manager allows it.

    Somebody who stands at the door without a plan is watched rather than refused (P5), since they would otherwise go in
    unwatched. But where the register has a mark that asks for two, nobody goes in alone. Expected trouble holds up a
    plan, and never keeps the watch from somebody at the door: that would teach them to say nothing.
    """
    if one.somebody_there or one.alone_allowed:
        return False
    return any(_waits_by(one, rules) for rules in _holding(one, protocol))


def _waits_by(one: Beforehand, protocol: Rules) -> bool:
    if not _pair_by(one, protocol):
        return False
    advice = one.advice or ()
    strict = {
        PairRule.ALWAYS: PAIRS in advice,
        PairRule.RISKY: bool(advice),
        PairRule.MARKED: PAIRS in advice,
        PairRule.NAMED: False,
    }[protocol.pairs.rule]
    return strict or not one.at_once


def outside_hours(start: datetime, end: datetime, hours: Sequence[OfficeHours], zone: tzinfo, country: str) -> bool:
    """Whether it begins outside the office hours or ends after them, in local time. A holiday has none."""
    begins, ends = start.astimezone(zone), end.astimezone(zone)
    if begins.date() != ends.date() or holiday_on(begins.date(), country) is not None:
        return True
    return not any(
        begins.isoweekday() in one.days and one.opens <= begins.time() and ends.time() <= one.closes for one in hours
    )


def back_up_needed(one: Beforehand, protocol: Rules, zone: tzinfo) -> bool:
    """Whether a colleague must accept before it can start (P3: after 17:00 there is no fixed back-up)."""
    return any(
        rules.out_of_hours.back_up and outside_hours(one.start, one.end, rules.office_hours, zone, rules.country)
        for rules in _holding(one, protocol)
    )


def police_first(one: Beforehand, protocol: Rules) -> bool:
    """Whether a human tells the police beforehand where and when.

    P4: at a risk address or in a difficult situation. Elsewhere: if the register says so, or if somebody who expects
    trouble wants it (P1).
    """
    advice = one.advice or ()
    everywhere = any(rules.police_beforehand.when is PoliceWhen.RISK_ADDRESS for rules in _holding(one, protocol))
    return POLICE_FIRST in advice or one.police_wanted or (everywhere and (bool(advice) or one.trouble))


def _holding(one: Beforehand, protocol: Rules) -> tuple[Rules, ...]:
    return (protocol,) if one.promised is None else (protocol, one.promised)


@dataclass(frozen=True)
class Follows:
    """What follows when trouble is expected at an address without a mark."""

    pair: bool
    police: bool


def expected_trouble(protocol: Rules) -> Follows:
    """Returns what a profile asks if somebody expects trouble, to show it before they say so."""
    anywhere = datetime.min.replace(tzinfo=UTC)
    one = Beforehand(
        anywhere, anywhere, (), somebody_there=False, alone_allowed=False, back_up_accepted=False, trouble=True
    )
    return Follows(pair=pair_needed(one, protocol), police=police_first(one, protocol))


class Hint(StrEnum):
    """Advice to a planner, who may ignore it."""

    FIRST_AT_OFFICE = "first_at_office"
    BAD_NEWS_AT_OFFICE = "bad_news_at_office"
    OUTSIDE_HOURS = "outside_hours"
    MIXED_PAIR = "mixed_pair"
    NOBODY_ON_DUTY = "nobody_on_duty"


def hints(one: Beforehand, protocol: Rules, zone: tzinfo, *, watched: bool = True) -> tuple[Hint, ...]:
    """Returns what is better done otherwise: at the office (P3), inside office hours (P3), with a mixed pair (P1)."""
    meetings = protocol.meetings
    late = protocol.out_of_hours.avoid and outside_hours(
        one.start, one.end, protocol.office_hours, zone, protocol.country
    )
    said = {
        Hint.FIRST_AT_OFFICE: meetings.first_at_office and one.occasion is Occasion.FIRST_MEETING,
        Hint.BAD_NEWS_AT_OFFICE: meetings.bad_news_at_office and one.occasion is Occasion.BAD_NEWS,
        Hint.OUTSIDE_HOURS: late,
        Hint.MIXED_PAIR: protocol.pairs.prefers is not None and pair_needed(one, protocol),
        Hint.NOBODY_ON_DUTY: not watched,
    }
    return tuple(hint for hint, so in said.items() if so)


def missing_in_diary(known: Collection[DiaryField], preparation: Preparation) -> tuple[DiaryField, ...]:
    """Returns what the diary asks about the resident and nobody filled in.

    P5: name, client code and telephone number.
    """
    asked = preparation.diary.fields if preparation.diary else ()
    return tuple(field for field in asked if field is not DiaryField.ADDRESS and field not in known)


def missing_to_hand_over(known: Collection[HandedOver], preparation: Preparation) -> tuple[HandedOver, ...]:
    """Returns what a colleague must know beforehand and nobody filled in (P4's list).

    Every visit has its place and its times already.
    """
    with_every_visit = (HandedOver.PLACE, HandedOver.START, HandedOver.DURATION, HandedOver.BACK_AT)
    return tuple(one for one in preparation.hand_over if one not in with_every_visit and one not in known)


def may_start(one: Beforehand, protocol: Rules, zone: tzinfo) -> None:
    """Check that the watch may begin now.

    Raises:
        CompanionNeeded: nobody goes alone here, and nobody else is there. Wait, move it, or the manager allows it.
        BackUpNeeded: outside office hours, and no colleague has accepted.
        ManagerDecidesFirst: whether the same employee goes is not decided.
    """
    if one.undecided:
        raise ManagerDecidesFirst
    if waits_for_companion(one, protocol):
        raise CompanionNeeded
    if back_up_needed(one, protocol, zone) and not one.back_up_accepted:
        raise BackUpNeeded


def police_told(visit: Visit, by: Actor, reference: str, context: Context) -> Decision:
    """Record that a human told the police where and when. It gets its time; a second call is another line.

    Raises:
        NotPlanned: it is over.
    """
    if visit.state not in (VisitState.PLANNED, VisitState.UNDER_WAY):
        raise NotPlanned
    told = replace(visit, police_told_at=visit.police_told_at or context.now)
    facts = {"whom": context.protocol.police_beforehand.whom, "reference": reference.strip()}
    return Decision(visit=told, events=(Event(EventKind.POLICE_TOLD, by.person_id, facts),))
