"""What somebody had taken goes back to whose it was, and whoever has it then is told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.records import OrganisationRecord
from achterwacht.roster.records import SwapRecord, SwapState
from achterwacht.roster.rules import Turn
from achterwacht.roster.service import MAY_WATCH, roles_in_team
from achterwacht.roster.swap_notices import root_of, tell_ended, tell_one
from achterwacht.roster.swapping import Wish, is_over, lock_swap, turn_of
from foundation.clock import clock_of
from notifications.cancelling import cancel_unsent
from notifications.texts.templates import Template


def give_back(session: Session, organisation_id: UUID, person_id: UUID) -> set[UUID]:
    """Somebody may not watch any more: what they were asked is refused, and what they took goes back to whose it was.

    Who asked, whose turn it was and who has it now are told. If it was taken from who had taken it themselves, they
    have it again while they may. Returns the teams in which that person had taken a turn that is not over.
    """
    theirs = (
        select(SwapRecord.id)
        .where(
            SwapRecord.organisation_id == organisation_id,
            SwapRecord.to_id == person_id,
            SwapRecord.state.in_((SwapState.ASKED, SwapState.ACCEPTED)),
        )
        .order_by(SwapRecord.team_id, SwapRecord.id)
    )
    teams: set[UUID] = set()
    for swap_id in session.scalars(theirs).all():
        _, swap = lock_swap(session, organisation_id, swap_id)
        now = clock_of(session).now(session)
        if swap.state not in (SwapState.ASKED, SwapState.ACCEPTED) or is_over(session, swap, now):
            continue
        had, since = swap.state is SwapState.ACCEPTED, swap.answered_at
        swap.state, swap.answered_at = SwapState.REFUSED, now
        session.flush()
        cancel_unsent(session, organisation_id, [root_of(swap).subject], {Template.SWAP_ASKED}, now)
        told = {swap.asked_by, swap.from_id}
        if had:
            teams.add(swap.team_id)
            turn = _handed_back(session, swap, since, now)
            tell_ended(session, swap, {*told, turn.person} - {person_id}, turn.person)
        else:
            for person in told - {person_id}:
                tell_one(session, swap, person, Template.SWAP_REFUSED, {})
    take_back_questions(session, organisation_id, person_id)
    return teams


def take_back_questions(session: Session, organisation_id: UUID, person_id: UUID) -> None:
    """Withdraw what is still asked about turns of theirs: a yes would take the turn from who was just told of it."""
    mine = (
        select(SwapRecord.id)
        .where(
            SwapRecord.organisation_id == organisation_id,
            SwapRecord.from_id == person_id,
            SwapRecord.state == SwapState.ASKED,
        )
        .order_by(SwapRecord.team_id, SwapRecord.id)
    )
    for swap_id in session.scalars(mine).all():
        _, swap = lock_swap(session, organisation_id, swap_id)
        if swap.state is not SwapState.ASKED:
            continue
        now = clock_of(session).now(session)
        over = is_over(session, swap, now)
        swap.state, swap.answered_at = SwapState.WITHDRAWN, now
        session.flush()
        cancel_unsent(session, organisation_id, [root_of(swap).subject], {Template.SWAP_ASKED}, now)
        if not over:
            organisation = session.get_one(OrganisationRecord, organisation_id)
            wish = Wish(swap.shift_id, swap.day, swap.to_id)
            holder = turn_of(session, organisation, swap.team_id, wish, now).person
            tell_ended(
                session, swap, {swap.asked_by, swap.to_id} - {person_id}, None if holder == person_id else holder
            )


def _handed_back(session: Session, swap: SwapRecord, since: datetime | None, now: datetime) -> Turn:
    """Returns the turn that somebody gave back, with who has it now.

    since: when they took it. The swap that ended by that holds again, if who took it then may still watch.
    """
    organisation = session.get_one(OrganisationRecord, swap.organisation_id)
    wish = Wish(swap.shift_id, swap.day, swap.to_id)
    turn = turn_of(session, organisation, swap.team_id, wish, now)
    before = session.scalars(
        select(SwapRecord).where(
            SwapRecord.organisation_id == swap.organisation_id,
            SwapRecord.shift_id == swap.shift_id,
            SwapRecord.day == swap.day,
            SwapRecord.to_id == swap.from_id,
            SwapRecord.state == SwapState.WITHDRAWN,
            SwapRecord.answered_at == since,
        )
    ).first()
    may = roles_in_team(session, organisation.id, swap.team_id, {swap.from_id})
    if before is None or not may.get(swap.from_id, set()) & set(MAY_WATCH[turn.shift.rank]):
        return turn
    before.state, before.answered_at = SwapState.ACCEPTED, now
    session.flush()
    return turn_of(session, organisation, swap.team_id, wish, now)
