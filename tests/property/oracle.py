"""What must hold after each step of the stateful test, whatever was done (watch-rules.md; architecture.md, 8)."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, and_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause, Level
from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.events.records import EventRecord
from achterwacht.kinds import DeadlineKind, EventKind, RootKind
from achterwacht.monitoring import invariants
from achterwacht.people.records import PersonRecord
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.subject import Subject
from notifications.guard import guard
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import ALL_MESSAGES, FOR_THE_WORKER, Template

WAITS_FOR_A_COMPANION = {DeadlineKind.COMPANION_REMINDER, DeadlineKind.COMPANION_SILENT}
PROVIDER = "the provider takes our messages"
"""Broken while the test lets the provider fail; then it must be."""
LATE = frozenset({"no open deadline is late", "no message is overdue, or leased past its lease", PROVIDER})
"""These speak of a clock that runs; between two ticks they need not hold."""
S = TypeVar("S", bound=Executable)
UNSENT = (MessageState.PENDING, MessageState.SENDING)


@dataclass(frozen=True)
class Seen:
    """An open alarm as it was after the step before."""

    cause: Cause
    level: Level
    rounds: int
    taker: UUID | None
    taken_at: datetime | None


class Oracle:
    """Looks at the whole database. It knows what alarms were like before, so that it sees them change."""

    def __init__(self) -> None:
        self._seen: dict[tuple[UUID, UUID], Seen] = {}

    def look(self, session: Session, now: datetime, *, ticked: bool, fine: bool) -> None:
        excused = ({PROVIDER} if ticked else LATE) if not (ticked and fine) else set()
        broken = [one for one in invariants.broken(session, now) if one.name not in excused]
        assert not broken, broken
        alarms = session.scalars(_all(select(AlarmRecord))).all()
        inside = _inside(session, alarms)
        messages = session.scalars(_all(select(MessageRecord))).all()
        self._visits_are_watched(session)
        for alarm in alarms:
            roots = {Subject(RootKind.ALARM, alarm.id)}
            about_it = _about(messages, alarm, roots)
            if alarm.visit_id is not None:
                roots.add(Subject(RootKind.VISIT, alarm.visit_id))
            self._alarm_only_climbs(session, alarm, now)
            self._those_inside_stay_out(session, alarm, inside[alarm.organisation_id, alarm.id])
            _a_closed_alarm_is_quiet(session, alarm, about_it)
            _duress_is_silent(session, alarm, _about(messages, alarm, roots))
        self._nothing_went_wrong(session, messages)

    def _visits_are_watched(self, session: Session) -> None:
        open_ones = _all(select(DeadlineRecord)).where(
            DeadlineRecord.fired_at.is_(None), DeadlineRecord.cancelled_at.is_(None)
        )
        watched: dict[tuple[UUID, UUID], set[DeadlineKind]] = {}
        for one in session.scalars(open_ones.where(DeadlineRecord.root_kind == RootKind.VISIT)):
            watched.setdefault((one.organisation_id, one.root_id), set()).add(one.kind)
        open_alarms = session.scalars(_all(select(AlarmRecord)).where(AlarmRecord.resolved_at.is_(None)))
        alarmed = {(one.organisation_id, one.visit_id) for one in open_alarms}
        for visit in session.scalars(_all(select(VisitRecord))):
            mine = (visit.organisation_id, visit.id)
            kinds = watched.get(mine, set())
            if visit.state is VisitState.UNDER_WAY and mine not in alarmed:
                assert DeadlineKind.OVERDUE in kinds, "a visit under way has no end to its watch"
            if visit.state is VisitState.PLANNED:
                assert kinds - WAITS_FOR_A_COMPANION == {DeadlineKind.PLANNED_START}
            if visit.state in (VisitState.ENDED, VisitState.CANCELLED) and mine not in alarmed:
                assert kinds <= {DeadlineKind.HOME_SAFE, DeadlineKind.BACK}, "a visit that is over is still watched"
                waited_for = visit.awaited_by is not None and visit.returned_at is None
                assert waited_for == (DeadlineKind.BACK in kinds), "who is on the way is missed, and nobody else"

    def _alarm_only_climbs(self, session: Session, alarm: AlarmRecord, now: datetime) -> None:
        mine = (alarm.organisation_id, alarm.id)
        before = self._seen.get(mine)
        self._seen[mine] = Seen(alarm.cause, alarm.level, alarm.rounds, alarm.acknowledged_by, alarm.acknowledged_at)
        if before is None:
            return
        assert alarm.cause.gravity >= before.cause.gravity, "an alarm became lighter"
        assert alarm.level.height >= before.level.height, "an alarm came down the ladder"
        raised = alarm.cause is not before.cause
        if before.taken_at is None or raised or alarm.resolved_at is not None:
            return
        if alarm.acknowledged_at is not None:
            climbed = (alarm.level, alarm.rounds) != (before.level, before.rounds)
            assert not climbed or _let_go(session, alarm, before, now), "an alarm climbed while somebody had it"
        else:
            assert _let_go(session, alarm, before, now), "an acknowledgement lapsed before its time"

    def _those_inside_stay_out(self, session: Session, alarm: AlarmRecord, inside: set[UUID]) -> None:
        assert alarm.acknowledged_by not in inside, "somebody inside took the alarm"
        assert alarm.assigned_to not in inside, "it was passed on to somebody inside"
        if alarm.resolved_by in inside:
            assert alarm.cause.light, "somebody inside closed a grave alarm"
            assert alarm.level is not Level.POLICE, "somebody inside closed an alarm that had reached the police"
        for told in session.scalars(_all(select(ToldRecord)).where(_of_it(ToldRecord, alarm))):
            assert told.level is Level.WORKER or told.person_id not in inside, "a step told somebody inside"

    def _nothing_went_wrong(self, session: Session, messages: Sequence[MessageRecord]) -> None:
        failing = session.scalars(_all(select(DeadlineRecord)).where(DeadlineRecord.failures > 0)).all()
        assert not failing, [(one.kind, one.failure) for one in failing]
        phones = set(session.scalars(_all(select(PersonRecord.phone))))
        for message in messages:
            assert message.template is not Template.SYSTEM_FAILURE
            assert message.to in phones
            guard(message.to)


def _let_go(session: Session, alarm: AlarmRecord, before: Seen, now: datetime) -> bool:
    """Whether the acknowledgement could lapse: its time was up, or the taker could not after all."""
    assert before.taken_at is not None
    if now >= before.taken_at + timedelta(seconds=alarm.plan["unresolvedAfter"]):
        return True
    declined = _all(select(EventRecord.id)).where(
        _of_it(EventRecord, alarm),
        EventRecord.kind == EventKind.DECLINED,
        EventRecord.by_id == before.taker,
        EventRecord.at > before.taken_at,
    )
    return session.scalars(declined).first() is not None


def _a_closed_alarm_is_quiet(session: Session, alarm: AlarmRecord, messages: Sequence[MessageRecord]) -> None:
    if alarm.resolved_at is None:
        return
    for message in messages:
        assert not message.payload.get("level") or message.created_at <= alarm.resolved_at, "a step after the end"
        called = message.state is MessageState.SENDING and message.called_at is not None
        waits = message.state in UNSENT and message.template in ALL_MESSAGES and not called
        assert not waits or message.attempts, "something of a closed alarm still waits to be sent"
    open_kinds = _all(select(DeadlineRecord.kind)).where(
        DeadlineRecord.organisation_id == alarm.organisation_id,
        DeadlineRecord.root_kind == RootKind.ALARM,
        DeadlineRecord.root_id == alarm.id,
        DeadlineRecord.fired_at.is_(None),
        DeadlineRecord.cancelled_at.is_(None),
    )
    assert not session.scalars(open_kinds).all(), "a closed alarm has a next step"


def _duress_is_silent(session: Session, alarm: AlarmRecord, messages: Sequence[MessageRecord]) -> None:
    """Nothing goes to the worker about it; only who sends STOP is phoned, as always."""
    if alarm.cause is not Cause.DURESS:
        return
    began = session.scalars(
        _all(select(EventRecord))
        .where(
            _of_it(EventRecord, alarm),
            EventRecord.kind.in_((EventKind.ALARM_OPENED, EventKind.ALARM_RAISED)),
        )
        .order_by(EventRecord.at.desc(), EventRecord.place.desc())
    ).first()
    assert began is not None
    until = alarm.resolved_at or datetime.max.replace(tzinfo=began.at.tzinfo)
    loud = FOR_THE_WORKER - {Template.CHECK_CALL_WORKER}
    told = [one.template for one in messages if one.template in loud and began.at < one.created_at < until]
    assert not told, f"the worker's phone gave a silent alarm away: {told}"


def _inside(session: Session, alarms: Sequence[AlarmRecord]) -> dict[tuple[UUID, UUID], set[UUID]]:
    companions: dict[tuple[UUID, UUID | None], set[UUID]] = {}
    for one in session.scalars(_all(select(CompanionRecord))):
        if one.person_id:
            companions.setdefault((one.organisation_id, one.visit_id), set()).add(one.person_id)
    return {
        (alarm.organisation_id, alarm.id): {alarm.worker_id}
        | companions.get((alarm.organisation_id, alarm.visit_id), set())
        for alarm in alarms
    }


def _about(messages: Sequence[MessageRecord], alarm: AlarmRecord, roots: AbstractSet[Subject]) -> list[MessageRecord]:
    return [one for one in messages if one.organisation_id == alarm.organisation_id and one.about in roots]


def _of_it(record: type[ToldRecord] | type[EventRecord], alarm: AlarmRecord) -> ColumnElement[bool]:
    """Rows of this alarm: its id alone may be that of another organisation's too."""
    return and_(record.organisation_id == alarm.organisation_id, record.alarm_id == alarm.id)


def _all(statement: S) -> S:
    return statement.execution_options(across_organisations=True)
