"""The cast of the demonstration: its teams, who is in them, and who is on duty when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.facts import Facts, PersonChange
from achterwacht.people.kept_secrets import hash_secret
from achterwacht.people.passwords import DEMONSTRATION_PASSWORD
from achterwacht.people.policy import Grant
from achterwacht.people.records import OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.people.service import add_person, change_person
from achterwacht.roster.ranks import Rank
from achterwacht.roster.setting import GivenShift, set_roster
from achterwacht.use_cases.numbers import Numbers
from cli.past.stage import people_of
from foundation.clock import clock_of

SLUG = "voorbeeld"
INCOME, CARE = "Inkomen", "Wmo"
WHOLE_DAY = time(0)
WORKING_DAYS, WEEKEND = (1, 2, 3, 4, 5), (6, 7)

# The Dutch numbering plan reserves no mobile numbers for fiction, as far as we could find. These are the neighbours of
# +31 6 12345678, libphonenumber's (Google) example of a Dutch mobile number. They may belong to somebody: `demo` and
# `serve` refuse a provider that reaches people while this organisation exists.
FIRST_NUMBER = 31_612_345_671
OF_THE_CANARY = f"+{FIRST_NUMBER - 1}"


@dataclass(frozen=True)
class Player:
    """A person in the demonstration. teams: in which they have their role; none: in the whole organisation."""

    email_name: str
    name: str
    role: Role
    teams: tuple[str, ...] = (INCOME,)

    @property
    def email(self) -> str:
        return f"{self.email_name}@{SLUG}.test"


@dataclass(frozen=True)
class Duty:
    """Who is on duty for a team on these days, all day."""

    who: str
    rank: Rank
    days: tuple[int, ...] = WORKING_DAYS + WEEKEND


KARIN = Player("manager", "Karin Smit", Role.MANAGER)
CAST = (
    Player("worker", "Jan de Wit", Role.WORKER),
    Player("worker2", "Ali Demir", Role.WORKER),
    Player("colleague", "Fatima Bakker", Role.COLLEAGUE),
    KARIN,
    Player("manager2", "Mohamed el Amrani", Role.MANAGER),
    Player("registrar", "Ruth Verhoeven", Role.REGISTRAR, ()),
    Player("hr", "Hanna Visser", Role.HR, ()),
    Player("reception", "Rob Peters", Role.RECEPTION, ()),
    Player("admin", "Anne Jansen", Role.ADMINISTRATOR, ()),
)
"""Whom the pages name (docs/design/api.md)."""
OTHERS = (
    Player("worker3", "Samira Yıldız-van den Heuvel", Role.WORKER),
    Player("worker4", "Pieter-Jan Vandenbroucke", Role.WORKER),
    Player("worker5", "Els Janssen", Role.WORKER),
    Player("worker6", "Youssef Amrani", Role.WORKER),
    Player("worker7", "Noor de Vries", Role.WORKER),
    Player("worker8", "Marieke Hendriks", Role.WORKER, (CARE,)),
    Player("worker9", "Bram Kuipers", Role.WORKER, (CARE,)),
    Player("colleague2", "Joke van Dijk", Role.COLLEAGUE, (CARE,)),
    Player("manager3", "Ingrid Bosman", Role.MANAGER, (CARE,)),
    replace(KARIN, teams=(INCOME, CARE)),
)
"""Who joins them where there is a past, or somebody is on a visit at this minute: more workers, and a second team."""
ROSTERS = {
    INCOME: (Duty("colleague", Rank.FIRST), Duty("manager", Rank.MANAGER), Duty("manager2", Rank.MANAGER)),
    CARE: (
        Duty("colleague2", Rank.FIRST, WORKING_DAYS),
        Duty("manager3", Rank.FIRST, WEEKEND),
        Duty("manager3", Rank.MANAGER),
    ),
}
_NUMBERS = {name: number for number, name in enumerate(dict.fromkeys(one.email_name for one in (*CAST, *OTHERS)))}


def assemble(session: Session, organisation_id: UUID, players: Sequence[Player]) -> None:
    """Add who of these is not there yet, and their teams with a roster. What is there stays as people changed it: whose
    address was changed is known by their number.
    """
    there = people_of(session, session.get_one(OrganisationRecord, organisation_id))
    numbers = {
        number: person
        for person, number in session.execute(
            select(PersonRecord.id, PersonRecord.phone).where(PersonRecord.organisation_id == organisation_id)
        )
    }
    there |= {one.email_name: numbers[_number(one)] for one in players if _number(one) in numbers}
    named = select(TeamRecord.name, TeamRecord.id).where(TeamRecord.organisation_id == organisation_id)
    known = dict(session.execute(named).all())
    wanted = dict.fromkeys(team for player in players for team in player.teams)
    new = {name: _add_team(session, organisation_id, name) for name in wanted if name not in known}
    teams = known | new
    for player in players:
        grants = tuple(Grant(player.role, teams[name]) for name in player.teams) or (Grant(player.role, None),)
        if player.email_name not in there:
            there[player.email_name] = _add(session, organisation_id, player, grants)
        elif not new.keys().isdisjoint(player.teams):
            change = PersonChange(grants=grants)
            change_person(session, organisation_id, there[player.email_name], change, Numbers().for_a_person)
    session.flush()
    for name, team_id in new.items():
        shifts = [GivenShift(one.rank, there[one.who], one.days, WHOLE_DAY, WHOLE_DAY) for one in ROSTERS[name]]
        set_roster(session, organisation_id, team_id, shifts)


def _add_team(session: Session, organisation_id: UUID, name: str) -> UUID:
    team = TeamRecord(organisation_id=organisation_id, name=name)
    session.add(team)
    session.flush()
    return team.id


def _add(session: Session, organisation_id: UUID, player: Player, grants: tuple[Grant, ...]) -> UUID:
    facts = Facts(name=player.name, email=player.email, phone=_number(player), grants=grants)
    person = add_person(session, organisation_id, None, facts, Numbers().for_a_person)
    person.password_hash = hash_secret(DEMONSTRATION_PASSWORD)
    # Their phones are simulated, so they count as verified.
    person.number_verified_at = clock_of(session).now(session)
    return person.id


def _number(player: Player) -> str:
    return f"+{FIRST_NUMBER + _NUMBERS[player.email_name]}"
