"""PDFs, read back by programs that are not ours: what they say, how they are tagged, and that data is never markup."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from documents.glyphs import known_letters, shown
from documents.typeset import House, NotTypeset, pdf

TEMPLATE = """
#import "house.typ": data, house, said
#show: house
= #data.title
#for one in data.text { par(said(one)) }
"""
AT = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
ODD = (
    "#panic()",
    "*vet* _schuin_",
    "$x^2$",
    "`code`",
    '#import "@preview/x:1.0.0"',
    "= kop",
    "\\ \\n",
    "<w:p>",
    "@a",
    "//weg",
)


def a_mark() -> bytes:
    held = BytesIO()
    Image.new("RGB", (60, 20), "#336699").save(held, "PNG")
    return held.getvalue()


def made(*text: str, **more: Any) -> bytes:
    house = House("Gemeente Voorbeeld", ("Markt 1", "5211 AA Voorbeeld"), more.pop("mark", None))
    return pdf(TEMPLATE, {"text": list(text)}, title="Een brief", house=house, made_at=AT, **more)


def read(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_it_says_what_it_was_given() -> None:
    text = read(made("Geachte mevrouw Öztürk,", "Eerste regel\ntweede regel", mark=a_mark()))
    for part in ("Gemeente Voorbeeld", "5211 AA Voorbeeld", "Een brief", "Geachte mevrouw Öztürk,", "tweede regel"):
        assert part in text


@pytest.mark.parametrize("odd", ODD)
def test_data_is_text(odd: str) -> None:
    assert odd in read(made(odd)).replace("\n", " ")


def test_it_can_be_read_aloud_and_kept() -> None:
    with pikepdf.open(BytesIO(made("Tekst", mark=a_mark()))) as opened:
        root = opened.Root
        assert str(root.Lang).startswith("nl")
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert root.StructTreeRoot.K is not None
        with opened.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
            assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "A")
            assert "Een brief" in str(told["dc:title"])
        kinds = structure(root.StructTreeRoot)
        assert {"/H1", "/P", "/Figure"} <= set(kinds)
        assert alternatives(root.StructTreeRoot) == ["Gemeente Voorbeeld"]
        for font in fonts(opened):
            assert "/ToUnicode" in font


def test_the_same_gives_the_same_bytes() -> None:
    assert made("Tekst") == made("Tekst")


def test_letters_that_no_font_has() -> None:
    assert "Jan ? en ??" in read(made("Jan 王 en 😀\ufe0f\u200dم"))
    assert shown({"a": ["e\u0301\u200f\x07", 3, None, "\u2003"]}) == {"a": ["é", 3, None, " "]}
    assert {*"aéëïöüñłğşžčőȚẞ€–’“”…•ΩЯ"} <= known_letters()


def test_a_long_one_has_numbered_pages() -> None:
    content = made(*["Een alinea die lang genoeg is om iets te vullen. " * 8] * 20)
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) > 1
    assert f"2 / {len(pages)}" in pages[1].extract_text()


@pytest.mark.parametrize("template", ["#nothing", '#import "@preview/tablex:0.0.8"', '#read("/etc/passwd")', "#data."])
def test_a_wrong_template_is_said(template: str) -> None:
    with pytest.raises(NotTypeset):
        pdf(template, {}, title="x")


def test_too_much_is_refused() -> None:
    with pytest.raises(NotTypeset):
        made("x" * 1_000_001)


def structure(node: Any) -> list[str]:
    return [str(one.S) for one in elements(node) if "/S" in one]


def alternatives(node: Any) -> list[str]:
    return [str(one.Alt) for one in elements(node) if "/Alt" in one]


def elements(node: Any) -> list[Any]:
    """Every element of the tree of tags."""
    found = []
    kids = node.get("/K")
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *elements(kid)]
    return found


def fonts(opened: pikepdf.Pdf) -> list[Any]:
    return [font for page in opened.pages for font in page.Resources.Font.values()]
