"""The words of the house, each with everything that must be known about it on its own line.

Forgetting that is an error.

A new word is one line here. Whatever groups words (what a sheet shows, what is asked before a visit) is derived from
these lines, so nobody lists them a second time.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import UUID

from achterwacht.priorities import DeadlinePriority
from notifications.texts.templates import Template


@dataclass(frozen=True)
class Actor:
    """Somebody who does something. `person_id` is None for the passing of time.

    unproven: only the sender's number of an SMS says that it is them, and numbers can be forged. So they may make an
    alarm louder, but never quieter once others were told (watch-rules.md, "What a word by SMS may do").
    """

    organisation_id: UUID
    person_id: UUID | None
    name: str = ""
    via: str = "app"
    """The door it came through: app, sms, call or clock."""
    unproven: bool = False


class RootKind(StrEnum):
    """What a deadline, message or code belongs to. Its row is locked before anything is decided.

    A roster has the id of its team, and a relief belongs to the roster. A number is known by
    the person and its digits, so a new number of the same person is another root.
    """

    VISIT = "visit"
    ALARM = "alarm"
    CANARY = "canary"
    TEAM = "team"
    ROSTER = "roster"
    RISK_MARK = "risk_mark"
    SWAP = "swap"
    RELIEF = "relief"
    NUMBER = "number"
    TASK = "task"
    MEASURE = "measure"


@dataclass(frozen=True)
class DeadlineSpec:
    """What must be known of a kind of deadline.

    of: the kind of root it belongs to. A deadline of an alarm is kept on the visit, if there is one. priority: how
    urgent it is; a step of the ladder is as urgent as its alarm, and one of a drill comes last. climbs: it is a step of
    the ladder. asks_nobody: its rule only tells people of the visit, so nobody on duty is looked up. asks: the text
    that somebody at the desk got, which waits for as long as this deadline is open.
    """

    of: RootKind
    priority: DeadlinePriority
    climbs: bool = False
    asks_nobody: bool = False
    asks: Template | None = None


_AT = DeadlinePriority


class DeadlineKind(StrEnum):
    """The kinds of deadline (watch-rules.md). At most one of a kind is open for a root."""

    spec: DeadlineSpec

    PLANNED_START = "planned_start", DeadlineSpec(RootKind.VISIT, _AT.START, asks=Template.PLANNED_DESK)
    CHECK_CALL = "check_call", DeadlineSpec(RootKind.VISIT, _AT.CHECK_CALL)
    CHECK_CALL_UNANSWERED = (
        "check_call_unanswered",
        DeadlineSpec(RootKind.VISIT, _AT.UNANSWERED, asks=Template.CHECK_CALL_COLLEAGUE),
    )
    END_APPROACHING = "end_approaching", DeadlineSpec(RootKind.VISIT, _AT.REMINDER, asks_nobody=True)
    OVERDUE = "overdue", DeadlineSpec(RootKind.VISIT, _AT.OVERDUE)
    BACK = "back", DeadlineSpec(RootKind.VISIT, _AT.OVERDUE)
    HOME_SAFE = "home_safe", DeadlineSpec(RootKind.VISIT, _AT.HOME_SAFE, asks=Template.HOME_SAFE_DESK)
    COMPANION_REMINDER = "companion_reminder", DeadlineSpec(RootKind.VISIT, _AT.COMPANION, asks_nobody=True)
    COMPANION_SILENT = "companion_silent", DeadlineSpec(RootKind.VISIT, _AT.BEFORE_THE_DOOR)
    LADDER_STEP = "ladder_step", DeadlineSpec(RootKind.ALARM, _AT.PANIC_STEP, climbs=True)
    UNRESOLVED = "unresolved", DeadlineSpec(RootKind.ALARM, _AT.UNRESOLVED, climbs=True)
    DRILL_END = "drill_end", DeadlineSpec(RootKind.ALARM, _AT.DRILL)
    CANARY = "canary", DeadlineSpec(RootKind.CANARY, _AT.ROUTINE)
    CANARY_REPORT = "canary_report", DeadlineSpec(RootKind.CANARY, _AT.ROUTINE)
    WHEREABOUTS = "whereabouts", DeadlineSpec(RootKind.TEAM, _AT.LIST)
    ROSTER_GAPS = "roster_gaps", DeadlineSpec(RootKind.ROSTER, _AT.ROUTINE)
    SHIFT_CHANGE = "shift_change", DeadlineSpec(RootKind.ROSTER, _AT.ROUTINE)
    RELIEF = "relief", DeadlineSpec(RootKind.ROSTER, _AT.ROUTINE)
    MARK_REVIEW = "mark_review", DeadlineSpec(RootKind.RISK_MARK, _AT.ROUTINE)
    MARK_TRANSITION = "mark_transition", DeadlineSpec(RootKind.RISK_MARK, _AT.BEFORE_THE_DOOR)
    TASK_REMIND = "task_remind", DeadlineSpec(RootKind.TASK, _AT.TASK)
    TASK_OVERDUE = "task_overdue", DeadlineSpec(RootKind.TASK, _AT.TASK)
    TASK_ESCALATE = "task_escalate", DeadlineSpec(RootKind.TASK, _AT.TASK)
    MEASURE_ENDS = "measure_ends", DeadlineSpec(RootKind.MEASURE, _AT.MEASURE)

    def __new__(cls, word: str, spec: DeadlineSpec) -> Self:
        kind = str.__new__(cls, word)
        kind._value_ = word
        kind.spec = spec
        return kind


STEPS_OF_AN_ALARM = frozenset(kind for kind in DeadlineKind if kind.spec.climbs)


@dataclass(frozen=True)
class EventSpec:
    """Where a line of the timeline shows.

    inside: during a silent alarm those inside see it too, since it is in the story of any visit. Other lines show once
    the noodknop was pressed openly. unseen: not even then, since it shows that the alarm is a silent one. names_cause:
    the line says why there is an alarm. to_those_inside: its words are meant for those inside, who read them in a
    silent alarm as on any day. tried: shown on the hand-over sheet, as something that was tried. tells: people of a
    step of the ladder were told. revises: the entry in a calendar changes after it. of_the_desk: written by those who
    watch for those who watch: those inside never read it, in no alarm at all.
    """

    inside: bool
    to_those_inside: bool = False
    tried: bool = False
    tells: bool = False
    unseen: bool = False
    names_cause: bool = False
    revises: bool = False
    of_the_desk: bool = False


OPEN = EventSpec(inside=True)
SAID_TO_ALL = EventSpec(inside=True, to_those_inside=True)
SILENT = EventSpec(inside=False)
UNSEEN = EventSpec(inside=False, unseen=True)
OF_THE_DESK = EventSpec(inside=False, unseen=True, of_the_desk=True)
NAMES_CAUSE = EventSpec(inside=False, unseen=True, names_cause=True)


class EventKind(StrEnum):
    """What happened, for the timeline. The sentence for each stands in the catalogue of a language, under `events`."""

    spec: EventSpec

    PLANNED = "planned", OPEN
    MOVED = "moved", EventSpec(inside=True, revises=True)
    READDRESSED = "readdressed", EventSpec(inside=True, revises=True)
    KIND_CHANGED = "kind_changed", EventSpec(inside=True, revises=True)
    CANCELLED = "cancelled", EventSpec(inside=False, revises=True)
    CHECKED_IN = "checked_in", EventSpec(inside=True, revises=True)
    NOBODY_ON_DUTY = "nobody_on_duty", OPEN
    START_CHASED = "start_chased", OPEN
    CHECK_CALL_ASKED = "check_call_asked", EventSpec(inside=True, tried=True)
    CHECK_CALL_ASKED_AGAIN = "check_call_asked_again", EventSpec(inside=True, tried=True)
    CHECK_CALL_DROPPED = "check_call_dropped", SILENT
    CHECK_CALL_OK = "check_call_ok", OPEN
    CHECK_CALL_NOT_OK = "check_call_not_ok", EventSpec(inside=False, tried=True)
    CHECK_CALL_NO_ANSWER = "check_call_no_answer", EventSpec(inside=False, tried=True)
    CHECK_CALL_UNANSWERED = "check_call_unanswered", SILENT
    ASKED_NOW = "asked_now", EventSpec(inside=True, tried=True)
    OPTED_OUT = "opted_out", EventSpec(inside=True, tried=True)
    REMINDED = "reminded", EventSpec(inside=True, tried=True)
    OVERDUE = "overdue", SILENT
    SAID_OK = "said_ok", OPEN
    EXTENDED = "extended", EventSpec(inside=True, revises=True)
    CHECKED_OUT = "checked_out", OPEN
    CHECKED_OUT_UNDER_ALARM = "checked_out_under_alarm", SILENT
    CAME_TOO_LATE = "came_too_late", SILENT
    BROKEN_OFF = "broken_off", OPEN
    FELT = "felt", OPEN
    RETURNED = "returned", OPEN
    WENT_ON = "went_on", OPEN
    AWAITED = "awaited", OPEN
    NOT_BACK = "not_back", SILENT
    HOME_SAFE_CHASED = "home_safe_chased", SILENT
    HOME_SAFE_HEARD = "home_safe_heard", OPEN
    HOME_SAFE_CLOSED = "home_safe_closed", SILENT
    ALARM_OPENED = "alarm_opened", NAMES_CAUSE
    ALARM_RAISED = "alarm_raised", NAMES_CAUSE
    PANIC_REPEATED = "panic_repeated", NAMES_CAUSE
    STEP_TOLD = "step_told", EventSpec(inside=False, tried=True, tells=True)
    STEP_SKIPPED = "step_skipped", SILENT
    STEP_EMPTY = "step_empty", SILENT
    EVERYONE_TOLD = "everyone_told", EventSpec(inside=False, tried=True, tells=True)
    ACKNOWLEDGED = "acknowledged", EventSpec(inside=False, tried=True)
    ALSO_ACKNOWLEDGED = "also_acknowledged", SILENT
    DECLINED = "declined", SILENT
    ACKNOWLEDGEMENT_LAPSED = "acknowledgement_lapsed", SILENT
    PASSED_ON = "passed_on", SILENT
    MESSAGE_FAILED = "message_failed", EventSpec(inside=False, tried=True)
    CALLED_FALSE = "called_false", SILENT
    POLICE_CALLED = "police_called", EventSpec(inside=False, tried=True)
    GUARD_TOLD = "guard_told", EventSpec(inside=False, tried=True)
    GUARD_MISSING = "guard_missing", SILENT
    GUARD_SPARED = "guard_spared", SILENT
    GUARD_ANSWERED = "guard_answered", EventSpec(inside=False, tried=True)
    GUARD_NOT_REACHED = "guard_not_reached", EventSpec(inside=False, tried=True)
    GUARD_CALLED = "guard_called", EventSpec(inside=False, tried=True)
    RESOLVED = "resolved", EventSpec(inside=False, revises=True)
    ENDED_BY_ALARM = "ended_by_alarm", SILENT
    HAND_OVER_VIEWED = "hand_over_viewed", SILENT
    SYSTEM_FAILED = "system_failed", SILENT
    INCIDENT_FILED = "incident_filed", OPEN
    COMPANION_THERE = "companion_there", OPEN
    COMPANION_CANT = "companion_cant", OPEN
    COMPANION_COMES = "companion_comes", SILENT
    COMPANION_REMINDED = "companion_reminded", SILENT
    COMPANION_SILENT = "companion_silent", SILENT
    ALONE_ASKED = "alone_asked", SAID_TO_ALL
    ALONE_ALLOWED = "alone_allowed", SAID_TO_ALL
    ALONE_REFUSED = "alone_refused", OPEN
    WENT_ALONE = "went_alone", OPEN
    COMPANION_CHASED = "companion_chased", SILENT
    COMPANION_WELL = "companion_well", OPEN
    BACK_UP_ASKED = "back_up_asked", OPEN
    BACK_UP_ACCEPTED = "back_up_accepted", OPEN
    BACK_UP_DECLINED = "back_up_declined", OPEN
    POLICE_TOLD = "police_told", OPEN
    INSTRUCTION_CHANGED = "instruction_changed", OPEN
    DRILL_STARTED = "drill_started", SILENT
    DRILL_ENDED = "drill_ended", SILENT
    RELIEF_ASKED = "relief_asked", SILENT
    RELIEF_ASKED_AGAIN = "relief_asked_again", SILENT
    RELIEF_NOT_TAKEN = "relief_not_taken", SILENT
    RELIEF_ACCEPTED = "relief_accepted", SILENT
    RELIEF_DECLINED = "relief_declined", SILENT
    TAKEN_WITHOUT_CODE = "taken_without_code", SILENT
    TAKEN_OVER = "taken_over", SILENT
    STEP_TICKED = "step_ticked", UNSEEN
    STEP_UNTICKED = "step_unticked", UNSEEN
    ALARM_NOTED = "alarm_noted", OF_THE_DESK
    ESCALATED = "escalated", UNSEEN
    TROUBLE_EXPECTED = "trouble_expected", SAID_TO_ALL
    TROUBLE_ALSO_EXPECTED = "trouble_also_expected", SAID_TO_ALL
    TROUBLE_TAKEN_BACK = "trouble_taken_back", OPEN
    FILE_SEARCHED = "file_searched", OPEN
    LETTER_LOOKED_UP = "letter_looked_up", OPEN
    FRAUD_ASKED = "fraud_asked", OPEN
    SAME_EMPLOYEE = "same_employee", OPEN
    HANDED_TO_COLLEAGUE = "handed_to_colleague", EventSpec(inside=True, revises=True)
    TEXTED = "texted", EventSpec(inside=False, tried=True)

    def __new__(cls, word: str, spec: EventSpec) -> Self:
        kind = str.__new__(cls, word)
        kind._value_ = word
        kind.spec = spec
        return kind
