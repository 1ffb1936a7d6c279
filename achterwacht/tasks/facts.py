"""What the rules see of a task: something that somebody in a function must do after an incident, before a moment.

A new kind of task is one line here, its title in the catalogue of a language (under `tasks`), and a word in the CHECK
of the table.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from achterwacht.people.actions import Action
from achterwacht.protocols.functions import Function


@dataclass(frozen=True)
class TaskSpec:
    """What must be known of a kind of task.

    by_hand: whoever has it says that it is done; otherwise only its own thing ends it (a report, a signature, a
    decision). outcomes: what may have come of it; if there are any, one of them is said. note: whether something may
    be written with it; where it is about somebody's wellbeing, nothing is. in_short: whoever has it sees whom it
    happened to, when, and what kind it was, and no more of the report. mails_party: a party outside for whom it is gets
    a mail that there is something. employee: whom it happened to sees it in their own report. usual: what came of it
    where nothing is said. confidential: what was ticked is only for whoever has it. escalates_to: who has it after
    whoever the protocol names, before the administrators. droppable: whether somebody may say that it need not be done.
    on_its_page: it is done on the page of the report, so it is handed over only to who may read that. right: what a
    role must allow whoever has it: it is done on a page that nobody else opens (`tasks/able.py`).
    by_function: where it is about a thing of its own, whoever the protocol names finds and ends that without a role.
    own_alone: what the employee is asked first, nobody does in their place. note_needed: without a word of how it was
    done it is not done.
    """

    by_hand: bool = True
    outcomes: tuple[str, ...] = ()
    note: bool = True
    in_short: bool = False
    mails_party: bool = False
    employee: bool = False
    escalates_to: Function = Function.REGISTRAR
    confidential: bool = False
    usual: str | None = None
    droppable: bool = True
    on_its_page: bool = False
    right: Action | None = None
    by_function: bool = False
    own_alone: bool = False
    note_needed: bool = False


_OF_CARE = TaskSpec(note=False, in_short=True, employee=True, escalates_to=Function.HR, confidential=True)
_FORM = TaskSpec(by_hand=False, employee=True, on_its_page=True, right=Action.HANDLE_INCIDENT)
_TALK = replace(_OF_CARE, outcomes=("held", "not_wanted", "enough"), usual="held")


class TaskKind(StrEnum):
    """What is to be done. Its title stands in the catalogue of a language, under `tasks`."""

    spec: TaskSpec

    REPORT = "report", TaskSpec(by_hand=False, employee=True)
    """Report what happened: an alarm was closed as an incident, or with help given, and nothing was filed."""
    COMPLETE_FORM = "complete_form", _FORM
    SIGN_FORM = "sign_form", replace(_FORM, own_alone=True)
    SIGN_LETTER = "sign_letter", TaskSpec(by_hand=False, right=Action.SEE_LETTERS, by_function=True, own_alone=True)
    DELIVER_LETTER = "deliver_letter", TaskSpec(by_hand=False, right=Action.DELIVER_LETTER)
    COPY_LETTER = "copy_letter", TaskSpec(right=Action.SEE_LETTERS)
    DECIDE_MEASURES = "decide_measures", TaskSpec(by_hand=False, right=Action.SEE_MEASURES, by_function=True)
    ORDER_TALK = "order_talk", TaskSpec(outcomes=("held", "no_show"), right=Action.SEE_MEASURES)
    """Whoever can't read with whom, and about what, holds no talk."""
    MEASURE_STEP = "measure_step", TaskSpec(right=Action.SEE_MEASURES, by_function=True)
    TELL_MEASURE = "tell_measure", TaskSpec(right=Action.SEE_MEASURES, by_function=True, note_needed=True)
    """Tell whom a measure is about, where the protocol has no letter for it; how and when is written with it."""
    FIRST_CARE = "first_care", _OF_CARE
    TALK = "talk", _TALK
    CARE_STEP = "care_step", _OF_CARE
    TEAM_TALK = "team_talk", _OF_CARE
    EVALUATE_CARE = "evaluate_care", replace(_OF_CARE, by_hand=False, own_alone=True)
    OFFICIAL = "official", TaskSpec(note=False, in_short=True, employee=True)
    POLICE_QUESTION = "police_question", _FORM
    POLICE_RECORD = "police_record", TaskSpec(by_hand=False, employee=True)
    POLICE_OUTCOME = "police_outcome", TaskSpec(by_hand=False, employee=True)
    DAMAGE = "damage", TaskSpec(by_hand=False, employee=True, droppable=False)
    """A line of damage has no end yet; that nothing was paid or recovered is one too, with its reason."""
    DAMAGE_STEP = "damage_step", TaskSpec(employee=True)
    NAME_IN_REGISTER = "name_in_register", replace(_FORM, own_alone=True)
    """Whether the employee's name may stand in the register of acts by third parties."""
    NAME_HOLDER = "name_holder", TaskSpec(by_hand=False)
    """Name somebody who holds a function that a protocol needs: the only kind that belongs to no incident."""
    ROUTE = "route", TaskSpec(in_short=True, employee=True, mails_party=True)
    FOLLOW_UP = "follow_up", TaskSpec(in_short=True)
    FIGURES = "figures", TaskSpec(right=Action.SEE_FIGURES)
    CLOSE_REPORT = "close_report", TaskSpec(by_hand=False, droppable=False, on_its_page=True)
    """Nothing is left to do about a report: close it, or see what else must be done."""
    LOOK_AT_ADDRESS = "look_at_address", TaskSpec(right=Action.SEE_MARKS)
    """Several visits at one address did not feel well: whoever keeps the register looks whether it asks for a mark."""

    def __new__(cls, word: str, spec: TaskSpec) -> Self:
        kind = str.__new__(cls, word)
        kind._value_ = word
        kind.spec = spec
        return kind


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    """It need not be done after all; somebody said why."""


@dataclass(frozen=True)
class Point:
    """A part of a task to tick, in the words of the protocol."""

    text: str
    done: bool = False


@dataclass(frozen=True)
class Due:
    """When a task is to be done, if not on the next working day: not before one moment, and before another. UTC.

    Whoever has it is reminded when the office opens after `not_before`; it is late after `due_at`. waits: what should
    have been done before anybody can be reminded of it gets that day too; otherwise its moment stands, since whoever
    has it is told in another way.
    """

    not_before: datetime
    due_at: datetime
    waits: bool = True


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
    points: tuple[Point, ...] = ()
    tells: tuple[Function, ...] = ()
    """Whom whoever has it tells, or brings in."""
    question: bool = False
    """Whether it is to be done only if it is decided so: whoever has it may say no, and why."""
    happened_to: UUID | None = None
    """Whom it happened to, where nobody has it in their own case by a function that they hold."""
    about: UUID | None = None
    """What of the incident it is about, if that is a thing of its own."""

    @property
    def held_by(self) -> tuple[Function, ...]:
        """The functions that have it by now: who got it first keeps it."""
        return self.chain[: self.level + 1]

    @property
    def passed_all(self) -> bool:
        """Whether every function of the chain let it lie, so that administrators have it too."""
        return self.level >= len(self.chain)
