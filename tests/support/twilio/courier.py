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
    """Does things when they are due, several at once. A slow receiver holds up nobody else.

    A worker is hired when all others are busy, and a task wakes one of them: to wake all, for each task, cost more
    than what they did.
    """

    def __init__(self, on_error: Callable[[str], None], workers: int = 8) -> None:
        self._on_error = on_error
        self._lock = threading.Lock()
        self._due = threading.Condition(self._lock)
        self._done = threading.Condition(self._lock)
        self._tasks: list[_Task] = []
        self._numbers = itertools.count()
        self._unfinished = 0
        self._idle = 0
        self._started = self._stopped = False
        self._most = workers
        self._workers: list[threading.Thread] = []

    def start(self) -> None:
        with self._lock:
            self._started = True
            if self._tasks:
                self._call_one()

    def stop(self, give_up: Callable[[], None], grace: float) -> None:
        """Drop what is not yet due, and finish what is under way. After `grace` seconds `give_up` ends that too."""
        with self._lock:
            self._stopped = True
            self._tasks.clear()
            self._due.notify_all()
            self._done.notify_all()
        last = time.monotonic() + grace
        for worker in self._workers:
            worker.join(max(0.0, last - time.monotonic()))
        give_up()
        for worker in self._workers:
            worker.join()

    def after(self, delay: float, action: Callable[[], object], *, counts: bool = True) -> None:
        """Do it in `delay` seconds. With `counts=False` nobody waits for it: a phone may ring for a minute."""
        with self._lock:
            if self._stopped:
                return
            heapq.heappush(self._tasks, _Task(time.monotonic() + delay, next(self._numbers), action, counts))
            self._unfinished += counts
            if self._started:
                self._call_one()

    def settle(self, within: float) -> bool:
        """Wait until nothing is left to do; False when time ran out."""
        with self._lock:
            return self._done.wait_for(lambda: self._unfinished == 0 or self._stopped, within)

    def _call_one(self) -> None:
        """Somebody must look: there is a new task, or one that nobody waits for."""
        if self._idle:
            self._due.notify()
        elif len(self._workers) < self._most:
            name = f"fake-twilio-courier-{len(self._workers)}"
            self._workers.append(threading.Thread(target=self._work, name=name, daemon=True))
            self._workers[-1].start()

    def _work(self) -> None:
        while (task := self._next()) is not None:
            try:
                task.action()
            except Exception:
                self._on_error(traceback.format_exc())
            finally:
                with self._lock:
                    self._unfinished -= task.counts
                    if self._unfinished == 0:
                        self._done.notify_all()

    def _next(self) -> _Task | None:
        with self._lock:
            while not self._stopped:
                wait = self._tasks[0].due - time.monotonic() if self._tasks else None
                if wait is not None and wait <= 0:
                    task = heapq.heappop(self._tasks)
                    if self._tasks:
                        self._call_one()
                    return task
                self._idle += 1
                self._due.wait(wait)
                self._idle -= 1
        return None
