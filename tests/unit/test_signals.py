"""A process ends when it is asked to, whatever its main thread is doing just then."""

import subprocess
import sys

WAITS = """
import signal, threading
from cli.signals import on_signal

stop = threading.Event()
on_signal(stop.set)
with stop._cond:  # as between any two lines of `wait`
    signal.raise_signal(signal.SIGTERM)
assert stop.wait(10)
"""


def test_a_signal_is_heard_also_by_who_just_begins_to_wait_for_it() -> None:
    subprocess.run([sys.executable, "-c", WAITS], timeout=30, check=True)
