"""The page of what is kept about somebody, for them to read: Dutch words and times for what stands in the tables."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from achterwacht.views.kept_about import Kept, Row

PAGE = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}table{{border-collapse:collapse;
margin-bottom:1.5rem}}th,td{{text-align:left;vertical-align:top;padding:.2rem .8rem;border-bottom:1px solid #ccc}}
td{{overflow-wrap:anywhere}}</style><h1>{title}</h1><p>{intro}</p>{body}</html>
"""
INTRO = "Dit is wat Achterwacht over u bewaart. Wachtwoorden en codes staan er niet in, gegevens van anderen evenmin."
HEADINGS = {"about": "Over u", "done": "Wat u deed", "looked": "Wie er keek"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def page_of(kept: Kept, zone: tzinfo) -> str:
    """Returns the page in HTML, with its times on the clock of `zone`."""
    parts = {"about": kept.about, "done": kept.done, "looked": {"": kept.looked} if kept.looked else {}}
    body = "".join(f"<h2>{HEADINGS[part]}</h2>{_tables(tables, zone)}" for part, tables in parts.items() if tables)
    return PAGE.format(title="Uw gegevens", intro=INTRO, body=body or "<p>Er is niets.</p>")


@cache
def kept_words() -> Mapping[str, Mapping[str, str]]:
    """Returns what the page calls each table, column, key within a column, and value."""
    return tomllib.loads((files("cli") / "kept.toml").read_text("utf-8"))


def _tables(tables: Mapping[str, list[Row]], zone: tzinfo) -> str:
    return "".join(
        (f"<h3>{escape(kept_words()['tables'].get(table, table))}</h3>" if table else "")
        + "".join(f"<table>{''.join(_line(*one, zone) for one in row.items())}</table>" for row in rows)
        for table, rows in tables.items()
    )


def _line(key: str, value: Any, zone: tzinfo) -> str:
    return f"<tr><th>{escape(kept_words()['columns'].get(key, key))}</th><td>{escape(_said(value, zone))}</td></tr>"


def _said(value: Any, zone: tzinfo) -> str:
    words = kept_words()
    match value:
        case bool():
            return "ja" if value else "nee"
        case str() if MOMENT.match(value):
            return f"{datetime.fromisoformat(value).astimezone(zone):%d-%m-%Y %H:%M}"
        case str() if DAY.fullmatch(value):
            return f"{date.fromisoformat(value):%d-%m-%Y}"
        case str():
            return words["values"].get(value, words["columns"].get(value, value) if value.endswith("_by") else value)
        case list():
            return ", ".join(_said(one, zone) for one in value)
        case dict():
            called = {**words["columns"], **words["inside"]}
            return "; ".join(f"{called.get(key, key)}: {_said(one, zone)}" for key, one in value.items())
        case None:
            return "–"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
