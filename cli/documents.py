"""`openapi` and `settings`: documents that the product writes about itself."""

import json
import logging
from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

import typer
from pydantic.fields import FieldInfo

from foundation.log import set_up_logging
from foundation.session import Database
from foundation.setting_groups.group import PREFIX
from foundation.settings import Settings, load_settings

INTRODUCTION = f"""# Settings

This page is made from `foundation/setting_groups/` by `achterwacht settings > docs/settings.md`.

Environment variables with the prefix `{PREFIX}`, or lines in a file `.env`. Any of them can also be given as a file:
`{PREFIX}TWILIO_AUTH_TOKEN_FILE=/run/secrets/token`. Settings that can't be used stop the start, each named with its
reason, all at once ([what a start looks at](operations.md#two-shapes)).

| setting | default | meaning |
|---|---|---|
"""


def add_to(app: typer.Typer) -> None:
    app.command()(openapi)
    app.command()(settings)


def openapi() -> None:
    """Print the OpenAPI document."""
    set_up_logging(production=False, level=logging.ERROR)
    from api.app import create_app

    document = create_app(Database.at("sqlite://"), load_settings()).openapi()
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


def settings() -> None:
    """Print every setting with its default and its meaning, as a page in Markdown."""
    typer.echo(settings_page(), nl=False)


def settings_page() -> str:
    """Returns the page, with a row for each setting, in the order of the class."""
    rows = (f"| {' | '.join(_row(name, field))} |" for name, field in Settings.model_fields.items())
    return INTRODUCTION + "\n".join(rows) + "\n"


def _row(name: str, field: FieldInfo) -> tuple[str, str, str]:
    meaning = " ".join((field.description or "").split())
    return f"`{name.upper()}`", _default(field.default), " ".join([meaning, *_bounds(field)])


def _default(value: Any) -> str:
    if hasattr(value, "get_secret_value"):
        return "a well-known one" if value.get_secret_value() else "empty"
    if value is None:
        return "not said"
    plain = value.value if isinstance(value, Enum) else value
    return f"`{str(plain).lower() if isinstance(plain, bool) else plain}`" if plain != "" else "empty"


def _bounds(field: FieldInfo) -> Iterator[str]:
    """Says which values are allowed, if that is a list or a range."""
    limits = {key: getattr(one, key) for one in field.metadata for key in ("gt", "ge", "le") if hasattr(one, key)}
    kinds = get_args(field.annotation) or (field.annotation,)
    words = [one for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum) for one in kind if one.value]
    if len(words) > 1:
        yield f"One of {', '.join(f'`{one.value}`' for one in words)}."
    low = f"above {limits['gt']}" if "gt" in limits else f"{limits['ge']}" if "ge" in limits else ""
    if "le" in limits:
        yield f"{low[0].upper()}{low[1:]}, at most {limits['le']}." if "gt" in limits else f"{low} to {limits['le']}."
    elif low:
        yield f"Above {limits['gt']}." if "gt" in limits else f"At least {low}."
