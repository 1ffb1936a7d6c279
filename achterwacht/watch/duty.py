"""Who there is at this moment: on duty, reachable, absent, on a visit. Found anew at each step (watch-rules.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Candidate, People, Skip
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord, Role
from achterwacht.roster.ranks import Rank
from achterwacht.roster.rules import Shift, on_duty
from achterwacht.roster.service import shifts_of
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord

WATCHING = (Role.COLLEAGUE, Role.MANAGER)


@dataclass(frozen=True)
class Duty:
    """The people of one team at one moment, without the worker of any visit in particular."""

    first: tuple[Candidate, ...]
    second: tuple[Candidate, ...]
    managers: tuple[Candidate, ...]
    everyone: tuple[Candidate, ...]
    administrators: tuple[Candidate, ...]
    contacts: Mapping[UUID, PersonRecord]

    def people(self, worker: Candidate) -> People:
        return People(worker, self.first, self.second, self.managers, self.everyone, self.administrators)


@dataclass(frozen=True)
class _Team:
    """What is read of a team once in a transaction."""

    shifts: Sequence[Shift]
    persons: Mapping[UUID, PersonRecord]
    roles: Mapping[UUID, set[Role]]
    busy: set[UUID]
    zone: ZoneInfo


class DutyBook:
    """Finds the people of teams, each team read once in a transaction."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self.now = now
        self._read: dict[UUID, _Team] = {}
        self._known: dict[tuple[UUID, datetime], Duty] = {}

    def of(self, organisation: OrganisationRecord, team_id: UUID, at: datetime | None = None) -> Duty:
        """Who there is now; or, with `at`, who the roster says there will be then."""
        moment = at or self.now
        if team_id not in self._read:
            self._read[team_id] = self._team(organisation, team_id)
        if (team_id, moment) not in self._known:
            self._known[team_id, moment] = _duty(self._read[team_id], moment)
        return self._known[team_id, moment]

    def _team(self, organisation: OrganisationRecord, team_id: UUID) -> _Team:
        shifts = shifts_of(self._session, organisation.id, team_id)
        persons, roles, busy = self._persons(organisation.id, team_id, {shift.person for shift in shifts})
        return _Team(shifts, persons, roles, busy, ZoneInfo(organisation.time_zone))

    def _persons(
        self, organisation_id: UUID, team_id: UUID, rostered: set[UUID]
    ) -> tuple[dict[UUID, PersonRecord], dict[UUID, set[Role]], set[UUID]]:
        """Those who watch over this team, the administrators, and who is in its roster; with roles, and who is out."""
        watching = GrantRecord.role.in_(WATCHING) & or_(GrantRecord.team_id == team_id, GrantRecord.team_id.is_(None))
        statement = (
            select(PersonRecord, GrantRecord.role, _on_visit(organisation_id))
            .outerjoin(
                GrantRecord,
                (GrantRecord.person_id == PersonRecord.id) & (watching | (GrantRecord.role == Role.ADMINISTRATOR)),
            )
            .where(
                PersonRecord.organisation_id == organisation_id,
                PersonRecord.active,
                or_(GrantRecord.id.is_not(None), PersonRecord.id.in_(rostered)),
            )
            .order_by(PersonRecord.name)
        )
        persons: dict[UUID, PersonRecord] = {}
        roles: dict[UUID, set[Role]] = {}
        busy: set[UUID] = set()
        for person, role, on_visit in self._session.execute(statement):
            persons[person.id] = person
            if role is not None:
                roles.setdefault(person.id, set()).add(role)
            if on_visit:
                busy.add(person.id)
        return persons, roles, busy


def _on_visit(organisation_id: UUID) -> ColumnElement[bool]:
    """Whether a person is inside somewhere now, as worker or companion."""
    under_way = (VisitRecord.organisation_id == organisation_id) & (VisitRecord.state == VisitState.UNDER_WAY)
    works = exists().where(under_way, VisitRecord.worker_id == PersonRecord.id)
    comes_along = exists().where(
        under_way, CompanionRecord.visit_id == VisitRecord.id, CompanionRecord.person_id == PersonRecord.id
    )
    return or_(works, comes_along)


def _duty(team: _Team, moment: datetime) -> Duty:
    ranks = on_duty(team.shifts, moment, team.zone)
    candidates = {one.id: Candidate(one.id, one.name, _skip(one, team.busy, moment)) for one in team.persons.values()}

    def those(ids: Iterable[UUID]) -> tuple[Candidate, ...]:
        return tuple(candidates[person] for person in ids if person in candidates)

    managers = those(person for person in team.persons if Role.MANAGER in team.roles.get(person, ()))
    rostered = {person for people in ranks.values() for person in people}
    watching = {person for person, roles in team.roles.items() if roles & set(WATCHING)}
    return Duty(
        first=those(ranks.get(Rank.FIRST, ())),
        second=those(ranks.get(Rank.SECOND, ())),
        # Without a manager in the roster the team's managers are asked: a level must never be empty by omission.
        managers=those(ranks.get(Rank.MANAGER, ())) or managers,
        everyone=those(person for person in team.persons if person in watching | rostered),
        administrators=those(person for person in team.persons if Role.ADMINISTRATOR in team.roles.get(person, ())),
        contacts=team.persons,
    )


def _skip(person: PersonRecord, busy: set[UUID], moment: datetime) -> Skip | None:
    if person.absent_at(moment):
        return Skip.ABSENT
    if person.id in busy:
        return Skip.ON_VISIT
    return None if person.phone else Skip.NO_NUMBER
