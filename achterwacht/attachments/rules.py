"""The rules of attachments: who may add one to a report, how many there are, and who may take one away.

Whoever may change the report may add to it, until it is closed. The signatures stay: what was signed is the form, and
of an attachment it is known who added it and when. Pure: what there is already comes in as a parameter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from achterwacht.incidents.facts import IncidentState
from achterwacht.incidents.refusals import IncidentClosed, NotYetSeen
from achterwacht.incidents.report import Report, Standing
from achterwacht.refused import NotAllowed, RuleBroken

MOST = 20
"""Of one report."""
MOST_TOGETHER = 200_000_000
"""Bytes of one report."""
A_MEGABYTE = 1_000_000


class Full(RuleBroken):
    """The report has as many attachments as it can have, or they are too large together."""

    code = "attachments_full"


class Removed(RuleBroken):
    """It was added and taken away again. A phone that sends it once more does not bring it back."""

    code = "attachment_removed"


@dataclass(frozen=True)
class Added:
    """An attachment, as the rules see it."""

    size: int
    by: UUID


def add(report: Report, there: Sequence[Added], size: int, by: Standing) -> None:
    """Refuse somebody who may not add to the report, or what is too much.

    Raises:
        NotAllowed: the report is not theirs to change.
        IncidentClosed: it was closed.
        NotYetSeen: a manager adds to it, and none has seen it yet.
        Full: there are too many, or they are too large together.
    """
    theirs = report.is_theirs(by.actor.person_id)
    if not theirs and not by.manages:
        raise NotAllowed
    if report.state is IncidentState.CLOSED:
        raise IncidentClosed
    if not theirs and report.seen_at is None:
        raise NotYetSeen
    if len(there) >= MOST or sum(one.size for one in there) + size > MOST_TOGETHER:
        raise Full(most=MOST, megabytes=MOST_TOGETHER // A_MEGABYTE)


def remove(report: Report, attachment: Added, by: Standing) -> None:
    """Refuse somebody who may not take it away: who added it may, and who handles the report.

    Raises:
        NotAllowed: it is not theirs to take away.
        IncidentClosed: the report was closed.
    """
    if not _takes_away(report, attachment, by):
        raise NotAllowed
    if report.state is IncidentState.CLOSED:
        raise IncidentClosed


def may_remove(report: Report, attachment: Added, by: Standing) -> bool:
    """Whether this person may take it away now."""
    return report.state is not IncidentState.CLOSED and _takes_away(report, attachment, by)


def _takes_away(report: Report, attachment: Added, by: Standing) -> bool:
    """Whoever handles a report does not handle what happened to themselves."""
    handles = by.manages and by.actor.person_id != report.employee_id
    return handles or by.actor.person_id == attachment.by
