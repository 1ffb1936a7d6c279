"""Typesets a PDF that a screen reader can read (PDF/UA-1) and an archive can keep (PDF/A-2a), with Typst.

A template is Typst; what goes into it comes along as JSON, so that what somebody typed is text and never markup:

    #import "house.typ": house, data
    #show: house
    = #data.title

The fonts stand in `documents/fonts`; nothing is fetched and no font of the machine is used, so that a PDF looks the
same everywhere. `house.typ` is the house style: the organisation's name and mark, and the number of each page.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from documents.glyphs import FONTS, shown

HERE = Path(__file__).parent
PDF = "application/pdf"
STANDARDS = ("ua-1", "a-2a")
MOST_DATA = 1_000_000
"""The most letters of data for one document. Everything that a form or letter can hold is far less."""
_one_at_a_time = threading.Lock()
"""One typesetter keeps the fonts it read; two at once would only take each other's processor."""


class NotTypeset(Exception):
    """The template is wrong, or the data lacks something it needs. It will fail the next time too."""


@dataclass(frozen=True)
class House:
    """Whose paper it is. lines: the address and the like, below the name. mark: PNG or JPEG."""

    name: str
    lines: tuple[str, ...] = ()
    mark: bytes | None = None
    country: str = "NL"


NOBODY = House("Achterwacht")


def pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    language: str = "nl",
    house: House = NOBODY,
    made_at: datetime | None = None,
) -> bytes:
    """Returns the document. The same template and data give the same bytes.

    template: Typst. data: what fits in JSON. made_at: stands in the file, which says nothing else of when it was made.

    Raises:
        NotTypeset: it can't be made.
    """
    import typst

    mark = None if house.mark is None else list(house.mark)
    paper = {"name": house.name, "lines": list(house.lines), "country": house.country}
    said = shown({"title": title, "language": language.partition("-")[0], "house": paper, **data})
    if mark is not None:
        said["house"]["mark"] = mark
    inputs = json.dumps(said, ensure_ascii=False)
    if len(inputs) > MOST_DATA:
        raise NotTypeset(f"{len(inputs)} letters of data")
    made = int((made_at or datetime.now(UTC)).timestamp())
    try:
        with _one_at_a_time:
            made_of = _typesetter().compile(
                template.encode(),
                format="pdf",
                sys_inputs={"data": inputs},
                pdf_standards=list(STANDARDS),
                timestamp=made,
            )
    except typst.TypstError as error:
        raise NotTypeset(error.message) from error
    assert isinstance(made_of, bytes)
    return made_of


@cache
def _typesetter() -> Any:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    # No packages: a template can't make the typesetter fetch anything.
    nowhere = HERE / "no-packages"
    return typst.Compiler(
        root=HERE, font_paths=fonts, ignore_system_fonts=True, package_path=nowhere, package_cache_path=nowhere
    )
