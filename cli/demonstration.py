"""`demo`: an organisation to try everything with (api.md, "Demonstration organisation")."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.clockwork.reports_to_close import ask_to_close
from achterwacht.people.facts import Facts
from achterwacht.people.kept_secrets import hash_secret
from achterwacht.people.passwords import DEMONSTRATION_PASSWORD
from achterwacht.people.policy import Grant
from achterwacht.people.records import OrganisationRecord, PersonRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.people.service import add_person
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.roster.ranks import Rank
from achterwacht.roster.service import GivenShift, set_roster
from achterwacht.use_cases.numbers import Numbers
from cli.opening import opened
from cli.past.emptying import empty
from cli.past.minute import play_this_minute
from cli.past.stage import people_of
from cli.past.year import make_with_a_past
from cli.plain import Refused, out
from foundation.clock import clock_of
from foundation.lock import ClockRuns, only_clock
from foundation.session import Database
from foundation.settings import Settings, load_settings

SLUG = "voorbeeld"
TEAM = "Inkomen"
WHOLE_DAY = time(0)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)

# The Dutch numbering plan reserves no mobile numbers for fiction, as far as we could find. These are the neighbours of
# +31 6 12345678, libphonenumber's (Google) example of a Dutch mobile number. They may belong to somebody: `demo` and
# `serve` refuse a provider that reaches people while this organisation exists.
FIRST_NUMBER = 31_612_345_671


@dataclass(frozen=True)
class Player:
    """A person in the demonstration."""

    email_name: str
    name: str
    role: Role
    of_the_team: bool = True
    on_duty: Rank | None = None

    @property
    def email(self) -> str:
        return f"{self.email_name}@{SLUG}.test"


CAST = (
    Player("worker", "Jan de Wit", Role.WORKER),
    Player("worker2", "Ali Demir", Role.WORKER),
    Player("colleague", "Fatima Bakker", Role.COLLEAGUE, on_duty=Rank.FIRST),
    Player("manager", "Karin Smit", Role.MANAGER, on_duty=Rank.MANAGER),
    Player("manager2", "Mohamed el Amrani", Role.MANAGER, on_duty=Rank.MANAGER),
    Player("registrar", "Ruth Verhoeven", Role.REGISTRAR, of_the_team=False),
    Player("hr", "Hanna Visser", Role.HR, of_the_team=False),
    Player("reception", "Rob Peters", Role.RECEPTION, of_the_team=False),
    Player("admin", "Anne Jansen", Role.ADMINISTRATOR, of_the_team=False),
)

ALIVE = (
    Player("worker3", "Samira Yıldız-van den Heuvel", Role.WORKER),
    Player("worker4", "Pieter-Jan Vandenbroucke", Role.WORKER),
    Player("worker5", "Els Janssen", Role.WORKER),
    Player("worker6", "Youssef Amrani", Role.WORKER),
    Player("worker7", "Noor de Vries", Role.WORKER),
)
"""Who is on a visit when it is shown alive (`past/minute.py`)."""


def add_to(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    force: Annotated[bool, typer.Option("--force", help="Also beside organisations that are there already.")] = False,
    past: Annotated[bool, typer.Option(help="With a year of made-up visits and reports, when it is added.")] = True,
    emptied: Annotated[bool, typer.Option("--empty", help="Delete all that happened in it, and add nothing.")] = False,
    alive: Annotated[bool, typer.Option("--alive", help="With people on a visit at this minute.")] = False,
) -> None:
    """Add the demonstration organisation when it isn't there, and print its accounts."""
    settings = load_settings()
    if settings.production:
        raise Refused("There is no demonstration in production: its password is known to everybody.")
    if settings.reaches_people:
        raise Refused("There is no demonstration with a provider that reaches people: its numbers may be somebody's.")
    with opened(settings) as database:
        if emptied:
            _empty(database, settings)
            return
        with database.read() as session:
            organisation = _of_demonstration(session)
            others = session.scalars(select(OrganisationRecord.slug).where(OrganisationRecord.slug != SLUG)).all()
        if organisation is None and others and not force:
            out.print(f"This database holds {', '.join(others)}. Nothing was added; with --force it would be.")
            return
        if organisation is None:
            _add_it(database, settings, past=past)
        if alive:
            _play_this_minute(database, settings)
        with database.read() as session:
            table = _accounts(session, session.scalars(select(OrganisationRecord).where(_IT)).one())
    out.print(table)
    out.print(f"Password of all: [bold]{DEMONSTRATION_PASSWORD}[/]")


_IT = OrganisationRecord.slug == SLUG


def _of_demonstration(session: Session) -> OrganisationRecord | None:
    """Returns the demonstration organisation, if there is one.

    Raises:
        Refused: another organisation has its name.
    """
    organisation = session.scalars(select(OrganisationRecord).where(_IT)).one_or_none()
    if organisation is not None and not organisation.demonstration:
        raise Refused(f"There is an organisation {SLUG} already, and it is not the demonstration.")
    return organisation


def _add_it(database: Database, settings: Settings, *, past: bool) -> None:
    """Add it in one transaction: whoever is killed meanwhile added nothing.

    A year takes some seconds to write. Where a clock uses this SQLite file, it would wait for all of them.
    """
    if not past:
        with database.write() as session:
            _add_once(session, seed)
        return
    try:
        with only_clock(settings.database_url, patience=0.0), database.write() as session:
            out.print("A year of made-up visits and reports is being written. This takes half a minute.")
            _add_once(session, lambda writing: make_with_a_past(writing, seed))
        # As the clock does each minute: else the first look at whether all is well would come before it.
        ask_to_close(database)
    except ClockRuns:
        out.print("A clock works on this database, so it is added without a past.")
        _add_it(database, settings, past=False)


def _play_this_minute(database: Database, settings: Settings) -> None:
    """Put people on a visit now. Where a clock uses this database, they are as they are."""
    try:
        with only_clock(settings.database_url, patience=0.0), database.write() as session:
            organisation = session.scalars(select(OrganisationRecord).where(_IT)).one()
            there = set(people_of(session, organisation))
            team_id = session.scalars(
                select(TeamRecord.id).where(TeamRecord.organisation_id == organisation.id, TeamRecord.name == TEAM)
            ).one()
            for number, player in enumerate(ALIVE, start=len(CAST)):
                if player.email_name not in there:
                    _add(session, organisation.id, team_id, player, number)
            session.flush()
            play_this_minute(session, organisation.id, team_id)
    except ClockRuns:
        out.print("A clock works on this database, so nobody was put on a visit.")


def _add_once(session: Session, make: Callable[[Session], OrganisationRecord]) -> None:
    if _of_demonstration(session) is None:
        make(session)


def _empty(database: Database, settings: Settings) -> None:
    """Delete what happened in it.

    Raises:
        Refused: there is no demonstration, or what has its name is none.
        ClockRuns: a clock works on this SQLite file.
    """
    with only_clock(settings.database_url), database.write() as session:
        organisation = _of_demonstration(session)
        if organisation is None:
            raise Refused("There is no demonstration to empty.")
        gone = empty(session, organisation.id)
        name = organisation.name
    counted = ", ".join(f"{number} {kind}{'' if number == 1 else 's'}" for kind, number in gone.items())
    out.print(f"{name} is empty: {counted} deleted. Its people, teams, roster and settings are as they were.")


def seed(session: Session) -> OrganisationRecord:
    """Make the organisation, its team, its people and its roster."""
    organisation = OrganisationRecord(slug=SLUG, name="Gemeente Voorbeeld", demonstration=True)
    session.add(organisation)
    session.flush()
    load_profile(session, organisation, shipped()["demo"], clock_of(session).now(session))
    team = TeamRecord(organisation_id=organisation.id, name=TEAM)
    session.add(team)
    session.flush()
    people = {player: _add(session, organisation.id, team.id, player, number) for number, player in enumerate(CAST)}
    set_roster(
        session,
        organisation.id,
        team.id,
        [
            GivenShift(player.on_duty, person, EVERY_DAY, WHOLE_DAY, WHOLE_DAY)
            for player, person in people.items()
            if player.on_duty is not None
        ],
    )
    return organisation


def _add(session: Session, organisation_id: UUID, team_id: UUID, player: Player, number: int) -> UUID:
    facts = Facts(
        name=player.name,
        email=player.email,
        phone=f"+{FIRST_NUMBER + number}",
        grants=(Grant(player.role, team_id if player.of_the_team else None),),
    )
    person = add_person(session, organisation_id, None, facts, Numbers().for_a_person)
    person.password_hash = hash_secret(DEMONSTRATION_PASSWORD)
    # Their phones are simulated, so they count as verified.
    person.number_verified_at = clock_of(session).now(session)
    return person.id


def _accounts(session: Session, organisation: OrganisationRecord) -> Table:
    table = Table("name", "e-mail", "mobile", "role", title=f"{organisation.name} ({organisation.slug})")
    roles = {player.email: player.role.value for player in (*CAST, *ALIVE)}
    people = session.scalars(select(PersonRecord).where(PersonRecord.organisation_id == organisation.id)).all()
    order = list(roles)
    for person in sorted(people, key=lambda one: order.index(one.email) if one.email in roles else len(order)):
        table.add_row(person.name, person.email, person.phone or "", roles.get(person.email, ""))
    return table
