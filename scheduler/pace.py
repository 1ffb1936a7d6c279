"""How often each job of the clock runs: by the time that passes, whatever is done to the clock on the wall.

APScheduler goes by the machine's clock. Set back by an hour, it would wait an hour with every job, the tick too; set
ahead by a year, as by a battery that was empty, it would count each tenth of a second of that year before it did
anything. The first is undone by `start_over`, the second can't happen with `Every`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.base import BaseTrigger

LATER: Mapping[str, timedelta] = {"audit": timedelta(seconds=10), "sweep": timedelta(hours=1)}
"""Gives the first tick time to catch up before anybody is told that things are late; and whoever started a clock on the
wrong database time to see that, before files are deleted that it does not know."""


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Every so many seconds. What was missed is not made up for."""

    def __init__(self, seconds: float) -> None:
        self._interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        in_step = (previous_fire_time or now) + self._interval
        return in_step if in_step > now else now + self._interval


def start_over(scheduler: BaseScheduler) -> None:
    """Let every job run now, as at the start. By a clock that was set back they wait until it is as late again."""
    for job in scheduler.get_jobs():
        job.modify(next_run_time=first_run(job.id))


def first_run(name: str) -> datetime:
    """Returns when a job runs first, counted from now."""
    return datetime.now(UTC) + LATER.get(name, timedelta())
