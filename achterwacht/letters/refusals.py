"""Why a letter can't be written, signed, delivered or put away."""

from achterwacht.refused import RuleBroken


class NeverALetter(RuleBroken):
    """This behaviour never gets a letter: help is brought in."""

    code = "letter_never"


class NoName(RuleBroken):
    """It forbids somebody something, and nobody said whom."""

    code = "letter_needs_name"
    pointer = "/addressee/name"


class NoReportMade(RuleBroken):
    """It says that a report was made to the police, and nobody said when."""

    code = "letter_needs_police_report"
    pointer = "/facts/policeReportedOn"


class UntilOver(RuleBroken):
    """What it forbids would be over before it begins."""

    code = "letter_until_over"
    pointer = "/facts/until"


class MeasureNotInForce(RuleBroken):
    """It is about a measure that is not decided yet, or over."""

    code = "letter_measure_not_in_force"


class OtherEnd(RuleBroken):
    """It names another last day than the measure it is about."""

    code = "letter_other_end"
    pointer = "/facts/until"


class BeginsLater(RuleBroken):
    """What it forbids begins on a later day, and it does not say so. day: which one, as a letter says it."""

    code = "letter_begins_later"


class LetterSigned(RuleBroken):
    """It is signed, and does not change any more."""

    code = "letter_signed"


class NotSigned(RuleBroken):
    """Not everybody who signs it did."""

    code = "letter_not_signed"


class LetterWithdrawn(RuleBroken):
    """It was put away."""

    code = "letter_withdrawn"


class OtherText(RuleBroken):
    """It changed since whoever signs or changes it read it."""

    code = "letter_changed"


class Behind(RuleBroken):
    """Something was decided that its text, as a human wrote it, does not say or says otherwise."""

    code = "letter_behind"


class DeliveredAlready(RuleBroken):
    code = "letter_delivered"


class NothingRefused(RuleBroken):
    """Nobody refused it, or it was recorded before."""

    code = "letter_not_refused"


class NoSuchLetter(RuleBroken):
    """The protocol has no such letter."""

    code = "letter_unknown"
    pointer = "/letterId"
