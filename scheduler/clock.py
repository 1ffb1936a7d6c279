"""What drives the clock: APScheduler with interval jobs in memory. It holds no business timers; those are rows."""

import os
import socket
import threading
from datetime import UTC
from functools import partial

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from achterwacht.people.phones import read_numbers
from achterwacht.roster.days import read_calendars
from foundation.at_work import say_at_work
from foundation.session import Database
from foundation.settings import Settings
from foundation.stopping import wait_until
from foundation.tracing import traced
from notifications.texts.catalogue import read_texts
from scheduler.jobs import Jobs
from scheduler.pace import Every, first_run, start_over
from scheduler.watchdog import Watchdog

log = structlog.get_logger()
OF_THEIR_OWN = ("tick", "dispatch", "failures", "audit")
"""What the watch depends on: each has a thread of its own, whatever the others hang on."""
OTHERS = 4
"""Threads that the others share. Each may hold a connection, and a database has only so many."""
DISPATCHES_PER_TICK = 4
DISPATCH_SECONDS = 0.1
"""The longest that a message waits for somebody to look. To look costs a millisecond."""
FAILURES_SECONDS = 1
RECONCILE_SECONDS = 30
POST_SECONDS = 5
PUSH_SECONDS = 2
AUDIT_SECONDS = 60
COUNT_SECONDS = 30
KEEP_SECONDS = 20
CLOSE_SECONDS = 60
SWEEP_SECONDS = 6 * 3600
STATISTICS_SECONDS = 6 * 3600
FORGET_SECONDS = 3600
CHAIN_SECONDS = 60


def run_clock(database: Database, settings: Settings, stop: threading.Event) -> None:
    """Tick, dispatch, reconcile and audit until `stop` is set. What was late at the start fires at once."""
    clock = start_clock(database, settings)
    try:
        wait_until(stop)
    finally:
        clock.stop()


class RunningClock:
    """A running clock, and everything that must be stopped with it."""

    def __init__(self, scheduler: BackgroundScheduler, jobs: Jobs, watchdog: Watchdog) -> None:
        self._scheduler = scheduler
        self._jobs = jobs
        self._watchdog = watchdog

    def stop(self) -> None:
        self._watchdog.expect_no_more()
        self._scheduler.shutdown(wait=True)
        self._watchdog.stop()
        self._jobs.close()


def start_clock(database: Database, settings: Settings) -> RunningClock:
    """Start the jobs."""
    read_calendars()
    read_numbers()
    read_texts()
    jobs = Jobs(database, settings, clock_name())
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(OTHERS), **{name: ThreadPoolExecutor(1) for name in OF_THEIR_OWN}},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    watchdog = Watchdog(settings.tick_seconds, partial(start_over, scheduler))
    scheduler.add_listener(_log_error, EVENT_JOB_ERROR)
    scheduler.add_listener(_say_that_it_ticks, EVENT_JOB_EXECUTED)
    every = {
        "tick": (watchdog.watched(jobs.tick), settings.tick_seconds),
        "dispatch": (jobs.dispatch, min(settings.tick_seconds / DISPATCHES_PER_TICK, DISPATCH_SECONDS)),
        "failures": (jobs.hand_back_failures, FAILURES_SECONDS),
        "post": (jobs.post, POST_SECONDS),
        "push": (jobs.push, PUSH_SECONDS),
        "reconcile": (jobs.reconcile, RECONCILE_SECONDS),
        "audit": (jobs.audit, AUDIT_SECONDS),
        "count": (jobs.count, COUNT_SECONDS),
        "ask to close": (jobs.ask_to_close, CLOSE_SECONDS),
        "own cases": (jobs.pass_on_own_cases, CLOSE_SECONDS),
        "keep": (jobs.keep, KEEP_SECONDS),
        "sweep": (jobs.sweep, SWEEP_SECONDS),
        "forget": (jobs.forget, FORGET_SECONDS),
        "chain": (jobs.chain, CHAIN_SECONDS),
        "retention": (jobs.let_go, FORGET_SECONDS),
        "statistics": (jobs.refresh_statistics, STATISTICS_SECONDS),
    }
    for name, (job, seconds) in every.items():
        executor = name if name in OF_THEIR_OWN else "default"
        scheduler.add_job(traced(name, job), Every(seconds), id=name, executor=executor, next_run_time=first_run(name))
    watchdog.start()
    scheduler.start()
    log.info("clock started", name=clock_name(), tick_seconds=settings.tick_seconds)
    return RunningClock(scheduler, jobs, watchdog)


def clock_name() -> str:
    """Returns a name that distinguishes this clock from others on the same database."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _log_error(event: JobExecutionEvent) -> None:
    log.error("job failed", job=event.job_id, error=repr(event.exception))


def _say_that_it_ticks(event: JobExecutionEvent) -> None:
    if event.job_id == "tick":
        say_at_work()
