"""Who decides on a measure, what can't be decided, and when a reason is needed.

A human decides. Whoever handles the case puts a measure that is not theirs to decide before those who do, with the
reasons. Anything that is not as the protocol advises needs a reason, also not doing what it advises.

Pure.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from achterwacht.measures.facts import (
    LASTING,
    NAMES_SOMEBODY,
    ONLY_A_LETTER,
    RECORDED_FOR,
    Advice,
    Advised,
    Decided,
    MeasureState,
    Period,
)
from achterwacht.measures.refusals import MeasureDecided, MeasureOver
from achterwacht.measures.rules.advice import OURS
from achterwacht.measures.rules.percentage import wrong_percent
from achterwacht.measures.rules.periods import end_of, is_as_long, wrong_without_end
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import Condition, MeasureKind
from achterwacht.refused import NotAllowed, Wrong, WrongInput

NOT_NAMED = Wrong("/kind", "measure_not_named")
"""Which measures there are, is the protocol's."""


@dataclass(frozen=True)
class Given:
    """What somebody decides. declined: not to do it. until: its last day; None as long as the protocol says. percent:
    how much of a benefit is cut."""

    kind: MeasureKind
    starts_on: date | None = None
    until: date | None = None
    conditions: tuple[Condition, ...] = ()
    reason: str = ""
    declined: bool = False
    percent: int | None = None


@dataclass(frozen=True)
class By:
    """Who decides: the functions they hold in the team of the case. handles: they manage it, or keep the register."""

    person: UUID
    functions: frozenset[Function]
    handles: bool = False

    def may_decide(self, deciders: tuple[Function, ...]) -> bool:
        if not self.functions.isdisjoint(deciders):
            return True
        return self.handles and not RECORDED_FOR.isdisjoint(deciders)

    def may_put(self, usual: tuple[Function, ...]) -> bool:
        return self.handles or not self.functions.isdisjoint(usual)


@dataclass(frozen=True)
class Taken:
    """What was decided, or is put to who decides."""

    kind: MeasureKind
    state: MeasureState
    period: Period
    conditions: tuple[Condition, ...]
    deciders: tuple[Function, ...]
    as_advised: bool
    advised: Advised | None
    terms: Advised | None
    """What the protocol says of this kind, also where it is not advised."""


def take(
    advice: Advice, given: Given, by: By, usual: tuple[Function, ...], *, named: bool, happened_on: date, today: date
) -> Taken:
    """Decide on a measure, or put it to those who do.

    usual: who decides where a row names nobody. named: whether the aggressor has a name. Whoever the protocol names for
    a kind decides on it, also where it is not advised: that a ban comes sooner does not take it from the board.

    Raises:
        NotAllowed: they may neither decide nor put it.
        WrongInput: with everything that is wrong.
    """
    advised = advice.of(given.kind)
    terms = advice.terms_of(given.kind)
    deciders = terms.decided_by if terms is not None else usual or OURS
    if given.declined and advised is None and by.may_decide(usual or OURS):
        # Not to do what nobody advises asks nothing of who decides on it.
        deciders = usual or OURS
    decides = by.may_decide(deciders)
    if not decides and not by.may_put(usual or OURS):
        raise NotAllowed
    period = _period(given, advised, today)
    wrong = [*_impossible(advice, given, advised, period, named=named, happened_on=happened_on, today=today)]
    as_advised = not departures(advised, given, period)
    wrong += wrong_percent(given.kind, given.percent, advice, needed=decides and not given.declined)
    if not given.reason and (not as_advised or not decides):
        wrong.append(Wrong("/reason", "measure_needs_reason"))
    if wrong:
        raise WrongInput(*wrong)
    state = _state(given.kind, declined=given.declined, decides=decides)
    return Taken(given.kind, state, period, _conditions(given, advised), deciders, as_advised, advised, terms)


def departures(advised: Advised | None, given: Given, period: Period) -> tuple[str, ...]:
    """Returns in what this is not as the protocol advises."""
    if advised is None:
        return () if given.declined else ("not_advised",)
    if given.declined:
        return () if advised.possibly else ("declined",)
    found = []
    if given.kind in LASTING and not is_as_long(period.starts_on, period.until, advised.measure):
        found.append("other_length")
    if advised.talk_first:
        found.append("no_talk")
    if not set(given.conditions) <= set(advised.measure.conditions):
        found.append("other_conditions")
    return tuple(found)


def decide(
    measure: Decided, by: By, advice: Advice, *, yes: bool, named: bool, now: datetime, until: date | None = None,
    percent: int | None = None,
) -> Decided:  # fmt: skip
    """Decide on what was put. advice, named: by what is known of the report now. until, percent: others than were asked
    for.

    Raises:
        NotAllowed: it is not theirs to decide.
        MeasureDecided: somebody did so before.
        WrongInput: yes to what can't be any more.
    """
    if not by.may_decide(measure.deciders):
        raise NotAllowed
    if measure.state is not MeasureState.PUT:
        raise MeasureDecided
    percent = measure.percent if percent is None else percent
    wrong = wrong_percent(measure.kind, percent, advice, needed=yes)
    if yes:
        wrong += _never(advice, measure.kind, named=named)
    if yes and measure.not_to_take:
        # Whoever proposed not to take it need not have said until when.
        wrong += wrong_without_end(measure.kind, until or measure.period.until, advice.of(measure.kind))
    if wrong:
        raise WrongInput(*wrong)
    state = _state(measure.kind, declined=not yes, decides=True)
    return replace(measure, state=state, decided_by=by.person, decided_at=now, percent=percent)


def end(measure: Decided, by: By) -> Decided:
    """End it before its time.

    Raises:
        NotAllowed: by who neither decides on it nor handles the case.
        MeasureOver: it is not in force.
    """
    if not (by.may_decide(measure.deciders) or by.handles):
        raise NotAllowed
    return run_out(measure)


def run_out(measure: Decided) -> Decided:
    """It is over.

    Raises:
        MeasureOver: it is not in force.
    """
    if measure.state is not MeasureState.IN_FORCE:
        raise MeasureOver
    return replace(measure, state=MeasureState.ENDED)


def all_decided(advice: Advice, decided: frozenset[MeasureKind]) -> bool:
    """Whether somebody decided, one way or the other, on everything certain that is advised, and on something."""
    certain = {one.kind for one in advice.measures if not one.possibly}
    return bool(decided) and certain <= decided


def _period(given: Given, advised: Advised | None, today: date) -> Period:
    starts_on = given.starts_on or today
    if given.kind not in LASTING:
        return Period(starts_on, given.until)
    usual = None if advised is None else end_of(starts_on, advised.measure)
    return Period(starts_on, given.until or usual)


def _impossible(
    advice: Advice,
    given: Given,
    advised: Advised | None,
    period: Period,
    *,
    named: bool,
    happened_on: date,
    today: date,
) -> list[Wrong]:
    if given.declined:
        before = period.until is not None and period.until < period.starts_on
        named_kind = [] if advice.names(given.kind) else [NOT_NAMED]
        return [*named_kind, *([Wrong("/until", "measure_ends_before")] if before else [])]
    wrong = _never(advice, given.kind, named=named)
    if period.starts_on < happened_on:
        wrong.append(Wrong("/from", "measure_before_incident"))
    if given.kind not in LASTING:
        if given.until is not None:
            wrong.append(Wrong("/until", "measure_without_end"))
    elif period.until is not None and period.until < period.starts_on:
        wrong.append(Wrong("/until", "measure_ends_before"))
    elif period.until is not None and period.until < today:
        wrong.append(Wrong("/until", "measure_ends_in_past"))
    else:
        wrong += wrong_without_end(given.kind, period.until, advised)
    return wrong


def _never(advice: Advice, kind: MeasureKind, *, named: bool) -> list[Wrong]:
    """Returns why this measure can't be taken against this person, whoever decides."""
    wrong = []
    if not advice.names(kind):
        wrong.append(NOT_NAMED)
    if advice.never_letter and kind in ONLY_A_LETTER:
        wrong.append(Wrong("/kind", "never_letter"))
    if kind in NAMES_SOMEBODY and not named:
        wrong.append(Wrong("/kind", "measure_unnamed"))
    return wrong


def _state(kind: MeasureKind, *, declined: bool, decides: bool) -> MeasureState:
    if not decides:
        return MeasureState.PUT
    if declined:
        return MeasureState.DECLINED
    return MeasureState.IN_FORCE if kind in LASTING else MeasureState.TAKEN


def _conditions(given: Given, advised: Advised | None) -> tuple[Condition, ...]:
    """Returns the terms of contact: those that were chosen; where the protocol has only one, that one."""
    if given.conditions or advised is None:
        return given.conditions
    return advised.measure.conditions if len(advised.measure.conditions) == 1 else ()
