"""Workbooks as no Excel writes them, cell by cell."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="16"/></cellXfs></styleSheet>'
HEAD = ("country", "postcode", "houseNumber", "addition", "advice", "reason", "reviewDate")


def text(value: str, reference: str = "") -> str:
    place = f' r="{reference}"' if reference else ""
    return f'<c{place} t="inlineStr"><is><t>{value}</t></is></c>'


def row(*cells: str, number: int | None = None, more: str = "") -> str:
    """`cells` are texts, or what begins with `<c`."""
    place = f' r="{number}"' if number else ""
    return f"<row{place}{more}>{''.join(one if one.startswith('<c') else text(one) for one in cells)}</row>"


def mark(number: str = "12", addition: str = "", reason: str = "Bedreiging", **where: int) -> str:
    return row("NL", "5211 AA", number, addition, "pairs", reason, "1-5-2040", number=where.get("at"))


def a_sheet(rows: str, behind: str = "", before: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{row(*HEAD)}{rows}</sheetData>{behind}</worksheet>'


def a_book(
    sheet: str, styles: str = STYLES, strings: str = "", sheets: int = 1, more: dict[str, str] | None = None
) -> bytes:
    listed = "".join(f'<sheet name="Blad{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1))
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATION}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
        "xl/styles.xml": styles,
        **{f"xl/worksheets/sheet{n}.xml": sheet for n in range(1, sheets + 1)},
        **({"xl/sharedStrings.xml": strings} if strings else {}),
        **(more or {}),
    }
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return held.getvalue()
