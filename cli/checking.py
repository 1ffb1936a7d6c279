"""`migrate` and `check`."""

from datetime import timedelta

import typer

from achterwacht.canary.service import view_all
from achterwacht.watch import invariants
from cli.canary import spoken
from cli.opening import opened
from cli.plain import Refused, out
from foundation.clock import clock_of
from foundation.log import set_up_logging
from foundation.settings import load_settings

BROKEN = 1


def add_to(app: typer.Typer) -> None:
    app.command("migrate")(migrate_schema)
    app.command()(check)


def migrate_schema() -> None:
    """Bring the database's schema up to date."""
    from migrations.schema import BrokenReferences, migrate  # Alembic takes most of a second

    settings = load_settings()
    set_up_logging(settings.production)
    try:
        before, after = migrate(settings.database_url)
    except BrokenReferences as error:
        raise Refused("Some rows would point at nothing after this migration. It was undone.") from error
    except ValueError as error:
        raise Refused(str(error)) from error
    out.print(
        f"The schema is up to date ({after})." if before == after else f"Migrated: {before or 'nothing'} → {after}."
    )


def check() -> None:
    """Run the invariants on the database: 0 when all hold, 1 with the broken ones, otherwise 2."""
    settings = load_settings()
    with opened(settings) as database, database.read() as session:
        now = clock_of(session).now(session)
        found = invariants.check(session, now, timedelta(seconds=settings.tick_seconds))
        canaries = [spoken(one) for one in view_all(session)]
    for one in found:
        if one.broken:
            out.print(f"[red]✗[/] {one.name}: {one.broken}")
        else:
            out.print(f"[green]✓[/] {one.name}")
    for line in canaries:
        out.print(line)
    if any(one.broken for one in found):
        raise typer.Exit(BROKEN)
