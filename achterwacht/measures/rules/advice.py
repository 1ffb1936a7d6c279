"""What the protocol advises after an incident: the rows of its matrix, by behaviour, channel, persistence and history.

It advises and never decides. How the texts are read is docs/decisions/0067-how-the-advice-reads-the-matrices.md:

- An earlier incident makes this one a repetition for a row if it had behaviour of that row, went on after the limit was
  set where the row asks for that, lies within its months, and its letter was sent where the row asks for one.
- Where no row for a repetition fits, the row for a first time does: a second letter is better than silence.
- Of two rows that name the same measure the heavier counts.
- Who never gets a letter (P4's E) gets none, whatever else they did.

Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from achterwacht.measures.facts import (
    BEFORE_THE_TALK,
    ONLY_A_LETTER,
    Advice,
    Advised,
    Because,
    Case,
    Earlier,
    Talk,
)
from achterwacht.measures.rules.periods import months_later
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import Measure, MeasureKind, Occurrence, Row
from achterwacht.protocols.profile import Profile

OURS = (Function.DIRECT_MANAGER,)
"""Who decides where the protocol names nobody."""


@dataclass(frozen=True)
class Fits:
    """A row that fits, with the earlier incidents that make it a repetition."""

    place: int
    row: Row
    earlier: tuple[Earlier, ...] = ()

    @property
    def rule(self) -> str:
        return f"measures[{self.place}]"


def advise(profile: Profile, case: Case, history: Sequence[Earlier] = (), talk: Talk = Talk.NONE) -> Advice:
    """Returns what this protocol advises.

    history: the incidents of the same person; only a human says who that is. talk: how far the order talk is.
    """
    before = tuple(sorted((one for one in history if _is_before(one.case, case)), key=lambda one: one.case.at))
    fitting = _fitting(profile.measures, case, before)
    never = frozenset(one.id for one in profile.behaviour if one.never_letter) & case.behaviours
    measures = _merged(profile, fitting)
    named = _merged(profile, (Fits(place, row) for place, row in enumerate(profile.measures)))
    if never:
        measures = tuple(_without_letter(one) for one in measures if one.kind not in ONLY_A_LETTER)
        named = tuple(_without_letter(one) for one in named)
    measures = _in_order(profile, case, measures, talk)
    repeated = tuple(one for one in before if any(one in fits.earlier for fits in fitting))
    reasons = (*_because(profile, case, before, repeated, fitting), *_about(profile, case, measures, bool(never)))
    return Advice(tuple(one.rule for one in fitting), reasons, repeated, measures, bool(never), named)


def decides(profile: Profile, measure: Measure) -> tuple[Function, ...]:
    """Returns the functions of which one decides on this measure."""
    return measure.decided_by or (profile.deciding.by if profile.deciding else ()) or OURS


def _is_before(one: Case, case: Case) -> bool:
    return (one.at, str(one.id)) < (case.at, str(case.id))


def _fitting(rows: Sequence[Row], case: Case, before: Sequence[Earlier]) -> list[Fits]:
    found = [Fits(place, row) for place, row in enumerate(rows) if _fits(row, case)]
    repeated = [
        Fits(one.place, one.row, earlier)
        for one in found
        if one.row.occurrence is Occurrence.REPEATED and (earlier := _counting(one.row, case, before))
    ]
    kept = [
        one
        for one in found
        if one.row.occurrence is Occurrence.ANY
        or (one.row.occurrence is Occurrence.FIRST and not any(_displaces(by.row, one.row, case) for by in repeated))
    ]
    return sorted([*kept, *repeated], key=lambda one: one.place)


def _displaces(repeated: Row, first: Row, case: Case) -> bool:
    """Whether the row for a repetition stands in the place of the one for a first time.

    Both are about behaviour of this incident, and it is not the more general of the two: P5's row for aggression in
    writing stays beside its row for any.
    """
    both = case.behaviours & set(repeated.behaviour) & set(first.behaviour)
    return bool(both) and bool(repeated.channels or not first.channels)


def _behaviours(row: Row, case: Case) -> frozenset[tuple[str, str | None]]:
    """Returns what of this incident the row is about, each with how it came."""
    return frozenset(
        (one.behaviour, one.channel)
        for one in case.happened
        if one.behaviour in row.behaviour and (not row.channels or one.channel in row.channels)
    )


def _fits(row: Row, case: Case) -> bool:
    return bool(_behaviours(row, case)) and (case.persistent or not row.persistent)


def _counting(row: Row, case: Case, before: Sequence[Earlier]) -> tuple[Earlier, ...]:
    return tuple(one for one in before if _counts(row, case, one))


def _counts(row: Row, case: Case, earlier: Earlier) -> bool:
    if earlier.case.behaviours.isdisjoint(row.behaviour) or (row.persistent and not earlier.case.persistent):
        return False
    if row.channels and row.within_months is None and not _came_so(row, earlier.case):
        return False
    if row.within_months is not None and months_later(earlier.case.day, row.within_months) < case.day:
        return False
    return row.after_letter is None or row.after_letter in earlier.letters


def _came_so(row: Row, case: Case) -> bool:
    """Whether an earlier incident came in the ways of the row: aggression in writing goes on in writing (P5)."""
    return any(one.behaviour in row.behaviour and one.channel in row.channels for one in case.happened)


def _merged(profile: Profile, fitting: Iterable[Fits]) -> tuple[Advised, ...]:
    found: dict[MeasureKind, Advised] = {}
    consulted = profile.deciding.in_consultation if profile.deciding else ()
    for fits in fitting:
        for measure in fits.row.take:
            with_whom = tuple(dict.fromkeys((*consulted, *measure.in_consultation, *measure.duration_by)))
            one = Advised(measure.kind, measure, fits.rule, decides(profile, measure), with_whom, measure.letter)
            known = found.get(measure.kind)
            found[measure.kind] = one if known is None else heavier(known, one)
    return tuple(found.values())


def heavier(one: Advised, other: Advised) -> Advised:
    """Returns the heavier of two of a kind: certain before possible, longer before shorter; with the terms of both."""
    chosen, left = (one, other) if _weight(one.measure) >= _weight(other.measure) else (other, one)
    conditions = tuple(dict.fromkeys((*chosen.measure.conditions, *left.measure.conditions)))
    measure = chosen.measure.model_copy(
        update={"conditions": conditions, "first": chosen.measure.first or left.measure.first}
    )
    return replace(chosen, measure=measure, letter=chosen.letter or left.letter)


def _weight(measure: Measure) -> tuple[bool, int]:
    return not measure.possibly, (measure.months or 0) * 30 + (measure.weeks or 0) * 7


def _without_letter(one: Advised) -> Advised:
    return replace(one, letter=None)


def _in_order(profile: Profile, case: Case, measures: Sequence[Advised], talk: Talk) -> tuple[Advised, ...]:
    order = profile.order_talk
    if order is None or not order.before_any_sanction:
        return tuple(measures)
    waits = talk not in (Talk.HELD, Talk.NO_SHOW) and any(one.kind is MeasureKind.ORDER_TALK for one in measures)
    marked = [replace(one, talk_first=waits and one.kind not in BEFORE_THE_TALK) for one in measures]
    return tuple(sorted(marked, key=lambda one: one.kind is not MeasureKind.ORDER_TALK))


def _because(
    profile: Profile, case: Case, before: Sequence[Earlier], repeated: Sequence[Earlier], fitting: Sequence[Fits]
) -> list[Because]:
    if not case.happened:
        return [Because("nothing_said")]
    names = {one.id: one.name for one in profile.behaviour}
    behaviours = [names[one] for one in names if one in case.behaviours]
    found = [Because("behaviour", {"names": behaviours, "persistent": case.persistent})]
    if repeated:
        within = max((one.row.within_months or 0 for one in fitting if one.earlier), default=0)
        found.append(Because("repeated", {"times": len(repeated) + 1, "months": within, "first": repeated[0].case.day}))
        found += [Because("same_person", {"name": name}) for name in _who_say_so(repeated)]
    else:
        found.append(Because("first"))
    others = [one for one in before if one not in repeated]
    if others:
        found.append(Because("earlier_not_counted", {"days": [one.case.day for one in others]}))
    if not fitting:
        calm = any(one.persistent_is_aggression for one in profile.behaviour if one.id in case.behaviours)
        found.append(Because("not_persistent" if calm and not case.persistent else "no_row"))
    return found


def _who_say_so(repeated: Sequence[Earlier]) -> list[str]:
    return list(dict.fromkeys(one.said_by for one in repeated if one.said_by))


def _about(profile: Profile, case: Case, measures: Sequence[Advised], never: bool) -> list[Because]:
    found = []
    if never:
        help_by = [one.help for one in profile.behaviour if one.id in case.behaviours and one.never_letter and one.help]
        found.append(Because("never_letter", {"help": help_by}))
    if any(one.talk_first for one in measures):
        found.append(Because("talk_first"))
    order = profile.order_talk
    if order is not None and any(one.kind is MeasureKind.ORDER_TALK for one in measures):
        if any(one.channel in order.at_once for one in case.happened):
            found.append(Because("talk_at_once"))
        elif order.within_days is not None:
            found.append(Because("talk_within", {"days": order.within_days}))
    return found
