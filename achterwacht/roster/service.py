"""Reading the roster of a team, and locking it for who changes it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Row, bindparam, select
from sqlalchemy.orm import Session

from achterwacht.deadlines.rooted import Rooted, lift_deadlines, set_deadline
from achterwacht.deadlines.rules import EVERY_DAY, Schedule
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.roster.days import Repeat
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import RosterRecord, ShiftRecord, SwapRecord, SwapState
from achterwacht.roster.rules import Shift
from foundation.among import among
from foundation.clock import clock_of
from foundation.plain_rows import Plain
from foundation.together import columns_of

_COLLEAGUES = (Role.COLLEAGUE, Role.MANAGER)
MAY_WATCH: Mapping[Rank, tuple[Role, ...]] = {
    Rank.FIRST: _COLLEAGUES,
    Rank.SECOND: _COLLEAGUES,
    Rank.MANAGER: (Role.MANAGER,),
    Rank.OUT_OF_HOURS: _COLLEAGUES,
}
"""The roles that each rank needs: whoever is told must be allowed to act."""
AROUND = timedelta(days=2)
"""A turn that runs now began yesterday at the earliest, and no visit lasts longer than a day."""
GAPS_TOLD_AT = time(9)

# Includes swapped turns in these days, and who has the watch until it is taken over. It is one statement, since every
# check-in needs it.
SHIFTS = Plain(
    select(*columns_of(ShiftRecord), SwapRecord.day, SwapRecord.to_id, RosterRecord.staying)
    .outerjoin(
        RosterRecord,
        (RosterRecord.team_id == ShiftRecord.team_id) & (RosterRecord.organisation_id == ShiftRecord.organisation_id),
    )
    .outerjoin(
        SwapRecord,
        (SwapRecord.shift_id == ShiftRecord.id)
        & (SwapRecord.organisation_id == ShiftRecord.organisation_id)
        & (SwapRecord.state == SwapState.ACCEPTED)
        & (SwapRecord.day >= bindparam("since", type_=Date()))
        & (SwapRecord.day <= bindparam("until", type_=Date())),
    )
    .where(among(ShiftRecord.organisation_id, "organisations"), among(ShiftRecord.team_id, "teams"))
    .order_by(ShiftRecord.position, ShiftRecord.id)
)


@dataclass(frozen=True)
class Roster:
    """The shifts of a team in the order in which they were set, and who stays on until the watch is taken over."""

    shifts: Sequence[Shift] = ()
    staying: tuple[UUID, ...] = ()

    @property
    def people(self) -> set[UUID]:
        """Returns everybody who may be on duty by this roster."""
        return {person for shift in self.shifts for person in shift.people}.union(self.staying)


NO_ROSTER = Roster()


def roster_of(session: Session, organisation_id: UUID, team_id: UUID, since: date, until: date) -> Roster:
    """Returns the roster of a team, with the swaps between these days."""
    return rosters_of(session, [organisation_id], [team_id], since, until).get(team_id, NO_ROSTER)


def rosters_around(
    session: Session, organisation_ids: Collection[UUID], team_ids: Collection[UUID], now: datetime
) -> dict[UUID, Roster]:
    """Returns the rosters of these teams, with the swaps that decide who is on duty now and in the hours to come."""
    return rosters_of(session, organisation_ids, team_ids, now.date() - AROUND, now.date() + AROUND)


def rosters_of(
    session: Session, organisation_ids: Collection[UUID], team_ids: Collection[UUID], since: date, until: date
) -> dict[UUID, Roster]:
    """Returns the rosters of these teams by team; one without shifts in which nobody keeps the watch is left out."""
    asked = {"organisations": organisation_ids, "teams": team_ids, "since": since, "until": until}
    records: dict[UUID, Row[Any]] = {}
    swapped: dict[UUID, dict[date, UUID]] = {}
    staying: dict[UUID, tuple[UUID, ...]] = {}
    for row in SHIFTS.read(session, asked):
        records[row.id] = row
        staying[row.team_id] = tuple(UUID(one) for one in row.staying or ())
        if row.day is not None:
            swapped.setdefault(row.id, {})[row.day] = row.to_id
    shifts: dict[UUID, list[Shift]] = {}
    for record in records.values():
        shifts.setdefault(record.team_id, []).append(_shift(record, swapped.get(record.id, {})))
    found = {team_id: Roster(several, staying[team_id]) for team_id, several in shifts.items()}
    # Who keeps the watch does so also where the last shift was taken out of the roster.
    without = select(RosterRecord.team_id, RosterRecord.staying).where(
        RosterRecord.organisation_id.in_(organisation_ids), RosterRecord.team_id.in_(set(team_ids) - found.keys())
    )
    for team_id, kept in session.execute(without) if len(found) < len(set(team_ids)) else ():
        if kept:
            found[team_id] = Roster(staying=tuple(UUID(one) for one in kept))
    return found


def lock_roster(session: Session, organisation_id: UUID, team_id: UUID) -> RosterRecord:
    """Returns the roster of a team, locked. If there is none yet it is made, and a look at its gaps is planned."""
    # Of two at once the second waits here, even when there is no roster to lock yet.
    team = select(TeamRecord).where(TeamRecord.organisation_id == organisation_id, TeamRecord.id == team_id)
    session.scalars(team.with_for_update(key_share=True)).one()
    mine = select(RosterRecord).where(RosterRecord.organisation_id == organisation_id, RosterRecord.team_id == team_id)
    roster = session.scalars(mine.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if roster is None:
        organisation = session.get_one(OrganisationRecord, organisation_id)
        roster = RosterRecord(team_id=team_id, organisation_id=organisation_id)
        session.add(roster)
        session.flush()
        look_at_gaps(session, roster, ZoneInfo(organisation.time_zone), clock_of(session).now(session))
    return roster


def look_at_gaps(session: Session, roster: RosterRecord, zone: ZoneInfo, now: datetime) -> None:
    """Plan the next look at the gaps of the coming week."""
    set_deadline(session, rooted(roster), DeadlineKind.ROSTER_GAPS, next_look_at_gaps(zone, now))


def next_look_at_gaps(zone: ZoneInfo, now: datetime) -> datetime:
    """Returns when the gaps of the coming week are looked at next by themselves: later today or tomorrow."""
    at = Schedule(EVERY_DAY, (GAPS_TOLD_AT,)).next_after(now, zone)
    assert at is not None, "there is a tomorrow"
    return at


def look_at_gaps_now(session: Session, roster: RosterRecord, now: datetime) -> None:
    """Plan a look at the gaps of the coming week at once: somebody who was to have the watch cannot."""
    lift_deadlines(session, rooted(roster), [DeadlineKind.ROSTER_GAPS], now)
    set_deadline(session, rooted(roster), DeadlineKind.ROSTER_GAPS, now)


def look_who_watches(session: Session, roster: RosterRecord, now: datetime) -> None:
    """Plan a look at who has the watch: after a change of the roster it may be somebody else."""
    lift_deadlines(session, rooted(roster), [DeadlineKind.SHIFT_CHANGE], now)
    set_deadline(session, rooted(roster), DeadlineKind.SHIFT_CHANGE, now)


def rooted(roster: RosterRecord) -> Rooted:
    """Returns the root to which its deadlines belong."""
    return Rooted(roster.organisation_id, RootKind.ROSTER, roster.team_id)


def _shift(record: Row[Any], swapped: Mapping[date, UUID]) -> Shift:
    days = frozenset(record.days)
    repeat = Repeat(days, record.every_weeks, record.first_day, record.last_day, record.on_holidays)
    return Shift(record.rank, record.person_id, repeat, record.starts, record.ends, record.id, swapped)


def roles_in_team(session: Session, organisation_id: UUID, team_id: UUID, people: set[UUID]) -> dict[UUID, set[Role]]:
    """Returns the active people among these, each with the roles that count in this team."""
    rows = session.execute(
        select(PersonRecord.id, GrantRecord.role)
        .outerjoin(
            GrantRecord,
            (GrantRecord.person_id == PersonRecord.id)
            & ((GrantRecord.team_id == team_id) | GrantRecord.team_id.is_(None)),
        )
        .where(PersonRecord.organisation_id == organisation_id, PersonRecord.active, PersonRecord.id.in_(people))
    )
    roles: dict[UUID, set[Role]] = {}
    for person, role in rows:
        roles.setdefault(person, set()).update({role} if role else set())
    return roles
