"""The names of everything the house can say. The words stand in the catalogue of a language (`nl.toml`)."""

from enum import StrEnum


class Template(StrEnum):
    """What a message says. One entry in the catalogue each, with a text for SMS, for a call, or for both."""

    # to the worker: neutral, a resident may look along
    END_REMINDER = "end_reminder"
    CHASE_WORKER = "chase_worker"
    CHECK_CALL_WORKER = "check_call_worker"
    PLANNED_WORKER = "planned_worker"
    HOME_SAFE_WORKER = "home_safe_worker"
    VISIT_PLANNED = "visit_planned"
    VISIT_MOVED = "visit_moved"
    VISIT_CANCELLED = "visit_cancelled"
    COMPANION_CANT = "companion_cant"
    COMPANION_SILENT = "companion_silent"
    BACK_UP_ACCEPTED = "back_up_accepted"
    BACK_UP_CANT = "back_up_cant"
    ALONE_ALLOWED = "alone_allowed"
    ALONE_REFUSED = "alone_refused"
    INSTRUCTION_WORKER = "instruction_worker"
    # to who comes along, and who is back-up for this one visit
    COMPANION_ASKED = "companion_asked"
    CHASE_COMPANION = "chase_companion"
    BACK_UP_ASKED = "back_up_asked"
    BACK_UP_SIGNED_OFF = "back_up_signed_off"
    VISIT_OFF = "visit_off"
    # to the team's manager
    WENT_ALONE = "went_alone"
    ALONE_ASKED = "alone_asked"
    # to those who watch: plain
    CHECK_CALL_COLLEAGUE = "check_call_colleague"
    PLANNED_DESK = "planned_desk"
    COMPANION_SILENT_DESK = "companion_silent_desk"
    HOME_SAFE_DESK = "home_safe_desk"
    ALARM_OVERDUE = "alarm_overdue"
    ALARM_CHECK_CALL = "alarm_check_call"
    ALARM_NOT_OK = "alarm_not_ok"
    ALARM_PANIC = "alarm_panic"
    ALARM_DURESS = "alarm_duress"
    POLICE = "police"
    PASSED_ON = "passed_on"
    TAKEN = "taken"
    TAKEN_OVER = "taken_over"
    STILL_OPEN = "still_open"
    HEARD = "heard"
    SIGNED_OFF = "signed_off"
    CALLED_FALSE = "called_false"
    ALL_CLEAR = "all_clear"
    DRILL_STARTED = "drill_started"
    # about the roster
    SWAP_ASKED = "swap_asked"
    SWAP_ACCEPTED = "swap_accepted"
    SWAP_REFUSED = "swap_refused"
    RELIEF_ASKED = "relief_asked"
    RELIEF_NOT_TAKEN = "relief_not_taken"
    PIN_TRIED = "pin_tried"
    CROWDED = "crowded"
    RELIEF_TAKEN = "relief_taken"
    ROSTER_GAPS = "roster_gaps"
    ROSTER_UNREAD = "roster_unread"
    INSTRUCTION_DESK = "instruction_desk"
    # to who keeps the register of risk addresses
    REVIEWS_DUE = "reviews_due"
    MANY_LOOK_UPS = "many_look_ups"
    # to the number that the administrator chose
    CANARY = "canary"
    # to the administrator
    CANARY_SILENT = "canary_silent"
    NOBODY_ON_DUTY = "nobody_on_duty"
    NOBODY_AT_LEVEL = "nobody_at_level"
    OPTED_OUT = "opted_out"
    CLOCK_JUMPED = "clock_jumped"
    SECOND_PROVIDER = "second_provider"
    SYSTEM_FAILURE = "system_failure"
    LIST_NOT_MAILED = "list_not_mailed"
    # to a desk, by mail
    WHEREABOUTS = "whereabouts"
    # to a number that may be a stranger's: no name, no place
    NUMBER_CHECK = "number_check"
    # answers to an SMS
    REPLY = "reply"


FOR_THE_WORKER = frozenset(
    {
        Template.END_REMINDER,
        Template.CHASE_WORKER,
        Template.CHECK_CALL_WORKER,
        Template.PLANNED_WORKER,
        Template.HOME_SAFE_WORKER,
        Template.CHASE_COMPANION,
    }
)
"""Calls with these texts ask who is inside how it goes: 1 is well, 9 is help."""

LADDER_ALARMS = frozenset(
    {
        Template.ALARM_OVERDUE,
        Template.ALARM_CHECK_CALL,
        Template.ALARM_NOT_OK,
        Template.ALARM_PANIC,
        Template.ALARM_DURESS,
        Template.PASSED_ON,
        Template.STILL_OPEN,
    }
)
"""Messages in which 1 means "I take it" and 2 "I can't"."""
