"""What was tried before, on the hand-over sheet: what was done again and again is one line, so the rest is seen."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from achterwacht.events.records import EventRecord
from achterwacht.views.shown_visit import Line
from achterwacht.views.visits import Reading
from notifications.texts.formats import local


def tried(reading: Reading, events: Iterable[EventRecord], worker: UUID) -> list[Line]:
    """Returns the lines in the order in which each was first true."""
    found: dict[str, list[Line]] = {}
    for event in events:
        if event.kind.spec.tried:
            line = reading.line(event, worker)
            found.setdefault(line.text, []).append(line)
    return [_as_one(reading, lines) for lines in found.values()]


def _as_one(reading: Reading, lines: Sequence[Line]) -> Line:
    first, *again = lines
    if not again:
        return first
    last = local(again[-1].at, reading.organisation.time_zone, reading.texts.language)
    facts = {"text": first.text, "times": len(again), "last": last}
    return replace(first, text=reading.texts.say("said", "tried_again", facts))
