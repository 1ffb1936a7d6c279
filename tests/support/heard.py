"""`--heard FILE` notes for each test which statements each database got from it; `tools/only_here.py` reads the file.

A line of JSON for each test: what it is called, and its statements with the name of the database before them. Values,
numbers and the length of lists are left out: they make no other statement of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

VALUE = r"(?:\?|%\(\w+\)s)(?:::\w+(?:\[\])?)?"
LEFT_OUT = (
    (re.compile(VALUE), "?"),
    (re.compile(r"'[^']*'|\b\d+\b"), "?"),
    (re.compile(r"_\d+\b|SAVEPOINT \w+"), ""),
    (re.compile(r"\?(?:\s*,\s*\?)+"), "?, ..."),
    (re.compile(r"\((?:\?|\?, \.\.\.)\)(?:\s*,\s*\((?:\?|\?, \.\.\.)\))+"), "(?)..."),
    (re.compile(r"\s+"), " "),
)


@cache
def plain(statement: str) -> str:
    for what, instead in LEFT_OUT:
        statement = what.sub(instead, statement)
    return statement


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--heard", type=Path, help="note here which statements each database gets from each test")


def pytest_configure(config: pytest.Config) -> None:
    if (file := config.getoption("--heard")) is not None:
        config.pluginmanager.register(Hearing(file))


class Hearing:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._now: set[str] = set()
        event.listen(Engine, "before_cursor_execute", self._hears)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._now = set()
        answer = yield
        line = {"test": item.nodeid, "statements": sorted(self._now)}
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        return answer

    def _hears(self, connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self._now.add(f"{connection.dialect.name}: {plain(statement)}")
