"""Who is there now: on duty, reachable, absent, on a visit. Looked up anew at each step (watch-rules.md)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Candidate, People, Skip
from achterwacht.alarms.guard_facts import Firm
from achterwacht.context import Context
from achterwacht.guards.service import firm_of, has_answered
from achterwacht.notices.in_silence import Hushed, who_is_hushed
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.roles import Role
from achterwacht.roster.ranks import WATCHES, Rank
from achterwacht.roster.rules import OnDuty
from achterwacht.roster.service import NO_ROSTER, Roster, rosters_around
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.persons import WATCHING, Person, persons
from notifications.texts.formats import number

WATCHING_RANKS = (*WATCHES, Rank.SECOND)
NOBODY: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Duty:
    """The people of one team at one moment, whichever visit it is about.

    first: who has the watch. rostered: who should have it by the roster; somebody else, until they have taken it.
    """

    first: tuple[Candidate, ...]
    rostered: tuple[Candidate, ...]
    second: tuple[Candidate, ...]
    managers: tuple[Candidate, ...]
    everyone: tuple[Candidate, ...]
    administrators: tuple[Candidate, ...]
    contacts: Mapping[UUID, Person]

    def with_back_up(self, person: UUID | None) -> "Duty":
        """Returns the same people, with the agreed colleague of one visit before the others (P3)."""
        if person is None:
            return self
        found = tuple(one for one in self.everyone if one.person == person)
        return replace(self, first=found + tuple(one for one in self.first if one not in found))

    def people(self, worker: Candidate) -> People:
        return People(worker, self.first, self.second, self.managers, self.everyone, self.administrators)


@dataclass(frozen=True)
class _Team:
    """What is read once about a team in a transaction."""

    roster: Roster
    on_duty: OnDuty
    persons: dict[UUID, Person] = field(default_factory=dict)
    roles: dict[UUID, set[Role]] = field(default_factory=dict)
    busy: set[UUID] = field(default_factory=set)

    def note(self, person: Person, role: Role | None, on_visit: bool) -> None:
        self.persons[person.id] = person
        if role is not None:
            self.roles.setdefault(person.id, set()).add(role)
        if on_visit:
            self.busy.add(person.id)


class DutyBook:
    """Finds the people of teams.

    It reads each team once in a transaction, and all teams that are known at once together.
    """

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self._read: dict[UUID, _Team] = {}
        self._known: dict[tuple[UUID, datetime], Duty] = {}
        self._hushed: dict[UUID, Hushed] = {}

    def of(self, organisation: OrganisationRecord, team_id: UUID, at: datetime | None = None) -> Duty:
        """Returns the people there are now; with `at`, the people there will be by the roster."""
        moment = at or self.now
        self.read([(organisation, team_id)])
        if (team_id, moment) not in self._known:
            self._known[team_id, moment] = _duty(self._read[team_id], moment, now=moment == self.now)
        return self._known[team_id, moment]

    def watching(self, organisation: OrganisationRecord, team_id: UUID, at: datetime) -> frozenset[UUID]:
        """The colleagues who have the watch at a later moment by the roster, and can be reached; cheaper than `of`."""
        self.read([(organisation, team_id)])
        team = self._read[team_id]
        ranks = team.on_duty.at(at)
        found = [team.persons.get(one) for rank in WATCHING_RANKS for one in ranks.get(rank, ())]
        return frozenset([one.id for one in found if one and _skip(one, NOBODY, at) is None])

    def hushed(self, organisation_id: UUID) -> Hushed:
        """Returns whom nobody of this organisation phones now."""
        if organisation_id not in self._hushed:
            self._hushed[organisation_id] = who_is_hushed(self.session, organisation_id)
        return self._hushed[organisation_id]

    def persons(self) -> Iterable[Person]:
        """Returns everybody who was read so far."""
        return (person for team in self._read.values() for person in team.persons.values())

    def read(self, teams: Iterable[tuple[OrganisationRecord, UUID]]) -> None:
        """Read these teams in two statements, however many they are."""
        new = {team_id: organisation for organisation, team_id in teams if team_id not in self._read}
        if not new:
            return
        organisations = {one.id for one in new.values()}
        rosters = rosters_around(self.session, organisations, list(new), self.now)
        for team_id, organisation in new.items():
            roster = rosters.get(team_id, NO_ROSTER)
            found = OnDuty(roster.shifts, ZoneInfo(organisation.time_zone), organisation.country)
            self._read[team_id] = _Team(roster, found)
        rostered = {team_id: roster.people for team_id, roster in rosters.items()}
        teams_of: dict[UUID, list[UUID]] = {}
        for team_id, organisation in new.items():
            teams_of.setdefault(organisation.id, []).append(team_id)
        asked = {"organisations": organisations, "teams": list(new), "rostered": set().union(*rostered.values())}
        for person, role, of_team, on_visit in persons(self.session, asked):
            for team_id in teams_of[person.organisation_id]:
                team = self._read[team_id]
                acts_here = of_team in (None, team_id) or role is Role.ADMINISTRATOR
                if (role and acts_here) or person.id in rostered.get(team_id, ()):
                    team.note(person, role if acts_here else None, on_visit)


def people_of(root: Aggregate, book: DutyBook, at: datetime | None = None) -> People:
    """Returns the people for this visit or alarm now; with `at`, the people there will be by the roster."""
    return book.of(root.organisation, root.team_id, at).with_back_up(root.back_up).people(root.worker())


def context_of(root: Aggregate, book: DutyBook) -> Context:
    """Returns what a rule needs to know to decide about this visit or alarm now."""
    return Context(
        lambda: people_of(root, book),
        book.now,
        root.protocol,
        lambda: firm_for(book.session, root, book),
        lambda: book.hushed(root.organisation.id).silent,
        lambda: book.hushed(root.organisation.id).quiet,
    )


def firm_for(session: Session, root: Aggregate, book: DutyBook) -> Firm | None:
    """Returns the guard firm for this alarm; None if neither the team nor the organisation has set one."""
    record = firm_of(session, root.organisation.id, root.team_id)
    if record is None:
        return None
    duty = book.of(root.organisation, root.team_id)
    manager = next((one for one in duty.managers if one.skip is None and one.person not in root.going()), None)
    contact = None if manager is None else duty.contacts[manager.person]
    answered = root.alarm is not None and has_answered(session, root.organisation.id, root.alarm.id)
    drill = bool(root.alarm and root.alarm.drill) or bool(root.visit and root.visit.drill)
    return Firm(
        id=record.id,
        name=record.name,
        call_back="" if contact is None else number(contact.phone, root.organisation.country),
        answered=answered,
        spared=drill,
    )


def _duty(team: _Team, moment: datetime, *, now: bool) -> Duty:
    ranks = team.on_duty.at(moment)
    candidates = {one.id: Candidate(one.id, one.name, _skip(one, team.busy, moment)) for one in team.persons.values()}

    def those(ids: Iterable[UUID]) -> tuple[Candidate, ...]:
        return tuple(one for person in ids if (one := candidates.get(person)) is not None)

    of_team = those(person for person in team.persons if Role.MANAGER in team.roles.get(person, ()))
    managers = those(ranks.get(Rank.MANAGER, ()))
    watchers = [person for rank in WATCHES for person in ranks.get(rank, ())]
    rostered = {person for people in ranks.values() for person in people}
    watching = {person for person, roles in team.roles.items() if roles & set(WATCHING)}
    return Duty(
        # Whoever has the watch keeps it until the next one takes it. For a later moment there is only the roster.
        first=those(dict.fromkeys((*(team.roster.staying if now else ()), *watchers))),
        rostered=those(dict.fromkeys(watchers)),
        second=those(ranks.get(Rank.SECOND, ())),
        # Without a manager in the roster who can be told, the team's managers are: no level may be empty by omission.
        managers=managers if any(one.skip is None for one in managers) else tuple(dict.fromkeys((*managers, *of_team))),
        everyone=those(person for person in team.persons if person in watching | rostered),
        administrators=those(person for person in team.persons if Role.ADMINISTRATOR in team.roles.get(person, ())),
        contacts=team.persons,
    )


def _skip(person: Person, busy: Collection[UUID], moment: datetime) -> Skip | None:
    if person.absent_at(moment):
        return Skip.ABSENT
    if person.id in busy:
        return Skip.ON_VISIT
    return None if person.phone else Skip.NO_NUMBER
