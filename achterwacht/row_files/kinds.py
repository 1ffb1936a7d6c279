"""What a file is that holds no rows for us, by its content: whoever chose it reads what to choose instead.

Runs in a child process. Its name counts for nothing: many a system calls a page of HTML `export.xls`.
"""

from collections.abc import Sequence

from achterwacht.row_files.unreadable import Kind

A_HEAD = 1_024
"""How much of a file is searched for what it begins with: there may be a mark of the encoding, or blanks, before it."""
UTF_8 = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"<svg")
A_BRAND = slice(4, 8)
"""Where a photo of a telephone (HEIC) says that it is one."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""A file of Office before 2007, or a new one behind a password."""
OLE_PARTS = {
    "EncryptedPackage": Kind.LOCKED,
    "Workbook": Kind.OLD_EXCEL,
    "Book": Kind.OLD_EXCEL,
    "WordDocument": Kind.WORD,
}
ZIP_PARTS = {
    "xl/workbook.bin": Kind.OLD_EXCEL,
    "word/": Kind.WORD,
    "content.xml": Kind.OTHER_SHEET,  # LibreOffice
    "Index/": Kind.OTHER_SHEET,  # Numbers
}


def other_kind(content: bytes) -> Kind | None:
    """Returns what it is; None for a zip, and for what may be text."""
    head = content[:A_HEAD].removeprefix(UTF_8).lstrip()
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(PICTURES) or head[A_BRAND] == b"ftyp" or (head.startswith(b"RIFF") and b"WEBP" in head[:16]):
        return Kind.PICTURE
    if head.startswith(OLE):
        said = (kind for part, kind in OLE_PARTS.items() if part.encode("utf-16-le") in content)
        return next(said, None)
    if head.startswith(b"{\\rtf"):
        return Kind.WORD
    if head.startswith(b"<"):
        return Kind.WEB_PAGE
    if head.startswith(UTF_16):
        return Kind.UTF_16
    return None


def kind_of_zip(names: Sequence[str]) -> Kind | None:
    """Returns what a zip is that could not be read as a workbook, by what its parts are called; None: a workbook."""
    for part, kind in ZIP_PARTS.items():
        if any(one.startswith(part) for one in names):
            return kind
    return None if any(one.startswith("xl/") for one in names) else Kind.ZIP
