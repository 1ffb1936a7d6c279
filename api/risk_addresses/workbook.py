"""The export about an address or a person, as an Excel workbook."""

import json
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from api.risk_addresses.file_schemas import Exported, LookUpOut
from api.risk_addresses.schemas import Mark

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def workbook_of(found: Exported) -> bytes:
    """Returns an .xlsx with what the JSON holds: one sheet for the marks, one for the look-ups."""
    book = Workbook(write_only=True)
    for title, part in (("Markeringen", found.marks), ("Inzage", found.look_ups)):
        sheet = book.create_sheet(title)
        rows = [one.model_dump(mode="json", by_alias=True) for one in part]
        names = list((Mark if title == "Markeringen" else LookUpOut).model_json_schema()["properties"])
        sheet.append(names)
        for row in rows:
            sheet.append([_cell(row[name]) for name in names])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _cell(value: Any) -> Any:
    """Returns what a cell shows.

    Text that Excel would take for a formula gets an apostrophe before it; characters that no workbook can hold are
    left out.
    """
    if isinstance(value, dict):
        value = value.get("line") or value.get("name") or json.dumps(value, ensure_ascii=False)
    elif isinstance(value, list):
        value = "; ".join(one["name"] if isinstance(one, dict) else str(one) for one in value)
    if not isinstance(value, str):
        return value
    plain = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{plain}" if plain.startswith(FORMULA) else plain
