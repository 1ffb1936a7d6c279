"""What those inside may see of a silent alarm: nothing. Somebody may be looking along, also after it was closed."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.decision import EventKind
from achterwacht.events.records import EventRecord
from achterwacht.visits.facts import CheckCall
from achterwacht.visits.records import CompanionRecord

OF_THE_VISIT = frozenset(
    {
        EventKind.PLANNED,
        EventKind.MOVED,
        EventKind.CHECKED_IN,
        EventKind.NOBODY_ON_DUTY,
        EventKind.START_CHASED,
        EventKind.CHECK_CALL_ASKED,
        EventKind.CHECK_CALL_ASKED_AGAIN,
        EventKind.CHECK_CALL_OK,
        EventKind.ASKED_NOW,
        EventKind.OPTED_OUT,
        EventKind.REMINDED,
        EventKind.SAID_OK,
        EventKind.EXTENDED,
        EventKind.CHECKED_OUT,
        EventKind.FELT,
        EventKind.HOME_SAFE_HEARD,
        EventKind.INCIDENT_FILED,
        EventKind.COMPANION_THERE,
        EventKind.COMPANION_CANT,
        EventKind.ALONE_ASKED,
        EventKind.ALONE_ALLOWED,
        EventKind.ALONE_REFUSED,
        EventKind.WENT_ALONE,
        EventKind.COMPANION_WELL,
        EventKind.BACK_UP_ASKED,
        EventKind.BACK_UP_ACCEPTED,
        EventKind.BACK_UP_DECLINED,
        EventKind.POLICE_TOLD,
        EventKind.INSTRUCTION_CHANGED,
    }
)
"""What stands in the story of a visit without an alarm. Whatever is not named here stays unsaid."""
NAMES_THE_CAUSE = frozenset({EventKind.ALARM_OPENED, EventKind.ALARM_RAISED, EventKind.PANIC_REPEATED})


def who_is_silent(session: Session, organisation_id: UUID) -> frozenset[UUID]:
    """Who is inside of an open silent alarm: the worker, and the colleagues who came along. Nobody phones them."""
    found = session.execute(
        select(AlarmRecord.worker_id, CompanionRecord.person_id)
        .outerjoin(
            CompanionRecord,
            and_(
                CompanionRecord.organisation_id == AlarmRecord.organisation_id,
                CompanionRecord.visit_id == AlarmRecord.visit_id,
                CompanionRecord.declined_at.is_(None),
            ),
        )
        .where(
            AlarmRecord.organisation_id == organisation_id,
            AlarmRecord.cause == Cause.DURESS,
            AlarmRecord.drill.is_(False),
            AlarmRecord.resolved_at.is_(None),
        )
    ).all()
    return frozenset(person for row in found for person in row if person is not None)


def story_inside(events: Iterable[EventRecord]) -> list[EventRecord]:
    """The story, in its order, without what a silent alarm adds to it.

    A noodknop that is pressed for all to see during a silent alarm is an alarm they know of: from then on it shows,
    but never that it was silent before.
    """
    silent, known, seen = set(), set(), []
    for event in events:
        if event.kind in NAMES_THE_CAUSE:
            if event.facts.get("cause") == Cause.DURESS.value:
                silent.add(event.alarm_id)
            elif event.facts.get("cause") == Cause.PANIC.value and event.alarm_id in silent:
                known.add(event.alarm_id)
        shown = event.alarm_id in known and event.kind not in NAMES_THE_CAUSE
        if event.alarm_id not in silent or event.kind in OF_THE_VISIT or shown:
            seen.append(event)
    return seen


def check_call_inside(state: CheckCall) -> CheckCall:
    """Where the check call stands, when an alarm they don't know of took its place."""
    return CheckCall.PLANNED if state is CheckCall.DROPPED else state


def pressed_openly(session: Session, alarm: AlarmRecord) -> bool:
    """Whether the noodknop was pressed for all to see during a silent alarm."""
    pressed = select(EventRecord.facts).where(
        EventRecord.organisation_id == alarm.organisation_id,
        EventRecord.alarm_id == alarm.id,
        EventRecord.kind == EventKind.PANIC_REPEATED,
    )
    return any(facts.get("cause") == Cause.PANIC.value for facts in session.scalars(pressed))
