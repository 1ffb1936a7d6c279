"""What the rules of a visit refuse, each with a code for programs and the field that is wrong."""

from achterwacht.decision import RuleBroken


class NotUnderWay(RuleBroken):
    """The visit has not started, or is over."""

    code = "not_under_way"


class NotPlanned(RuleBroken):
    """Only a planned visit can be changed, cancelled or checked in."""

    code = "not_planned"


class EndBeforeStart(RuleBroken):
    """The expected end does not lie after the start."""

    code = "end_before_start"
    pointer = "/expectedEnd"


class EndNotLater(RuleBroken):
    """The new end does not lie after the expected end."""

    code = "end_not_later"
    pointer = "/expectedEnd"


class VisitTooLong(RuleBroken):
    """The end lies beyond the longest visit of the profile."""

    code = "visit_too_long"
    pointer = "/expectedEnd"


class SilentAlarm(RuleBroken):
    """Who is inside gave the duress code: nobody phones or asks them, and nobody ends what watches over them."""

    code = "silent_alarm"


class ReasonNeeded(RuleBroken):
    """A colleague signs somebody else off only with a reason."""

    code = "reason_needed"
    pointer = "/reason"
