"""The rules of an alarm: how it opens, climbs, is taken, and is closed (watch-rules.md, "With an open alarm")."""

from achterwacht.alarms.refusals import AlarmOver, MayNotTake, NotAsked, ProofNeeded
from achterwacht.alarms.rules.climbing import climb, lapse, open_alarm, raise_alarm, set_back, unresolved
from achterwacht.alarms.rules.closing import (
    answers_by_itself,
    call_false,
    close,
    companion_heard,
    heard,
    resolve,
    sign_off,
)
from achterwacht.alarms.rules.failing import Failure, message_failed, not_arrived
from achterwacht.alarms.rules.guarding import call_guard, guard_answers, guard_not_reached
from achterwacht.alarms.rules.taking import (
    acknowledge,
    call_police,
    decline,
    escalate,
    note,
    pass_on,
    take_over,
    tick,
)
from achterwacht.alarms.rules.telling import (
    BY_SMS,
    CLOSED,
    EVERY_CHANNEL,
    TEXT_OF,
    priority,
)

__all__ = [
    "BY_SMS",
    "CLOSED",
    "EVERY_CHANNEL",
    "TEXT_OF",
    "AlarmOver",
    "Failure",
    "MayNotTake",
    "NotAsked",
    "ProofNeeded",
    "acknowledge",
    "answers_by_itself",
    "call_false",
    "call_guard",
    "call_police",
    "climb",
    "close",
    "companion_heard",
    "decline",
    "escalate",
    "guard_answers",
    "guard_not_reached",
    "heard",
    "lapse",
    "message_failed",
    "not_arrived",
    "note",
    "open_alarm",
    "pass_on",
    "priority",
    "raise_alarm",
    "resolve",
    "set_back",
    "sign_off",
    "take_over",
    "tick",
    "unresolved",
]
