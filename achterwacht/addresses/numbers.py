"""What can't be a house number, an addition or a box, whoever wrote it: a day, a fraction, a program's word.

One rule for what is typed, sent by a program, read from a calendar or from a file. A file is checked more strictly
(`risk_files/doubts.py`), since nobody is there to ask: in a file an X may mean "nothing", typed by hand it is the X on
the door. Takes text as `fold` returns it. Pure.
"""

import re

MACHINE = frozenset({
    "NULL", "(NULL)", "NONE", "NIL", "NAN", "N/A", "#N/A", "NA#", "UNDEFINED", "TRUE", "FALSE", "WAAR", "ONWAAR",
    "[NULL]", "<NULL>", "\\N",
})  # fmt: skip
"""What programs write for an empty value, also in a text. Anything that begins with a # counts too."""
MONTHS = (
    "JANUARI|JANVIER|JANUARY|JAN|JANV|FEBRUARI|FEBRUARY|FEVRIER|FEB|FEV|FEVR|MAART|MARCH|MARS|MRT|MAR|APRIL|AVRIL|APR|AVR|"
    "MEI|MAY|MAI|JUNI|JUNE|JUIN|JUN|JULI|JULY|JUILLET|JUL|JUIL|AUGUSTUS|AUGUST|AOUT|AUG|SEPTEMBER|SEPTEMBRE|SEPT|SEP|"
    "OKTOBER|OCTOBER|OCTOBRE|OKT|OCT|NOVEMBER|NOVEMBRE|NOV|DECEMBER|DECEMBRE|DEC"
)
_DAY = re.compile(
    rf"(?:[0-9]{{1,4}}[-/. ]*)?(?:{MONTHS})\.?(?:[-/. ]*[0-9]{{1,4}})?(?:[-/. ]+[0-9]{{1,4}})?"
    r"|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[T ].*)?"
    r"|(?:0?[1-9]|[12][0-9]|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:[0-9]{4}|[0-9]{2})(?:[T ].*)?"
    r"|(?:0?[1-9]|1[0-2])([-/.])(?:0?[1-9]|[12][0-9]|3[01])\2[0-9]{4}(?:[T ].*)?"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|[0-9]{1,2}[-/](?:19|20)[0-9]{2}"
)
_BROKEN_NUMBER = re.compile(r"[-+]?[0-9]+[.,][0-9]+(?:E[-+]?[0-9]+)?|[-+]?[0-9]+E[-+][0-9]+")
_ON_A_FLOOR = re.compile(r"[0-9]{1,4}\.(?!0+$)[0-9]{1,4}")
"""`1.2`, `0.01`: how many Flemish buildings number a box, floor first. A program writes `1.0` for 1."""


def cannot_be(folded: str, column: str = "") -> str:
    """Returns why this can't be a house number, an addition or a box; an empty text when it can."""
    if column == "box" and _ON_A_FLOOR.fullmatch(folded):
        return ""
    if folded in MACHINE or folded.startswith("#"):
        return "field_nothing"
    if _DAY.fullmatch(folded):
        return "field_day"
    return "field_number" if _BROKEN_NUMBER.fullmatch(folded) else ""


def may_be_a_box(number: str) -> bool:
    """Whether a Belgian house number may hold a box: `12_3`, `12-3` and `12+3`.

    A range goes up, so `12-3` is none; the old register wrote an underscore before a box.
    """
    found = re.fullmatch(r"0*([0-9]+) ?[A-Z]? *([-_+]) *([0-9]+) ?[A-Z]?", number.strip())
    return found is not None and (found[2] == "_" or int(found[3]) <= int(found[1]))
