"""After a fraud investigation of this client the team manager decides who goes (P5 L696-700).

It is the same employee, or a colleague instead. Until then the visit does not start as it was planned; somebody who
stands at the door without that plan is watched. Messages only say that there is something to decide: the question
stands in the app.
"""

from dataclasses import replace

from achterwacht.alarms.facts import Candidate, Level
from achterwacht.beforehand.alone import OwnPermission
from achterwacht.beforehand.asking import BY_SMS, must_be_planned
from achterwacht.beforehand.preparing import StepNotAsked
from achterwacht.beforehand.rules import ManagerDecidesFirst
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.refused import RuleBroken
from achterwacht.visits.facts import Fraud, Visit
from achterwacht.visits.rules.handing_over import hand_over
from notifications.texts.templates import Template


class NothingToDecide(RuleBroken):
    """Nobody asked, or it was decided already."""

    code = "nothing_to_decide"


def ask(visit: Visit, by: Actor, context: Context) -> Decision:
    """Record that there was an investigation, as somebody who goes or plans it says. Asking again changes nothing.

    Raises:
        NotPlanned: it has started, or is over.
        StepNotAsked: by this protocol no manager decides that, or the worker meets nobody there.
    """
    must_be_planned(visit)
    if not context.protocol.preparation.manager_decides_after_fraud or not visit.kind.meets_the_client:
        raise StepNotAsked
    if visit.fraud is not None:
        return NOTHING
    told = [
        one
        for one in context.people.at(Level.MANAGER)
        if one.skip is None and one.person != by.person_id and not visit.of_the_visit(one.person)
    ]
    return Decision(
        visit=replace(visit, fraud=Fraud.ASKED),
        events=(Event(EventKind.FRAUD_ASKED, by.person_id, {"names": [one.name for one in told]}),),
        notices=tuple(
            Notice(one.person, Template.DECISION_ASKED, BY_SMS, MessagePriority.ASKING_BEFOREHAND) for one in told
        ),
    )


def same_employee(visit: Visit, by: Actor) -> Decision:
    """Record that a manager of the team lets the planned employee go.

    Raises:
        NotPlanned: it has started, or is over.
        NothingToDecide: nobody asked, or it was decided already.
        OwnPermission: by that employee, who may be a manager too.
    """
    _must_be_asked(visit)
    if by.person_id == visit.worker:
        raise OwnPermission
    told = Notice(visit.worker, Template.GOES_THEMSELF, BY_SMS, MessagePriority.NEWS, facts={"name": by.name})
    return Decision(
        visit=replace(visit, fraud=Fraud.SAME, fraud_decided_by=by.person_id),
        events=(Event(EventKind.SAME_EMPLOYEE, by.person_id, {"name": visit.worker_name}),),
        notices=(told,),
    )


def colleague_instead(visit: Visit, by: Actor, colleague: Candidate) -> Decision:
    """Record that a manager of the team lets a colleague go. Promises to the first worker lapse; both are told.

    Raises:
        NotPlanned: it has started, or is over.
        NothingToDecide: nobody asked, or it was decided already.
    """
    _must_be_asked(visit)
    decision = hand_over(visit, by, colleague)
    return replace(decision, visit=_decided(decision, by))


def handed_over(visit: Visit, by: Actor, colleague: Candidate, *, may_decide: bool) -> Decision:
    """Let a colleague go instead of the worker who was planned, without a question. Where there was one about fraud,
    only a manager says who goes, also once it was answered.

    may_decide: `by` is a manager of the team.

    Raises:
        NotPlanned: it has started, or is over.
        ManagerDecidesFirst: there was a question, and somebody else hands it over.
    """
    if visit.fraud is None:
        return hand_over(visit, by, colleague)
    if not may_decide:
        raise ManagerDecidesFirst
    decision = hand_over(visit, by, colleague)
    return replace(decision, visit=_decided(decision, by))


def _decided(decision: Decision, by: Actor) -> Visit:
    assert decision.visit is not None
    return replace(decision.visit, fraud=Fraud.COLLEAGUE, fraud_decided_by=by.person_id)


def _must_be_asked(visit: Visit) -> None:
    must_be_planned(visit)
    if visit.fraud is not Fraud.ASKED:
        raise NothingToDecide
