"""Deleting codes that nobody can mean any more."""

from datetime import datetime

from sqlalchemy import delete, exists
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.codes.records import CodeRecord
from achterwacht.codes.service import REST
from achterwacht.kinds import RootKind
from achterwacht.roster.records import SwapRecord, SwapState
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord


def forget_old_codes(session: Session, now: datetime) -> None:
    """Delete codes after 48 hours, except those of a visit, alarm or swap that is still open."""
    living = (
        (RootKind.VISIT, VisitRecord, VisitRecord.state.in_((VisitState.PLANNED, VisitState.UNDER_WAY))),
        (RootKind.ALARM, AlarmRecord, AlarmRecord.resolved_at.is_(None)),
        (RootKind.SWAP, SwapRecord, SwapRecord.state == SwapState.ASKED),
    )
    needed = [
        exists().where(
            CodeRecord.subject_kind == kind,
            record.id == CodeRecord.subject_id,
            record.organisation_id == CodeRecord.organisation_id,
            open_still,
        )
        for kind, record, open_still in living
    ]
    old = delete(CodeRecord).where(CodeRecord.made_at < now - REST, *(~one for one in needed))
    session.execute(old, execution_options={"synchronize_session": False, "across_organisations": True})
