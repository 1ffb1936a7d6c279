"""Scenes in which somebody dies, several at once: each in an installation of its own, most of its time waiting."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import pytest

from foundation.failpoints import Failpoint
from tests.chaos.installation import Trap, a_quick_organisation
from tests.support.organisations import Organisation
from tests.support.twilio.log import Entry

if TYPE_CHECKING:
    from tests.support.postgres import PostgresServer

AT_ONCE = 6


@dataclass(frozen=True)
class Case:
    """Die (or stand still) at this arrival at that place, with so many clocks. 0: `achterwacht serve` on SQLite."""

    point: Failpoint
    clocks: int
    arrival: int
    action: str = "kill"

    def __str__(self) -> str:
        return f"{self.action}-{self.point}-{self.clocks or 'serve'}-{self.arrival}"


C = TypeVar("C", bound=Case)


@dataclass(frozen=True)
class Outcome:
    """The worst of all steps, in seconds until the provider had it: `late` from when it was due or from the death,
    `recovered_in` from when it was due or a clock went again; whichever is later.
    """

    late: float
    recovered_in: float
    duplicates: int
    after_taking: list[Entry] = field(default_factory=list)


def late(told_at: datetime, due: datetime, died: datetime, again: datetime | None = None) -> float:
    """Seconds from when it was due, or when somebody died (or a clock went again) before it was told."""
    return (told_at - (max(due, again or died) if told_at > died else due)).total_seconds()


class ParallelCases(Generic[C]):
    """Plays every case that this run of the tests asks for in its module, and keeps the outcomes."""

    def __init__(
        self,
        play: Callable[[C, Trap, Path, str, Organisation], Outcome],
        folder: Path,
        request: pytest.FixtureRequest,
        profile: str = "",
    ) -> None:
        wanted = _wanted(request)
        self._play, self._folder = play, folder
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._postgres: PostgresServer | None = None
        kinds = {bool(case.clocks) for case in wanted}
        if True in kinds:
            self._postgres = request.getfixturevalue("postgres")
            self._template = self._postgres.create_database(request.getfixturevalue("postgres_template"))
            self._town = a_quick_organisation(self._template, profile)
        if False in kinds:
            self._file = folder / "template.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), self._file)
            self._town_of_file = a_quick_organisation(f"sqlite:///{self._file}", profile)
        self.outcomes: dict[C, Future[Outcome]] = {
            case: self._pool.submit(self._plays, case) for case in cast(list[C], wanted)
        }

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def table(self) -> str:
        lines = ["", f"{'at':<48}{'late, s':>9}{'twice':>7}"]
        for case, future in self.outcomes.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                out = future.result()
                lines.append(f"{case!s:<48}{out.late:>9.1f}{out.duplicates:>7}")
        return "\n".join(lines)

    def _plays(self, case: C) -> Outcome:
        folder = self._folder / str(case)
        folder.mkdir()
        trap = Trap(case.point, case.arrival, folder / "died", case.action)
        if self._postgres is not None and case.clocks:
            return self._play(case, trap, folder, self._postgres.create_database(self._template), self._town)
        shutil.copy(self._file, folder / "achterwacht.db")
        return self._play(case, trap, folder, f"sqlite:///{folder / 'achterwacht.db'}", self._town_of_file)


def _wanted(request: pytest.FixtureRequest) -> list[Case]:
    here = [item for item in request.session.items if isinstance(item, pytest.Function)]
    mine = [item for item in here if item.module is request.module and request.fixturename in item.fixturenames]
    return [cast(Case, item.callspec.params["case"]) for item in mine]
