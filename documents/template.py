"""An empty workbook to fill in: its columns on the first sheet, and what belongs in them on the second."""

from collections.abc import Sequence
from io import BytesIO

EXPLAINED = "Uitleg"
"""The title of the second sheet, which is not read."""
WIDE = 26
TEXT = "@"
"""Excel leaves alone what is typed into a cell of this format: a telephone number keeps its zero."""

Column = tuple[str, bool, str]
"""A heading, whether it must be filled in, and what belongs in it."""


def template(title: str, columns: Sequence[Column]) -> bytes:
    """Returns an .xlsx with these headings, and an explanation."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    sheet.freeze_panes = "A2"
    explained = book.create_sheet(EXPLAINED)
    explained.append(["Kolom", "Nodig", "Wat er in hoort"])
    for place, (heading, needed, text) in enumerate(columns, 1):
        cell = sheet.cell(1, place, heading)
        cell.font, cell.number_format = Font(bold=True), TEXT
        width = sheet.column_dimensions[get_column_letter(place)]
        width.width, width.number_format = WIDE, TEXT
        explained.append([heading, "ja" if needed else "", text])
    for letter, width_of in zip("ABC", (WIDE, 8, 110), strict=True):
        explained.column_dimensions[letter].width = width_of
    held = BytesIO()
    book.save(held)
    return held.getvalue()
