"""`migrate` and `check`."""

from datetime import timedelta
from typing import Annotated

import typer

from achterwacht.canary.service import view_all
from achterwacht.clockwork.kept_files import files_missing
from achterwacht.monitoring import health
from achterwacht.monitoring.health import Health
from cli.canary import spoken
from cli.opening import opened
from cli.plain import Refused, out
from documents.store import Store, StoreAway
from foundation.clock import clock_of
from foundation.log import set_up_logging
from foundation.session import Database
from foundation.settings import Settings, load_settings

BROKEN = 1
STILL_RUNNING = (
    "A clock ticked less than half a minute ago, and the version that runs can't work with the schema after this "
    "migration. Nothing was changed. Stop everything first, when nobody is out; or, if nothing runs: "
    "achterwacht migrate --stopped"
)


def add_to(app: typer.Typer) -> None:
    app.command("migrate")(migrate_schema)
    app.command()(check)


def migrate_schema(
    stopped: Annotated[bool, typer.Option(help="Everything is stopped, though a clock seemed to tick.")] = False,
) -> None:
    """Bring the database's schema up to date; while the version before it runs, if that one can work with it."""
    from migrations.schema import BrokenReferences, NotOurs, StillRunning, migrate  # Alembic takes most of a second

    settings = load_settings()
    set_up_logging(settings.production)
    try:
        before, after = migrate(settings.database_url, stopped=stopped)
    except BrokenReferences as error:
        raise Refused("Some rows would point at nothing after this migration. It was undone.") from error
    except NotOurs as error:
        raise Refused(str(error)) from error
    except StillRunning as error:
        raise Refused(STILL_RUNNING) from error
    out.print(
        f"The schema is up to date ({after})." if before == after else f"Migrated: {before or 'nothing'} → {after}."
    )


def check() -> None:
    """Run the invariants on the database: 0 when all hold and the clock goes, 1 with what is broken, otherwise 2."""
    settings = load_settings()
    with opened(settings) as database:
        with database.read() as session:
            now = clock_of(session).now(session)
            found = health.look(session, now, timedelta(seconds=settings.tick_seconds))
            somebody = health.anybody_to_watch(session)
            canaries = [spoken(one) for one in view_all(session)]
        missing = _files_missing(database, settings)
    for one in found.invariants:
        _print(one.name, one.broken)
    # If no clock ever ticked and there is nobody to watch yet, the installation is still being set up.
    nobody_watches = found.clock_late and (found.ticked_at is not None or somebody)
    _print("the clock ticks", int(nobody_watches))
    if missing is None:
        out.print("[red]✗[/] every attachment and photo has its file: the store of files can't be read")
    else:
        _print("every attachment and photo has its file", missing)
    _print_figures(found)
    for line in canaries:
        out.print(line)
    if found.broken or nobody_watches or missing != 0:
        raise typer.Exit(BROKEN)


def _files_missing(database: Database, settings: Settings) -> int | None:
    """Returns how many attachments have no file; None when the store can't be read."""
    try:
        return files_missing(database, Store(settings))
    except StoreAway:
        return None


def _print(name: str, broken: int) -> None:
    out.print(f"[red]✗[/] {name}: {broken}" if broken else f"[green]✓[/] {name}: 0")


def _print_figures(found: Health) -> None:
    """Print how late things are."""
    age = found.tick_age
    late = " [yellow](the clock stands still)[/]" if found.clock_late else ""
    out.print(f"  last tick: {'never' if age is None else _ago(age)}{late}")
    out.print(f"  oldest deadline that is due: {_ago(found.oldest_due) if found.oldest_due else 'none'}")
    waiting = ", ".join(f"{count} {channel.value}" for channel, count in found.waiting.items())
    oldest = f", the oldest {_ago(found.oldest_waiting)}" if found.oldest_waiting else ""
    out.print(f"  messages that should have left: {waiting}{oldest}")


def _ago(length: timedelta) -> str:
    return f"{length.total_seconds():.1f} s ago"
