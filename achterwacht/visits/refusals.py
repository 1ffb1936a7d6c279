"""The refusals of the rules of a visit. Each has a code for programs and names the field that is wrong."""

from achterwacht.refused import RuleBroken


class NotUnderWay(RuleBroken):
    """The visit has not started, or is over."""

    code = "not_under_way"


class NotPlanned(RuleBroken):
    """Only a planned visit can be changed, cancelled or checked in."""

    code = "not_planned"


class EndBeforeStart(RuleBroken):
    """The expected end is not after the start."""

    code = "end_before_start"
    pointer = "/expectedEnd"


class EndNotLater(RuleBroken):
    """The new end is not after the expected end."""

    code = "end_not_later"
    pointer = "/expectedEnd"


class VisitTooLong(RuleBroken):
    """The end is later than the profile's longest visit allows."""

    code = "visit_too_long"
    pointer = "/expectedEnd"


class NotOnTheWayBack(RuleBroken):
    """Nobody expects this worker at the office, or nobody does any more."""

    code = "not_on_the_way_back"


class BackBeforeEnd(RuleBroken):
    """The moment to be back is not after the end of the visit, or has passed."""

    code = "back_before_end"
    pointer = "/backBy"


class BackTooLate(RuleBroken):
    """The moment to be back is so far ahead that nobody would miss the worker in time."""

    code = "back_too_late"
    pointer = "/backBy"


class SilentAlarm(RuleBroken):
    """Somebody inside gave the duress code. Nobody phones or questions those inside, and nobody ends their watch."""

    code = "silent_alarm"


class NotAnObservation(RuleBroken):
    """Only an observation is broken off because the observer was noticed."""

    code = "not_an_observation"


class ReasonNeeded(RuleBroken):
    """A colleague must give a reason to sign somebody else off."""

    code = "reason_needed"
    pointer = "/reason"
