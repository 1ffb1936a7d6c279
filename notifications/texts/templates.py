"""Every text that we can send, one per line, with what must be known about it.

The words stand in the catalogue of a language (`nl.toml`). A new text is one line here and its sentence there.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Audience(StrEnum):
    """Who a text is for."""

    WORKER = "worker"  # neutral: a resident may read it over their shoulder
    ALONG = "along"  # a companion, or back-up for this one visit
    MANAGER = "manager"
    WATCH = "watch"  # those who watch: in plain words
    ROSTER = "roster"  # who is on a roster, or manages it
    KEEPER = "keeper"  # of the register of risk addresses
    ADMINISTRATOR = "administrator"
    DESK = "desk"  # by mail
    GUARD = "guard"  # an external firm: who, where, and whom to phone back
    NUMBER = "number"  # a number that may be a stranger's: no name, no place
    SENDER = "sender"  # the answer to an SMS
    HOLDER = "holder"  # of a task: by mail, in words that tell a stranger nothing


class Call(StrEnum):
    """How a call with a text goes: what it opens with, and what a digit does."""

    WELL = "well"  # asks the visitor how it goes: 1 is well, 9 is help
    LADDER = "ladder"  # 1 is "I take it", 2 is "I can't"
    POLICE = "police"  # 1 is "I take it", and then "I have called"
    GUARD = "guard"  # 1 is "we come", 2 is "we can't"
    CHECK_CALL = "check_call"  # 1 is "I spoke to them"
    DESK = "desk"  # an SMS, spoken to people who get no SMS any more: it asks for a call, not for a digit
    FAILURE = "failure"  # said twice, whatever is pressed
    CANARY = "canary"  # said twice, whatever is pressed
    NOTE = "note"  # an SMS, said twice to people who get no SMS any more
    QUESTION = "question"  # as a note, and then 1 is yes and 2 is no
    TRIAL = "trial"  # the daily test: 1 is "I hear it"
    NUMBER = "number"  # tests the number that it rings: 1 is "it is mine", 2 is "it is not"


class Nudge(StrEnum):
    """What a lock screen says beside a message. Each has its words in the catalogue, which name nobody and nothing."""

    QUESTION = "question"  # the app asks the visitor how it goes
    ALARM = "alarm"
    DESK = "desk"  # something waits on the board
    TASK = "task"


@dataclass(frozen=True)
class Spec:
    """What must be known about a text.

    only_tells: it asks for nothing, and is never cancelled.
    call: how a call with it goes; None if no call is made, since it only informs or the app asks the same.
    of_visit: it belongs to the visit, even while there is an alarm.
    of_team: it names the team.
    rings: it gives the worker's number or says to ring them, so it is not used during a silent alarm of that worker.
    liked: a thumbs-up on it means that all is well.
    inside: it still goes, by SMS, to somebody inside of a silent alarm: it asks for nothing, says nothing of an alarm,
    and comes on any day (docs/decisions/0065-in-a-silent-alarm-nothing-is-asked.md).
    nudge: what a phone shows beside it, if its owner wants that; None for nothing.
    """

    audience: Audience
    only_tells: bool = False
    call: Call | None = None
    of_visit: bool = False
    of_team: bool = False
    rings: bool = False
    liked: bool = False
    inside: bool = False
    nudge: Nudge | None = None


_WORKER, _ALONG, _WATCH, _ROSTER = Audience.WORKER, Audience.ALONG, Audience.WATCH, Audience.ROSTER
_MANAGER, _KEEPER, _ADMINISTRATOR = Audience.MANAGER, Audience.KEEPER, Audience.ADMINISTRATOR


class Template(StrEnum):
    """What a message says. Each has one entry in the catalogue, with a text for SMS, for a call, or for both."""

    spec: Spec

    END_REMINDER = "end_reminder", Spec(_WORKER, call=Call.WELL, of_visit=True, liked=True, nudge=Nudge.QUESTION)
    CHASE_WORKER = "chase_worker", Spec(_WORKER, call=Call.WELL, nudge=Nudge.QUESTION)
    CHECK_CALL_WORKER = (
        "check_call_worker",
        Spec(_WORKER, call=Call.WELL, of_visit=True, liked=True, nudge=Nudge.QUESTION),
    )
    PLANNED_WORKER = "planned_worker", Spec(_WORKER, call=Call.WELL, of_visit=True, nudge=Nudge.TASK)
    HOME_SAFE_WORKER = "home_safe_worker", Spec(_WORKER, call=Call.WELL, of_visit=True, nudge=Nudge.QUESTION)
    VISIT_PLANNED = "visit_planned", Spec(_WORKER, only_tells=True, inside=True)
    VISIT_MOVED = "visit_moved", Spec(_WORKER, only_tells=True, inside=True)
    VISIT_ADDRESS = "visit_address", Spec(_WORKER, only_tells=True, inside=True)
    VISIT_KIND = "visit_kind", Spec(_WORKER, only_tells=True, inside=True)
    VISIT_CANCELLED = "visit_cancelled", Spec(_WORKER, only_tells=True, inside=True)
    COMPANION_CANT = "companion_cant", Spec(_WORKER, only_tells=True, inside=True)
    COMPANION_SILENT = "companion_silent", Spec(_WORKER)
    BACK_UP_ACCEPTED = "back_up_accepted", Spec(_WORKER, only_tells=True, inside=True)
    BACK_UP_CANT = "back_up_cant", Spec(_WORKER, only_tells=True, inside=True)
    ALONE_ALLOWED = "alone_allowed", Spec(_WORKER, only_tells=True, inside=True)
    ALONE_REFUSED = "alone_refused", Spec(_WORKER, only_tells=True, inside=True)
    GOES_THEMSELF = "goes_themself", Spec(_WORKER, only_tells=True, inside=True)
    COLLEAGUE_GOES = "colleague_goes", Spec(_WORKER, only_tells=True, inside=True)
    INSTRUCTION_WORKER = "instruction_worker", Spec(_WORKER, only_tells=True, of_visit=True)

    COMPANION_ASKED = "companion_asked", Spec(_ALONG)
    CHASE_COMPANION = "chase_companion", Spec(_ALONG, call=Call.WELL, of_visit=True, nudge=Nudge.QUESTION)
    BACK_UP_ASKED = "back_up_asked", Spec(_ALONG)
    BACK_UP_SIGNED_OFF = "back_up_signed_off", Spec(_ALONG, only_tells=True, of_visit=True, inside=True)
    GOES_ALONG = "goes_along", Spec(_ALONG, only_tells=True, inside=True)
    NOT_ALONG = "not_along", Spec(_ALONG, only_tells=True, inside=True)
    OTHER_PLAN = "other_plan", Spec(_ALONG, only_tells=True, inside=True)
    OTHER_KIND = "other_kind", Spec(_ALONG, only_tells=True, inside=True)
    VISIT_OFF = "visit_off", Spec(_ALONG, only_tells=True, inside=True)

    WENT_ALONE = "went_alone", Spec(_MANAGER, only_tells=True, of_visit=True, rings=True)
    ALONE_ASKED = "alone_asked", Spec(_MANAGER)
    DECISION_ASKED = "decision_asked", Spec(_MANAGER, call=Call.NOTE, of_visit=True)
    TROUBLE_EXPECTED = (
        "trouble_expected",
        Spec(_WATCH, only_tells=True, call=Call.NOTE, of_visit=True, rings=True),
    )
    TROUBLE_OVER = "trouble_over", Spec(_WATCH, only_tells=True, call=Call.NOTE, of_visit=True)

    CHECK_CALL_COLLEAGUE = (
        "check_call_colleague",
        Spec(_WATCH, call=Call.CHECK_CALL, of_visit=True, rings=True, nudge=Nudge.DESK),
    )
    PLANNED_DESK = "planned_desk", Spec(_WATCH, call=Call.DESK, of_visit=True, rings=True, nudge=Nudge.DESK)
    COMPANION_SILENT_DESK = "companion_silent_desk", Spec(_WATCH, rings=True, nudge=Nudge.DESK)
    HOME_SAFE_DESK = "home_safe_desk", Spec(_WATCH, call=Call.DESK, of_visit=True, rings=True, nudge=Nudge.DESK)
    TEXTED = "texted", Spec(_WATCH, only_tells=True, call=Call.NOTE, rings=True)
    VISIT_FINISHED = "visit_finished", Spec(_WATCH, only_tells=True, of_visit=True)
    ALARM_NOT_BACK = "alarm_not_back", Spec(_WATCH, call=Call.LADDER, rings=True, nudge=Nudge.ALARM)
    ALARM_OVERDUE = "alarm_overdue", Spec(_WATCH, call=Call.LADDER, rings=True, nudge=Nudge.ALARM)
    ALARM_CHECK_CALL = "alarm_check_call", Spec(_WATCH, call=Call.LADDER, rings=True, nudge=Nudge.ALARM)
    ALARM_NOT_OK = "alarm_not_ok", Spec(_WATCH, call=Call.LADDER, rings=True, nudge=Nudge.ALARM)
    ALARM_PANIC = "alarm_panic", Spec(_WATCH, call=Call.LADDER, rings=True, nudge=Nudge.ALARM)
    ALARM_DURESS = "alarm_duress", Spec(_WATCH, call=Call.LADDER, nudge=Nudge.ALARM)
    POLICE = "police", Spec(_WATCH, call=Call.POLICE, rings=True, nudge=Nudge.ALARM)
    GUARD = "guard", Spec(Audience.GUARD, call=Call.GUARD)
    GUARD_SAYS = "guard_says", Spec(_WATCH, only_tells=True)
    PASSED_ON = "passed_on", Spec(_WATCH, call=Call.LADDER, rings=True, nudge=Nudge.ALARM)
    TAKEN = "taken", Spec(_WATCH, only_tells=True)
    TAKEN_OVER = "taken_over", Spec(_WATCH, only_tells=True)
    STILL_OPEN = "still_open", Spec(_WATCH, call=Call.LADDER, nudge=Nudge.ALARM)
    HEARD = "heard", Spec(_WATCH, only_tells=True)
    SIGNED_OFF = "signed_off", Spec(_WATCH, only_tells=True, rings=True)
    CALLED_FALSE = "called_false", Spec(_WATCH, only_tells=True, rings=True)
    ALL_CLEAR = "all_clear", Spec(_WATCH, only_tells=True)
    DRILL_STARTED = "drill_started", Spec(_WATCH, only_tells=True)
    BROKEN_OFF = "broken_off", Spec(_WATCH, only_tells=True, of_visit=True)
    INSTRUCTION_DESK = "instruction_desk", Spec(_WATCH, only_tells=True, of_visit=True, rings=True)

    SWAP_ASKED = "swap_asked", Spec(_ROSTER, call=Call.QUESTION)
    SWAP_ACCEPTED = "swap_accepted", Spec(_ROSTER, only_tells=True, call=Call.NOTE, inside=True)
    SWAP_REFUSED = "swap_refused", Spec(_ROSTER, only_tells=True, call=Call.NOTE, inside=True)
    SWAP_ENDED = "swap_ended", Spec(_ROSTER, only_tells=True, call=Call.NOTE, inside=True)
    RELIEF_ASKED = "relief_asked", Spec(_ROSTER, call=Call.QUESTION)
    RELIEF_NOT_TAKEN = "relief_not_taken", Spec(_MANAGER, call=Call.QUESTION)
    RELIEF_TAKEN = "relief_taken", Spec(_ROSTER, only_tells=True, call=Call.NOTE, inside=True)
    PIN_TRIED = "pin_tried", Spec(_MANAGER, only_tells=True, call=Call.NOTE)
    LEFT_UNDER_WAY = "left_under_way", Spec(_MANAGER, only_tells=True, call=Call.NOTE, rings=True)
    CROWDED = "crowded", Spec(_MANAGER, only_tells=True, call=Call.NOTE, inside=True)
    ROSTER_GAPS = "roster_gaps", Spec(_MANAGER, only_tells=True, call=Call.NOTE, inside=True)
    ROSTER_UNREAD = "roster_unread", Spec(_MANAGER, only_tells=True, call=Call.NOTE, inside=True)

    PROPOSALS_WAIT = "proposals_wait", Spec(_KEEPER, only_tells=True, call=Call.NOTE, inside=True)
    REVIEWS_DUE = "reviews_due", Spec(_KEEPER, only_tells=True, call=Call.NOTE, inside=True)
    MANY_LOOK_UPS = "many_look_ups", Spec(_KEEPER, only_tells=True, call=Call.NOTE, inside=True)

    CANARY = "canary", Spec(Audience.NUMBER, call=Call.TRIAL, inside=True)
    CANARY_SILENT = "canary_silent", Spec(_ADMINISTRATOR, call=Call.CANARY, inside=True)
    CANARY_UNANSWERED = "canary_unanswered", Spec(_ADMINISTRATOR, only_tells=True, call=Call.NOTE, inside=True)
    NOBODY_ON_DUTY = (
        "nobody_on_duty",
        Spec(_ADMINISTRATOR, only_tells=True, call=Call.NOTE, of_visit=True, of_team=True, rings=True),
    )
    NOBODY_AT_LEVEL = "nobody_at_level", Spec(_ADMINISTRATOR, only_tells=True, call=Call.NOTE, of_team=True)
    OPTED_OUT = "opted_out", Spec(_ADMINISTRATOR, only_tells=True, call=Call.NOTE, of_visit=True, inside=True)
    NUMBER_DENIED = "number_denied", Spec(_ADMINISTRATOR, only_tells=True, call=Call.NOTE, inside=True)
    NUMBER_NOT_TAKEN = "number_not_taken", Spec(_ADMINISTRATOR, only_tells=True, call=Call.NOTE, inside=True)
    BREAK_GLASS_USED = "break_glass_used", Spec(_ADMINISTRATOR, only_tells=True, call=Call.NOTE, inside=True)
    CLOCK_JUMPED = "clock_jumped", Spec(_ADMINISTRATOR, only_tells=True, call=Call.NOTE, inside=True)
    SECOND_PROVIDER = "second_provider", Spec(_ADMINISTRATOR, call=Call.NOTE, inside=True)
    SYSTEM_FAILURE = "system_failure", Spec(_ADMINISTRATOR, call=Call.FAILURE)
    LIST_NOT_MAILED = "list_not_mailed", Spec(_ADMINISTRATOR, only_tells=True, call=Call.NOTE, inside=True)
    NOT_TOLD = "not_told", Spec(_ADMINISTRATOR, only_tells=True, call=Call.NOTE)

    WHEREABOUTS = "whereabouts", Spec(Audience.DESK, inside=True)
    TASK = "task", Spec(Audience.HOLDER, only_tells=True, call=Call.NOTE, nudge=Nudge.TASK)
    NEEDED = "needed", Spec(Audience.HOLDER, only_tells=True, call=Call.NOTE, nudge=Nudge.TASK)
    ACCOUNT_LINK = "account_link", Spec(Audience.HOLDER, only_tells=True)
    SECOND_STEP_GONE = "second_step_gone", Spec(Audience.HOLDER, only_tells=True, call=Call.NOTE)
    REACHED_ELSEWHERE = "reached_elsewhere", Spec(Audience.HOLDER, only_tells=True, call=Call.NOTE)
    PARTY_TOLD = "party_told", Spec(Audience.DESK, only_tells=True, inside=True)
    NUMBER_CHECK = "number_check", Spec(Audience.NUMBER, call=Call.NUMBER)
    REPLY = "reply", Spec(Audience.SENDER, only_tells=True, inside=True)

    def __new__(cls, word: str, spec: Spec) -> Self:
        template = str.__new__(cls, word)
        template._value_ = word
        template.spec = spec
        return template


INFORMING = frozenset(one for one in Template if one.spec.only_tells)
"""Messages that only inform, and ask for nothing: they are never cancelled."""
ALL_MESSAGES = frozenset(one for one in Template if not one.spec.only_tells)
FOR_THE_WORKER = frozenset(one for one in Template if one.spec.call is Call.WELL)
LADDER_ALARMS = frozenset(one for one in Template if one.spec.call is Call.LADDER)
NOTES = frozenset(one for one in Template if one.spec.call in (Call.NOTE, Call.QUESTION, Call.CANARY))
"""What staff are told outside the ladder: people who get no SMS hear it in a call."""
NOTES_WITH_A_QUESTION = frozenset(one for one in Template if one.spec.call is Call.QUESTION)
REACHES_INSIDE = frozenset(one for one in Template if one.spec.inside)
RINGING = frozenset(one for one in Template if one.spec.rings)
NUDGED = frozenset(one for one in Template if one.spec.nudge is not None)
"""Beside these a push goes to whoever wants one."""
