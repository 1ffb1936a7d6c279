"""One seeded source for all chance: what the operating system would give is drawn from it too.

Ids (`uuid4`) and codes (`secrets`) end at `os.urandom`; there, at the edge, they are made to repeat themselves. The
product keeps its real chance.
"""

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from random import Random
from typing import Any
from unittest.mock import patch

from tests.simulation.turns import Turns
from tests.support.digests import CHEAP


class InSequence(Executor):
    """Senders that go one after the other, in the turn of their dispatcher."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__()

    def submit(self, work: Any, /, *given: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*given, **named))
        return done


@contextmanager
def all_from(chance: Random, turns: Turns) -> Iterator[None]:
    """Ids, codes, tokens and the monotonic clock come out of the simulation, and no thread is started or waited for."""
    with ExitStack() as stack:
        for where in ("os.urandom", "random._urandom", "foundation.columns.urandom"):
            stack.enter_context(patch(where, chance.randbytes))
        stack.enter_context(patch("foundation.columns.time_ns", lambda: int(turns.monotonic() * 1e9)))
        stack.enter_context(patch("time.monotonic", turns.monotonic))
        stack.enter_context(patch("notifications.dispatch.ThreadPoolExecutor", InSequence))
        stack.enter_context(patch("notifications.dispatch.GATHER", 0.0))
        stack.enter_context(patch("achterwacht.people.kept_secrets.hashing", CHEAP))
        yield
