"""Reads what people get to see of visits and alarms: names for ids, sentences for events.

Nothing it returns gives a silent alarm away to those inside.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.beforehand.who_said_so import SAID, says_it
from achterwacht.beforehand.who_said_so import Line as Saying
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import open_among
from achterwacht.events.records import EventRecord
from achterwacht.kinds import RootKind
from achterwacht.protocols.service import profile_version
from achterwacht.views.around import Around, grouped
from achterwacht.views.as_on_any_day import ShownNext, as_on_any_day
from achterwacht.views.known import Known
from achterwacht.views.shown_visit import Line, VisitView, watchers
from achterwacht.views.stories import Story, story_of_alarm, story_of_visit
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch.aggregate import Aggregate, OpenDeadline
from achterwacht.watch.held import Made
from achterwacht.watch.inside import (
    check_call_inside,
    open_presses,
    reads_as_ever,
    silent_among,
    story_inside,
)
from achterwacht.watch.wording import sentence


class Reading(Known):
    """Reads what belongs to visits and alarms of one organisation, in bulk."""

    def story_of_alarm(self, root: Aggregate) -> Story:
        """What happened in an alarm that was just acted on, and whom it told."""
        story = story_of_alarm(self.session, root)
        self._hushed = story.hushed
        return story

    @classmethod
    def of(cls, session: Session, made: Made, language: str = "") -> "Reading":
        """With everything that is known already of what somebody just made: it is not read again."""
        reading = cls(session, made.root.organisation.id, made.book.now, made.book, language)
        reading._teams[made.root.team_id] = made.team
        reading._names[made.worker.id], reading._phones[made.worker.id] = made.worker.name, made.worker.phone
        return reading

    def made(self, made: Made, viewer: UUID) -> VisitView:
        """A visit that was just made or changed, as that person may see it. Only its story is read."""
        root = made.root
        assert root.visit is not None
        events = made.story
        if events is None:
            story = story_of_visit(self.session, root)
            events, self._hushed = story.events, story.hushed
        self.duty(root.team_id)  # it is shown, and knows the names of most who stand in the story
        alarm = root.alarm if root.alarm is not None and root.alarm.resolved_at is None else None
        self.learn(
            [
                root.visit.back_up,
                root.visit.alone_allowed_by,
                root.visit.trouble_said_by,
                root.visit.file_searched_by,
                root.visit.fraud_decided_by,
                root.visit.letter_looked_up_by,
                alarm.acknowledged_by if alarm is not None else None,
                *(event.by_id for event in events),
                *(one.person_id for one in root.companions),
            ]
        )
        companions = sorted(root.companions, key=lambda one: one.name)
        return self._view(root.visit, companions, alarm, list(root.deadlines.values()), events, viewer)

    def visits(self, records: Sequence[VisitRecord], viewer: UUID, *, timeline: bool) -> list[VisitView]:
        """The visits as that person may see them."""
        ids = [record.id for record in records]
        companions = grouped(self._companions(ids), "visit_id")
        alarms = {alarm.visit_id: alarm for alarm in self._open_alarms(ids)}
        deadlines = grouped(self._deadlines(RootKind.VISIT, ids), "root_id")
        events = grouped(self.events(visit_ids=ids), "visit_id") if timeline else {}
        self.learn(
            [
                person
                for one in records
                for person in (
                    one.worker_id,
                    one.back_up,
                    one.alone_allowed_by,
                    one.trouble_said_by,
                    one.file_searched_by,
                    one.fraud_decided_by,
                    one.letter_looked_up_by,
                )
            ]
            + [alarm.acknowledged_by for alarm in alarms.values()]
            + [event.by_id for lines in events.values() for event in lines]
            + [one.person_id for along in companions.values() for one in along]
        )
        return [
            self._view(
                record,
                companions.get(record.id, []),
                alarms.get(record.id),
                deadlines.get(record.id, []),
                events.get(record.id, []),
                viewer,
            )
            for record in records
        ]

    def _view(
        self,
        record: VisitRecord,
        companions: Sequence[CompanionRecord],
        alarm: AlarmRecord | None,
        deadlines: Sequence[DeadlineRecord | OpenDeadline],
        events: Sequence[EventRecord],
        viewer: UUID,
    ) -> VisitView:
        duty = self.duty(record.team_id).with_back_up(record.back_up if record.back_up_accepted_at else None)
        # Who has the watch, and said that they can't come along, is told of everything: they see it here too.
        outside_too = {one.person_id for one in companions if one.declined_at and one.person_id in duty.contacts}
        inside = {record.worker_id, *(one.person_id for one in companions)} - outside_too
        silent = viewer in inside and alarm is not None and alarm.cause is Cause.DURESS
        openly = (
            open_presses(self.session, self.organisation.id, [alarm.id]).get(alarm.id) if silent and alarm else None
        )
        secret = silent and openly is None
        outside = viewer not in inside
        going = inside - {one.person_id for one in companions if one.declined_at}
        hushed = outside and self.silent(going, viewer)
        covered = viewer in inside and record.shown_ended_at is not None
        wordless = silent_among(events) if viewer in inside else frozenset()
        expected = [Saying(one.kind, one.by_id, one.at, one.facts) for one in events if one.kind in SAID]
        story = events
        if viewer in inside:
            events = story_inside(events)
        if secret:
            deadlines = [one for one in deadlines if not one.kind.spec.climbs]
        reachable = watchers(duty, going)
        return VisitView(
            record=record,
            worker_phone=None if hushed else self._phones.get(record.worker_id),
            state=VisitState.ENDED if covered else record.state,
            ended_at=record.shown_ended_at if covered else record.ended_at,
            companions=companions,
            check_call=check_call_inside(record.check_call) if secret or covered else record.check_call,
            alarm=None if secret else alarm,
            openly=openly,
            cause_shown=Cause.PANIC.value if silent else alarm.cause.value if alarm else "",
            silent=hushed,
            quiet=outside and not hushed and self.quiet(going, viewer),
            own_quiet=viewer in going and bool(record.quiet) and not covered,
            next_deadline=self._next_inside(record, deadlines, story, covered=covered)
            if silent or covered
            else min(deadlines, key=lambda one: one.due_at, default=None),
            you_said_it=record.expects_trouble is not None
            and says_it(expected, record.trouble_said_by, viewer, self.now),
            on_duty=[duty.contacts[one.person] for one in reachable],
            nobody_on_duty=not reachable,
            timeline=[
                self.line(
                    event, record.worker_id, noted=reads_as_ever(event, wordless, inside), inside=viewer in inside
                )
                for event in events
            ],
        )

    def _next_inside(
        self,
        record: VisitRecord,
        deadlines: Sequence[DeadlineRecord | OpenDeadline],
        story: Sequence[EventRecord],
        *,
        covered: bool,
    ) -> DeadlineRecord | OpenDeadline | ShownNext | None:
        """What comes due for those inside of a silent alarm, or after one."""
        open_ones: list[DeadlineRecord | OpenDeadline | ShownNext] = [] if covered else list(deadlines)
        over = record.state is (VisitState.UNDER_WAY if covered else VisitState.ENDED)
        if over and not open_ones:
            profile = profile_version(self.session, self.organisation.id, record.protocol_id)
            shown = as_on_any_day(record, story, profile, self.now)
            open_ones = [] if shown is None else [shown]
        return min(open_ones, key=lambda one: one.due_at, default=None)

    def line(self, event: EventRecord, worker: UUID, *, noted: bool = True, inside: bool = False) -> Line:
        """An event in words. noted: with what somebody wrote beside it, which may name what those inside don't read.
        inside: for one of those, who never read of a silent alarm."""
        unread = {"silent": ""} if inside else {}
        text = sentence(
            self.texts,
            event.kind.value,
            {**event.facts, **unread} if noted else {**event.facts, "note": "", "silent": "", "reason": ""},
            by=self.name(event.by_id),
            via=event.via,
            worker=self.name(worker),
            own=event.by_id == worker,
            zone=self.organisation.time_zone,
            at=event.at,
        )
        return Line(event.at, event.kind.value, event.by_id, text)

    def events(self, *, visit_ids: Collection[UUID] = (), alarm_ids: Collection[UUID] = ()) -> Sequence[EventRecord]:
        """The story of these visits or alarms, in the order it happened."""
        about = EventRecord.visit_id.in_(visit_ids) if visit_ids else EventRecord.alarm_id.in_(alarm_ids)
        return self.session.scalars(
            select(EventRecord)
            .where(EventRecord.organisation_id == self.organisation.id, about)
            .order_by(EventRecord.at, EventRecord.place)
        ).all()

    def companions(self, visit_id: UUID | None) -> Sequence[CompanionRecord]:
        return self._companions([visit_id]) if visit_id else []

    def _companions(self, ids: Sequence[UUID]) -> Sequence[CompanionRecord]:
        return self.session.scalars(
            select(CompanionRecord)
            .where(CompanionRecord.organisation_id == self.organisation.id, CompanionRecord.visit_id.in_(ids))
            .order_by(CompanionRecord.name)
        ).all()

    def _open_alarms(self, ids: Sequence[UUID]) -> Sequence[AlarmRecord]:
        return self.session.scalars(
            select(AlarmRecord).where(
                AlarmRecord.organisation_id == self.organisation.id,
                AlarmRecord.visit_id.in_(ids),
                AlarmRecord.resolved_at.is_(None),
            )
        ).all()

    def _deadlines(self, kind: RootKind, ids: Sequence[UUID]) -> Sequence[DeadlineRecord]:
        return self.session.scalars(select(DeadlineRecord).where(open_among(self.organisation.id, kind, ids))).all()

    def around(self, alarms: Sequence[AlarmRecord]) -> "Around":
        """What belongs to these alarms, in four statements however many they are."""
        visits = [one.visit_id for one in alarms if one.visit_id is not None]
        alone = [one.id for one in alarms if one.visit_id is None]
        return Around(
            grouped(self._companions(visits), "visit_id"),
            grouped(self.events(alarm_ids=[one.id for one in alarms]), "alarm_id"),
            grouped(self._deadlines(RootKind.VISIT, visits), "root_id"),
            grouped(self._deadlines(RootKind.ALARM, alone), "root_id"),
        )
