"""What can't be the number of a house, an addition or a box, whoever wrote it: a day, a fraction, a word of a program.

One rule for what is typed, sent by a program, read from a calendar or from a file. A file is asked more
(`risk_files/doubts.py`), since nobody stands beside it who could answer: there an X may mean that there is nothing, and
by hand it is the X on the door. Takes text as `fold` leaves it. Pure.
"""

import re

MACHINE = frozenset({
    "NULL", "(NULL)", "NONE", "NIL", "NAN", "N/A", "#N/A", "NA#", "UNDEFINED", "TRUE", "FALSE", "WAAR", "ONWAAR",
    "[NULL]", "<NULL>", "\\N",
})  # fmt: skip
"""What programs write where nothing is, also in a text. Besides: whatever begins with a #."""
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


def cannot_be(folded: str) -> str:
    """Why this can't stand as a house number, an addition or a box; an empty text where it can."""
    if folded in MACHINE or folded.startswith("#"):
        return "field_nothing"
    if _DAY.fullmatch(folded):
        return "field_day"
    return "field_number" if _BROKEN_NUMBER.fullmatch(folded) else ""


def may_be_a_box(number: str) -> bool:
    """Of a Belgian house number: `12_3`, `12-3` and `12+3`.

    A range goes up, and the old register wrote a box behind a low line.
    """
    found = re.fullmatch(r"0*([0-9]+) ?[A-Z]? *([-_+]) *([0-9]+) ?[A-Z]?", number.strip())
    return found is not None and (found[2] == "_" or int(found[3]) <= int(found[1]))
