"""The deadlines of a canary: sending the next test message, and checking that the last one arrived."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.canary.invariants import INVARIANTS
from achterwacht.canary.records import CanaryRecord
from achterwacht.canary.rules import DELIVERED_WITHIN, Result, next_time, result
from achterwacht.canary.service import delivered, root_of
from achterwacht.deadlines.firing import Due, Handlers
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import lift_deadlines, set_deadline
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.notices.administrators import tell_canary_silent
from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.noun import Noun
from achterwacht.people.records import OrganisationRecord
from achterwacht.priorities import MessagePriority
from notifications.texts.formats import local
from notifications.texts.templates import Template


def tell_undecided(session: Session, deadline: DeadlineRecord) -> None:
    """Treat a canary that can't be decided as one that fell silent: nobody is in danger by it."""
    home = session.get_one(OrganisationRecord, deadline.organisation_id)
    tell_canary_silent(session, home.id, deadline.id, local(deadline.due_at, home.time_zone, home.language))


def _sing(session: Session, due: Due[CanaryRecord]) -> None:
    canary, organisation, now = due.record, due.organisation, due.now
    canary.started_at, canary.run = now, due.deadline.id
    began = local(now, organisation.time_zone, organisation.language)
    facts = {"drill": True, "organisation": organisation.name, "time": began}
    number = Recipient(organisation.id, canary.id, canary.phone, organisation.language)
    tell(session, [number], Note(Template.CANARY, facts, MessagePriority.ROUTINE, due.deadline.id, drill=True))
    lift_deadlines(session, root_of(canary), [DeadlineKind.CANARY_REPORT], now)
    set_deadline(session, root_of(canary), DeadlineKind.CANARY_REPORT, now + DELIVERED_WITHIN)
    following = next_time(now, canary.daily_at, ZoneInfo(organisation.time_zone))
    set_deadline(session, root_of(canary), DeadlineKind.CANARY, following)


def _report(session: Session, due: Due[CanaryRecord]) -> None:
    canary, organisation = due.record, due.organisation
    if result(canary.started_at, delivered(session, [canary]).get(canary.run), due.now) is not Result.FAILED:
        return
    assert canary.run is not None
    assert canary.started_at is not None
    began = local(canary.started_at, organisation.time_zone, organisation.language)
    tell_canary_silent(session, organisation.id, canary.run, began)


HANDLERS = Handlers(
    CanaryRecord,
    CanaryRecord.organisation_id,
    CanaryRecord.id,
    root_of,
    {DeadlineKind.CANARY: _sing, DeadlineKind.CANARY_REPORT: _report},
)
CANARIES = Noun(RootKind.CANARY, HANDLERS.fire_due, tell_undecided, INVARIANTS)
