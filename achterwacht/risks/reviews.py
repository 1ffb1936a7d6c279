"""A mark that somebody must look at: a deadline that asks those who keep the register.

For the review on the day itself and each week after it; for a proposal on the first morning, and on the last one
before it lapses and shows no more. However many marks it is, a registrar gets one SMS of each a day. Whoever reviews a
mark sets a new date, or ends the mark.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.notices.service import Note, tell
from achterwacht.notices.staff import approvers, keepers
from achterwacht.people.records import OrganisationRecord
from achterwacht.priorities import MessagePriority
from achterwacht.risks import rules
from achterwacht.risks.clockwork import DueMarks, open_deadlines
from achterwacht.risks.records import RiskMarkRecord
from foundation.clock import clock_of
from notifications.texts.templates import Template

A_MOMENT = timedelta(microseconds=1)


def review_due(session: Session, due: DueMarks) -> None:
    """Ask those who keep the register to review these marks, or to approve them, and set when they are asked again."""
    zone = ZoneInfo(due.organisation.time_zone)
    marks = [(one, one.facts()) for one in due.records]
    states = {rules.state(mark, due.now) for _, mark in marks}
    if rules.MarkState.APPROVED in states:
        _tell(session, due.organisation, zone, due.now)
    if rules.MarkState.PROPOSED in states:
        _tell_of_proposals(session, due.organisation, zone, due.now)
    reminders = {one: rules.next_reminder(mark, due.now, zone) for one, mark in marks}
    open_deadlines(session, DeadlineKind.MARK_REVIEW, reminders)


def tell_without_rules(session: Session, deadline: DeadlineRecord) -> None:
    """Tell those who keep the register to look at it anyway, when the review of a mark repeatedly can't be decided."""
    organisation = session.get_one(OrganisationRecord, deadline.organisation_id)
    zone, now = ZoneInfo(organisation.time_zone), clock_of(session).now(session)
    _tell(session, organisation, zone, now)
    _tell_of_proposals(session, organisation, zone, now)


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


def _tell_of_proposals(session: Session, organisation: OrganisationRecord, zone: ZoneInfo, now: datetime) -> None:
    waiting = session.execute(
        select(
            func.count().label("waiting"),
            func.min(RiskMarkRecord.proposed_at).label("first"),
            func.count(RiskMarkRecord.proposed_by.distinct()).label("proposers"),
            func.min(cast(RiskMarkRecord.proposed_by, String)).label("proposer"),
        ).where(
            RiskMarkRecord.organisation_id == organisation.id,
            RiskMarkRecord.approved_at.is_(None),
            RiskMarkRecord.ended_at.is_(None),
            RiskMarkRecord.ends_at > now,
            RiskMarkRecord.proposed_at > now - rules.PROVISIONAL_FOR,
        )
    ).one()
    if not waiting.waiting:
        return
    lapses = (waiting.first + rules.PROVISIONAL_FOR).astimezone(zone)
    facts = {"waiting": waiting.waiting, "ends": f"{lapses.day}-{lapses.month}-{lapses.year}"}
    # Whoever proposed all of them can't approve one.
    but = UUID(waiting.proposer) if waiting.proposers == 1 else None
    origin = uuid5(organisation.id, f"proposals {now.astimezone(zone).date()}")
    asked = Note(Template.PROPOSALS_WAIT, facts, MessagePriority.ROUTINE, origin)
    tell(session, approvers(session, organisation.id, but), asked)
