"""The table of all purposes of codes: what `1`, `2` and VEILIG do, by SMS or in the call that they answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from achterwacht.alarms.refusals import AlarmOver, MayNotTake, NotAsked, ProofNeeded
from achterwacht.beforehand.back_up import NotTheBackUp
from achterwacht.check_calls.rules import NotYourOwn
from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.records import CodeRecord
from achterwacht.inbound.answers import Answer
from achterwacht.inbound.code_alarms import answer_alarm, answer_check_call, answer_companion
from achterwacht.inbound.code_over import (
    IsOver,
    alarm_over,
    check_call_over,
    number_over,
    relief_over,
    swap_over,
    visit_no_more,
    well_over,
)
from achterwacht.inbound.code_requests import answer_before_a_visit, answer_number, answer_relief, answer_turn
from achterwacht.inbound.said import NO, OF_AN_ALARM, YES, Said, digit_of, facts_of
from achterwacht.kinds import Actor
from achterwacht.people.actions import Action
from achterwacht.refused import NotAllowed, NotFound
from achterwacht.relief.rules import CannotWatchNow, ReliefOver
from achterwacht.roster.swapping import SwapOver
from achterwacht.visits.facts import VisitState
from achterwacht.visits.refusals import NotPlanned, NotUnderWay
from achterwacht.watch.access import may_answer
from notifications.intents import CLOSES, Intent


@dataclass(frozen=True)
class Meaning:
    """What a code of one purpose does, and when it is over.

    bare: what a digit without the code may do: only what makes an alarm louder, or what silences nothing.
    """

    answer: Callable[[Said], Answer]
    is_over: IsOver
    bare: frozenset[Intent] = frozenset({NO})


def over(session: Session, record: CodeRecord) -> bool:
    """Whether the subject of this code is over."""
    return MEANINGS[record.purpose].is_over(session, record)


def answer_code(session: Session, by: Actor, record: CodeRecord, intent: Intent, note: str = "") -> Answer:
    """Carry out a digit or VEILIG with a code, and return what it did. If the subject is over, the answer says so.

    `by.unproven`: they did not send the code; this is the only one that can be meant.
    """
    answer = _done(session, by, record, intent, note)
    return answer if answer.about else replace(answer, about=str(record.subject_id))


def _done(session: Session, by: Actor, record: CodeRecord, intent: Intent, note: str) -> Answer:
    if intent is Intent.FALSE_ALARM and record.purpose not in OF_AN_ALARM:
        # Nobody was told of an alarm with this code.
        return Answer("code_doubted", {**facts_of(session, record), "safe": False})
    facts = facts_of(session, record)
    try:
        may_answer(session, by, record, Action.RESOLVE_ALARM if intent in CLOSES else Action.TAKE_ALARM)
    except (NotFound, NotAllowed):
        return Answer("code_unknown", facts)
    try:
        return MEANINGS[record.purpose].answer(Said(session, by, record, intent, note, facts))
    except SwapOver:
        return Answer("swap_over")
    except ReliefOver:
        return Answer("relief_over")
    except CannotWatchNow as error:
        return Answer("relief_busy", error.facts)
    except (AlarmOver, NotUnderWay, NotPlanned, NotFound, NotTheBackUp):
        return Answer("code_over", facts)
    except (MayNotTake, NotYourOwn):
        return Answer("may_not_take", facts)
    except NotAsked:
        return Answer("code_unknown", facts)
    except ProofNeeded:
        return Answer("safe_needs_code" if intent in CLOSES else "which_code", {**facts, "digit": digit_of(intent)})


MEANINGS: Mapping[CodePurpose, Meaning] = {
    # 1 is noted, and the climb goes on; 2 declines. A bare 1 does not say that the police were called either.
    CodePurpose.LADDER: Meaning(answer_alarm, alarm_over, frozenset({YES, NO})),
    CodePurpose.POLICE: Meaning(answer_alarm, alarm_over, frozenset({YES, NO})),
    # "All is well" would end the check call.
    CodePurpose.CHECK_CALL: Meaning(answer_check_call, check_call_over),
    # 1 is information that answers nothing; 2 is a call for help.
    CodePurpose.COMPANION_WELL: Meaning(answer_companion, well_over, frozenset({YES, NO})),
    # A companion may still say so once the visit goes on. Bare only before it starts (`which_code.py`).
    CodePurpose.COMPANION: Meaning(
        answer_before_a_visit, visit_no_more(VisitState.PLANNED, VisitState.UNDER_WAY), frozenset({YES, NO})
    ),
    # After a yes somebody counts on them, so it needs the code.
    CodePurpose.BACK_UP: Meaning(answer_before_a_visit, visit_no_more(VisitState.PLANNED)),
    # After a yes somebody goes in alone.
    CodePurpose.ALONE: Meaning(answer_before_a_visit, visit_no_more(VisitState.PLANNED)),
    CodePurpose.SWAP: Meaning(answer_turn, swap_over),
    # After a yes whoever watches now goes home.
    CodePurpose.RELIEF: Meaning(answer_relief, relief_over),
    # The code is the whole proof.
    CodePurpose.NUMBER_CHECK: Meaning(answer_number, number_over, frozenset()),
}
