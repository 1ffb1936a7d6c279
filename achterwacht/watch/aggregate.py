"""What is locked as one: a visit with its alarm, or an alarm without a visit, and all that belongs to it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Alarm, Candidate, Skip, Told
from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.service import profile_version
from achterwacht.refused import NotFound
from achterwacht.roots import Root
from achterwacht.visits.facts import Along, Visit
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch.plans import plan_of
from foundation.subject import Subject


@dataclass(frozen=True)
class OpenDeadline:
    """An open deadline of a locked root."""

    id: UUID
    kind: DeadlineKind
    priority: int
    due_at: datetime


@dataclass
class Aggregate:
    """A locked root.

    deadlines: the open ones by kind. told: who was told, by person.
    """

    kind: RootKind
    organisation: OrganisationRecord
    protocol: Profile
    team_id: UUID
    worker_name: str
    worker_phone: str | None
    visit: VisitRecord | None
    alarm: AlarmRecord | None
    companions: list[CompanionRecord] = field(default_factory=list)
    told: dict[UUID, ToldRecord] = field(default_factory=dict)
    deadlines: dict[DeadlineKind, OpenDeadline] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        root = self.visit or self.alarm
        assert root is not None
        return root.id

    @property
    def root(self) -> Root:
        return Root(self.organisation.id, self.kind, self.id)

    @property
    def subjects(self) -> list[Subject]:
        """Returns what its messages can be about: the visit and its alarm."""
        about = ((RootKind.VISIT, self.visit), (RootKind.ALARM, self.alarm))
        return [Subject(kind, one.id) for kind, one in about if one is not None]

    @property
    def worker_id(self) -> UUID:
        root = self.visit or self.alarm
        assert root is not None
        return root.worker_id

    def take_protocol(self, session: Session, version_id: UUID) -> None:
        """Let a planned visit use the profile that holds now."""
        assert self.visit is not None
        if self.visit.protocol_id != version_id:
            self.visit.protocol_id = version_id
            self.protocol = profile_version(session, self.organisation.id, version_id)

    def worker(self) -> Candidate:
        """Returns the worker, as somebody who can be told."""
        return Candidate(self.worker_id, self.worker_name, None if self.worker_phone else Skip.NO_NUMBER)

    @property
    def back_up(self) -> UUID | None:
        """Returns the colleague who accepted to be back-up for this visit."""
        return self.visit.back_up if self.visit is not None and self.visit.back_up_accepted_at else None

    def colleagues_inside(self) -> frozenset[UUID]:
        """Returns the colleagues who come along. One who said that they can't is outside, and can help."""
        return frozenset(one.person_id for one in self.companions if one.person_id and one.declined_at is None)

    def along(self) -> tuple[Along, ...]:
        """Returns who comes along and what they said.

        Somebody who is not a colleague can't be asked, and is counted on.
        """
        return tuple(
            Along(
                person=one.person_id,
                name=one.name,
                comes=one.person_id is None or one.there_at is not None or one.coming_at is not None,
                declined=not one.goes,
            )
            for one in self.companions
        )

    def going(self) -> frozenset[UUID]:
        """Returns the employees who go in: the worker and the colleagues who come along."""
        return self.colleagues_inside() | {self.worker_id}

    def alarm_facts(self) -> Alarm | None:
        """Returns the alarm as the rules see it; None if there is none."""
        record = self.alarm
        if record is None:
            return None
        return Alarm(
            id=record.id,
            cause=record.cause,
            level=record.level,
            opened_at=record.opened_at,
            plan=plan_of(record.plan),
            worker=record.worker_id,
            companions=self.colleagues_inside(),
            acknowledged_by=record.acknowledged_by,
            acknowledged_at=record.acknowledged_at,
            unproven_by=record.unproven_by,
            assigned_to=record.assigned_to,
            resolved_at=record.resolved_at,
            resolved_by=record.resolved_by,
            outcome=record.outcome,
            note=record.note,
            told=tuple(Told(one.person_id, one.level, one.declined, one.failed) for one in self.told.values()),
            rounds=record.rounds,
        )

    def open_or_closed_alarm(self) -> Alarm:
        """Returns the alarm as the rules see it.

        Raises:
            NotFound: there is none.
        """
        alarm = self.alarm_facts()
        if alarm is None:
            raise NotFound("alarm")
        return alarm

    def visit_facts(self) -> Visit:
        """Returns the visit as the rules see it, with its alarm."""
        record = self.visit
        assert record is not None
        return Visit(
            id=record.id,
            state=record.state,
            worker=record.worker_id,
            worker_name=self.worker_name,
            planned_start=record.planned_start,
            expected_end=record.expected_end,
            kind=record.kind,
            companions=self.colleagues_inside(),
            there=tuple(
                Candidate(one.person_id, one.name)
                for one in self.companions
                if one.person_id and one.there_at is not None
            ),
            along=self.along(),
            started_at=record.started_at,
            ended_at=record.ended_at,
            check_call=record.check_call,
            asked_count=record.asked_count,
            chased_count=record.chased_count,
            last_heard_at=record.last_heard_at,
            signed_off_at=record.signed_off_at,
            shown_ended_at=record.shown_ended_at,
            return_to=record.return_to,
            back_by=record.back_by,
            awaited_by=record.awaited_by,
            heading_to=record.heading_to,
            returned_at=record.returned_at,
            alone_asked=record.alone_asked,
            alone_allowed_by=record.alone_allowed_by,
            back_up=record.back_up,
            back_up_accepted_at=record.back_up_accepted_at,
            police_told_at=record.police_told_at,
            expects_trouble=record.expects_trouble,
            trouble_said_by=record.trouble_said_by,
            police_wanted=bool(record.police_wanted),
            fraud=record.fraud,
            fraud_decided_by=record.fraud_decided_by,
            file_searched_by=record.file_searched_by,
            file_searched_at=record.file_searched_at,
            letter_looked_up_by=record.letter_looked_up_by,
            letter_looked_up_at=record.letter_looked_up_at,
            quiet=bool(record.quiet),
            call_after=timedelta(minutes=record.call_after_minutes) if record.call_after_minutes else None,
            alarm=self.alarm_facts(),
        )
