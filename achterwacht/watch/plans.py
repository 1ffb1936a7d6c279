"""The frozen ladder of an alarm, to and from its column."""

from datetime import timedelta
from typing import Any

from achterwacht.alarms.facts import Level, Plan, Step
from notifications.ways import Channel, Way


def plan_of(column: dict[str, Any]) -> Plan:
    """Read a plan. Durations are whole or broken seconds."""
    return Plan(
        steps=tuple(
            Step(
                Level(step["level"]),
                timedelta(seconds=step["after"]),
                tuple(Way(Channel(way["channel"]), timedelta(seconds=way["after"])) for way in step["ways"]),
            )
            for step in column["steps"]
        ),
        police_after_panic=timedelta(seconds=column["policeAfterPanic"]),
        unresolved_after=timedelta(seconds=column["unresolvedAfter"]),
        repeat_every=timedelta(seconds=column["repeatEvery"]),
    )


def column_of(plan: Plan) -> dict[str, Any]:
    """Write a plan."""
    return {
        "steps": [
            {
                "level": step.level.value,
                "after": step.after.total_seconds(),
                "ways": [{"channel": way.channel.value, "after": way.after.total_seconds()} for way in step.ways],
            }
            for step in plan.steps
        ],
        "policeAfterPanic": plan.police_after_panic.total_seconds(),
        "unresolvedAfter": plan.unresolved_after.total_seconds(),
        "repeatEvery": plan.repeat_every.total_seconds(),
    }
