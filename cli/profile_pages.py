"""A protocol profile as people read it: a table a part, in words of `profile_words.toml`."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel
from rich.table import Column, Table

from achterwacht.protocols.profile import Profile

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
AT_ONCE = timedelta()
UNITS = ((3600, "uur"), (60, "min"), (1, "s"))


@cache
def words() -> Mapping[str, Any]:
    return tomllib.loads((files("cli") / "profile_words.toml").read_text("utf-8"))


def pages(profile: Profile) -> Iterator[Table]:
    """Every part that says something, in the order of the profile."""
    heads = [name for name, value in profile if isinstance(value, str)]
    yield _rows(profile.name, [(_label(profile, name), getattr(profile, name)) for name in heads])
    for name, value in profile:
        title = _label(profile, name)
        match value:
            case BaseModel() if _said(value):
                yield _rows(title, [(_label(value, key), one) for key, one in _said(value)])
            case [BaseModel(), *_]:
                yield _listed(title, value)
            case [_, *_]:
                yield _rows(title, [("", value)])


def _rows(title: str, rows: list[tuple[str, Any]]) -> Table:
    table = Table("", "", title=title, title_justify="left", show_header=False, show_lines=False)
    for label, value in rows:
        table.add_row(label, _text(value))
    return table


def _listed(title: str, several: list[BaseModel]) -> Table:
    """One row for each, with a column for every field that any of them fills in."""
    said = [dict(_said(one)) for one in several]
    columns = [key for key in type(several[0]).model_fields if any(key in one for one in said)]
    heads = (Column(_label(several[0], key), overflow="fold") for key in columns)
    table = Table(*heads, title=title, title_justify="left", show_lines=True)
    for one in said:
        table.add_row(*(_days(key, one.get(key)) for key in columns))
    return table


def _said(part: BaseModel) -> list[tuple[str, Any]]:
    """What this part says: neither what is absent, nor a rule that does not hold."""
    return [(key, value) for key, value in part if value not in (None, False, ())]


def _text(value: Any) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "ja"
        case Enum():
            return str(words()["values"][type(value).__name__][value.value])
        case timedelta():
            return _span(value)
        case time():
            return value.strftime("%H:%M")
        case BaseModel():
            said = [(key, one) for key, one in _said(value) if one != AT_ONCE]
            return ", ".join(_in_a_line(value, key, one, first=key == said[0][0]) for key, one in said)
        case [str() | BaseModel() as first, *others] if others or isinstance(first, BaseModel):
            return "\n".join(f"- {_text(one)}" for one in value)
        case list() | tuple():
            return ", ".join(_text(one) for one in value)
    return str(value)


def _in_a_line(part: BaseModel, key: str, value: Any, *, first: bool) -> str:
    """`ordegesprek, brief order_talk, misschien`: the first thing needs no name."""
    if first:
        return _text(value)
    label = _label(part, key)
    spoken = "; ".join(_text(one) for one in value) if isinstance(value, (list, tuple)) else _text(value)
    return label if value is True else f"{label} {spoken}"


def _days(key: str, value: Any) -> str:
    return ", ".join(DAYS[day - 1] for day in value) if key == "days" else _text(value)


def _span(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    parts = []
    for size, unit in UNITS:
        amount, seconds = divmod(seconds, size)
        if amount:
            parts.append(f"{amount} {unit}")
    return " ".join(parts) or "meteen"


def _label(part: BaseModel, key: str) -> str:
    return str(words()[type(part).__name__][key])
