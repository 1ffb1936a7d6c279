"""What comes due for a team's roster: a change of the watch, and a daily message to its managers about gaps."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.deadlines.firing import Due, Handlers
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.notices.service import Note, tell
from achterwacht.notices.staff import managers
from achterwacht.noun import Noun
from achterwacht.people.teams import team_of
from achterwacht.priorities import MessagePriority
from achterwacht.roster.invariants import INVARIANTS
from achterwacht.roster.records import RosterRecord
from achterwacht.roster.rules import Span
from achterwacht.roster.service import look_at_gaps, rooted
from achterwacht.roster.week import gaps_ahead
from achterwacht.use_cases.relief import relief_passes, shift_changes
from notifications.texts.templates import Template

MOST_GAPS_NAMED = 3
"""An SMS names this many; the screen shows all."""
DAY_NAMES = ("ma", "di", "wo", "do", "vr", "za", "zo")


def tell_roster_unread(session: Session, deadline: DeadlineRecord) -> None:
    """Tell the managers to look themselves, since the roster could not be read, time after time."""
    team = team_of(session, deadline.organisation_id, deadline.root_id)
    facts = {"team": team.name}
    note = Note(Template.ROSTER_UNREAD, facts, MessagePriority.STAFF, deadline.id)
    tell(session, managers(session, team.organisation_id, team.id), note)


def _tell_gaps(session: Session, due: Due[RosterRecord]) -> None:
    roster, organisation, now = due.record, due.organisation, due.now
    look_at_gaps(session, roster, ZoneInfo(organisation.time_zone), now)
    found = gaps_ahead(session, organisation, roster.team_id, now)
    if not found:
        return
    facts = {
        "team": team_of(session, organisation.id, roster.team_id).name,
        "gaps": ", ".join(_said(gap) for gap in found[:MOST_GAPS_NAMED]),
        "more": max(0, len(found) - MOST_GAPS_NAMED),
    }
    note = Note(Template.ROSTER_GAPS, facts, MessagePriority.STAFF, due.deadline.id)
    tell(session, managers(session, organisation.id, roster.team_id), note)


def _said(gap: Span) -> str:
    """Returns a gap as a text shows it: `ma 23-11 08:30-12:00`."""
    starts, ends = gap
    return f"{DAY_NAMES[starts.weekday()]} {starts.day}-{starts.month} {starts:%H:%M}-{ends:%H:%M}"


HANDLERS = Handlers(
    RosterRecord,
    RosterRecord.organisation_id,
    RosterRecord.team_id,
    rooted,
    {
        DeadlineKind.ROSTER_GAPS: _tell_gaps,
        DeadlineKind.SHIFT_CHANGE: shift_changes,
        DeadlineKind.RELIEF: relief_passes,
    },
)
ROSTERS = Noun(RootKind.ROSTER, HANDLERS.fire_due, tell_roster_unread, INVARIANTS)
