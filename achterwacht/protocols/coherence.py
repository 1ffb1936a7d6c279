"""Whether the parts of a profile fit together: what one part names must exist in another."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from achterwacht.protocols.cards import CardNumber
from achterwacht.protocols.desk_list import DOES_NOT, REACHES_WHO_IS_INSIDE
from achterwacht.protocols.measures import MeasureKind
from achterwacht.protocols.part import wrong

NUMBERS = {
    CardNumber.EMERGENCY: "number",
    CardNumber.NON_URGENT: "non_urgent",
    CardNumber.HELP_LINE: "help_line",
}
"""The key of the profile that holds the number of a card's button."""

Parts = Mapping[str, Any]
"""The parts of a profile that are valid by themselves, by key."""


def incoherences(parts: Parts) -> Iterator[str]:
    """Returns everything that does not fit, as `key: reason`. It only looks at parts that are valid by themselves."""
    for needed, look in CHECKS:
        if all(name in parts for name in needed):
            yield from look(parts)


def _names_are_once(parts: Parts, key: str) -> Iterator[str]:
    seen: set[str] = set()
    for place, one in enumerate(parts[key]):
        if one.id in seen:
            yield f"{key}.{place}.id: {wrong('twice', id=one.id)}"
        seen.add(one.id)


def _rows(parts: Parts) -> Iterator[str]:
    known = {one.id: one for one in parts["behaviour"]}
    for place, row in enumerate(parts["measures"]):
        for name in row.behaviour:
            if name not in known:
                yield f"measures.{place}.behaviour: {wrong('behaviour_unknown', id=name)}"
            elif known[name].never_letter and any(_is_letter(one) for one in row.take):
                yield f"measures.{place}.take: {wrong('never_letter', id=name)}"
    for name, one in known.items():
        if not any(name in row.behaviour for row in parts["measures"]):
            yield f"measures: {wrong('no_row', id=one.id)}"


def _letters_exist(parts: Parts) -> Iterator[str]:
    letters = {one.id for one in parts["letters"]}
    for key, name in _letters_named(parts):
        if name is not None and name not in letters:
            yield f"{key}: {wrong('letter_unknown', id=name)}"


def _letters_named(parts: Parts) -> Iterator[tuple[str, str | None]]:
    for place, row in enumerate(parts["measures"]):
        for number, one in enumerate(row.take):
            yield f"measures.{place}.take.{number}.letter", one.letter
            yield f"measures.{place}.take.{number}.if_broken", one.if_broken
        yield f"measures.{place}.after_letter", row.after_letter
    talk = parts["order_talk"]
    if talk is not None:
        yield "order_talk.invitation", talk.invitation
        yield "order_talk.confirmation", talk.confirmation


def _reported_behaviour(parts: Parts) -> Iterator[str]:
    known = {one.id for one in parts["behaviour"]}
    report = parts["police_report"]
    if report is None:
        return
    for key in ("things", "always_for", "possible_for", "notification_for", "or_notification_for"):
        for name in getattr(report, key):
            if name not in known:
                yield f"police_report.{key}: {wrong('behaviour_unknown', id=name)}"


def _grave_behaviour(parts: Parts) -> Iterator[str]:
    known = {one.id for one in parts["behaviour"]}
    for place, rule in enumerate(parts["aftercare"].graver if parts["aftercare"] is not None else ()):
        for name in rule.behaviour:
            if name not in known:
                yield f"aftercare.graver.{place}.behaviour: {wrong('behaviour_unknown', id=name)}"


def _talks_in_order(parts: Parts) -> Iterator[str]:
    if parts["aftercare"] is None:
        return
    dated = [(place, one) for place, one in enumerate(parts["aftercare"].talks) if one.from_days is not None]
    for (_, one), (place, following) in pairwise(dated):
        if following.from_days < one.to_days:
            yield f"aftercare.talks.{place}.from_days: {wrong('talks_in_order')}"


def _police_first(parts: Parts) -> Iterator[str]:
    panic = parts["panic"]
    if panic.police_first and panic.police_after > timedelta():
        yield f"panic.police_after: {wrong('police_first')}"


def _desk(parts: Parts) -> Iterator[str]:
    """Check the lists of the desk.

    After a call for help the emergency number comes first, and in a silent alarm nobody phones those inside.
    """
    desk, number = parts["desk"], parts["emergency"].number
    for name in ("panic", "duress"):
        if number not in getattr(desk, name)[0]:
            yield f"desk.{name}.0: {wrong('emergency_first', number=number)}"
    for place, step in enumerate(desk.duress):
        if REACHES_WHO_IS_INSIDE.search(step) and not DOES_NOT.search(step):
            yield f"desk.duress.{place}: {wrong('phones_inside')}"


def _cards(parts: Parts) -> Iterator[str]:
    """Check that a number exists for each button under a step, and that two cards of one place differ in title."""
    seen: set[tuple[Any, str]] = set()
    for place, card in enumerate(parts["cards"]):
        if (card.place, card.title) in seen:
            yield f"cards.{place}.title: {wrong('twice', id=card.title)}"
        seen.add((card.place, card.title))
        for key in ("steps", "follows"):
            for number, step in enumerate(getattr(card, key)):
                if step.call is not None and getattr(parts["emergency"], NUMBERS[step.call]) is None:
                    yield f"cards.{place}.{key}.{number}.call: {wrong('no_number', id=step.call)}"


def _times(parts: Parts) -> Iterator[str]:
    watch, check_call = parts["watch"], parts["check_call"]
    if any(timedelta(minutes=one) > watch.longest_visit for one in watch.visit_minutes):
        yield f"watch.visit_minutes: {wrong('longer_than_longest')}"
    if check_call is not None and check_call.after >= watch.longest_visit:
        yield f"check_call.after: {wrong('after_longest')}"


def _office_exception(parts: Parts) -> Iterator[str]:
    meetings = parts["meetings"]
    if meetings.bad_news_exception and not meetings.bad_news_at_office:
        yield f"meetings.bad_news_exception: {wrong('no_exception')}"


def _is_letter(measure: Any) -> bool:
    return measure.letter is not None or measure.kind is MeasureKind.THREAT_LETTER


CHECKS: tuple[tuple[tuple[str, ...], Callable[[Parts], Iterator[str]]], ...] = (
    *(
        (((name,), partial(_names_are_once, key=name)))
        for name in ("behaviour", "expressions", "motives", "levels", "letters")
    ),
    (("behaviour", "measures"), _rows),
    (("letters", "measures", "order_talk"), _letters_exist),
    (("behaviour", "police_report"), _reported_behaviour),
    (("aftercare",), _talks_in_order),
    (("behaviour", "aftercare"), _grave_behaviour),
    (("panic",), _police_first),
    (("desk", "emergency"), _desk),
    (("cards", "emergency"), _cards),
    (("watch", "check_call"), _times),
    (("meetings",), _office_exception),
)
