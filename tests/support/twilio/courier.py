"""What happens a moment later, in threads of its own: deliveries, callbacks, phones that ring out."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(order=True)
class _Task:
    due: float
    number: int
    action: Callable[[], object] = field(compare=False)
    counts: bool = field(compare=False)


class Courier:
    """Does things when they are due, several at once. A slow receiver holds up nobody else."""

    def __init__(self, on_error: Callable[[str], None], workers: int = 8) -> None:
        self._on_error = on_error
        self._changed = threading.Condition()
        self._tasks: list[_Task] = []
        self._numbers = itertools.count()
        self._unfinished = 0
        self._stopped = False
        self._workers = [
            threading.Thread(target=self._work, name=f"fake-twilio-courier-{n}", daemon=True) for n in range(workers)
        ]

    def start(self) -> None:
        for worker in self._workers:
            worker.start()

    def stop(self, give_up: Callable[[], None], grace: float) -> None:
        """Drop what is not yet due, and finish what is under way. After `grace` seconds `give_up` ends that too."""
        with self._changed:
            self._stopped = True
            self._tasks.clear()
            self._changed.notify_all()
        last = time.monotonic() + grace
        for worker in self._workers:
            worker.join(max(0.0, last - time.monotonic()))
        give_up()
        for worker in self._workers:
            worker.join()

    def after(self, delay: float, action: Callable[[], object], *, counts: bool = True) -> None:
        """Do it in `delay` seconds. With `counts=False` nobody waits for it: a phone may ring for a minute."""
        with self._changed:
            if self._stopped:
                return
            heapq.heappush(self._tasks, _Task(time.monotonic() + delay, next(self._numbers), action, counts))
            self._unfinished += counts
            self._changed.notify_all()

    def settle(self, within: float) -> bool:
        """Wait until nothing is left to do; False when time ran out."""
        with self._changed:
            return self._changed.wait_for(lambda: self._unfinished == 0 or self._stopped, within)

    def _work(self) -> None:
        while (task := self._next()) is not None:
            try:
                task.action()
            except Exception:
                self._on_error(traceback.format_exc())
            finally:
                with self._changed:
                    self._unfinished -= task.counts
                    self._changed.notify_all()

    def _next(self) -> _Task | None:
        with self._changed:
            while not self._stopped:
                wait = self._tasks[0].due - time.monotonic() if self._tasks else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._tasks)
                self._changed.wait(wait)
        return None
