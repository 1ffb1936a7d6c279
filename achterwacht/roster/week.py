"""Some days of a team's roster as people see it: who has which turn, the holidays, and the gaps."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.guards.service import firm_of
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.people.teams import colleagues_of
from achterwacht.protocols.running import running_in
from achterwacht.roster.days import holiday_on
from achterwacht.roster.ranks import WATCHES, Rank
from achterwacht.roster.records import SwapRecord, SwapState
from achterwacht.roster.rules import Span, Turn, gaps, in_two_steps, office_hours, shown_between, turns, within, without
from achterwacht.roster.service import MAY_WATCH, roles_in_team, roster_of
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.among import among

A_DAY = timedelta(days=1)
AHEAD = timedelta(days=7)
"""How far ahead we look for gaps."""


@dataclass(frozen=True)
class Week:
    """These days of one team. All times are local.

    now: the moment of looking. gaps: when nobody has the watch although somebody should, from now on. absent: the
    turns, by shift and day, during which their person is away (for a part). verified: whose number was verified.
    in_two_steps: the turns, by shift and day, whose person is in another step in the same hours. may_take: who has a
    role for a turn of this rank, by name. guard_missing: the protocol of this team phones a guard firm, but none was
    filled in.
    """

    first: date
    now: datetime
    turns: Sequence[Turn]
    names: Mapping[UUID, str]
    absent: Collection[tuple[UUID | None, date]]
    verified: Collection[UUID]
    holidays: Mapping[date, str]
    gaps: Sequence[Span]
    swaps: Sequence[SwapRecord]
    in_two_steps: Collection[tuple[UUID | None, date]]
    may_take: Mapping[Rank, Sequence[PersonRecord]]
    guard_missing: bool


def week_of(
    session: Session, organisation: OrganisationRecord, team_id: UUID, first: date, days: int, now: datetime
) -> Week:
    """Returns this many days of a team's roster, from the first day on."""
    zone, country = ZoneInfo(organisation.time_zone), organisation.country
    last = first + A_DAY * (days - 1)
    # A turn that began the day before may reach into the first day.
    found = turns(
        roster_of(session, organisation.id, team_id, first - A_DAY, last).shifts, first - A_DAY, last, country
    )
    swaps = _swaps(session, organisation.id, team_id, first, last)
    people = _people(session, organisation.id, {turn.person for turn in found} | _named(swaps))
    away = {person.id: _away(person, zone) for person in people.values()}
    begins, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last + A_DAY))
    window = (max(begins, now), ends)
    profile = running_in(session, organisation, team_id)
    hours = office_hours(profile.office_hours, first, last, organisation.country)
    needed = [
        *(part for shown in shown_between(*window, zone) for part in within(hours, shown)),
        *_planned(session, organisation.id, team_id, zone, window),
    ]
    watchers = _who_may_watch(session, organisation.id, set(people))
    covered = [
        left
        for turn in found
        if turn.shift.rank in WATCHES and turn.person in watchers
        for left in without((turn.starts, turn.ends), away[turn.person])
    ]
    return Week(
        first=first,
        now=_on_the_wall(now, zone),
        turns=[turn for turn in found if turn.day >= first],
        names={one.id: one.name for one in people.values()},
        absent={(turn.shift.id, turn.day) for turn in found if _misses(turn, away.get(turn.person))},
        verified={one.id for one in people.values() if one.number_verified_at is not None},
        holidays={day: name for ahead in range(days) if (name := holiday_on(day := first + A_DAY * ahead, country))},
        gaps=gaps(needed, covered),
        swaps=swaps,
        in_two_steps=in_two_steps(found),
        may_take=_may_take(session, organisation.id, team_id),
        guard_missing=profile.ladder.guard is not None and firm_of(session, organisation.id, team_id) is None,
    )


def gaps_ahead(session: Session, organisation: OrganisationRecord, team_id: UUID, now: datetime) -> Sequence[Span]:
    """Returns the gaps of the coming week, from now on."""
    today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    return week_of(session, organisation, team_id, today, AHEAD.days, now).gaps


def is_missed(
    session: Session, organisation: OrganisationRecord, team_id: UUID, person_id: UUID, until: datetime, now: datetime
) -> bool:
    """Whether nobody has the watch before `until` in hours that are that person's, who is away then."""
    zone = ZoneInfo(organisation.time_zone)
    today = now.astimezone(zone).date()
    week = week_of(session, organisation, team_id, today - A_DAY, 3, now)  # until the end of tomorrow
    theirs = [
        (turn.starts, turn.ends)
        for turn in week.turns
        if turn.person == person_id and turn.shift.rank in WATCHES and (turn.shift.id, turn.day) in week.absent
    ]
    window = (_on_the_wall(now, zone), _on_the_wall(until, zone))
    lacking = within(week.gaps, window)
    return any(within(lacking, span) for span in theirs)


def _swaps(session: Session, organisation_id: UUID, team_id: UUID, first: date, last: date) -> Sequence[SwapRecord]:
    living = (SwapState.ASKED, SwapState.ACCEPTED)
    return session.scalars(
        select(SwapRecord)
        .where(
            SwapRecord.organisation_id == organisation_id,
            SwapRecord.team_id == team_id,
            SwapRecord.day.between(first, last),
            SwapRecord.state.in_(living),
        )
        .order_by(SwapRecord.day, SwapRecord.starts)
    ).all()


def _may_take(session: Session, organisation_id: UUID, team_id: UUID) -> dict[Rank, list[PersonRecord]]:
    people = colleagues_of(session, organisation_id, frozenset({team_id}))
    roles = roles_in_team(session, organisation_id, team_id, {one.id for one in people})
    return {rank: [one for one in people if roles[one.id] & set(needed)] for rank, needed in MAY_WATCH.items()}


def _named(swaps: Sequence[SwapRecord]) -> set[UUID]:
    return {person for swap in swaps for person in (swap.from_id, swap.to_id)}


def _people(session: Session, organisation_id: UUID, ids: set[UUID]) -> dict[UUID, PersonRecord]:
    known = select(PersonRecord).where(PersonRecord.organisation_id == organisation_id, among(PersonRecord.id, ids))
    return {one.id: one for one in session.scalars(known)}


def _who_may_watch(session: Session, organisation_id: UUID, ids: set[UUID]) -> set[UUID]:
    """Returns those of them whom the ladder finds on duty: they work here, watch over some team, and can be called."""
    found = (
        select(PersonRecord.id)
        .join(GrantRecord, GrantRecord.person_id == PersonRecord.id)
        .where(
            PersonRecord.organisation_id == organisation_id,
            PersonRecord.active,
            PersonRecord.phone.is_not(None),
            among(PersonRecord.id, ids),
            GrantRecord.role.in_((Role.COLLEAGUE, Role.MANAGER)),
        )
    )
    return set(session.scalars(found))


def _planned(session: Session, organisation_id: UUID, team_id: UUID, zone: ZoneInfo, window: Span) -> list[Span]:
    """Returns when visits are planned within these moments: somebody must watch then, whatever the hour."""
    starts, ends = window
    planned = select(VisitRecord.planned_start, VisitRecord.expected_end).where(
        VisitRecord.organisation_id == organisation_id,
        VisitRecord.team_id == team_id,
        VisitRecord.state == VisitState.PLANNED,
        VisitRecord.planned_start < ends,
        VisitRecord.expected_end > starts,
    )
    return [
        part
        for begin, end in session.execute(planned)
        for part in shown_between(max(begin, starts), min(end, ends), zone)
    ]


def _away(person: PersonRecord, zone: ZoneInfo) -> Span | None:
    if person.absent_from is None:
        return None
    until = datetime.max if person.absent_until is None else _on_the_wall(person.absent_until, zone)  # noqa: DTZ901
    return _on_the_wall(person.absent_from, zone), until


def _misses(turn: Turn, away: Span | None) -> bool:
    return away is not None and away[0] < turn.ends and away[1] > turn.starts


def _on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
