"""What the rules see of a task: something that somebody in a function must do after an incident, before a moment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from achterwacht.protocols.functions import Function


class TaskKind(StrEnum):
    """What is to be done. Its title stands in the catalogue of a language, under `tasks`."""

    REPORT = "report"
    """Report what happened: an alarm was closed as an incident, or with help given, and nothing was filed."""


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    """It need not be done after all; somebody said why."""


@dataclass(frozen=True)
class Task:
    """A task and who has it. All moments are UTC.

    chain: the functions that have it, one after the other: each next one when those before did nothing. level: the
    place in it that was reached; past the end, administrators have it. person: who has it by name.
    """

    id: UUID
    kind: TaskKind
    team_id: UUID | None
    person: UUID | None
    chain: tuple[Function, ...]
    due_at: datetime
    level: int = 0
    state: TaskState = TaskState.OPEN

    @property
    def held_by(self) -> tuple[Function, ...]:
        """The functions that have it by now: who got it first keeps it."""
        return self.chain[: self.level + 1]

    @property
    def passed_all(self) -> bool:
        """Whether every function of the chain let it lie, so that administrators have it too."""
        return self.level >= len(self.chain)
