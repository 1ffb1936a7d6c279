"""The process of the clock alone. It loads none of the doors: they take as long and as much memory as all the rest."""

import threading

from cli.opening import opened, refuse_to_watch
from cli.signals import on_signal
from foundation.failpoints import arm
from foundation.garbage import spare_what_stays
from foundation.lock import only_clock
from foundation.settings import Settings
from foundation.tracing import start_tracing, stop_tracing
from scheduler.clock import run_clock


def run_clock_alone(settings: Settings) -> None:
    """Run only the clock, until a signal comes."""
    arm(settings.failpoint)
    with opened(settings) as database, only_clock(settings.database_url):
        refuse_to_watch(database, settings)
        start_tracing(settings, "clock")
        stop = threading.Event()
        on_signal(stop.set)
        spare_what_stays()
        run_clock(database, settings, stop)
        stop_tracing()
