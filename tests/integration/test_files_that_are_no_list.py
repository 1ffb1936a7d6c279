"""Whatever somebody chooses where a list is read in: they hear what it is, what is needed, and where to begin."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook

from achterwacht.row_files.sheets import LARGEST_UNPACKED
from tests.support.organisations import Organisation
from tests.unit.test_pictures import SVG, a_picture

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
FILES = Path(__file__).parents[1] / "files" / "imports"
NEEDED = "Nodig is een Excel-bestand (.xlsx) of CSV, met de kolommen van 'Leeg sjabloon'."
COLUMNS = "De kolommen staan in 'Leeg sjabloon'."


def a_zip(**parts: bytes) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return held.getvalue()


def a_workbook(*rows: list[str]) -> bytes:
    book, held = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.create_sheet("Meer").append(["naam", "e-mail"])
    book.save(held)
    return held.getvalue()


def kept(name: str) -> Callable[[], bytes]:
    """A file that the program itself made."""
    return (FILES / name).read_bytes


OTHERS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "file_empty", "Er staat niets in dit bestand. " + NEEDED),
    "only a mark": (lambda: b"\xef\xbb\xbf", "file_empty", "Er staat niets in dit bestand. " + NEEDED),
    "blank lines": (lambda: b"\r\n ;; \r\n\t\r\n\r\n", "file_empty", "Er staat niets in dit bestand. " + NEEDED),
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "file_pdf", "Dit is een PDF. " + NEEDED),
    "PNG": (lambda: a_picture("PNG"), "file_picture", "Dit is een foto of een plaatje. " + NEEDED),
    "JPEG": (a_picture, "file_picture", NEEDED),
    "WebP": (lambda: a_picture("WEBP"), "file_picture", NEEDED),
    "of an iPhone": (lambda: b"\x00\x00\x00\x18ftypheic\x00\x00", "file_picture", NEEDED),
    "SVG": (lambda: SVG, "file_picture", NEEDED),
    "old Excel": (kept("oud.xls"), "file_old_excel", "(.xls of .xlsb). Open het in Excel"),
    "binary Excel": (lambda: a_zip(**{"xl/workbook.bin": b"\x83\x01"}), "file_old_excel", COLUMNS),
    "LibreOffice": (kept("libreoffice.ods"), "file_other_sheet", "Bewaar het daar als Excel (.xlsx)"),
    "behind a password": (kept("wachtwoord.xlsx"), "file_locked", "Dit bestand heeft een wachtwoord."),
    "empty first sheet": (a_workbook, "file_empty_sheet", "Er staat niets op het eerste blad"),
    "Word": (lambda: a_zip(**{"word/document.xml": b"<document/>"}), "file_word", NEEDED),
    "a zip": (lambda: a_zip(**{"mensen.csv": b"naam;e-mail"}), "file_zip", "Pak het uit."),
    "an empty zip": (a_zip, "file_unreadable", COLUMNS),
    "a bomb": (lambda: a_zip(**{"xl/a.xml": bytes(LARGEST_UNPACKED + 1)}), "file_too_heavy", "een leeg bestand"),
    "a page called .xls": (lambda: b"\xef\xbb\xbf <html><table><tr><td>naam", "file_web_page", COLUMNS),
    "UTF-16": (lambda: "naam;e-mail\r\nBo;bo@voorstad.test".encode("utf-16"), "file_utf_16", "CSV UTF-8. " + COLUMNS),
    "only numbers": (lambda: b"1;2;3\n4;5;6", "file_no_headings", "We herkennen geen enkele kolom."),
    "a row of 200": (lambda: a_workbook([f"k{n}" for n in range(200)]), "file_no_headings", "'Leeg sjabloon'"),
    "half a download": (lambda: b"PK\x03\x04", "file_unreadable", COLUMNS),
    "a program": (lambda: b"\x7fELF\x02\x01\x01\x00\x00", "file_unreadable", COLUMNS),
}  # fmt: skip


def each_import(api: TestClient, ours: Organisation, content: bytes) -> list[httpx.Response]:
    doors = (
        (ours.administrator, "/v1/people/_import"),
        (ours.registrar, "/v1/risk-addresses/_import"),
        (ours.administrator, f"/v1/teams/{ours.team}/roster/_read"),
    )
    return [api.post(path, files={"file": ("lijst.xlsx", content)}, headers=who.headers) for who, path in doors]


@pytest.mark.parametrize("name", OTHERS)
def test_each_is_called_what_it_is(api: TestClient, ours: Organisation, name: str) -> None:
    make, code, words = OTHERS[name]
    for answer in each_import(api, ours, make()):
        assert (answer.status_code, answer.json()["code"]) == (409, code), answer.text
        assert words in answer.json()["detail"]
        assert "[" not in answer.json()["detail"]


def test_one_that_is_larger_than_we_read_is_called_a_file(api: TestClient, ours: Organisation) -> None:
    for answer in each_import(api, ours, a_picture() + bytes(1_100_000)):
        assert (answer.status_code, answer.json()["detail"]) == (413, "Dit bestand is te groot: meer dan 1 MB.")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("postcode;kleur", "Deze kolommen missen: land, huisnummer, advies, reden, opnieuw bekijken op. Deze kennen we "
         "niet: kleur. " + COLUMNS),
        ("postcode", "Deze kolommen missen: land, huisnummer, advies, reden, opnieuw bekijken op. " + COLUMNS),
        ("land;postcode;huisnummer;advies;reden;opnieuw bekijken op;kleur", "Deze kolommen kennen we niet: kleur. "
         + COLUMNS),
        ("land;postcode;huisnummer;advies;reden;opnieuw bekijken op;Reden", "Deze kolommen staan er twee keer: reden, "
         "Reden. Haal van elke er een weg."),
    ],
)  # fmt: skip
def test_only_what_is_wrong_with_the_columns_is_said(api: TestClient, ours: Organisation, head: str, said: str) -> None:
    file = {"file": ("adressen.csv", head.encode())}
    answer = api.post("/v1/risk-addresses/_import", files=file, headers=ours.registrar.headers)
    assert (answer.status_code, answer.json()["detail"]) == (409, said)


def test_the_letters_of_windows_are_read(api: TestClient, ours: Organisation) -> None:
    file = {"file": ("mensen.csv", "naam;e-mail;rol\nZoë;zoe@voorstad.test;P&O".encode("cp1252"))}
    answer = api.post(
        "/v1/people/_import", files=file, data={"dryRun": "true"}, headers=ours.administrator.headers
    ).json()
    assert (answer["kept"], answer["changes"][0]["name"]) == (1, "Zoë")
    assert "Zoë" in answer["notes"][0]
