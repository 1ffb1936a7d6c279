"""The parts of a profile that the watch uses: times, check call, ladder, and what people read in an alarm."""

from datetime import time, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from achterwacht.alarms.facts import Cause, Level
from achterwacht.protocols.part import Duration, Part, Text, Texts, wrong
from notifications.ways import Channel


class CheckCallWay(StrEnum):
    """How the check call is made."""

    ASK_COLLEAGUE = "ask_colleague"
    PHONE_WORKER = "phone_worker"


class CheckCallWhen(StrEnum):
    """On which visits it is made: on every one, on those with an agreed time, or when a colleague asks."""

    ALWAYS = "always"
    AGREED = "agreed"
    ON_REQUEST = "on_request"


class Words(Part):
    """This organisation's words for people. manager: who leads a team, as the Dutch sentences call them."""

    resident: Text
    manager: Literal["leidinggevende", "teammanager"] = "leidinggevende"


class Emergency(Part):
    """Numbers that a human calls. Software never dials or texts them."""

    number: str = Field(pattern=r"^1\d{2}$")
    non_urgent: str | None = None
    help_line: str | None = None
    say: Text | None = None
    """What to say at once when the number is called."""
    on_first_screen: bool = False
    """Whether the number stands on the first screen of the phone."""


class OfficeHours(Part):
    """When the office is staffed; `days` are ISO weekdays, Monday is 1."""

    days: list[Annotated[int, Field(ge=1, le=7)]] = Field(min_length=1)
    opens: time
    closes: time

    @model_validator(mode="after")
    def _closes_after_opening(self) -> "OfficeHours":
        if self.closes <= self.opens:
            raise ValueError(wrong("closes"))
        return self


class WatchTimes(Part):
    """The times of one visit."""

    visit_minutes: list[Annotated[int, Field(ge=1, le=720)]] = Field(min_length=1, max_length=6)
    longest_visit: Duration
    extension: Duration
    reminder_before_end: Duration
    grace: Duration
    ok_gives: Duration
    """How long an "alles goed" after the expected end lasts before the worker is asked again."""
    most_visits_each: Annotated[int, Field(ge=1, le=500)] | None = None
    """How many visits under way one person can watch. More is said on the board, and to the managers."""
    relief_within: Duration
    """At the end of a shift: how long the next one has to take the watch, before being asked again, and then before
    the managers are told."""


class CheckCallTimes(Part):
    """The times of the check call after the start."""

    when: CheckCallWhen
    after: Duration
    """How long after the start. If it is agreed for each visit, this is the proposed time."""
    ways: list[CheckCallWay] = Field(min_length=1)
    answer_within: Duration
    heard_counts: bool
    """Whether a sign of life by the worker, in the app, by SMS or by digit, answers the check call."""
    near_reminder: Duration
    """Where `heard_counts`, a check call this close to the reminder of the end is not made: that asks the same."""

    @property
    def asks_colleague(self) -> bool:
        return CheckCallWay.ASK_COLLEAGUE in self.ways

    @property
    def phones_worker(self) -> bool:
        return CheckCallWay.PHONE_WORKER in self.ways

    @property
    def may_be_agreed(self) -> bool:
        return self.when is CheckCallWhen.AGREED

    def due_after(self, agreed: timedelta | None, *, trouble: bool = False) -> timedelta | None:
        """Returns how long after the start a visit gets its check call; None if it gets none by itself.

        If it can be agreed and somebody who goes expects trouble (`trouble`), a call is made after the proposed time.
        """
        proposed = self.after if trouble else None
        return {
            CheckCallWhen.ALWAYS: min(self.after, agreed or self.after),
            CheckCallWhen.AGREED: agreed or proposed,
            CheckCallWhen.ON_REQUEST: agreed,
        }[self.when]


class Planning(Part):
    """Chasing the start of a planned visit that did not begin."""

    step: Duration
    again: Duration


class HomeSafe(Part):
    """A last sign of life after going straight home."""

    after: Duration
    answer_within: Duration


class SigningOff(Part):
    """What follows the sign-off of a visit.

    back_after: the worker is expected at the office this long after the visit, if they named no moment (P3). A stop
    that starts too soon to go to the office in between belongs to the same trip. tells_finished: the desk is told of
    each finished visit (P3 P4).
    """

    back_after: Duration | None = None
    tells_finished: bool = False


class LadderWay(Part):
    """A channel of a step, and how long after the step begins it is used. No alarm is sent by mail."""

    channel: Literal[Channel.SMS, Channel.CALL]
    after: Duration = timedelta()


class LadderStep(Part):
    """Who is told next, and how long after the step before."""

    level: Level
    after: Duration
    ways: list[LadderWay] = Field(min_length=1)


class Guard(Part):
    """An external guard firm is phoned too (P1), when this level begins: it never delays a level after it."""

    at: Level
    ways: list[LadderWay] = Field(min_length=1)

    @model_validator(mode="after")
    def _not_beside_the_worker(self) -> "Guard":
        if self.at is Level.WORKER:
            raise ValueError(wrong("guard_beside_worker"))
        return self


class Ladder(Part):
    """The ladder worker -> colleague -> team manager -> police task; and with which of them a guard firm is phoned."""

    steps: list[LadderStep]
    guard: Guard | None = None
    unresolved_after: Duration
    repeat_every: Duration

    @model_validator(mode="after")
    def _climbs_from_worker_to_police(self) -> "Ladder":
        levels = [step.level for step in self.steps]
        if levels != list(Level):
            raise ValueError(wrong("steps"))
        if self.repeat_every < timedelta(seconds=10) or self.unresolved_after < timedelta(seconds=10):
            raise ValueError(wrong("ten_seconds"))
        return self


class Panic(Part):
    """After the noodknop: colleague and manager at once; the police task after this time unless somebody took it.

    police_first: in a calamity the police is called first, and then the manager or colleague, so the police task comes
    at the same moment.
    """

    police_after: Duration
    police_first: bool = False


class Desk(Part):
    """What the colleague does in an alarm, as a list to tick, by what happened, since each asks for something else.

    In a silent alarm nobody phones those inside. There, and after the noodknop, the emergency number comes first.
    """

    overdue: Texts
    not_back: Texts | None = None
    """None: the list for an end that passed."""
    check_call: Texts
    not_ok: Texts
    panic: Texts
    duress: Texts

    def steps(self, cause: Cause) -> tuple[str, ...]:
        """Returns the list for an alarm of this cause."""
        by_cause = {
            Cause.NOT_BACK: self.not_back or self.overdue,
            Cause.OVERDUE: self.overdue,
            Cause.CHECK_CALL: self.check_call,
            Cause.NOT_OK: self.not_ok,
            Cause.PANIC: self.panic,
            Cause.DURESS: self.duress,
        }
        return tuple(by_cause[cause])
