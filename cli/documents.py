"""`openapi`."""

import json
import logging

import typer

from foundation.log import set_up_logging
from foundation.session import Database
from foundation.settings import load_settings


def add_to(app: typer.Typer) -> None:
    app.command()(openapi)


def openapi() -> None:
    """Print the OpenAPI document."""
    set_up_logging(production=False, level=logging.ERROR)
    from api.app import create_app

    document = create_app(Database.at("sqlite://"), load_settings()).openapi()
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
