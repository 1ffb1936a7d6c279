"""A death in one process: what runs stops at a failpoint as if it had been killed there, and nothing more happens.

No error handler sees it, since it is no `Exception`; the database undoes what was not committed, as it does for a
process that is gone. `tests/chaos/` kills real processes: this is for many stories, quickly, on both databases.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Connection, event

from foundation import failpoints
from foundation.failpoints import Failpoint
from foundation.session import Database


class Died(BaseException):
    """The process is gone."""


@dataclass
class _Here:
    point: Failpoint
    arrival: int
    went_off: bool = False

    def goes_off(self) -> None:
        self.went_off = True
        raise Died(self.point)


@contextmanager
def death_at(point: Failpoint, arrival: int = 1) -> Iterator[None]:
    """Let whoever reaches this place in this block for that time die there, once. Somebody must."""
    here, module = _Here(point, arrival), vars(failpoints)
    before: dict[str, Any] = {name: module[name] for name in ("_mine", "_arrivals")}
    module |= {"_mine": here, "_arrivals": count(1)}
    try:
        yield
    except Died:
        pass
    finally:
        module |= before
    assert here.went_off, f"nobody came to {point}"


@dataclass
class BeforeCommit:
    """Whether anybody came so far, and died."""

    went_off: bool = False


@contextmanager
def death_before(database: Database, commit: int) -> Iterator[BeforeCommit]:
    """Let whoever commits for that time in this block die before it."""
    here, so_far = BeforeCommit(), 0

    def dies(_: Connection) -> None:
        nonlocal so_far
        so_far += 1
        if so_far == commit:
            here.went_off = True
            raise Died

    event.listen(database.engine, "commit", dies)
    try:
        yield here
    except Died:
        pass
    finally:
        event.remove(database.engine, "commit", dies)
