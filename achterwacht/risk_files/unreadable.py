"""Why a file with risk addresses can't be read at all."""

from achterwacht.decision import RuleBroken


class UnreadableFile(RuleBroken):
    """It is no CSV in UTF-8, and no Excel workbook."""

    code = "file_unreadable"


class TooManyRows(UnreadableFile):
    """`facts["most"]`: how many it may have."""

    code = "file_rows"


class WrongColumns(UnreadableFile):
    """`facts["missing"]`: the columns it lacks; `facts["unknown"]`: the ones nobody knows; `facts["twice"]`: those that
    come twice, so that nobody can say which of the two is meant."""

    code = "file_columns"


class CountsDiffer(UnreadableFile):
    """What was read is not what stands in it by another count: `facts["rows"]` and `facts["counted"]`."""

    code = "file_count"


class TooHeavy(UnreadableFile):
    """Reading it took too long, or too much memory."""

    code = "file_too_heavy"
