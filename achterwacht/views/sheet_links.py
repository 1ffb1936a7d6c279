"""Who may open the hand-over sheet of an alarm by its link, until when, and that somebody looked."""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord, HandOverLinkRecord
from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind
from achterwacht.people.actions import Action
from achterwacht.refused import NotAllowed, NotFound
from achterwacht.views.hand_over import Sheet, hand_over
from achterwacht.watch.access import caller_now, on_alarm
from foundation.clock import clock_of

LINK_OUTLIVES = timedelta(hours=1)
KEPT_OPEN = timedelta(minutes=10)


def open_link(session: Session, token: str) -> Sheet | None:
    """Returns the sheet behind an opaque link, for its recipient; None if it has expired, or they may no longer see it.

    Each view is noted in the timeline.
    """
    behind = behind_link(session, token)
    if behind is None:
        return None
    alarm, person_id = behind
    note_view(session, alarm, person_id, "link")
    return hand_over(session, alarm, person_id)


def behind_link(session: Session, token: str) -> tuple[AlarmRecord, UUID] | None:
    """Returns the alarm that an opaque link opens, and whose link it is; None as in `open_link`. Notes nothing."""
    link = session.scalars(
        select(HandOverLinkRecord).where(HandOverLinkRecord.token == token),
        execution_options={"across_organisations": True},
    ).one_or_none()
    if link is None or not secrets.compare_digest(link.token, token):
        return None
    alarm = session.scalars(
        select(AlarmRecord).where(AlarmRecord.organisation_id == link.organisation_id, AlarmRecord.id == link.alarm_id)
    ).one()
    now = clock_of(session).now(session)
    if alarm.resolved_at is not None and now > alarm.resolved_at + LINK_OUTLIVES:
        return None
    try:
        reader = caller_now(session, link.organisation_id, link.person_id, "link")
        on_alarm(session, reader, alarm.id, Action.SEE_HAND_OVER)
    except (NotFound, NotAllowed):
        return None
    return alarm, link.person_id


def note_look(session: Session, alarm: AlarmRecord, person_id: UUID) -> None:
    """Note in the timeline who opened the sheet in the app: once while they keep it open, since the page reloads it."""
    now = clock_of(session).now(session)
    lately = select(EventRecord.id).where(
        EventRecord.organisation_id == alarm.organisation_id,
        EventRecord.alarm_id == alarm.id,
        EventRecord.kind == EventKind.HAND_OVER_VIEWED,
        EventRecord.by_id == person_id,
        EventRecord.via == "app",
        EventRecord.at > now - KEPT_OPEN,
    )
    if session.scalar(lately.limit(1)) is None:
        note_view(session, alarm, person_id, "app")


def note_view(session: Session, alarm: AlarmRecord, person_id: UUID, via: str) -> None:
    """Note in the timeline who opened the sheet."""
    session.add(
        EventRecord(
            organisation_id=alarm.organisation_id,
            visit_id=alarm.visit_id,
            alarm_id=alarm.id,
            at=clock_of(session).now(session),
            place=0,
            kind=EventKind.HAND_OVER_VIEWED,
            by_id=person_id,
            via=via,
            facts={},
        )
    )
    session.flush()
