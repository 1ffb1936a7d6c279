"""How people are asked and told things before a visit, and until when."""

from achterwacht.visits.facts import Visit, VisitState
from achterwacht.visits.refusals import NotPlanned
from notifications.ways import Channel, Way

BY_SMS = (Way(Channel.SMS),)


def must_be_planned(visit: Visit) -> None:
    """Check that the visit is still planned.

    Raises:
        NotPlanned: it has started, or is over.
    """
    if visit.state is not VisitState.PLANNED:
        raise NotPlanned


def must_be_to_come_or_going_on(visit: Visit) -> None:
    """Check that the visit is planned or under way, also on the worker's screen.

    Raises:
        NotPlanned: it is over.
    """
    if visit.state is not VisitState.PLANNED and (not visit.under_way or visit.shown_ended_at is not None):
        raise NotPlanned
