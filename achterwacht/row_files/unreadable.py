"""Why a file can't be read at all."""

from achterwacht.refused import RuleBroken


class UnreadableFile(RuleBroken):
    """It is neither CSV nor an Excel workbook."""

    code = "file_unreadable"


class TooManyRows(UnreadableFile):
    """`facts["most"]`: how many it may have."""

    code = "file_rows"


class WrongColumns(UnreadableFile):
    """`facts["missing"]`: the columns it lacks; `facts["unknown"]`: those that we don't know; `facts["twice"]`: those
    that occur twice, so that it is unclear which of the two is meant."""

    code = "file_columns"


class CountsDiffer(UnreadableFile):
    """Two ways of counting its rows disagree: `facts["rows"]` were read, `facts["counted"]` stand in it."""

    code = "file_count"


class TooHeavy(UnreadableFile):
    """Reading it took too much time or memory."""

    code = "file_too_heavy"
