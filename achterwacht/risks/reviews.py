"""The review of a mark: a deadline that reminds who keeps the register, on the day itself and each week after it.

However many marks are due, a registrar gets one SMS a day. Who looks at a mark moves its review, or ends it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.notices.service import Note, tell
from achterwacht.notices.staff import keepers
from achterwacht.people.records import OrganisationRecord
from achterwacht.priorities import MessagePriority
from achterwacht.risks import rules
from achterwacht.risks.clockwork import DueMarks, open_deadlines
from achterwacht.risks.records import RiskMarkRecord
from foundation.clock import clock_of
from notifications.texts.templates import Template

A_MOMENT = timedelta(microseconds=1)


def review_due(session: Session, due: DueMarks) -> None:
    """Remind whoever keeps the register that these marks must be looked at, and again in a week."""
    zone = ZoneInfo(due.organisation.time_zone)
    marks = [(one, one.facts()) for one in due.records]
    if any(rules.state(mark, due.now) is rules.MarkState.APPROVED for _, mark in marks):
        _tell(session, due.organisation, zone, due.now)
    reminders = {one: rules.next_reminder(mark, due.now, zone) for one, mark in marks}
    open_deadlines(session, DeadlineKind.MARK_REVIEW, reminders)


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
    but: UUID | None = None,
) -> None:
    """Tell who keeps the register, or the administrators where nobody (but `but`) does. Once for each `origin`."""
    tell(session, keepers(session, organisation_id, but), Note(template, facts, MessagePriority.ROUTINE, origin))


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
    tell_keepers(session, organisation.id, Template.REVIEWS_DUE, facts, uuid5(organisation.id, f"reviews {today}"))
