"""The deadlines of a canary: sending the next test message, and checking that the last one arrived."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.canary.invariants import INVARIANTS
from achterwacht.canary.records import CanaryRecord
from achterwacht.canary.rules import ANSWERED_WITHIN, DELIVERED_WITHIN, Result, fault, next_time, result
from achterwacht.canary.service import new_code, root_of, seen_of
from achterwacht.deadlines.firing import Due, Handlers
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import lift_deadlines, set_deadline
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.notices.administrators import tell_canary_silent, tell_canary_unanswered
from achterwacht.notices.in_silence import who_is_hushed
from achterwacht.notices.service import BY_SMS, Note, Recipient, tell
from achterwacht.noun import Noun
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.priorities import MessagePriority
from notifications.texts.formats import local
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE


def tell_undecided(session: Session, deadline: DeadlineRecord) -> None:
    """Treat a canary that can't be decided as one that fell silent: nobody is in danger by it."""
    home = session.get_one(OrganisationRecord, deadline.organisation_id)
    tell_canary_silent(session, home.id, deadline.id, local(deadline.due_at, home.time_zone, home.language))


def _sing(session: Session, due: Due[CanaryRecord]) -> None:
    canary, organisation, now = due.record, due.organisation, due.now
    # Nobody phones whoever must not be phoned now, or asks them anything; it may be their own telephone.
    quiet = _is_hushed(session, canary)
    canary.begins(due.deadline.id, new_code() if canary.asks and not quiet else None, now)
    began = local(now, organisation.time_zone, organisation.language)
    facts = {"drill": True, "organisation": organisation.name, "time": began, "code": canary.code or ""}
    number = Recipient(organisation.id, canary.id, canary.phone, organisation.language)
    ways = TELEPHONE if canary.rings and not quiet else BY_SMS
    note = Note(Template.CANARY, facts, MessagePriority.ROUTINE, due.deadline.id, channels=ways, drill=True)
    tell(session, [number], note)
    lift_deadlines(session, root_of(canary), [DeadlineKind.CANARY_REPORT], now)
    set_deadline(session, root_of(canary), DeadlineKind.CANARY_REPORT, now + DELIVERED_WITHIN)
    following = next_time(now, canary.daily_at, ZoneInfo(organisation.time_zone))
    set_deadline(session, root_of(canary), DeadlineKind.CANARY, following)


def _is_hushed(session: Session, canary: CanaryRecord) -> bool:
    theirs = select(PersonRecord.id, PersonRecord.organisation_id).where(PersonRecord.phone == canary.phone)
    found = session.execute(theirs, execution_options={"across_organisations": True})
    return any(one.id in who_is_hushed(session, one.organisation_id).to(None) for one in found)


def _report(session: Session, due: Due[CanaryRecord]) -> None:
    """Tell the administrators what a machine did wrong, by telephone too; and that nobody answers, once and softly."""
    canary, organisation = due.record, due.organisation
    if canary.run is None or canary.started_at is None:
        return
    seen = seen_of(session, [canary])[canary.id]
    began = local(canary.started_at, organisation.time_zone, organisation.language)
    match result(seen, due.now):
        case Result.FAILED:
            wrong = fault(seen, due.now)
            tell_canary_silent(session, organisation.id, canary.run, began, wrong.value if wrong else "")
        case Result.UNDER_WAY:
            answered_by = canary.started_at + ANSWERED_WITHIN
            set_deadline(session, root_of(canary), DeadlineKind.CANARY_REPORT, answered_by)
        case Result.UNANSWERED if canary.unanswered_since is None:
            canary.unanswered_since = due.now
            tell_canary_unanswered(session, organisation.id, canary.run, began)


HANDLERS = Handlers(
    CanaryRecord,
    CanaryRecord.organisation_id,
    CanaryRecord.id,
    root_of,
    {DeadlineKind.CANARY: _sing, DeadlineKind.CANARY_REPORT: _report},
)
CANARIES = Noun(RootKind.CANARY, HANDLERS.fire_due, tell_undecided, INVARIANTS)
