"""The export about an address or a person, as an Excel workbook."""

import json
from collections.abc import Sequence
from typing import Any

from achterwacht.risk_files.columns import EXPORTED, SAID
from api.http.schemas import Schema
from api.risk_addresses.file_schemas import Exported, ExportedWithNames, LookUpGiven, LookUpOut
from api.risk_addresses.schemas import Mark, MarkGiven
from documents.sheets import Rows, workbook

OF_OURS = frozenset({"advice", "criteria", "about", "state"})


def workbook_of(found: Exported | ExportedWithNames) -> bytes:
    """Returns an .xlsx with what the JSON holds: one sheet for the marks, one for the look-ups."""
    named = isinstance(found, ExportedWithNames)
    mark, look_up = (Mark, LookUpOut) if named else (MarkGiven, LookUpGiven)
    return workbook({"Markeringen": _rows(mark, found.marks), "Inzage": _rows(look_up, found.look_ups)})


def _rows(kind: type[Schema], part: Sequence[Any]) -> Rows:
    names = list(kind.model_json_schema()["properties"])
    rows = [one.model_dump(mode="json", by_alias=True) for one in part]
    return [[EXPORTED.get(name, name) for name in names], *([_told(name, row[name]) for name in names] for row in rows)]


def _told(name: str, value: Any) -> Any:
    """Returns a value in Dutch: the words of a list that we wrote, and of nothing that somebody typed."""
    if name in OF_OURS:
        return "; ".join(SAID.get(one, one) for one in value) if isinstance(value, list) else SAID.get(value, value)
    return ("ja" if value else "nee") if isinstance(value, bool) else _said(value)


def _said(value: Any) -> Any:
    """Returns a value of several parts in one line."""
    if isinstance(value, dict):
        return value.get("line") or value.get("name") or json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "; ".join(one["name"] if isinstance(one, dict) else str(one) for one in value)
    return value
