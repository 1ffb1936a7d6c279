"""What the screens of a visit and an alarm share: people by name, lines of the timeline, and what comes due."""

from datetime import datetime
from uuid import UUID

from achterwacht.views.shown_visit import Line
from achterwacht.views.visits import Reading
from api.http.schemas import Named, Schema


class DeadlineOut(Schema):
    kind: str
    due_at: datetime


class LineOut(Schema):
    """A line of the timeline, in words that can be shown."""

    at: datetime
    kind: str
    by: Named | None
    text: str


def named(person: UUID, reading: Reading) -> Named:
    return Named(id=person, name=reading.name(person))


def maybe_named(person: UUID | None, reading: Reading) -> Named | None:
    return None if person is None else named(person, reading)


def line_out(line: Line, reading: Reading) -> LineOut:
    return LineOut(at=line.at, kind=line.kind, by=maybe_named(line.by, reading), text=line.text)
