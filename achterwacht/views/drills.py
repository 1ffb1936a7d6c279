"""What people see of drills: the report of one, and the list of all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Level
from achterwacht.alarms.records import AlarmRecord
from achterwacht.drills.report import ANSWERS, Answer, Message, Row, Step, Taken, quickest, rows, silent, steps
from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind, RootKind
from achterwacht.refused import NotFound
from achterwacht.views.shown_visit import Line
from achterwacht.views.visits import Reading
from achterwacht.watch.inside import was_silent
from achterwacht.watch.plans import plan_of
from notifications.records import MessageRecord

A_PAGE = 50


@dataclass(frozen=True)
class DrillView:
    """A drill and its report."""

    record: AlarmRecord
    started_by: UUID | None
    rows: Sequence[Row]
    steps: Sequence[Step]
    timeline: Sequence[Line]

    @property
    def quickest(self) -> Taken | None:
        return quickest(self.rows)

    @property
    def silent(self) -> Sequence[UUID]:
        return silent(self.rows, self.record.worker_id)


def drill_of(session: Session, organisation_id: UUID, drill_id: UUID) -> AlarmRecord:
    """Returns the drill.

    Raises:
        NotFound: there is no such drill here. A real alarm doesn't count.
    """
    found = session.scalars(
        select(AlarmRecord).where(
            AlarmRecord.organisation_id == organisation_id, AlarmRecord.id == drill_id, AlarmRecord.drill
        )
    ).one_or_none()
    if found is None:
        raise NotFound("drill")
    return found


def drills_of(
    session: Session, organisation_id: UUID, teams: Collection[UUID] | None, after: UUID | None = None
) -> Sequence[AlarmRecord]:
    """Returns the drills of these teams (None: of all), the latest first: one more than a page, if there is one.

    after: the last of the page before.

    Raises:
        NotFound: there is no such drill in these teams.
    """
    found = select(AlarmRecord).where(
        AlarmRecord.organisation_id == organisation_id,
        AlarmRecord.drill,
        true() if teams is None else AlarmRecord.team_id.in_(teams),
    )
    if after is not None:
        last = session.scalars(found.where(AlarmRecord.id == after)).one_or_none()
        if last is None:
            raise NotFound("drill")
        at_once = (AlarmRecord.opened_at == last.opened_at) & (AlarmRecord.id > last.id)
        found = found.where((AlarmRecord.opened_at < last.opened_at) | at_once)
    return session.scalars(found.order_by(AlarmRecord.opened_at.desc(), AlarmRecord.id).limit(A_PAGE + 1)).all()


def last_drills(session: Session, organisation_id: UUID) -> dict[UUID, datetime]:
    """Returns when each team last had a drill."""
    found = (
        select(AlarmRecord.team_id, func.max(AlarmRecord.opened_at).label("last"))
        .where(AlarmRecord.organisation_id == organisation_id, AlarmRecord.drill)
        .group_by(AlarmRecord.team_id)
    )
    return {row.team_id: row.last for row in session.execute(found)}


def view_drills(reading: Reading, records: Sequence[AlarmRecord], viewer: UUID) -> list[DrillView]:
    """Returns the reports of these drills, read all at once.

    If a drill gave way to a silent alarm, people who were inside in that alarm are not told so.
    """
    ids = [record.id for record in records]
    if not ids:
        return []
    events: dict[UUID | None, list[EventRecord]] = {}
    for event in reading.events(alarm_ids=ids):
        events.setdefault(event.alarm_id, []).append(event)
    messages: dict[UUID | None, list[MessageRecord]] = {}
    sent = select(MessageRecord).where(
        MessageRecord.organisation_id == reading.organisation.id,
        MessageRecord.subject_kind == RootKind.ALARM,
        MessageRecord.subject.in_(ids),
    )
    for message in reading.session.scalars(
        sent.order_by(MessageRecord.created_at, MessageRecord.channel, MessageRecord.id)
    ):
        messages.setdefault(message.subject, []).append(message)
    reading.learn([one.worker_id for one in records] + [one.resolved_by for one in records])
    reading.learn(event.by_id for lines in events.values() for event in lines)
    reading.learn(message.person for sent_ones in messages.values() for message in sent_ones)
    return [_view(reading, one, events.get(one.id, []), messages.get(one.id, []), viewer) for one in records]


def _view(
    reading: Reading,
    record: AlarmRecord,
    events: Sequence[EventRecord],
    messages: Sequence[MessageRecord],
    viewer: UUID,
) -> DrillView:
    told = rows(
        [
            Message(one.person, Level(one.payload["level"]), one.channel, one.state, one.created_at, one.state_at)
            for one in messages
            if one.payload.get("level")
        ],
        [
            Answer(event.by_id, ANSWERS[event.kind], event.at)
            for event in events
            if event.kind in ANSWERS and event.by_id is not None
        ],
    )
    reached = [one.level for one in plan_of(record.plan).steps]
    if record.cause.pressed:
        reached.remove(Level.WORKER)
    return DrillView(
        record=record,
        started_by=next((event.by_id for event in events if event.kind is EventKind.DRILL_STARTED), None),
        rows=told,
        steps=steps(told, reached),
        timeline=[reading.line(event, record.worker_id, noted=not _secret(reading, event, viewer)) for event in events],
    )


def _secret(reading: Reading, event: EventRecord, viewer: UUID) -> bool:
    gave_way = event.kind is EventKind.DRILL_ENDED and bool(event.facts.get("reason"))
    return gave_way and was_silent(reading.session, reading.organisation.id, viewer, event.at)
