"""The rules of a risk mark: proposed by one, approved by another, shown until it is ended (architecture.md section 6).

A mark tells who goes to an address what to do, and never why. Until somebody else approved it, it shows as
provisional, for at most `PROVISIONAL_FOR`; then it no longer shows. Approving it later lets it show again: the safety
of a colleague must not hang on typing it once more.

An approved mark stays in force until somebody ends it, also when its review date has passed: a warning must not vanish
because nobody looked at it. From that date on the registrar sees it as overdue. A mark can't live without a review
date, since it sticks to an address while residents move (docs/design/facts.md).

Pure: the moment comes in as a parameter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from achterwacht.decision import Actor, RuleBroken
from achterwacht.refused import NotAllowed

PROVISIONAL_FOR = timedelta(days=7)


class Advice(StrEnum):
    """What to do at an address, weightiest first: the order in which it is told."""

    OFFICE_ONLY = "office_only"
    NOT_THIS_EMPLOYEE = "not_this_employee"
    POLICE_FIRST = "police_first"
    PAIRS = "pairs"
    PHONE_FIRST = "phone_first"
    ATTENTION = "attention"


class MarkState(StrEnum):
    """Expired: nobody approved it in time."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    ENDED = "ended"
    EXPIRED = "expired"


class OwnProposal(NotAllowed):
    """Four eyes: whoever proposed a mark can't approve it."""

    code = "own_proposal"


class MarkEnded(RuleBroken):
    """It was ended."""

    code = "mark_ended"


class MarkApproved(RuleBroken):
    """Somebody approved it before."""

    code = "mark_approved"


@dataclass(frozen=True)
class Mark:
    """The facts of a mark. All moments are UTC."""

    id: UUID
    advice: tuple[Advice, ...]
    instruction: str | None
    review_date: date
    proposed_by: UUID
    proposed_at: datetime
    approved_by: UUID | None = None
    approved_at: datetime | None = None
    ended_by: UUID | None = None
    ended_at: datetime | None = None
    end_reason: str | None = None

    @property
    def approved(self) -> bool:
        return self.approved_at is not None


@dataclass(frozen=True)
class Advised:
    """What somebody who goes there is told. Provisional: at least one mark behind it still waits for approval."""

    advice: tuple[Advice, ...] = ()
    instructions: tuple[str, ...] = ()
    provisional: bool = False
    marks: tuple[UUID, ...] = ()


def state(mark: Mark, now: datetime) -> MarkState:
    """Where the mark stands at this moment."""
    if mark.ended_at is not None:
        return MarkState.ENDED
    if mark.approved:
        return MarkState.APPROVED
    return MarkState.PROPOSED if now < mark.proposed_at + PROVISIONAL_FOR else MarkState.EXPIRED


def in_force(mark: Mark, now: datetime) -> bool:
    """Whether a look-up shows it."""
    return state(mark, now) in (MarkState.PROPOSED, MarkState.APPROVED)


def review_overdue(mark: Mark, now: datetime) -> bool:
    """Whether somebody should have looked whether this mark is still needed."""
    return state(mark, now) is MarkState.APPROVED and mark.review_date < now.date()


def approve(mark: Mark, by: Actor, now: datetime) -> Mark:
    """Let the mark count as more than provisional.

    Raises:
        OwnProposal: by who proposed it.
        MarkEnded, MarkApproved: there is nothing to approve.
    """
    if mark.ended_at is not None:
        raise MarkEnded
    if mark.approved:
        raise MarkApproved
    if by.person is None or by.person == mark.proposed_by:
        raise OwnProposal
    return replace(mark, approved_by=by.person, approved_at=now)


def end(mark: Mark, reason: str, by: Actor, now: datetime) -> Mark:
    """Take the mark away. One person may: ending can wait for nobody when the wrong resident is marked.

    Raises:
        MarkEnded: it was ended before.
    """
    if mark.ended_at is not None:
        raise MarkEnded
    return replace(mark, ended_by=by.person, ended_at=now, end_reason=reason)


def advise(marks: Iterable[Mark], now: datetime) -> Advised:
    """What the marks of one address say together, each thing once, weightiest first. Never their reasons."""
    shown = sorted((mark for mark in marks if in_force(mark, now)), key=lambda mark: mark.proposed_at)
    words = tuple(word for word in Advice if any(word in mark.advice for mark in shown))
    own = dict.fromkeys(mark.instruction for mark in shown if mark.instruction)
    return Advised(
        advice=words,
        instructions=(*(SENTENCES[word] for word in words), *own),
        provisional=any(not mark.approved for mark in shown),
        marks=tuple(mark.id for mark in shown),
    )


SENTENCES = {
    Advice.OFFICE_ONLY: "Nodig uit op kantoor. Ga niet op bezoek.",
    Advice.NOT_THIS_EMPLOYEE: "Overleg eerst met je teammanager of jij hierheen gaat.",
    Advice.POLICE_FIRST: "Bel eerst de politie. Zeg waar je heen gaat en wanneer.",
    Advice.PAIRS: "Ga met z'n tweeën.",
    Advice.PHONE_FIRST: "Bel van tevoren. Ga pas als de afspraak klopt.",
    Advice.ATTENTION: "Let extra goed op. Houd de weg naar buiten vrij.",
}
"""What each word of advice asks of who goes there (B1 Dutch)."""
