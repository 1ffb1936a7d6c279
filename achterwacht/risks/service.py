"""The use cases of the risk register: propose, approve, review, end, list.

Looking up is in `look_up.py`, deadlines in `clockwork.py`, reading a file in `risk_files/importing.py`. People who are
at that address now are told of a change by `visiting/risk_marks.py`.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from achterwacht.addresses.likeness import near_key
from achterwacht.creation import create, digest_of
from achterwacht.incidents.access import visible_to
from achterwacht.incidents.records import IncidentRecord
from achterwacht.kinds import Actor
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.refused import NotFound, Wrong, refuse
from achterwacht.risks import rules
from achterwacht.risks.clockwork import set_deadlines
from achterwacht.risks.drafts import Concerned, Draft, wrong_days
from achterwacht.risks.look_up import look_up, look_up_for_visit, look_up_or_not_checked
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import About, Advice, Criterion, Mark, MarkState
from foundation.columns import new_id

__all__ = [
    "Draft", "approve", "concerned", "end", "list_marks", "look_up", "look_up_for_visit", "look_up_or_not_checked",
    "propose", "review",
]  # fmt: skip

REPLACED = "Vervangen"
A_DAY = timedelta(days=1)


def propose(session: Session, caller: Caller, draft: Draft, now: datetime) -> RiskMarkRecord:
    """Put a mark on an address. It shows as provisional until somebody else approves it (rules.py).

    The same id with the same proposal by the same person is the same mark.

    Raises:
        WrongInput: with every wrong field; a report that the caller may not see is as one that is not there.
        IdTaken: the id belongs to something else.
    """
    zone = zone_of(session, caller.organisation_id)
    refuse([*draft.wrong(now.astimezone(zone).date()), *_unknown(session, caller, draft)])
    record, new = create(session, record_of(caller.actor(), draft, now, zone))
    set_deadlines(session, [record] if new else [], now)
    return record


def record_of(by: Actor, draft: Draft, now: datetime, zone: ZoneInfo) -> RiskMarkRecord:
    """Returns the row for a valid proposal, not yet in the database."""
    assert by.person_id is not None
    address, advice = draft.address, [word.value for word in Advice if word in draft.advice]
    criteria = [word.value for word in Criterion if word in draft.criteria]
    not_for = sorted(str(person) for person in draft.not_for)
    return RiskMarkRecord(
        id=draft.id or new_id(),
        organisation_id=by.organisation_id,
        created_from=digest_of(
            address.to_dict(),
            advice,
            draft.instruction,
            draft.reason,
            draft.review_date,
            by.person_id,
            draft.person_name,
            criteria,
            not_for,
            draft.incident_id,
            draft.measure,
            draft.valid_from,
            draft.ends_on,
            draft.replaces,
        ),
        about=About.HOUSEHOLD if draft.person_name is None else About.PERSON,
        person_name=draft.person_name,
        criteria=criteria,
        not_for=not_for,
        incident_id=draft.incident_id,
        measure=draft.measure,
        valid_from=now if draft.valid_from is None else rules.begin_of(draft.valid_from, zone),
        ends_at=rules.begin_of(draft.last_day + A_DAY, zone),
        replaces=draft.replaces,
        address=address.to_dict(),
        address_key=address.key,
        building_key=near_key(address),
        register_key=address.register_key,
        advice=advice,
        instruction=draft.instruction or None,
        reason=draft.reason,
        review_date=draft.review_date,
        proposed_by=by.person_id,
        proposed_at=now,
    )


def approve(session: Session, by: Actor, mark_id: UUID, now: datetime) -> list[RiskMarkRecord]:
    """Approve what somebody else proposed. What it replaces ends. Returns it, and what ended with it.

    Raises:
        NotFound: no such mark in this organisation.
        OwnProposal, MarkEnded, MarkApproved: the rules refuse it.
    """
    record = _lock(session, by.organisation_id, mark_id)
    settle(record, rules.approve(record.facts(), by, now))
    replaced = [] if record.replaces is None else [_lock(session, by.organisation_id, record.replaces)]
    replaced = [one for one in replaced if rules.state(one.facts(), now) is not MarkState.ENDED]
    for one in replaced:
        settle(one, rules.end(one.facts(), REPLACED, by, now))
    session.flush()
    set_deadlines(session, [record, *replaced], now)
    return [record, *replaced]


def end(session: Session, by: Actor, mark_id: UUID, reason: str, now: datetime) -> RiskMarkRecord:
    """End a mark, with the reason why.

    Raises:
        NotFound: no such mark in this organisation.
        MarkEnded: it was ended before.
    """
    record = _lock(session, by.organisation_id, mark_id)
    settle(record, rules.end(record.facts(), reason, by, now))
    session.flush()
    set_deadlines(session, [record], now)
    return record


def review(
    session: Session, by: Actor, mark_id: UUID, review_date: date, ends_on: date | None, now: datetime
) -> RiskMarkRecord:
    """Record that a mark is still needed. Without `ends_on` it ends a year after the next review.

    Raises:
        NotFound: no such mark in this organisation.
        WrongInput: the next review lies in the past, or after the end.
        MarkEnded, NotApproved: there is nothing to review.
    """
    record = _lock(session, by.organisation_id, mark_id)
    zone = zone_of(session, by.organisation_id)
    last_day = ends_on or review_date + rules.ENDS_AFTER_REVIEW
    refuse(wrong_days(review_date, last_day, now.astimezone(zone).date()))
    reviewed = rules.review(record.facts(), review_date, rules.begin_of(last_day + A_DAY, zone), now)
    record.review_date, record.ends_at = reviewed.review_date, reviewed.ends_at
    record.reviewed_by, record.reviewed_at = by.person_id, now
    session.flush()
    set_deadlines(session, [record], now)
    return record


def concerned(session: Session, by: Actor, mark_id: UUID, person: Concerned, now: datetime) -> RiskMarkRecord:
    """Note what the person concerned was told and what they replied; also for a mark that ended.

    Raises:
        NotFound: no such mark in this organisation.
        WrongInput: something in it is wrong.
    """
    record = _lock(session, by.organisation_id, mark_id)
    refuse(person.wrong(now.astimezone(zone_of(session, by.organisation_id)).date()))
    for name, value in asdict(person).items():
        setattr(record, name, value)
    session.flush()
    return record


def list_marks(
    session: Session, organisation_id: UUID, after: UUID | None = None, most: int | None = None
) -> Sequence[RiskMarkRecord]:
    """Returns the marks of the organisation, newest first: those that follow `after`, and at most `most` of them.

    For the registrar and managers only (policy.py, SEE_MARKS).

    Raises:
        NotFound: there is no mark `after` in this organisation.
    """
    wanted = select(RiskMarkRecord).where(RiskMarkRecord.organisation_id == organisation_id)
    if after is not None:
        last = session.scalars(wanted.where(RiskMarkRecord.id == after)).one_or_none()
        if last is None:
            raise NotFound("mark")
        same_moment = and_(RiskMarkRecord.proposed_at == last.proposed_at, RiskMarkRecord.id > last.id)
        wanted = wanted.where(or_(RiskMarkRecord.proposed_at < last.proposed_at, same_moment))
    in_order = wanted.order_by(RiskMarkRecord.proposed_at.desc(), RiskMarkRecord.id)
    return session.scalars(in_order.limit(most)).all()


def zone_of(session: Session, organisation_id: UUID) -> ZoneInfo:
    """Returns the time zone of the organisation."""
    return ZoneInfo(session.get_one(OrganisationRecord, organisation_id).time_zone)


def _unknown(session: Session, caller: Caller, draft: Draft) -> list[Wrong]:
    """Returns what a proposal refers to but the organisation does not have, or the caller may not see."""
    known = names_of(session, caller.organisation_id, draft.not_for)
    wrong = [
        Wrong(f"/notFor/{place}", "unknown_colleague") for place, one in enumerate(draft.not_for) if one not in known
    ]
    here = RiskMarkRecord.organisation_id == caller.organisation_id
    for pointer, found, wanted in (
        ("/incidentId", visible_to(caller) & (IncidentRecord.id == draft.incident_id), draft.incident_id),
        ("/replaces", here & (RiskMarkRecord.id == draft.replaces), draft.replaces),
    ):
        if wanted is not None and not session.scalar(select(exists().where(found))):
            wrong.append(Wrong(pointer, "unknown"))
    return wrong


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
    """Copy what the rules decided into the row."""
    for name in ("approved_by", "approved_at", "ended_by", "ended_at", "end_reason"):
        setattr(record, name, getattr(mark, name))
    return record
