"""A swap is of one turn, as it was when it was asked. Where that is another by now, or gone, it ends and both hear it.

Otherwise somebody would have a night they never said yes to, or would believe that somebody else has the watch.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.kinds import Actor
from achterwacht.people.records import OrganisationRecord
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import SwapRecord, SwapState
from achterwacht.roster.rules import Shift, ends_at
from achterwacht.roster.swap_notices import root_of, tell_ended
from notifications.cancelling import cancel_unsent
from notifications.texts.templates import Template


def end_swaps(
    session: Session,
    organisation: OrganisationRecord,
    ranks: Mapping[UUID, Rank],
    shifts: Collection[Shift],
    now: datetime,
    by: Actor | None,
) -> None:
    """End the swaps, asked or agreed, of turns that are not what was swapped.

    ranks: the shifts of the team as they were, by id, each with its rank. shifts: as they are now.
    """
    living = (
        select(SwapRecord)
        .where(
            SwapRecord.organisation_id == organisation.id,
            SwapRecord.shift_id.in_(ranks),
            SwapRecord.state.in_((SwapState.ASKED, SwapState.ACCEPTED)),
        )
        .order_by(SwapRecord.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    local = now.astimezone(ZoneInfo(organisation.time_zone)).replace(tzinfo=None)
    ahead = [one for one in session.scalars(living) if ends_at(one.day, one.starts, one.ends) > local]
    by_id = {one.id: one for one in shifts if one.id is not None}
    ended = [one for one in ahead if _is_another(one, by_id.get(one.shift_id), ranks[one.shift_id], organisation)]
    stands = {(one.shift_id, one.day): one.to_id for one in ahead if one not in ended and _is_agreed(one)}
    for swap in [*ended, *_of_another_person(ahead, ended, by_id, stands)]:
        asked = swap.state is SwapState.ASKED
        swap.state, swap.answered_at = SwapState.WITHDRAWN, now
        session.flush()
        cancel_unsent(session, organisation.id, [root_of(swap).subject], {Template.SWAP_ASKED}, now)
        shift = by_id.get(swap.shift_id)
        is_turn = shift is not None and shift.repeat.on(swap.day, organisation.country)
        holder = stands.get((swap.shift_id, swap.day), shift.person) if shift is not None and is_turn else None
        told = {swap.from_id, swap.to_id, *([swap.asked_by] if asked else []), *([holder] if holder else [])}
        tell_ended(session, swap, [one for one in told if by is None or one != by.person_id], holder)


def _is_another(swap: SwapRecord, shift: Shift | None, rank: Rank, organisation: OrganisationRecord) -> bool:
    if shift is None or shift.rank is not rank or not shift.repeat.on(swap.day, organisation.country):
        return True
    return (shift.starts, shift.ends) != (swap.starts, swap.ends)


def _is_agreed(swap: SwapRecord) -> bool:
    return swap.state is SwapState.ACCEPTED


def _of_another_person(
    ahead: Collection[SwapRecord],
    ended: Collection[SwapRecord],
    by_id: Mapping[UUID, Shift],
    stands: Mapping[tuple[UUID, date], UUID],
) -> Iterator[SwapRecord]:
    """The open questions about a turn that is somebody else's by now: a yes would take it from who never asked."""
    for one in ahead:
        if one in ended or _is_agreed(one):
            continue
        if stands.get((one.shift_id, one.day), by_id[one.shift_id].person) != one.from_id:
            yield one
