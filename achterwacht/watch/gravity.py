"""How grave a deadline is: after a time of standstill the gravest deadlines go first."""

from achterwacht.alarms.facts import Level
from achterwacht.alarms.records import AlarmRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.priorities import DeadlinePriority

STEPS = {
    Level.WORKER: DeadlinePriority.WORKER_STEP,
    Level.COLLEAGUE: DeadlinePriority.COLLEAGUE_STEP,
    Level.MANAGER: DeadlinePriority.MANAGER_STEP,
    Level.POLICE: DeadlinePriority.POLICE_STEP,
}


def deadline_priority(kind: DeadlineKind, alarm: AlarmRecord | None) -> DeadlinePriority:
    """Returns how grave a deadline of this kind is while this alarm is open. In a drill every kind is `DRILL`."""
    if alarm is not None and alarm.drill:
        return DeadlinePriority.DRILL
    if kind is DeadlineKind.LADDER_STEP and alarm is not None:
        return DeadlinePriority.PANIC_STEP if alarm.cause.pressed else STEPS[alarm.level]
    return kind.spec.priority
