"""Reading and setting the roster of a team."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from achterwacht.people.records import GrantRecord, PersonRecord, Role
from achterwacht.refused import Wrong, refuse
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import ShiftRecord
from achterwacht.roster.rules import Shift
from foundation.among import among
from foundation.columns import new_id

MAY_WATCH = {
    Rank.FIRST: (Role.COLLEAGUE, Role.MANAGER),
    Rank.SECOND: (Role.COLLEAGUE, Role.MANAGER),
    Rank.MANAGER: (Role.MANAGER,),
}
"""Who is told must be able to act."""


SHIFTS = (
    select(ShiftRecord)
    .where(among(ShiftRecord.organisation_id, "organisations"), among(ShiftRecord.team_id, "teams"))
    .order_by(ShiftRecord.position, ShiftRecord.id)
)


@dataclass(frozen=True)
class GivenShift:
    """A shift as somebody typed it in."""

    rank: Rank
    person: UUID
    days: Sequence[int]
    starts: time
    ends: time


def shifts_of(session: Session, organisation_id: UUID, team_id: UUID) -> list[Shift]:
    """The roster of a team, in the order in which it was set."""
    return shifts_of_teams(session, [organisation_id], [team_id]).get(team_id, [])


def shifts_of_teams(
    session: Session, organisation_ids: Collection[UUID], team_ids: Collection[UUID]
) -> dict[UUID, list[Shift]]:
    """The rosters of these teams, each in the order in which it was set. A team without one is not in it."""
    rosters: dict[UUID, list[Shift]] = {}
    for one in session.scalars(SHIFTS, {"organisations": organisation_ids, "teams": team_ids}):
        shift = Shift(one.rank, one.person_id, frozenset(one.days), one.starts, one.ends)
        rosters.setdefault(one.team_id, []).append(shift)
    return rosters


def set_roster(session: Session, organisation_id: UUID, team_id: UUID, given: Sequence[GivenShift]) -> list[Shift]:
    """Replace the roster of a team.

    Raises:
        WrongInput: with everything that is wrong: unknown people, people who may not act in this team, double days.
    """
    may = _roles_in_team(session, organisation_id, team_id, {one.person for one in given})
    wrong: list[Wrong] = []
    for number, one in enumerate(given):
        at = f"/shifts/{number}"
        if one.person not in may:
            wrong.append(Wrong(f"{at}/personId", "person_unknown"))
        elif not may[one.person] & set(MAY_WATCH[one.rank]):
            wrong.append(Wrong(f"{at}/personId", "may_not_watch"))
        if len(set(one.days)) != len(one.days):
            wrong.append(Wrong(f"{at}/days", "day_double"))
    refuse(wrong)
    session.execute(
        delete(ShiftRecord).where(ShiftRecord.organisation_id == organisation_id, ShiftRecord.team_id == team_id)
    )
    session.add_all(
        ShiftRecord(
            id=new_id(),
            organisation_id=organisation_id,
            team_id=team_id,
            position=number,
            person_id=one.person,
            rank=one.rank,
            days=sorted(one.days),
            starts=one.starts,
            ends=one.ends,
        )
        for number, one in enumerate(given)
    )
    session.flush()
    return shifts_of(session, organisation_id, team_id)


def _roles_in_team(session: Session, organisation_id: UUID, team_id: UUID, people: set[UUID]) -> dict[UUID, set[Role]]:
    """The active ones among these people of the organisation, each with the roles that count in this team."""
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
