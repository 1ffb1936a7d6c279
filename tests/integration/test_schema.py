"""The migrations make the tables that the records describe: words, checks and partial indexes included."""

import importlib
import pkgutil
import re
import sqlite3
from pathlib import Path

from sqlalchemy import create_engine

import achterwacht
import notifications
from foundation.columns import Base
from migrations.schema import migrate


def test_the_migrations_make_what_the_records_describe(tmp_path: Path) -> None:
    for package in (achterwacht, notifications):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    migrate(f"sqlite:///{tmp_path / 'migrated.db'}")
    described = create_engine(f"sqlite:///{tmp_path / 'described.db'}")
    Base.metadata.create_all(described)
    described.dispose()
    assert _parts(tmp_path / "migrated.db") == _parts(tmp_path / "described.db")


def _parts(file: Path) -> dict[str, set[str]]:
    """Each table and index by name, as the set of its columns and constraints: their order means nothing."""
    with sqlite3.connect(file) as connection:
        made = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: _of(sql) for name, sql in made if name != "alembic_version"}


def _of(sql: str) -> set[str]:
    flat = " ".join(sql.replace('"', "").split())
    if not flat.startswith("CREATE TABLE"):
        return {flat}
    inside = flat[flat.index("(") + 1 : flat.rindex(")")]
    return {part.strip() for part in re.split(r",(?![^()]*\))", inside)}
