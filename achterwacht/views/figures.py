"""The figures of a year or a quarter, as somebody may see them: in tables with words, beside the year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.people.actions import Action
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.teams import teams_of
from achterwacht.refused import NotFound
from achterwacht.reports.counting import (
    Year,
    count_year,
)
from achterwacht.reports.facts import WHOLE_YEAR
from achterwacht.reports.service import advice_of
from achterwacht.reports.times import Percentile, percentiles
from achterwacht.views.figures_counted import TABLES, Numbers, Share, Table, Words, shares_of, table_of
from achterwacht.views.past.sight import was_inside_silently
from achterwacht.watch.inside import open_presses


class Scope(StrEnum):
    OWN = "own"
    TEAM = "team"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Advice:
    advice: str
    became_of_it: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True)
class Figures:
    """quarter: 1 to 4, or WHOLE_YEAR. team: None for all that are in it. teams: which the reader can choose; sees_all:
    and all of them together."""

    year: int
    quarter: int
    scope: Scope
    team: UUID | None
    teams: Mapping[UUID, str]
    sees_all: bool
    begins: datetime
    ends: datetime
    as_of: datetime
    tables: Sequence[Table]
    shares: Sequence[Share]
    times: Sequence[Percentile]
    times_before: Sequence[Percentile]
    advice: Advice | None
    advice_before: Advice | None


def figures(
    session: Session,
    caller: Caller,
    year: int,
    now: datetime,
    quarter: int = WHOLE_YEAR,
    team: UUID | None = None,
    language: str | None = None,
) -> Figures:
    """Returns the figures: of the organisation, of a team that the caller may see, or else of the caller alone.

    language: of their rows; that of the organisation when none is given.

    Raises:
        NotFound: there is no such team here, or its figures are not the caller's to see.
    """
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    zone = ZoneInfo(organisation.time_zone)
    scope, team, teams = _scope(session, caller, team)
    alone = caller.id if scope is Scope.OWN else None
    unknown, pressed = _in_silence(session, caller)
    this, last = (Year(organisation.id, one, zone, team, alone, unknown, pressed) for one in (year, year - 1))
    numbers = [Numbers(count_year(session, one, now), everything=scope is Scope.OWN) for one in (this, last)]
    words = Words(session, organisation, language or organisation.language)
    made = [one for dimension in TABLES if (one := table_of(dimension, numbers, quarter, words)) is not None]
    starts = this.starts
    begins, ends = (starts[0], starts[-1]) if quarter == WHOLE_YEAR else (starts[quarter - 1], starts[quarter])
    times = [percentiles(session, one, quarter) for one in (this, last)]
    advice = [None if scope is Scope.OWN else _advice(session, organisation.id, one) for one in (year, year - 1)]
    return Figures(
        year=year,
        quarter=quarter,
        scope=scope,
        team=team,
        teams=teams,
        sees_all=caller.teams_for(Action.SEE_FIGURES) is None,
        begins=begins,
        ends=ends,
        as_of=now,
        tables=made,
        shares=shares_of(numbers, quarter, words),
        times=times[0],
        times_before=times[1],
        advice=advice[0],
        advice_before=advice[1],
    )


def _in_silence(session: Session, caller: Caller) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Returns the silent alarms that the caller was inside of: those they know nothing of, and those that they know as
    the noodknop that was pressed openly. Whoever forced them may hold their phone, also when this is read.
    """
    mine = session.scalars(
        select(AlarmRecord.id).where(AlarmRecord.organisation_id == caller.organisation_id, was_inside_silently(caller))
    ).all()
    pressed = frozenset(open_presses(session, caller.organisation_id, mine))
    return frozenset(mine) - pressed, pressed


def _scope(session: Session, caller: Caller, team: UUID | None) -> tuple[Scope, UUID | None, dict[UUID, str]]:
    """Returns whose figures they are, of which team, and which teams there are to choose.

    Those of one team are for who may read its reports: with them and those of all teams, one could compute what neither
    says.
    """
    whole, readable = caller.teams_for(Action.SEE_FIGURES), caller.teams_for(Action.SEE_INCIDENTS)
    teams = {one.id: one.name for one in teams_of(session, caller.organisation_id, readable)}
    if team is not None and team not in teams:
        raise NotFound("team")
    if whole is None:
        return Scope.ORGANISATION if team is None else Scope.TEAM, team, teams
    if teams:
        # Of several teams one at a time.
        return Scope.TEAM, team or min(teams, key=lambda one: teams[one]), teams
    return Scope.OWN, None, {}


def _advice(session: Session, organisation_id: UUID, year: int) -> Advice | None:
    record = advice_of(session, organisation_id, year)
    if record is None:
        return None
    names = names_of(session, organisation_id, [record.written_by])
    return Advice(record.advice, record.became_of_it, names[record.written_by], record.written_at)
