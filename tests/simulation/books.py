"""Reading the file beside the engine: plain SQL on a connection of its own, without the engine's sessions and types."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

MOMENTS = ("at", "planned_start", "expected_end")
IDS = ("id", "person", "subject")


class Books:
    """The rows as they are. Columns are read by their names: `..._at` is a moment, `..._id` an id."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)

    def close(self) -> None:
        self._connection.close()

    def rows(self, statement: str, **given: Any) -> list[Any]:
        found = self._connection.execute(statement, {name: _spell(value) for name, value in given.items()})
        names = [column for column, *_ in found.description]
        return [
            SimpleNamespace(**{name: _read(name, value) for name, value in zip(names, row, strict=True)})
            for row in found
        ]


def _spell(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return f"{value.replace(tzinfo=None):%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name.endswith("_at") or name in MOMENTS:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if name.endswith("_id") or name in IDS:
        return UUID(value)
    return json.loads(value) if name == "payload" else value
