"""A visit as the rules see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID, uuid5

from achterwacht.alarms.facts import Alarm, Candidate, Cause, Level, Plan
from achterwacht.kinds import DeadlineKind

MINUTE = timedelta(minutes=1)
MOST_OF_WHY = 200
"""The most characters of a reason to expect trouble."""


class VisitState(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    ENDED = "ended"
    CANCELLED = "cancelled"


class CheckCall(StrEnum):
    """The state of the check call of a visit."""

    NONE = "none"
    PLANNED = "planned"
    ASKED = "asked"
    OK = "ok"
    NOT_OK = "not_ok"
    NO_ANSWER = "no_answer"
    DROPPED = "dropped"


class CheckCallResult(StrEnum):
    """What a colleague reports about a check call."""

    OK = "ok"
    NOT_OK = "not_ok"
    NO_ANSWER = "no_answer"


class ReturnTo(StrEnum):
    OFFICE = "office"
    HOME = "home"


class Feeling(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class VisitKind(StrEnum):
    """The purpose of a visit. A profile says which of these its organisation has (P4, P5)."""

    HOME_VISIT = "home_visit"
    COMPANY_CHECK = "company_check"
    OBSERVATION = "observation"
    """From the street, or following somebody. The observer speaks to nobody, and breaks off when noticed (P5)."""

    @property
    def at_a_door(self) -> bool:
        """Whether it is always at a house number. The others may be in a street, at a corner, in a park."""
        return self is VisitKind.HOME_VISIT

    @property
    def meets_the_client(self) -> bool:
        """Whether the worker speaks with the client. An observer speaks to nobody."""
        return self is not VisitKind.OBSERVATION


class Occasion(StrEnum):
    """The kind of talk, where the protocol asks for another place because of it (P3)."""

    FIRST_MEETING = "first_meeting"
    BAD_NEWS = "bad_news"
    DEATH = "death"


class Fraud(StrEnum):
    """Whether a fraud investigation of this client is a reason to ask the manager who goes, and what they decided."""

    ASKED = "asked"
    SAME = "same"
    COLLEAGUE = "colleague"


class PreparationStep(StrEnum):
    """A thing to look up before a visit."""

    FILE_SEARCH = "file_search"
    EARLIER_LETTER = "earlier_letter"


@dataclass(frozen=True)
class Along:
    """Somebody who comes along.

    person: None for somebody who is not a colleague; they are not asked. comes: they said that they come, or they are
    there.
    """

    person: UUID | None
    name: str
    comes: bool = False
    declined: bool = False


class Pin(StrEnum):
    """What the PIN of an action said. An action with a wrong PIN never gets this far."""

    NOT_SET = "not_set"
    RIGHT = "right"
    DURESS = "duress"


@dataclass(frozen=True)
class Stop:
    """The next planned visit of a worker on the same day."""

    start: datetime
    address: str


@dataclass(frozen=True)
class Onward:
    """What the day's plan says about the time after a visit that ends now.

    zone: the organisation's time zone. elsewhere: the worker is on another visit, and is watched there. stop: the next
    planned visit of the day.
    """

    zone: tzinfo = UTC
    elsewhere: bool = False
    stop: Stop | None = None


@dataclass(frozen=True)
class Visit:
    """The facts of a visit. All moments are UTC.

    asked_count: how often the present check call was asked. chased_count: how many reminders were sent about a start
    that did not come, or about getting home. signed_off_at: the worker checked out, but an alarm keeps the visit open.
    shown_ended_at: the worker ended the visit with the duress PIN, and their screen has shown it as ended since then.
    alone_allowed_by: the manager who let the worker go without a companion. back_up: the colleague who was asked to be
    back-up for this visit. back_by: when the worker said beforehand that they would be back at the office. awaited_by:
    the visit is over, and the worker is expected by then, at the office or at the next stop (`heading_to`).
    returned_at: when they were heard of there.
    """

    id: UUID
    state: VisitState
    worker: UUID
    worker_name: str
    planned_start: datetime
    expected_end: datetime
    kind: VisitKind = VisitKind.HOME_VISIT
    companions: frozenset[UUID] = frozenset()
    there: tuple[Candidate, ...] = ()
    """The companions who said that they are there."""
    along: tuple[Along, ...] = ()
    """Everybody who comes along, and what they said of it."""
    planner: UUID | None = None
    """Who planned the visit, the worker or somebody for them. Only set where a rule decides who hears of a change."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    check_call: CheckCall = CheckCall.NONE
    asked_count: int = 0
    chased_count: int = 0
    last_heard_at: datetime | None = None
    signed_off_at: datetime | None = None
    shown_ended_at: datetime | None = None
    return_to: ReturnTo | None = None
    back_by: datetime | None = None
    awaited_by: datetime | None = None
    heading_to: str | None = None
    returned_at: datetime | None = None
    alone_asked: str | None = None
    alone_allowed_by: UUID | None = None
    back_up: UUID | None = None
    back_up_accepted_at: datetime | None = None
    police_told_at: datetime | None = None
    expects_trouble: str | None = None
    """Why somebody who goes, or who planned the visit, expects trouble: a judgement of their own, not a risk mark."""
    trouble_said_by: UUID | None = None
    police_wanted: bool = False
    """Whoever expects trouble wants the police to be told beforehand (P1: in extreme cases)."""
    fraud: Fraud | None = None
    fraud_decided_by: UUID | None = None
    file_searched_by: UUID | None = None
    file_searched_at: datetime | None = None
    letter_looked_up_by: UUID | None = None
    letter_looked_up_at: datetime | None = None
    quiet: bool = False
    """Somebody inside asked by SMS that nobody phones, and nobody outside has spoken to them since."""
    call_after: timedelta | None = None
    """How long after the start the check call was agreed for, where the profile allows that (P4)."""
    alarm: Alarm | None = None
    next_alarm: UUID | None = None
    """The id that the phone chose for an alarm that opens now."""

    @property
    def under_way(self) -> bool:
        return self.state is VisitState.UNDER_WAY

    @property
    def open_alarm(self) -> Alarm | None:
        return self.alarm if self.alarm is not None and self.alarm.open else None

    @property
    def on_the_way(self) -> bool:
        """Whether the visit is over, at least for the worker, who is expected at the office or at the next stop."""
        over = self.state is VisitState.ENDED or self.shown_ended_at is not None
        return over and self.awaited_by is not None and self.returned_at is None

    @property
    def heads_home(self) -> bool:
        """Whether the visit is over and the worker went home. Whether a word from there is missed says the deadline."""
        return self.state is VisitState.ENDED and self.return_to is ReturnTo.HOME

    def of_the_visit(self, person: UUID | None) -> bool:
        """Whether this person is inside: the worker or a companion."""
        return person == self.worker or person in self.companions

    def was_to_come(self, person: UUID | None) -> bool:
        """Whether this person is a companion, also one who said that they can't come: never the worker."""
        return person is not None and (person in self.companions or any(one.person == person for one in self.along))

    def new_alarm(self, cause: Cause, level: Level, now: datetime, plan: Plan) -> Alarm:
        """Returns the alarm that this visit would get now. Its id follows from the visit and the moment."""
        identity = self.next_alarm or uuid5(self.id, f"{cause.value} {now.isoformat()}")
        return Alarm(identity, cause, level, now, plan, self.worker, self.companions)


Deadlines = Mapping[DeadlineKind, datetime | None]
