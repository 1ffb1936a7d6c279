"""What a schema looks like to a version of the product that was made for another."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, inspect


@dataclass(frozen=True)
class Table:
    """columns: by name, the type, whether it may be empty, and whether it fills itself in. limits: what it refuses."""

    columns: dict[str, tuple[str, bool, bool]]
    limits: frozenset[Any]


def shape_of(engine: Engine) -> dict[str, Table]:
    there = inspect(engine)
    return {name: _table(there, name) for name in there.get_table_names()}


def what_breaks(before: dict[str, Table], after: dict[str, Table]) -> list[str]:
    """Returns, in words, what a version made for `before` could not work with in `after`."""
    broken = [f"{name} is gone" for name in before.keys() - after.keys()]
    for name in before.keys() & after.keys():
        old, new = before[name], after[name]
        for column, (kind, empty, _) in old.columns.items():
            if column not in new.columns:
                broken.append(f"{name}.{column} is gone")
            elif new.columns[column][0] != kind:
                broken.append(f"{name}.{column} is of another type")
            elif empty and not new.columns[column][1]:
                broken.append(f"{name}.{column} may not be empty any more")
        for column in new.columns.keys() - old.columns.keys():
            _, empty, fills = new.columns[column]
            if not empty and not fills:
                broken.append(f"{name}.{column} must be filled in")
        if new.limits - old.limits:
            broken.append(f"{name} refuses what it took")
    return broken


def _table(there: Any, name: str) -> Table:
    columns = {
        one["name"]: (str(one["type"]), bool(one["nullable"]), one["default"] is not None)
        for one in there.get_columns(name)
    }
    checks = {("check", one["sqltext"]) for one in there.get_check_constraints(name)}
    unique = {("unique", *one["column_names"]) for one in there.get_unique_constraints(name)}
    unique |= {("unique", *one["column_names"]) for one in there.get_indexes(name) if one["unique"]}
    keys = {("key", *one["constrained_columns"]) for one in there.get_foreign_keys(name)}
    return Table(columns, frozenset(checks | unique | {key for key in keys if set(key[1:]) <= columns.keys()}))
