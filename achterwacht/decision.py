"""What a rule answers: what must be true from now on. It says what, `watch/ledger.py` writes it.

Decisions add up: what comes later wins where both speak of the same visit, alarm or deadline.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Channel

if TYPE_CHECKING:
    from achterwacht.alarms.facts import Alarm, Level
    from achterwacht.visits.facts import Visit


__all__ = [
    "ALL_MESSAGES",
    "INFORMING",
    "NOTHING",
    "PLANNING",
    "TELEPHONE",
    "Actor",
    "Channel",
    "CodePurpose",
    "DeadlineKind",
    "Decision",
    "Event",
    "EventKind",
    "Notice",
    "RuleBroken",
    "Template",
    "Way",
]
"""`Template` and `Channel` belong to the words of a decision too: rules take them from here."""


class DeadlineKind(StrEnum):
    """What can come due on a visit or an alarm (watch-rules.md), a canary, a team or its roster, or a mark.

    At most one of a kind is open.
    """

    PLANNED_START = "planned_start"
    CHECK_CALL = "check_call"
    CHECK_CALL_UNANSWERED = "check_call_unanswered"
    END_APPROACHING = "end_approaching"
    OVERDUE = "overdue"
    HOME_SAFE = "home_safe"
    COMPANION_REMINDER = "companion_reminder"
    COMPANION_SILENT = "companion_silent"
    LADDER_STEP = "ladder_step"
    UNRESOLVED = "unresolved"
    DRILL_END = "drill_end"
    CANARY = "canary"
    CANARY_REPORT = "canary_report"
    WHEREABOUTS = "whereabouts"
    ROSTER_GAPS = "roster_gaps"
    SHIFT_CHANGE = "shift_change"
    RELIEF = "relief"
    MARK_REVIEW = "mark_review"
    MARK_TURN = "mark_turn"


NOT_OF_VISITS = frozenset(
    {
        DeadlineKind.LADDER_STEP,
        DeadlineKind.UNRESOLVED,
        DeadlineKind.DRILL_END,
        DeadlineKind.CANARY,
        DeadlineKind.CANARY_REPORT,
        DeadlineKind.WHEREABOUTS,
        DeadlineKind.ROSTER_GAPS,
        DeadlineKind.SHIFT_CHANGE,
        DeadlineKind.RELIEF,
        DeadlineKind.MARK_REVIEW,
        DeadlineKind.MARK_TURN,
    }
)
"""What belongs to an alarm, a drill, the canary, a team or its roster, or a mark, and never to a visit alone."""


class EventKind(StrEnum):
    """What happened, for the timeline."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    CHECKED_IN = "checked_in"
    NOBODY_ON_DUTY = "nobody_on_duty"
    START_CHASED = "start_chased"
    CHECK_CALL_ASKED = "check_call_asked"
    CHECK_CALL_ASKED_AGAIN = "check_call_asked_again"
    CHECK_CALL_DROPPED = "check_call_dropped"
    CHECK_CALL_OK = "check_call_ok"
    CHECK_CALL_NOT_OK = "check_call_not_ok"
    CHECK_CALL_NO_ANSWER = "check_call_no_answer"
    CHECK_CALL_UNANSWERED = "check_call_unanswered"
    ASKED_NOW = "asked_now"
    OPTED_OUT = "opted_out"
    REMINDED = "reminded"
    OVERDUE = "overdue"
    SAID_OK = "said_ok"
    EXTENDED = "extended"
    CHECKED_OUT = "checked_out"
    CHECKED_OUT_UNDER_ALARM = "checked_out_under_alarm"
    CAME_TOO_LATE = "came_too_late"
    FELT = "felt"
    HOME_SAFE_CHASED = "home_safe_chased"
    HOME_SAFE_HEARD = "home_safe_heard"
    HOME_SAFE_CLOSED = "home_safe_closed"
    ALARM_OPENED = "alarm_opened"
    ALARM_RAISED = "alarm_raised"
    PANIC_REPEATED = "panic_repeated"
    STEP_TOLD = "step_told"
    STEP_SKIPPED = "step_skipped"
    STEP_EMPTY = "step_empty"
    EVERYONE_TOLD = "everyone_told"
    ACKNOWLEDGED = "acknowledged"
    ALSO_ACKNOWLEDGED = "also_acknowledged"
    DECLINED = "declined"
    ACKNOWLEDGEMENT_LAPSED = "acknowledgement_lapsed"
    PASSED_ON = "passed_on"
    MESSAGE_FAILED = "message_failed"
    CALLED_FALSE = "called_false"
    POLICE_CALLED = "police_called"
    RESOLVED = "resolved"
    ENDED_BY_ALARM = "ended_by_alarm"
    HAND_OVER_VIEWED = "hand_over_viewed"
    SYSTEM_FAILED = "system_failed"
    INCIDENT_FILED = "incident_filed"
    COMPANION_THERE = "companion_there"
    COMPANION_CANT = "companion_cant"
    COMPANION_COMES = "companion_comes"
    COMPANION_REMINDED = "companion_reminded"
    COMPANION_SILENT = "companion_silent"
    ALONE_ASKED = "alone_asked"
    ALONE_ALLOWED = "alone_allowed"
    ALONE_REFUSED = "alone_refused"
    WENT_ALONE = "went_alone"
    COMPANION_CHASED = "companion_chased"
    COMPANION_WELL = "companion_well"
    BACK_UP_ASKED = "back_up_asked"
    BACK_UP_ACCEPTED = "back_up_accepted"
    BACK_UP_DECLINED = "back_up_declined"
    POLICE_TOLD = "police_told"
    INSTRUCTION_CHANGED = "instruction_changed"
    DRILL_STARTED = "drill_started"
    DRILL_ENDED = "drill_ended"
    RELIEF_ASKED = "relief_asked"
    RELIEF_ASKED_AGAIN = "relief_asked_again"
    RELIEF_NOT_TAKEN = "relief_not_taken"
    RELIEF_ACCEPTED = "relief_accepted"
    RELIEF_DECLINED = "relief_declined"
    TAKEN_WITHOUT_CODE = "taken_without_code"
    TAKEN_OVER = "taken_over"
    STEP_TICKED = "step_ticked"
    STEP_UNTICKED = "step_unticked"


class CodePurpose(StrEnum):
    """What 1 and 2 mean behind a code. A code belongs to one purpose and one recipient."""

    CHECK_CALL = "check_call"
    LADDER = "ladder"
    POLICE = "police"
    COMPANION = "companion"
    BACK_UP = "back_up"
    SWAP = "swap"
    RELIEF = "relief"
    ALONE = "alone"
    COMPANION_WELL = "companion_well"
    NUMBER_CHECK = "number_check"


PLANNING = frozenset({CodePurpose.COMPANION, CodePurpose.BACK_UP, CodePurpose.SWAP, CodePurpose.ALONE})
"""Codes of what is still to come: never meant by a bare digit while something that goes on asks for one."""


@dataclass(frozen=True)
class Actor:
    """Who does something. `person_id` is None for the passing of time.

    unproven: nothing but the number an SMS came from says that it is them, and numbers can be forged. So they may make
    an alarm louder, and never quieter once others were told (watch-rules.md, "What a word by SMS may do").
    """

    organisation_id: UUID
    person_id: UUID | None
    name: str = ""
    via: str = "app"
    """The door it came through: app, sms, call, clock."""
    unproven: bool = False


@dataclass(frozen=True)
class Way:
    """A channel, and how long after the moment of the decision it is used."""

    channel: Channel
    after: timedelta = timedelta()


@dataclass(frozen=True)
class Event:
    """A line of the timeline. `facts` fill the sentence of its kind in the catalogue."""

    kind: EventKind
    by: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """Somebody must be told something.

    level: marks a step of the ladder; its person becomes one who was told.
    once: of what this is told once and no more about its visit or alarm, whatever deadline or input it comes from.
    """

    person: UUID
    template: Template
    ways: tuple[Way, ...]
    priority: int
    level: "Level | None" = None
    code: CodePurpose | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    once: str = ""


@dataclass(frozen=True)
class Decision:
    """What must be true from now on.

    visit, alarm: the new facts; None where they stay as they are.
    deadlines: for each kind named, when it is due; None closes it. A deadline replaces the open one of its kind.
    silenced: templates whose unsent messages about this visit or alarm are cancelled.
    """

    visit: "Visit | None" = None
    alarm: "Alarm | None" = None
    events: tuple[Event, ...] = ()
    deadlines: Mapping[DeadlineKind, datetime | None] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    silenced: frozenset[Template] = frozenset()

    def __add__(self, other: "Decision") -> "Decision":
        return Decision(
            visit=other.visit or self.visit,
            alarm=other.alarm or self.alarm,
            events=self.events + other.events,
            deadlines={**self.deadlines, **other.deadlines},
            notices=self.notices + other.notices,
            silenced=self.silenced | other.silenced,
        )

    def also(self, *events: Event) -> "Decision":
        """The same decision with more to tell."""
        return replace(self, events=self.events + events)


NOTHING = Decision()
INFORMING = frozenset(
    {
        Template.TAKEN,
        Template.TAKEN_OVER,
        Template.HEARD,
        Template.SIGNED_OFF,
        Template.CALLED_FALSE,
        Template.ALL_CLEAR,
        Template.DRILL_STARTED,
        Template.VISIT_PLANNED,
        Template.VISIT_MOVED,
        Template.VISIT_CANCELLED,
        Template.VISIT_OFF,
        Template.COMPANION_CANT,
        Template.BACK_UP_ACCEPTED,
        Template.BACK_UP_CANT,
        Template.BACK_UP_SIGNED_OFF,
        Template.WENT_ALONE,
        Template.ALONE_ALLOWED,
        Template.ALONE_REFUSED,
        Template.NOBODY_ON_DUTY,
        Template.NOBODY_AT_LEVEL,
        Template.OPTED_OUT,
        Template.CLOCK_JUMPED,
        Template.LIST_NOT_MAILED,
        Template.SWAP_ACCEPTED,
        Template.SWAP_REFUSED,
        Template.ROSTER_GAPS,
        Template.ROSTER_UNREAD,
        Template.RELIEF_TAKEN,
        Template.PIN_TRIED,
        Template.CROWDED,
        Template.INSTRUCTION_WORKER,
        Template.INSTRUCTION_DESK,
        Template.REVIEWS_DUE,
        Template.MANY_LOOK_UPS,
        Template.REPLY,
    }
)
"""Messages that tell and ask for nothing: they are never cancelled."""
ALL_MESSAGES: frozenset[Template] = frozenset(Template) - INFORMING


class RuleBroken(Exception):
    """Something was asked that the rules don't allow. `code` is for programs, the text of it stands in the catalogue.

    pointer: the JSON pointer of the field that is wrong, or empty when it is the state that forbids it.
    """

    code = "rule_broken"
    pointer = ""

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts
