"""What comes due next on a visit as it would be without its silent alarm, for the screens of those inside.

What somebody ended or came back from with the duress PIN is watched over by the silent alarm, and by nothing else: no
deadline is open. Who looks at their phone knows what stands there on any day: until when they should be back, or say
that they are home. It follows from what the visit says of itself and from its story, and nothing waits for it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from achterwacht.events.records import EventRecord
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.service import profile_version
from achterwacht.views.known import Known
from achterwacht.visits.facts import ReturnTo
from achterwacht.visits.records import VisitRecord
from achterwacht.visits.times import Rules

SAID_HOME = (EventKind.HOME_SAFE_HEARD, EventKind.RETURNED)
"""The lines of a story that may say that they are home."""


class ShownNext(NamedTuple):
    """What their screen says comes due, as of a deadline."""

    kind: DeadlineKind
    due_at: datetime


def as_on_any_day(visit: Any, story: Iterable[EventRecord], profile: Rules, now: datetime) -> ShownNext | None:
    """Returns what would come due; None if nobody would wait for them.

    visit: a row with awaited_by, returned_at, return_to and shown_ended_at.
    """
    if visit.awaited_by is not None and visit.returned_at is None:
        return ShownNext(DeadlineKind.BACK, visit.awaited_by + profile.watch.grace)
    left = visit.returned_at or visit.shown_ended_at
    if profile.home_safe is None or visit.return_to is not ReturnTo.HOME or left is None:
        return None
    if any(_says_home(one, left) for one in story):
        return None
    due = left + profile.home_safe.after
    return ShownNext(DeadlineKind.HOME_SAFE, _asked_again(due, profile.home_safe.answer_within, now))


def read_as_on_any_day(known: Known, visit_id: UUID) -> ShownNext | None:
    """Returns the same of a visit that is over for those inside, where its record and its story were not read."""
    visit = known.session.scalars(
        select(VisitRecord).where(VisitRecord.organisation_id == known.organisation.id, VisitRecord.id == visit_id)
    ).one()
    story = known.session.scalars(
        select(EventRecord).where(
            EventRecord.organisation_id == known.organisation.id,
            EventRecord.visit_id == visit_id,
            EventRecord.kind.in_(SAID_HOME),
        )
    ).all()
    profile = profile_version(known.session, known.organisation.id, visit.protocol_id)
    return as_on_any_day(visit, story, profile, known.now)


def _says_home(line: EventRecord, left: datetime) -> bool:
    at_home = line.kind is EventKind.HOME_SAFE_HEARD or (line.kind is EventKind.RETURNED and line.facts.get("home"))
    return bool(at_home) and line.at >= left


def _asked_again(due: datetime, within: timedelta, now: datetime) -> datetime:
    """Returns when they would be asked next: nobody asks them in a silent alarm, but that moment moves on any day."""
    return due if now < due else due + ((now - due) // within + 1) * within
