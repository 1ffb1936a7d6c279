"""The use cases of the risk register: propose, approve, end, list.

Looking up is `look_up.py`, reading a file `importing.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import Address
from achterwacht.creation import create, digest_of
from achterwacht.decision import Actor
from achterwacht.refused import NotFound, Wrong, refuse
from achterwacht.risks import rules
from achterwacht.risks.look_up import look_up, look_up_for_visit, look_up_or_not_checked
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import Advice, Mark
from foundation.columns import new_id

__all__ = [
    "Draft", "approve", "end", "list_marks", "look_up", "look_up_for_visit", "look_up_or_not_checked", "propose",
]  # fmt: skip

LONGEST_REASON = 2000
LONGEST_INSTRUCTION = 500


@dataclass(frozen=True)
class Draft:
    """A mark as somebody proposes it. `reason` is for who judges the mark; nobody who visits ever reads it."""

    address: Address
    advice: tuple[Advice, ...]
    reason: str
    review_date: date
    instruction: str | None = None
    id: UUID | None = None

    def wrong(self, now: datetime) -> list[Wrong]:
        """Everything about it that can't be."""
        found = []
        if not self.advice:
            found.append(Wrong("/advice", "too_few"))
        if not self.reason.strip():
            found.append(Wrong("/reason", "missing"))
        for name, text, longest in (
            ("reason", self.reason, LONGEST_REASON),
            ("instruction", self.instruction or "", LONGEST_INSTRUCTION),
        ):
            if len(text) > longest:
                found.append(Wrong(f"/{name}", "longer_than", {"longest": longest}))
        if self.review_date < now.date():
            found.append(Wrong("/reviewDate", "review_in_past"))
        return found


def propose(session: Session, by: Actor, draft: Draft, now: datetime) -> RiskMarkRecord:
    """Put a mark on an address. It shows as provisional until somebody else approves it (rules.py).

    The same id with the same proposal by the same person is the same mark.

    Raises:
        WrongInput: with every wrong field.
        IdTaken: the id belongs to something else.
    """
    return create(session, record_of(by, draft, now))[0]


def record_of(by: Actor, draft: Draft, now: datetime) -> RiskMarkRecord:
    """The row of a proposal, not yet in the database.

    Raises:
        WrongInput: with every wrong field.
    """
    refuse(draft.wrong(now))
    assert by.person is not None
    address, advice = draft.address, [word.value for word in Advice if word in draft.advice]
    return RiskMarkRecord(
        id=draft.id or new_id(),
        organisation_id=by.organisation,
        created_from=digest_of(
            address.to_dict(), advice, draft.instruction, draft.reason, draft.review_date, by.person
        ),
        address=address.to_dict(),
        address_key=address.key,
        building_key=address.building_key,
        register_key=address.register_key,
        advice=advice,
        instruction=draft.instruction or None,
        reason=draft.reason,
        review_date=draft.review_date,
        proposed_by=by.person,
        proposed_at=now,
    )


def approve(session: Session, by: Actor, mark_id: UUID, now: datetime) -> RiskMarkRecord:
    """Approve what somebody else proposed.

    Raises:
        NotFound: no such mark in this organisation.
        OwnProposal, MarkEnded, MarkApproved: the rules refuse it.
    """
    record = _lock(session, by.organisation, mark_id)
    return settle(record, rules.approve(record.facts(), by, now))


def end(session: Session, by: Actor, mark_id: UUID, reason: str, now: datetime) -> RiskMarkRecord:
    """Take a mark away, with the reason why.

    Raises:
        NotFound: no such mark in this organisation.
        MarkEnded: it was ended before.
    """
    record = _lock(session, by.organisation, mark_id)
    return settle(record, rules.end(record.facts(), reason, by, now))


def list_marks(session: Session, organisation_id: UUID) -> Sequence[RiskMarkRecord]:
    """Every mark of the organisation, newest first. For the registrar and managers only (policy.py, SEE_MARKS)."""
    return session.scalars(
        select(RiskMarkRecord)
        .where(RiskMarkRecord.organisation_id == organisation_id)
        .order_by(RiskMarkRecord.proposed_at.desc(), RiskMarkRecord.id)
    ).all()


def _lock(session: Session, organisation_id: UUID, mark_id: UUID) -> RiskMarkRecord:
    found = session.scalars(
        select(RiskMarkRecord)
        .where(RiskMarkRecord.organisation_id == organisation_id, RiskMarkRecord.id == mark_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("mark")
    return found


def settle(record: RiskMarkRecord, mark: Mark) -> RiskMarkRecord:
    """Copy what the rules decided."""
    for name in ("approved_by", "approved_at", "ended_by", "ended_at", "end_reason"):
        setattr(record, name, getattr(mark, name))
    return record
