"""A planned visit goes to another worker, or is somewhere else."""

from dataclasses import replace

from achterwacht.alarms.facts import Candidate
from achterwacht.decision import Decision, Event, Notice
from achterwacht.kinds import Actor, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.visits.facts import Visit, VisitState
from achterwacht.visits.refusals import NotPlanned
from achterwacht.visits.rules.watching import BY_SMS, by_somebody_else
from notifications.texts.templates import ALL_MESSAGES, Template


def hand_over(visit: Visit, by: Actor, colleague: Candidate) -> Decision:
    """Let a colleague go instead. Promises to the first worker lapse; both are told what they did not do themselves.

    Raises:
        NotPlanned: it has started, or is over.
    """
    if visit.state is not VisitState.PLANNED:
        raise NotPlanned
    own_back_up = visit.back_up == colleague.person
    handed = replace(
        visit,
        worker=colleague.person,
        worker_name=colleague.name,
        chased_count=0,
        # When the first one would be back says nothing of the second.
        back_by=None,
        alone_asked=None,
        alone_allowed_by=None,
        # What is read out to the police names who goes, with their number.
        police_told_at=None,
        back_up=None if own_back_up else visit.back_up,
        back_up_accepted_at=None if own_back_up else visit.back_up_accepted_at,
    )
    first = Notice(visit.worker, Template.COLLEAGUE_GOES, BY_SMS, MessagePriority.REMINDER, facts={"name": by.name})
    facts = {"name": colleague.name, "from": visit.worker_name}
    return Decision(
        visit=handed,
        events=(Event(EventKind.HANDED_TO_COLLEAGUE, by.person_id, facts),),
        notices=(
            *(() if by.person_id == visit.worker else (first,)),
            *by_somebody_else(handed, Template.VISIT_PLANNED, by),
        ),
        silenced=ALL_MESSAGES,
    )


def readdress(visit: Visit, by: Actor, before: str, after: str) -> Decision:
    """Let a planned visit be somewhere else. What was promised, allowed or told to the police was for the other place.

    before, after: the addresses in one line, for the timeline.

    Raises:
        NotPlanned: it has started, or is over.
    """
    if visit.state is not VisitState.PLANNED:
        raise NotPlanned
    promised = visit.back_up is not None or bool(visit.companions)
    elsewhere = replace(visit, alone_asked=None, alone_allowed_by=None, back_up_accepted_at=None, police_told_at=None)
    facts = {"address": after, "from": before, "again": promised or None}
    return Decision(
        visit=elsewhere,
        events=(Event(EventKind.READDRESSED, by.person_id, facts),),
        notices=by_somebody_else(elsewhere, Template.VISIT_ADDRESS, by),
    )
