"""The duty roster by day: who has which turn, where the gaps are, and people who swap a turn once."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Query
from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.kinds import Actor
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.teams import team_of
from achterwacht.refused import Wrong, WrongInput
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import SwapRecord, SwapState
from achterwacht.roster.rules import Turn, by_day
from achterwacht.roster.swap_notices import people_in
from achterwacht.roster.swapping import Wish, answer_swap, ask_swap, withdraw_swap
from achterwacht.roster.week import Week, week_of
from achterwacht.use_cases.relief import cannot_take_watch, take_watch
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.schemas import Body, Day, Named, Pressed, Schema, WallTime
from api.http.security import Me, Read, Write
from api.teams.routes import known
from foundation.clock import clock_of

router = Router(prefix="/v1/teams/{team_id}", tags=["roster"])

DAYS = 7
FARTHEST = timedelta(days=366)


class HolidayOut(Schema):
    day: date
    name: str


class SwapOut(Schema):
    """A question to take a turn. `asked` waits for an answer; `accepted` counts in the roster."""

    id: UUID
    shift_id: UUID
    day: date
    giver: Named
    taker: Named
    asked_by: UUID
    state: SwapState

    @classmethod
    def of(cls, swap: SwapRecord, names: Mapping[UUID, str]) -> "SwapOut":
        return cls(
            id=swap.id,
            shift_id=swap.shift_id,
            day=swap.day,
            giver=Named(id=swap.from_id, name=names[swap.from_id]),
            taker=Named(id=swap.to_id, name=names[swap.to_id]),
            asked_by=swap.asked_by,
            state=swap.state,
        )


class TurnOut(Schema):
    """One time a shift is worked.

    If `until` is not after `from`, it ends the day after. absent: the person is away then.

    numberVerified: whether their number proved to be theirs. inTwoSteps: they have a turn of another rank in the same
    hours, so two steps of the ladder are one phone.
    """

    shift_id: UUID | None
    rank: Rank
    day: date
    starts: WallTime = Field(alias="from")
    ends: WallTime = Field(alias="until")
    person: Named
    number_verified: bool
    absent: bool
    in_two_steps: bool
    over: bool

    @classmethod
    def of(cls, turn: Turn, week: Week) -> "TurnOut":
        return cls(
            shift_id=turn.shift.id,
            rank=turn.shift.rank,
            day=turn.day,
            starts=f"{turn.starts:%H:%M}",
            ends=f"{turn.ends:%H:%M}",
            person=Named(id=turn.person, name=week.names.get(turn.person, "")),
            number_verified=turn.person in week.verified,
            absent=(turn.shift.id, turn.day) in week.absent,
            in_two_steps=(turn.shift.id, turn.day) in week.in_two_steps,
            over=turn.ends <= week.now,
        )


class GapOut(Schema):
    """A part of a day in which nobody has the watch. Until 00:00: the end of that day."""

    day: date
    starts: WallTime = Field(alias="from")
    ends: WallTime = Field(alias="until")


class MayTakeOut(Schema):
    """Who has a role for the turns of this rank, by name: whom a swap can be asked of."""

    rank: Rank
    people: list[Named]


class WeekOut(Schema):
    """Seven days of a team's roster. Times are the organisation's local time.

    guardMissing: the protocol of this team phones a guard firm, and nobody filled one in.
    """

    first_day: date
    today: date
    holidays: list[HolidayOut]
    turns: list[TurnOut]
    gaps: list[GapOut]
    swaps: list[SwapOut]
    may_take: list[MayTakeOut]
    guard_missing: bool

    @classmethod
    def of(cls, week: Week) -> "WeekOut":
        return cls(
            first_day=week.first,
            today=week.now.date(),
            holidays=[HolidayOut(day=day, name=name) for day, name in week.holidays.items()],
            turns=[TurnOut.of(turn, week) for turn in week.turns],
            gaps=[
                GapOut(day=starts.date(), starts=f"{starts:%H:%M}", ends=f"{ends:%H:%M}")
                for gap in week.gaps
                for starts, ends in by_day(gap)
            ],
            guard_missing=week.guard_missing,
            may_take=[
                MayTakeOut(rank=rank, people=[Named(id=one.id, name=one.name) for one in people])
                for rank, people in week.may_take.items()
            ],
            swaps=[SwapOut.of(swap, week.names) for swap in week.swaps],
        )


class SwapIn(Body):
    """Let that person take the turn of this shift that begins on that day."""

    id: UUID | None = None
    shift_id: UUID
    day: Day
    to_id: UUID


@router.get("/roster/week", responses=problems(403, 404))
def week(
    team_id: UUID, me: Me, session: Read, first_day: Annotated[Day | None, Query(alias="firstDay")] = None
) -> WeekOut:
    """Returns seven days from `firstDay` (without it, from this week's Monday), with the gaps from now on."""
    team = known(me, team_of(session, me.organisation_id, team_id))
    me.require(Action.SEE_ROSTER, team.id)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    now = clock_of(session).now(session)
    today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    first = first_day or today - timedelta(days=today.weekday())
    if abs(first - today) > FARTHEST:
        raise WrongInput(Wrong("/firstDay", "week_range"))
    return WeekOut.of(week_of(session, organisation, team.id, first, DAYS, now))


@router.post("/swaps", status_code=201, responses=problems(403, 404, 409))
def ask(team_id: UUID, body: SwapIn, me: Me, session: Write, once: IdempotentRequest) -> SwapOut:
    """Ask a colleague to take one turn: mine, or as a manager somebody else's. They get an SMS."""
    team = known(me, team_of(session, me.organisation_id, team_id))
    by = me.require(Action.SWAP_TURN, team.id)
    wish = Wish(body.shift_id, body.day, body.to_id, body.id)
    swap = ask_swap(session, team.id, wish, by, for_others=me.can(Action.SWAP_FOR_OTHERS, team.id))
    return once.answer(SwapOut.of(swap, people_in(session, swap)))


@router.post("/swaps/{swap_id}/accept", responses=problems(403, 404, 409))
def accept(team_id: UUID, swap_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest) -> SwapOut:
    """Take the turn that I was asked to take."""
    swap = answer_swap(session, swap_id, True, _on_swap(team_id, me, session))
    return once.answer(SwapOut.of(swap, people_in(session, swap)))


@router.post("/swaps/{swap_id}/decline", responses=problems(403, 404, 409))
def decline(team_id: UUID, swap_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest) -> SwapOut:
    """Say that I can't take the turn."""
    swap = answer_swap(session, swap_id, False, _on_swap(team_id, me, session))
    return once.answer(SwapOut.of(swap, people_in(session, swap)))


@router.post("/swaps/{swap_id}/withdraw", responses=problems(403, 404, 409))
def withdraw(team_id: UUID, swap_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest) -> SwapOut:
    """Withdraw my question."""
    swap = withdraw_swap(session, swap_id, _on_swap(team_id, me, session))
    return once.answer(SwapOut.of(swap, people_in(session, swap)))


@router.post("/relief/accept", status_code=204, responses=problems(403, 404, 409))
def take(team_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest) -> None:
    """Take the watch that is being handed over, with the alarms that the old watcher had taken."""
    team = known(me, team_of(session, me.organisation_id, team_id))
    take_watch(session, team.id, me.require(Action.TAKE_WATCH, team.id))
    once.answer(None)


@router.post("/relief/decline", status_code=204, responses=problems(403, 404, 409))
def cannot_take(team_id: UUID, body: Pressed, me: Me, session: Write, once: IdempotentRequest) -> None:
    """Say that I can't take the watch that I was asked to take."""
    team = known(me, team_of(session, me.organisation_id, team_id))
    cannot_take_watch(session, team.id, me.require(Action.TAKE_WATCH, team.id))
    once.answer(None)


def _on_swap(team_id: UUID, me: Caller, session: Session) -> Actor:
    team = known(me, team_of(session, me.organisation_id, team_id))
    return me.require(Action.SWAP_TURN, team.id)
