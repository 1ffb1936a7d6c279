"""`doctor`: says in words what is not right with an installation. Each look is a function; this one asks them all."""

import os
from pathlib import Path
from typing import Annotated

import typer
from dotenv import dotenv_values

from cli.doctor import database, named, outside
from cli.doctor.finding import Finding, Level
from cli.plain import out
from foundation.settings import load_settings

MARKS = {Level.WELL: "[green]✓[/]", Level.DOUBT: "[yellow]![/]", Level.WRONG: "[red]✗[/]"}
WRONG = 1


def add_to(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(
    backups: Annotated[
        Path | None, typer.Option(help="The folder with backups: how old are the newest and the oldest?")
    ] = None,
) -> None:
    """Look at everything that an installation needs, and say what is not right: 0 when nothing is wrong, else 1."""
    settings = load_settings()
    found: list[Finding] = [
        *named.looks(os.environ, dotenv_values(".env")),
        *database.looks(settings, backups),
        *outside.looks(settings),
    ]
    for one in found:
        out.print(f"{MARKS[one.level]} {one.said}")
    if any(one.level is Level.WRONG for one in found):
        raise typer.Exit(WRONG)
