"""Mailing a team's list to its desk when it is due, and telling somebody when it did not leave."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.deadlines.firing import Due, Handlers
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import Rooted
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.notices.administrators import tell_list_not_mailed
from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.noun import Noun
from achterwacht.people.records import TeamRecord
from achterwacht.priorities import MessagePriority
from achterwacht.protocols.running import manager_word
from achterwacht.views.whereabouts import whereabouts
from achterwacht.views.whereabouts_letter import facts_of
from achterwacht.whereabouts.invariants import INVARIANTS
from achterwacht.whereabouts.records import DeskMailRecord
from achterwacht.whereabouts.service import choice_of, root_of, set_next
from foundation.subject import Subject
from notifications import outbox
from notifications.cancelling import cancel_unsent
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import Template
from notifications.ways import Channel

KEPT = timedelta(days=3)
"""How long a mailed list stays in the outbox: long enough to find out why one did not arrive."""


def tell_of_failure(session: Session, message: MessageRecord) -> None:
    """Tell the administrators that a list did not leave, once it is given up. A first failed try is nothing yet."""
    if not outbox.take_unreported_failure(session, message.id) or message.state is not MessageState.FAILED:
        return
    if message.template is Template.WHEREABOUTS and message.about is not None:
        _tell(session, message.organisation_id, message.about.id)


def tell_not_made(session: Session, deadline: DeadlineRecord) -> None:
    """Tell the administrators that the list could not be made, time after time."""
    _tell(session, deadline.organisation_id, deadline.root_id)


def forget_lists(session: Session, now: datetime) -> None:
    """Delete lists that were mailed days ago: they hold names, numbers and addresses."""
    outbox.forget(session, Template.WHEREABOUTS, now - KEPT)


def _tell(session: Session, organisation_id: UUID, team_id: UUID) -> None:
    team = session.scalars(
        select(TeamRecord).where(TeamRecord.organisation_id == organisation_id, TeamRecord.id == team_id)
    ).one()
    tell_list_not_mailed(session, organisation_id, team.id, team.name)


def _mail(session: Session, due: Due[DeskMailRecord]) -> None:
    record, organisation, now = due.record, due.organisation, due.now
    next_at = choice_of(record).schedule.next_after(now, ZoneInfo(organisation.time_zone))
    found = whereabouts(session, organisation.id, record.team_id, None, now)
    facts = facts_of(found, organisation, next_at) | {"manager": manager_word(session, organisation.id)}
    if _unsent(session, record):
        _tell(session, organisation.id, record.team_id)
    # An older list that still waits for the mail server is out of date.
    cancel_unsent(session, organisation.id, [Subject(RootKind.TEAM, record.team_id)], {Template.WHEREABOUTS}, now)
    desks = [
        Recipient(organisation.id, uuid5(record.team_id, address), address, organisation.language)
        for address in record.addresses
    ]
    about = Subject(RootKind.TEAM, record.team_id)
    note = Note(
        Template.WHEREABOUTS, facts, MessagePriority.LIST, due.deadline.id, subject=about, channels=(Channel.MAIL,)
    )
    tell(session, desks, note)
    due.deadline.reached_count = len(record.addresses)
    session.flush()
    set_next(session, record, next_at)


def _unsent(session: Session, record: DeskMailRecord) -> bool:
    """Whether the list before this one still waits for a mail server that did not take it."""
    tried = select(MessageRecord.id).where(
        MessageRecord.organisation_id == record.organisation_id,
        MessageRecord.subject_kind == RootKind.TEAM,
        MessageRecord.subject == record.team_id,
        MessageRecord.template == Template.WHEREABOUTS,
        MessageRecord.state.in_((MessageState.PENDING, MessageState.SENDING)),
        MessageRecord.attempts > 0,
    )
    return session.scalar(tried.limit(1)) is not None


def _root(record: DeskMailRecord) -> Rooted:
    return root_of(record.organisation_id, record.team_id)


HANDLERS = Handlers(
    DeskMailRecord,
    DeskMailRecord.organisation_id,
    DeskMailRecord.team_id,
    _root,
    {DeadlineKind.WHEREABOUTS: _mail},
)
LISTS = Noun(RootKind.TEAM, HANDLERS.fire_due, tell_not_made, INVARIANTS, tell_of_failure)
