"""What must be so before a visit can start, and what is better done otherwise (protocols.md section 1).

In pairs where the register or the profile says so; a back-up who accepted, outside office hours (P3); the police told
beforehand (P4), which is shown and stops nobody. Pure: office hours come with their zone, moments are parameters.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from achterwacht.alarms.facts import Level, People
from achterwacht.decision import (
    Actor,
    Channel,
    CodePurpose,
    Decision,
    Event,
    EventKind,
    Notice,
    RuleBroken,
    Template,
    Way,
)
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
from achterwacht.visits.facts import Occasion, Visit, VisitState
from achterwacht.visits.refusals import NotPlanned, ReasonNeeded

BY_SMS = (Way(Channel.SMS),)
ASKING = 45
INFORMING = 30
PAIRS, POLICE_FIRST = "pairs", "police_first"
"""Words of advice of the register."""


class CompanionNeeded(RuleBroken):
    """Nobody goes alone here, and no companion is there yet."""

    code = "companion_needed"


class BackUpNeeded(RuleBroken):
    """Outside office hours a colleague must have accepted to be back-up."""

    code = "back_up_needed"


class OwnPermission(RuleBroken):
    """Nobody allows themselves to go alone."""

    code = "own_permission"


class NotTheBackUp(RuleBroken):
    """Only who was asked to be back-up answers that."""

    code = "not_the_back_up"


class NoManager(RuleBroken):
    """No manager of the team can be asked now."""

    code = "no_manager"


class Rules(Protocol):
    """The part of a profile that says what comes before a visit."""

    @property
    def pairs(self) -> Pairs: ...
    @property
    def out_of_hours(self) -> OutOfHours: ...
    @property
    def office_hours(self) -> list[OfficeHours]: ...
    @property
    def meetings(self) -> Meetings: ...
    @property
    def police_beforehand(self) -> PoliceBeforehand: ...


@dataclass(frozen=True)
class Beforehand:
    """How a visit stands before its start.

    advice: the words of the register; None when it could not be asked. named: somebody is to come along.
    somebody_there: a companion has said so. at_once: nothing was planned, the worker stands at the door now.
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


def pair_needed(one: Beforehand, protocol: Rules) -> bool:
    """Whether nobody may go there alone: on every visit (P5), at every address with a mark (P1 P3 P4), or where the
    register says so. An address that could not be looked up has no mark that anybody knows of."""
    advice = one.advice or ()
    return {
        PairRule.ALWAYS: True,
        PairRule.RISKY: bool(advice),
        PairRule.MARKED: PAIRS in advice,
        PairRule.NAMED: PAIRS in advice and one.named,
    }[protocol.pairs.rule]


def waits_for_companion(one: Beforehand, protocol: Rules) -> bool:
    """Whether it can't start before somebody else is there, or a manager allows it.

    Who stands at the door without a plan is watched rather than refused (P5), since who is refused goes in unwatched;
    but at an address of which the register says "met z'n tweeën" nobody goes in alone.
    """
    if not pair_needed(one, protocol) or one.somebody_there or one.alone_allowed:
        return False
    strict = protocol.pairs.rule in (PairRule.RISKY, PairRule.MARKED) or (
        protocol.pairs.rule is PairRule.ALWAYS and PAIRS in (one.advice or ())
    )
    return strict or not one.at_once


def outside_hours(start: datetime, end: datetime, hours: Sequence[OfficeHours], zone: tzinfo) -> bool:
    """Whether it begins outside the office hours, or ends after them; by the clock on the wall."""
    begins, ends = start.astimezone(zone), end.astimezone(zone)
    if begins.date() != ends.date():
        return True
    return not any(
        begins.isoweekday() in one.days and one.opens <= begins.time() and ends.time() <= one.closes for one in hours
    )


def back_up_needed(one: Beforehand, protocol: Rules, zone: tzinfo) -> bool:
    """Whether a colleague must accept before it can start (P3: after 17:00 there is no back-up by itself)."""
    return protocol.out_of_hours.back_up and outside_hours(one.start, one.end, protocol.office_hours, zone)


def police_first(one: Beforehand, protocol: Rules) -> bool:
    """Whether a human tells the police beforehand where and when (P4: at a risk address)."""
    advice = one.advice or ()
    everywhere = protocol.police_beforehand.when is PoliceWhen.RISK_ADDRESS
    return POLICE_FIRST in advice or (everywhere and bool(advice))


class Hint(StrEnum):
    """What a planner is told, and may overrule."""

    FIRST_AT_OFFICE = "first_at_office"
    BAD_NEWS_AT_OFFICE = "bad_news_at_office"
    OUTSIDE_HOURS = "outside_hours"
    MIXED_PAIR = "mixed_pair"


def hints(one: Beforehand, protocol: Rules, zone: tzinfo) -> tuple[Hint, ...]:
    """What is better done otherwise: at the office (P3), inside office hours (P3), with a mixed pair (P1)."""
    meetings = protocol.meetings
    late = protocol.out_of_hours.avoid and outside_hours(one.start, one.end, protocol.office_hours, zone)
    said = {
        Hint.FIRST_AT_OFFICE: meetings.first_at_office and one.occasion is Occasion.FIRST_MEETING,
        Hint.BAD_NEWS_AT_OFFICE: meetings.bad_news_at_office and one.occasion is Occasion.BAD_NEWS,
        Hint.OUTSIDE_HOURS: late,
        Hint.MIXED_PAIR: protocol.pairs.prefers is not None and pair_needed(one, protocol),
    }
    return tuple(hint for hint, so in said.items() if so)


def missing_in_diary(known: Collection[DiaryField], preparation: Preparation) -> tuple[DiaryField, ...]:
    """What the diary asks about who is visited, and nobody filled in (P5: name, client code and telephone number)."""
    asked = preparation.diary.fields if preparation.diary else ()
    return tuple(field for field in asked if field is not DiaryField.ADDRESS and field not in known)


def missing_to_hand_over(known: Collection[HandedOver], preparation: Preparation) -> tuple[HandedOver, ...]:
    """What a colleague must know beforehand and nobody filled in (P4's list). Place, times, companions and number are
    with every visit."""
    asked = (field for field in (HandedOver.CLIENTS, HandedOver.BACKGROUND) if field in preparation.hand_over)
    return tuple(field for field in asked if field not in known)


def may_start(one: Beforehand, protocol: Rules, zone: tzinfo) -> None:
    """Whether the watch may begin now.

    Raises:
        CompanionNeeded: nobody goes alone here, and nobody else is there. Wait, move it, or the manager allows it.
        BackUpNeeded: outside office hours, and no colleague has accepted.
    """
    if waits_for_companion(one, protocol):
        raise CompanionNeeded
    if back_up_needed(one, protocol, zone) and not one.back_up_accepted:
        raise BackUpNeeded


# What people do about it.


def ask_companion(companion: UUID) -> Decision:
    """A colleague who comes along says so at the door, by a tap or SMS."""
    return Decision(notices=(Notice(companion, Template.COMPANION_ASKED, BY_SMS, ASKING, code=CodePurpose.COMPANION),))


def ask_companion_again(visit: Visit, companion: UUID) -> Decision:
    """Who should be there and is not, is asked once more.

    Raises:
        NotPlanned: it has started, or is over.
    """
    _planned(visit)
    return ask_companion(companion)


def goes_alone(one: Beforehand, protocol: Rules, people: People) -> Decision:
    """Somebody went in at once and alone, where the protocol asks for two: the team's manager hears so (P5)."""
    if not pair_needed(one, protocol) or one.named or one.alone_allowed:
        return Decision()
    told = [one.person for one in people.at(Level.MANAGER) if one.skip is None][:1]
    return Decision(
        events=(Event(EventKind.WENT_ALONE, facts={"names": [people.named(person) for person in told]}),),
        notices=tuple(Notice(person, Template.WENT_ALONE, BY_SMS, INFORMING) for person in told),
    )


def companion_there(visit: Visit, name: str, by: Actor) -> Decision:
    """A companion is at the door, or inside already.

    Raises:
        NotPlanned: it is over.
    """
    _to_come_or_going_on(visit)
    return Decision(events=(Event(EventKind.COMPANION_THERE, by.person, {"name": name}),))


def companion_cant(visit: Visit, name: str, by: Actor) -> Decision:
    """A companion does not come: the worker hears so.

    Raises:
        NotPlanned: it is over.
    """
    _to_come_or_going_on(visit)
    told = Notice(visit.worker, Template.COMPANION_CANT, BY_SMS, INFORMING, facts={"name": name})
    return Decision(events=(Event(EventKind.COMPANION_CANT, by.person, {"name": name}),), notices=(told,))


def ask_alone(visit: Visit, reason: str, by: Actor, people: People) -> Decision:
    """The companion did not come: the worker asks the team's managers whether they may go alone.

    Raises:
        NotPlanned: it has started, or is over.
        ReasonNeeded: without one.
        NoManager: nobody can be asked.
    """
    _planned(visit)
    reason = reason.strip().rstrip(".")
    if not reason:
        raise ReasonNeeded
    managers = [one for one in people.at(Level.MANAGER) if one.skip is None and not visit.of_the_visit(one.person)]
    if not managers:
        raise NoManager
    return Decision(
        visit=replace(visit, alone_asked=reason),
        events=(Event(EventKind.ALONE_ASKED, by.person, {"names": [one.name for one in managers], "reason": reason}),),
        notices=tuple(
            Notice(one.person, Template.ALONE_ASKED, BY_SMS, ASKING, code=CodePurpose.ALONE, facts={"reason": reason})
            for one in managers
        ),
    )


def answer_alone(visit: Visit, allows: bool, by: Actor) -> Decision:
    """A manager who was asked says yes, for the reason that was given, or no. The first answer counts.

    Raises:
        NotPlanned: it has started, is over, or was answered.
    """
    _planned(visit)
    if visit.alone_asked is None:
        raise NotPlanned
    if allows:
        return allow_alone(visit, visit.alone_asked, by)
    told = Notice(visit.worker, Template.ALONE_REFUSED, BY_SMS, INFORMING, facts={"name": by.name})
    return Decision(
        visit=replace(visit, alone_asked=None), events=(Event(EventKind.ALONE_REFUSED, by.person),), notices=(told,)
    )


def allow_alone(visit: Visit, reason: str, by: Actor) -> Decision:
    """A manager lets the worker go alone, by name and with a reason. Who asked for it hears so.

    Raises:
        NotPlanned: it has started, or is over.
        OwnPermission: by the worker, who may be a manager too.
        ReasonNeeded: without one.
    """
    _planned(visit)
    if by.person == visit.worker:
        raise OwnPermission
    if not reason.strip():
        raise ReasonNeeded
    told = Notice(visit.worker, Template.ALONE_ALLOWED, BY_SMS, INFORMING, facts={"name": by.name})
    return Decision(
        visit=replace(visit, alone_asked=None, alone_allowed_by=by.person),
        events=(Event(EventKind.ALONE_ALLOWED, by.person, {"reason": reason.strip()}),),
        notices=(told,) if visit.alone_asked else (),
    )


def ask_back_up(visit: Visit, back_up: UUID, name: str, by: Actor) -> Decision:
    """Ask a colleague to be back-up. Who was asked before no longer is.

    Raises:
        NotPlanned: it has started, or is over.
    """
    _planned(visit)
    asked = replace(visit, back_up=back_up, back_up_accepted_at=None)
    notice = Notice(back_up, Template.BACK_UP_ASKED, BY_SMS, ASKING, code=CodePurpose.BACK_UP)
    return Decision(visit=asked, events=(Event(EventKind.BACK_UP_ASKED, by.person, {"name": name}),), notices=(notice,))


def ask_back_up_again(visit: Visit) -> Decision:
    """The visit was moved: who was asked to be back-up says again whether they can."""
    if visit.back_up is None:
        return Decision()
    return Decision(notices=(Notice(visit.back_up, Template.BACK_UP_ASKED, BY_SMS, ASKING, code=CodePurpose.BACK_UP),))


def called_off(visit: Visit, asked: Iterable[UUID]) -> Decision:
    """Who was asked to come along, or to be back-up, hears that it does not take place."""
    people = dict.fromkeys((*asked, *([visit.back_up] if visit.back_up else [])))
    return Decision(notices=tuple(Notice(person, Template.VISIT_OFF, BY_SMS, INFORMING) for person in people))


def answer_back_up(visit: Visit, accepts: bool, by: Actor, now: datetime) -> Decision:
    """The colleague accepts to be back-up, or can't; then the worker hears so and asks another.

    Raises:
        NotPlanned: it has started, or is over.
        NotTheBackUp: by somebody who was not asked.
    """
    _planned(visit)
    if by.person is None or by.person != visit.back_up:
        raise NotTheBackUp
    if accepts:
        accepted = replace(visit, back_up_accepted_at=visit.back_up_accepted_at or now)
        told = Notice(visit.worker, Template.BACK_UP_ACCEPTED, BY_SMS, INFORMING, facts={"name": by.name})
        again = visit.back_up_accepted_at is not None
        return Decision(
            visit=accepted,
            events=() if again else (Event(EventKind.BACK_UP_ACCEPTED, by.person),),
            notices=() if again else (told,),
        )
    free = replace(visit, back_up=None, back_up_accepted_at=None)
    told = Notice(visit.worker, Template.BACK_UP_CANT, BY_SMS, INFORMING, facts={"name": by.name})
    return Decision(visit=free, events=(Event(EventKind.BACK_UP_DECLINED, by.person),), notices=(told,))


def sign_off(before: Visit, after: Visit | None) -> Decision:
    """The back-up hears by SMS that the visit is over (P3). Nothing while an alarm keeps it open."""
    over = after is not None and after.state is VisitState.ENDED and before.state is VisitState.UNDER_WAY
    if not over or before.back_up is None or before.back_up_accepted_at is None:
        return Decision()
    return Decision(notices=(Notice(before.back_up, Template.BACK_UP_SIGNED_OFF, BY_SMS, INFORMING),))


def police_told(visit: Visit, whom: str, reference: str, by: Actor, now: datetime) -> Decision:
    """A human told the police where and when. Noted once with its time; a second call is another line.

    Raises:
        NotPlanned: it is over.
    """
    if visit.state not in (VisitState.PLANNED, VisitState.UNDER_WAY):
        raise NotPlanned
    told = replace(visit, police_told_at=visit.police_told_at or now)
    facts = {"whom": whom, "reference": reference.strip()}
    return Decision(visit=told, events=(Event(EventKind.POLICE_TOLD, by.person, facts),))


def _planned(visit: Visit) -> None:
    if visit.state is not VisitState.PLANNED:
        raise NotPlanned


def _to_come_or_going_on(visit: Visit) -> None:
    if visit.state is not VisitState.PLANNED and (not visit.under_way or visit.covered_at is not None):
        raise NotPlanned
