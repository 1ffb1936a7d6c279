"""Stories, and tests whose subject is words, run by turns: the first on SQLite, the next on PostgreSQL, and so on.

The rows of each module of stories (STORIES) take turns, but for a test or a module that is marked `on_both`. Elsewhere
`@pytest.mark.by_turns` on a test: so do the rows of its table. `pytestmark = pytest.mark.by_turns`: so do the rows of
a whole module. In each way both databases are used, and each row is run once. docs/design/testing.md has the rule.
`--on-both` runs every row on both all the same, and so does naming one: `pytest "test_x.py::test_y[postgresql]"`.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

TURNS = ("sqlite", "postgresql")
STORIES = "tests/acceptance/"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on-both", action="store_true", help="run on both databases what else runs by turns")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "by_turns: each row on one database, by turns (tests/support/turns.py)")
    config.addinivalue_line("markers", "on_both: on both databases, also where others take turns")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--on-both"):
        return
    away = {row[turn % len(row)] for rows in _marked(items) for turn, row in enumerate(rows, start=1)}
    if away:
        config.hook.pytest_deselected(items=[one for one in items if one in away])
        items[:] = [one for one in items if one not in away]


def _marked(items: list[pytest.Item]) -> list[list[list[pytest.Item]]]:
    """For each test or module that takes turns, its rows: those that came for both databases, as a pair."""
    found: dict[str, dict[str, dict[str, pytest.Item]]] = defaultdict(lambda: defaultdict(dict))
    for one in items:
        whose = _whose(one)
        if whose is None or not isinstance(one, pytest.Function) or not hasattr(one, "callspec"):
            continue
        kind = one.callspec.params.get("kind")
        if kind in TURNS:
            found[whose][one.nodeid.replace(kind, "", 1)][kind] = one
    return [[[row[kind] for kind in TURNS] for row in rows.values() if len(row) == 2] for rows in found.values()]


def _whose(one: pytest.Item) -> str | None:
    """Returns the id of the test or the module in which this row takes its turn; None if it takes none."""
    for node, mark in one.iter_markers_with_node():  # the closest first
        if mark.name == "on_both":
            return None
        if mark.name == "by_turns":
            return one.nodeid.partition("[")[0] if node is one else node.nodeid
    return one.nodeid.partition("::")[0] if one.nodeid.startswith(STORIES) else None
