"""Forgetting what phones said, once it was acted on."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from achterwacht.inbound.records import CallInRecord, InboundRecord

KEPT_INBOUND = timedelta(days=7)
KEPT_CALLS_IN = timedelta(days=1)


def forget_inbound(session: Session, now: datetime) -> None:
    """Delete texts after a week and calls after a day; a digest that they came is kept."""
    session.execute(
        delete(InboundRecord).where(InboundRecord.at < now - KEPT_INBOUND),
        execution_options={"across_organisations": True, "synchronize_session": False},
    )
    session.execute(
        delete(CallInRecord).where(CallInRecord.at < now - KEPT_CALLS_IN),
        execution_options={"across_organisations": True, "synchronize_session": False},
    )
