"""Why a file can't be read at all."""

from collections.abc import Sequence
from enum import StrEnum

from achterwacht.refused import RuleBroken


class UnreadableFile(RuleBroken):
    """It is neither CSV nor an Excel workbook."""

    code = "file_unreadable"


class Kind(StrEnum):
    """What a file is that holds no rows for us; each with its own sentence."""

    EMPTY = "file_empty"
    EMPTY_SHEET = "file_empty_sheet"
    PDF = "file_pdf"
    PICTURE = "file_picture"
    WORD = "file_word"
    WEB_PAGE = "file_web_page"
    OLD_EXCEL = "file_old_excel"
    OTHER_SHEET = "file_other_sheet"
    LOCKED = "file_locked"
    ZIP = "file_zip"
    UTF_16 = "file_utf_16"


class OtherKind(UnreadableFile):
    """`facts["kind"]`: of which it is."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind=kind)
        self.code = kind


class TooManyRows(UnreadableFile):
    """`facts["most"]`: how many it may have."""

    code = "file_rows"


class WrongColumns(UnreadableFile):
    """`facts["missing"]`: the columns it lacks; `facts["unknown"]`: those that we don't know; `facts["twice"]`: those
    that occur twice, so that it is unclear which of the two is meant. known: any of its columns is one of ours."""

    def __init__(
        self, missing: Sequence[str], unknown: Sequence[str], twice: Sequence[str], known: bool = True
    ) -> None:
        super().__init__(missing=missing, unknown=unknown, twice=twice, known=known)
        if not known:
            self.code = "file_no_headings"
        elif missing:
            self.code = "file_columns_missing_and_unknown" if unknown else "file_columns_missing"
        else:
            self.code = "file_columns_twice" if twice else "file_columns_unknown"


class CountsDiffer(UnreadableFile):
    """Two ways of counting its rows disagree: `facts["rows"]` were read, `facts["counted"]` stand in it."""

    code = "file_count"


class TooHeavy(UnreadableFile):
    """Reading it took too much time or memory."""

    code = "file_too_heavy"


KINDS = {one.__name__: one for one in (UnreadableFile, OtherKind, TooManyRows, WrongColumns, CountsDiffer, TooHeavy)}
"""By name: a child process can only say which it was."""
