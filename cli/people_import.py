"""`people import`: the same as in the app, for files that are too large for it, or that come each night."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from achterwacht.audit.trail import CONSOLE
from achterwacht.kinds import Actor
from achterwacht.people_files.columns import PEOPLE
from achterwacht.use_cases.account_links import NoMail
from achterwacht.use_cases.numbers import Numbers
from achterwacht.use_cases.people_import import Kept, Wanted, batches, judge, keep
from cli.interrupts import Stopped, heard_later, said
from cli.opening import opened, organisation_by_slug
from cli.plain import REFUSED, err, out
from cli.row_files import found_in, progress, say_refused
from foundation.seal import Seal
from foundation.session import Database
from foundation.settings import load_settings
from notifications.sealed import seal_for_mail

app = typer.Typer(help="Everybody who works somewhere, from a file.", no_args_is_help=True)


@app.callback()
def people() -> None:
    """A group, so that it can grow; with one command typer would leave its name out."""


@app.command("import")
def import_people(
    file: Path,
    organisation: Annotated[str, typer.Option(help="The organisation's slug.")],
    keep_good: Annotated[bool, typer.Option(help="Keep the good rows when some are refused.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Say what would happen, and change nothing.")] = False,
    mail_links: Annotated[
        bool, typer.Option("--invite", help="Mail whoever is new a link to choose a password.")
    ] = False,
) -> None:
    """Add or change somebody for each row of a CSV or Excel file (.xlsx). Roles are added, and none is taken away.

    Ctrl-C stops it between two steps; the same file does the rest.
    """
    settings = load_settings()
    numbers, seal = Numbers(settings.senders), seal_for_mail(settings)
    if mail_links and seal is None:
        raise NoMail
    with opened(settings) as database:
        with said("Stopped. Nothing was kept."):
            found = found_in(PEOPLE, file)
            with database.read() as session:
                by = Actor(organisation_by_slug(session, organisation).id, None, via=CONSOLE)
                judged = judge(session, by.organisation_id, found.rows, numbers)
        wanted = judged.wanted if keep_good or not judged.refused else []
        new = sum(one.person_id is None for one in wanted)
        done = Kept(new, len(wanted) - new)
        if not dry_run:
            done = _keep(database, by, wanted, numbers, mail_links, seal)
    from api.http.row_files import notes_of

    for note in notes_of(found):
        err.print(note, markup=False)
    known = judged.known + len(wanted) - done.added - done.changed
    out.print(
        f"{len(found.rows)} rows in the file: {done.added} new, {done.changed} changed, {known} known already, "
        f"{len(judged.refused)} refused. {judged.elsewhere} who work here are not in it."
    )
    if judged.mobiles_kept:
        out.print(f"Mobile numbers kept, where the file has a landline: {judged.mobiles_kept}.")
    if mail_links and not dry_run:
        out.print(f"{done.invited} were mailed a link.")
    if dry_run:
        out.print("A dry run: nothing was changed.")
    for row in judged.refused:
        say_refused(row.line, row.wrong)
    if judged.refused:
        if not keep_good and not dry_run:
            err.print("Nothing was kept. Mend these rows, or keep the good ones with --keep-good.")
        raise typer.Exit(REFUSED)


def _keep(
    database: Database, by: Actor, wanted: Sequence[Wanted], numbers: Numbers, mail_links: bool, seal: Seal | None
) -> Kept:
    """Write them in small transactions, so that nothing else has to wait for the whole file.

    Raises:
        Stopped: somebody pressed Ctrl-C; between two of those, never in the middle of one.
    """
    done, passed = Kept(), 0
    with heard_later() as press, progress("Keeping", len(wanted)) as advance:
        for batch in batches(wanted):
            if press.pressed:
                raise Stopped(
                    f"Stopped: {done.added} were added and {done.changed} changed, {len(wanted) - passed} were not.",
                    "Import the same file again for the rest: what is known already is left as it is.",
                )
            with database.write() as session:
                some = keep(session, by, batch, numbers, mail_links, seal)
            done = Kept(done.added + some.added, done.changed + some.changed, done.invited + some.invited)
            passed += len(batch)
            for _ in batch:
                advance()
    return done
