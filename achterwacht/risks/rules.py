"""The rules of a risk mark: proposed by one, approved by another, shown until it is ended (architecture.md section 6).

A mark tells people who go to an address what to do, and never why. Until somebody else approves it, it shows as
provisional, for at most `PROVISIONAL_FOR`; then it is no longer shown. Approving it later makes it show again: the
safety of a colleague must not depend on typing it again.

An approved mark stays in force until its end, or until somebody ends it earlier, even when its review date has passed:
a warning must not vanish because nobody looked at it. From that date on the registrar is reminded each week. The end is
read from the mark itself and depends on no job, so it can't be missed. It never comes before the review, so somebody is
always asked before a mark ends. Every mark has both, since it stays with an address while residents move
(docs/design/facts.md, docs/decisions/0022).

Pure: the moment comes in as a parameter.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID

from achterwacht.kinds import Actor
from achterwacht.refused import NotAllowed, RuleBroken

PROVISIONAL_FOR = timedelta(days=7)
ENDS_AFTER_REVIEW = timedelta(days=365)
"""Unless another end was given: long enough to be reminded fifty times."""
REMINDED_AT = time(9)
REMINDED_EVERY = timedelta(days=7)


class Advice(StrEnum):
    """What to do at an address, weightiest first: the order in which it is told."""

    OFFICE_ONLY = "office_only"
    NOT_THIS_EMPLOYEE = "not_this_employee"
    POLICE_FIRST = "police_first"
    PAIRS = "pairs"
    PHONE_FIRST = "phone_first"
    ATTENTION = "attention"


class Criterion(StrEnum):
    """Why there is a mark, in the words of the protocols."""

    LETTERS = "letters"
    INCIDENTS = "incidents"
    EXPECTED_TROUBLE = "expected_trouble"
    WEAPON = "weapon"
    DOG = "dog"
    FRAUD_INVESTIGATION = "fraud_investigation"


class About(StrEnum):
    """Who a mark is about: everybody who lives there, or one of them."""

    HOUSEHOLD = "household"
    PERSON = "person"


class MarkState(StrEnum):
    """Expired: nobody approved it in time. Ended: by somebody, or because its end came."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    ENDED = "ended"
    EXPIRED = "expired"


class OwnProposal(NotAllowed):
    """Four eyes: the person who proposed a mark can't approve it."""

    code = "own_proposal"


class MarkEnded(RuleBroken):
    """It was ended."""

    code = "mark_ended"


class MarkApproved(RuleBroken):
    """It was approved before."""

    code = "mark_approved"


class NotApproved(RuleBroken):
    """Nobody approved it yet."""

    code = "mark_not_approved"


@dataclass(frozen=True)
class Mark:
    """The facts of a mark. All moments are UTC.

    valid_from, ends_at: it counts from the first until just before the second.
    not_for: the employees of "not this employee"; empty: it is for everybody who goes there.
    """

    id: UUID
    advice: tuple[Advice, ...]
    instruction: str | None
    review_date: date
    proposed_by: UUID
    proposed_at: datetime
    valid_from: datetime
    ends_at: datetime
    not_for: frozenset[UUID] = frozenset()
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
    """What people who go there are told. provisional: at least one mark behind it still waits for approval."""

    advice: tuple[Advice, ...] = ()
    own: tuple[str, ...] = ()
    provisional: bool = False
    marks: tuple[UUID, ...] = ()


def state(mark: Mark, now: datetime) -> MarkState:
    """Returns the state of the mark at this moment."""
    if mark.ended_at is not None or mark.ends_at <= now:
        return MarkState.ENDED
    if mark.approved:
        return MarkState.APPROVED
    return MarkState.PROPOSED if now < mark.proposed_at + PROVISIONAL_FOR else MarkState.EXPIRED


def in_force(mark: Mark, now: datetime) -> bool:
    """Whether a look-up shows it."""
    return mark.valid_from <= now and state(mark, now) in (MarkState.PROPOSED, MarkState.APPROVED)


def review_overdue(mark: Mark, now: datetime, zone: tzinfo) -> bool:
    """Whether somebody should have checked by now that this mark is still needed, by the days of that zone."""
    return state(mark, now) is MarkState.APPROVED and mark.review_date < now.astimezone(zone).date()


def begin_of(day: date, zone: tzinfo) -> datetime:
    """Returns the first moment of a day in that zone, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def next_reminder(mark: Mark, now: datetime, zone: tzinfo) -> datetime | None:
    """Returns when somebody is next asked to look at it. None: not any more.

    A proposal: on the first morning, and on the last one before it lapses. Then on its review date, and each week.
    """
    if state(mark, now) is MarkState.PROPOSED:
        return _approval_asked(mark, now, zone)
    if state(mark, now) is not MarkState.APPROVED:
        return None
    day = mark.review_date
    weeks = max(0, (now.astimezone(zone).date() - day) // REMINDED_EVERY)
    moments = (
        datetime.combine(day + REMINDED_EVERY * ahead, REMINDED_AT, zone).astimezone(UTC)
        for ahead in (weeks, weeks + 1)
    )
    return next(moment for moment in moments if moment > now)


def _approval_asked(mark: Mark, now: datetime, zone: tzinfo) -> datetime | None:
    lapses = mark.proposed_at + PROVISIONAL_FOR
    first = mark.proposed_at.astimezone(zone).date()
    days = (first + timedelta(days=ahead) for ahead in range(PROVISIONAL_FOR.days + 1))
    mornings = [datetime.combine(day, REMINDED_AT, zone).astimezone(UTC) for day in days]
    within = [one for one in mornings if mark.proposed_at < one < lapses]
    return next((one for one in (within[0], within[-1]) if one > now), None)


def approve(mark: Mark, by: Actor, now: datetime) -> Mark:
    """Approve the mark, so that it is no longer provisional.

    Raises:
        OwnProposal: `by` proposed it.
        MarkEnded, MarkApproved: there is nothing to approve.
    """
    if state(mark, now) is MarkState.ENDED:
        raise MarkEnded
    if mark.approved:
        raise MarkApproved
    if by.person_id is None or by.person_id == mark.proposed_by:
        raise OwnProposal
    return replace(mark, approved_by=by.person_id, approved_at=now)


def end(mark: Mark, reason: str, by: Actor, now: datetime) -> Mark:
    """End the mark. One person may do that alone: when the wrong resident is marked, it can't wait for a second.

    Raises:
        MarkEnded: it was ended before.
    """
    if state(mark, now) is MarkState.ENDED:
        raise MarkEnded
    return replace(mark, ended_by=by.person_id, ended_at=now, end_reason=reason)


def review(mark: Mark, review_date: date, ends_at: datetime, now: datetime) -> Mark:
    """Record that the mark is still needed, when to review it again, and when it ends.

    Raises:
        MarkEnded: it is over.
        NotApproved: nobody approved it yet, and that comes first.
    """
    if state(mark, now) is MarkState.ENDED:
        raise MarkEnded
    if not mark.approved:
        raise NotApproved
    return replace(mark, review_date=review_date, ends_at=ends_at)


def told_to(mark: Mark, going: Collection[UUID]) -> tuple[Advice, ...]:
    """Returns the advice of a mark for those who go there. "Not this employee" is told only to that employee."""
    if not mark.not_for or not mark.not_for.isdisjoint(going):
        return mark.advice
    return tuple(word for word in mark.advice if word is not Advice.NOT_THIS_EMPLOYEE)


def advise(marks: Iterable[Mark], now: datetime, going: Collection[UUID] = ()) -> Advised:
    """Returns what the marks of one address together tell those who go there, each thing once, most serious first.

    Reasons are never told. A mark that has nothing to tell them counts as absent.
    """
    known = sorted((mark for mark in marks if in_force(mark, now)), key=lambda mark: mark.proposed_at)
    said = {mark.id: told_to(mark, going) for mark in known}
    shown = [mark for mark in known if said[mark.id]]
    words = tuple(word for word in Advice if any(word in said[mark.id] for mark in shown))
    own = dict.fromkeys(mark.instruction for mark in shown if mark.instruction)
    return Advised(
        advice=words,
        own=tuple(own),
        provisional=any(not mark.approved for mark in shown),
        marks=tuple(mark.id for mark in shown),
    )
