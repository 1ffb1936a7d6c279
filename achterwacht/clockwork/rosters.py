"""What comes due on a team's roster: another has the watch, and once a day the gaps ahead are told to its managers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import due_deadlines
from achterwacht.kinds import DeadlineKind
from achterwacht.notices.administrators import tell_managers
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.teams import team_of
from achterwacht.roster.records import RosterRecord
from achterwacht.roster.rules import Span
from achterwacht.roster.service import look_at_gaps, rooted
from achterwacht.roster.week import gaps_ahead
from achterwacht.use_cases.relief import relief_passes, shift_changes
from foundation.clock import clock_of
from notifications.texts.templates import Template

MOST_GAPS_NAMED = 3
"""An SMS names the first ones; the screen shows all."""
DAY_NAMES = ("ma", "di", "wo", "do", "vr", "za", "zo")


def fire_due_rosters(session: Session, organisation_id: UUID, ids: Sequence[UUID]) -> int:
    """What came due on these rosters, those that nobody else holds. Returns how many deadlines fired."""
    held = session.execute(
        select(RosterRecord, OrganisationRecord)
        .join(OrganisationRecord, OrganisationRecord.id == RosterRecord.organisation_id)
        .where(RosterRecord.organisation_id == organisation_id, RosterRecord.team_id.in_(ids))
        .order_by(RosterRecord.team_id)
        .with_for_update(skip_locked=True, of=RosterRecord)
        .execution_options(populate_existing=True)
    ).all()
    now = clock_of(session).now(session)
    return sum(_pass(session, roster, organisation, now) for roster, organisation in held)


def tell_roster_unread(session: Session, deadline: DeadlineRecord) -> None:
    """The roster could not be looked at, time after time: its managers look themselves."""
    team = team_of(session, deadline.organisation_id, deadline.root_id)
    facts = {"team": team.name}
    tell_managers(session, team.organisation_id, team.id, Template.ROSTER_UNREAD, facts, deadline.id)


def _pass(session: Session, roster: RosterRecord, organisation: OrganisationRecord, now: datetime) -> int:
    due = due_deadlines(session, rooted(roster), now)
    for deadline in due:
        session.refresh(deadline)
        if deadline.cancelled_at is not None:
            continue  # closed by what came before it
        deadline.fired_at = now
        session.flush()
        WHAT[deadline.kind](session, roster, organisation, deadline.id, now)
    return len(due)


def _tell_gaps(
    session: Session, roster: RosterRecord, organisation: OrganisationRecord, origin: UUID, now: datetime
) -> None:
    look_at_gaps(session, roster, ZoneInfo(organisation.time_zone), now)
    found = gaps_ahead(session, organisation, roster.team_id, now)
    if not found:
        return
    facts = {
        "team": team_of(session, organisation.id, roster.team_id).name,
        "gaps": ", ".join(_said(gap) for gap in found[:MOST_GAPS_NAMED]),
        "more": max(0, len(found) - MOST_GAPS_NAMED),
    }
    tell_managers(session, organisation.id, roster.team_id, Template.ROSTER_GAPS, facts, origin)


def _said(gap: Span) -> str:
    """`ma 23-11 08:30-12:00`."""
    starts, ends = gap
    return f"{DAY_NAMES[starts.weekday()]} {starts.day}-{starts.month} {starts:%H:%M}-{ends:%H:%M}"


WHAT: Mapping[DeadlineKind, Callable[[Session, RosterRecord, OrganisationRecord, UUID, datetime], None]] = {
    DeadlineKind.ROSTER_GAPS: _tell_gaps,
    DeadlineKind.SHIFT_CHANGE: shift_changes,
    DeadlineKind.RELIEF: relief_passes,
}
