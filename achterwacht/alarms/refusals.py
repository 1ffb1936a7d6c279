"""The refusals of the rules of an alarm, each with a code for programs."""

from achterwacht.refused import RuleBroken


class AlarmOver(RuleBroken):
    """The alarm is closed."""

    code = "alarm_over"


class GraverNow(RuleBroken):
    """The alarm became graver than whoever closes it saw."""

    code = "alarm_graver"


class MayNotTake(RuleBroken):
    """The worker and companions never take, pass on or close their own alarm: they are inside."""

    code = "may_not_take"


class ProofNeeded(RuleBroken):
    """The sender's number is no proof of who asks. Anything that makes an alarm quieter needs the code."""

    code = "proof_needed"


class NotAsked(RuleBroken):
    """Only somebody who was told can say that they can't come."""

    code = "not_asked"
