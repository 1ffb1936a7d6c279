"""The frozen ladder of an alarm: reading it from its column and writing it there."""

from datetime import timedelta
from typing import Any

from achterwacht.alarms.facts import GuardStep, Level, Plan, Step
from notifications.ways import Channel, Way


def plan_of(column: dict[str, Any]) -> Plan:
    """Returns the plan in a column. Durations are seconds, perhaps with a fraction."""
    guard = column.get("guard")
    return Plan(
        steps=tuple(
            Step(Level(step["level"]), timedelta(seconds=step["after"]), _ways_of(step["ways"]))
            for step in column["steps"]
        ),
        police_after_panic=timedelta(seconds=column["policeAfterPanic"]),
        unresolved_after=timedelta(seconds=column["unresolvedAfter"]),
        repeat_every=timedelta(seconds=column["repeatEvery"]),
        # An alarm that opened before guard firms existed has none.
        guard=None if guard is None else GuardStep(Level(guard["at"]), _ways_of(guard["ways"])),
    )


def column_of(plan: Plan) -> dict[str, Any]:
    """Returns a plan as its column holds it."""
    guard = plan.guard
    return {
        "steps": [
            {
                "level": step.level.value,
                "after": step.after.total_seconds(),
                "ways": _column_of_ways(step.ways),
            }
            for step in plan.steps
        ],
        "policeAfterPanic": plan.police_after_panic.total_seconds(),
        "unresolvedAfter": plan.unresolved_after.total_seconds(),
        "repeatEvery": plan.repeat_every.total_seconds(),
        "guard": None if guard is None else {"at": guard.at.value, "ways": _column_of_ways(guard.ways)},
    }


def _ways_of(column: list[dict[str, Any]]) -> tuple[Way, ...]:
    return tuple(Way(Channel(way["channel"]), timedelta(seconds=way["after"])) for way in column)


def _column_of_ways(ways: tuple[Way, ...]) -> list[dict[str, Any]]:
    return [{"channel": way.channel.value, "after": way.after.total_seconds()} for way in ways]
