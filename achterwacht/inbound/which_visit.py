"""Which visit an SMS means if several are under way: a number refers to the list that was texted last.

The list is kept with the answer that held it, since a visit may begin or end in between, and the places would move.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.inbound.answers import LISTED, Answer
from achterwacht.kinds import Actor
from achterwacht.visits.records import VisitRecord
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import Template

HOLDS = timedelta(hours=24)
"""Longer than any visit."""


def which_visit(
    session: Session, by: Actor, under_way: Sequence[VisitRecord], choice: int | None, now: datetime
) -> VisitRecord | None:
    """Returns the visit that is meant. None if nobody can tell or it is over: `ask_which` is the answer then."""
    still = {str(visit.id): visit for visit in under_way}
    listed = _last_texted(session, by, now)
    if choice is None or still.keys().isdisjoint(listed):
        return under_way[0] if len(under_way) == 1 else None
    return still.get(listed[choice - 1]) if choice <= len(listed) else None


def ask_which(under_way: Sequence[VisitRecord], word: str) -> Answer:
    """Answer with the visits under way, numbered. Nothing changes."""
    lines = " ".join(f"{place}) {visit.address_line}" for place, visit in enumerate(under_way, start=1))
    ids = [str(visit.id) for visit in under_way]
    return Answer("which", {"count": len(ids), "list": lines, "word": word, LISTED: ids})


def _last_texted(session: Session, by: Actor, now: datetime) -> Sequence[str]:
    answers = session.scalars(
        select(MessageRecord.payload)
        .where(
            MessageRecord.organisation_id == by.organisation_id,
            MessageRecord.person == by.person_id,
            MessageRecord.created_at > now - HOLDS,
            MessageRecord.template == Template.REPLY,
            MessageRecord.state != MessageState.FAILED,
        )
        .order_by(MessageRecord.created_at.desc())
    )
    return next((payload[LISTED] for payload in answers if LISTED in payload), ())
