"""The review of a mark: a deadline that reminds those who keep the register, on the day itself and each week after it.

However many marks are due, a registrar gets one SMS a day. Whoever reviews a mark sets a new date, or ends the mark.
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
    """Remind those who keep the register that these marks must be reviewed, and remind them again in a week."""
    zone = ZoneInfo(due.organisation.time_zone)
    marks = [(one, one.facts()) for one in due.records]
    if any(rules.state(mark, due.now) is rules.MarkState.APPROVED for _, mark in marks):
        _tell(session, due.organisation, zone, due.now)
    reminders = {one: rules.next_reminder(mark, due.now, zone) for one, mark in marks}
    open_deadlines(session, DeadlineKind.MARK_REVIEW, reminders)


def tell_without_rules(session: Session, deadline: DeadlineRecord) -> None:
    """Tell those who keep the register to look at it anyway, when the review of a mark repeatedly can't be decided."""
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
    """Tell those who keep the register, except `but`, or else the administrators. Once per `origin`."""
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
