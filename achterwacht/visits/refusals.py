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


class NotOnTheWayBack(RuleBroken):
    """Nobody waits for this worker at the office, or not any more."""

    code = "not_on_the_way_back"


class BackBeforeEnd(RuleBroken):
    """The moment to be back does not lie after the end of the visit, or is past."""

    code = "back_before_end"
    pointer = "/backBy"


class BackTooLate(RuleBroken):
    """The moment to be back lies further ahead than anybody waits."""

    code = "back_too_late"
    pointer = "/backBy"


class SilentAlarm(RuleBroken):
    """Who is inside gave the duress code: nobody phones or asks them, and nobody ends what watches over them."""

    code = "silent_alarm"


class NotAnObservation(RuleBroken):
    """Only an observation is broken off because somebody noticed it."""

    code = "not_an_observation"


class ReasonNeeded(RuleBroken):
    """A colleague signs somebody else off only with a reason."""

    code = "reason_needed"
    pointer = "/reason"
