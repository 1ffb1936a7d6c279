"""What a rule returns: what must be true from now on. It only says what; `watch/ledger.py` writes it.

Decisions add up. If two speak of the same visit, alarm or deadline, the later one wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from achterwacht.code_purposes import CodePurpose
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.priorities import MessagePriority
from notifications.texts.templates import Template
from notifications.ways import Way

if TYPE_CHECKING:
    from achterwacht.alarms.facts import Alarm, Level
    from achterwacht.visits.facts import Visit


@dataclass(frozen=True)
class Event:
    """A line of the timeline.

    facts: they fill the sentence for its kind in the catalogue.
    """

    kind: EventKind
    by: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """A message for somebody.

    level: set for a step of the ladder; the person is then recorded as told. once: tell this only once about a visit or
    alarm, whatever deadline or input it comes from. companion: set if somebody who comes along did what it tells, and
    not the worker: the text names them, and theirs is the number in it.
    """

    person: UUID
    template: Template
    ways: tuple[Way, ...]
    priority: MessagePriority
    level: "Level | None" = None
    code: CodePurpose | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    once: str = ""
    companion: UUID | None = None


@dataclass(frozen=True)
class Decision:
    """What must be true from now on.

    visit, alarm: the new facts; None if they stay as they are. deadlines: when each named kind is due; None closes it.
    A deadline replaces the open one of its kind. silenced: templates whose unsent messages about this visit or alarm
    are cancelled.
    """

    visit: "Visit | None" = None
    alarm: "Alarm | None" = None
    events: tuple[Event, ...] = ()
    deadlines: Mapping[DeadlineKind, datetime | None] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    silenced: frozenset[Template] = frozenset()

    def __add__(self, other: "Decision") -> "Decision":
        return Decision(
            visit=other.visit or self.visit,
            alarm=other.alarm or self.alarm,
            events=self.events + other.events,
            deadlines={**self.deadlines, **other.deadlines},
            notices=self.notices + other.notices,
            silenced=self.silenced | other.silenced,
        )


NOTHING = Decision()
