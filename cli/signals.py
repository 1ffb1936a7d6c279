"""What a process does when it is asked to end, and when its parent is gone."""

import _thread
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

ORPHAN_SECONDS = 0.25


def on_signal(act: Callable[[], object]) -> None:
    """Do this on SIGTERM and SIGINT. uvicorn raises them again when it has ended; by then they have no meaning.

    In a thread of its own: the main thread may hold the lock of the very event that it waits for, and to set that would
    then wait for ever.
    """

    def handle(_number: int, _frame: FrameType | None) -> None:
        _thread.start_new_thread(act, ())  # threading.Thread takes locks of its own

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)


def die_with_parent(parent: int) -> None:
    """End this process when its parent is gone: an orphan would keep its successor from the port and the lock.

    It ends at once and without cleaning up: everything here may end between any two lines.
    """

    def watch() -> None:
        nobody = threading.Event()
        while os.getppid() == parent:
            nobody.wait(ORPHAN_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="orphan", daemon=True).start()
