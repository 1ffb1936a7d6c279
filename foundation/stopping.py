"""Waiting until a process is asked to end."""

import threading

LOOKS_UP_SECONDS = 1.0


def wait_until(asked: threading.Event) -> None:
    """Wait, and look up each second. Python acts on a signal between two of its own steps: of one that comes right
    before the main thread begins to wait it would know only when that wait is over."""
    while not asked.wait(LOOKS_UP_SECONDS):
        pass
