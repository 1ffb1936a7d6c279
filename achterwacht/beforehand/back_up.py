"""The back-up of one visit outside office hours, who accepts before it starts and is told of the sign-off (P3)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from achterwacht.alarms.facts import Candidate
from achterwacht.beforehand.asking import BY_SMS, must_be_planned
from achterwacht.code_purposes import CodePurpose
from achterwacht.context import Context
from achterwacht.decision import Decision, Event, Notice
from achterwacht.kinds import Actor, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.refused import RuleBroken
from achterwacht.visits.facts import Visit, VisitState
from notifications.texts.templates import Template


class NotTheBackUp(RuleBroken):
    """Only the colleague who was asked to be back-up can answer."""

    code = "not_the_back_up"


def ask_back_up(visit: Visit, by: Actor, colleague: Candidate) -> Decision:
    """Ask a colleague to be back-up. Anybody who was asked before no longer is.

    Raises:
        NotPlanned: it has started, or is over.
    """
    must_be_planned(visit)
    asked = replace(visit, back_up=colleague.person, back_up_accepted_at=None)
    notice = Notice(
        colleague.person, Template.BACK_UP_ASKED, BY_SMS, MessagePriority.ASKING_BEFOREHAND, code=CodePurpose.BACK_UP
    )
    return Decision(
        visit=asked, events=(Event(EventKind.BACK_UP_ASKED, by.person_id, {"name": colleague.name}),), notices=(notice,)
    )


def ask_back_up_again(visit: Visit) -> Decision:
    """Ask the back-up again whether they can, since the visit was moved."""
    if visit.back_up is None:
        return Decision()
    return Decision(
        notices=(
            Notice(
                visit.back_up,
                Template.BACK_UP_ASKED,
                BY_SMS,
                MessagePriority.ASKING_BEFOREHAND,
                code=CodePurpose.BACK_UP,
            ),
        )
    )


def called_off(visit: Visit, asked: Iterable[UUID]) -> Decision:
    """Tell people who were asked to come along or to be back-up that the visit does not take place."""
    people = dict.fromkeys((*asked, *([visit.back_up] if visit.back_up else [])))
    return Decision(
        notices=tuple(Notice(person, Template.VISIT_OFF, BY_SMS, MessagePriority.NEWS) for person in people)
    )


def answer_back_up(visit: Visit, by: Actor, accepts: bool, context: Context) -> Decision:
    """Record that the colleague accepts to be back-up, or can't. Then the worker is told, and asks another.

    Raises:
        NotPlanned: it has started, or is over.
        NotTheBackUp: by somebody who was not asked.
    """
    must_be_planned(visit)
    if by.person_id is None or by.person_id != visit.back_up:
        raise NotTheBackUp
    if accepts:
        accepted = replace(visit, back_up_accepted_at=visit.back_up_accepted_at or context.now)
        told = Notice(visit.worker, Template.BACK_UP_ACCEPTED, BY_SMS, MessagePriority.NEWS, facts={"name": by.name})
        again = visit.back_up_accepted_at is not None
        return Decision(
            visit=accepted,
            events=() if again else (Event(EventKind.BACK_UP_ACCEPTED, by.person_id),),
            notices=() if again else (told,),
        )
    free = replace(visit, back_up=None, back_up_accepted_at=None)
    told = Notice(visit.worker, Template.BACK_UP_CANT, BY_SMS, MessagePriority.NEWS, facts={"name": by.name})
    return Decision(visit=free, events=(Event(EventKind.BACK_UP_DECLINED, by.person_id),), notices=(told,))


def sign_off(before: Visit, after: Visit | None, by: Actor, told: Collection[UUID] = ()) -> Decision:
    """Tell the back-up by SMS that the visit is over, and who said so (P3); nothing while an alarm keeps it open.

    told: who hears anyway, since an alarm is over. Nor is the back-up told what they did themselves.
    """
    over = after is not None and after.state is VisitState.ENDED and before.state is VisitState.UNDER_WAY
    if not over or before.back_up is None or before.back_up_accepted_at is None:
        return Decision()
    if before.back_up in told or before.back_up == by.person_id:
        return Decision()
    facts = {"by": "" if before.of_the_visit(by.person_id) else by.name}
    notice = Notice(before.back_up, Template.BACK_UP_SIGNED_OFF, BY_SMS, MessagePriority.NEWS, facts=facts)
    return Decision(notices=(notice,))
