"""`demo`: an organisation to try everything with (api.md, "Demonstration organisation")."""

from collections.abc import Callable
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.clockwork.reports_to_close import ask_to_close
from achterwacht.people.passwords import DEMONSTRATION_PASSWORD
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.refused import NotAllowed, NotFound, RuleBroken, WrongInput
from cli.opening import opened
from cli.past.cast import CAST, OTHERS, SLUG, assemble
from cli.past.emptying import empty
from cli.past.minute import play_this_minute
from cli.past.year import make_with_a_past
from cli.plain import Refused, out
from foundation.clock import clock_of
from foundation.lock import ClockRuns, only_clock
from foundation.session import Database
from foundation.settings import Settings, load_settings


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
            play_this_minute(session, organisation.id)
    except ClockRuns:
        out.print("A clock works on this database, so nobody was put on a visit.")
    except (NotFound, NotAllowed, RuleBroken, WrongInput, KeyError):
        # Whoever tries it out may change everybody in it, and begins it again the next day.
        out.print("Somebody who plays in it was changed, so nobody was put on a visit. All else is as you left it.")


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
    """Make the organisation, with those whom the pages name."""
    organisation = OrganisationRecord(slug=SLUG, name="Gemeente Voorbeeld", demonstration=True)
    session.add(organisation)
    session.flush()
    load_profile(session, organisation, shipped()["demo"], clock_of(session).now(session))
    assemble(session, organisation.id, CAST)
    return organisation


def _accounts(session: Session, organisation: OrganisationRecord) -> Table:
    table = Table("name", "e-mail", "mobile", "role", title=f"{organisation.name} ({organisation.slug})")
    roles = {player.email: player.role.value for player in (*CAST, *OTHERS)}
    people = session.scalars(select(PersonRecord).where(PersonRecord.organisation_id == organisation.id)).all()
    order = list(roles)
    for person in sorted(people, key=lambda one: order.index(one.email) if one.email in roles else len(order)):
        table.add_row(person.name, person.email, person.phone or "", roles.get(person.email, ""))
    return table
