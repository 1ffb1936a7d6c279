"""The one place that writes a decision: the new state, deadlines, messages and events, in one transaction.

A `Ledger` collects the decisions of a transaction and writes them together, so that a hundred visits cost as many
statements as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Alarm, Cause
from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.decision import NOTHING, Decision
from achterwacht.events.records import EventRecord
from achterwacht.kinds import Actor, DeadlineKind, EventKind, RootKind
from achterwacht.notices.in_silence import NOBODY, Hushed, hushed_among
from achterwacht.roots import Root
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch import messages
from achterwacht.watch.aggregate import Aggregate, OpenDeadline
from achterwacht.watch.copying import copy_alarm, copy_told, copy_visit
from achterwacht.watch.following import may_follow
from achterwacht.watch.gravity import deadline_priority
from achterwacht.watch.messages import NOTHING_KNOWN, Entry, Known
from achterwacht.watch.plans import column_of
from achterwacht.watch.quiet import warn_in_what_waits
from foundation.among import among
from foundation.bulk import adopt, insert_together, rows_of
from foundation.columns import Base, new_id
from foundation.subject import Subject
from notifications import outbox
from notifications.cancelling import cancel_unsent, cancel_unsent_calls_to, cancel_unsent_to
from notifications.texts.templates import REACHES_INSIDE, Template


@dataclass
class Ledger:
    """The decisions of one transaction, written by `flush`. Rules see each other's effects through the records."""

    session: Session
    now: datetime
    by: Actor
    known: Known = NOTHING_KNOWN
    _events: list[dict[str, Any]] = field(default_factory=list)
    _deadlines: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    _fired: list[UUID] = field(default_factory=list)
    _cancelled: list[UUID] = field(default_factory=list)
    _entries: list[Entry] = field(default_factory=list)
    _silenced: dict[tuple[UUID, frozenset[Template]], list[Subject]] = field(default_factory=dict)
    _visits: list[VisitRecord] = field(default_factory=list)
    _companions: list[CompanionRecord] = field(default_factory=list)
    _alarms: list[AlarmRecord] = field(default_factory=list)
    _told: list[ToldRecord] = field(default_factory=list)
    _hushed: dict[UUID, set[UUID]] = field(default_factory=dict)
    _quieted: dict[UUID, set[UUID]] = field(default_factory=dict)
    pretended: bool = False
    """None of these messages will ever leave: they are written as on any day, for a screen that others may look at."""

    def begin(self, aggregate: Aggregate) -> None:
        """Add a new root. It is written with the decision about it, and so are those who come along."""
        if aggregate.visit is not None:
            self._visits.append(aggregate.visit)
        if aggregate.alarm is not None:
            self._alarms.append(aggregate.alarm)
        self._companions += aggregate.companions

    def fire(self, aggregate: Aggregate, kind: DeadlineKind, decision: Decision) -> None:
        """Record what a passed deadline decided. The messages carry its id, so that it never tells anybody twice."""
        deadline = aggregate.deadlines.pop(kind)
        self._fired.append(deadline.id)
        self.record(aggregate, decision, deadline.id)

    def record(self, aggregate: Aggregate, decision: Decision, origin: UUID | None = None) -> None:
        """Record a decision about a locked root.

        origin: the deadline or input behind it.
        """
        if decision is NOTHING:
            return
        origin = origin or uuid4()
        if decision.alarm is not None:
            self._alarm(aggregate, decision.alarm)
        if decision.visit is not None:
            copy_visit(decision.visit, aggregate.visit)
        if decision.silenced:
            self._silence(decision.silenced, aggregate)
        if _turns_silent(decision) and aggregate.alarm is not None and not aggregate.alarm.drill:
            # What already waits for them, about another visit too, must not ring in front of who forces them.
            self._hushed.setdefault(aggregate.organisation.id, set()).update(aggregate.going())
        if _asks_for_quiet(decision):
            if aggregate.alarm is not None and aggregate.alarm.resolved_at is None:
                aggregate.alarm.quiet = True
            if not any(one.drill for one in (aggregate.visit, aggregate.alarm) if one is not None):
                self._quieted.setdefault(aggregate.organisation.id, set()).update(aggregate.going())
        if _may_be_rung(decision) and aggregate.alarm is not None:
            aggregate.alarm.quiet = False
        for kind, due_at in decision.deadlines.items():
            self._deadline(aggregate, kind, due_at)
        alarm_id = aggregate.alarm.id if aggregate.alarm else None
        for notice in decision.notices:
            about_visit = aggregate.visit is not None and (notice.template.spec.of_visit or alarm_id is None)
            if about_visit and aggregate.visit is not None:
                about = Root(aggregate.organisation.id, RootKind.VISIT, aggregate.visit.id)
            else:
                about = Root(aggregate.organisation.id, RootKind.ALARM, cast(UUID, alarm_id))
            cause = about.origin(notice.once) if notice.once else origin
            self._entries.append(Entry(aggregate, notice, cause, about.subject))
        for event in decision.events:
            self._events.append(
                {
                    "id": new_id(),
                    "organisation_id": aggregate.organisation.id,
                    "visit_id": aggregate.visit.id if aggregate.visit else None,
                    "alarm_id": alarm_id,
                    "at": self.now,
                    "place": len(self._events),
                    "kind": event.kind,
                    "by_id": event.by,
                    "via": self.by.via,
                    "facts": {key: _plain(value) for key, value in event.facts.items() if value not in (None, "")},
                }
            )

    def story(self) -> list[EventRecord]:
        """Returns the events recorded so far, only for showing them: `flush` writes them."""
        return [EventRecord(**event) for event in self._events]

    def flush(self) -> None:
        """Write everything.

        Deadlines are closed before new ones open, and old messages are cancelled before new ones are added.
        """
        session = self.session
        session.flush()
        deadline = cast(Table, DeadlineRecord.__table__)
        if not self.pretended:
            self._entries = may_follow(session, self._entries, self.now)
        people = messages.addressees(session, self._entries, self.known) if self._entries else {}
        inside = self._inside()
        if self._fired:
            told = messages.reached(self._entries, people, inside)
            by_count: dict[int, list[UUID]] = {}
            for deadline_id in self._fired:
                by_count.setdefault(len(told.get(deadline_id, ())), []).append(deadline_id)
            for reached_count, ids in by_count.items():
                session.execute(
                    update(deadline)
                    .where(among(deadline.c.id, ids))
                    .values(fired_at=self.now, reached_count=reached_count)
                )
        if self._cancelled:
            session.execute(update(deadline).where(among(deadline.c.id, self._cancelled)).values(cancelled_at=self.now))
        self._insert()
        for (organisation_id, templates), subjects in self._silenced.items():
            cancel_unsent(session, organisation_id, subjects, templates, self.now)
        for organisation_id, people_inside in self._hushed.items():
            cancel_unsent_to(session, organisation_id, people_inside, REACHES_INSIDE, self.now)
            warn_in_what_waits(session, organisation_id, people_inside, "silent_alarm")
        for organisation_id, people_inside in self._quieted.items():
            cancel_unsent_calls_to(session, organisation_id, people_inside, self.now)
            warn_in_what_waits(session, organisation_id, people_inside, "quietly")
        if self._entries:
            written = messages.outgoing(session, self._entries, people, self.now, inside, self.known)
            outbox.put(session, written, self.now)
        for collected in (
            self._visits, self._companions, self._alarms, self._told, self._events, self._deadlines, self._fired,
            self._cancelled, self._entries, self._silenced, self._hushed, self._quieted,
        ):  # fmt: skip
            collected.clear()

    def _inside(self) -> Hushed:
        """Returns whom nobody may phone, with what this transaction decided about that."""
        if not self._entries or self.pretended:
            return NOBODY
        inside = hushed_among(self.session, {entry.aggregate.organisation.id for entry in self._entries})
        return Hushed(inside.silent.union(*self._hushed.values()), inside.quiet.union(*self._quieted.values()))

    def _insert(self) -> None:
        new: list[Sequence[Base]] = [self._visits, self._companions, self._alarms, self._told]
        insert_together(
            self.session,
            [
                *((type(records[0]), rows_of(records)) for records in new if records),
                (DeadlineRecord, list(self._deadlines.values())),
                (EventRecord, self._events),
            ],
        )
        for records in new:
            adopt(self.session, records)

    def _alarm(self, aggregate: Aggregate, alarm: Alarm) -> None:
        record = aggregate.alarm
        if record is None or record.id != alarm.id:
            root = aggregate.visit
            assert root is not None
            record = AlarmRecord(
                id=alarm.id,
                organisation_id=root.organisation_id,
                team_id=root.team_id,
                visit_id=root.id,
                worker_id=root.worker_id,
                protocol_id=root.protocol_id,
                drill=root.drill,
                quiet=bool(root.quiet),
                opened_at=alarm.opened_at,
                plan=column_of(alarm.plan),
                rounds=0,
                note="",
            )
            self._alarms.append(record)
            aggregate.alarm = record
            aggregate.told = {}
        copy_alarm(alarm, record)
        for told in alarm.told:
            known = aggregate.told.get(told.person)
            if known is None:
                known = ToldRecord(
                    id=new_id(),
                    organisation_id=record.organisation_id,
                    alarm_id=record.id,
                    person_id=told.person,
                    told_at=self.now,
                )
                self._told.append(known)
                aggregate.told[told.person] = known
            copy_told(told, known)

    def _silence(self, templates: frozenset[Template], aggregate: Aggregate) -> None:
        # Messages that this same transaction was about to send are cancelled too.
        organisation_id, subjects = aggregate.organisation.id, aggregate.subjects
        self._entries = [
            entry
            for entry in self._entries
            if entry.notice.template not in templates
            or entry.subject not in subjects
            or entry.aggregate.organisation.id != organisation_id
        ]
        self._silenced.setdefault((organisation_id, templates), []).extend(subjects)

    def _deadline(self, aggregate: Aggregate, kind: DeadlineKind, due_at: datetime | None) -> None:
        known = aggregate.deadlines.pop(kind, None)
        if known is not None and known.due_at == due_at:
            aggregate.deadlines[kind] = known
            return
        if known is not None and self._deadlines.pop(known.id, None) is None:
            self._cancelled.append(known.id)
        if due_at is None:
            return
        new = OpenDeadline(new_id(), kind, deadline_priority(kind, aggregate.alarm), due_at)
        aggregate.deadlines[kind] = new
        self._deadlines[new.id] = {
            "id": new.id,
            "organisation_id": aggregate.organisation.id,
            "root_kind": aggregate.kind,
            "root_id": aggregate.id,
            "kind": kind,
            "priority": new.priority,
            "due_at": due_at,
            "failures": 0,
        }


def _turns_silent(decision: Decision) -> bool:
    return any(
        event.kind.spec.names_cause and event.facts.get("cause") == Cause.DURESS.value for event in decision.events
    )


def _asks_for_quiet(decision: Decision) -> bool:
    return any(event.kind is EventKind.TEXTED and event.facts.get("quietly") for event in decision.events)


def _may_be_rung(decision: Decision) -> bool:
    return any(event.kind is EventKind.TEXTED and event.facts.get("rings") for event in decision.events)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
