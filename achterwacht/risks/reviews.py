"""The review of a mark: a deadline that reminds who keeps the register, on the day itself and each week after it.

However many marks are due, a registrar gets one SMS a day. Who looks at a mark moves its review, or ends it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord, Root
from achterwacht.decision import DeadlineKind
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord, Role
from achterwacht.risks import rules
from achterwacht.risks.records import RiskMarkRecord
from foundation.among import among
from foundation.bulk import insert_many
from foundation.clock import clock_of
from foundation.columns import new_id
from notifications import outbox
from notifications.outbox import Outgoing
from notifications.texts.templates import Template
from notifications.ways import Channel

HASTE = 15
"""Behind everything that is about a visit."""
A_MOMENT = timedelta(microseconds=1)


def remind(session: Session, records: Sequence[RiskMarkRecord], now: datetime) -> None:
    """Let the deadlines of these marks be as the marks say. All are of one organisation."""
    if not records:
        return
    _close(session, [one.id for one in records], now)
    organisation = session.get_one(OrganisationRecord, records[0].organisation_id)
    _open(session, records, ZoneInfo(organisation.time_zone), now)


def pass_marks(session: Session, ids: Sequence[UUID]) -> int:
    """The reviews that came due, of the marks that nobody else holds. Answers how many deadlines fired."""
    held = session.scalars(
        select(RiskMarkRecord)
        .where(among(RiskMarkRecord.id, ids))
        .order_by(RiskMarkRecord.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True, across_organisations=True)
    ).all()
    now = clock_of(session).now(session)
    due = session.scalars(
        select(DeadlineRecord)
        .where(
            among(DeadlineRecord.root_id, [one.id for one in held]),
            DeadlineRecord.fired_at.is_(None),
            DeadlineRecord.cancelled_at.is_(None),
            DeadlineRecord.due_at <= now,
        )
        .execution_options(across_organisations=True)
    ).all()
    for deadline in due:
        deadline.fired_at = now
    session.flush()
    passed = {deadline.root_id for deadline in due}
    by_organisation: dict[UUID, list[RiskMarkRecord]] = {}
    for one in held:
        if one.id in passed:
            by_organisation.setdefault(one.organisation_id, []).append(one)
    for organisation_id, records in by_organisation.items():
        organisation = session.get_one(OrganisationRecord, organisation_id)
        zone = ZoneInfo(organisation.time_zone)
        if any(rules.state(one.facts(), now) is rules.MarkState.APPROVED for one in records):
            _tell(session, organisation, zone, now)
        _open(session, records, zone, now)
    return len(due)


def tell_without_rules(session: Session, deadline: DeadlineRecord) -> None:
    """The review of a mark can't be decided, time after time: somebody looks at the register all the same."""
    organisation = session.get_one(OrganisationRecord, deadline.organisation_id)
    _tell(session, organisation, ZoneInfo(organisation.time_zone), clock_of(session).now(session))


def tell_keepers(
    session: Session,
    organisation_id: UUID,
    template: Template,
    facts: Mapping[str, Any],
    origin: UUID,
    now: datetime,
    but: UUID | None = None,
) -> None:
    """An SMS to the registrars; where there is none (but `but`), to the administrators. Once for each `origin`."""
    for role in (Role.REGISTRAR, Role.ADMINISTRATOR):
        people = session.scalars(
            select(PersonRecord)
            .join(GrantRecord, GrantRecord.person_id == PersonRecord.id)
            .where(
                PersonRecord.organisation_id == organisation_id,
                PersonRecord.active,
                PersonRecord.phone.is_not(None),
                PersonRecord.id != but,
                GrantRecord.role == role,
            )
            .distinct()
        ).all()
        if people:
            messages = [
                Outgoing(
                    organisation_id, None, origin, one.id, one.phone or "", Channel.SMS, template, one.language, facts,
                    HASTE,
                )
                for one in people
            ]  # fmt: skip
            outbox.put(session, messages, now)
            return


def _tell(session: Session, organisation: OrganisationRecord, zone: ZoneInfo, now: datetime) -> None:
    today = now.astimezone(zone).date()
    waiting = session.execute(
        select(func.count().label("due"), func.min(RiskMarkRecord.ends_at).label("ends_at")).where(
            RiskMarkRecord.organisation_id == organisation.id,
            RiskMarkRecord.approved_at.is_not(None),
            RiskMarkRecord.ended_at.is_(None),
            RiskMarkRecord.ends_at > now,
            RiskMarkRecord.review_date <= today,
        )
    ).one()
    if not waiting.due:
        return
    last_day = (waiting.ends_at - A_MOMENT).astimezone(zone)
    facts = {"due": waiting.due, "ends": f"{last_day.day}-{last_day.month}-{last_day.year}"}
    tell_keepers(session, organisation.id, Template.REVIEWS_DUE, facts, uuid5(organisation.id, f"reviews {today}"), now)


def _open(session: Session, records: Sequence[RiskMarkRecord], zone: ZoneInfo, now: datetime) -> None:
    moments = {one.id: rules.next_reminder(one.facts(), now, zone) for one in records}
    insert_many(
        session,
        DeadlineRecord,
        [
            {
                "id": new_id(),
                "organisation_id": one.organisation_id,
                "root_kind": Root.RISK_MARK,
                "root_id": one.id,
                "kind": DeadlineKind.MARK_REVIEW,
                "priority": HASTE,
                "due_at": moments[one.id],
                "failures": 0,
            }
            for one in records
            if moments[one.id] is not None
        ],
    )


def _close(session: Session, ids: Sequence[UUID], now: datetime) -> None:
    session.execute(
        update(DeadlineRecord)
        .where(
            among(DeadlineRecord.root_id, ids),
            DeadlineRecord.fired_at.is_(None),
            DeadlineRecord.cancelled_at.is_(None),
        )
        .values(cancelled_at=now),
        execution_options={"synchronize_session": False, "across_organisations": True},
    )
