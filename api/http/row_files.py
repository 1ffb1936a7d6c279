"""What a file of somebody else's holds, as it is answered: the rows that can't be used, and what else to know of it."""

from collections.abc import Iterable
from typing import Any

from achterwacht.refused import Wrong
from achterwacht.row_files.rows import FileRead, Layout
from api.http.schemas import Schema
from api.wording import sentence
from documents.template import EXPLAINED

MOST_SHOWN = 200


class WrongCell(Schema):
    """What is wrong in a row. column: as it is called in the file; empty if it is the row itself."""

    column: str
    code: str
    detail: str


class RefusedRow(Schema):
    line: int
    wrong: list[WrongCell]


def refused_row(line: int, wrong: Iterable[Wrong], found: FileRead, layout: Layout) -> RefusedRow:
    """Returns why a line can't be used, in the words of the file."""
    return RefusedRow(line=line, wrong=[_cell(one, found, layout) for one in wrong])


def _cell(wrong: Wrong, found: FileRead, layout: Layout) -> WrongCell:
    name = wrong.pointer.strip("/")
    column = found.headings.get(name, layout.said(name) if name else "")
    return WrongCell(column=column, code=wrong.code, detail=sentence(wrong.code, wrong.facts))


def notes_of(found: FileRead) -> list[str]:
    """Returns what to know about a file besides its rows."""
    others = [name[:40] for name in found.others if name != EXPLAINED][:5]
    told: dict[str, dict[str, Any]] = {
        "file_columns_left": {"names": list(found.left)},
        "file_accented": {"words": list(found.accented)},
        "file_other_sheets": {"names": others},
        "file_hidden_rows": {"count": found.hidden},
    }
    return [sentence(code, facts) for code, facts in told.items() if any(facts.values())]
