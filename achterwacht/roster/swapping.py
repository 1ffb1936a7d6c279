"""Two people swap a turn once: one asks, the other says yes or no, by tap or SMS. What was agreed stays recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.service import CodeFor, hand_out
from achterwacht.creation import IdTaken
from achterwacht.kinds import Actor
from achterwacht.people.records import OrganisationRecord
from achterwacht.refused import NotAllowed, NotFound, RuleBroken, Wrong, WrongInput
from achterwacht.roster.records import RosterRecord, SwapRecord, SwapState
from achterwacht.roster.rules import Turn, turns
from achterwacht.roster.service import MAY_WATCH, lock_roster, look_who_watches, roles_in_team, roster_of
from achterwacht.roster.swap_notices import root_of, tell_one
from foundation.clock import clock_of
from foundation.columns import new_id
from notifications.cancelling import cancel_unsent
from notifications.texts.templates import Template


class SwapOver(RuleBroken):
    """It was answered otherwise, withdrawn, or the turn is over."""

    code = "swap_over"


class SwapAsked(RuleBroken):
    """Somebody is already being asked to take this turn."""

    code = "swap_asked"


@dataclass(frozen=True)
class Wish:
    """A wish that this person takes the turn of that shift that begins on that day."""

    shift: UUID
    day: date
    to: UUID
    id: UUID | None = None


def ask_swap(session: Session, team_id: UUID, wish: Wish, by: Actor, *, for_others: bool) -> SwapRecord:
    """Ask somebody to take a turn: the asker's own, or with `for_others` anybody's. They get an SMS.

    The same id twice is the same question.

    Raises:
        WrongInput: there is no such turn ahead, or that person can't take it.
        NotAllowed: it is somebody else's turn.
        SwapAsked: somebody is already being asked to take it.
        IdTaken: the id belongs to another question.
    """
    lock_roster(session, by.organisation_id, team_id)
    now = clock_of(session).now(session)
    if wish.id is not None and (known := session.get(SwapRecord, (wish.id, by.organisation_id))) is not None:
        return _the_same(known, team_id, wish, by)
    organisation = session.get_one(OrganisationRecord, by.organisation_id)
    turn = turn_of(session, organisation, team_id, wish, now)
    if turn.person != by.person_id and not for_others:
        raise NotAllowed
    assert by.person_id is not None
    may = roles_in_team(session, organisation.id, team_id, {wish.to})
    if wish.to == turn.person or not may.get(wish.to, set()) & set(MAY_WATCH[turn.shift.rank]):
        raise WrongInput(Wrong("/toId", "may_not_watch"))
    if _living(session, organisation.id, wish) is not None:
        raise SwapAsked
    swap = SwapRecord(
        id=wish.id or new_id(),
        organisation_id=organisation.id,
        team_id=team_id,
        shift_id=wish.shift,
        day=wish.day,
        starts=turn.shift.starts,
        ends=turn.shift.ends,
        from_id=turn.person,
        to_id=wish.to,
        asked_by=by.person_id,
        state=SwapState.ASKED,
        asked_at=now,
    )
    session.add(swap)
    session.flush()
    wanted = CodeFor(swap.to_id, CodePurpose.SWAP, root_of(swap).subject)
    code = hand_out(session, organisation.id, [wanted], now)[wanted]
    tell_one(session, swap, swap.to_id, Template.SWAP_ASKED, {"code": code})
    return swap


def answer_swap(session: Session, swap_id: UUID, accepts: bool, by: Actor) -> SwapRecord:
    """Record the yes or no of the person who was asked. The same answer twice counts once.

    Raises:
        NotFound: this person was not asked any such question.
        SwapOver: it was answered otherwise, withdrawn, or the turn is over.
    """
    roster, swap = lock_swap(session, by.organisation_id, swap_id)
    if swap.to_id != by.person_id:
        raise NotFound
    now = clock_of(session).now(session)
    wanted = SwapState.ACCEPTED if accepts else SwapState.REFUSED
    if swap.state is wanted:
        return swap
    if swap.state is not SwapState.ASKED or is_over(session, swap, now):
        raise SwapOver
    if accepts:
        _supersede(session, swap, now)
    swap.state, swap.answered_at = wanted, now
    session.flush()
    if accepts:
        look_who_watches(session, roster, now)
    for person in {swap.asked_by, swap.from_id}:
        tell_one(session, swap, person, Template.SWAP_ACCEPTED if accepts else Template.SWAP_REFUSED, {})
    return swap


def withdraw_swap(session: Session, swap_id: UUID, by: Actor) -> SwapRecord:
    """Withdraw the question, by the person who asked it; what was accepted stays.

    Raises:
        NotFound: this person asked no such question.
        SwapOver: it was answered already.
    """
    _, swap = lock_swap(session, by.organisation_id, swap_id)
    if by.person_id not in (swap.asked_by, swap.from_id):
        raise NotFound
    if swap.state is SwapState.WITHDRAWN:
        return swap
    if swap.state is not SwapState.ASKED:
        raise SwapOver
    now = clock_of(session).now(session)
    swap.state, swap.answered_at = SwapState.WITHDRAWN, now
    cancel_unsent(session, by.organisation_id, [root_of(swap).subject], {Template.SWAP_ASKED}, now)
    return swap


def asked_still(session: Session, organisation_id: UUID, swap_id: UUID) -> bool:
    """Whether the question is still waiting for an answer."""
    state = select(SwapRecord.state).where(SwapRecord.organisation_id == organisation_id, SwapRecord.id == swap_id)
    return session.scalar(state) is SwapState.ASKED


def _the_same(known: SwapRecord, team_id: UUID, wish: Wish, by: Actor) -> SwapRecord:
    asked = (known.team_id, known.shift_id, known.day, known.to_id, known.asked_by)
    if asked != (team_id, wish.shift, wish.day, wish.to, by.person_id):
        raise IdTaken
    return known


def turn_of(session: Session, organisation: OrganisationRecord, team_id: UUID, wish: Wish, now: datetime) -> Turn:
    """Returns the turn that is wished for, if it is not over yet."""
    roster = roster_of(session, organisation.id, team_id, wish.day, wish.day)
    mine = [one for one in roster.shifts if one.id == wish.shift]
    if not mine:
        raise WrongInput(Wrong("/shiftId", "shift_unknown"))
    local = now.astimezone(ZoneInfo(organisation.time_zone)).replace(tzinfo=None)
    found = [one for one in turns(mine, wish.day, wish.day, organisation.country) if one.ends > local]
    if not found:
        raise WrongInput(Wrong("/day", "no_turn"))
    return found[0]


def is_over(session: Session, swap: SwapRecord, now: datetime) -> bool:
    organisation = session.get_one(OrganisationRecord, swap.organisation_id)
    try:
        turn_of(session, organisation, swap.team_id, Wish(swap.shift_id, swap.day, swap.to_id), now)
    except WrongInput:
        return True
    return False


def _supersede(session: Session, swap: SwapRecord, now: datetime) -> None:
    """Withdraw an earlier swap of the same turn: whoever took the turn then gives it away now."""
    session.execute(
        update(SwapRecord)
        .where(
            SwapRecord.organisation_id == swap.organisation_id,
            SwapRecord.shift_id == swap.shift_id,
            SwapRecord.day == swap.day,
            SwapRecord.state == SwapState.ACCEPTED,
        )
        .values(state=SwapState.WITHDRAWN, answered_at=now)
    )


def _living(session: Session, organisation_id: UUID, wish: Wish) -> UUID | None:
    return session.scalar(
        select(SwapRecord.id).where(
            SwapRecord.organisation_id == organisation_id,
            SwapRecord.shift_id == wish.shift,
            SwapRecord.day == wish.day,
            SwapRecord.state == SwapState.ASKED,
        )
    )


def lock_swap(session: Session, organisation_id: UUID, swap_id: UUID) -> tuple[RosterRecord, SwapRecord]:
    """Lock the roster and then the question about it, in the same order as everywhere."""
    mine = select(SwapRecord).where(SwapRecord.organisation_id == organisation_id, SwapRecord.id == swap_id)
    found = session.scalars(mine).one_or_none()
    if found is None:
        raise NotFound
    roster = lock_roster(session, organisation_id, found.team_id)
    return roster, session.scalars(mine.with_for_update().execution_options(populate_existing=True)).one()
