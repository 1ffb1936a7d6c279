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

from achterwacht.protocols.cards import CardStep, Who
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.sources import Key, Source, source_of

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
AT_ONCE = timedelta()
UNITS = ((3600, "uur"), (60, "min"), (1, "s"))


@cache
def words() -> Mapping[str, Any]:
    return tomllib.loads((files("cli") / "profile_words.toml").read_text("utf-8"))


def pages(profile: Profile, found: Mapping[Key, Source] | None = None) -> Iterator[Table]:
    """Every part that says something, in the order of the profile, with its sources where they are known."""
    said = found or {}
    heads = [name for name, value in profile if isinstance(value, str)]
    yield _rows(profile.name, [(_label(profile, name), getattr(profile, name), _from(said, name)) for name in heads])
    for name, value in profile:
        title = _label(profile, name)
        match value:
            case BaseModel() if _said(value):
                yield _rows(title, [(_label(value, key), one, _from(said, name, key)) for key, one in _said(value)])
            case [BaseModel(), *_]:
                yield _listed(title, value, [_all_from(said, name, place) for place in range(len(value))])
            case [_, *_]:
                yield _rows(title, [("", value, _from(said, name))])


def _rows(title: str, rows: list[tuple[str, Any, str]]) -> Table:
    table = Table("", "", "", title=title, title_justify="left", show_header=False, show_lines=False)
    for label, value, source in rows:
        table.add_row(label, _text(value), source)
    return table


def _listed(title: str, several: list[BaseModel], origins: list[str]) -> Table:
    """One row for each, with a column for every field that any of them fills in, and one for where it comes from."""
    said = [dict(_said(one)) for one in several]
    columns = [key for key in type(several[0]).model_fields if any(key in one for one in said)]
    heads = [Column(_label(several[0], key), overflow="fold") for key in columns]
    if any(origins):
        heads.append(Column(words()["sources"]["title"], overflow="fold"))
    table = Table(*heads, title=title, title_justify="left", show_lines=True)
    for one, origin in zip(said, origins, strict=True):
        table.add_row(*(_days(key, one.get(key)) for key in columns), *([origin] if any(origins) else []))
    return table


def _from(found: Mapping[Key, Source], *key: str | int) -> str:
    """Where a key comes from: `004 L305-310`, `eigen keuze`."""
    source = source_of(found, key)
    if source is None:
        return ""
    return source.written.replace("ours", words()["sources"]["ours"]).replace("as ", words()["sources"]["as"] + " ")


def _all_from(found: Mapping[Key, Source], *table: str | int) -> str:
    """Where each key of a table comes from, the same said once."""
    own = [key for key in found if key[: len(table)] == table]
    return "\n".join(dict.fromkeys(_from(found, *key) for key in own))


def _said(part: BaseModel) -> list[tuple[str, Any]]:
    """What this part says: neither what is absent nor a rule that does not hold."""
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
        case CardStep():
            who = "" if value.who is Who.EMPLOYEE else f"{_text(value.who)}: "
            return f"{who}{value.text}" + (f" [{_text(value.call)}]" if value.call else "")
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
