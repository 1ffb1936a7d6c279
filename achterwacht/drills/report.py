"""What a drill showed: who was told when and how, and how long it took until they answered. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from achterwacht.alarms.facts import Level
from achterwacht.kinds import EventKind
from notifications.records import MessageState
from notifications.ways import Channel


class Answered(StrEnum):
    """How somebody reacted to a message."""

    TAKEN = "taken"
    DECLINED = "declined"
    HEARD = "heard"


ANSWERS: Mapping[EventKind, Answered] = {
    EventKind.ACKNOWLEDGED: Answered.TAKEN,
    EventKind.ALSO_ACKNOWLEDGED: Answered.TAKEN,
    EventKind.DECLINED: Answered.DECLINED,
    EventKind.SAID_OK: Answered.HEARD,
    EventKind.RESOLVED: Answered.TAKEN,
}


@dataclass(frozen=True)
class Message:
    """A message of a step. at: when it was decided. state_at: when it got its present state."""

    person: UUID
    level: Level
    channel: Channel
    state: MessageState
    at: datetime
    state_at: datetime


@dataclass(frozen=True)
class Answer:
    """Somebody did something that counts as an answer."""

    person: UUID
    what: Answered
    at: datetime


@dataclass(frozen=True)
class Row:
    """One person in one step."""

    person: UUID
    level: Level
    told_at: datetime
    messages: Sequence[Message]
    answer: Answer | None

    @property
    def seconds(self) -> float | None:
        """Returns how many seconds passed between the message and their answer."""
        return None if self.answer is None else (self.answer.at - self.told_at).total_seconds()


@dataclass(frozen=True)
class Taken:
    """Who took it, and how many seconds after they were told."""

    person: UUID
    seconds: float


@dataclass(frozen=True)
class Step:
    """A step of the ladder: when it was reached, if it was, and who took it, if anybody did."""

    level: Level
    reached_at: datetime | None
    taken_by: UUID | None
    taken_at: datetime | None


def rows(messages: Iterable[Message], answers: Sequence[Answer]) -> list[Row]:
    """Returns who was told, in the order of the steps. An answer belongs to the last step that told them before it."""
    told: dict[tuple[Level, UUID], list[Message]] = {}
    for one in sorted(messages, key=lambda message: message.at):
        told.setdefault((one.level, one.person), []).append(one)
    found = []
    for (level, person), sent in told.items():
        told_at = sent[0].at
        later = min(
            (other[0].at for (_, who), other in told.items() if who == person and other[0].at > told_at), default=None
        )
        given = [
            one for one in answers if one.person == person and one.at >= told_at and (later is None or one.at < later)
        ]
        found.append(Row(person, level, told_at, sent, min(given, key=lambda one: one.at, default=None)))
    return sorted(found, key=lambda row: (row.level.height, row.told_at))


def steps(told: Sequence[Row], levels: Iterable[Level]) -> list[Step]:
    """Returns how far the ladder got, and at which step somebody took the alarm."""
    found = []
    for level in levels:
        here = [row for row in told if row.level is level]
        taken = [row.answer for row in here if row.answer and row.answer.what is not Answered.DECLINED]
        first = min(taken, key=lambda one: one.at, default=None)
        found.append(
            Step(
                level,
                min((row.told_at for row in here), default=None),
                first.person if first else None,
                first.at if first else None,
            )
        )
    return found


def quickest(told: Iterable[Row]) -> Taken | None:
    """Returns who took it first after being told. That the worker is well is no taking."""
    took = [
        Taken(row.person, row.seconds)
        for row in told
        if row.answer is not None and row.answer.what is Answered.TAKEN and row.seconds is not None
    ]
    return min(took, key=lambda one: one.seconds, default=None)


def silent(told: Sequence[Row], worker: UUID) -> list[UUID]:
    """Returns who did not answer. Whoever plays the worker has nothing to answer."""
    answered = {row.person for row in told if row.answer is not None}
    return list(dict.fromkeys(row.person for row in told if row.person not in answered | {worker}))
