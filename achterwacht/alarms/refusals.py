"""What the rules of an alarm refuse, each with a code for programs."""

from achterwacht.decision import (
    RuleBroken,
)


class AlarmOver(RuleBroken):
    """The alarm is closed."""

    code = "alarm_over"


class MayNotTake(RuleBroken):
    """The worker and companions never take, pass on or close their own alarm: they are inside."""

    code = "may_not_take"


class ProofNeeded(RuleBroken):
    """Whoever asks is known by a sender's number alone: what makes an alarm quieter needs the code."""

    code = "proof_needed"


class NotAsked(RuleBroken):
    """Only who was told can say that they can't."""

    code = "not_asked"
