"""Teams, and who is on duty in them."""

from collections.abc import Sequence
from datetime import time
from typing import Annotated
from uuid import UUID

from pydantic import Field

from achterwacht.notices.in_silence import who_is_silent
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import TeamRecord
from achterwacht.people.signing_out import end_sign_ins
from achterwacht.people.teams import add_team, team_of, teams_of, workers_of
from achterwacht.refused import NotFound
from achterwacht.roster.ranks import OnHolidays, Rank
from achterwacht.roster.rules import Shift
from achterwacht.roster.service import NO_ROSTER, rosters_around
from achterwacht.roster.setting import GivenShift, set_roster, version_of
from achterwacht.visits.rules import not_in_silence
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import Body, Day, Name, Named, Schema, WallTime
from api.http.security import Me, Read, Write
from foundation.clock import clock_of

router = Router(prefix="/v1/teams", tags=["administration"])

MOST_SHIFTS = 500
MOST_WEEKS = 52


class TeamsOut(Schema):
    teams: list[Named]


class NewTeam(Body):
    id: UUID | None = None
    name: Name


class ShiftSchema(Body):
    """A repeating duty. If `until` is not after `from`, it runs past midnight; the same time twice is a whole day.

    everyWeeks: 2 is every other week, counted from the week of firstDay. For a single time firstDay and lastDay are the
    same. onHolidays: whether it is there on a holiday too, not, or only then. id: of an existing shift.
    """

    id: UUID | None = None
    rank: Rank
    person_id: UUID
    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
    every_weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = 1
    first_day: Day | None = None
    last_day: Day | None = None
    on_holidays: OnHolidays = OnHolidays.ALSO
    starts: WallTime = Field(alias="from")
    ends: WallTime = Field(alias="until")

    @classmethod
    def of(cls, shift: Shift) -> "ShiftSchema":
        return cls(
            id=shift.id,
            rank=shift.rank,
            person_id=shift.person,
            days=sorted(shift.repeat.days),
            every_weeks=shift.repeat.every_weeks,
            first_day=shift.repeat.first,
            last_day=shift.repeat.last,
            on_holidays=shift.repeat.holidays,
            starts=shift.starts.strftime("%H:%M"),
            ends=shift.ends.strftime("%H:%M"),
        )

    def given(self) -> GivenShift:
        return GivenShift(
            self.rank,
            self.person_id,
            self.days,
            time.fromisoformat(self.starts),
            time.fromisoformat(self.ends),
            self.every_weeks,
            self.first_day,
            self.last_day,
            self.on_holidays,
            self.id,
        )


class Roster(Body):
    """version: of the roster as it was read. Sent along, a roster that somebody else set since is not replaced."""

    shifts: Annotated[list[ShiftSchema], Field(max_length=MOST_SHIFTS)]
    version: Annotated[str, Field(max_length=64)] | None = None

    @classmethod
    def of(cls, shifts: Sequence[Shift]) -> "Roster":
        return cls(shifts=[ShiftSchema.of(shift) for shift in shifts], version=version_of(shifts))


@router.get("")
def teams(me: Me, session: Read) -> TeamsOut:
    """Returns my teams; for an administrator, all of the organisation."""
    mine = None if me.can(Action.MANAGE_PEOPLE) else me.teams()
    found = teams_of(session, me.organisation_id, mine)
    return TeamsOut(teams=[Named(id=team.id, name=team.name) for team in found])


@router.post("", status_code=201, responses=problems(403, 409))
def add(body: NewTeam, me: Me, session: Write, once: IdempotentRequest) -> Named:
    """Add a team."""
    by = me.require(Action.MANAGE_PEOPLE)
    team = add_team(session, me.organisation_id, body.id, body.name, by)
    return once.answer(Named(id=team.id, name=team.name))


@router.get("/{team_id}/workers", responses=problems(403, 404))
def workers(team_id: UUID, me: Me, session: Read) -> list[Named]:
    """Returns for whom a visit can be planned in this team."""
    team = known(me, team_of(session, me.organisation_id, team_id))
    me.require(Action.PLAN_FOR, team.id)
    return [Named(id=one.id, name=one.name) for one in workers_of(session, me.organisation_id, team.id)]


@router.post("/{team_id}/workers/{person_id}/sign-out-everywhere", status_code=204, responses=problems(403, 404, 409))
def end_lost_phone(team_id: UUID, person_id: UUID, me: Me, session: Write) -> None:
    """End every sign-in of somebody who visits for this team: they rang, because their phone is lost or stolen.

    On a visit the watch goes on; an ended sign-in can only call for help until the visit is over. Not during a silent
    alarm of theirs: their screen would show that something is wrong.
    """
    team = known(me, team_of(session, me.organisation_id, team_id))
    by = me.require(Action.END_LOST_PHONE, team.id)
    if person_id not in {one.id for one in workers_of(session, me.organisation_id, team.id)}:
        raise NotFound
    not_in_silence(by, [person_id], who_is_silent(session, me.organisation_id))
    end_sign_ins(session, me.organisation_id, person_id, by, "lost")


@router.get("/{team_id}/roster", responses=problems(403, 404))
def roster(team_id: UUID, me: Me, session: Read) -> Roster:
    """Returns who is on duty when."""
    team = known(me, team_of(session, me.organisation_id, team_id))
    me.require(Action.SEE_ROSTER, team.id)
    now = clock_of(session).now(session)
    found = rosters_around(session, [me.organisation_id], [team.id], now).get(team.id, NO_ROSTER)
    return Roster.of(found.shifts)


@router.put("/{team_id}/roster", responses=problems(403, 404, 409))
def replace_roster(team_id: UUID, body: Roster, me: Me, session: Write) -> Roster:
    """Replace the whole roster of the team."""
    team = known(me, team_of(session, me.organisation_id, team_id))
    by = me.require(Action.SET_ROSTER, team.id)
    given = [shift.given() for shift in body.shifts]
    return Roster.of(set_roster(session, me.organisation_id, team.id, given, by, body.version).shifts)


def known(me: Caller, team: TeamRecord) -> TeamRecord:
    """Returns the team, if the caller belongs to it or looks after all of them.

    Raises:
        NotFound: another team of the organisation is nobody else's business.
    """
    mine = me.teams()
    if mine is not None and team.id not in mine:
        raise NotFound
    return team
