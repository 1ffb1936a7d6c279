"""`canary set`, `off` and `show`."""

import re
from datetime import time
from typing import Annotated

import typer

from achterwacht.canary.rules import Fault, Result
from achterwacht.canary.service import CanaryView, remove_canary, set_canary, view_canary
from achterwacht.use_cases.numbers import Numbers
from cli.opening import opened, organisation_by_slug
from cli.plain import Refused, out
from foundation.settings import load_settings

app = typer.Typer(help="A test message a day, the real way.", no_args_is_help=True)

Slug = Annotated[str, typer.Option("--organisation", help="The organisation's slug.")]
FAILED = {
    Fault.SMS: "did not arrive",
    Fault.CALL: "its call did not ring",
    Fault.WAY_IN: "its call was picked up, and we were never asked for its words",
}
WALL_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@app.command("set")
def set_up(
    number: Annotated[str, typer.Argument(help="A telephone that receives SMS; never an emergency number.")],
    organisation: Slug,
    at: Annotated[str, typer.Option(help="When, by the organisation's own clock.")] = "08:00",
    ring: Annotated[bool, typer.Option(help="Ring it too.")] = False,
    ask: Annotated[bool, typer.Option(help="Ask somebody there for an answer.")] = False,
) -> None:
    """Send a test message to this number every day."""
    if not WALL_TIME.fullmatch(at):
        raise Refused("at: a time like 08:00")
    settings = load_settings()
    with opened(settings) as database, database.write() as session:
        record = organisation_by_slug(session, organisation)
        elsewhere = Numbers(settings.senders).for_a_canary
        set_canary(session, record.id, number, time.fromisoformat(at), elsewhere, rings=ring, asks=ask)
    out.print(f"{organisation}: a test message every day at {at}.")


@app.command()
def off(organisation: Slug) -> None:
    """Send none any more."""
    with opened(load_settings()) as database, database.write() as session:
        remove_canary(session, organisation_by_slug(session, organisation).id)
    out.print(f"{organisation}: no test message any more.")


@app.command()
def show(organisation: Slug) -> None:
    """What the last test message showed."""
    with opened(load_settings()) as database, database.read() as session:
        found = view_canary(session, organisation_by_slug(session, organisation).id)
        said = spoken(found) if found else f"{organisation}: no canary."
    out.print(said)


def spoken(found: CanaryView) -> str:
    """Returns the last result in one line, without the number, since what is printed ends up in logs."""
    when = f"{found.started_at:%Y-%m-%d %H:%M} UTC" if found.started_at else ""
    words = {
        Result.NEVER: "not yet",
        Result.UNDER_WAY: f"under way since {when}",
        Result.DELIVERED: f"arrived, {when}" + (f", after {found.seconds:.0f} s" if found.seconds is not None else ""),
        Result.ANSWERED: f"answered, {when}",
        Result.UNANSWERED: f"arrived and nobody answered, {when}",
        Result.FAILED: f"{FAILED[found.fault] if found.fault else ''}, {when}",
    }
    return f"canary of {found.organisation.slug}: {words[found.result]}"
