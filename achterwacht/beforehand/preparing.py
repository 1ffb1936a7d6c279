"""What is looked up before a visit, ticked by name: the file (P5), and whether the client got a letter before (P4).

The file is searched before a home visit (004 L692). A tick is shown as missing until somebody sets it: to people who
go, who plan and who watch. It stops nobody.
"""

from collections.abc import Sequence
from dataclasses import replace

from achterwacht.beforehand.asking import must_be_to_come_or_going_on
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event
from achterwacht.kinds import Actor, EventKind
from achterwacht.protocols.beforehand import Preparation
from achterwacht.refused import RuleBroken
from achterwacht.visits.facts import PreparationStep, Visit, VisitKind

TICKED = {
    PreparationStep.FILE_SEARCH: EventKind.FILE_SEARCHED,
    PreparationStep.EARLIER_LETTER: EventKind.LETTER_LOOKED_UP,
}


class StepNotAsked(RuleBroken):
    """The protocol does not ask to look that up."""

    code = "step_not_asked"


def steps(preparation: Preparation, kind: VisitKind) -> Sequence[PreparationStep]:
    """Returns what a profile asks to look up before a visit of this kind."""
    asked = {
        PreparationStep.FILE_SEARCH: preparation.file_search and kind.at_a_door,
        PreparationStep.EARLIER_LETTER: preparation.earlier_letter is not None,
    }
    return tuple(step for step, so in asked.items() if so)


def tick(visit: Visit, by: Actor, step: PreparationStep, context: Context) -> Decision:
    """Record that somebody looked it up. The first one is shown by name; a second press changes nothing.

    Raises:
        NotPlanned: it is over.
        StepNotAsked: the protocol does not ask that of such a visit.
    """
    must_be_to_come_or_going_on(visit)
    preparation = context.protocol.preparation
    if step not in steps(preparation, visit.kind):
        raise StepNotAsked
    before = {
        PreparationStep.FILE_SEARCH: visit.file_searched_at,
        PreparationStep.EARLIER_LETTER: visit.letter_looked_up_at,
    }
    if before[step] is not None:
        return NOTHING
    if step is PreparationStep.FILE_SEARCH:
        ticked = replace(visit, file_searched_by=by.person_id, file_searched_at=context.now)
    else:
        ticked = replace(visit, letter_looked_up_by=by.person_id, letter_looked_up_at=context.now)
    where = preparation.earlier_letter if step is PreparationStep.EARLIER_LETTER else None
    return Decision(visit=ticked, events=(Event(TICKED[step], by.person_id, {"where": where}),))
