"""What those inside may see of a silent alarm: nothing.

Somebody else may be looking at their screen, even after the alarm was closed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, inspect, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause, Level
from achterwacht.alarms.records import AlarmRecord
from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind
from achterwacht.visits.facts import CheckCall
from achterwacht.visits.records import CompanionRecord
from achterwacht.watch.pressers import Presser, presser_of
from foundation.among import among

OF_AN_OPEN_PRESS = frozenset(kind for kind in EventKind if kind.spec.names_cause or kind.spec.tells)


@dataclass(frozen=True)
class OpenPress:
    """What those inside see of a silent alarm after an open press of the noodknop.

    They see an alarm that began with that press: nothing in it is older, and its steps and messages began there.
    """

    since: datetime
    level: Level = Level.MANAGER
    told: frozenset[str] = frozenset()
    by: Presser | None = None

    def not_before(self, at: datetime | None) -> datetime | None:
        """Returns a moment as they see it: what was done before the press seems to be done at the press."""
        return None if at is None else max(at, self.since)


def was_silent(session: Session, organisation_id: UUID, person: UUID, at: datetime) -> bool:
    """Whether this person was inside during a silent alarm at that moment."""
    found = select(AlarmRecord.id).where(
        _inside(organisation_id, person),
        AlarmRecord.opened_at <= at,
        or_(AlarmRecord.resolved_at.is_(None), AlarmRecord.resolved_at >= at),
    )
    return session.scalar(found.limit(1)) is not None


def not_to_be_known(session: Session, organisation_id: UUID, person: UUID | None) -> frozenset[UUID]:
    """Returns the open silent alarms with this person inside, which their screens and answers must not show."""
    found = session.scalars(
        select(AlarmRecord.id).where(_inside(organisation_id, person), AlarmRecord.resolved_at.is_(None))
    ).all()
    return frozenset(found) - open_presses(session, organisation_id, found).keys()


def in_secret(session: Session, organisation_id: UUID, person: UUID) -> bool:
    """Whether this person is inside of an open silent alarm that they must not know of.

    Their screen shows nobody else's alarm then: the word alone may be taken for their own. Who said that they do not
    come along is outside, and watches as ever.
    """
    goes = CompanionRecord.declined_at.is_(None)
    found = session.scalars(
        select(AlarmRecord.id).where(_inside(organisation_id, person, goes), AlarmRecord.resolved_at.is_(None))
    ).all()
    return bool(frozenset(found) - open_presses(session, organisation_id, found).keys())


def _inside(organisation_id: UUID, person: UUID | None, *goes: ColumnElement[bool]) -> ColumnElement[bool]:
    along = select(CompanionRecord.visit_id).where(
        CompanionRecord.organisation_id == organisation_id, CompanionRecord.person_id == person, *goes
    )
    return and_(
        AlarmRecord.organisation_id == organisation_id,
        AlarmRecord.cause == Cause.DURESS,
        AlarmRecord.drill.is_(False),
        or_(AlarmRecord.worker_id == person, AlarmRecord.visit_id.in_(along)),
    )


def story_inside(events: Iterable[EventRecord]) -> list[EventRecord]:
    """Returns these events in their order, without notes of the desk and without those that a silent alarm added.

    If the noodknop is pressed openly during a silent alarm, they know of an alarm. It shows from that press on, which
    opened it as far as they know, but never that it was silent before.
    """
    silent, known, seen = set(), set(), []
    for event in events:
        if event.kind.spec.names_cause:
            if event.facts.get("cause") == Cause.DURESS.value:
                silent.add(event.alarm_id)
            elif event.facts.get("cause") == Cause.PANIC.value and event.alarm_id in silent:
                seen.append(event if event.alarm_id in known else _as_opened(event))
                known.add(event.alarm_id)
                continue
        if event.kind.spec.of_the_desk:
            continue
        shown = event.alarm_id in known and not event.kind.spec.unseen
        if event.alarm_id not in silent or event.kind.spec.inside or shown:
            seen.append(event)
    return seen


def _as_opened(press: EventRecord) -> EventRecord:
    columns = {one.key: getattr(press, one.key) for one in inspect(EventRecord).column_attrs}
    return EventRecord(**columns | {"kind": EventKind.ALARM_OPENED})


def silent_among(events: Iterable[EventRecord]) -> frozenset[UUID | None]:
    """Returns the silent alarms of these events. Notes on their steps may hold what those inside must not read."""
    return frozenset(
        event.alarm_id
        for event in events
        if event.kind.spec.names_cause and event.facts.get("cause") == Cause.DURESS.value
    )


def reads_as_ever(event: EventRecord, silent: Collection[UUID | None], inside: Collection[UUID | None]) -> bool:
    """Whether those inside may read the words beside this line.

    If the line would be there without an alarm too, they read what one of them wrote and what was written for them. A
    line that suddenly had no words would give the silent alarm away.
    """
    if event.alarm_id not in silent:
        return True
    return event.kind.spec.inside and (event.kind.spec.to_those_inside or event.by_id in inside)


def check_call_inside(state: CheckCall) -> CheckCall:
    """Returns the check call as those inside see it: not that a silent alarm took its place."""
    return CheckCall.PLANNED if state is CheckCall.DROPPED else state


def open_press(events: Iterable[EventRecord]) -> OpenPress | None:
    """Returns the first open press of the noodknop since this alarm became silent; None if there was none.

    A press before that belongs to an alarm that seemed to be over when the duress PIN was given.
    """
    silent, press = False, None
    for event in events:
        cause = event.facts.get("cause") if event.kind.spec.names_cause else None
        if cause == Cause.DURESS.value:
            silent = True
        elif silent and cause == Cause.PANIC.value:
            press = press or OpenPress(event.at, by=presser_of(event))
        elif press is not None and event.kind.spec.tells:
            level = Level(event.facts.get("level", Level.POLICE))
            higher = max(press.level, level, key=lambda one: one.height)
            press = replace(press, level=higher, told=press.told | set(event.facts.get("names", ())))
    return press


def open_presses(session: Session, organisation_id: UUID, alarm_ids: Collection[UUID]) -> Mapping[UUID, OpenPress]:
    """Returns the open presses of these silent alarms by alarm, in one statement. Alarms without one are left out."""
    if not alarm_ids:
        return {}
    stories: dict[UUID | None, list[EventRecord]] = defaultdict(list)
    for event in session.scalars(
        select(EventRecord)
        .where(
            EventRecord.organisation_id == organisation_id,
            among(EventRecord.alarm_id, alarm_ids),
            EventRecord.kind.in_(OF_AN_OPEN_PRESS),
        )
        .order_by(EventRecord.at, EventRecord.place)
    ):
        stories[event.alarm_id].append(event)
    found = {alarm_id: open_press(stories[alarm_id]) for alarm_id in alarm_ids}
    return {alarm_id: press for alarm_id, press in found.items() if press is not None}


def pressed_openly(session: Session, alarm: AlarmRecord) -> bool:
    """Whether the noodknop was pressed openly during a silent alarm."""
    return alarm.id in open_presses(session, alarm.organisation_id, [alarm.id])
