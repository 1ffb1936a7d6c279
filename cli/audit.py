"""`audit verify`: whether anybody changed what the audit and the timelines say."""

from typing import Annotated

import typer
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from achterwacht.audit.chain import verify as verify_chain
from achterwacht.clockwork.chained import chain_up, chains
from achterwacht.people.records import OrganisationRecord
from cli.opening import opened
from cli.plain import err, out
from foundation.settings import load_settings

app = typer.Typer(help="The audit, and whether it is whole.", no_args_is_help=True)
BROKEN = 1
MOST_SAID = 20


def at_one_moment(session: Session) -> None:
    """Read everything as it is now: a clock that closes lines meanwhile, or lets go of them, is nobody who tampers.
    SQLite reads so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


@app.callback()
def of_the_audit() -> None:
    """There is more to ask of it than one thing."""


@app.command()
def verify(
    since: Annotated[list[str] | None, typer.Option(help="A hash printed before; may be said more often.")] = None,
) -> None:
    """Follow every chain from its start: 0 when all hold, 1 with what is broken. Keep the hashes elsewhere."""
    with opened(load_settings()) as database:
        chain_up(database, of_all=True)
        found = []
        with database.read() as session:
            names = {one.id: one.slug for one in session.scalars(select(OrganisationRecord))}
            now = database.clock.now(session)
        for one in chains(database):
            with database.read() as session:
                at_one_moment(session)
                found.append(verify_chain(session, one, now, since or ()))
    for chain in found:
        name = names.get(chain.organisation_id, "(no organisation)")
        mark = "[red]✗[/]" if chain.broken else "[green]✓[/]"
        out.print(f"{mark} {name}: {chain.links} lines, {chain.forgotten} let go of, {chain.hash}")
        for wrong in chain.broken[:MOST_SAID]:
            out.print(f"    {wrong}")
    known = {one for chain in found for one in chain.hashes}
    gone = [one for one in since or () if one not in known]
    for missing in gone:
        err.print(f"{missing}: printed before, and in no chain any more")
    if gone or any(chain.broken for chain in found):
        raise typer.Exit(BROKEN)
