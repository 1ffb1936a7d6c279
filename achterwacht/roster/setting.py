"""Setting the roster of a team: what somebody typed or a file said replaces what was there."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from hashlib import blake2b
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.kinds import Actor
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.roles import Role
from achterwacht.refused import RuleBroken, Wrong, refuse
from achterwacht.roster.days import Repeat
from achterwacht.roster.ended_swaps import end_swaps
from achterwacht.roster.ranks import OnHolidays, Rank
from achterwacht.roster.records import ShiftRecord
from achterwacht.roster.rules import Shift
from achterwacht.roster.service import (
    MAY_WATCH,
    NO_ROSTER,
    Roster,
    lock_roster,
    look_who_watches,
    roles_in_team,
    rosters_around,
)
from foundation.clock import clock_of
from foundation.columns import new_id


@dataclass(frozen=True)
class GivenShift:
    """A shift as somebody typed it. id: of an existing shift; None for a new one."""

    rank: Rank
    person: UUID
    days: Sequence[int]
    starts: time
    ends: time
    every_weeks: int = 1
    first: date | None = None
    last: date | None = None
    holidays: OnHolidays = OnHolidays.ALSO
    id: UUID | None = None


class RosterChanged(RuleBroken):
    """Somebody else set the roster since it was read: what they changed would be gone without a word."""

    code = "roster_changed"


def version_of(shifts: Iterable[Shift]) -> str:
    """Returns what tells this roster from another; swaps and ids are not of it."""
    said = "\n".join(
        f"{one.rank} {one.person} {sorted(one.repeat.days)} {one.repeat.every_weeks} {one.repeat.first} "
        f"{one.repeat.last} {one.repeat.holidays} {one.starts:%H:%M} {one.ends:%H:%M}"
        for one in shifts
    )
    return blake2b(said.encode(), digest_size=12).hexdigest()


def set_roster(
    session: Session,
    organisation_id: UUID,
    team_id: UUID,
    given: Sequence[GivenShift],
    by: Actor | None = None,
    seen: str | None = None,
) -> Roster:
    """Replace the roster of a team. A shift that keeps its id, or in which nothing is different, keeps its swaps.

    seen: the version of the roster that was read before; None: whatever is there now is replaced.

    Raises:
        RosterChanged: another has been set since.
        WrongInput: with everything that is wrong: unknown people or shifts, people who may not act in this team, days
            that can't be.
    """
    roster = lock_roster(session, organisation_id, team_id)
    now = clock_of(session).now(session)
    there = rosters_around(session, [organisation_id], [team_id], now).get(team_id, NO_ROSTER)
    if seen not in (None, version_of(there.shifts)) and version_of(map(_as_shift, given)) != version_of(there.shifts):
        raise RosterChanged
    of_team = select(ShiftRecord).where(ShiftRecord.organisation_id == organisation_id, ShiftRecord.team_id == team_id)
    known = {one.id: one for one in session.scalars(of_team)}
    may = roles_in_team(session, organisation_id, team_id, {one.person for one in given})
    refuse([wrong for number, one in enumerate(given) for wrong in _wrong(f"/shifts/{number}", one, known, may)])
    ranks = {one.id: one.rank for one in known.values()}
    kept = _kept(given, known)
    for shift_id in known.keys() - kept.values():
        session.delete(known[shift_id])
    for number, one in enumerate(given):
        record = known.get(kept[number]) if number in kept else None
        if record is None:
            record = ShiftRecord(id=new_id(), organisation_id=organisation_id, team_id=team_id)
            session.add(record)
        record.position, record.person_id, record.rank = number, one.person, one.rank
        record.days, record.every_weeks, record.on_holidays = sorted(one.days), one.every_weeks, one.holidays
        record.first_day, record.last_day, record.starts, record.ends = one.first, one.last, one.starts, one.ends
    session.flush()
    organisation = session.get_one(OrganisationRecord, organisation_id)
    found = rosters_around(session, [organisation_id], [team_id], now).get(team_id, NO_ROSTER)
    end_swaps(session, organisation, ranks, found.shifts, now, by)
    look_who_watches(session, roster, now)
    note(session, organisation_id, Audited.ROSTER_SET, by, about=team_id, facts={"shifts": len(given)})
    return rosters_around(session, [organisation_id], [team_id], now).get(team_id, NO_ROSTER)


def _as_shift(given: GivenShift) -> Shift:
    repeat = Repeat(frozenset(given.days), given.every_weeks, given.first, given.last, given.holidays)
    return Shift(given.rank, given.person, repeat, given.starts, given.ends)


def _kept(given: Sequence[GivenShift], known: Mapping[UUID, ShiftRecord]) -> dict[int, UUID]:
    """Returns which of these is which shift, by its place: by its id, or because nothing about it is different.

    A file has no ids. Read again, what stands in it as before is no other shift, and its swaps go on.
    """
    kept = {number: one.id for number, one in enumerate(given) if one.id is not None}
    left: dict[tuple[Any, ...], list[UUID]] = {}
    for shift_id, record in known.items():
        if shift_id not in kept.values():
            days = (tuple(sorted(record.days)), record.every_weeks, record.first_day, record.last_day)
            same = (record.rank, record.person_id, *days, record.on_holidays, record.starts, record.ends)
            left.setdefault(same, []).append(shift_id)
    for number, one in enumerate(given):
        days = (tuple(sorted(one.days)), one.every_weeks, one.first, one.last)
        ids = left.get((one.rank, one.person, *days, one.holidays, one.starts, one.ends))
        if number not in kept and ids:
            kept[number] = ids.pop(0)
    return kept


def _wrong(at: str, given: GivenShift, known: Collection[UUID], may: Mapping[UUID, set[Role]]) -> Iterator[Wrong]:
    if given.id is not None and given.id not in known:
        yield Wrong(f"{at}/id", "shift_unknown")
    if given.person not in may:
        yield Wrong(f"{at}/personId", "person_unknown")
    elif not may[given.person] & set(MAY_WATCH[given.rank]):
        yield Wrong(f"{at}/personId", "may_not_watch")
    if len(set(given.days)) != len(given.days):
        yield Wrong(f"{at}/days", "day_double")
    if given.every_weeks > 1 and given.first is None:
        yield Wrong(f"{at}/firstDay", "missing")
    if given.first and given.last and given.last < given.first:
        yield Wrong(f"{at}/lastDay", "last_before_first")
