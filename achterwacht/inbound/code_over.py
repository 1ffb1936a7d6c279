"""Whether the subject of a code is over. Which function decides it for each purpose stands in `codes.py`."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.codes.records import CodeRecord
from achterwacht.roster.swapping import asked_still
from achterwacht.use_cases import number_check
from achterwacht.visits.facts import CheckCall, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.reliefs import handed_over

IsOver = Callable[[Session, CodeRecord], bool]


def check_call_over(session: Session, record: CodeRecord) -> bool:
    visit = session.execute(
        select(VisitRecord.state, VisitRecord.check_call).where(
            VisitRecord.organisation_id == record.organisation_id, VisitRecord.id == record.subject_id
        )
    ).one_or_none()
    return visit is None or visit.state is not VisitState.UNDER_WAY or visit.check_call is not CheckCall.ASKED


def said_to_be_ill(session: Session, record: CodeRecord) -> bool:
    """Whether the visit of this check call is over, or an alarm was raised by its outcome already."""
    visit = session.execute(
        select(VisitRecord.state, VisitRecord.check_call).where(
            VisitRecord.organisation_id == record.organisation_id, VisitRecord.id == record.subject_id
        )
    ).one_or_none()
    ill = (CheckCall.NOT_OK, CheckCall.NO_ANSWER)
    return visit is None or visit.state is not VisitState.UNDER_WAY or visit.check_call in ill


def alarm_over(session: Session, record: CodeRecord) -> bool:
    alarm = session.execute(
        select(AlarmRecord.id).where(
            AlarmRecord.organisation_id == record.organisation_id,
            AlarmRecord.id == record.subject_id,
            AlarmRecord.resolved_at.is_(None),
        )
    ).one_or_none()
    return alarm is None


def swap_over(session: Session, record: CodeRecord) -> bool:
    return not asked_still(session, record.organisation_id, record.subject_id)


def relief_over(session: Session, record: CodeRecord) -> bool:
    return handed_over(session, record.organisation_id, record.subject_id) is None


def number_over(session: Session, record: CodeRecord) -> bool:
    return not number_check.is_current(session, record)


def visit_no_more(*answered_in: VisitState) -> IsOver:
    """Returns a check that says it is over once the visit is in any state but these."""

    def over(session: Session, record: CodeRecord) -> bool:
        state = select(VisitRecord.state).where(
            VisitRecord.organisation_id == record.organisation_id, VisitRecord.id == record.subject_id
        )
        return session.scalar(state) not in answered_in

    return over


well_over = visit_no_more(VisitState.UNDER_WAY)
"""Somebody inside can say that all is well as long as the visit goes on."""
